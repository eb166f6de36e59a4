package org.afterglow.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.afterglow.UserError;
import org.afterglow.archive.CarriedClaims;
import org.afterglow.archive.ContentId;
import org.afterglow.archive.reading.Formats;
import org.afterglow.archive.table.TableFormat;
import org.afterglow.spark.Records;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.jspecify.annotations.Nullable;

/** The second half of the ingest: what was read becomes tables, and every record a count. */
final class SettleReadings {
  /** Staged bytes that make a file of 128 MB to 1 GB in the end. */
  private static final long BYTES_A_FILE = 512L << 20;

  private final OutputFolder out;
  private final ReadPlan plan;
  private final Dataset<Row> staged;
  private final long stagedBytes;
  private final IngestArchives.Request request;
  private final Progress progress;

  /** Posts that are kept for what they answer; null where that was not asked for. */
  private @Nullable Dataset<Row> context;

  private SettleReadings(
      OutputFolder out,
      ReadPlan plan,
      Dataset<Row> staged,
      long stagedBytes,
      IngestArchives.Request request,
      Progress progress) {
    this.out = out;
    this.plan = plan;
    this.staged = staged;
    this.stagedBytes = stagedBytes;
    this.request = request;
    this.progress = progress;
  }

  static void into(
      OutputFolder out,
      ReadPlan plan,
      List<Path> batches,
      ChosenModel model,
      IngestArchives.Request request,
      Progress progress) {
    progress.stage("ingest: settling");
    Dataset<Row> staged =
        out.spark()
            .read()
            .schema(IngestArchives.READ_ROW.schema())
            .parquet(batches.stream().map(Path::toString).toArray(String[]::new));
    long bytes = batches.stream().mapToLong(out::bytes).sum();
    new SettleReadings(out, plan, staged, bytes, request, progress).publish(model);
  }

  private void publish(ChosenModel model) {
    Map<Integer, UnitSummary> summaries = summaries();
    Map<Integer, String> contentIds = contentIds(summaries);
    Map<Integer, Integer> sameContent = sameContent(contentIds);
    refuseAnArchiveWithoutPosts(summaries);

    long openReplies = summaries.values().stream().mapToLong(UnitSummary::openReplies).sum();
    SettledPosts settled = settled(offsets(summaries, sameContent), openReplies);
    int files = (int) Math.max(1, stagedBytes / BYTES_A_FILE);
    OutputFolder.Publication publication = out.publish(Stage.INGEST);
    publication
        .published(Tables.POSTS, postsLaidOut(settled.posts(), files))
        .published(
            Tables.EVENTS, laidOut(settled.events(), files, "target_post_id", "at", "event_id"))
        .published(Tables.REJECTS, laidOut(settled.rejected(), 1, "input", "record"))
        .published(Tables.DUPLICATES, laidOut(settled.duplicates(), files, "input", "record"))
        .published(Tables.DELETIONS, laidOut(settled.deleted(), files, "input", "record"))
        .published(
            Tables.SNAPSHOTS,
            laidOut(settled.snapshots(), files, "platform", "post_id", "counted_at"));
    if (request.keepTexts()) {
      publication.published(Tables.TEXTS, laidOut(settled.texts(), files, "platform", "post_id"));
    }
    publication.table(
        Tables.COVERAGE,
        ObservedHours.fromPosts(publication.staged(Tables.POSTS), request.facts()));
    Map<String, Map<Integer, Long>> posts = byOrigin(publication.staged(Tables.POSTS));
    List<InputEntry> entries =
        entries(
            summaries,
            contentIds,
            sameContent,
            byInput(publication.staged(Tables.DUPLICATES)),
            posts.getOrDefault("record", Map.of()),
            byInput(publication.staged(Tables.EVENTS).where(col("origin").equalTo("record"))),
            posts.getOrDefault("embedded", Map.of()),
            context == null ? Map.of() : byInput(context.where(col("origin").equalTo("record"))));
    publication.beside("model", model.folder());
    publication.commit(details(entries));
    out.clearStaging(Stage.INGEST);
    progress.over();
    Totals.of(entries).lines().forEach(line -> progress.note("ingest: " + line));
  }

