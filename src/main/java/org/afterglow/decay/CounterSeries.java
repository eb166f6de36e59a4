package org.afterglow.decay;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lifetime counters of posts by the day on which they were made (docs/methods.md, 2.3): what was
 * posted when, and what it had earned by the time of counting; not engagement over time.
 */
public final class CounterSeries {
  /** Days before the stop that the series begins. */
  public static final int DAYS_BEFORE = 56;

  /** Posts counted at a lower age, in days, are left out. */
  public static final int YOUNG_DAYS = 7;

  /** Edges, in hours, of the bins of age at which counters of one post were read. */
  public static final List<Integer> AGE_EDGES_HOURS =
      Stream.concat(AgeCurve.EDGES_HOURS.stream(), Stream.of(1_344, 8_760, 87_600)).toList();

  /** Number of these bins: those of {@link AgeCurve}, to 56 days, to a year, to ten years. */
  public static final int AGE_BINS = AGE_EDGES_HOURS.size() - 1;

  private static final double SETTLED_DAYS = 60;

  private CounterSeries() {}

  /**
   * A change between two times, always side by side: {@code lnTotal = lnPosts + lnMean}. A falling
   * total with a steady mean means that posting stopped, not that the audience left.
   */
  public record Change(double lnTotal, double lnPosts, double lnMean) {
    /** From posts and their total to others; null where one of them is 0. */
    public static @Nullable Change between(
        long posts, long total, long laterPosts, long laterTotal) {
      if (posts <= 0 || total <= 0 || laterPosts <= 0 || laterTotal <= 0) {
        return null;
      }
      double lnTotal = Math.log((double) laterTotal / total);
      double lnPosts = Math.log((double) laterPosts / posts);
      return new Change(lnTotal, lnPosts, lnTotal - lnPosts);
    }
  }

  /**
   * How much of what posts had at last they had by a lower age; null where they had nothing, or
   * scores that do not add up to more.
   */
  public static @Nullable Double shareOfNewest(long total, long newestTotal) {
    return newestTotal > 0 ? (Double) ((double) total / newestTotal) : null;
  }

  /**
   * Days from the stop to the beginning of the first of two successive weeks whose totals are at
   * most half of that of the last week before the stop.
   *
   * @param totals by day, from 56 days before the stop
   * @param observed whether each of those days was observed
   * @return null where it does not happen within the weeks observed in full
   */
  public static @Nullable Double totalHalvesAfterDays(long[] totals, boolean[] observed) {
    Long last = week(totals, observed, -1);
    if (last == null || last <= 0) {
      return null;
    }
    for (int week = 0; DAYS_BEFORE + 7 * (week + 2) <= totals.length; week++) {
      Long first = week(totals, observed, week);
      Long second = week(totals, observed, week + 1);
      if (first == null || second == null) {
        return null;
      }
      if (2 * first <= last && 2 * second <= last) {
        return 7.0 * week;
      }
    }
    return null;
  }

  /**
   * Whether counters were read at ages too unlike to be compared: AGE_MIXED.
   *
   * @param medianAgesDays by week; null where no age is known
   */
  public static boolean ageMixed(Iterable<@Nullable Double> medianAgesDays) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (Double age : medianAgesDays) {
      if (age != null) {
        least = Math.min(least, age);
        most = Math.max(most, age);
      }
    }
    return least < SETTLED_DAYS && most > 2 * least;
  }

  /**
   * Mean with counters above a limit set to it.
   *
   * @param posts all posts
   * @param totalBelow sum of the counters up to the limit
   * @param above posts above the limit
   */
  public static double winsorised(long posts, long totalBelow, long above, double limit) {
    return (totalBelow + above * limit) / posts;
  }

  /**
   * Mean counter per post with its interval over draws of posts.
   *
   * @param posts by bucket
   * @param totals by bucket
   * @param draws bucket weights of each draw; they are used for 20 posts or more
   */
  public static Measured mean(long[] posts, long[] totals, int[][] draws) {
    long n = 0;
    long total = 0;
    for (int b = 0; b < posts.length; b++) {
      n += posts[b];
      total += totals[b];
    }
    if (n == 0) {
      return Measured.none(Reason.ALL_ZERO);
    }
    double mean = (double) total / n;
    if (n < AgeCurve.ENOUGH_POSTS) {
      return Measured.withoutInterval(mean);
    }
    double[] means = new double[draws.length];
    int drawn = 0;
    for (int[] weights : draws) {
      long drawnPosts = 0;
      long drawnTotal = 0;
      for (int b = 0; b < posts.length; b++) {
        drawnPosts += weights[b] * posts[b];
        drawnTotal += weights[b] * totals[b];
      }
      if (drawnPosts > 0) {
        means[drawn++] = (double) drawnTotal / drawnPosts;
      }
    }
    return Measured.of(mean, Arrays.copyOf(means, drawn));
  }

  private static @Nullable Long week(long[] totals, boolean[] observed, int week) {
    long sum = 0;
    for (int day = DAYS_BEFORE + 7 * week; day < DAYS_BEFORE + 7 * (week + 1); day++) {
      if (!observed[day]) {
        return null;
      }
      sum += totals[day];
    }
    return sum;
  }
}
