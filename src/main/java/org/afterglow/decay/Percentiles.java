package org.afterglow.decay;

import java.util.Arrays;

/** Percentiles by the rule of docs/methods.md, 7: the first value whose cumulative share is ≥ q. */
final class Percentiles {
  private Percentiles() {}

  /** Of values that count alike; they are left as they are. */
  static double of(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, q);
  }

  /** The same of values in order. */
  static double ofSorted(double[] sorted, double q) {
    int rank = (int) Math.ceil(q * sorted.length - 1e-9);
    return sorted[Math.max(rank, 1) - 1];
  }

  /** Of values with weights that sum to 1, which are visited in the order given. */
  static double of(double[] values, int[] order, double[] weights, double q) {
    double cumulative = 0;
    for (int index : order) {
      cumulative += weights[index];
      if (cumulative >= q) {
        return values[index];
      }
    }
    return values[order[order.length - 1]];
  }
}
