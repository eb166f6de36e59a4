package org.afterglow.classify;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The share of promotional posts of an archive, estimated from nothing but a model's probabilities
 * by expectation and maximisation (Saerens, Latinne and Decaestecker, "Adjusting the outputs of a
 * classifier to new a priori probabilities", 2002). It holds only if the posts with a label are
 * like those that the model learnt from, and differ in number alone; where that fails it runs away,
 * so what it finds is bounded and never taken on its own word
 * (docs/decisions/0024-adaptation-without-labels.md).
 *
 * @param posts that were counted
 * @param estimate the share
 * @param shift of the margin that leads there
 * @param steps taken
 * @param refused why the estimate is not to be considered; null if it may be
 */
record PriorShift(long posts, double estimate, double shift, int steps, @Nullable String refused) {
  /** Farthest that a margin may be moved on no one's word: 2.7 times the odds. */
  static final double FARTHEST = 1;

  static final double LEAST_SHARE = .02;
  static final double MOST_SHARE = .9;
  static final long LEAST_POSTS = 1000;
  private static final int MOST_STEPS = 1000;
  private static final double SETTLED = 1e-6;

  /**
   * Estimates it.
   *
   * @param counts posts by probability, in bins of equal width from 0 to 1
   * @param assumed share that the probabilities are right for
   */
  static PriorShift of(long[] counts, double assumed) {
    long posts = 0;
    for (long count : counts) {
      posts += count;
    }
    double share = assumed;
    double change = 1;
    int step = 0;
    while (posts > 0 && step < MOST_STEPS && change > SETTLED) {
      double odds = Math.exp(logit(share) - logit(assumed));
      double sum = 0;
      for (int bin = 0; bin < counts.length; bin++) {
        double p = (bin + .5) / counts.length;
        sum += counts[bin] * (p * odds / (p * odds + 1 - p));
      }
      double next = sum / posts;
      change = Math.abs(next - share);
      share = next;
      step++;
    }
    double shift = logit(share) - logit(assumed);
    return new PriorShift(posts, share, shift, step, refused(posts, share, shift, change));
  }

  private static @Nullable String refused(long posts, double share, double shift, double change) {
    if (posts < LEAST_POSTS) {
      return "fewer than " + LEAST_POSTS + " scored posts";
    }
    if (change > SETTLED) {
      return "it did not settle in " + MOST_STEPS + " steps";
    }
    if (!(share >= LEAST_SHARE && share <= MOST_SHARE)) {
      return String.format(
          Locale.ROOT, "a share of %.3f is not between %s and %s", share, LEAST_SHARE, MOST_SHARE);
    }
    if (Math.abs(shift) > FARTHEST) {
      return String.format(
          Locale.ROOT, "a shift of %+.2f is farther than %s", shift, (Object) FARTHEST);
    }
    return null;
  }

  private static double logit(double share) {
    return Math.log(share / (1 - share));
  }
}
