package org.afterglow.job.claim.silences;

import static org.afterglow.table.ReasonCodes.NO_CONTROLS;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.acts.Privacy;
import org.afterglow.statistics.FitState;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * Which share of the people of some accounts came back after silences, and at moments without one.
 *
 * @param share after silences that have controls of their stratum, without those of few people
 * @param control at those controls, each stratum weighted by the people of its silences
 * @param ratio of the two by Mantel and Haenszel
 */
record ReturningAudience(Estimate share, Estimate control, Estimate ratio) {
  /**
   * People of moments.
   *
   * @param people who acted upon an account's posts in the 28 days before
   * @param back those of them who acted upon the first five posts after
   */
  record Counted(long people, long back) {
    static final Counted NOBODY = new Counted(0, 0);

    Counted plus(Counted other) {
      return new Counted(people + other.people, back + other.back);
    }

    /** The share that came back, with Wilson's interval. */
    Estimate share() {
      Interval wilson = Interval.wilson(back, people);
      if (wilson == null) {
        return Estimate.none(TOO_FEW_EVENTS);
      }
      return Privacy.shows(people)
          ? Estimate.of((double) back / people, wilson.low(), wilson.high())
          : Estimate.none(SUPPRESSED);
    }
  }

  /** A moment with its people; null where they were not counted. */
  record Seen(ComebackMoment moment, @Nullable Counted people) {
    GapClass gapClass() {
      return GapClass.of(moment.lagDays());
    }

    /**
     * Moments whose audiences are alike: of one account, length class and doubling of size. An
     * audience that many posts brought has more people in it who came once.
     */
    String stratum() {
      long size = people == null ? 0 : people.people;
      return moment.account() + ' ' + gapClass() + ' ' + (64 - Long.numberOfLeadingZeros(size));
    }

    boolean is(String kind) {
      return moment.is(kind);
    }
  }

  /**
   * People of silences and of controls that are alike.
   *
   * @param shown of silences those whose own share is not withheld
   */
  private record Stratum(Counted silent, Counted shown, Counted control) {
    private static final Stratum EMPTY =
        new Stratum(Counted.NOBODY, Counted.NOBODY, Counted.NOBODY);

    private Stratum plus(Seen seen, Counted people) {
      return seen.is(ComebackMoment.CONTROL)
          ? new Stratum(silent, shown, control.plus(people))
          : new Stratum(
              silent.plus(people),
              Privacy.shows(people.people) ? shown.plus(people) : shown,
              control);
    }

    private boolean matched() {
      return silent.people > 0 && control.people > 0;
    }

    private MatchedRatio.Stratum counts() {
      return new MatchedRatio.Stratum(silent.back, silent.people, control.back, control.people);
    }
  }

  /** Compares silences with controls. */
  static ReturningAudience of(List<Seen> seen) {
    TreeMap<String, TreeMap<String, Stratum>> accounts = new TreeMap<>();
    for (Seen each : seen) {
      Counted people = each.people;
      if (people != null) {
        TreeMap<String, Stratum> strata =
            accounts.computeIfAbsent(each.moment.account(), account -> new TreeMap<>());
        strata.put(
            each.stratum(), strata.getOrDefault(each.stratum(), Stratum.EMPTY).plus(each, people));
      }
    }
    List<MantelHaenszel.Study> studies = new ArrayList<>();
    Counted silent = Counted.NOBODY;
    Counted shown = Counted.NOBODY;
    double expected = 0;
    for (Map.Entry<String, TreeMap<String, Stratum>> account : accounts.entrySet()) {
      List<MatchedRatio.Stratum> counts = new ArrayList<>();
      for (Stratum stratum : account.getValue().values()) {
        if (stratum.matched()) {
          counts.add(stratum.counts());
          silent = silent.plus(stratum.silent);
          // What is withheld of a silence or its controls must not be had by subtraction.
          if (Privacy.shows(stratum.control.people)) {
            shown = shown.plus(stratum.shown);
            expected +=
                (double) stratum.shown.people * stratum.control.back / stratum.control.people;
          }
        }
      }
      studies.add(MatchedRatio.study(account.getKey(), counts));
    }
    if (silent.people == 0 || !Privacy.shows(silent.people)) {
      Estimate no = Estimate.none(silent.people == 0 ? NO_CONTROLS : SUPPRESSED);
      return new ReturningAudience(no, no, no);
    }
    Estimate ratio = ratio(MatchedRatio.of(studies));
    if (shown.people == 0) {
      Estimate no = Estimate.none(SUPPRESSED);
      return new ReturningAudience(no, no, ratio);
    }
    return new ReturningAudience(
        Estimate.withoutInterval((double) shown.back / shown.people),
        Estimate.withoutInterval(expected / shown.people),
        ratio);
  }

  private static Estimate ratio(MatchedRatio ratio) {
    if (ratio.pooled() == null) {
      return Estimate.none(ratio.state().name());
    }
    double point = StrictMath.exp(ratio.pooled().estimate());
    StudentInterval interval = ratio.interval();
    if (interval != null) {
      return Estimate.of(point, StrictMath.exp(interval.low()), StrictMath.exp(interval.high()));
    }
    return ratio.state() == FitState.OK
        ? Estimate.withoutInterval(point)
        : Estimate.qualified(point, null, null, ratio.state().name());
  }
}
