package org.afterglow.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Quantiles of samples and of weighted values. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * The quantile by linear interpolation between order statistics: position (n − 1)·q from the
   * smallest (type 7 of Hyndman &amp; Fan 1996, the default of R and NumPy).
   *
   * @param values in any order, at least one, no NaN
   * @param q in [0, 1]
   */
  public static double interpolated(double[] values, double q) {
    check(values.length, q);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = (sorted.length - 1) * q;
    int below = (int) position;
    double part = position - below;
    return part == 0 ? sorted[below] : sorted[below] + part * (sorted[below + 1] - sorted[below]);
  }

  /**
   * The first value at which the cumulative weight reaches the share q of all weight, values sorted
   * by (value, index). Infinite values are values like others.
   *
   * @param values at least one, no NaN
   * @param weights of the values, not negative, not all 0
   * @param q in [0, 1]
   */
  public static double firstCumulative(double[] values, double[] weights, double q) {
    check(values.length, q);
    if (weights.length != values.length) {
      throw new IllegalArgumentException(values.length + " values, " + weights.length + " weights");
    }
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i])) // stable, so then by index
            .mapToInt(Integer::intValue)
            .toArray();
    double total = 0;
    for (int i : order) {
      total += weights[i];
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException("weights add up to " + total + "; above 0");
    }
    double reached = 0;
    int last = order[0];
    for (int i : order) {
      if (weights[i] > 0) {
        reached += weights[i];
        last = i;
        if (reached >= q * total) {
          break;
        }
      }
    }
    return values[last];
  }

  private static void check(int values, double q) {
    if (values == 0 || !(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("quantile " + q + " of " + values + " values");
    }
  }
}
