package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.afterglow.classify.Model;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What cannot be done is said in one line, and leaves nothing that a reader would take for done.
 */
@ExtendWith(SparkExtension.class)
class BadInputTest {
  private static final String POST =
      "{\"id\":\"a1\",\"author\":\"someone\",\"subreddit\":\"bread\",\"title\":\"a loaf\","
          + "\"selftext\":\"\",\"created_utc\":1700000000,\"name\":\"t3_a1\",\"score\":1,"
          + "\"num_comments\":0}\n";

  private final Path folder;
  private final Path out;
  private final StringWriter printed = new StringWriter();
  private final StringWriter err = new StringWriter();

  BadInputTest(@TempDir Path folder) {
    this.folder = folder;
    this.out = folder.resolve("out");
  }

  /** The program uses a session that is already there; these tests share one. */
  @BeforeEach
  void haveASession(SparkSession spark) {
    SparkSession.setActiveSession(spark);
  }

  @Test
  void aPathThatIsNotThereIsUnreadable() throws IOException {
    refused(3, "nowhere.jsonl", run(folder.resolve("nowhere.jsonl")));
  }

  @Test
  void anEmptyFolderIsUnreadable() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    refused(3, "holds no files", run(empty));
  }

  @Test
  void aFolderWithoutPostsIsUnreadable() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "nothing of interest\n");

    refused(3, "no posts", run(folder.resolve("notes.txt")));
  }

  @Test
  void anEmptyFileIsUnreadable() throws IOException {
    Files.createFile(folder.resolve("empty.jsonl"));

    refused(3, "no posts", run(folder.resolve("empty.jsonl")));
  }

  @Test
  void anUnknownOptionIsAnsweredByTheNearest() throws IOException {
    refused(2, "--campaigns", run(archive(), "--campains", "x.csv"));
    assertThat(out).doesNotExist();
  }

  @Test
  void aCampaignThatStopsBeforeItStartsIsNamedByItsLine() throws IOException {
    Path campaigns =
        Files.writeString(
            folder.resolve("campaigns.csv"),
            """
            campaign_id,entity_type,entity_id,start_utc,stop_utc
            spring,account,someone,2023-05-01,2023-04-01
            """);

    refused(2, "stop_utc", run(archive(), "--campaigns", campaigns.toString()));
    assertThat(out).doesNotExist();
  }

  @Test
  void aMissingFileOfCampaignsIsNamed() throws IOException {
    refused(2, "none.csv", run(archive(), "--campaigns", folder.resolve("none.csv").toString()));
    assertThat(out).doesNotExist();
  }

  @Test
  void aFolderOfSomeoneElseIsLeftAsItWas() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("thesis.tex"), "dear");

    for (String replace : List.of("", "--replace")) {
      refused(
          2,
          "not written by afterglow",
          replace.isEmpty() ? run(archive()) : run(archive(), replace));
      try (Stream<Path> files = Files.list(out)) {
        assertThat(files).containsExactly(out.resolve("thesis.tex"));
      }
    }
  }

  @Test
  void anOutputThatIsAFileIsRefused() throws IOException {
    Files.writeString(out, "dear");

    refusedOf(2, "is a file", run(archive()));
    assertThat(out).hasContent("dear");
    refusedOf(2, "manifest.json", query("SELECT 1"));
  }

  @Test
  void anOutputBelowAFileIsRefused() throws IOException {
    Files.writeString(out, "dear");

    assertThat(program("run", out.resolve("below").toString(), "--posts", archive().toString()))
        .isEqualTo(2);
    oneLine("below");
    assertThat(out).hasContent("dear");
  }

  @Test
  void aManifestOfALaterLayoutIsRefusedAndKept() throws IOException {
    String later =
        "{\"afterglow\":\"9\",\"format\":99,\"stages\":{},\"tables\":{},\"moon\":\"full\"}\n";
    Files.createDirectories(out);
    Files.writeString(out.resolve("manifest.json"), later);

    refusedOf(2, "layout 99", run(archive()));
    assertThat(out.resolve("manifest.json")).hasContent(later.strip());
    refusedOf(2, "layout 99", query("SELECT 1"));
  }

  @Test
  void aManifestThatIsNoneIsRefused() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("manifest.json"), "{\"afterglow\":");

    refusedOf(2, "manifest", query("SELECT 1"));
    refusedOf(2, "manifest", check());
  }

  @Test
  void aModelOfAnotherKindIsRefusedByName(SparkSession spark) throws IOException {
    Path model = folder.resolve("model");
    Model.unpackDefault(model.toString(), spark.sparkContext().hadoopConfiguration());
    Path card = model.resolve("card.json");
    String edited = Files.readString(card).replaceFirst("(\"kind\"\\s*:\\s*\")", "$1not-");
    Files.writeString(card, edited);
    // Hadoop keeps the sum of what it wrote beside it.
    Files.deleteIfExists(model.resolve(".card.json.crc"));

    refused(2, "kind not-", run(archive(), "--model", model.toString()));
  }

  @Test
  void aFolderThatIsNoModelIsRefused() throws IOException {
    refused(2, "no model", run(archive(), "--model", folder.resolve("none").toString()));
  }

  @Test
  void aModelWithDamagedFilesIsRefused(SparkSession spark) throws IOException {
    Path model = folder.resolve("model");
    Model.unpackDefault(model.toString(), spark.sparkContext().hadoopConfiguration());
    Path data = model.resolve("stages/1_afterglow-regression/data");
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(data.resolve("part-00000.snappy.parquet"), "PAR1 but cut short");

    refused(2, "model", run(archive(), "--model", model.toString()));
  }

  @Test
  void aKeyThatIsNoneIsRefusedWithoutShowingIt() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "hunter2\n");

    refusedOf(2, "64 hexadecimal", program(arguments(archive(), "--key", key.toString())));
    assertThat(err.toString()).doesNotContain("hunter2");
  }

  @Test
  void optionsThatExcludeEachOtherAreRefused() throws IOException {
    refused(2, "--add and --replace", run(archive(), "--add", "--replace"));
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --zone Europe/Pariss       | no time zone
          --only colour=red          | --only colour=red
          --context replies         | --context replies keeps answers to what --only selects
          --since yesterday          | --since yesterday
          --since 2020-02-01 --until 2020-01-01 | --since 2020-02-01 does not lie before --until 2020-01-01
          --since 2020-02-01 --until 2020-02-01 | does not lie before
          --format gopher            | format is gopher
          --mapping nowhere.json     | --mapping nowhere.json
          --opt-out nowhere.txt      | --opt-out nowhere.txt
          --max-record-bytes 12      | --max-record-bytes is 12, must be from 1024
          --max-depth 20000          | --max-depth is 20000, must be from 8 to 10000
          --max-inflated-ratio 0.5   | --max-inflated-ratio is 0.5, must be at least 1
          --slice-bytes 0            | --slice-bytes 0
          """)
  void aMistakeInOptionsCostsNoSession(String option, String words, SparkSession spark)
      throws IOException {
    List<String> given = List.of(option.split(" +"));
    String posts = archive().toString();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    try {
      for (String command : List.of("run", "ingest", "classify")) {
        List<String> arguments = new ArrayList<>(List.of(command, out.toString()));
        arguments.addAll(List.of("--posts", posts));
        arguments.addAll(given);

        refusedOf(2, words, program(arguments.toArray(String[]::new)));
      }
      assertThat(SparkSession.getActiveSession().isEmpty()).isTrue();
      assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
    } finally {
      SparkSession.setDefaultSession(spark);
      SparkSession.setActiveSession(spark);
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void limitsOfRecordsAreThoseOfTheCommandLineAndStandInTheManifest() throws IOException {
    Path posts =
        Files.writeString(
            folder.resolve("RS_2023-12.jsonl"),
            POST
                + POST.replace("a1", "a2").replace("a loaf", "a loaf ".repeat(300))
                + POST.replace("a1", "a3").replace("\"a loaf\"", "[".repeat(20) + "]".repeat(20)));

    assertThat(
            program(
                "ingest",
                out.toString(),
                "--posts",
                posts.toString(),
                "--key",
                folder.resolve("secret").toString(),
                "--max-record-bytes",
                "2000",
                "--max-depth",
                "10"))
        .as(err.toString())
        .isZero();

    JsonNode ingest = SmallWorld.manifest(out).entry(org.afterglow.table.Stage.INGEST).details();
    assertThat(ingest.path("totals").path("posts").asLong()).isEqualTo(1);
    assertThat(ingest.path("totals").path("rejects").asLong()).isEqualTo(2);
    assertThat(ingest.path("settings").path("max-record-bytes").asInt()).isEqualTo(2_000);
    assertThat(ingest.path("settings").path("max-depth").asInt()).isEqualTo(10);
    assertThat(ingest.path("settings").path("max-inflated-ratio").asDouble()).isEqualTo(1_000);
    assertThat(query("SELECT reason FROM rejects ORDER BY reason")).isZero();
    assertThat(printed.toString()).contains("TOO_DEEP", "TOO_LONG");
  }

  @Test
  void nothingCanBeAskedOfAFolderThatIsNotThere() throws IOException {
    refusedOf(2, "does not exist", query("SELECT 1"));
    refusedOf(2, "does not exist", check());
    refusedOf(2, "does not exist", program("decay", out.toString()));
    refusedOf(2, "does not exist", program("report", out.toString()));
  }

  private Path archive() throws IOException {
    return Files.writeString(folder.resolve("RS_2023-11.jsonl"), POST);
  }

  private int run(Path posts, String... more) {
    List<String> keyed = new ArrayList<>(List.of(more));
    keyed.addAll(List.of("--key", folder.resolve("secret").toString()));
    return program(arguments(posts, keyed.toArray(String[]::new)));
  }

  private String[] arguments(Path posts, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", out.toString(), "--posts", posts.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private int query(String sql) {
    return program("query", out.toString(), sql);
  }

  private int check() {
    return program("check", out.toString());
  }

  private int program(String... arguments) {
    printed.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(printed), new PrintWriter(err), arguments);
  }

  private void refused(int code, String words, int exit) {
    refusedOf(code, words, exit);
    assertThat(out.resolve("manifest.json")).doesNotExist();
    assertThat(query("SELECT count(*) FROM posts")).isEqualTo(2);
    oneLine("");
  }

  private void refusedOf(int code, String words, int exit) {
    oneLine(words);
    assertThat(exit).as(err.toString()).isEqualTo(code);
    assertThat(printed.toString()).isEmpty();
  }

  private void oneLine(String words) {
    assertThat(err.toString().lines().filter(line -> !Programs.isProgress(line)))
        .singleElement()
        .asString()
        .contains(words)
        .doesNotContain("Exception");
  }
}
