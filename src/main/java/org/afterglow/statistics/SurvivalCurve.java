package org.afterglow.statistics;

import org.jspecify.annotations.Nullable;

/**
 * The share still there after each whole day, of people of whom some are lost from sight before
 * they leave (Kaplan &amp; Meier, JASA 53, 1958): S(t) = Π over days u ≤ t of 1 − d_u/n_u, with d_u
 * who left on day u and n_u who were there or leaving on it. Greenwood's sum V(t) = Σ d_u/(n_u (n_u
 * − d_u)) gives the standard error S·√V, and the interval on ln(−ln S), which stays within 0 and 1
 * (Kalbfleisch &amp; Prentice 1980).
 */
public final class SurvivalCurve {
  private static final double Z = 1.959963984540054;

  private final long[] atRisk;
  private final long[] left;
  private final double[] survival;
  private final double[] greenwood;

  private SurvivalCurve(long[] atRisk, long[] left, double[] survival, double[] greenwood) {
    this.atRisk = atRisk;
    this.left = left;
    this.survival = survival;
    this.greenwood = greenwood;
  }

  /**
   * The curve of some people.
   *
   * @param people there at the beginning
   * @param left who left on each day, from day 0
   * @param censored who were last seen there on each day, from day 0; those seen beyond the last
   *     day may be left out
   */
  public static SurvivalCurve of(long people, long[] left, long[] censored) {
    if (left.length == 0 || left.length != censored.length) {
      throw new IllegalArgumentException(
          left.length + " days of leaving and " + censored.length + " of losing sight");
    }
    int days = left.length;
    long[] atRisk = new long[days];
    double[] survival = new double[days];
    double[] greenwood = new double[days];
    long there = people;
    double share = 1;
    double sum = 0;
    for (int day = 0; day < days; day++) {
      atRisk[day] = there;
      if (left[day] > 0) {
        long stay = there - left[day];
        share *= (double) stay / there;
        // Where nobody stays the share is 0 and has no error of its own.
        sum += stay == 0 ? 0 : (double) left[day] / there / stay;
      }
      survival[day] = share;
      greenwood[day] = sum;
      there -= left[day] + censored[day];
      if (there < 0) {
        throw new IllegalArgumentException("more than " + people + " people by day " + day);
      }
    }
    return new SurvivalCurve(atRisk, left.clone(), survival, greenwood);
  }

  /** The last day. */
  public int lastDay() {
    return atRisk.length - 1;
  }

  /** People who were seen there on a day or left on it. */
  public long atRisk(int day) {
    return atRisk[day];
  }

  /** Share still there after a day. */
  public double survival(int day) {
    return survival[day];
  }

  /** Greenwood's standard error of that share. */
  public double standardError(int day) {
    return survival[day] * StrictMath.sqrt(greenwood[day]);
  }

  /** Its 95 % interval on ln(−ln S); null where the share is 0 or 1. */
  public @Nullable Interval interval(int day) {
    double share = survival[day];
    if (!(share > 0 && share < 1)) {
      return null;
    }
    double half = Z * StrictMath.sqrt(greenwood[day]) / Math.abs(StrictMath.log(share));
    return new Interval(
        StrictMath.pow(share, StrictMath.exp(half)), StrictMath.pow(share, StrictMath.exp(-half)));
  }

  /** Days that people stay on average of the first so many: the area under the curve. */
  public double restrictedMean(int days) {
    double area = 0;
    for (int day = 0; day < days; day++) {
      area += survival[day];
    }
    return area;
  }

  /** Variance of that mean: Σ over days t of (area from t on)²·d_t/(n_t (n_t − d_t)). */
  public double restrictedMeanVariance(int days) {
    double area = 0;
    double variance = 0;
    for (int day = days - 1; day >= 0; day--) {
      area += survival[day];
      long stay = atRisk[day] - left[day];
      if (left[day] > 0 && stay > 0) {
        variance += area * area * left[day] / atRisk[day] / stay;
      }
    }
    return variance;
  }

  /** That mean with an interval by the normal distribution; null where nobody left. */
  public @Nullable Interval restrictedMeanInterval(int days) {
    double half = Z * StrictMath.sqrt(restrictedMeanVariance(days));
    double mean = restrictedMean(days);
    return half > 0 ? new Interval(mean - half, mean + half) : null;
  }
}
