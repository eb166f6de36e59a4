package org.afterglow.simulate;

import org.jspecify.annotations.Nullable;

/**
 * Where a post stands and how far it lies from what is talked about there.
 *
 * @param venue subreddit or board, null on Twitter
 * @param trade whose topic it is
 * @param away share of its words on a topic that are another trade's, 0 to 1
 * @param other that trade
 */
record Topic(@Nullable String venue, int trade, double away, int other) {
  /** The share is drawn evenly up to this. */
  private static final double FURTHEST = .9;

  /** Standard deviation of an even draw between 0 and 1. */
  private static final double EVEN_SD = 1 / StrictMath.sqrt(12);

  /** On the topic alone. */
  static Topic at(@Nullable String venue, int trade) {
    return new Topic(venue, trade, 0, trade);
  }

  /** As far as is drawn. */
  static Topic drawn(@Nullable String venue, int trade, int trades, Draws draws) {
    double away = FURTHEST * draws.uniform();
    return new Topic(venue, trade, away, (trade + 1 + draws.below(trades - 1)) % trades);
  }

  /** By how many standard deviations of what is drawn it lies further than the mean. */
  double deviations() {
    return (away / FURTHEST - .5) / EVEN_SD;
  }
}
