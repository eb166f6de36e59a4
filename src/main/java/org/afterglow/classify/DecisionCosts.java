package org.afterglow.classify;

/**
 * What it costs to say of a post what is not so, and what it costs to say nothing; only ratios
 * matter.
 *
 * <p>Of a post that is promotional with probability p, saying "promotional" costs (1 − p)·{@code
 * falsePromotional} in expectation, saying "conversational" p·{@code falseConversational}, saying
 * "uncertain" {@code uncertain}. The last is the cheapest where {@code
 * uncertain/falseConversational < p < 1 − uncertain/falsePromotional} (Chow, "On optimum
 * recognition error and reject tradeoff", 1970). With errors of cost 1 and c of doubt the band is
 * (c, 1 − c). It never leaves .5 on one side, because posts outside of it are what they are nearer
 * to.
 *
 * @param falsePromotional of calling a conversational post promotional
 * @param falseConversational of calling a promotional post conversational
 * @param uncertain of calling a post uncertain
 */
public record DecisionCosts(double falsePromotional, double falseConversational, double uncertain) {
  /** Errors of either kind cost 1, doubt .3. */
  public static final DecisionCosts STANDARD = new DecisionCosts(1, 1, .3);

  /** Checks that each is above 0, and finite. */
  public DecisionCosts {
    check(falsePromotional, "costs.falsePromotional");
    check(falseConversational, "costs.falseConversational");
    check(uncertain, "costs.uncertain");
  }

  /** The lower end of the band of doubt. */
  public double uncertainFrom() {
    return Math.min(.5, uncertain / falseConversational);
  }

  /** The upper end of it. */
  public double uncertainTo() {
    return Math.max(.5, 1 - uncertain / falsePromotional);
  }

  private static void check(double cost, String option) {
    if (!(cost > 0 && cost <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(option + " is " + cost + ", should be above 0");
    }
  }
}
