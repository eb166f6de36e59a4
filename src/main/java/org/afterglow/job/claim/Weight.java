package org.afterglow.job.claim;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of a figure one of those that it rests on makes up.
 *
 * @param unit its key in the claim's table: platform/entity id of an account; null where it has no
 *     row there, as people who are no owners
 * @param share of the weight, in thousandths at most; several add up to more than 1 where it is the
 *     larger of two
 */
public record Weight(@Nullable String unit, double share) {
  private static final int SHOWN = 3;
  private static final double THOUSANDTHS = 1000;

  /** The three heaviest, of equals the first by their keys. */
  static List<Weight> heaviest(Map<String, Double> shares) {
    return shares.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(SHOWN)
        .map(
            share ->
                new Weight(
                    share.getKey(), Math.round(share.getValue() * THOUSANDTHS) / THOUSANDTHS))
        .toList();
  }
}
