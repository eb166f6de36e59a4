package org.afterglow.job.claim.feeds;

import static org.afterglow.table.ReasonCodes.NO_EVENT_TIMES;
import static org.afterglow.table.ReasonCodes.NO_OWNER;
import static org.afterglow.table.ReasonCodes.NO_REPLY_IDS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.contrast.CampaignThreads;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** C3 and C5, which ask the same weeks of owners' feeds, and their tables. */
public record FeedClaims(ClaimEvidence talkBalance, ClaimEvidence reciprocity) {
  /** Weeks of accounts that are taken into memory, some 200 MB. */
  private static final long WEEKS_AT_HAND = 500_000;

  /** Measures both, and writes their tables. */
  public static FeedClaims of(ClaimArchive archive, OutputFolder.Publication publication) {
    Measured measured = measured(archive, WEEKS_AT_HAND);
    SparkSession spark = archive.posts().sparkSession();
    publish(spark, publication, Tables.TALK_BALANCE, measured.talkBalance.rows());
    publish(spark, publication, Tables.RECIPROCITY, measured.reciprocity.rows());
    return new FeedClaims(measured.talkBalance.evidence(), measured.reciprocity.evidence());
  }

  private static <R extends Record> void publish(
      SparkSession spark, OutputFolder.Publication publication, Table<R> table, List<R> rows) {
    publication.table(table, spark.createDataset(rows, table.encoder()));
  }

  /** What both come to. */
  record Measured(TalkBalance talkBalance, Reciprocity reciprocity) {}

  static Measured measured(ClaimArchive archive, long atHand) {
    if (archive.owners().none()) {
      return new Measured(TalkBalance.none(NO_OWNER), Reciprocity.none(NO_OWNER));
    }
    FeedWeeks weeks = FeedWeeks.of(archive);
    Map<String, ObservedWeeks> observed = new TreeMap<>();
    archive
        .calendars()
        .forEach((platform, calendar) -> observed.put(platform, ObservedWeeks.of(calendar)));
    boolean timed =
        !archive.events().filter(col("at").isNotNull().and(not(col("day_only")))).isEmpty();
    String untimed = timed ? null : NO_EVENT_TIMES;
    Dataset<Row> answers =
        archive.keeper().kept("feed_answers", AudienceTalk.answers(archive, weeks));
    TalkBalance talkBalance =
        TalkBalance.of(
            weeks.feeds(observed, atHand),
            AudienceTalk.buckets(answers),
            AudienceTalk.people(answers),
            untimed,
            archive.seed());
    Set<String> replying =
        Set.copyOf(
            CampaignThreads.platformsWithReplies(archive.events())
                .as(Encoders.STRING())
                .collectAsList());
    Map<String, ObservedWeeks> answering = new TreeMap<>(observed);
    answering.keySet().retainAll(replying);
    Reciprocity reciprocity =
        Reciprocity.of(
            weeks.feeds(answering, atHand),
            AudienceTalk.speakers(weeks),
            replying.isEmpty() ? NO_REPLY_IDS : untimed);
    return new Measured(talkBalance, reciprocity);
  }
}
