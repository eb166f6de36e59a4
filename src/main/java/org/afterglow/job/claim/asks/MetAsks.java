package org.afterglow.job.claim.asks;

import static org.afterglow.table.ReasonCodes.LABELS_UNCHECKED;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;
import static org.afterglow.table.ReasonCodes.UNPROVED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.DealtPlacebo;
import org.afterglow.job.claim.DrawnSums;
import org.afterglow.job.claim.Findings;
import org.afterglow.job.claim.Hindrances;
import org.afterglow.job.claim.RatioLeg;
import org.afterglow.job.claim.asks.AskStrata.Cluster;
import org.afterglow.job.claim.asks.AskStrata.Counted;
import org.afterglow.job.claim.asks.AskStrata.Owned;
import org.afterglow.job.claim.asks.AskStrata.OwnersAsks;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.PlaceboSample;
import org.afterglow.table.AsksRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.jspecify.annotations.Nullable;

/**
 * What counts of asks come to: the rows of table asks and the first leg of C4.
 *
 * @param rows by owner in order of key, then the archive's
 * @param placebos of the first leg
 */
record MetAsks(List<AsksRow> rows, ClaimLeg leg, List<PlaceboRow> placebos) {
  private static final double MARGIN = StrictMath.log(1.25);
  private static final int CLAIM_SIDE = 1;
  static final long ENOUGH = 30;

  /** Nothing can be told of the archive. */
  static MetAsks none(String reason) {
    return new MetAsks(
        List.of(
            new AsksRow(
                "archive",
                null,
                reason,
                0,
                0,
                null,
                null,
                null,
                null,
                Estimate.none(reason),
                null,
                null,
                null,
                LegVerdict.NOT_ESTIMABLE.word())),
        ClaimLeg.none(reason, CLAIM_SIDE, MARGIN),
        List.of(DealtPlacebo.notRun(Claim.C4.name(), AskStrata.PERMUTED, true)));
  }

  /**
   * Sums up what was counted.
   *
   * @param all asks between persons
   * @param shown those of them that are published: without those of owners who asked few people
   * @param clusters of askers, of every run in order of cluster
   * @param owners what was asked by them
   * @param owned the same by platform and tenth, in that order
   */
  static MetAsks of(
      Counted all,
      Counted shown,
      List<Cluster> clusters,
      List<OwnersAsks> owners,
      List<Owned> owned) {
    Map<String, List<MantelHaenszel.Study>> studies = new TreeMap<>();
    List<DrawnSums> drawn = new ArrayList<>();
    long askers = 0;
    double weight = 0;
    for (Cluster cluster : clusters) {
      String name = Long.toString(cluster.cluster());
      studies
          .computeIfAbsent(cluster.run(), run -> new ArrayList<>())
          .add(new MantelHaenszel.Study(name, cluster.r(), cluster.s()));
      if (cluster.run().equals(AskStrata.PRIMARY)) {
        drawn.add(new DrawnSums(name, cluster.drawnR(), cluster.drawnS()));
        askers += cluster.askers();
        weight += cluster.weight();
      }
    }
    List<MantelHaenszel.Study> primary = studies.getOrDefault(AskStrata.PRIMARY, List.of());
    MatchedRatio ratio = MatchedRatio.of(primary);
    PlaceboRow placebo =
        DrawnSums.placebo(Claim.C4.name(), AskStrata.PERMUTED, drawn, PlaceboSample.DRAWS);
    RatioLeg judged = RatioLeg.of(ratio, enough(all));
    Map<String, Double> runs = new TreeMap<>();
    put(runs, PoolContrast.HEAVIEST_ACCOUNT_OUT, RatioLeg.withoutHeaviest(ratio, primary));
    for (String run : List.of(ContrastFit.BOTS_IN, ContrastFit.UNCERTAIN_DROPPED)) {
      MantelHaenszel pooled = MatchedRatio.of(studies.getOrDefault(run, List.of())).pooled();
      put(runs, run, pooled == null ? null : Double.valueOf(pooled.estimate()));
    }
    List<String> hindrances = new ArrayList<>(List.of(UNPROVED, LABELS_UNCHECKED));
    hindrances.addAll(Hindrances.of(askers, heaviestShare(ratio), List.of(placebo)));
    ClaimLeg leg =
        new ClaimLeg(
                judged.estimate(),
                judged.interval(),
                CLAIM_SIDE,
                MARGIN,
                runs,
                hindrances,
                0,
                askers,
                all.posts())
            .weighedUnnamed(MantelHaenszel.shares(primary));
    List<AsksRow> rows = rows(owners, owned);
    rows.add(
        row(
            "archive",
            null,
            askers,
            all.posts(),
            shown,
            enough(all),
            judged.estimate(),
            difference(primary, weight),
            leg.pValue(),
            Findings.word(leg)));
    return new MetAsks(rows, leg, List.of(placebo));
  }

