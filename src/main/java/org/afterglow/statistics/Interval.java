package org.afterglow.statistics;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A 95 % interval.
 *
 * @param low its lower end
 * @param high its upper end, not below
 */
public record Interval(double low, double high) implements Serializable {
  private static final double Z = 1.959963984540054;

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("no interval from " + low + " to " + high);
    }
  }

  /**
   * Wilson's score interval of a share (Wilson, JASA 22, 1927), for counts that are independent of
   * one another; null where there is nothing to have a share of.
   */
  public static @Nullable Interval wilson(long part, long whole) {
    if (part < 0 || part > whole) {
      throw new IllegalArgumentException(part + " of " + whole + " is no share");
    }
    if (whole == 0) {
      return null;
    }
    return wilson((double) part / whole, (double) whole);
  }

  /**
   * The same of a share with the information of so many independent counts, whole or not.
   *
   * @param share from 0 to 1
   * @param n above 0
   */
  public static Interval wilson(double share, double n) {
    if (!(share >= 0 && share <= 1 && n > 0 && n < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(share + " is no share of " + n);
    }
    double middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half = Z / (1 + Z * Z / n) * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
    return new Interval(
        share == 0 ? 0 : Math.max(0, middle - half), share == 1 ? 1 : Math.min(1, middle + half));
  }

  /**
   * The 2.5th and 97.5th percentile of draws, widened if need be to hold the figure they belong to.
   *
   * @param draws at least one, none NaN
   */
  public static Interval percentile(double[] draws, double figure) {
    return new Interval(
        Math.min(figure, Quantiles.interpolated(draws, .025)),
        Math.max(figure, Quantiles.interpolated(draws, .975)));
  }
}
