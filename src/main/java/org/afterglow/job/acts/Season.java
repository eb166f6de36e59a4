package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.decay.SeasonFactors;
import org.afterglow.ingest.ObservedHours;
import org.afterglow.spark.Records;
import org.afterglow.table.ReasonCodes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The season of every platform: how much persons who are no campaign entity and wrote no
 * promotional post post at each hour of the week (docs/methods.md, 1.1).
 *
 * @param platforms factors by platform, 168 each, of those platforms that have enough of them
 */
public record Season(Map<String, List<Double>> platforms) implements Serializable {
  /** The code of a platform without a season: every factor is 1 there. */
  public static final String NO_SEASON = ReasonCodes.NO_SEASON;

  private static final Encoder<HourOfWeekCount> COUNT = Records.encoder(HourOfWeekCount.class);
  private static final Encoder<Weight> WEIGHT = Records.encoder(Weight.class);
  private static final List<String> KINDS = List.of("post", "reply", "comment", "quote");

  /**
   * Posts of the persons counted, and hours observed, of one hour of week.
   *
   * @param accounts who wrote them, over the whole week
   */
  public record HourOfWeekCount(
      String platform, long hourOfWeek, long posts, double observedHours, long accounts) {}

  /** What an event of a platform and hour of week weighs, in millionths. */
  public record Weight(String platform, int hourOfWeek, long weightMillionths) {}

  /**
   * Estimates it; a platform needs 20 such accounts and 5,000 posts.
   *
   * @param posts rows of table posts
   * @param members rows of table campaign_members
   * @param coverage rows of table coverage, judged without campaigns where that has been done
   */
  public static Season of(Dataset<Row> posts, Dataset<Row> members, Dataset<Row> coverage) {
    Dataset<Row> written =
        posts.filter(
            col("origin")
                .equalTo("record")
                .and(col("posted_at").isNotNull())
                .and(col("author_id").isNotNull())
                .and(col("kind").isin(KINDS.toArray())));
    Dataset<Row> entities =
        MemberPosts.of(written, members.filter(col("entity_type").equalTo("account")))
            .filter(col("relation").equalTo(MemberPosts.WRITES))
            .select("platform", "author_id")
            .distinct();
    Dataset<Row> others =
        written
            .groupBy(
                col("platform"), col("author_id"), ObservedHours.hour(col("posted_at")).as("hour"))
            .agg(
                count(lit(1)).as("posts"),
                max(when(col("promotional_probability").geq(0.5), 1).otherwise(0))
                    .as("promotional"))
            .join(entities, new String[] {"platform", "author_id"}, "left_anti")
            .join(SuspectedBots.of(posts), new String[] {"platform", "author_id"}, "left_anti");
    Dataset<Row> persons =
        others
            .groupBy("platform", "author_id")
            .agg(max("promotional").as("promotional"))
            .filter(col("promotional").equalTo(0))
            .select("platform", "author_id");
    Dataset<Row> hours = ObservedHours.observed(coverage);
    Dataset<Row> counted =
        others
            .join(persons, new String[] {"platform", "author_id"}, "left_semi")
            .join(
                broadcast(hours.filter(col("observed_hours").gt(0)).select("platform", "hour")),
                new String[] {"platform", "hour"},
                "left_semi");
    Dataset<Row> accounts = persons.groupBy("platform").agg(count(lit(1)).as("accounts"));
    Dataset<Row> byHourOfWeek =
        counted
            .groupBy(col("platform"), hourOfWeek(col("hour")).as("hourOfWeek"))
            .agg(sum("posts").as("posts"));
    Dataset<Row> observedByHourOfWeek =
        hours
            .groupBy(col("platform"), hourOfWeek(col("hour")).as("hourOfWeek"))
            .agg(sum("observed_hours").as("observedHours"));
    List<HourOfWeekCount> counts =
        observedByHourOfWeek
            .join(byHourOfWeek, new String[] {"platform", "hourOfWeek"}, "left")
            .join(accounts, new String[] {"platform"}, "left")
            .na()
            .fill(0)
            .as(COUNT)
            .collectAsList();
    return of(counts);
  }

  /** A season in which every hour of every platform is alike. */
  public static Season flat() {
    return new Season(Map.of());
  }

  /** The 168 factors of a platform, the first Monday 00:00 UTC; all 1 where there is no season. */
  public double[] factors(String platform) {
    List<Double> factors = platforms.get(platform);
    if (factors == null) {
      double[] flat = new double[SeasonFactors.HOURS];
      Arrays.fill(flat, 1);
      return flat;
    }
    return factors.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Whether a platform has no season that could be told: NO_SEASON. */
  public boolean missing(String platform) {
    return !platforms.containsKey(platform);
  }

  /**
   * Weights by platform and hour of week, of the platforms that have a season.
   *
   * @return platform, hour_of_week, weight_millionths
   */
  public Dataset<Row> weights(SparkSession session) {
    List<Weight> weights = new ArrayList<>();
    for (String platform : platforms.keySet()) {
      double[] factors = factors(platform);
      for (int h = 0; h < SeasonFactors.HOURS; h++) {
        weights.add(new Weight(platform, h, SeasonFactors.weightMillionths(factors[h])));
      }
    }
    return session
        .createDataset(weights, WEIGHT)
        .toDF("platform", "hour_of_week", "weight_millionths");
  }

  private static Season of(List<HourOfWeekCount> counts) {
    Map<String, List<HourOfWeekCount>> byPlatform = new TreeMap<>();
    for (HourOfWeekCount count : counts) {
      byPlatform.computeIfAbsent(count.platform(), p -> new ArrayList<>()).add(count);
    }
    Map<String, List<Double>> platforms = new TreeMap<>();
    byPlatform.forEach(
        (platform, weekly) -> {
          long[] posts = new long[SeasonFactors.HOURS];
          double[] observed = new double[SeasonFactors.HOURS];
          for (HourOfWeekCount count : weekly) {
            posts[(int) count.hourOfWeek()] = count.posts();
            observed[(int) count.hourOfWeek()] = count.observedHours();
          }
          if (weekly.get(0).accounts() >= SeasonFactors.ENOUGH_ACCOUNTS
              && Arrays.stream(posts).sum() >= SeasonFactors.ENOUGH_POSTS) {
            double[] factors = SeasonFactors.estimate(posts, observed);
            platforms.put(platform, Arrays.stream(factors).boxed().toList());
          }
        });
    return new Season(platforms);
  }

  /**
   * Rows with what one of them counts for by the hour of its time, as column weight_millionths.
   *
   * @param rows with columns platform and at
   * @param weights rows of {@link #weights}; where a platform has none, each counts one
   */
  public static Dataset<Row> weighted(Dataset<Row> rows, Dataset<Row> weights) {
    return rows.withColumn("hour_of_week", hourOfWeek(ObservedHours.hour(col("at"))))
        .join(broadcast(weights), new String[] {"platform", "hour_of_week"}, "left")
        .withColumn(
            "weight_millionths", coalesce(col("weight_millionths"), lit(SeasonFactors.UNIT)))
        .drop("hour_of_week");
  }

  /** The hour of week of hours since 1970, which began on a Thursday. */
  private static Column hourOfWeek(Column hour) {
    return pmod(hour.plus(72), lit((long) SeasonFactors.HOURS));
  }
}
