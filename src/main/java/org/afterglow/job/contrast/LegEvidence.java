package org.afterglow.job.contrast;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.LabelCorrection;
import org.jspecify.annotations.Nullable;

/**
 * What stands against concluding anything from one unit's contrast, whatever its figures
 * (docs/methods.md, 6).
 *
 * @param unit what is contrasted
 * @param hindrances codes, as LABELS_UNCHECKED; none where nothing stands against it
 * @param besides 95 % interval of another figure of the same sign; it stands against concluding
 *     where it lies across 0 from the contrast's; null where there is none
 * @param corrections by run, of those that are corrected for errors of the classes; none where no
 *     labels were checked
 */
public record LegEvidence(
    ContrastUnit unit,
    List<String> hindrances,
    @Nullable Interval besides,
    Map<String, LabelCorrection> corrections)
    implements Serializable {
  public LegEvidence {
    corrections = Map.copyOf(corrections);
  }

  /** Evidence without another figure and without checked labels. */
  public LegEvidence(ContrastUnit unit, List<String> hindrances) {
    this(unit, hindrances, null, Map.of());
  }

  /** Whether the other figure contradicts an interval. */
  boolean contradicts(double low, double high) {
    return besides != null && (besides.low() > 0 && high < 0 || besides.high() < 0 && low > 0);
  }
}
