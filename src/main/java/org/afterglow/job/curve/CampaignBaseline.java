package org.afterglow.job.curve;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.decay.Baseline;
import org.afterglow.decay.Baseline.Span;
import org.afterglow.spark.Records;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The time before a campaign that counters after its stop are held against (docs/methods.md, 2.3).
 *
 * @param baseline its parts; none where other campaigns take all of it
 */
public record CampaignBaseline(String campaignId, List<Span> baseline) {
  private static final Encoder<Entity> ENTITY = Records.encoder(Entity.class);
  private static final Encoder<CampaignBaseline> BASELINE = Records.encoder(CampaignBaseline.class);

  /** A campaign in microseconds; a null is a start or a stop that is not known. */
  public record Run(String campaignId, @Nullable Long from, @Nullable Long until) {}

  /** All campaigns of an entity. */
  public record Entity(String entityKey, List<Run> runs) {}

  /** Of each campaign that has a start. */
  static Dataset<CampaignBaseline> of(Dataset<Row> campaigns) {
    return campaigns
        .groupBy(col("entity_key").as("entityKey"))
        .agg(
            collect_list(
                    struct(
                        col("campaign_id").as("campaignId"),
                        unix_micros(col("started_at")).as("from"),
                        unix_micros(col("stopped_at")).as("until")))
                .as("runs"))
        .as(ENTITY)
        .flatMap(
            (FlatMapFunction<Entity, CampaignBaseline>) entity -> of(entity.runs()).iterator(),
            BASELINE);
  }

  private static List<CampaignBaseline> of(List<Run> runs) {
    List<CampaignBaseline> baselines = new ArrayList<>();
    for (Run run : runs) {
      if (run.from() != null) {
        List<Span> others =
            runs.stream()
                .filter(other -> !other.campaignId().equals(run.campaignId()))
                .map(CampaignBaseline::span)
                .toList();
        baselines.add(new CampaignBaseline(run.campaignId(), Baseline.spans(run.from(), others)));
      }
    }
    return baselines;
  }

  private static Span span(Run run) {
    return new Span(
        run.from() == null ? Long.MIN_VALUE : run.from(),
        run.until() == null ? Long.MAX_VALUE : run.until());
  }
}