  private static double heaviestShare(MatchedRatio ratio) {
    MantelHaenszel pooled = ratio.pooled();
    return pooled == null ? 0 : pooled.heaviestShare();
  }

  private static void put(Map<String, Double> runs, String run, @Nullable Double point) {
    if (point != null) {
      runs.put(run, point);
    }
  }

  private static List<AsksRow> rows(List<OwnersAsks> owners, List<Owned> owned) {
    Map<String, List<MatchedRatio.Stratum>> strata = new TreeMap<>();
    for (Owned each : owned) {
      strata
          .computeIfAbsent(each.entityKey(), key -> new ArrayList<>())
          .add(new MatchedRatio.Stratum(each.warmMet(), each.warm(), each.coldMet(), each.cold()));
    }
    Map<String, Counted> counted = new TreeMap<>();
    owners.forEach(owner -> counted.put(owner.entityKey(), owner.counted()));
    List<AsksRow> rows = new ArrayList<>();
    counted.forEach((key, asks) -> rows.add(row(key, asks, strata.getOrDefault(key, List.of()))));
    return rows;
  }

  private static AsksRow row(String key, Counted asks, List<MatchedRatio.Stratum> strata) {
    MantelHaenszel.Study study = MatchedRatio.study(key, strata);
    double weight = 0;
    for (MatchedRatio.Stratum stratum : strata) {
      weight += AskStrata.weight(stratum);
    }
    String missing = asks.shows() ? enough(asks) : SUPPRESSED;
    return row(
        "account",
        key,
        1,
        asks.posts(),
        asks,
        missing,
        RatioLeg.of(MatchedRatio.of(List.of(study)), missing).estimate(),
        difference(List.of(study), weight),
        null,
        null);
  }

  /**
   * A row.
   *
   * @param asks what is published of them
   * @param missing why there is no ratio; null where there is one
   */
  private static AsksRow row(
      String scope,
      @Nullable String key,
      long accounts,
      long posts,
      Counted asks,
      @Nullable String missing,
      Estimate ratio,
      @Nullable Double difference,
      @Nullable Double pValue,
      @Nullable String verdict) {
    boolean shows = asks.shows();
    return new AsksRow(
        scope,
        key,
        shows ? missing == null ? ratio.state() : missing : SUPPRESSED,
        accounts,
        posts,
        shows ? asks.cold() : null,
        shows ? asks.warm() : null,
        shows ? asks.coldMet() : null,
        shows ? asks.warmMet() : null,
        ratio,
        shows && asks.coldMet() > 0 && asks.warm() > 0
            ? Double.valueOf(
                (double) asks.warmMet() / asks.warm() / ((double) asks.coldMet() / asks.cold()))
            : null,
        missing == null ? difference : null,
        pValue,
        verdict);
  }

  /** Σ(x·n₀ − z·n₁)/N over Σ n₁·n₀/N, in percentage points; null where the latter is 0. */
  private static @Nullable Double difference(List<MantelHaenszel.Study> studies, double weight) {
    double difference = 0;
    for (MantelHaenszel.Study study : studies) {
      difference += study.r() - study.s();
    }
    return weight == 0 ? null : Double.valueOf(100 * difference / weight);
  }

  /** Null where there are asks enough of both kinds, else the code. */
  private static @Nullable String enough(Counted asks) {
    return asks.warm() >= ENOUGH && asks.cold() >= ENOUGH ? null : TOO_FEW_EVENTS;
  }
}