  /** By format, the claims that its archives cannot carry wholly, each with the reason. */
  private static ObjectNode claims(List<InputEntry> entries) {
    ObjectNode claims = Manifest.JSON.createObjectNode();
    entries.stream()
        .flatMap(entry -> Arrays.stream(entry.format().split("\\+")))
        .filter(Formats.names()::contains)
        .distinct()
        .sorted()
        .forEach(
            format -> {
              ObjectNode of = claims.putObject(format);
              for (CarriedClaims.Bearing bearing : CarriedClaims.of(Formats.carries(format))) {
                if (bearing.support() != CarriedClaims.Support.CARRIED) {
                  of.put(
                      bearing.claim().name(), bearing.support().words() + ": " + bearing.because());
                }
              }
            });
    return claims;
  }

  private ObjectNode details(List<InputEntry> entries) {
    ObjectNode details = Manifest.JSON.createObjectNode();
    details.put("reading", plan.id());
    details.put(
        PlanReading.REPLACED,
        request.mode() == IngestArchives.Mode.REPLACE
            || request.mode() == IngestArchives.Mode.GO_ON_REPLACING);
    details.set("settings", plan.settings());
    details.set("inputs", Manifest.JSON.valueToTree(entries));
    details.set("totals", Manifest.JSON.valueToTree(Totals.of(entries)));
    details.set("claims", claims(entries));
    return details;
  }

  private SettledPosts settled(Dataset<Row> offsets, long openReplies) {
    Dataset<Row> readings =
        numbered(
            of(ReadRow.POST)
                .select(
                    col("post.unit").as("unit"),
                    col("post.part").as("part"),
                    col("post.context").as("context"),
                    col("post.text").as("text"),
                    col("post.row.*")),
            offsets.withColumnRenamed("table", "ofTable"));
    Dataset<Row> acts =
        numbered(
            of(ReadRow.EVENT)
                .select(
                    col("event.unit").as("unit"),
                    col("event.part").as("part"),
                    col("event.context").as("context"),
                    col("event.postId").as("performer"),
                    col("event.row.*")),
            offsets);
    Dataset<Row> rejects =
        numbered(
            of(ReadRow.REJECT).select(col("reject.unit").as("unit"), col("reject.row.*")), offsets);
    Dataset<Row> deletions =
        numbered(
            of(ReadRow.DELETION).select(col("deletion.unit").as("unit"), col("deletion.row.*")),
            offsets);
    if (request.selection().withReplies()) {
      Dataset<Row> answers = answers(readings);
      context = answers;
      readings = readings.where(not(col("context"))).unionByName(answers);
      acts =
          acts.where(not(col("context")))
              .unionByName(
                  acts.where(col("context"))
                      .join(
                          answers.select("unit", "record", "part"),
                          new String[] {"unit", "record", "part"},
                          "left_semi"));
    }
    // Kept as files: asked for by several queries, and Spark sees how few they are.
    Dataset<Row> again = kept("again", SettledPosts.hashesReadAgain(readings));
    return new SettledPosts(
        readings,
        acts,
        rejects,
        deletions,
        kept("contested", SettledPosts.contested(readings, again)),
        openReplies == 0 ? null : ThreadRoots.of(readings, this::kept));
  }

  /** Of the posts outside the selection, those that directly answer one inside it. */
  private Dataset<Row> answers(Dataset<Row> readings) {
    Dataset<Row> wanted =
        readings
            .where(not(col("context")))
            .select(col("platform"), col("postId").as("replyToPostId"));
    return kept(
        "answers",
        readings
            .where(col("context"))
            .join(wanted, new String[] {"platform", "replyToPostId"}, "left_semi"));
  }

  /** The same rows, worked out once, for as long as the stage runs. */
  private Dataset<Row> kept(String name, Dataset<Row> rows) {
    Path path = out.staging(Stage.INGEST, name);
    rows.write().mode(SaveMode.Overwrite).parquet(path.toString());
    return out.spark().read().schema(rows.schema()).parquet(path.toString());
  }

  private Dataset<Row> of(String kind) {
    return staged.where(col("kind").equalTo(kind));
  }

