package org.afterglow.job.contrast;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import org.afterglow.decay.StopCurve;
import org.afterglow.spark.Records;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;

/**
 * Gathers what the contrast needs to know of campaigns: their owners, their length, and whether the
 * 28 days after the stop were observed well enough (docs/methods.md, 1.5: 21 days of them, five of
 * the first seven, on every platform that the campaign posted on).
 */
public final class ContrastCampaigns {
  public static final String STOP_NOT_OBSERVED = ReasonCodes.STOP_NOT_OBSERVED;
  public static final String SHORT_WINDOW = ReasonCodes.SHORT_WINDOW;
  public static final String GAP_HEAVY = ReasonCodes.GAP_HEAVY;

  private static final int ENOUGH_DAYS = 21;
  private static final int ENOUGH_OF_FIRST_WEEK = 5;
  public static final Encoder<ContrastCampaign> CAMPAIGN = Records.encoder(ContrastCampaign.class);

  private ContrastCampaigns() {}

  /**
   * Every campaign, once.
   *
   * @param campaigns rows of table campaigns, as published
   * @param members rows of table campaign_members, as published
   * @param coverage rows of table coverage, as published, judged without campaigns where that has
   *     been done
   * @param posts the campaigns' posts
   */
  public static Dataset<ContrastCampaign> of(
      Dataset<Row> campaigns,
      Dataset<Row> members,
      Dataset<Row> coverage,
      Dataset<ContrastPost> posts) {
    Column observed =
        when(col("state").notEqual(Estimate.OK), col("state"))
            .when(col("stopped_at").isNull(), STOP_NOT_OBSERVED)
            .when(col("days").lt(ENOUGH_DAYS), SHORT_WINDOW)
            .when(col("first_week").lt(ENOUGH_OF_FIRST_WEEK), GAP_HEAVY)
            .otherwise(Estimate.OK);
    return with(
        observed,
        campaigns.join(
            observedDays(campaigns, coverage, posts), new String[] {"campaign_id"}, "left"),
        members);
  }

  /**
   * Every campaign, once, whether or not anything was observed after its stop.
   *
   * @param campaigns rows of table campaigns, as published
   * @param members rows of table campaign_members, as published
   */
  public static Dataset<ContrastCampaign> of(Dataset<Row> campaigns, Dataset<Row> members) {
    Column stopped =
        when(col("state").notEqual(Estimate.OK), col("state"))
            .when(col("stopped_at").isNull().or(col("started_at").isNull()), STOP_NOT_OBSERVED)
            .otherwise(Estimate.OK);
    return with(stopped, campaigns, members);
  }

  private static Dataset<ContrastCampaign> with(
      Column state, Dataset<Row> campaigns, Dataset<Row> members) {
    Dataset<Row> owners =
        members
            .filter(col("role").equalTo("owner"))
            .groupBy("campaign_id")
            .agg(
                array_sort(
                        collect_set(
                            concat(coalesce(col("platform"), lit("")), lit("/"), col("entity_id"))))
                    .as("owners"));
    return campaigns
        .join(owners, new String[] {"campaign_id"}, "left")
        .select(
            col("campaign_id").as("campaignId"),
            col("entity_type").as("entityType"),
            col("entity_key").as("entityKey"),
            state.as("stopState"),
            col("overlap_group_id").as("overlapGroupId"),
            coalesce(
                    unix_micros(col("stopped_at")).minus(unix_micros(col("started_at"))),
                    lit(Long.MAX_VALUE))
                .as("lengthMicros"),
            coalesce(col("owners"), array().cast("array<string>")).as("owners"))
        .as(CAMPAIGN);
  }

  /**
   * campaign_id, days, first_week: days since the stop of which half or more was observed, on the
   * least observed platform.
   */
  private static Dataset<Row> observedDays(
      Dataset<Row> campaigns, Dataset<Row> coverage, Dataset<ContrastPost> posts) {
    Dataset<Row> platforms =
        posts
            .filter(col("ageAtStop").isNotNull())
            .select(col("campaignId").as("campaign_id"), col("platform"))
            .distinct();
    Column stop = unix_micros(col("stopped_at"));
    Column window = stop.plus(lit(28 * ContrastPosts.DAY));
    Dataset<Row> windows =
        platforms
            .join(broadcast(campaigns.filter(col("stopped_at").isNotNull())), "campaign_id")
            .select(
                col("campaign_id"),
                col("platform"),
                stop.as("stop"),
                least(window, coalesce(unix_micros(col("next_campaign_at")), window)).as("end"),
                explode(sequence(day(stop), day(window))).as("day"));
    Column judged = coalesce(col("state_without_campaigns"), col("state"));
    Dataset<Row> hours =
        coverage.select(
            col("platform"),
            unix_micros(col("hour")).as("hour"),
            day(unix_micros(col("hour"))).as("day"),
            when(judged.equalTo("outage"), 0.)
                .when(judged.equalTo("partial"), .5)
                .otherwise(1.)
                .as("observed"));
    Column within =
        when(col("hour").geq(col("stop")).and(col("hour").lt(col("end"))), col("observed"));
    Column seen = col("hours").geq(24 * StopCurve.LEAST_OBSERVED);
    return windows
        .join(hours, new String[] {"platform", "day"}, "left")
        .withColumn("since", day(col("hour").minus(col("stop"))))
        .groupBy("campaign_id", "platform", "since")
        .agg(coalesce(sum(within), lit(0.)).as("hours"))
        .groupBy("campaign_id", "platform")
        .agg(count_if(seen).as("days"), count_if(seen.and(col("since").lt(7))).as("first_week"))
        .groupBy("campaign_id")
        .agg(min("days").as("days"), min("first_week").as("first_week"));
  }

  private static Column day(Column micros) {
    return floor(micros.divide(lit((double) ContrastPosts.DAY)));
  }
}
