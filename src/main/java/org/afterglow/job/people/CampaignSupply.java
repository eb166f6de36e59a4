package org.afterglow.job.people;

import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Map;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.decay.SupplyClock;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.EntityPosts;
import org.afterglow.job.acts.PostsAtRisk;
import org.afterglow.job.contrast.ContrastCampaigns;
import org.afterglow.spark.Records;
import org.afterglow.table.Estimate;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;

/** Sums up what each campaign that has stopped went on to post, by platform. */
public final class CampaignSupply {
  public static final Encoder<PlatformSupply> SUPPLY = Records.encoder(PlatformSupply.class);

  /** Days after the stop in which people are first looked for, and as many after those. */
  static final int WINDOW_DAYS = 28;

  /** Days after the stop in which posts are counted to tell whether there was a supply. */
  static final int COUNTED_DAYS = 60;

  private static final double OBSERVED = .8;
  private static final Encoder<Posted> POSTED = Records.encoder(Posted.class);

  private CampaignSupply() {}

  /** A campaign's posts on a platform, before observed time is known. */
  public record Posted(
      String campaignId,
      String platform,
      long start,
      long stop,
      long next,
      long suppliedWeeks,
      long postsAfter) {}

  /**
   * Each campaign with a start and a stop on each platform that it posted on in between.
   *
   * @param entityPosts rows of {@link EntityPosts}, at least those of [start, stop + 120 d)
   * @param campaigns rows of table campaigns, as published
   * @param calendars by platform, from {@link Calendars#of}
   */
  public static Dataset<PlatformSupply> of(
      Dataset<Row> entityPosts, Dataset<Row> campaigns, Map<String, ObservedCalendar> calendars) {
    Dataset<Row> windows =
        broadcast(
            campaigns
                .filter(col("started_at").isNotNull().and(col("stopped_at").isNotNull()))
                .select(
                    col("campaign_id"),
                    unix_micros(col("started_at")).as("start"),
                    unix_micros(col("stopped_at")).as("stop"),
                    coalesce(unix_micros(col("next_campaign_at")), lit(Long.MAX_VALUE))
                        .as("next")));
    Column since = col("since");
    Column after =
        col("post_class")
            .equalTo("conversational")
            .and(since.geq(0))
            .and(unix_micros(col("posted_at")).lt(col("next")));
    Column week =
        when(
            after.and(since.lt(SupplyClock.DAYS * ObservedCalendar.DAY)),
            expr("shiftleft(1L, cast(since div " + 7 * ObservedCalendar.DAY + " as int))"));
    Broadcast<Map<String, ObservedCalendar>> shared = PostsAtRisk.broadcast(entityPosts, calendars);
    return entityPosts
        .join(windows, "campaign_id")
        .withColumn("since", unix_micros(col("posted_at")).minus(col("stop")))
        .groupBy("campaign_id", "platform", "start", "stop", "next")
        .agg(
            bool_or(col("in_campaign")).as("posted"),
            coalesce(bit_or(week), lit(0L)).as("suppliedWeeks"),
            count_if(after.and(since.lt(COUNTED_DAYS * ObservedCalendar.DAY))).as("postsAfter"))
        .filter(col("posted"))
        .select(
            col("campaign_id").as("campaignId"),
            col("platform"),
            col("start"),
            col("stop"),
            col("next"),
            col("suppliedWeeks"),
            col("postsAfter"))
        .as(POSTED)
        .flatMap(
            (FlatMapFunction<Posted, PlatformSupply>)
                posted -> {
                  ObservedCalendar calendar = shared.value().get(posted.platform());
                  return calendar == null
                      ? List.<PlatformSupply>of().iterator()
                      : List.of(observed(posted, calendar)).iterator();
                },
            SUPPLY);
  }

  static PlatformSupply observed(Posted posted, ObservedCalendar calendar) {
    long stop = posted.stop();
    long counted = Math.min(posted.next(), stop + COUNTED_DAYS * ObservedCalendar.DAY);
    return new PlatformSupply(
        posted.campaignId(),
        posted.platform(),
        posted.start(),
        stop,
        posted.next(),
        posted.suppliedWeeks(),
        posted.postsAfter(),
        (double) calendar.observedMicros(stop, counted) / ObservedCalendar.DAY,
        new SupplyClock(calendar, stop, posted.next(), posted.suppliedWeeks()).length(),
        windowState(posted, calendar));
  }

  /** What ends is short, what has holes is heavy with gaps. */
  private static String windowState(Posted posted, ObservedCalendar calendar) {
    long length = WINDOW_DAYS * ObservedCalendar.DAY;
    String state = Estimate.OK;
    for (int window = 0; window < 2; window++) {
      long from = posted.stop() + window * length;
      long until = Math.min(from + length, Math.min(posted.next(), calendar.end()));
      if (until - from < OBSERVED * length) {
        return ContrastCampaigns.SHORT_WINDOW;
      }
      if (calendar.observedMicros(from, until) < OBSERVED * length) {
        state = ContrastCampaigns.GAP_HEAVY;
      }
    }
    return state;
  }
}
