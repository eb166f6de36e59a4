package org.afterglow.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Detects campaigns in an entity's daily counts of promotional posts: the cheapest path through two
 * states, quiet and campaign, each with a negative-binomial rate of posts an observed average day
 * (Viterbi, rates and spread re-estimated from the path). Normative: docs/methods.md 1.3.
 *
 * <p>A stop found is the day after the last promotional post; it precedes the true end by about 1 /
 * {@link Detection#campaignRate()} days, and says little where a campaign fades out.
 */
public final class Vnb {
  /** Days that a series must span. */
  public static final int MIN_DAYS = 14;

  /** Promotional posts that a series, and a campaign, must have. */
  public static final int MIN_POSTS = 5;

  private static final int MIN_CAMPAIGN_DAYS = 5;
  private static final int MERGED_GAP_DAYS = 7;
  private static final int MOST_ROUNDS = 8;
  private static final double MIN_RATIO = 2.5;
  private static final double DOWN = 3;
  private static final double LEAST = 1e-9;

  private final double[] posts;
  private final double[] observed;
  private final double[] exposure;
  private final int days;
  private final double up;
  private double quietRate;
  private double campaignRate;
  private double dispersion = 2;

  /** What became of a series. */
  public enum State {
    /** At least one campaign. */
    OK,
    /** None found. */
    NONE,
    /** Fewer than five promotional posts. */
    TOO_FEW_PROMO_POSTS,
    /** Fewer than 14 days from the entity's first to its last. */
    SHORT_WINDOW,
    /** No 14 days of which half was observed. */
    GAP_HEAVY,
    /** The campaign state on every day: nothing to tell it from. */
    NO_OFF_STATE
  }

  /**
   * Days of a campaign, half-open, counted from the first of the series.
   *
   * @param start its first day, which has a promotional post
   * @param stop the day after its last promotional post
   */
  public record Interval(int start, int stop) {}

  /**
   * What was found in a series.
   *
   * @param campaigns in order of time, apart by more than seven days
   * @param state why there is none
   * @param quietRate promotional posts an observed average day outside campaigns; null where the
   *     series could not be judged
   * @param campaignRate the same within campaigns
   * @param dispersion k of the negative binomial: variance = mean + mean²/k
   */
  public record Detection(
      List<Interval> campaigns,
      State state,
      @Nullable Double quietRate,
      @Nullable Double campaignRate,
      @Nullable Double dispersion) {
    private static Detection none(State state) {
      return new Detection(List.of(), state, null, null, null);
    }
  }

  private Vnb(double[] posts, double[] observed) {
    this.posts = posts;
    this.observed = observed;
    this.days = posts.length;
    this.exposure = exposure(posts, observed);
    this.up = StrictMath.log(days) + 1;
  }

  /**
   * Campaigns in a series.
   *
   * @param posts promotional posts of each day, from the entity's first day in the archive to its
   *     last
   * @param observed share of each day that was observed, 0 (a day to pass over) to 1
   */
  public static Detection detect(long[] posts, double[] observed) {
    if (posts.length != observed.length) {
      throw new IllegalArgumentException(
          posts.length + " days of posts, " + observed.length + " days of observation");
    }
    if (Arrays.stream(posts).sum() < MIN_POSTS) {
      return Detection.none(State.TOO_FEW_PROMO_POSTS);
    }
    if (posts.length < MIN_DAYS) {
      return Detection.none(State.SHORT_WINDOW);
    }
    return new Vnb(Arrays.stream(posts).asDoubleStream().toArray(), observed).detect();
  }

  private Detection detect() {
    if (!startingRates()) {
      return Detection.none(State.GAP_HEAVY);
    }
    boolean[] high = settle();
    if (count(high) == days) {
      return Detection.none(State.NO_OFF_STATE);
    }
    List<Interval> accepted = merged(trimmed(high)).stream().filter(this::accepted).toList();
    return new Detection(
        accepted, accepted.isEmpty() ? State.NONE : State.OK, quietRate, campaignRate, dispersion);
  }

  /** Step 2: observed days, each weighed by its weekday's usual share of posts. */
  private static double[] exposure(double[] posts, double[] observed) {
    double mean = sum(posts) / Math.max(sum(observed), 1);
    double[] postsOf = new double[7];
    double[] observedOf = new double[7];
    for (int t = 0; t < posts.length; t++) {
      postsOf[t % 7] += posts[t];
      observedOf[t % 7] += observed[t];
    }
    double[] exposure = new double[posts.length];
    for (int t = 0; t < posts.length; t++) {
      exposure[t] = observed[t] * ((postsOf[t % 7] + 2) / (observedOf[t % 7] * mean + 2));
    }
    return exposure;
  }

  /** Step 3: rates from fortnights; false where none was observed by half. */
  private boolean startingRates() {
    double[] rates = new double[days];
    int n = 0;
    for (int t = 0; t < days; t++) {
      int from = Math.max(t - 7, 0);
      int to = Math.min(t + 7, days);
      if (sum(observed, from, to) >= 7) {
        rates[n++] = sum(posts, from, to) / Math.max(sum(exposure, from, to), LEAST);
      }
    }
    if (n == 0) {
      return false;
    }
    double[] sorted = Arrays.copyOf(rates, n);
    Arrays.sort(sorted);
    quietRate = Math.max(quantile(sorted, .25), .3 / days);
    campaignRate = Math.max(quantile(sorted, .97), 3 * quietRate);
    return true;
  }

  /** Step 5: path and rates in turn until they agree; the last path. */
  private boolean[] settle() {
    boolean[] high = path();
    for (int round = 1; ; round++) {
      int highDays = count(high);
      if (highDays == 0 || highDays == days) {
        return high;
      }
      double quiet = Math.max(rate(high, false), .3 / days);
      double campaign = Math.max(rate(high, true), MIN_RATIO * quiet);
      dispersion = 1 / Math.min(Math.max(spread(high, quiet, campaign), .05), 4);
      if (Math.abs(quiet - quietRate) + Math.abs(campaign - campaignRate) < 1e-6) {
        return high;
      }
      quietRate = quiet;
      campaignRate = campaign;
      if (round == MOST_ROUNDS) {
        return high;
      }
      high = path();
    }
  }

  private double rate(boolean[] high, boolean state) {
    double n = 0;
    double e = 0;
    for (int t = 0; t < days; t++) {
      if (high[t] == state) {
        n += posts[t];
        e += exposure[t];
      }
    }
    return (n + .5) / (e + LEAST);
  }

  /** 1/k by moments over observed days. */
  private double spread(boolean[] high, double quiet, double campaign) {
    double excess = 0;
    double squares = 0;
    for (int t = 0; t < days; t++) {
      if (observed[t] > 0) {
        double mean = (high[t] ? campaign : quiet) * exposure[t];
        excess += (posts[t] - mean) * (posts[t] - mean) - mean;
        squares += mean * mean;
      }
    }
    return excess / Math.max(squares, LEAST);
  }

  /** Step 4: the cheapest path; true where the day is in campaign. */
  private boolean[] path() {
    boolean[] fallsInto = new boolean[days];
    boolean[] staysHigh = new boolean[days];
    double low = cost(quietRate, 0);
    double high = up + cost(campaignRate, 0);
    for (int t = 1; t < days; t++) {
      double fall = high + DOWN;
      double rise = low + up;
      fallsInto[t] = fall < low;
      staysHigh[t] = high <= rise;
      low = Math.min(low, fall) + cost(quietRate, t);
      high = Math.min(rise, high) + cost(campaignRate, t);
    }
    boolean[] path = new boolean[days];
    path[days - 1] = high < low;
    for (int t = days - 1; t > 0; t--) {
      path[t - 1] = path[t] ? staysHigh[t] : fallsInto[t];
    }
    return path;
  }

  /** Negative log likelihood of a day at a rate, less what does not depend on the rate. */
  private double cost(double rate, int t) {
    if (!(observed[t] > 0)) {
      return 0;
    }
    double mean = Math.max(rate * exposure[t], LEAST);
    return (posts[t] + dispersion) * StrictMath.log1p(mean / dispersion)
        - posts[t] * StrictMath.log(mean / dispersion);
  }

  /** Step 6: runs of days in campaign, from their first promotional post to their last. */
  private List<Interval> trimmed(boolean[] high) {
    List<Interval> runs = new ArrayList<>();
    int t = 0;
    while (t < days) {
      int from = t;
      while (t < days && high[t]) {
        t++;
      }
      trimmed(from, t).ifPresent(runs::add);
      t = Math.max(t, from + 1);
    }
    return runs;
  }

  private Optional<Interval> trimmed(int from, int to) {
    int first = from;
    while (first < to && posts[first] == 0) {
      first++;
    }
    int stop = to;
    while (stop > first && posts[stop - 1] == 0) {
      stop--;
    }
    return first < stop ? Optional.of(new Interval(first, stop)) : Optional.empty();
  }

  private static List<Interval> merged(List<Interval> runs) {
    List<Interval> merged = new ArrayList<>();
    for (Interval run : runs) {
      Interval last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && run.start() - last.stop() <= MERGED_GAP_DAYS) {
        merged.set(merged.size() - 1, new Interval(last.start(), run.stop()));
      } else {
        merged.add(run);
      }
    }
    return merged;
  }

  /** Steps 6 and 7: long enough, and by its likelihood no chance. */
  private boolean accepted(Interval interval) {
    double n = sum(posts, interval.start(), interval.stop());
    if (n < MIN_POSTS || interval.stop() - interval.start() < MIN_CAMPAIGN_DAYS) {
      return false;
    }
    double rate = n / Math.max(sum(exposure, interval.start(), interval.stop()), LEAST);
    if (rate < MIN_RATIO * quietRate) {
      return false;
    }
    double ratio = 0;
    for (int t = interval.start(); t < interval.stop(); t++) {
      if (observed[t] > 0) {
        double mean = Math.max(rate * exposure[t], LEAST);
        double quiet = Math.max(quietRate * exposure[t], LEAST);
        ratio +=
            posts[t] * StrictMath.log(mean / quiet)
                - (posts[t] + dispersion)
                    * StrictMath.log((mean + dispersion) / (quiet + dispersion));
      }
    }
    return ratio >= StrictMath.log(days) + 3;
  }

  /** By linear interpolation between order statistics. */
  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) Math.floor(at);
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (at - below) * (above - sorted[below]);
  }

  private static int count(boolean[] flags) {
    int n = 0;
    for (boolean flag : flags) {
      n += flag ? 1 : 0;
    }
    return n;
  }

  private static double sum(double[] values) {
    return sum(values, 0, values.length);
  }

  private static double sum(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }
}
