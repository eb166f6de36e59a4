package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.afterglow.decay.Coverage;
import org.afterglow.decay.HourState;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ObservedHours;
import org.afterglow.spark.Records;
import org.afterglow.table.CoverageRow;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Coverage judged from the posts that are of no campaign (docs/methods.md, 1.1). */
public final class CoverageWithoutCampaigns {
  private static final Encoder<CoverageRow> COVERAGE = Tables.COVERAGE.encoder();
  private static final long SECONDS = 3600;

  private CoverageWithoutCampaigns() {}

  /**
   * Judges again without posts by campaign entities and those that carry them, so that a campaign's
   * own silence is not taken for an outage.
   *
   * @param coverage rows of table coverage
   * @param posts rows of table posts
   * @param members rows of table campaign_members
   * @param facts outages that the user knows of
   * @return the rows of coverage with {@code stateWithoutCampaigns}
   */
  public static Dataset<CoverageRow> of(
      Dataset<Row> coverage, Dataset<Row> posts, Dataset<Row> members, ArchiveFacts facts) {
    Dataset<Row> theirs =
        MemberPosts.of(ObservedHours.records(posts), members)
            .filter(col("relation").notEqual(MemberPosts.MENTIONS))
            .groupBy(col("platform"), ObservedHours.hour(col("posted_at")).as("hour_number"))
            .agg(countDistinct(col("post_id")).as("theirs"));
    Dataset<Row> joined =
        coverage
            .select(
                col("platform"),
                col("hour"),
                col("records"),
                col("state"),
                ObservedHours.hour(col("hour")).as("hour_number"))
            .join(theirs, new String[] {"platform", "hour_number"}, "left")
            .withColumn("theirs", coalesce(col("theirs"), lit(0L)));
    return joined
        .as(JUDGED_HOUR)
        .groupByKey((MapFunction<JudgedHour, String>) JudgedHour::platform, Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, JudgedHour, CoverageRow>)
                (platform, hours) -> judgeAgain(hours, facts.of(platform)),
            COVERAGE);
  }

  /**
   * One hour as judged from all posts.
   *
   * @param theirs posts among the records by campaign entities or carrying them
   */
  public record JudgedHour(
      String platform, Instant hour, long records, String state, long theirs) {}

  private static final Encoder<JudgedHour> JUDGED_HOUR = Records.encoder(JudgedHour.class);

  private static Iterator<CoverageRow> judgeAgain(
      Iterator<JudgedHour> judged, ArchiveFacts.PlatformFacts facts) {
    List<JudgedHour> hours = new ArrayList<>();
    judged.forEachRemaining(hours::add);
    hours.sort(Comparator.comparing(JudgedHour::hour));
    long first = hours.get(0).hour().getEpochSecond() / SECONDS;
    long[] others = hours.stream().mapToLong(hour -> hour.records() - hour.theirs()).toArray();
    BitSet partial = new BitSet(others.length);
    for (int i = 0; i < others.length; i++) {
      partial.set(i, hours.get(i).state().equals(HourState.PARTIAL.word()));
    }
    HourState[] states =
        Coverage.judge(first, others, partial, ObservedHours.outages(first, others.length, facts));
    return IntStream.range(0, others.length)
        .mapToObj(
            i -> {
              JudgedHour hour = hours.get(i);
              return new CoverageRow(
                  hour.platform(), hour.hour(), hour.records(), hour.state(), states[i].word());
            })
        .iterator();
  }
}
