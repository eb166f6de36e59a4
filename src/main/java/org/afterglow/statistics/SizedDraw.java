package org.afterglow.statistics;

import java.util.Arrays;

/**
 * A draw of n units with probabilities in proportion to their sizes: unit i is drawn with
 * probability min(1, factor · size_i), the factor being such that the probabilities sum to n.
 *
 * <p>The n units of the smallest rank are drawn (sequential Poisson sampling: Ohlsson, "Sequential
 * Poisson sampling", Journal of Official Statistics 14, 1998), so that exactly n are and each
 * unit's rank depends on that unit alone.
 *
 * @param factor probability per unit of size; infinite where there are n units or fewer
 */
public record SizedDraw(double factor) {

  /**
   * The draw of n.
   *
   * @param largest the n largest sizes, or all if there are fewer; positive
   * @param total sum of all sizes
   * @param n units to draw, at least 1
   */
  public static SizedDraw of(double[] largest, double total, int n) {
    if (largest.length < n) {
      return new SizedDraw(Double.POSITIVE_INFINITY);
    }
    double[] sizes = largest.clone();
    Arrays.sort(sizes);
    double rest = total;
    // The largest are certain as long as the next would have a probability of 1 or more without
    // them.
    for (int certain = 0; certain < n; certain++) {
      double next = sizes[sizes.length - 1 - certain];
      if (next * (n - certain) < rest) {
        return new SizedDraw((n - certain) / rest);
      }
      rest -= next;
    }
    return new SizedDraw(1 / sizes[sizes.length - n]);
  }

  /** The probability that a unit of this size is drawn. */
  public double probability(double size) {
    return Math.min(1, factor * size);
  }

  /**
   * What units are ordered by: the n of the smallest rank are drawn.
   *
   * @param uniform a number of the unit's own, uniform in [0, 1)
   */
  public double rank(double size, double uniform) {
    double probability = probability(size);
    return probability >= 1 ? 0 : uniform / probability;
  }
}
