package org.afterglow.bench;

import static org.apache.spark.sql.functions.col;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.afterglow.bench.SharedArchive.World;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns of accounts that the program detected, held against those that were simulated: one is
 * found where detected and true time overlap by half of their union; true campaigns that overlap
 * are one.
 */
final class DetectedCampaigns {
  private static final double ENOUGH_OVERLAP = .5;
  private static final double CLEAN_LIMIT = .95;
  private static final double SAMPLED_LIMIT = .8;
  private static final double STOP_LIMIT = .9;
  private static final double FALSE_A_YEAR_LIMIT = .05;
  private static final double DAY_SECONDS = 86_400;
  private static final double YEAR_DAYS = 365;

  private long found;
  private long closeStops;
  private long detected;
  private long campaigns;
  private double years;

  private DetectedCampaigns() {}

  private record Span(double start, double stop) {
    double overlap(Span other) {
      double shared = Math.min(stop, other.stop) - Math.max(start, other.start);
      return shared / (Math.max(stop, other.stop) - Math.min(start, other.start));
    }
  }

  /** The lines of acceptance that detection has. */
  static List<AcceptanceLine> lines(SharedArchive archive, OutputFolder out) {
    Map<String, String> handles = handles(archive, out);
    Map<String, List<Span>> detected = new HashMap<>();
    Tables.CAMPAIGNS
        .records(
            out.table(Tables.CAMPAIGNS)
                .filter(
                    col("campaign_source")
                        .equalTo("detected")
                        .and(col("entity_type").equalTo("account")))
                .orderBy("started_at"))
        .toLocalIterator()
        .forEachRemaining(
            row -> {
              String handle =
                  handles.get(row.entityKey().substring(row.entityKey().indexOf('/') + 1));
              if (handle != null) {
                detected.computeIfAbsent(handle, name -> new ArrayList<>()).add(span(row));
              }
            });
    Map<String, DetectedCampaigns> byCondition = new LinkedHashMap<>();
    for (World world : archive.worlds()) {
      DetectedCampaigns counted =
          byCondition.computeIfAbsent(world.condition(), name -> new DetectedCampaigns());
      Map<String, List<Span>> truth = truth(archive, world);
      archive
          .truth(world, "truth_post")
          .map(row -> ReplicateFigures.value(row, "author"))
          .distinct()
          .forEach(
              handle ->
                  counted.add(
                      truth.getOrDefault(handle, List.of()),
                      detected.getOrDefault(handle, List.of())));
    }
    List<AcceptanceLine> lines = new ArrayList<>();
    byCondition.forEach((condition, counted) -> lines.addAll(counted.lines(condition)));
    return lines;
  }

  private void add(List<Span> truth, List<Span> spans) {
    List<Span> left = new ArrayList<>(spans);
    detected += spans.size();
    campaigns += truth.size();
    years += 400 / YEAR_DAYS;
    for (Span campaign : truth) {
      @Nullable Span match =
          left.stream()
              .filter(span -> span.overlap(campaign) >= ENOUGH_OVERLAP)
              .findFirst()
              .orElse(null);
      if (match != null) {
        left.remove(match);
        found++;
        closeStops += Math.abs(match.stop - campaign.stop) <= 2 ? 1 : 0;
      }
    }
  }

  private List<AcceptanceLine> lines(String condition) {
    if (condition.equals(EstimatorCondition.STEADY.name())) {
      return List.of(
          new AcceptanceLine(
              "VNB finds a campaign where there is none, by year",
              condition,
              detected,
              Math.round(years),
              FALSE_A_YEAR_LIMIT,
              true,
              ""));
    }
    boolean sampled = condition.equals(EstimatorCondition.SAMPLED.name());
    boolean clean = condition.equals("clean");
    String stops = "stops within 2 days: %d of %d".formatted(closeStops, found);
    String further =
        "%d true, %d detected, %d found".formatted(campaigns, detected, found)
            + (clean ? "" : "; " + stops);
    List<AcceptanceLine> lines = new ArrayList<>();
    // F1 as the share of 2·found in detected + true.
    lines.add(
        new AcceptanceLine(
            "VNB F1",
            condition,
            2 * found,
            detected + campaigns,
            sampled ? SAMPLED_LIMIT : CLEAN_LIMIT,
            false,
            further));
    if (clean) {
      lines.add(
          new AcceptanceLine(
              "VNB stop within 2 days", condition, closeStops, found, STOP_LIMIT, false, ""));
    }
    return lines;
  }

  /** Handles of the accounts that posts of entities are by, by the id in tables. */
  private static Map<String, String> handles(SharedArchive archive, OutputFolder out) {
    Dataset<Row> truth =
        out.spark()
            .read()
            .option("header", true)
            .csv(archive.truthFiles("truth_post"))
            .select(col("post_id"), col("author"));
    Map<String, String> handles = new HashMap<>();
    out.table(Tables.POSTS)
        .join(truth, "post_id")
        .select("author_id", "author")
        .distinct()
        .as(
            org.apache.spark.sql.Encoders.tuple(
                org.apache.spark.sql.Encoders.STRING(), org.apache.spark.sql.Encoders.STRING()))
        .toLocalIterator()
        .forEachRemaining(pair -> handles.put(pair._1(), pair._2()));
    return handles;
  }

  /** True campaigns by the handle of their entity. */
  private static Map<String, List<Span>> truth(SharedArchive archive, World world) {
    Map<String, List<Span>> truth = new HashMap<>();
    archive
        .truth(world, "truth_campaign")
        .forEach(
            row -> {
              List<Span> spans =
                  truth.computeIfAbsent(
                      ReplicateFigures.value(row, "entity"), name -> new ArrayList<>());
              Span span =
                  new Span(
                      days(Instant.parse(ReplicateFigures.value(row, "started_at"))),
                      days(Instant.parse(ReplicateFigures.value(row, "stopped_at"))));
              int last = spans.size() - 1;
              if (last >= 0 && spans.get(last).stop >= span.start) {
                spans.set(
                    last,
                    new Span(spans.get(last).start, Math.max(spans.get(last).stop, span.stop)));
              } else {
                spans.add(span);
              }
            });
    return truth;
  }

  private static Span span(CampaignRow row) {
    Instant start = row.startedAt();
    Instant stop = row.stoppedAt();
    return new Span(
        start == null ? Double.NEGATIVE_INFINITY : days(start),
        stop == null ? Double.POSITIVE_INFINITY : days(stop));
  }

  private static double days(Instant at) {
    return at.getEpochSecond() / DAY_SECONDS;
  }
}
