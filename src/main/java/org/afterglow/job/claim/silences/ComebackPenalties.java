package org.afterglow.job.claim.silences;

import static org.afterglow.table.ReasonCodes.FEW_ACCOUNTS;
import static org.afterglow.table.ReasonCodes.FEW_SILENCES;
import static org.afterglow.table.ReasonCodes.UNPROVED;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.DealtPlacebo;
import org.afterglow.job.claim.Hindrances;
import org.afterglow.job.claim.silences.ComebackMoment.Response;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.statistics.ClusteredFit;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LogLinkRegression;
import org.afterglow.statistics.SilencePenalty;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.jspecify.annotations.Nullable;

/**
 * By how much less the first posts after silences earn than posts as long after moments without
 * one, and the evidence on C6 that it makes.
 *
 * @param compared moments with responses, in the order of accounts, then times
 * @param fit of silences against controls
 * @param runs other ways of counting, by their names
 * @param placebos of the penalty and of the slope
 */
record ComebackPenalties(
    List<ComebackMoment> compared,
    ClusteredFit fit,
    Map<String, ClusteredFit> runs,
    List<PlaceboRow> placebos) {
  /** Days of silence of the figure that decides. */
  static final double DECIDING_DAYS = 60;

  private static final double MARGIN_PERCENT = 10;
  private static final long FEWEST_SILENCES = 5;
  private static final int FOR_AN_INTERVAL = 5;

  /**
   * Compares silences with controls.
   *
   * @param moments in any order
   * @param placeboDraws how many
   */
  static ComebackPenalties of(List<ComebackMoment> moments, Draws draws, int placeboDraws) {
    List<ComebackMoment> compared =
        moments.stream()
            .filter(ComebackMoment::compares)
            .sorted(
                Comparator.comparing(ComebackMoment::account)
                    .thenComparingLong(ComebackMoment::leftMicros)
                    .thenComparing(ComebackMoment::kind))
            .toList();
    ComebackModel model = ComebackModel.of(compared, ComebackMoment::response, Response::firstFive);
    LogLinkRegression fitted = model.fit(compared);
    Map<String, ClusteredFit> runs = new TreeMap<>();
    runs.put(
        "first_post_only",
        ComebackModel.of(compared, ComebackMoment::response, Response::first).fit(compared).fit());
    runs.put(
        ContrastFit.BOTS_IN,
        ComebackModel.of(compared, ComebackMoment::responseWithBots, Response::firstFive)
            .fit(compared)
            .fit());
    ClusteredFit.Contrast penalty = SilencePenalty.atLag(fitted.fit(), DECIDING_DAYS);
    if (penalty != null) {
      List<ComebackMoment> others =
          compared.stream()
              .filter(moment -> !moment.account().equals(penalty.heaviestAccount()))
              .toList();
      runs.put(
          PoolContrast.HEAVIEST_ACCOUNT_OUT,
          ComebackModel.of(others, ComebackMoment::response, Response::firstFive)
              .fit(others)
              .fit());
    }
    return new ComebackPenalties(
        compared,
        fitted.fit(),
        runs,
        SplitControls.rows(model, fitted, compared, draws, placeboDraws));
  }

  /** Percent by which the response after so many days of silence is lower. */
  Estimate after(double days) {
    ClusteredFit.Contrast contrast = SilencePenalty.atLag(fit, days);
    return estimate(
        days,
        contrast == null ? null : Double.valueOf(-100 * StrictMath.expm1(contrast.estimate())),
        SilencePenalty.penaltyPercent(fit, days));
  }

  /** By how much the logarithm of the response falls or rises with that of the days. */
  Estimate slope() {
    ClusteredFit.Contrast contrast = SilencePenalty.slope(fit);
    return estimate(
        0, contrast == null ? null : Double.valueOf(contrast.estimate()), interval(contrast));
  }

  private Estimate estimate(
      double days, @Nullable Double point, @Nullable StudentInterval interval) {
    if (silences().stream().filter(silence -> silence.lagDays() >= days).count()
        < FEWEST_SILENCES) {
      return Estimate.none(FEW_SILENCES);
    }
    if (point == null) {
      return Estimate.none(fit.state().name());
    }
    if (accounts() < FOR_AN_INTERVAL) {
      return Estimate.qualified(point, null, null, FEW_ACCOUNTS);
    }
    return interval == null
        ? Estimate.withoutInterval(point)
        : Estimate.of(point, interval.low(), interval.high());
  }

  /** Silences compared. */
  List<ComebackMoment> silences() {
    return compared.stream().filter(moment -> moment.is(ComebackMoment.SILENCE)).toList();
  }

  /** How many accounts' silences are compared. */
  long accounts() {
    return silences().stream().map(ComebackMoment::account).distinct().count();
  }

  /** Posts of the accounts compared. */
  long posts() {
    HashSet<String> accounts = new HashSet<>();
    return compared.stream()
        .filter(moment -> accounts.add(moment.account()))
        .mapToLong(ComebackMoment::posts)
        .sum();
  }

  /** The leg that decides. */
  ClaimLeg penaltyLeg() {
    return leg(
            after(DECIDING_DAYS),
            SilencePenalty.penaltyPercent(fit, DECIDING_DAYS),
            SilencePenalty.atLag(fit, DECIDING_DAYS),
            1,
            MARGIN_PERCENT,
            points(each -> SilencePenalty.penaltyPercent(each, DECIDING_DAYS)),
            placebos.get(0))
        .weighed(SilencePenalty.sharesAtLag(fit, DECIDING_DAYS));
  }

  private ClaimLeg slopeLeg() {
    ClusteredFit.Contrast contrast = SilencePenalty.slope(fit);
    return leg(
            slope(),
            interval(contrast),
            contrast,
            -1,
            0,
            points(each -> interval(SilencePenalty.slope(each))),
            placebos.get(1))
        .weighed(SilencePenalty.sharesOfSlope(fit));
  }

  /** What the archive says of C6. */
  ClaimEvidence evidence() {
    return evidence(List.of(penaltyLeg(), slopeLeg()), placebos);
  }

  /** That it says nothing of it, and why. */
  static ClaimEvidence noEvidence(String reason) {
    return evidence(
        List.of(ClaimLeg.none(reason, 1, MARGIN_PERCENT), ClaimLeg.none(reason, -1, 0)),
        List.of(
            DealtPlacebo.notRun(Claim.C6.name(), SplitControls.PENALTY, true),
            DealtPlacebo.notRun(Claim.C6.name(), SplitControls.SLOPE, true)));
  }

  private static ClaimEvidence evidence(List<ClaimLeg> legs, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(Claim.C6, legs, placebos, ClaimEvidence.NOT_NEEDED)
        .limited("silences_of_that_length", FEWEST_SILENCES)
        .limited("accounts_of_a_regression", LogLinkRegression.FEWEST_ACCOUNTS)
        .limited("days_of_silence", PostingTimeline.LEAST_DAYS);
  }

  private ClaimLeg leg(
      Estimate estimate,
      @Nullable StudentInterval interval,
      ClusteredFit.@Nullable Contrast contrast,
      int claimSide,
      double margin,
      Map<String, Double> sensitivity,
      PlaceboRow placebo) {
    List<String> hindrances = new ArrayList<>();
    hindrances.add(UNPROVED);
    hindrances.addAll(
        Hindrances.of(
            accounts(), contrast == null ? 0 : contrast.heaviestShare(), List.of(placebo)));
    return new ClaimLeg(
        estimate,
        estimate.low() == null ? null : interval,
        claimSide,
        margin,
        sensitivity,
        hindrances,
        0,
        accounts(),
        posts());
  }

  private Map<String, Double> points(Function<ClusteredFit, @Nullable StudentInterval> of) {
    Map<String, Double> points = new TreeMap<>();
    runs.forEach(
        (run, other) -> {
          StudentInterval interval = of.apply(other);
          if (interval != null) {
            points.put(run, interval.estimate());
          }
        });
    return points;
  }

  private static @Nullable StudentInterval interval(ClusteredFit.@Nullable Contrast contrast) {
    return contrast == null ? null : contrast.interval();
  }
}
