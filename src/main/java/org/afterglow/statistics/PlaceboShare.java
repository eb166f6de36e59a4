package org.afterglow.statistics;

import org.jspecify.annotations.Nullable;

/**
 * How often a contrast that has nothing to find was found all the same: pooled draws of a placebo,
 * counted (docs/methods.md, 3.6).
 */
public final class PlaceboShare {
  /** Level at which a draw counts as found. */
  private static final double LEVEL = .05;

  /** Share of draws found up to which a placebo passes: the level with room for chance. */
  private static final double FOUND_AT_MOST = .08;

  private int draws;
  private int found;
  private double sum;
  private double squares;

  /** Counts a draw, unless its headline has no interval. */
  public void add(PooledOdds pooled) {
    add(pooled.headlineInterval());
  }

  /** Counts a draw, unless it has no interval. */
  public void add(@Nullable StudentInterval headline) {
    if (headline != null) {
      draws++;
      found += headline.pValue() <= LEVEL ? 1 : 0;
      sum += headline.estimate();
      squares += headline.estimate() * headline.estimate();
    }
  }

  /** Draws counted. */
  public int draws() {
    return draws;
  }

  /** Share of the draws that differ from 0 at the level; null where there is none. */
  public @Nullable Double rejectionShare() {
    return draws == 0 ? null : Double.valueOf((double) found / draws);
  }

  /** Mean of the headlines; null where there is none. */
  public @Nullable Double meanEstimate() {
    return draws == 0 ? null : Double.valueOf(sum / draws);
  }

  /** Standard deviation of the headlines; null where there are fewer than two. */
  public @Nullable Double sdEstimate() {
    return draws < 2
        ? null
        : Double.valueOf(StrictMath.sqrt(Math.max(0, squares - sum * sum / draws) / (draws - 1)));
  }

  /** Whether few enough of the draws were found; false where there is none. */
  public boolean passes() {
    Double share = rejectionShare();
    return share != null && share <= FOUND_AT_MOST;
  }
}
