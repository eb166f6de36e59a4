package org.afterglow.job;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.afterglow.spark.Records;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;

/**
 * Adds up what each post of a campaign earned early and late. One aggregation of acts by post;
 * campaigns are broadcast.
 */
public final class ContrastPosts {
  /** Buckets that the jackknife leaves out in turn. */
  static final int BUCKETS = 20;

  static final long HOUR = 3_600_000_000L;
  static final long DAY = 24 * HOUR;

  /** Observed share of each window that a post needs. */
  private static final double OBSERVED = 0.8;

  /** Ages at the stop, in days, that part the strata of the contrast since the stop. */
  private static final double[] AGES_AT_STOP = {.25, .5, 1, 2, 4, 8, 16, 32};

  static final Encoder<ContrastPost> POST = Records.encoder(ContrastPost.class);

  private ContrastPosts() {}

  /**
   * The posts of [start, stop) of every campaign, with and without acts.
   *
   * @param acts {@code campaign_id, post_key (platform/post_id), posted_at, at, weight_millionths};
   *     each row is one act
   * @param posts {@code campaign_id, platform, post_key, post_class (promotional or
   *     conversational), posted_at, promotional_probability, observed_early} and {@code
   *     observed_late} (observed shares of age [0, 1 d) and [1 d, 28 d)), {@code
   *     deleted_within_28d}; each post once a campaign
   * @param campaigns rows of table campaigns, as published
   * @param band probabilities between which the model is in doubt
   */
  public static Dataset<ContrastPost> of(
      Dataset<Row> acts, Dataset<Row> posts, Dataset<Row> campaigns, Band band) {
    Dataset<Row> windows =
        broadcast(
            campaigns.select(
                col("campaign_id"),
                unix_micros(col("started_at")).as("start"),
                unix_micros(col("stopped_at")).as("stop"),
                unix_micros(col("next_campaign_at")).as("next")));
    Column probability = col("promotional_probability");
    Column posted = col("posted");
    Column sinceStart = posted.minus(coalesce(col("start"), lit(0L)));
    Column week = block(sinceStart, 7 * DAY);
    return posts
        .join(windows, "campaign_id")
        .withColumn("posted", unix_micros(col("posted_at")))
        .filter(
            coalesce(posted.geq(col("start")), lit(true))
                .and(coalesce(posted.lt(col("stop")), lit(true))))
        .join(earned(acts, windows), new String[] {"campaign_id", "post_key"}, "left")
        .select(
            col("campaign_id").as("campaignId"),
            col("platform"),
            col("post_key").as("postKey"),
            col("post_class").equalTo("promotional").as("promotional"),
            coalesce(probability.gt(band.low()).and(probability.lt(band.high())), lit(false))
                .as("uncertain"),
            not(col("deleted_within_28d"))
                .and(col("observed_early").geq(OBSERVED))
                .and(col("observed_late").geq(OBSERVED))
                .as("eligible"),
            pmod(xxhash64(col("post_key")), lit((long) BUCKETS)).cast("int").as("bucket"),
            week.cast("int").as("week"),
            week.multiply(lit(4L))
                .plus(block(pmod(posted, lit(DAY)), 6 * HOUR))
                .cast("int")
                .as("sixHours"),
            when(col("stop").isNotNull().and(not(col("deleted_within_28d"))), ageAtStop())
                .as("ageAtStop"),
            zeroed("events"),
            zeroed("within6h"),
            zeroed("within1d"),
            zeroed("within7d"),
            zeroed("within28d"),
            zeroed("stopEvents"),
            zeroed("stopFirstWeek"),
            zeroed("stopLater"))
        .as(POST);
  }

  /**
   * Probabilities between which the model is in doubt.
   *
   * @param low not in doubt itself
   * @param high not in doubt itself
   */
  public record Band(double low, double high) {
    public Band {
      if (!(low >= 0 && low <= high && high <= 1)) {
        throw new IllegalArgumentException(
            "band of doubt from " + low + " to " + high + "; within 0 and 1");
      }
    }
  }

  private static Dataset<Row> earned(Dataset<Row> acts, Dataset<Row> windows) {
    Column age = col("age");
    Column since = col("since");
    Column weight = col("weight_millionths");
    Column young = age.geq(0).and(age.lt(28 * DAY));
    return acts.join(windows, "campaign_id")
        .withColumn("age", unix_micros(col("at")).minus(unix_micros(col("posted_at"))))
        .withColumn(
            "since",
            when(
                unix_micros(col("at")).lt(coalesce(col("next"), lit(Long.MAX_VALUE))),
                unix_micros(col("at")).minus(col("stop"))))
        .withColumn("afterStop", coalesce(since.geq(0).and(since.lt(28 * DAY)), lit(false)))
        .filter(young.or(col("afterStop")))
        .groupBy("campaign_id", "post_key")
        .agg(
            count_if(young).as("events"),
            sum(when(young.and(age.lt(6 * HOUR)), weight)).as("within6h"),
            sum(when(young.and(age.lt(DAY)), weight)).as("within1d"),
            sum(when(young.and(age.lt(7 * DAY)), weight)).as("within7d"),
            sum(when(young, weight)).as("within28d"),
            count_if(col("afterStop")).as("stopEvents"),
            sum(when(col("afterStop").and(since.lt(7 * DAY)), weight)).as("stopFirstWeek"),
            sum(when(col("afterStop").and(since.geq(7 * DAY)), weight)).as("stopLater"));
  }

  private static Column ageAtStop() {
    Column age = col("stop").minus(col("posted"));
    Column stratum = lit(AGES_AT_STOP.length);
    for (int i = AGES_AT_STOP.length - 1; i >= 0; i--) {
      stratum = when(age.lt(lit((long) (AGES_AT_STOP[i] * DAY))), lit(i)).otherwise(stratum);
    }
    return stratum;
  }

  /** Which block of a length a time falls into. */
  private static Column block(Column time, long length) {
    return floor(time.minus(pmod(time, lit(length))).divide(lit((double) length)));
  }

  private static Column zeroed(String name) {
    return coalesce(col(name), lit(0L)).as(name);
  }
}
