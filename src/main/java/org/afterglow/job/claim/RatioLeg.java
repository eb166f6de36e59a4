package org.afterglow.job.claim;

import static org.afterglow.table.ReasonCodes.FEW_ACCOUNTS;

import java.util.List;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * A ratio as its table shows it, and its logarithm.
 *
 * @param interval of the logarithm; null where there is none
 */
public record RatioLeg(Estimate estimate, @Nullable StudentInterval interval) {
  /**
   * The leg of a ratio.
   *
   * @param missing why there is none although it could be worked out; null where there is one
   */
  public static RatioLeg of(MatchedRatio ratio, @Nullable String missing) {
    MantelHaenszel pooled = ratio.pooled();
    if (missing != null || pooled == null) {
      return new RatioLeg(Estimate.none(missing != null ? missing : ratio.state().name()), null);
    }
    StudentInterval interval = ratio.interval();
    double point = StrictMath.exp(pooled.estimate());
    return interval == null
        ? new RatioLeg(Estimate.qualified(point, null, null, FEW_ACCOUNTS), null)
        : new RatioLeg(
            Estimate.of(point, StrictMath.exp(interval.low()), StrictMath.exp(interval.high())),
            interval);
  }

  /** The logarithm of the ratio without its heaviest account; null where there is none. */
  public static @Nullable Double withoutHeaviest(
      MatchedRatio ratio, List<MantelHaenszel.Study> studies) {
    MantelHaenszel pooled = ratio.pooled();
    if (pooled == null) {
      return null;
    }
    MantelHaenszel rest =
        MatchedRatio.of(
                studies.stream()
                    .filter(study -> !study.account().equals(pooled.heaviestAccount()))
                    .toList())
            .pooled();
    return rest == null ? null : Double.valueOf(rest.estimate());
  }
}
