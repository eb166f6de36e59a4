package org.afterglow.job.contrast;

import java.util.Set;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.jspecify.annotations.Nullable;

/**
 * The late-odds ratio of one campaign in one run.
 *
 * @param unit what is contrasted, a word of {@link ContrastUnit}
 * @param run which cells and strata, one of the constants here
 * @param strata those that hold units of both classes
 * @param eventsPromo acts on promotional units, unweighted
 * @param earlyPromo weighted
 * @param state OK, ALL_ZERO, TOO_FEW_EVENTS, ZERO_CELL, or the code by which it was refused
 * @param lnlor null unless the state is OK
 * @param variance null unless the state is OK
 * @param buckets that hold units
 * @param pValue two-sided; null where it was not tested
 * @param qValue the p adjusted over campaigns; null until then, and where there is no p
 * @param pMethod permutation or jackknife_t; null where it was not tested
 * @param pairs what r and s come from
 * @param labelCorrection {@link FitContrast#UNCORRECTED} or {@link FitContrast#PER_CELL}
 */
public record ContrastFit(
    String campaignId,
    String unit,
    String run,
    long strata,
    long unitsPromo,
    long unitsConv,
    long eventsPromo,
    long eventsConv,
    double earlyPromo,
    double latePromo,
    double earlyConv,
    double lateConv,
    double r,
    double s,
    String state,
    @Nullable Double lnlor,
    @Nullable Double variance,
    int buckets,
    @Nullable Double pValue,
    @Nullable Double qValue,
    @Nullable String pMethod,
    LateOdds.Pairs pairs,
    String labelCorrection) {
  /**
   * Early is before 24 hours of age, of persons within 28 days of the stop, of threads before 28
   * days of age; strata are weeks.
   */
  public static final String PRIMARY = "primary";

  /** Early is before 6 hours of age. */
  public static final String CUT_6H = "cut_6h";

  /** Early is before 7 days of age. */
  public static final String CUT_7D = "cut_7d";

  /** Without posts of which the model is in doubt. */
  public static final String UNCERTAIN_DROPPED = "uncertain_dropped";

  /** Strata are weeks by six-hour block of the day. */
  public static final String SIX_HOUR_BLOCKS = "strata_by_six_hour_block";

  /** Strata of persons are weeks by fifth of how often they came while the campaign ran. */
  public static final String RATE_QUINTILES = "strata_by_rate_quintile";

  /** With the acts of suspected bots. */
  public static final String BOTS_IN = "bots_in";

  /** Without the acts of whoever did more than a fifth of a campaign's. */
  public static final String DOMINANT_ACTOR_OUT = "dominant_actor_out";

  /** Without acts whose text several authors share. */
  public static final String IDENTICAL_TEXTS_OUT = "identical_texts_out";

  /** Without the posts of whoever wrote more than half of a class's in a topic. */
  public static final String DOMINANT_AUTHOR_OUT = "dominant_author_out";

  /** With classes as they were predicted, where the other runs correct for their errors. */
  public static final String LABELS_AS_PREDICTED = "labels_as_predicted";

  /** Early and late are days since the stop; strata are ages at the stop. */
  static final String STOP = "stop";

  /** The same in one stratum. */
  static final String CRUDE = "crude";

  public static final String ALL_ZERO = "ALL_ZERO";
  public static final String TOO_FEW_EVENTS = ReasonCodes.TOO_FEW_EVENTS;
  static final String ZERO_CELL = ReasonCodes.ZERO_CELL;

  /** States of what was counted, whatever came of it. */
  private static final Set<String> CONTRASTED =
      Set.of(Estimate.OK, ALL_ZERO, TOO_FEW_EVENTS, ZERO_CELL);

  /** Fewer acts than this in a class are no contrast. */
  public static final long ENOUGH_EVENTS = LateOdds.ENOUGH_EVENTS;

  ContrastFit adjusted(double q) {
    return new ContrastFit(
        campaignId,
        unit,
        run,
        strata,
        unitsPromo,
        unitsConv,
        eventsPromo,
        eventsConv,
        earlyPromo,
        latePromo,
        earlyConv,
        lateConv,
        r,
        s,
        state,
        lnlor,
        variance,
        buckets,
        pValue,
        q,
        pMethod,
        pairs,
        labelCorrection);
  }

  /** Whether nobody was counted, since the archive or the campaign does not allow a fit. */
  boolean refused() {
    return !unit.equals(ContrastUnit.POST.word()) && !CONTRASTED.contains(state);
  }

  /**
   * What stands in the place of a fit where the archive or the campaign does not allow one.
   *
   * @param state the code that says why
   */
  public static ContrastFit refused(String campaignId, String unit, String state) {
    return new ContrastFit(
        campaignId,
        unit,
        PRIMARY,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        state,
        null,
        null,
        0,
        null,
        null,
        null,
        LateOdds.Pairs.NONE,
        FitContrast.UNCORRECTED);
  }

  /** Whether it can be pooled, with an estimate of its own or without. */
  boolean poolable() {
    return state.equals(Estimate.OK) || state.equals(ZERO_CELL);
  }

  /** The contrast with its interval by t of one degree of freedom less than there are buckets. */
  Estimate estimate() {
    if (lnlor == null || variance == null) {
      return Estimate.none(state);
    }
    StudentInterval interval = StudentInterval.of(lnlor, StrictMath.sqrt(variance), buckets - 1.0);
    return Estimate.of(lnlor, interval.low(), interval.high());
  }

  /** Why there is a contrast or none. */
  static String state(
      long unitsPromo, long unitsConv, long eventsPromo, long eventsConv, LateOdds odds) {
    if (unitsPromo > 0 && unitsConv > 0 && eventsPromo + eventsConv == 0) {
      return ALL_ZERO;
    }
    if (eventsPromo < ENOUGH_EVENTS || eventsConv < ENOUGH_EVENTS) {
      return TOO_FEW_EVENTS;
    }
    return odds.zeroCell() ? ZERO_CELL : Estimate.OK;
  }
}
