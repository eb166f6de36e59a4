package org.afterglow.statistics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one leg of a claim comes to; the first that holds in the order of docs/methods.md, 6.
 * Two-sided: what would contradict a claim is the mirror of what would support it.
 */
public enum LegVerdict {
  /** Nothing could be estimated. */
  NOT_ESTIMABLE,
  /** Something stands against concluding, or the interval leaves it open. */
  UNDETERMINED,
  /** The interval lies within the margin on both sides of 0. */
  NO_MATERIAL_DIFFERENCE,
  /** As the claim has it, beyond the margin. */
  SUPPORTS,
  /** Opposite to the claim, beyond the margin. */
  CONTRADICTS;

  private static final double LEVEL = .05;

  /**
   * Judges one leg.
   *
   * @param estimate the headline with its interval, null where there is none
   * @param claimSide −1 where the claim says below 0, 1 where above
   * @param margin the least difference that matters, at least 0
   * @param q false-discovery-adjusted p of the claim
   * @param hindered whether anything forbids to conclude: unproved, labels unchecked or uncertain,
   *     no season, one cluster, few accounts, a placebo failed or not run
   * @param sensitivityPoints points of the sensitivity runs that could be estimated
   */
  public static LegVerdict of(
      @Nullable StudentInterval estimate,
      int claimSide,
      double margin,
      double q,
      boolean hindered,
      double... sensitivityPoints) {
    if (estimate == null) {
      return NOT_ESTIMABLE;
    }
    if (hindered) {
      return UNDETERMINED;
    }
    if (estimate.low() >= -margin && estimate.high() <= margin) {
      return NO_MATERIAL_DIFFERENCE;
    }
    for (int side : new int[] {claimSide, -claimSide}) {
      if (beyond(estimate, side, margin) && q <= LEVEL && allOn(side, sensitivityPoints)) {
        return side == claimSide ? SUPPORTS : CONTRADICTS;
      }
    }
    return UNDETERMINED;
  }

  /** The word that stands in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean beyond(StudentInterval estimate, int side, double margin) {
    double nearest = side > 0 ? estimate.low() : -estimate.high();
    return nearest > 0 && side * estimate.estimate() > margin;
  }

  private static boolean allOn(int side, double[] points) {
    for (double point : points) {
      if (!(side * point > 0)) {
        return false;
      }
    }
    return true;
  }
}
