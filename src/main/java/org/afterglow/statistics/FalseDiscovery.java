package org.afterglow.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Control of the false-discovery rate over several tests. */
public final class FalseDiscovery {
  private FalseDiscovery() {}

  /**
   * Adjusted p by Benjamini and Hochberg (1995): q of the i-th smallest of n is the least p_(j)·n/j
   * over j ≥ i, at most 1.
   *
   * @param p values in [0, 1]
   * @return q in the order of p
   */
  public static double[] benjaminiHochberg(double[] p) {
    int[] descending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(i -> p[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    double[] q = new double[p.length];
    double least = 1;
    for (int i = 0; i < p.length; i++) {
      if (!(p[descending[i]] >= 0 && p[descending[i]] <= 1)) {
        throw new IllegalArgumentException("p = " + p[descending[i]] + "; between 0 and 1");
      }
      least = Math.min(least, p[descending[i]] * p.length / (p.length - i));
      q[descending[i]] = least;
    }
    return q;
  }
}
