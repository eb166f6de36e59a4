package org.afterglow.job.claim.feeds;

import static org.afterglow.table.ReasonCodes.LABELS_UNCHECKED;
import static org.afterglow.table.ReasonCodes.PLACEBO_FAILED;
import static org.afterglow.table.ReasonCodes.UNPROVED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.DealtPlacebo;
import org.afterglow.job.claim.Hindrances;
import org.afterglow.job.claim.PercentChange;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.statistics.AccountScore;
import org.afterglow.statistics.ClusteredFit;
import org.afterglow.statistics.FixedEffectsPanel;
import org.afterglow.statistics.FixedEffectsPoisson;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.jspecify.annotations.Nullable;

/**
 * What a regression of accounts' weeks comes to, as a change in percent, with the runs that it is
 * held against ({@link FixedEffectsPoisson}).
 *
 * @param estimate in percent, or why there is none
 * @param judged the same with its p; null where there is no interval
 * @param sensitivity points of the other runs that could be estimated, in percent, by their names
 * @param heaviestShare of the weight that one account has; 0 where there is no estimate
 * @param placebo the lead
 * @param accounts that could tell anything
 * @param shares of the weight that accounts have; none where there is no estimate
 */
record WeeklyFit(
    Estimate estimate,
    @Nullable StudentInterval judged,
    Map<String, Double> sensitivity,
    double heaviestShare,
    PlaceboRow placebo,
    long accounts,
    Map<String, Double> shares) {
  /** The least difference that matters, in percent. */
  private static final double MARGIN = 3;

  /**
   * Fits the primary run, those that it is held against and the placebo.
   *
   * @param unit of the first covariate, for which the change is told
   */
  static WeeklyFit of(Claim claim, WeeklyDesign design, double unit, Feeds feeds) {
    ClusteredFit fit = fit(design, WeeklyRun.PRIMARY, feeds, null);
    ClusteredFit.Contrast contrast = fit.contrast(unit);
    Map<String, Double> sensitivity = new TreeMap<>();
    if (contrast != null) {
      for (WeeklyRun run :
          List.of(WeeklyRun.TWO_LAGS, WeeklyRun.UNCERTAIN_DROPPED, WeeklyRun.BOTS_IN)) {
        PercentChange.put(sensitivity, run.word(), fit(design, run, feeds, null), unit);
      }
      PercentChange.put(
          sensitivity,
          PoolContrast.HEAVIEST_ACCOUNT_OUT,
          fit(design, WeeklyRun.PRIMARY, feeds, contrast.heaviestAccount()),
          unit);
    }
    StudentInterval interval = contrast == null ? null : contrast.interval();
    return new WeeklyFit(
        PercentChange.estimate(fit, unit),
        interval == null ? null : interval.percentChange(),
        sensitivity,
        contrast == null ? 0 : contrast.heaviestShare(),
        placebo(claim, fit(design, WeeklyRun.LEAD, feeds, null)),
        fit.accounts(),
        fit.shares(unit));
  }

  /** The estimate alone. */
  static Estimate estimate(WeeklyDesign design, double unit, Feeds feeds) {
    return PercentChange.estimate(fit(design, WeeklyRun.PRIMARY, feeds, null), unit);
  }

  /**
   * What the weeks say of a claim that rests on classes, whose estimator is not proved yet.
   *
   * @param posts that it would rest on, by account; counted are those of the accounts that could
   *     tell anything
   * @param missing why nothing can be told; null where it can
   */
  static ClaimEvidence evidence(
      Claim claim,
      WeeklyDesign design,
      double unit,
      int claimSide,
      Map<String, Long> posts,
      Feeds feeds,
      @Nullable String missing) {
    if (missing != null) {
      return none(claim, claimSide, missing);
    }
    WeeklyFit fit = of(claim, design, unit, feeds);
    long counted = 0;
    for (AccountScore account :
        feeds
            .scores(design, WeeklyRun.PRIMARY, null)
            .at(new double[design.covariates(WeeklyRun.PRIMARY)])) {
      counted += posts.getOrDefault(account.account(), 0L);
    }
    return evidence(claim, fit.leg(claimSide, counted), List.of(fit.placebo));
  }

  /** That nothing can be told of a claim, and why. */
  static ClaimEvidence none(Claim claim, int claimSide, String reason) {
    return evidence(claim, ClaimLeg.none(reason, claimSide, MARGIN), List.of(notRun(claim)));
  }

  private static ClaimEvidence evidence(Claim claim, ClaimLeg leg, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(claim, List.of(leg), placebos, LABELS_UNCHECKED)
        .limited("accounts_of_a_regression", FixedEffectsPoisson.FEWEST_ACCOUNTS)
        .limited("weeks_of_an_account", FixedEffectsPanel.FEWEST_WEEKS);
  }

  /** The leg of such a claim. */
  ClaimLeg leg(int claimSide, long posts) {
    List<String> hindrances = new ArrayList<>(List.of(UNPROVED, LABELS_UNCHECKED));
    hindrances.addAll(Hindrances.of(accounts, heaviestShare, List.of(placebo)));
    return new ClaimLeg(
            estimate, judged, claimSide, MARGIN, sensitivity, hindrances, 0, accounts, posts)
        .weighed(shares);
  }

  private static ClusteredFit fit(
      WeeklyDesign design, WeeklyRun run, Feeds feeds, @Nullable String without) {
    return FixedEffectsPoisson.of(design.covariates(run), feeds.scores(design, run, without));
  }

  private static PlaceboRow notRun(Claim claim) {
    return DealtPlacebo.notRun(claim.name(), WeeklyRun.LEAD.word(), true);
  }

  /** What comes later cannot have an effect: its interval has to hold 0. */
  private static PlaceboRow placebo(Claim claim, ClusteredFit fit) {
    ClusteredFit.Contrast contrast = fit.contrast(1);
    StudentInterval interval = contrast == null ? null : contrast.interval();
    if (interval == null) {
      return notRun(claim);
    }
    boolean passes = interval.low() <= 0 && interval.high() >= 0;
    return new PlaceboRow(
        claim.name(),
        WeeklyRun.LEAD.word(),
        true,
        1,
        passes ? 0.0 : 1.0,
        interval.estimate(),
        null,
        fit.accounts(),
        passes ? Estimate.OK : PLACEBO_FAILED);
  }
}
