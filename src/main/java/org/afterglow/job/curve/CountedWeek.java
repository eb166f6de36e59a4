package org.afterglow.job.curve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.acts.CampaignActs;
import org.jspecify.annotations.Nullable;

/**
 * Counters of the posts that a campaign's entity made in one week around the stop, by day and
 * class, or in its baseline. A pass over the posts in any order; what is held of each is two
 * numbers.
 */
public final class CountedWeek {
  /** Stands for the week of posts made in the baseline, which count together, as of one day. */
  static final int BASELINE = Integer.MIN_VALUE;

  private static final int DAYS = 7;
  private static final long[] NOTHING = new long[0];

  private final String campaignId;
  private final int week;
  private final @Nullable Day[] promotional = new Day[DAYS];
  private final @Nullable Day[] conversational = new Day[DAYS];
  private final @Nullable Day[] all = new Day[DAYS];

  /**
   * A post with its counter.
   *
   * @param week since the stop's UTC day, negative before it, or {@link #BASELINE}
   * @param bin day since the stop's UTC day, 0 in the baseline
   * @param postClass null where it was not scored
   * @param ageMicros when it was counted, null where that is not known
   * @param young whether it was counted too early to be compared
   * @param counterLimit 99 % point of the entity's counters, null where all are young
   */
  public record Post(
      String campaignId,
      int week,
      int bin,
      int bucket,
      @Nullable String postClass,
      long counter,
      @Nullable Long ageMicros,
      boolean young,
      @Nullable Double counterLimit) {}

  /** Posts of one day and class. */
  private static final class Day {
    final LongStream.Builder counters = LongStream.builder();
    final LongStream.Builder ages = LongStream.builder();
    final long[] posts = new long[FitCurves.BUCKETS];
    final long[] events = new long[FitCurves.BUCKETS];
    long young;
    long above;
    long totalBelow;

    void add(Post post) {
      if (post.young) {
        young++;
        return;
      }
      posts[post.bucket]++;
      events[post.bucket] = Math.addExact(events[post.bucket], post.counter);
      counters.add(post.counter);
      if (post.ageMicros != null) {
        ages.add(post.ageMicros);
      }
      if (post.counterLimit != null) {
        if (post.counter > post.counterLimit) {
          above++;
        } else {
          totalBelow = Math.addExact(totalBelow, post.counter);
        }
      }
    }

    CurveCell.CounterDay figures(long[] sortedAges) {
      long[] sorted = counters.build().sorted().toArray();
      return new CurveCell.CounterDay(
          percentile(sorted, 0.5),
          days(percentile(sortedAges, 0.1)),
          days(percentile(sortedAges, 0.5)),
          young,
          above,
          totalBelow,
          0);
    }
  }

  private CountedWeek(String campaignId, int week) {
    this.campaignId = campaignId;
    this.week = week;
  }

  /** Its sums by bucket, figures by day, and those of the week as far as they are used. */
  static Iterator<CurveCell> cells(Iterator<Post> posts) {
    Post first = posts.next();
    CountedWeek counted = new CountedWeek(first.campaignId, first.week);
    counted.add(first);
    posts.forEachRemaining(counted::add);
    return counted.cells().iterator();
  }

  private void add(Post post) {
    int day = Math.floorMod(post.bin, DAYS);
    if (post.postClass != null) {
      add(post.postClass.equals("promotional") ? promotional : conversational, day, post);
    }
    add(all, day, post);
  }

  private static void add(@Nullable Day[] days, int day, Post post) {
    Day of = days[day];
    if (of == null) {
      of = new Day();
      days[day] = of;
    }
    of.add(post);
  }

  private List<CurveCell> cells() {
    List<CurveCell> cells = new ArrayList<>();
    addCells(cells, "promotional", promotional);
    addCells(cells, "conversational", conversational);
    long[] ages = addCells(cells, FitCurves.ALL, all);
    cells.add(
        figures(
            FitCurves.COUNTER_WEEKS,
            FitCurves.ALL,
            week,
            new CurveCell.CounterDay(null, null, days(percentile(ages, 0.5)), 0, 0, 0, 0)));
    return cells;
  }

  /** Adds the cells of a class; the ages of all its posts, sorted. */
  private long[] addCells(List<CurveCell> cells, String postClass, @Nullable Day[] days) {
    long[] ages = NOTHING;
    for (int day = 0; day < DAYS; day++) {
      Day of = days[day];
      if (of != null) {
        long[] ofDay = of.ages.build().sorted().toArray();
        cells.add(figures(series(), postClass, first() + day, of.figures(ofDay)));
        ages = LongStream.concat(Arrays.stream(ages), Arrays.stream(ofDay)).toArray();
      }
    }
    for (int bucket = 0; bucket < FitCurves.BUCKETS; bucket++) {
      long[] posts = new long[DAYS];
      long[] events = new long[DAYS];
      long made = 0;
      for (int day = 0; day < DAYS; day++) {
        Day of = days[day];
        if (of != null) {
          posts[day] = of.posts[bucket];
          events[day] = of.events[bucket];
          made += posts[day];
        }
      }
      if (made > 0) {
        cells.add(
            new CurveCell(
                campaignId,
                series(),
                postClass,
                CampaignActs.DIRECT,
                bucket,
                first(),
                posts,
                events,
                NOTHING,
                NOTHING,
                null));
      }
    }
    Arrays.sort(ages);
    return ages;
  }

  private String series() {
    return week == BASELINE ? FitCurves.BASELINE : FitCurves.COUNTERS;
  }

  private int first() {
    return week == BASELINE ? 0 : DAYS * week;
  }

  private CurveCell figures(
      String series, String postClass, int bin, CurveCell.CounterDay figures) {
    return new CurveCell(
        campaignId,
        series,
        postClass,
        CampaignActs.DIRECT,
        -1,
        bin,
        NOTHING,
        NOTHING,
        NOTHING,
        NOTHING,
        figures);
  }

  /** The percentile as Spark's function of that name interpolates it; null of nothing. */
  private static @Nullable Double percentile(long[] sorted, double q) {
    if (sorted.length == 0) {
      return null;
    }
    double position = (sorted.length - 1) * q;
    int below = (int) Math.floor(position);
    int above = (int) Math.ceil(position);
    if (sorted[below] == sorted[above]) {
      return (double) sorted[below];
    }
    return (above - position) * sorted[below] + (position - below) * sorted[above];
  }

  private static @Nullable Double days(@Nullable Double micros) {
    return micros == null ? null : (Double) (micros / ObservedCalendar.DAY);
  }
}
