package org.afterglow.decay;

import java.util.Arrays;

/**
 * How much is posted at each hour of the week, relative to the mean hour: the clock that events are
 * weighted by (docs/methods.md, 1.1). Hour 0 is Monday 00:00 UTC.
 */
public final class SeasonFactors {
  /** Hours of a week. */
  public static final int HOURS = 168;

  /** The weight of an event where the season is flat. */
  public static final long UNIT = 1_000_000;

  /** Fewer accounts than this do not tell a season. */
  public static final int ENOUGH_ACCOUNTS = 20;

  /** Fewer posts than this do not tell a season. */
  public static final int ENOUGH_POSTS = 5_000;

  private static final double PRIOR = 20;
  private static final double LOWEST = 0.2;
  private static final double HIGHEST = 5;

  private SeasonFactors() {}

  /** The hour of week of an hour since 1970-01-01T00:00Z, which was a Thursday. */
  public static int hourOfWeek(long hour) {
    return Math.floorMod(hour + 72, HOURS);
  }

  /**
   * Factors s_h = (N_h + 20·q_h)/(O_h·N̄ + 20), with q_h the product of the factors of the hour of
   * day and of the weekday, each (N + 20)/(O·N̄ + 20); divided by their mean and clipped to [.2,
   * 5].
   *
   * @param posts N_h by hour of week
   * @param observedHours O_h, hours of the kind that were observed
   */
  public static double[] estimate(long[] posts, double[] observedHours) {
    double total = Arrays.stream(posts).sum();
    double perHour = total / Math.max(Arrays.stream(observedHours).sum(), 1e-9);
    double[] byHour = shrunken(posts, observedHours, perHour, 24, 1);
    double[] byWeekday = shrunken(posts, observedHours, perHour, 7, 24);
    double[] factors = new double[HOURS];
    for (int h = 0; h < HOURS; h++) {
      double product = byHour[h % 24] * byWeekday[h / 24];
      factors[h] = (posts[h] + PRIOR * product) / (observedHours[h] * perHour + PRIOR);
    }
    double mean = Arrays.stream(factors).sum() / HOURS;
    for (int h = 0; h < HOURS; h++) {
      factors[h] = Math.min(HIGHEST, Math.max(LOWEST, factors[h] / mean));
    }
    return factors;
  }

  /** The weight 1/s of an event in millionths. */
  public static long weightMillionths(double factor) {
    return Math.round(UNIT / factor);
  }

  /** Factors of hours taken together, {@code span} successive ones at a time, {@code kinds}. */
  private static double[] shrunken(
      long[] posts, double[] observedHours, double perHour, int kinds, int span) {
    double[] n = new double[kinds];
    double[] observed = new double[kinds];
    for (int h = 0; h < HOURS; h++) {
      int kind = h / span % kinds;
      n[kind] += posts[h];
      observed[kind] += observedHours[h];
    }
    double[] factors = new double[kinds];
    for (int k = 0; k < kinds; k++) {
      factors[k] = (n[k] + PRIOR) / (observed[k] * perHour + PRIOR);
    }
    return factors;
  }
}
