package org.afterglow.job.contrast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.afterglow.spark.LowestHashes;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.PlaceboSample;
import org.afterglow.statistics.PlaceboShare;
import org.afterglow.statistics.PooledOdds;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.ReasonCodes;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;

/**
 * Repeats the contrast, campaign by campaign and pooled, between classes that are dealt at random
 * (docs/methods.md, 3.6). Campaigns are dealt to side by side; what is pooled grows with campaigns
 * and draws, never with posts.
 */
public final class RunPlacebos {
  /** The table, which draws are keyed by. */
  private static final String TABLE = "placebo";

  /** Units of a campaign and run above which the lowest hashes stand for all. */
  private static final int MOST_UNITS = 50_000;

  private static final int FEWEST_ACCOUNTS = 8;

  static final String PLACEBO_FAILED = ReasonCodes.PLACEBO_FAILED;

  public static final Encoder<DealtUnit> UNIT = Records.encoder(DealtUnit.class);
  public static final Encoder<PlaceboFits> FITS = Records.encoder(PlaceboFits.class);

  private static final Comparator<DealtUnit> BY_HASH =
      Comparator.comparingLong(DealtUnit::hash).thenComparing(DealtUnit::unitKey);
  private static final Comparator<DealtUnit> BY_TIME =
      Comparator.comparingLong(DealtUnit::atMicros).thenComparing(DealtUnit::unitKey);

  private RunPlacebos() {}

