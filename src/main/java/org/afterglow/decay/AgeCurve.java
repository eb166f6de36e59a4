package org.afterglow.decay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Engagement with posts by their age (docs/methods.md, 2.1): rates in ten bins up to 28 days, and
 * how much of it is over by when.
 *
 * @param rates weighted events per post and day at risk, by bin
 * @param cumulative C(a), weighted events per post up to the end of each bin; null from the first
 *     bin on that no post was observed in
 * @param halfOf28dAgeHours the age a with C(a) = C(28 d)/2, linear in ln a within its bin
 * @param remains1d 1 − C(1 d)/C(28 d)
 * @param remains7d 1 − C(7 d)/C(28 d)
 */
public record AgeCurve(
    List<Measured> rates,
    List<@Nullable Double> cumulative,
    Measured halfOf28dAgeHours,
    Measured remains1d,
    Measured remains7d) {
  /** Edges of the bins in hours. */
  public static final List<Integer> EDGES_HOURS =
      List.of(0, 1, 3, 6, 12, 24, 48, 96, 168, 336, 672);

  /** Number of bins. */
  public static final int BINS = EDGES_HOURS.size() - 1;

  /** 3.69 events are the 97.5 % limit where none was seen. */
  static final double LIMIT_OF_NONE = 3.69;

  static final long ENOUGH_FOR_HALF_LIVES = 50;
  static final long ENOUGH_FOR_SHARES = 30;
  static final long ENOUGH_POSTS = 20;

  private static final int DAY = 24;
  private static final int WEEK = 168;

  /**
   * What was counted.
   *
   * @param posts posts at risk in any bin
   * @param events by bin
   * @param weighted Σw by bucket of posts and bin
   * @param postDays observed post-days by bucket of posts and bin
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Counts(long posts, long[] events, double[][] weighted, double[][] postDays) {
    long total() {
      return Arrays.stream(events).sum();
    }

    /** Buckets of posts that were acted upon. */
    long inUse() {
      return Arrays.stream(weighted)
          .filter(bucket -> Arrays.stream(bucket).anyMatch(sum -> sum > 0))
          .count();
    }
  }

  /**
   * Estimates the curve.
   *
   * @param draws bucket weights of each draw; they are used for 20 posts or more
   * @param countersOnly whether counters say that there was engagement of which there are no times;
   *     stray events that have some tell nothing
   */
  public static AgeCurve of(Counts counts, int[][] draws, boolean countersOnly) {
    int[][] used = counts.posts() < ENOUGH_POSTS ? new int[0][] : draws;
    double[] weighted = total(counts.weighted(), null);
    double[] postDays = total(counts.postDays(), null);
    double[][] drawnRates = new double[used.length][];
    for (int r = 0; r < used.length; r++) {
      drawnRates[r] = rates(total(counts.weighted(), used[r]), total(counts.postDays(), used[r]));
    }
    double[] rates = rates(weighted, postDays);
    Reason none = countersOnly ? Reason.COUNTERS : Reason.ALL_ZERO;
    long events = countersOnly ? 0 : counts.total();
    Measured[] measured = new Measured[BINS];
    Double[] cumulative = new Double[BINS];
    double reached = 0;
    for (int bin = 0; bin < BINS; bin++) {
      measured[bin] =
          rate(rates[bin], postDays[bin], column(drawnRates, bin), events == 0 ? none : null);
      reached += rates[bin] * days(bin);
      cumulative[bin] = Double.isNaN(reached) ? null : (Double) reached;
    }
    return new AgeCurve(
        List.of(measured),
        Collections.unmodifiableList(Arrays.asList(cumulative)),
        half(rates, drawnRates, events, none),
        remains(rates, drawnRates, events, none, DAY, counts.inUse()),
        remains(rates, drawnRates, events, none, WEEK, counts.inUse()));
  }

  /**
   * What share of acts on posts of either predicted class belongs to the class that a curve is of,
   * apart for ages below a day and later ones; below 0 or above 1 where errors are inverted.
   *
   * @param earlyOwn of early acts on posts predicted to be of that class
   * @param earlyOther of early acts on posts predicted to be of the other
   * @param lateOwn of late acts on the former
   * @param lateOther of late acts on the latter
   */
  public record Shares(double earlyOwn, double earlyOther, double lateOwn, double lateOther) {
    private double[] of(double[] own, double[] other) {
      double[] corrected = new double[BINS];
      for (int bin = 0; bin < BINS; bin++) {
        boolean early = EDGES_HOURS.get(bin + 1) <= DAY;
        corrected[bin] =
            Math.max(
                0,
                (early ? earlyOwn : lateOwn) * own[bin]
                    + (early ? earlyOther : lateOther) * other[bin]);
      }
      return corrected;
    }
  }

  /**
   * The same curve with its half and what remains corrected for errors of the predicted classes:
   * figures of shape alone, for which acts need to be known by class and times at risk only in
   * proportion, which are those of both classes together. Acts that come out below 0 in a bin are
   * none there. Rates stay as predicted.
   *
   * @param own what was counted of posts predicted to be of this class
   * @param other the same of the other class
   * @param shares by the checked sample
   * @param drawnShares by its reweightings, one a draw; null where labels are no better than chance
   * @param draws bucket weights of posts of this class
   * @param otherDraws those of the other
   */
  public AgeCurve corrected(
      Counts own,
      Counts other,
      Shares shares,
      List<@Nullable Shares> drawnShares,
      int[][] draws,
      int[][] otherDraws,
      boolean countersOnly) {
    int used =
        own.posts() < ENOUGH_POSTS
            ? 0
            : Math.min(drawnShares.size(), Math.min(draws.length, otherDraws.length));
    List<double[]> drawnRates = new ArrayList<>();
    for (int r = 0; r < used; r++) {
      Shares drawn = drawnShares.get(r);
      if (drawn != null) {
        drawnRates.add(
            rates(
                drawn.of(total(own.weighted(), draws[r]), total(other.weighted(), otherDraws[r])),
                sum(total(own.postDays(), draws[r]), total(other.postDays(), otherDraws[r]))));
      }
    }
    double[][] drawn = drawnRates.toArray(double[][]::new);
    double[] corrected =
        rates(
            shares.of(total(own.weighted(), null), total(other.weighted(), null)),
            sum(total(own.postDays(), null), total(other.postDays(), null)));
    Reason none = countersOnly ? Reason.COUNTERS : Reason.ALL_ZERO;
    long events = countersOnly ? 0 : own.total();
    return new AgeCurve(
        rates,
        cumulative,
        half(corrected, drawn, events, none),
        remains(corrected, drawn, events, none, DAY, own.inUse()),
        remains(corrected, drawn, events, none, WEEK, own.inUse()));
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[BINS];
    Arrays.setAll(sum, bin -> a[bin] + b[bin]);
    return sum;
  }

  /** The bin of an age in hours; -1 from 28 days on. */
  public static int bin(double ageHours) {
    for (int bin = 0; bin < BINS; bin++) {
      if (ageHours < EDGES_HOURS.get(bin + 1)) {
        return bin;
      }
    }
    return -1;
  }

  /** Whether so many posts are enough to be drawn from: NO_POST_BOOTSTRAP below. */
  public static boolean hasInterval(long posts) {
    return posts >= ENOUGH_POSTS;
  }

  /**
   * The rate of events in some exposure.
   *
   * @param drawn rates of the draws, empty where there are none
   * @param allZero whether the whole series is zero
   */
  public static Measured rate(long events, double exposure, double[] drawn, boolean allZero) {
    return rate(events / exposure, exposure, drawn, allZero ? Reason.ALL_ZERO : null);
  }

  /**
   * A rate with its interval.
   *
   * @param rate NaN where nothing was observed
   * @param nothingAtAll the reason where the whole series is zero
   */
  static Measured rate(
      double rate, double exposure, double[] drawn, @Nullable Reason nothingAtAll) {
    if (!(exposure > 0)) {
      return Measured.none(Reason.SHORT_WINDOW);
    }
    if (nothingAtAll == Reason.ALL_ZERO) {
      return Measured.below(LIMIT_OF_NONE / exposure, Reason.ALL_ZERO);
    }
    if (nothingAtAll != null) {
      return Measured.none(nothingAtAll);
    }
    if (rate == 0) {
      return drawn.length == 0
          ? Measured.withoutInterval(0)
          : Measured.of(0, 0, LIMIT_OF_NONE / exposure);
    }
    return Measured.of(rate, drawn);
  }

  private static Measured half(double[] rates, double[][] drawn, long events, Reason none) {
    Reason reason = reason(rates, events, ENOUGH_FOR_HALF_LIVES, none);
    if (reason != Reason.OK) {
      return Measured.none(reason);
    }
    double age = halfAge(rates);
    if (age < EDGES_HOURS.get(1)) {
      return drawn.length == 0
          ? Measured.none(Reason.BELOW_RESOLUTION)
          : Measured.below(EDGES_HOURS.get(1), Reason.BELOW_RESOLUTION);
    }
    return Measured.of(age, each(drawn, AgeCurve::halfAge));
  }

  /** Where nothing remained, no draw has anything left: what may have is bounded by posts. */
  private static Measured remains(
      double[] rates, double[][] drawn, long events, Reason none, int hours, long inUse) {
    Reason reason = reason(rates, events, ENOUGH_FOR_SHARES, none);
    if (reason != Reason.OK) {
      return Measured.none(reason);
    }
    double remains = remains(rates, hours);
    double[] drawnShares = each(drawn, r -> remains(r, hours));
    return remains == 0 && drawnShares.length > 0
        ? Measured.of(0, 0, Math.min(1, LIMIT_OF_NONE / inUse))
        : Measured.of(remains, drawnShares);
  }

  private static Reason reason(double[] rates, long events, long enough, Reason none) {
    if (events == 0) {
      return none;
    }
    if (events < enough) {
      return Reason.TOO_FEW_EVENTS;
    }
    double reached = reached(rates, BINS);
    if (reached == 0) {
      return none; // corrected: all of the acts are those of the other class
    }
    return Double.isNaN(reached) ? Reason.SHORT_WINDOW : Reason.OK;
  }

  /** Draws in which every bin was observed and anything happened; few of them are no interval. */
  private static double[] each(double[][] drawn, ToDoubleFunction<double[]> of) {
    double[] values = Arrays.stream(drawn).mapToDouble(of).filter(Double::isFinite).toArray();
    return values.length * 2 < drawn.length ? new double[0] : values;
  }

  private static double halfAge(double[] rates) {
    double half = reached(rates, BINS) / 2;
    double before = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double after = before + rates[bin] * days(bin);
      if (after >= half && after > before) {
        double share = (half - before) / (after - before);
        double from = EDGES_HOURS.get(bin);
        double until = EDGES_HOURS.get(bin + 1);
        return bin == 0 ? share * until : from * Math.pow(until / from, share);
      }
      before = after;
    }
    return Double.NaN;
  }

  private static double remains(double[] rates, int hours) {
    double until = reached(rates, EDGES_HOURS.indexOf(hours));
    return Math.max(0, 1 - until / reached(rates, BINS));
  }

  /** C at the end of so many bins. */
  private static double reached(double[] rates, int bins) {
    double sum = 0;
    for (int bin = 0; bin < bins; bin++) {
      sum += rates[bin] * days(bin);
    }
    return sum;
  }

  private static double days(int bin) {
    return (EDGES_HOURS.get(bin + 1) - EDGES_HOURS.get(bin)) / 24.0;
  }

  private static double[] rates(double[] weighted, double[] postDays) {
    double[] rates = new double[BINS];
    for (int bin = 0; bin < BINS; bin++) {
      rates[bin] = postDays[bin] > 0 ? weighted[bin] / postDays[bin] : Double.NaN;
    }
    return rates;
  }

  private static double[] total(double[][] byBucket, int @Nullable [] weights) {
    double[] total = new double[BINS];
    for (int b = 0; b < byBucket.length; b++) {
      for (int bin = 0; bin < BINS; bin++) {
        total[bin] += (weights == null ? 1 : weights[b]) * byBucket[b][bin];
      }
    }
    return total;
  }

  private static double[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).filter(Double::isFinite).toArray();
  }
}
