package org.afterglow.job.claim.feeds;

import static org.afterglow.table.ReasonCodes.NO_POST_BOOTSTRAP;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.afterglow.job.acts.Privacy;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.Interval;
import org.afterglow.table.Estimate;

/**
 * Of answers in an owner's threads the share between two persons, with an interval by drawing
 * buckets of threads anew (docs/methods.md, 5).
 */
final class AudienceShare {
  static final int BUCKETS = 200;
  private static final int DRAWS = 199;
  private static final long THREADS_FOR_AN_INTERVAL = 20;

  private final long[] answers = new long[BUCKETS];
  private final long[] amongPersons = new long[BUCKETS];
  private long threads;

  void add(AudienceTalk.Bucket bucket) {
    answers[bucket.bucket()] += bucket.answers();
    amongPersons[bucket.bucket()] += bucket.amongPersons();
    threads += bucket.threads();
  }

  /** Whether there is no answer. */
  boolean empty() {
    return threads == 0;
  }

  /**
   * The share.
   *
   * @param people who take part; few are SUPPRESSED
   */
  Estimate estimate(String entityKey, long people, Draws draws) {
    if (empty()) {
      return Estimate.none(TOO_FEW_EVENTS);
    }
    if (!Privacy.shows(people)) {
      return Estimate.none(SUPPRESSED);
    }
    double share = (double) Arrays.stream(amongPersons).sum() / Arrays.stream(answers).sum();
    if (threads < THREADS_FOR_AN_INTERVAL) {
      return Estimate.qualified(share, null, null, NO_POST_BOOTSTRAP);
    }
    double[] drawn = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      drawn[draw] = drawn(draws.stream(entityKey, "audience_share", draw), share);
    }
    Interval interval = Interval.percentile(drawn, share);
    return Estimate.of(share, interval.low(), interval.high());
  }

  /** The share of a draw, or the given one where it holds no answer. */
  private double drawn(SplittableRandom random, double empty) {
    int[] weights = Draws.poissonWeights(random, BUCKETS);
    long all = 0;
    long among = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      all += weights[bucket] * answers[bucket];
      among += weights[bucket] * amongPersons[bucket];
    }
    return all == 0 ? empty : (double) among / all;
  }
}
