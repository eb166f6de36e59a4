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

  /** Weeks from the stop's day on that are held against the baseline. */
  public static final int WEEKS = 8;

  /** Observed days that a week needs. */
  public static final int ENOUGH_DAYS = 5;

  private static final double SETTLED_DAYS = 60;

  private CounterSeries() {}

  /**
   * Posts of a stretch of time by bucket, and what they had earned when they were counted.
   *
   * @param posts by bucket
   * @param totals of their counters, by bucket
   * @param days that were observed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Counted(long[] posts, long[] totals, double days) {
    private long allPosts() {
      return Arrays.stream(posts).sum();
    }

    private long allTotals() {
      return Arrays.stream(totals).sum();
    }

    /** The same of a draw of buckets; the weights are its draw's. */
    private Counted drawn(int[] weights) {
      return new Counted(weighted(posts, weights), weighted(totals, weights), days);
    }

    private static long[] weighted(long[] values, int[] weights) {
      long[] weighted = new long[values.length];
      for (int i = 0; i < values.length; i++) {
        weighted[i] = weights[i] * values[i];
      }
      return weighted;
    }
  }

  /**
   * Logarithms of how many times as much was posted and earned a day than in another stretch of
   * time, always side by side: {@code lnTotal = lnPosts + lnMean}. A falling total with a steady
   * mean means that posting stopped, not that the audience left.
   *
   * @param lnTotal of the counters' sum a day
   * @param lnPosts of the posts a day
   * @param lnMean of the mean counter of a post
   */
  public record Change(Measured lnTotal, Measured lnPosts, Measured lnMean) {
    /** No change can be told. */
    public static Change none(Reason reason) {
      return new Change(Measured.none(reason), Measured.none(reason), Measured.none(reason));
    }

    /**
     * From one stretch of time to another. ALL_ZERO where one has no post, and, for totals and
     * means, where the counters of one add up to nothing.
     *
     * @param draws bucket weights of each draw; they are used for 20 posts or more on either side
     */
    public static Change between(Counted before, Counted later, int[][] draws) {
      double posts = lnPosts(before, later);
      if (Double.isNaN(posts)) {
        return none(Reason.ALL_ZERO);
      }
      boolean drawable =
          AgeCurve.hasInterval(before.allPosts()) && AgeCurve.hasInterval(later.allPosts());
      double[][] drawn = new double[3][drawable ? draws.length : 0];
      for (int draw = 0; draw < drawn[0].length; draw++) {
        Counted from = before.drawn(draws[draw]);
        Counted to = later.drawn(draws[draw]);
        drawn[0][draw] = lnTotal(from, to);
        drawn[1][draw] = lnPosts(from, to);
        drawn[2][draw] = drawn[0][draw] - drawn[1][draw];
      }
      double total = lnTotal(before, later);
      return new Change(
          measured(total, drawn[0]), measured(posts, drawn[1]), measured(total - posts, drawn[2]));
    }

    private static double lnPosts(Counted before, Counted later) {
      return ln(before.allPosts() / before.days, later.allPosts() / later.days);
    }

    private static double lnTotal(Counted before, Counted later) {
      return ln(before.allTotals() / before.days, later.allTotals() / later.days);
    }

    /** NaN where one of them is nothing. */
    private static double ln(double before, double later) {
      return before > 0 && later > 0 ? StrictMath.log(later / before) : Double.NaN;
    }

    private static Measured measured(double value, double[] draws) {
      if (Double.isNaN(value)) {
        return Measured.none(Reason.ALL_ZERO);
      }
      double[] told = Arrays.stream(draws).filter(Double::isFinite).toArray();
      return 2 * told.length > draws.length
          ? Measured.of(value, told)
          : Measured.withoutInterval(value);
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
