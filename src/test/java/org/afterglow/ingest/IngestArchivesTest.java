package org.afterglow.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.afterglow.SharedData;
import org.afterglow.SparkExtension;
import org.afterglow.UserError;
import org.afterglow.archive.ReadOptions;
import org.afterglow.job.CheckFolder;
import org.afterglow.job.TinyModel;
import org.afterglow.post.Identities;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.SnapshotRow;
import org.afterglow.table.Stage;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class IngestArchivesTest {
  private static final Identities KEYS =
      Identities.pseudonyms("a secret of tests".getBytes(StandardCharsets.UTF_8));
  private static final long LARGE = 1L << 30;

  @TempDir private Path folder = Path.of("");

  @Test
  void realArchivesOfThreeFamiliesAreAccountedForToTheRecord(SparkSession spark) {
    String data = SharedData.path("archives").toString() + "/";
    OutputFolder out =
        ingest(
            spark,
            "out",
            request(
                data + "twitter_v1/archiveorg-stream-20130810",
                data + "reddit/pushshift-zst",
                data + "campaign/clinton-sanders-2016/andrews_stuff/berniesanders.zip",
                data + "twitter_v1/evently-anon"));

    Map<String, JsonNode> inputs = inputsByName(out);
    assertThat(sum(inputs, "json.bz2", "posts")).isEqualTo(8_286);
    assertThat(sum(inputs, "json.bz2", "duplicates")).isEqualTo(4);
    assertThat(sum(inputs, "json.bz2", "deletions")).isEqualTo(949);
    assertThat(sum(inputs, "json.bz2", "embedded")).isEqualTo(1_583);
    assertThat(sum(inputs, "RC_2005-12", "posts")).isEqualTo(1_075);
    assertThat(sum(inputs, "RS_2019-10", "posts")).isEqualTo(8_271);
    assertThat(sum(inputs, "berniesanders.zip", "posts")).isEqualTo(7_386);
    // Originals within several retweets of three minutes, counted at each.
    assertThat(out.table(Tables.SNAPSHOTS).count()).isGreaterThan(10);
    assertThat(sum(inputs, "test.jsonl", "rejects")).isEqualTo(17);
    assertThat(CheckFolder.of(out)).allSatisfy(f -> assertThat(f.holds()).as(f.message()).isTrue());
  }

  @Test
  void everyRecordHasOneFate(SparkSession spark) throws IOException {
    write(
        "a.jsonl",
        status(1, 7, "ada", "hello there"),
        "",
        status(1, 7, "ada", "hello there"),
        reply(2, 8, "bob", "hello back", 1, 7),
        retweet(3, 9, "cleo", 4, 7, "ada", "Buy two loaves today"),
        "{\"delete\":{\"status\":{\"id\":2,\"id_str\":\"2\",\"user_id\":8,\"user_id_str\":\"8\"}}}",
        "{\"id\": 5, \"text\":",
        "{\"limit\":{\"track\":12}}");

    OutputFolder out = ingest(spark, "out", request(folder.resolve("a.jsonl").toString()));

    JsonNode input = input(out, "a.jsonl");
    assertThat(count(input, "records")).isEqualTo(7);
    assertThat(count(input, "posts")).isEqualTo(3);
    assertThat(count(input, "duplicates")).isEqualTo(1);
    assertThat(count(input, "deletions")).isEqualTo(1);
    assertThat(count(input, "rejects")).isEqualTo(1);
    assertThat(count(input, "not_posts")).isEqualTo(1);
    assertThat(count(input, "blank_lines")).isEqualTo(1);
    assertThat(count(input, "embedded")).isEqualTo(1);
    assertThat(out.table(Tables.EVENTS).select("kind").as(Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrder("reply", "repost");
    assertThat(
            out.table(Tables.POSTS)
                .where("deleted_state = 'notice' and text_hash is null and topic_sketch is null")
                .count())
        .isEqualTo(1);
    assertThat(CheckFolder.of(out)).allSatisfy(f -> assertThat(f.holds()).as(f.message()).isTrue());
    assertThat(CheckFolder.of(out))
        .extracting(finding -> finding.subject() + ": " + finding.message())
        .contains(
            "posts: 3 of the inputs, each with its row",
            "events: 0 bare acts of the inputs, each with its row; the other 2 rows are acts of"
                + " posts, such as replies",
            "rejects: 1 of the inputs, each with its row",
            "other records: 1 have no row (limit_notice 1)",
            "records: 7 of the inputs, each with one fate");
  }

  @Test
  void aRecordWithTwoRowsIsFoundByTheNumberThatHasNone(SparkSession spark) throws IOException {
    write("a.jsonl", status(1, 7, "ada", "hello there"), "{\"id\": 5, \"text\":", "{\"limit\":{}}");
    OutputFolder out = ingest(spark, "out", request(folder.resolve("a.jsonl").toString()));
    Path rejects = folder.resolve("out/rejects");
    Path moved = folder.resolve("moved");
    out.table(Tables.REJECTS)
        .withColumn("record", lit(0L))
        .coalesce(1)
        .write()
        .parquet(moved.toString());
    delete(rejects);
    Files.move(moved, rejects);

    assertThat(CheckFolder.of(out))
        .filteredOn(finding -> finding.subject().equals("other records"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.holds()).isFalse();
              assertThat(finding.message())
                  .isEqualTo("2 records have no row, the inputs gave 1 (limit_notice 1)");
            });
  }

  @Test
  void everyTimeAtWhichAPostWasCountedIsKeptAndNoneOfPostsCountedOnce(SparkSession spark)
      throws IOException {
    write(
        "a.jsonl",
        submission("a", 1_700_003_600L, 5, 1),
        submission("a", 1_700_900_000L, 90, 12),
        submission("b", 1_700_003_600L, 7, 0));
    write(
        "b.jsonl", submission("a", 1_700_090_000L, 80, 11), submission("b", 1_700_003_600L, 7, 0));
    write("c.jsonl", submission("a", 1_700_900_000L, 90, 12));

    for (long slice : new long[] {LARGE, 100}) {
      OutputFolder out =
          ingest(
              spark,
              "out" + slice,
              request(
                  IngestArchives.Mode.BEGIN,
                  slice,
                  slice,
                  folder.resolve("a.jsonl").toString(),
                  folder.resolve("b.jsonl").toString(),
                  folder.resolve("c.jsonl").toString()));

      assertThat(
              Tables.SNAPSHOTS
                  .records(out.table(Tables.SNAPSHOTS).orderBy("counted_at"))
                  .collectAsList())
          .extracting(
              SnapshotRow::postId,
              row -> row.countedAt().getEpochSecond(),
              SnapshotRow::score,
              SnapshotRow::replies,
              SnapshotRow::likes,
              SnapshotRow::input,
              SnapshotRow::record)
          .containsExactly(
              tuple(KEYS.post("reddit", "t3_a"), 1_700_003_600L, 5L, 1L, null, 0, 0L),
              tuple(KEYS.post("reddit", "t3_a"), 1_700_090_000L, 80L, 11L, null, 1, 0L),
              tuple(KEYS.post("reddit", "t3_a"), 1_700_900_000L, 90L, 12L, null, 0, 1L));
      assertThat(out.table(Tables.POSTS).where("score = 90").count()).isEqualTo(1);
      assertThat(CheckFolder.of(out))
          .allSatisfy(f -> assertThat(f.holds()).as(f.message()).isTrue());
    }
  }

  private static String submission(String id, long retrieved, int score, int comments) {
    return String.format(
        "{\"id\":\"%s\",\"title\":\"a loaf\",\"selftext\":\"\",\"subreddit\":\"bread\","
            + "\"author\":\"baker\",\"created_utc\":1700000000,\"score\":%d,"
            + "\"num_comments\":%d,\"retrieved_on\":%d}",
        id, score, comments, retrieved);
  }

  @Test
  void aRecordStandsWithTheNewestCountersThatAnyReadingOfItCarries(SparkSession spark)
      throws IOException {
    write(
        "a.jsonl",
        status(4, 7, "ada", "Buy two loaves today"),
        retweet(3, 9, "cleo", 4, 7, "ada", "Buy two loaves today"));

    OutputFolder out = ingest(spark, "out", request(folder.resolve("a.jsonl").toString()));

    assertThat(
            out.table(Tables.POSTS)
                .where("kind = 'post'")
                .select("origin", "reposts")
                .as(Encoders.tuple(Encoders.STRING(), Encoders.LONG()))
                .collectAsList())
        .containsExactly(new scala.Tuple2<>("record", 5L));
  }

  @Test
  void aPostInItsPlatformsOwnFormatStandsBeforeTheSameOneOutOfATable(SparkSession spark)
      throws IOException {
    write("a.csv", "tweet_id,user_id,created_at,text", "2,8,2013-08-10 11:02:00,hello back");
    write("b.jsonl", status(1, 7, "ada", "hello there"), reply(2, 8, "bob", "hello back", 1, 7));

    OutputFolder out =
        ingest(
            spark,
            "out",
            request(folder.resolve("a.csv").toString(), folder.resolve("b.jsonl").toString()));

    assertThat(count(input(out, "a.csv"), "duplicates")).isEqualTo(1);
    assertThat(count(input(out, "b.jsonl"), "posts")).isEqualTo(2);
    assertThat(out.table(Tables.EVENTS).where("kind = 'reply'").count()).isEqualTo(1);
  }

  @Test
  void theSameTablesComeOutHoweverTheWorkIsDivided(SparkSession spark) throws IOException {
    manyPosts("b.jsonl", 0, 900);
    manyPosts("c.jsonl", 500, 1_300);
    String[] paths = {folder.resolve("b.jsonl").toString(), folder.resolve("c.jsonl").toString()};
    String partitions = spark.conf().get("spark.sql.shuffle.partitions");
    List<Map<String, String>> hashes = new ArrayList<>();
    try {
      for (int n : new int[] {1, 7, 64}) {
        spark.conf().set("spark.sql.shuffle.partitions", n);
        long slice = n == 1 ? LARGE : 400_000L / n;
        hashes.add(
            hashes(
                ingest(
                    spark,
                    "out" + n,
                    request(IngestArchives.Mode.BEGIN, slice, slice * 3, paths))));
      }
    } finally {
      spark.conf().set("spark.sql.shuffle.partitions", partitions);
    }

    assertThat(hashes).allSatisfy(each -> assertThat(each).isEqualTo(hashes.get(0)));
  }

  @Test
  void aRestartRepeatsOnlyWhatWasNotCommitted(SparkSession spark) throws IOException {
    manyPosts("b.jsonl", 0, 300);
    manyPosts("c.jsonl", 200, 600);
    manyPosts("d.jsonl", 550, 700);
    IngestArchives.Request request =
        request(IngestArchives.Mode.BEGIN, LARGE, 1, folder.toString() + "/*.jsonl");
    OutputFolder whole = ingest(spark, "whole", request);
    OutputFolder out = ingest(spark, "out", request);
    // As if the process had died while it read the second of three batches.
    out.withdraw(Stage.INGEST);
    delete(folder.resolve("out/posts"));
    delete(folder.resolve("out/_read/batch-000001"));
    Map<String, Long> kept = modified(folder.resolve("out/_read/batch-000000"));
    assertThat(out.holds(Tables.POSTS)).isFalse();

    IngestArchives.into(out, request, TinyModel.in(out), Progress.SILENT);

    assertThat(hashes(out)).isEqualTo(hashes(whole));
    assertThat(modified(folder.resolve("out/_read/batch-000000"))).isEqualTo(kept);
  }

  @Test
  void aReplacementCutShortAfterItsReadingIsNotReadAgain(SparkSession spark) throws IOException {
    manyPosts("b.jsonl", 0, 30);
    manyPosts("c.jsonl", 20, 60);
    String b = folder.resolve("b.jsonl").toString();
    OutputFolder out = ingest(spark, "out", request(b));
    String begun = reading(out);
    IngestArchives.Request goOn = request(IngestArchives.Mode.GO_ON_REPLACING, LARGE, LARGE, b);

    IngestArchives.into(out, goOn, TinyModel.in(out), Progress.SILENT);
    String replaced = reading(out);
    assertThat(replaced).as("what stands was no replacement").isNotEqualTo(begun);
    IngestArchives.into(out, goOn, TinyModel.in(out), Progress.SILENT);
    assertThat(reading(out)).isEqualTo(replaced);
    IngestArchives.into(
        out,
        request(
            IngestArchives.Mode.GO_ON_REPLACING,
            LARGE,
            LARGE,
            b,
            folder.resolve("c.jsonl").toString()),
        TinyModel.in(out),
        Progress.SILENT);
    assertThat(reading(out)).as("other archives are read anew").isNotEqualTo(replaced);
    String other = reading(out);
    IngestArchives.into(
        out,
        request(IngestArchives.Mode.REPLACE, LARGE, LARGE, b, folder.resolve("c.jsonl").toString()),
        TinyModel.in(out),
        Progress.SILENT);
    assertThat(reading(out)).as("a finished run is read anew").isNotEqualTo(other);
  }

  private static String reading(OutputFolder out) {
    return out.manifest().entry(Stage.INGEST).details().path("reading").asText();
  }

  @Test
  void anUnfinishedRunGoesOnOnlyAsItWasBegun(SparkSession spark) throws IOException {
    manyPosts("b.jsonl", 0, 30);
    manyPosts("c.jsonl", 20, 60);
    OutputFolder out = ingest(spark, "out", request(folder.resolve("b.jsonl").toString()));
    out.withdraw(Stage.INGEST);

    assertThatThrownBy(
            () ->
                IngestArchives.into(
                    out,
                    request(folder.resolve("c.jsonl").toString()),
                    TinyModel.in(out),
                    Progress.SILENT))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("b.jsonl")
        .hasMessageContaining("--replace");
  }

  @Test
  void addingAnArchiveIsReadingBothAtOnce(SparkSession spark) throws IOException {
    manyPosts("b.jsonl", 0, 300);
    manyPosts("c.jsonl", 200, 600);
    String b = folder.resolve("b.jsonl").toString();
    String c = folder.resolve("c.jsonl").toString();
    OutputFolder together = ingest(spark, "together", request(b, c));
    OutputFolder out = ingest(spark, "out", request(b));

    IngestArchives.into(
        out, request(IngestArchives.Mode.ADD, LARGE, LARGE, c), TinyModel.in(out), Progress.SILENT);

    assertThat(hashes(out)).isEqualTo(hashes(together));
  }

  @Test
  void equalBytesUnderAnotherNameAreReadButNotCountedTwice(SparkSession spark) throws IOException {
    manyPosts("b.jsonl", 0, 300);
    Files.copy(folder.resolve("b.jsonl"), folder.resolve("copy.jsonl"));
    String b = folder.resolve("b.jsonl").toString();
    OutputFolder alone = ingest(spark, "alone", request(b));

    OutputFolder out = ingest(spark, "out", request(b, folder.resolve("copy.jsonl").toString()));

    assertThat(hashes(out)).isEqualTo(hashes(alone));
    assertThat(count(input(out, "copy.jsonl"), "same_content_as")).isZero();
  }

  @Test
  void nothingOfAPersonIsInAnyByteThatIsWritten(SparkSession spark) throws IOException {
    Path archive = Files.createDirectories(folder.resolve("quetzalcoatlina"));
    String line =
        status(77001122334455L, 99887766554433L, "zebulonquux", "mail zed@quuxmail.example ok")
            .replace("\"name\":\"zebulonquux\"", "\"name\":\"Xanthippe Vörkläng\"");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(archive.resolve("wolpertinger.jsonl.gz")))) {
      out.write((line + "\n{\"broken wombatzilla").getBytes(StandardCharsets.UTF_8));
    }

    ingest(spark, "out", request(archive.toString()));

    List<String> canaries =
        List.of(
            "zebulonquux",
            "77001122334455",
            "99887766554433",
            "quuxmail",
            "Xanthippe",
            "rkläng",
            "wombatzilla",
            "wolpertinger");
    try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean mayNamePaths =
            file.endsWith("manifest.json") || file.endsWith(Path.of("_read", "plan.json"));
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String canary : canaries) {
          String asBytes =
              new String(canary.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
          if (!(mayNamePaths && canary.equals("wolpertinger"))) {
            assertThat(bytes.contains(asBytes)).as(canary + " in " + file).isFalse();
          }
        }
      }
    }
  }

  @Test
  void whoAskedToBeLeftOutIsLeftOutAndCounted(SparkSession spark) throws IOException {
    write(
        "a.jsonl",
        status(1, 7, "ada", "hello there"),
        reply(2, 8, "bob", "hello back", 1, 7),
        retweet(3, 9, "cleo", 4, 7, "ada", "Buy two loaves today"),
        "{\"delete\":{\"status\":{\"id_str\":\"5\",\"user_id_str\":\"7\"}}}",
        "{\"delete\":{\"status\":{\"id_str\":\"6\",\"user_id_str\":\"8\"}}}");
    IngestArchives.Request request =
        new IngestArchives.Request(
            List.of(folder.resolve("a.jsonl").toString()),
            ReadOptions.defaults(),
            Selection.ALL,
            OptOut.parse("# asked on Monday\n@ADA\ntwitter/7\n"),
            KEYS,
            false,
            ArchiveFacts.unknown(),
            LARGE,
            LARGE,
            Manifest.JSON.createObjectNode(),
            IngestArchives.Mode.BEGIN);

    OutputFolder out = ingest(spark, "out", request);

    JsonNode input = input(out, "a.jsonl");
    assertThat(count(input, "opted_out")).as("her status and the notice of another").isEqualTo(2);
    assertThat(count(input, "deletions")).isEqualTo(1);
    assertThat(out.table(Tables.DELETIONS).count()).isEqualTo(1);
    assertThat(count(input, "embedded_opted_out")).isEqualTo(1);
    assertThat(count(input, "posts")).isEqualTo(2);
    String ada = KEYS.account("twitter", "7");
    assertThat(out.table(Tables.POSTS).where("author_id = '" + ada + "'").count()).isZero();
    assertThat(out.table(Tables.EVENTS).where("target_author_id = '" + ada + "'").count()).isZero();
  }

  @Test
  void answersToWhatWasSelectedAreKeptAsItsContext(SparkSession spark) throws IOException {
    write(
        "a.jsonl",
        status(1, 7, "ada", "hello there"),
        reply(2, 8, "bob", "hello back", 1, 7), // answers what is selected
        reply(2, 8, "bob", "hello back", 1, 7),
        reply(3, 9, "cleo", "hello bob", 2, 8), // answers an answer
        reply(4, 9, "cleo", "hello nobody", 77, 7), // answers a post that is not there
        status(5, 9, "cleo", "nothing to do with it"),
        retweet(6, 9, "cleo", 1, 7, "ada", "hello there"));
    IngestArchives.Request asked =
        selecting(Map.of(Selection.Sort.AUTHOR, Set.of("ada")), "a.jsonl");

    OutputFolder out = ingest(spark, "out", asked);

    assertThat(out.table(Tables.POSTS).select("post_id").as(Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrder(KEYS.post("twitter", "1"), KEYS.post("twitter", "2"));
    assertThat(out.table(Tables.EVENTS).select("kind").as(Encoders.STRING()).collectAsList())
        .containsExactly("reply");
    JsonNode input = input(out, "a.jsonl");
    assertThat(count(input, "records")).isEqualTo(7);
    assertThat(count(input, "posts")).isEqualTo(2);
    assertThat(count(input, "duplicates")).isEqualTo(1);
    assertThat(count(input, "context")).isEqualTo(2);
    assertThat(count(input, "filtered")).isEqualTo(4);
    assertThat(CheckFolder.of(out)).allSatisfy(f -> assertThat(f.holds()).as(f.message()).isTrue());
  }

  @Test
  void anAnswerIsFoundInWhateverArchiveWhatItAnswersStands(SparkSession spark) throws IOException {
    write("a.jsonl", status(5, 10, "dana", "also rye"), reply(2, 8, "bob", "hello back", 1, 7));
    write("b.jsonl", status(1, 7, "ada", "hello rye"), reply(4, 9, "cleo", "to dana", 5, 10));
    Map<Selection.Sort, Set<String>> bakers = Map.of(Selection.Sort.AUTHOR, Set.of("ada", "dana"));
    OutputFolder together = ingest(spark, "together", selecting(bakers, "a.jsonl", "b.jsonl"));
    OutputFolder out = ingest(spark, "out", selecting(bakers, "a.jsonl"));
    assertThat(out.table(Tables.POSTS).count()).isEqualTo(1);

    IngestArchives.Request more =
        selecting(IngestArchives.Mode.ADD, bakers, List.of(folder.resolve("b.jsonl").toString()));
    IngestArchives.into(out, more, TinyModel.in(out), Progress.SILENT);

    assertThat(out.table(Tables.POSTS).count()).isEqualTo(4);
    assertThat(hashes(out)).isEqualTo(hashes(together));
  }

  @Test
  void anAnswerWithoutAThreadHasTheBeginningOfItsChainAsRoot(SparkSession spark)
      throws IOException {
    write("a.jsonl", status(1, 7, "ada", "one"), reply(2, 8, "bob", "two", 1, 7));
    write(
        "b.jsonl",
        reply(3, 9, "cleo", "three", 2, 8),
        reply(4, 7, "ada", "four", 3, 9),
        reply(5, 8, "bob", "leaves the archive", 77, 9),
        reply(6, 8, "bob", "likewise", 5, 8));

    OutputFolder out =
        ingest(
            spark,
            "out",
            request(folder.resolve("a.jsonl").toString(), folder.resolve("b.jsonl").toString()));

    String one = KEYS.post("twitter", "1");
    String gone = KEYS.post("twitter", "77");
    Map<String, String> roots = new TreeMap<>();
    out.table(Tables.POSTS)
        .where("root_post_id is not null")
        .select("post_id", "root_post_id")
        .as(Encoders.tuple(Encoders.STRING(), Encoders.STRING()))
        .collectAsList()
        .forEach(pair -> roots.put(pair._1(), pair._2()));
    assertThat(roots)
        .containsOnly(
            Map.entry(KEYS.post("twitter", "2"), one),
            Map.entry(KEYS.post("twitter", "3"), one),
            Map.entry(KEYS.post("twitter", "4"), one),
            Map.entry(KEYS.post("twitter", "5"), gone),
            Map.entry(KEYS.post("twitter", "6"), gone));
    assertThat(
            out.table(Tables.EVENTS)
                .where("kind = 'reply'")
                .select("root_post_id")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder(one, one, one, gone, gone);
  }

  @Test
  void aFolderWithoutPostsIsOneClearLine(SparkSession spark) throws IOException {
    write("a.jsonl", "{\"limit\":{\"track\":12}}");

    assertThatThrownBy(() -> ingest(spark, "out", request(folder.resolve("a.jsonl").toString())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no posts");
  }

  @Test
  void aChannelHasTheKeyThatItsOwnerHasAsAnAuthorAndAPlaceItsName(SparkSession spark)
      throws IOException {
    channels();
    String[] paths =
        Stream.of("a.jsonl", "b.jsonl", "c.jsonl")
            .map(name -> folder.resolve(name).toString())
            .toArray(String[]::new);

    OutputFolder out = ingest(spark, "out", request(paths));
    OptOut some = OptOut.parse("youtube/UCtea\nu/ann\n");
    OutputFolder kept = ingest(spark, "kept", identified(Identities.kept(), some, paths));

    assertThat(venues(out))
        .containsExactlyInAnyOrder(
            KEYS.account("youtube", "UCtea"),
            KEYS.account("youtube", "UCtea"),
            KEYS.handle("reddit", "ann"),
            "bread",
            KEYS.account("telegram", "channel1234567890"));
    assertThat(out.table(Tables.POSTS).where("author_id = venue").count())
        .as("the video, the post on a profile, the message")
        .isEqualTo(3);
    assertThat(venues(kept))
        .as("others' comments stand, but not whose channel they are in who is left out")
        .containsExactlyInAnyOrder(null, "bread", "Tea room");
  }

  /** A video and a comment on it, a post on a profile and one in a subreddit, a message. */
  private void channels() throws IOException {
    String snippet =
        "\"snippet\":{\"publishedAt\":\"2020-09-13T12:26:40Z\",\"channelId\":\"UCtea\",";
    write(
        "a.jsonl",
        "{\"kind\":\"youtube#video\",\"id\":\"vid01\"," + snippet + "\"title\":\"Tea\"}}",
        "{\"kind\":\"youtube#comment\",\"id\":\"c1\","
            + snippet
            + "\"videoId\":\"vid01\",\"textDisplay\":\"hot\",\"authorChannelId\":{\"value\":"
            + "\"UCbo\"}}}");
    String submission = submission("a", 1_700_003_600L, 5, 1);
    write(
        "b.jsonl",
        submission.replace("\"bread\"", "\"u_Ann\"").replace("\"baker\"", "\"Ann\""),
        submission.replace("\"id\":\"a\"", "\"id\":\"b\""));
    write(
        "c.jsonl",
        "{\"message_id\":7,\"sender_id\":-1001234567890,\"text\":\"hot tea\","
            + "\"date\":\"2024-12-04T12:00:00+00:00\",\"channel\":\"Tea room\"}");
  }

  private static List<String> venues(OutputFolder out) {
    return out.table(Tables.POSTS).select("venue").as(Encoders.STRING()).collectAsList();
  }

  private static IngestArchives.Request identified(
      Identities identities, OptOut optOut, String... paths) {
    return new IngestArchives.Request(
        List.of(paths),
        ReadOptions.defaults(),
        Selection.ALL,
        optOut,
        identities,
        false,
        ArchiveFacts.unknown(),
        LARGE,
        LARGE,
        Manifest.JSON.createObjectNode(),
        IngestArchives.Mode.BEGIN);
  }

  private OutputFolder ingest(SparkSession spark, String name, IngestArchives.Request request) {
    OutputFolder out = OutputFolder.toWrite(spark, folder.resolve(name).toString());
    IngestArchives.into(out, request, TinyModel.in(out), Progress.SILENT);
    return out;
  }

  private static IngestArchives.Request request(String... paths) {
    return request(IngestArchives.Mode.BEGIN, LARGE, LARGE, paths);
  }

  private static IngestArchives.Request request(
      IngestArchives.Mode mode, long sliceBytes, long batchBytes, String... paths) {
    return new IngestArchives.Request(
        List.of(paths),
        ReadOptions.defaults(),
        Selection.ALL,
        OptOut.NOBODY,
        KEYS,
        false,
        ArchiveFacts.unknown(),
        sliceBytes,
        batchBytes,
        Manifest.JSON.createObjectNode(),
        mode);
  }

  private IngestArchives.Request selecting(Map<Selection.Sort, Set<String>> only, String... names) {
    return selecting(
        IngestArchives.Mode.BEGIN,
        only,
        Stream.of(names).map(name -> folder.resolve(name).toString()).toList());
  }

  private static IngestArchives.Request selecting(
      IngestArchives.Mode mode, Map<Selection.Sort, Set<String>> only, List<String> paths) {
    return new IngestArchives.Request(
        paths,
        ReadOptions.defaults(),
        new Selection(null, null, only, true),
        OptOut.NOBODY,
        KEYS,
        false,
        ArchiveFacts.unknown(),
        LARGE,
        LARGE,
        Manifest.JSON.createObjectNode(),
        mode);
  }

  private static Map<String, String> hashes(OutputFolder out) {
    Map<String, String> hashes = new TreeMap<>();
    for (Table<?> table : Stage.INGEST.tables()) {
      if (out.holds(table)) {
        hashes.put(table.name(), out.manifest().entry(table).contentHash());
      }
    }
    assertThat(hashes).hasSize(7);
    return hashes;
  }

  private static Map<String, JsonNode> inputsByName(OutputFolder out) {
    Map<String, JsonNode> inputs = new TreeMap<>();
    for (JsonNode input : out.manifest().entry(Stage.INGEST).details().path("inputs")) {
      inputs.put(Path.of(input.path("path").asText()).getFileName().toString(), input);
    }
    return inputs;
  }

  private static JsonNode input(OutputFolder out, String name) {
    return java.util.Objects.requireNonNull(inputsByName(out).get(name), name);
  }

  private static long sum(Map<String, JsonNode> inputs, String name, String fate) {
    List<JsonNode> named =
        inputs.entrySet().stream()
            .filter(input -> input.getKey().contains(name))
            .map(Map.Entry::getValue)
            .toList();
    assertThat(named).as(name).isNotEmpty();
    return named.stream().mapToLong(input -> count(input, fate)).sum();
  }

  private static long count(JsonNode input, String fate) {
    assertThat(input.has(fate)).as(fate).isTrue();
    return input.path(fate).asLong();
  }

  private static Map<String, Long> modified(Path folder) throws IOException {
    Map<String, Long> times = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        times.put(file.getFileName().toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return times;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private void manyPosts(String name, int from, int to) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      lines.add(
          i % 3 == 0
              ? reply(1_000 + i, i % 17, "user" + i % 17, "thanks so much " + i, 1_000 + i / 3, 1)
              : status(1_000 + i, i % 17, "user" + i % 17, "Order now and save " + i));
    }
    write(name, lines.toArray(String[]::new));
  }

  private static String status(long id, long user, String handle, String text) {
    return "{" + statusFields(id, user, handle, text, 0) + "}";
  }

  private static String reply(
      long id, long user, String handle, String text, long target, long targetUser) {
    return "{"
        + statusFields(id, user, handle, text, 0)
        + ",\"in_reply_to_status_id\":"
        + target
        + ",\"in_reply_to_status_id_str\":\""
        + target
        + "\",\"in_reply_to_user_id_str\":\""
        + targetUser
        + "\"}";
  }

  private static String retweet(
      long id, long user, String handle, long original, long author, String name, String text) {
    return "{"
        + statusFields(id, user, handle, "RT @" + name + ": " + text, 0)
        + ",\"retweeted_status\":{"
        + statusFields(original, author, name, text, 5)
        + "}}";
  }

  private static String statusFields(long id, long user, String handle, String text, int retweets) {
    return String.format(
        "\"created_at\":\"Sat Aug 10 11:%02d:00 +0000 2013\",\"id\":%d,\"id_str\":\"%d\","
            + "\"text\":\"%s\",\"source\":\"web\",\"user\":{\"id\":%d,\"id_str\":\"%d\","
            + "\"name\":\"%s\",\"screen_name\":\"%s\",\"followers_count\":12},"
            + "\"retweet_count\":%d,\"favorite_count\":0,\"lang\":\"en\",\"entities\":"
            + "{\"hashtags\":[],\"urls\":[],\"user_mentions\":[]}",
        id % 60, id, id, text, user, user, handle, handle, retweets);
  }
}