  /**
   * Deals and contrasts in every campaign; placebos that a campaign takes no part in have no row.
   *
   * @param units of all runs that a placebo repeats, of both classes
   * @param jobSeed that the draws start from
   * @param draws of each placebo
   */
  public static Dataset<PlaceboFits> fits(Dataset<DealtUnit> units, long jobSeed, int draws) {
    Draws streams = new Draws(jobSeed, TABLE);
    return LowestHashes.of(units.toDF(), "hash", MOST_UNITS, "campaignId", "unit", "run")
        .as(UNIT)
        .groupByKey((MapFunction<DealtUnit, String>) DealtUnit::campaignId, Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, DealtUnit, PlaceboFits>)
                (campaignId, group) -> fits(campaignId, group, streams, draws).iterator(),
            FITS);
  }

  /** The same of one campaign, with its units in whatever order. */
  static List<PlaceboFits> fits(
      String campaignId, Iterator<DealtUnit> units, Draws streams, int draws) {
    Map<String, List<DealtUnit>> runs = runs(units, MOST_UNITS);
    List<PlaceboFits> fits = new ArrayList<>();
    for (Placebo placebo : Placebo.values()) {
      List<DealtUnit> run =
          runs.getOrDefault(FitContrast.key(placebo.unit().word(), placebo.run()), List.of());
      PlaceboSample sample =
          PlaceboSample.of(run.stream().map(DealtUnit::sampled).toList(), placebo.deal());
      if (sample.takesPart()) {
        fits.add(fits(campaignId, placebo, sample, streams, draws));
      }
    }
    return fits;
  }

  private static PlaceboFits fits(
      String campaignId, Placebo placebo, PlaceboSample sample, Draws streams, int draws) {
    String stream = placebo.claim() + "/" + placebo.word();
    List<PlaceboFits.Fit> fits = new ArrayList<>();
    long matched = 0;
    long far = 0;
    for (int draw = 1; draw <= draws; draw++) {
      PlaceboSample.Drawn drawn = sample.draw(streams.stream(campaignId, stream, draw));
      matched += drawn.matched();
      far += drawn.far();
      LateOdds odds = drawn.odds();
      if (odds != null) {
        fits.add(new PlaceboFits.Fit(draw, odds.r(), odds.s(), odds.lnlor(), odds.variance()));
      }
    }
    return new PlaceboFits(campaignId, placebo.name(), fits, matched, far);
  }

  /** Units by run in the order of their times; of too many those of the lowest hashes. */
  static Map<String, List<DealtUnit>> runs(Iterator<DealtUnit> units, int most) {
    Map<String, PriorityQueue<DealtUnit>> lowest = new TreeMap<>();
    units.forEachRemaining(
        unit -> {
          PriorityQueue<DealtUnit> kept =
              lowest.computeIfAbsent(
                  FitContrast.key(unit.unit(), unit.run()),
                  run -> new PriorityQueue<>(BY_HASH.reversed()));
          kept.add(unit);
          if (kept.size() > most) {
            kept.remove();
          }
        });
    Map<String, List<DealtUnit>> runs = new TreeMap<>();
    lowest.forEach((run, kept) -> runs.put(run, kept.stream().sorted(BY_TIME).toList()));
    return runs;
  }

  /**
   * The row of a placebo.
   *
   * @param campaigns every campaign
   * @param fits of the campaigns that take part in it, in whatever order
   * @param draws as many as were made
   */
  public static PlaceboRow row(
      Placebo placebo, List<ContrastCampaign> campaigns, List<PlaceboFits> fits, int draws) {
    Map<String, ContrastCampaign> byId = new HashMap<>();
    campaigns.forEach(campaign -> byId.put(campaign.campaignId(), campaign));
    Map<String, String> accounts = PoolContrast.accounts(campaigns);
    List<List<Study>> byDraw = new ArrayList<>();
    for (int draw = 0; draw < draws; draw++) {
      byDraw.add(new ArrayList<>());
    }
    Set<String> seen = new HashSet<>();
    long matched = 0;
    long far = 0;
    for (PlaceboFits each :
        fits.stream().sorted(Comparator.comparing(PlaceboFits::campaignId)).toList()) {
      ContrastCampaign campaign = PoolContrast.campaign(each.campaignId(), byId);
      if (placebo.crude() && !campaign.stopState().equals(Estimate.OK)) {
        continue;
      }
      String account = accounts.getOrDefault(each.campaignId(), each.campaignId());
      matched += each.matched();
      far += each.far();
      for (PlaceboFits.Fit fit : each.fits()) {
        byDraw.get(fit.draw() - 1).add(new Study(campaign, account, fit));
      }
    }
    PlaceboShare share = new PlaceboShare();
    for (List<Study> studies : byDraw) {
      List<Study> pooled = PoolContrast.oneEachOverlap(studies, Study::campaign);
      pooled.forEach(study -> seen.add(study.account()));
      share.add(PooledOdds.of(pooled.stream().map(Study::pooled).toList()));
    }
    boolean run = seen.size() >= FEWEST_ACCOUNTS && 2 * share.draws() >= draws;
    boolean overlap = 2 * far <= matched;
    String state = run ? state(placebo, share, overlap) : FitContrast.NOT_RUN;
    boolean stands = run && overlap;
    return new PlaceboRow(
        placebo.claim(),
        placebo.word(),
        placebo.judged(),
        share.draws(),
        stands ? share.rejectionShare() : null,
        stands ? share.meanEstimate() : null,
        stands ? share.sdEstimate() : null,
        seen.size(),
        state);
  }

  private static String state(Placebo placebo, PlaceboShare share, boolean overlap) {
    if (!overlap) {
      return FitContrast.NO_OVERLAP;
    }
    if (placebo.crude()) {
      return FitContrast.SCHEDULE;
    }
    return share.passes() ? Estimate.OK : PLACEBO_FAILED;
  }

  /**
   * What the judged placebos of a unit's leg say against concluding from it; where a unit has none,
   * that none was run.
   */
  public static Set<String> hindrances(ContrastUnit unit, List<PlaceboRow> rows) {
    List<String> states =
        Arrays.stream(Placebo.values())
            .filter(placebo -> placebo.judged() && placebo.unit() == unit)
            .map(placebo -> state(placebo, rows))
            .toList();
    Set<String> codes = new TreeSet<>();
    if (states.contains(PLACEBO_FAILED)) {
      codes.add(PLACEBO_FAILED);
    }
    if (states.isEmpty()
        || states.contains(FitContrast.NOT_RUN)
        || states.contains(FitContrast.NO_OVERLAP)) {
      codes.add(FitContrast.NOT_RUN);
    }
    return codes;
  }

  private static String state(Placebo placebo, List<PlaceboRow> rows) {
    return rows.stream()
        .filter(row -> row.claim().equals(placebo.claim()) && row.placebo().equals(placebo.word()))
        .map(PlaceboRow::placeboState)
        .findFirst()
        .orElse(FitContrast.NOT_RUN);
  }

  /** A campaign in one draw. */
  private record Study(ContrastCampaign campaign, String account, PlaceboFits.Fit fit) {
    PooledOdds.Study pooled() {
      return new PooledOdds.Study(account, fit.r(), fit.s(), fit.lnlor(), fit.variance());
    }
  }
}
