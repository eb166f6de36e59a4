package org.afterglow.job;

import java.io.Serializable;
import java.util.List;
import org.afterglow.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * What stands against concluding anything from one unit's contrast, whatever its figures
 * (docs/methods.md, 6).
 *
 * @param unit what is contrasted
 * @param hindrances codes, as LABELS_UNCHECKED; none where nothing stands against it
 * @param besides 95 % interval of another figure of the same sign; it stands against concluding
 *     where it lies across 0 from the contrast's; null where there is none
 */
public record LegEvidence(ContrastUnit unit, List<String> hindrances, @Nullable Interval besides)
    implements Serializable {
  /** Evidence without another figure. */
  public LegEvidence(ContrastUnit unit, List<String> hindrances) {
    this(unit, hindrances, null);
  }

  /** Whether the other figure contradicts an interval. */
  boolean contradicts(double low, double high) {
    return besides != null && (besides.low() > 0 && high < 0 || besides.high() < 0 && low > 0);
  }
}
