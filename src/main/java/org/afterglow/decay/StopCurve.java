package org.afterglow.decay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Engagement by days since the stop (docs/methods.md, 2.2, 2.4): descriptive, and contrasted
 * nowhere.
 *
 * @param state OK, or why nothing after the stop is estimated
 * @param rates events per observed day of average season, by day
 * @param t50Days days until the level is half of its mean on day 0
 * @param rho28 level after 28 days over the mean of day 0
 * @param d28Days days' worth of day-0 engagement that come within 28 days
 * @param halfOfWindowDays days by which half of the events of [stop, stop + 28 d) have come
 * @param fit the curves, null where they were not fitted
 * @param fitted events of a fully observed day of average season, by day
 */
public record StopCurve(
    Reason state,
    List<Measured> rates,
    Measured t50Days,
    Measured rho28,
    Measured d28Days,
    Measured halfOfWindowDays,
    @Nullable BaggedFit fit,
    List<Measured> fitted) {
  /** A day is used if at least half of it was observed. */
  public static final double LEAST_OBSERVED = 0.5;

  /** Draws that the grid is fitted to; the other estimates use all there are. */
  static final int BAGGED_DRAWS = 99;

  private static final int HORIZON = 28;
  private static final double WIDEST = 30;

  /**
   * What was counted after the stop.
   *
   * @param posts entity posts of the class
   * @param windowDays days from the stop to the end of the after-window, at most 56
   * @param exposure observed share of each day times its season; 0 on days that are not used
   * @param events by bucket of posts and day
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Counts(long posts, double windowDays, double[] exposure, double[][] events) {
    /** Days used. */
    public int observedDays() {
      return (int) Arrays.stream(exposure).filter(e -> e > 0).count();
    }

    /** Events of a day over all buckets; 0 where the day is not used. */
    public double events(int day) {
      if (!(exposure[day] > 0)) {
        return 0;
      }
      return Arrays.stream(events).mapToDouble(bucket -> bucket[day]).sum();
    }

    double total() {
      double total = 0;
      for (int day = 0; day < CurveGrid.DAYS; day++) {
        total += events(day);
      }
      return total;
    }

    /** Whether any estimate is made that draws of the posts would give an interval. */
    public boolean drawable() {
      return posts >= AgeCurve.ENOUGH_POSTS && observed() == Reason.OK && total() > 0;
    }

    /** OK, or why a window as this tells nothing. */
    public Reason observed() {
      int days = observedDays();
      if (days < 14) {
        return Reason.STOP_NOT_OBSERVED;
      }
      if (days < 21) {
        return Reason.SHORT_WINDOW;
      }
      long firstWeek = Arrays.stream(exposure, 0, 7).filter(e -> e > 0).count();
      return firstWeek < 5 || days < 0.7 * windowDays ? Reason.GAP_HEAVY : Reason.OK;
    }
  }

  /**
   * Estimates.
   *
   * @param draws bucket weights of each draw; they are used for 20 posts or more
   * @param countersOnly as {@link AgeCurve#of}
   */
  public static StopCurve of(Counts counts, int[][] draws, boolean countersOnly) {
    int[][] used = counts.drawable() ? draws : new int[0][];
    Reason state = counts.observed();
    if (state == Reason.OK && (countersOnly || counts.total() == 0)) {
      state = countersOnly ? Reason.COUNTERS : Reason.ALL_ZERO;
    }
    double[][] drawn = new double[used.length][];
    for (int r = 0; r < used.length; r++) {
      drawn[r] = BaggedFit.total(counts.events(), used[r]);
    }
    double[] single = BaggedFit.total(counts.events(), BaggedFit.ones(counts.events().length));
    List<Measured> rates = rates(state, counts, single, drawn);
    if (state != Reason.OK) {
      Measured none = Measured.none(state);
      return new StopCurve(state, rates, none, none, none, none, null, nothing(state));
    }
    Measured halfOfWindow = halfOfWindow(counts, single, drawn);
    if (counts.total() < AgeCurve.ENOUGH_FOR_SHARES) {
      Measured few = Measured.none(Reason.TOO_FEW_EVENTS);
      return new StopCurve(
          state, rates, few, few, few, halfOfWindow, null, nothing(Reason.TOO_FEW_EVENTS));
    }
    BaggedFit fit =
        BaggedFit.of(
            CurveGrid.standard(),
            counts.events(),
            counts.exposure(),
            Arrays.copyOf(used, Math.min(used.length, BAGGED_DRAWS)));
    boolean bagged = used.length > 0;
    CurveGrid grid = fit.grid();
    return new StopCurve(
        state,
        rates,
        t50(counts, fit, bagged, growth(counts.exposure(), single, drawn)),
        measured(q -> grid.rho28Quantile(fit.posterior(), q), bagged),
        measured(q -> grid.d28Quantile(fit.posterior(), q), bagged),
        halfOfWindow,
        fit,
        fitted(fit, bagged));
  }

  private static Measured t50(Counts counts, BaggedFit fit, boolean bagged, boolean growth) {
    if (counts.total() < AgeCurve.ENOUGH_FOR_HALF_LIVES) {
      return Measured.none(Reason.TOO_FEW_EVENTS);
    }
    if (growth) {
      return Measured.none(Reason.GROWTH_AFTER_STOP);
    }
    double low = fit.grid().t50Quantile(fit.posterior(), 0.025);
    double median = fit.grid().t50Quantile(fit.posterior(), 0.5);
    double high = fit.grid().t50Quantile(fit.posterior(), 0.975);
    if (fit.probabilityT50Beyond(counts.windowDays()) > 0.5 || Double.isInfinite(median)) {
      Reason beyond = Reason.HALF_LIFE_BEYOND_WINDOW;
      return bagged
          ? Measured.above(Double.isInfinite(low) ? counts.windowDays() : low, beyond)
          : Measured.none(beyond);
    }
    if (median <= 1) {
      return bagged && !Double.isInfinite(high)
          ? Measured.below(Math.max(1, high), Reason.BELOW_RESOLUTION)
          : Measured.none(Reason.BELOW_RESOLUTION);
    }
    if (!bagged) {
      return Measured.withoutInterval(median);
    }
    return high / low > WIDEST ? Measured.none(Reason.WIDE) : Measured.of(median, low, high);
  }

  /** Whether the lower limit of rate[7, 28) over rate[0, 7) is above 1. */
  private static boolean growth(double[] exposure, double[] single, double[][] drawn) {
    if (drawn.length > 0) {
      double[] ratios =
          Arrays.stream(drawn).mapToDouble(events -> laterRatio(exposure, events)).toArray();
      return Percentiles.of(ratios, 0.025) > 1;
    }
    double early = sum(single, exposure, 0, 7);
    double late = sum(single, exposure, 7, HORIZON);
    double error = Math.sqrt(1 / Math.max(early, 0.5) + 1 / Math.max(late, 0.5));
    return laterRatio(exposure, single) * Math.exp(-1.96 * error) > 1;
  }

  private static double laterRatio(double[] exposure, double[] events) {
    double early = sum(events, exposure, 0, 7) / sum(exposure, exposure, 0, 7);
    double late = sum(events, exposure, 7, HORIZON) / sum(exposure, exposure, 7, HORIZON);
    if (!(late > 0)) {
      return 0;
    }
    return early > 0 ? late / early : Double.MAX_VALUE;
  }

  private static double sum(double[] values, double[] exposure, int from, int until) {
    double sum = 0;
    for (int day = from; day < until; day++) {
      sum += exposure[day] > 0 ? values[day] : 0;
    }
    return sum;
  }

  private static Measured halfOfWindow(Counts counts, double[] single, double[][] drawn) {
    if (counts.windowDays() < HORIZON) {
      return Measured.none(Reason.SHORT_WINDOW);
    }
    double[] exposure = counts.exposure();
    double events = sum(single, exposure, 0, HORIZON);
    if (events < AgeCurve.ENOUGH_FOR_HALF_LIVES) {
      return Measured.none(Reason.TOO_FEW_EVENTS);
    }
    double half = halfDays(exposure, single);
    if (half < 1) {
      return drawn.length == 0
          ? Measured.none(Reason.BELOW_RESOLUTION)
          : Measured.below(1, Reason.BELOW_RESOLUTION);
    }
    return Measured.of(
        half,
        Arrays.stream(drawn)
            .mapToDouble(each -> halfDays(exposure, each))
            .filter(Double::isFinite)
            .toArray());
  }

  /** When half of the rates of 28 days have passed, linear within a day; NaN where all are 0. */
  private static double halfDays(double[] exposure, double[] events) {
    double[] rates = new double[HORIZON];
    for (int day = 0; day < HORIZON; day++) {
      rates[day] = exposure[day] > 0 ? events[day] / exposure[day] : 0;
    }
    double half = Arrays.stream(rates).sum() / 2;
    double before = 0;
    for (int day = 0; day < HORIZON; day++) {
      if (rates[day] > 0 && before + rates[day] >= half) {
        return day + (half - before) / rates[day];
      }
      before += rates[day];
    }
    return Double.NaN;
  }

  private static List<Measured> rates(
      Reason state, Counts counts, double[] single, double[][] drawn) {
    List<Measured> rates = new ArrayList<>();
    for (int day = 0; day < CurveGrid.DAYS; day++) {
      int at = day;
      double exposure = counts.exposure()[day];
      if (state != Reason.OK && state != Reason.ALL_ZERO) {
        rates.add(Measured.none(state));
      } else if (!(exposure > 0)) {
        rates.add(
            Measured.none(day + 1 > counts.windowDays() ? Reason.SHORT_WINDOW : Reason.GAP_HEAVY));
      } else {
        rates.add(
            AgeCurve.rate(
                single[day] / exposure,
                exposure,
                Arrays.stream(drawn).mapToDouble(each -> each[at] / exposure).toArray(),
                state == Reason.ALL_ZERO ? state : null));
      }
    }
    return rates;
  }

  private static Measured measured(ToDoubleFunction<Double> quantile, boolean bagged) {
    double median = quantile.applyAsDouble(0.5);
    return bagged
        ? Measured.of(median, quantile.applyAsDouble(0.025), quantile.applyAsDouble(0.975))
        : Measured.withoutInterval(median);
  }

  private static List<Measured> fitted(BaggedFit fit, boolean bagged) {
    List<Measured> fitted = new ArrayList<>();
    for (int day = 0; day < CurveGrid.DAYS; day++) {
      int at = day;
      fitted.add(measured(q -> fit.fitted(at, q), bagged));
    }
    return fitted;
  }

  private static List<Measured> nothing(Reason reason) {
    return Collections.nCopies(CurveGrid.DAYS, Measured.none(reason));
  }
}
