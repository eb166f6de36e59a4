package org.afterglow.statistics;

import java.util.Arrays;

/** Deals a sample out to strata. */
public final class Allocation {
  private Allocation() {}

  /**
   * As many units from each stratum as from any other, from those that have fewer all: what these
   * leave goes to the others. What cannot be dealt evenly goes to the first strata.
   *
   * @param sizes units in each stratum
   * @param n units to draw in all
   * @return units to draw from each, min(n, sum of sizes) in all
   */
  public static int[] even(long[] sizes, int n) {
    int[] drawn = new int[sizes.length];
    int left = (int) Math.min(n, Arrays.stream(sizes).sum());
    while (left > 0) {
      int open = 0;
      for (int i = 0; i < sizes.length; i++) {
        open += drawn[i] < sizes[i] ? 1 : 0;
      }
      int each = Math.max(1, left / open);
      for (int i = 0; i < sizes.length && left > 0; i++) {
        int more = (int) Math.min(Math.min(each, left), sizes[i] - drawn[i]);
        drawn[i] += more;
        left -= more;
      }
    }
    return drawn;
  }
}