  /** Records numbered within their inputs; inputs that another one stands for are left out. */
  private static Dataset<Row> numbered(Dataset<Row> rows, Dataset<Row> offsets) {
    return rows.join(broadcast(offsets), "unit")
        .withColumn("record", col("record").plus(col("firstRecord")))
        .drop("firstRecord", "table");
  }

  /**
   * Where a unit stands within its input.
   *
   * @param unit number of the unit
   * @param firstRecord records of the input in earlier units
   * @param table whether its records are rows of a table, rather than in a platform's own format
   */
  public record Offset(int unit, long firstRecord, boolean table) {}

  private Dataset<Row> offsets(
      Map<Integer, UnitSummary> summaries, Map<Integer, Integer> sameContent) {
    List<Offset> offsets = new ArrayList<>();
    Map<Integer, Long> records = new HashMap<>();
    for (WorkUnit unit : plan.units()) {
      UnitSummary summary = summary(summaries, unit);
      long before = records.getOrDefault(unit.input(), 0L);
      if (!sameContent.containsKey(unit.input())) {
        offsets.add(new Offset(unit.unit(), before, summary.format().equals(TableFormat.NAME)));
      }
      records.put(unit.input(), before + summary.records());
    }
    return out.spark().createDataset(offsets, Records.encoder(Offset.class)).toDF();
  }

