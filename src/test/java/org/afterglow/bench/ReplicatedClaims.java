package org.afterglow.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.min;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ArchiveFacts.PlatformFacts;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.claim.Replicates;
import org.afterglow.job.claim.answers.UnansweredByReplicate;
import org.afterglow.job.claim.asks.AsksByReplicate;
import org.afterglow.job.claim.feeds.FeedsByReplicate;
import org.afterglow.job.claim.reach.ReachDepthByReplicate;
import org.afterglow.job.claim.silences.ComebacksByReplicate;
import org.afterglow.job.claim.venues.RelevanceByReplicate;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Claims measured on many archives: a batch of them shares one through ingest, the search for
 * campaigns and what their jobs count; then each replicate's accounts are put together as the
 * program puts together an archive's ({@link Replicates}).
 */
final class ReplicatedClaims {
  private static final long SEED = 1;

  /** Placebos are not what is measured, and some are costly. */
  private static final int PLACEBO_DRAWS = 10;

  /** Nothing was left out of what is simulated. */
  private static final ArchiveFacts WHOLE =
      new ArchiveFacts(
          Map.of(
              "twitter", new PlatformFacts(1.0, true, List.of()),
              "reddit", new PlatformFacts(1.0, true, List.of())));

  private final String part;
  private final Path folder;
  private final Path measured;

  /**
   * Measures claims.
   *
   * @param part which: {@link ClaimCondition#part}
   * @param folder where archives and runs are written, and what was measured: {@code C2.csv}
   */
  ReplicatedClaims(String part, Path folder) {
    this.part = part;
    this.folder = folder;
    this.measured = folder.resolve(part + ".csv");
  }

  /**
   * Makes a batch of archives of each condition and measures those that have not been.
   *
   * @param batch its number, from 0
   * @param size replicates of each condition
   */
  void measure(int batch, int size) throws IOException {
    List<ClaimCondition> conditions = ClaimCondition.of(part);
    String name = part + "-" + batch;
    Set<String> done = done();
    if (done.contains(name)) {
      return;
    }
    long seeds = SharedArchive.FIRST_SEED + 1_000L * batch;
    SharedArchive archive = new SharedArchive(folder.resolve(name), seeds);
    for (ClaimCondition condition : conditions) {
      for (int number = 0; number < size; number++) {
        archive.add(condition.name(), number, condition.replicate(archive.worlds().isEmpty()));
      }
    }
    SharedRun.tell(name + ": simulated");
    OutputFolder out = SharedRun.read(archive, folder, name, part + "-model");
    Replicates claims = byReplicate(archive, out, folder.resolve(name + "-kept"));
    List<ReplicateFigure> figures = new ArrayList<>();
    List<SharedArchive.World> worlds = archive.worlds();
    for (String claim : part.split("\\+", -1)) {
      found(claim, claims)
          .forEach(
              (number, found) -> {
                for (ClaimFigure figure : ClaimFigure.of(claim)) {
                  figures.add(ReplicateFigure.of(worlds.get(number), figure, found));
                }
              });
    }
    StringBuilder lines = new StringBuilder();
    figures.forEach(figure -> lines.append(name).append(',').append(figure.csv()).append('\n'));
    Files.writeString(
        measured, lines.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    for (String left : List.of(name, name + "-out", name + "-kept")) {
      FileUtil.fullyDelete(folder.resolve(left).toFile());
    }
    SharedRun.tell(name + ": measured");
  }

  private static Map<Integer, Replicates.Found> found(String claim, Replicates replicates) {
    return switch (claim) {
      case "C2" -> UnansweredByReplicate.of(replicates);
      case "C3" -> FeedsByReplicate.talkBalance(replicates);
      case "C4" -> AsksByReplicate.of(replicates);
      case "C5" -> FeedsByReplicate.reciprocity(replicates);
      case "C6" -> ComebacksByReplicate.of(replicates);
      case "C7" -> RelevanceByReplicate.of(replicates);
      case "C8" -> ReachDepthByReplicate.of(replicates);
      default -> throw new IllegalArgumentException(claim);
    };
  }

  private Set<String> done() throws IOException {
    Set<String> done = new HashSet<>();
    if (Files.exists(measured)) {
      Files.readAllLines(measured).forEach(line -> done.add(line.substring(0, line.indexOf(','))));
    }
    return done;
  }

  /** What was measured so far. */
  List<ReplicateFigure> figures() throws IOException {
    return Files.exists(measured)
        ? Files.readAllLines(measured).stream()
            .map(line -> ReplicateFigure.ofCsv(line.substring(line.indexOf(',') + 1)))
            .toList()
        : List.of();
  }

  private static Replicates byReplicate(SharedArchive archive, OutputFolder out, Path kept) {
    Dataset<Row> posts = out.table(Tables.POSTS);
    Dataset<Row> members = out.table(Tables.CAMPAIGN_MEMBERS);
    Map<SharedArchive.World, Integer> numbers = new HashMap<>();
    archive.worlds().forEach(world -> numbers.put(world, numbers.size()));
    Map<String, Integer> byAuthor = new HashMap<>();
    entities(posts)
        .forEach(
            (author, entity) -> byAuthor.put(author, numbers.get(archive.worldOfEntity(entity))));
    ClaimArchive shared =
        new ClaimArchive(
            posts,
            out.table(Tables.EVENTS),
            out.table(Tables.CAMPAIGNS),
            members,
            Owners.of(members),
            kept(kept, "bots", SuspectedBots.of(posts)),
            Calendars.of(out.table(Tables.COVERAGE), Season.flat()),
            WHOLE,
            SEED,
            (name, some) -> kept(kept, name, some));
    return new Replicates(
        shared,
        account ->
            Objects.requireNonNull(
                byAuthor.get(account.substring(account.indexOf('/') + 1)), "no such author"),
        PLACEBO_DRAWS);
  }

  /**
   * An entity in whose unit an author has a post, by the author's id and handle: ids of posts hold
   * its number ({@link org.afterglow.simulate.Ids}).
   */
  private static Map<String, Integer> entities(Dataset<Row> posts) {
    Column entity =
        expr(
            "CASE WHEN platform = 'twitter' THEN shiftright(CAST(post_id AS BIGINT), 10) & 4095"
                + " ELSE shiftright(CAST(conv(substring_index(post_id, '_', -1), 36, 10) AS BIGINT)"
                + " - 60466176, 22) END");
    Map<String, Integer> entities = new HashMap<>();
    posts
        .filter(col("author_id").isNotNull())
        .withColumn("entity", entity.cast("int"))
        .groupBy("author_id", "author_handle_id")
        .agg(min("entity").as("entity"))
        .toLocalIterator()
        .forEachRemaining(
            row -> {
              entities.put(row.getString(0), row.getInt(2));
              if (!row.isNullAt(1)) {
                entities.put(row.getString(1), row.getInt(2));
              }
            });
    return entities;
  }

  private static Dataset<Row> kept(Path folder, String name, Dataset<Row> rows) {
    String path = folder.resolve(name).toString();
    rows.write().mode(SaveMode.Overwrite).parquet(path);
    return rows.sparkSession().read().schema(rows.schema()).parquet(path);
  }
}
