package org.afterglow.job.people;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.EntityPosts;
import org.afterglow.job.contrast.CampaignThreads;
import org.afterglow.job.contrast.ContrastCampaigns;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.ContrastUnit;
import org.afterglow.job.contrast.FitContrast;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Says of which campaigns people or threads are not contrasted, and why (docs/methods.md, 3.3 and
 * 4).
 */
public final class RefuseUnits {
  static final String NO_EVENT_TIMES = ReasonCodes.NO_EVENT_TIMES;
  static final String NO_REPLY_IDS = ReasonCodes.NO_REPLY_IDS;

  /** From so many timed acts on, times are what there is. */
  private static final long FEW_ACTS = ContrastFit.ENOUGH_EVENTS;

  /** Counted acts for one timed act beyond which a few timed ones are strays. */
  private static final long COUNTED_FOR_ONE = 100;

  private static final String COUNTED_ACTS =
      "coalesce(likes, 0) + coalesce(reposts, 0) + coalesce(replies, 0) + coalesce(quotes, 0)";

  private static final String[] CAMPAIGN = {"campaign_id"};
  private static final Encoder<Tuple2<String, String>> REFUSED =
      Encoders.tuple(Encoders.STRING(), Encoders.STRING());

  private RefuseUnits() {}

  /**
   * Campaigns of which the archive has counters and no act with a time, or so few of them that its
   * times tell nothing: fewer than {@value #FEW_ACTS}, and not one of a hundred that were counted.
   *
   * @param during rows of {@link EntityPosts} in [start, stop)
   * @param direct acts upon them, as {@link CampaignActs#timed}
   * @return campaign_id, each once
   */
  public static Dataset<Row> withoutTimes(Dataset<Row> during, Dataset<Row> direct) {
    Dataset<Row> counted =
        during
            .groupBy("campaign_id")
            .agg(
                sum(expr(COUNTED_ACTS)).as("acts"),
                sum(expr(COUNTED_ACTS + " + abs(coalesce(views, 0)) + abs(coalesce(score, 0))"))
                    .as("anything"))
            .filter(col("anything").gt(0));
    Dataset<Row> timed = direct.groupBy("campaign_id").agg(count(lit(1)).as("timed"));
    return counted
        .join(timed, CAMPAIGN, "left")
        .filter(
            col("timed")
                .isNull()
                .or(
                    col("timed")
                        .lt(FEW_ACTS)
                        .and(col("timed").multiply(COUNTED_FOR_ONE).lt(col("acts")))))
        .select("campaign_id");
  }

  /**
   * Fits of posts with NO_EVENT_TIMES in the place of too few acts where the archive has the times
   * of none.
   *
   * @param withoutTimes as {@link #withoutTimes}
   */
  public static Dataset<ContrastFit> untimed(Dataset<ContrastFit> fits, Dataset<Row> withoutTimes) {
    Dataset<Row> untimed =
        withoutTimes.select(col("campaign_id").as("campaignId"), lit(true).as("untimed"));
    return fits.join(broadcast(untimed), new String[] {"campaignId"}, "left")
        .withColumn(
            "state",
            when(
                    col("untimed")
                        .and(col("unit").equalTo(ContrastUnit.POST.word()))
                        .and(col("state").isin(ContrastFit.ALL_ZERO, ContrastFit.TOO_FEW_EVENTS)),
                    NO_EVENT_TIMES)
                .otherwise(col("state")))
        .select(columns(FitContrast.FIT))
        .as(FitContrast.FIT);
  }

  /**
   * Campaigns whose threads are not contrasted.
   *
   * @param during rows of {@link EntityPosts} in [start, stop)
   * @param withoutTimes as {@link #withoutTimes}
   * @param platforms as {@link CampaignThreads#platformsWithReplies}
   */
  public static Dataset<ContrastFit> threads(
      Dataset<Row> during, Dataset<Row> withoutTimes, Dataset<Row> platforms) {
    Dataset<Row> states =
        during
            .select("campaign_id", "platform")
            .distinct()
            .join(platforms.withColumn("named", lit(1)), new String[] {"platform"}, "left")
            .groupBy("campaign_id")
            .agg(max("named").as("named"))
            .join(withoutTimes.withColumn("untimed", lit(true)), CAMPAIGN, "left")
            .withColumn(
                "state",
                when(col("untimed"), NO_EVENT_TIMES).when(col("named").isNull(), NO_REPLY_IDS));
    return refused(states, ContrastUnit.THREAD);
  }

  /**
   * Why nobody can be followed through a campaign: a {@code when} without an end, of columns of
   * table campaigns and untimed, whether it is one of {@link #withoutTimes}.
   */
  static Column unfollowed() {
    return when(col("state").notEqual(Estimate.OK), col("state"))
        .when(
            col("stopped_at").isNull().or(col("started_at").isNull()),
            ContrastCampaigns.STOP_NOT_OBSERVED)
        .when(col("untimed"), NO_EVENT_TIMES);
  }

  /**
   * Campaigns whose people are not contrasted.
   *
   * @param campaigns rows of table campaigns, as published
   * @param supply of every campaign and platform; the least observed platform decides
   * @param withoutTimes as {@link #withoutTimes}
   */
  public static Dataset<ContrastFit> people(
      Dataset<Row> campaigns, Dataset<PlatformSupply> supply, Dataset<Row> withoutTimes) {
    Dataset<Row> windows =
        supply
            .filter(col("windowState").notEqual(Estimate.OK))
            .groupBy(col("campaignId").as("campaign_id"))
            .agg(max("windowState").as("window")); // SHORT_WINDOW is after GAP_HEAVY
    Dataset<Row> states =
        campaigns
            .join(windows, CAMPAIGN, "left")
            .join(withoutTimes.withColumn("untimed", lit(true)), CAMPAIGN, "left")
            .select(col("campaign_id"), unfollowed().otherwise(col("window")).as("state"));
    return refused(states, ContrastUnit.PERSON);
  }

  /** Rows of campaign_id and state as fits; a state that is NULL refuses nothing. */
  private static Dataset<ContrastFit> refused(Dataset<Row> states, ContrastUnit unit) {
    String word = unit.word();
    return states
        .filter(col("state").isNotNull())
        .select("campaign_id", "state")
        .as(REFUSED)
        .map(
            (MapFunction<Tuple2<String, String>, ContrastFit>)
                campaign -> ContrastFit.refused(campaign._1(), word, campaign._2()),
            FitContrast.FIT);
  }

  /** Cells or units of what was not refused. */
  public static <U> Dataset<U> without(
      Dataset<ContrastFit> refused, Dataset<U> contrasted, Encoder<U> encoder) {
    return contrasted
        .join(
            refused.select("campaignId", "unit"), new String[] {"campaignId", "unit"}, "left_anti")
        .select(columns(encoder))
        .as(encoder);
  }

  private static Column[] columns(Encoder<?> encoder) {
    return Arrays.stream(encoder.schema().fieldNames())
        .map(name -> col(name))
        .toArray(Column[]::new);
  }
}