  private Map<Integer, UnitSummary> summaries() {
    Map<Integer, UnitSummary> summaries = new HashMap<>();
    for (StagedUnit unit :
        of(ReadRow.UNIT).select("unit.*").as(Records.encoder(StagedUnit.class)).collectAsList()) {
      try {
        summaries.put(unit.unit(), Manifest.JSON.readValue(unit.summary(), UnitSummary.class));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return summaries;
  }

  private static UnitSummary summary(Map<Integer, UnitSummary> summaries, WorkUnit unit) {
    UnitSummary summary = summaries.get(unit.unit());
    if (summary == null) {
      throw new IllegalStateException("unit " + unit.unit() + " left no summary");
    }
    return summary;
  }

  private Map<Integer, String> contentIds(Map<Integer, UnitSummary> summaries) {
    Map<Integer, List<String>> blocks = new TreeMap<>();
    for (WorkUnit unit : plan.units()) {
      blocks
          .computeIfAbsent(unit.input(), input -> new ArrayList<>())
          .addAll(summary(summaries, unit).blockHashes());
    }
    Map<Integer, String> ids = new TreeMap<>();
    blocks.forEach((input, hashes) -> ids.put(input, ContentId.of(hashes)));
    return ids;
  }

  /** Inputs whose bytes an earlier input has too, with the number of that. */
  private static Map<Integer, Integer> sameContent(Map<Integer, String> contentIds) {
    Map<String, Integer> first = new HashMap<>();
    Map<Integer, Integer> same = new HashMap<>();
    contentIds.forEach(
        (input, id) -> {
          Integer earlier = first.putIfAbsent(id, input);
          if (earlier != null) {
            same.put(input, earlier);
          }
        });
    return same;
  }

  private static void refuseAnArchiveWithoutPosts(Map<Integer, UnitSummary> summaries) {
    long found = summaries.values().stream().mapToLong(s -> s.posts() + s.events()).sum();
    long optedOut = summaries.values().stream().mapToLong(UnitSummary::optedOut).sum();
    long filtered =
        summaries.values().stream().mapToLong(s -> s.filtered() + s.mayBeContext()).sum();
    if (found > 0) {
      return;
    }
    long records = summaries.values().stream().mapToLong(UnitSummary::records).sum();
    if (filtered + optedOut > 0) {
      throw new UserError(
          "none of the posts is wanted: "
              + filtered
              + " lie outside --since, --until and --only, "
              + optedOut
              + " are of people on the opt-out list; widen the selection");
    }
    throw UserError.unreadable(
        "--posts hold no posts: "
            + records
            + " records in "
            + summaries.size()
            + " files, none of which is a post; see the command formats for what can be read");
  }

  private List<InputEntry> entries(
      Map<Integer, UnitSummary> summaries,
      Map<Integer, String> contentIds,
      Map<Integer, Integer> sameContent,
      Map<Integer, Long> duplicates,
      Map<Integer, Long> posts,
      Map<Integer, Long> events,
      Map<Integer, Long> embedded,
      Map<Integer, Long> asContext) {
    Map<Integer, List<UnitSummary>> byInput =
        plan.units().stream()
            .collect(
                Collectors.groupingBy(
                    WorkUnit::input,
                    Collectors.mapping(unit -> summary(summaries, unit), Collectors.toList())));
    List<InputEntry> entries = new ArrayList<>();
    for (InputFile input : plan.inputs()) {
      int number = input.number();
      List<UnitSummary> units = byInput.getOrDefault(number, List.of());
      UnitSummary first = units.get(0);
      Map<String, Long> kinds = new TreeMap<>();
      units.forEach(
          unit -> unit.notPosts().forEach((kind, times) -> kinds.merge(kind, times, Long::sum)));
      InputEntry entry =
          new InputEntry(
              number,
              input.path(),
              input.size(),
              contentIds.getOrDefault(number, ""),
              input.verified(),
              sameContent.get(number),
              first.format(),
              first.compression(),
              worst(units),
              first.charset(),
              units.stream().anyMatch(UnitSummary::zoneAssumed),
              sum(units, UnitSummary::records),
              sum(units, UnitSummary::blankLines),
              posts.getOrDefault(number, 0L),
              events.getOrDefault(number, 0L),
              duplicates.getOrDefault(number, 0L),
              sum(units, UnitSummary::deletions),
              sum(units, UnitSummary::rejects),
              kinds.values().stream().mapToLong(Long::longValue).sum(),
              kinds,
              sum(units, UnitSummary::filtered)
                  + sum(units, UnitSummary::mayBeContext)
                  - asContext.getOrDefault(number, 0L),
              asContext.getOrDefault(number, 0L),
              sum(units, UnitSummary::optedOut),
              embedded.getOrDefault(number, 0L),
              sum(units, UnitSummary::embeddedOptedOut));
      if (!entry.balanced()) {
        throw new IllegalStateException(
            "the books of input " + number + " do not balance: " + entry);
      }
      entries.add(entry);
    }
    return entries;
  }

  private static long sum(
      List<UnitSummary> units, java.util.function.ToLongFunction<UnitSummary> count) {
    return units.stream().mapToLong(count).sum();
  }

  /** The state of the unit that ended worst. */
  private static String worst(List<UnitSummary> units) {
    for (String state : List.of("corrupt", "truncated", "unknown_format", "complete")) {
      if (units.stream().anyMatch(unit -> unit.state().equals(state))) {
        return state;
      }
    }
    return units.get(0).state();
  }

  private static Map<Integer, Long> byInput(Dataset<Row> rows) {
    return rows
        .groupBy("input")
        .agg(count(lit(1)))
        .as(Encoders.tuple(Encoders.INT(), Encoders.LONG()))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(pair -> pair._1(), pair -> pair._2()));
  }

  private static Map<String, Map<Integer, Long>> byOrigin(Dataset<Row> rows) {
    return rows
        .groupBy("origin", "input")
        .agg(count(lit(1)))
        .as(Encoders.tuple(Encoders.STRING(), Encoders.INT(), Encoders.LONG()))
        .collectAsList()
        .stream()
        .collect(
            Collectors.groupingBy(
                count -> count._1(), Collectors.toMap(count -> count._2(), count -> count._3())));
  }

  static Dataset<Row> postsLaidOut(Dataset<Row> posts, int files) {
    return laidOut(posts, files, "year", "month", "author_id", "posted_at", "post_id");
  }

  /** Rows in as many files as are wanted, sorted within each, each file a range of the order. */
  private static Dataset<Row> laidOut(Dataset<Row> rows, int files, String... order) {
    Column[] columns = new Column[order.length];
    for (int i = 0; i < order.length; i++) {
      columns[i] = col(order[i]);
    }
    Dataset<Row> spread =
        files == 1 ? rows.repartition(1) : rows.repartitionByRange(files, columns);
    return spread.sortWithinPartitions(columns);
  }
}
