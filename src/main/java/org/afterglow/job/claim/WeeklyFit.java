package org.afterglow.job.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.afterglow.statistics.ClusteredFit;
import org.afterglow.statistics.FitState;
import org.afterglow.statistics.FixedEffectsPanel;
import org.afterglow.statistics.FixedEffectsPanel.Observation;
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
 * @param weeks of each account that has any in the primary run
 * @param posts of those weeks, of each account
 * @param accounts that could tell anything
 */
record WeeklyFit(
    Estimate estimate,
    @Nullable StudentInterval judged,
    Map<String, Double> sensitivity,
    double heaviestShare,
    PlaceboRow placebo,
    Map<String, Long> weeks,
    Map<String, Long> posts,
    long accounts) {
  static final String HEAVIEST_ACCOUNT_OUT = "heaviest_account_out";

  /**
   * Fits the primary run, those that it is held against and the placebo.
   *
   * @param unit of the first covariate, for which the change is told
   * @param feeds by account
   */
  static WeeklyFit of(
      Claim claim, WeeklyDesign design, double unit, NavigableMap<String, List<Feed>> feeds) {
    Map<String, Long> weeks = new HashMap<>();
    Map<String, Long> posts = new HashMap<>();
    List<FixedEffectsPanel> panels = new ArrayList<>();
    feeds.forEach(
        (account, own) -> {
          List<Observation> observations = observations(design, own, WeeklyRun.PRIMARY);
          if (!observations.isEmpty()) {
            weeks.put(account, (long) observations.size());
            posts.put(
                account, (long) observations.stream().mapToDouble(Observation::exposure).sum());
            panels.add(FixedEffectsPanel.of(account, observations));
          }
        });
    ClusteredFit fit = FixedEffectsPoisson.of(panels);
    ClusteredFit.Contrast contrast = fit.contrast(unit);
    Map<String, Double> sensitivity = new TreeMap<>();
    if (contrast != null) {
      for (WeeklyRun run :
          List.of(WeeklyRun.TWO_LAGS, WeeklyRun.UNCERTAIN_DROPPED, WeeklyRun.BOTS_IN)) {
        put(sensitivity, run.word(), FixedEffectsPoisson.of(panels(design, feeds, run)), unit);
      }
      put(
          sensitivity,
          HEAVIEST_ACCOUNT_OUT,
          FixedEffectsPoisson.of(
              panels.stream()
                  .filter(panel -> !panel.account().equals(contrast.heaviestAccount()))
                  .toList()),
          unit);
    }
    StudentInterval interval = contrast == null ? null : contrast.interval();
    return new WeeklyFit(
        estimate(fit, unit),
        interval == null ? null : interval.percentChange(),
        sensitivity,
        contrast == null ? 0 : contrast.heaviestShare(),
        placebo(claim, FixedEffectsPoisson.of(panels(design, feeds, WeeklyRun.LEAD))),
        weeks,
        posts,
        fit.accounts());
  }

  /** The estimate alone. */
  static Estimate estimate(
      WeeklyDesign design, double unit, NavigableMap<String, List<Feed>> feeds) {
    return estimate(FixedEffectsPoisson.of(panels(design, feeds, WeeklyRun.PRIMARY)), unit);
  }

  /** Weeks of all accounts. */
  long allWeeks() {
    return weeks.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Posts of those weeks. */
  long allPosts() {
    return posts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The leg of a claim that rests on classes, whose estimator is not proved yet. */
  ClaimLeg leg(int claimSide, double margin) {
    List<String> hindrances = new ArrayList<>(List.of("UNPROVED", "LABELS_UNCHECKED"));
    hindrances.addAll(Hindrances.of(accounts, heaviestShare, List.of(placebo)));
    return new ClaimLeg(
        estimate, judged, claimSide, margin, sensitivity, hindrances, 0, accounts, allPosts());
  }

  private static List<FixedEffectsPanel> panels(
      WeeklyDesign design, NavigableMap<String, List<Feed>> feeds, WeeklyRun run) {
    List<FixedEffectsPanel> panels = new ArrayList<>();
    feeds.forEach(
        (account, own) ->
            panels.add(FixedEffectsPanel.of(account, observations(design, own, run))));
    return panels;
  }

  private static List<Observation> observations(
      WeeklyDesign design, List<Feed> feeds, WeeklyRun run) {
    List<Observation> observations = new ArrayList<>();
    for (int effect = 0; effect < feeds.size(); effect++) {
      observations.addAll(design.observations(feeds.get(effect), effect, run));
    }
    return observations;
  }

  private static Estimate estimate(ClusteredFit fit, double unit) {
    ClusteredFit.Contrast contrast = fit.contrast(unit);
    if (contrast == null) {
      return Estimate.none(fit.state().name());
    }
    StudentInterval interval = contrast.interval();
    if (interval == null) {
      return Estimate.withoutInterval(percent(contrast.estimate()));
    }
    StudentInterval percent = interval.percentChange();
    return Estimate.of(percent.estimate(), percent.low(), percent.high());
  }

  private static void put(
      Map<String, Double> sensitivity, String run, ClusteredFit fit, double unit) {
    ClusteredFit.Contrast contrast = fit.contrast(unit);
    if (contrast != null) {
      sensitivity.put(run, percent(contrast.estimate()));
    }
  }

  private static double percent(double logarithm) {
    return 100 * StrictMath.expm1(logarithm);
  }

  /** What comes later cannot have an effect: its interval has to hold 0. */
  private static PlaceboRow placebo(Claim claim, ClusteredFit fit) {
    ClusteredFit.Contrast contrast = fit.state() == FitState.OK ? fit.contrast(1) : null;
    StudentInterval interval = contrast == null ? null : contrast.interval();
    if (interval == null) {
      return new PlaceboRow(claim.name(), WeeklyRun.LEAD.word(), true, 0, null, null, "NOT_RUN");
    }
    boolean passes = interval.low() <= 0 && interval.high() >= 0;
    return new PlaceboRow(
        claim.name(),
        WeeklyRun.LEAD.word(),
        true,
        1,
        passes ? 0.0 : 1.0,
        interval.estimate(),
        passes ? Estimate.OK : "PLACEBO_FAILED");
  }
}
