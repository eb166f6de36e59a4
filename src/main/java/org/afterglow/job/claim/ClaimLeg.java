package org.afterglow.job.claim;

import java.util.List;
import java.util.Map;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says of a claim by one estimate, ready to be judged (docs/verdicts.md).
 *
 * @param estimate on the scale of its own table, or why there is none
 * @param judged the same on the scale that its margin is on (logarithm, percent), with its p; null
 *     where there is no interval
 * @param claimSide −1 where the claim says below 0 on that scale, 1 where above
 * @param margin the least difference that matters, at least 0, on that scale
 * @param sensitivity points of the sensitivity runs that could be estimated, by their names, on
 *     that scale
 * @param hindrances codes of what stands against concluding from it, those that hold for the claim
 *     as a whole included; the first is the one that is told
 * @param campaigns that it rests on, 0 where it rests on accounts
 * @param accounts that it rests on
 * @param posts that it rests on
 * @param heaviest the three that weigh most, the heaviest first; none where there is no estimate
 */
public record ClaimLeg(
    Estimate estimate,
    @Nullable StudentInterval judged,
    int claimSide,
    double margin,
    Map<String, Double> sensitivity,
    List<String> hindrances,
    long campaigns,
    long accounts,
    long posts,
    List<Weight> heaviest) {

  /** A leg of which it is not told who weighs most. */
  public ClaimLeg(
      Estimate estimate,
      @Nullable StudentInterval judged,
      int claimSide,
      double margin,
      Map<String, Double> sensitivity,
      List<String> hindrances,
      long campaigns,
      long accounts,
      long posts) {
    this(
        estimate,
        judged,
        claimSide,
        margin,
        sensitivity,
        hindrances,
        campaigns,
        accounts,
        posts,
        List.of());
  }

  /**
   * The same with those that weigh most.
   *
   * @param shares of all by their keys in the claim's table
   */
  public ClaimLeg weighed(Map<String, Double> shares) {
    return weighed(Weight.heaviest(shares));
  }

  /** The same, of units that have no row in the claim's table. */
  public ClaimLeg weighedUnnamed(Map<String, Double> shares) {
    return weighed(
        Weight.heaviest(shares).stream().map(weight -> new Weight(null, weight.share())).toList());
  }

  private ClaimLeg weighed(List<Weight> weights) {
    return new ClaimLeg(
        estimate,
        judged,
        claimSide,
        margin,
        sensitivity,
        hindrances,
        campaigns,
        accounts,
        posts,
        estimate.value() == null ? List.of() : weights);
  }

  /** Two-sided p; null where there is no interval. */
  public @Nullable Double pValue() {
    return judged == null ? null : Double.valueOf(judged.pValue());
  }

  /** A leg of which nothing could be estimated. */
  public static ClaimLeg none(String reason, int claimSide, double margin) {
    return new ClaimLeg(
        Estimate.none(reason), null, claimSide, margin, Map.of(), List.of(), 0, 0, 0);
  }
}
