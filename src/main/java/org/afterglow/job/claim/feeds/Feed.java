package org.afterglow.job.claim.feeds;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.afterglow.job.claim.feeds.FeedWeek.Counting;

/** The weeks of an account on one platform; in those without a row it did nothing. */
final class Feed {
  /** Whole weeks from a post's week on within which its first 7 days lie. */
  private static final int RESPONSE_WEEKS = 2;

  private final NavigableMap<Long, FeedWeek> weeks = new TreeMap<>();
  private final ObservedWeeks observed;

  /** The weeks that have rows, all of one account on one platform, in any order. */
  Feed(List<FeedWeek> weeks, ObservedWeeks observed) {
    weeks.forEach(week -> this.weeks.put(week.week(), week));
    this.observed = observed;
  }

  /** Those that have rows, in order. */
  Collection<FeedWeek> weeks() {
    return weeks.values();
  }

  /** Whether the weeks [from, until) were observed. */
  boolean observed(long from, long until) {
    return observed.all(from, until);
  }

  /** Whether a week and the 7 days after each post of it were observed. */
  boolean responseObserved(long week) {
    return observed.all(week, week + RESPONSE_WEEKS);
  }

  /** A sum over the weeks [from, until). */
  long sum(long from, long until, ToLongFunction<FeedWeek> count) {
    return weeks.subMap(from, until).values().stream().mapToLong(count).sum();
  }

  /** ln(1 + a sum over the weeks [from, until)). */
  double log(long from, long until, ToLongFunction<FeedWeek> count) {
    return StrictMath.log1p((double) sum(from, until, count));
  }

  /** The promotional share of the scored posts of a week; NaN where there is none. */
  double promotionalShare(long week, Counting counting) {
    FeedWeek row = weeks.get(week);
    if (row == null) {
      return Double.NaN;
    }
    double promotional = row.posts(true, counting);
    return promotional / (promotional + row.posts(false, counting));
  }

  /**
   * What a class earns, as a series: {@code ln((e + r/2)/(n + 1/2))} of a week with e events on n
   * posts, r being events a post over all weeks. The halves keep it finite, and a week without
   * posts of the class is as the mean of all rather than as one without response.
   */
  Response response(boolean ofPromotion, Counting counting) {
    List<FeedWeek> known =
        weeks.values().stream().filter(week -> responseObserved(week.week())).toList();
    double posts = known.stream().mapToLong(week -> week.posts(ofPromotion, counting)).sum();
    double events = known.stream().mapToLong(week -> week.events(ofPromotion, counting)).sum();
    if (events == 0) {
      return week -> 0;
    }
    double rate = events / posts;
    return week -> {
      FeedWeek row = weeks.get(week);
      double n = row == null ? 0 : row.posts(ofPromotion, counting);
      double e = row == null ? 0 : row.events(ofPromotion, counting);
      return StrictMath.log((e + rate / 2) / (n + .5));
    };
  }

  /** Log response by week. */
  interface Response {
    double log(long week);
  }
}
