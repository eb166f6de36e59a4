package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_micros;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.afterglow.decay.AgeCurve;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.spark.Records;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** How much of the first 28 and 56 days of every entity post the archive observed. */
public final class PostsAtRisk {
  private static final Encoder<PostAtRisk> AT_RISK = Records.encoder(PostAtRisk.class);
  private static final Encoder<TimedPost> TIMED = Records.encoder(TimedPost.class);

  private PostsAtRisk() {}

  /** An entity post, and when it was taken back. */
  public record TimedPost(
      String campaignId,
      String platform,
      String postKey,
      String kind,
      String postClass,
      double promotionalProbability,
      Instant postedAt,
      @Nullable Long deletedMicros) {
    long postedMicros() {
      return Math.addExact(
          Math.multiplyExact(postedAt.getEpochSecond(), 1_000_000L), postedAt.getNano() / 1000);
    }

    /** End of the time in which it can be engaged with, microseconds since 1970. */
    long end() {
      return deletedMicros == null ? Long.MAX_VALUE : deletedMicros;
    }
  }

  /**
   * An entity post and its exposure.
   *
   * @param observedEarly observed share of its age [0, 1 d)
   * @param observedLate observed share of its age [1 d, 28 d)
   * @param observedFirst28d observed share of its age [0, 28 d)
   * @param observedNext28d observed share of its age [28 d, 56 d)
   * @param deletedWithin28d whether it was taken back in that time, or at a time unknown
   * @param deletedWithin56d the same of twice that time
   * @param observedMicros time in which it could be engaged with, by bin of {@link AgeCurve}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record PostAtRisk(
      String campaignId,
      String platform,
      String postKey,
      String kind,
      String postClass,
      double promotionalProbability,
      Instant postedAt,
      double observedEarly,
      double observedLate,
      double observedFirst28d,
      double observedNext28d,
      boolean deletedWithin28d,
      boolean deletedWithin56d,
      long[] observedMicros) {}

  /**
   * Exposure of each entity post that has a class.
   *
   * @param entityPosts rows of {@link EntityPosts}
   * @param deletions rows of table deletions
   * @param calendars by platform, from {@link Calendars#of}
   * @return campaign_id, platform, post_key, kind, post_class, promotional_probability, posted_at,
   *     observed_early, observed_late, observed_first_28d, observed_next_28d, deleted_within_28d,
   *     deleted_within_56d, observed_micros (by bin of age)
   */
  public static Dataset<Row> of(
      Dataset<Row> entityPosts, Dataset<Row> deletions, Map<String, ObservedCalendar> calendars) {
    Broadcast<Map<String, ObservedCalendar>> shared = broadcast(entityPosts, calendars);
    return timed(entityPosts, deletions)
        .map((MapFunction<TimedPost, PostAtRisk>) post -> atRisk(post, shared.value()), AT_RISK)
        .toDF(
            "campaign_id",
            "platform",
            "post_key",
            "kind",
            "post_class",
            "promotional_probability",
            "posted_at",
            "observed_early",
            "observed_late",
            "observed_first_28d",
            "observed_next_28d",
            "deleted_within_28d",
            "deleted_within_56d",
            "observed_micros");
  }

  /** Entity posts that have a class, with the time of their deletion. */
  private static Dataset<TimedPost> timed(Dataset<Row> entityPosts, Dataset<Row> deletions) {
    Dataset<Row> gone =
        deletions
            .groupBy("platform", "post_id")
            .agg(min(coalesce(unix_micros(col("at")), lit(0L))).as("deletedMicros"));
    return entityPosts
        .filter(col("post_class").isNotNull())
        .join(gone, new String[] {"platform", "post_id"}, "left")
        .select(
            col("campaign_id").as("campaignId"),
            col("platform"),
            CampaignActs.postKey(col("platform"), col("post_id")).as("postKey"),
            col("kind"),
            col("post_class").as("postClass"),
            col("promotional_probability").as("promotionalProbability"),
            col("posted_at").as("postedAt"),
            col("deletedMicros"))
        .as(TIMED);
  }

  public static Broadcast<Map<String, ObservedCalendar>> broadcast(
      Dataset<Row> any, Map<String, ObservedCalendar> calendars) {
    return JavaSparkContext.fromSparkContext(any.sparkSession().sparkContext())
        .broadcast(new HashMap<>(calendars));
  }

  private static PostAtRisk atRisk(TimedPost post, Map<String, ObservedCalendar> calendars) {
    ObservedCalendar calendar = calendars.get(post.platform());
    long posted = post.postedMicros();
    long day = posted + ObservedCalendar.DAY;
    long month = posted + 28 * ObservedCalendar.DAY;
    long twoMonths = month + 28 * ObservedCalendar.DAY;
    double early = 0;
    double late = 0;
    double next = 0;
    long[] observed = new long[AgeCurve.BINS];
    if (calendar != null) {
      for (int bin = 0; bin < AgeCurve.BINS; bin++) {
        long from = posted + AgeCurve.EDGES_HOURS.get(bin) * ObservedCalendar.HOUR;
        long until = posted + AgeCurve.EDGES_HOURS.get(bin + 1) * ObservedCalendar.HOUR;
        observed[bin] = calendar.observedMicros(from, Math.min(until, post.end()));
      }
      early = (double) calendar.observedMicros(posted, Math.min(day, post.end()));
      late = (double) calendar.observedMicros(day, Math.min(month, post.end()));
      next = (double) calendar.observedMicros(month, Math.min(twoMonths, post.end()));
    }
    return new PostAtRisk(
        post.campaignId(),
        post.platform(),
        post.postKey(),
        post.kind(),
        post.postClass(),
        post.promotionalProbability(),
        post.postedAt(),
        early / ObservedCalendar.DAY,
        late / (27 * ObservedCalendar.DAY),
        (early + late) / (28 * ObservedCalendar.DAY),
        next / (28 * ObservedCalendar.DAY),
        post.end() < month,
        post.end() < twoMonths,
        observed);
  }
}
