package org.afterglow.job.claim.answers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.afterglow.decay.Baseline;
import org.afterglow.decay.Baseline.Span;
import org.afterglow.decay.ObservedCalendar;
import org.jspecify.annotations.Nullable;

/** The windows of C2, from when campaigns ran and what was observed (docs/methods.md, 5). */
public final class TalkSpans {
  private static final long MONTH = 28 * ObservedCalendar.DAY;
  private static final double OBSERVED = .8;

  /** A campaign of an account. */
  public record Run(
      String entityKey,
      String platform,
      String campaignId,
      @Nullable Instant startedAt,
      @Nullable Instant stoppedAt) {
    private long start() {
      return startedAt == null ? Long.MIN_VALUE : micros(startedAt);
    }

    private long stop() {
      return stoppedAt == null ? Long.MAX_VALUE : micros(stoppedAt);
    }

    /** From its start to its stop; what is not known of them lies as far off as can be. */
    Span span() {
      return new Span(start(), stop());
    }

    private static long micros(Instant at) {
      return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
    }
  }

  private TalkSpans() {}

  /**
   * Campaigns of an account on one platform, those that overlap or touch as one from the first
   * start to the last stop: one push is found by its account, its hashtag and its domain, and an
   * owner of whom any of these still runs has not stopped.
   *
   * @return in the order of their starts, under the id of the one that stops last
   */
  static List<Run> merged(List<Run> runs) {
    List<Run> merged = new ArrayList<>();
    runs.stream()
        .sorted(Comparator.comparingLong(Run::start).thenComparing(Run::campaignId))
        .forEach(
            run -> {
              Run before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
              if (before == null || run.start() > before.stop()) {
                merged.add(run);
              } else {
                Run last = run.stop() > before.stop() ? run : before;
                merged.set(
                    merged.size() - 1,
                    new Run(
                        run.entityKey,
                        run.platform,
                        last.campaignId,
                        before.startedAt,
                        last.stoppedAt));
              }
            });
    return merged;
  }

  /**
   * Windows of an account on one platform. Before and after the stop stand or fall together, each
   * four fifths observed and not cut by the next campaign's start; so do the late window and the
   * baseline.
   *
   * @param runs its campaigns; those that overlap count as one
   */
  static List<TalkSpan> of(List<Run> runs, ObservedCalendar calendar) {
    List<TalkSpan> spans = new ArrayList<>();
    List<Run> ordered = merged(runs);
    for (Run run : ordered) {
      List<Span> others =
          ordered.stream().filter(other -> !other.equals(run)).map(Run::span).toList();
      if (run.stoppedAt == null) {
        continue;
      }
      long stop = run.stop();
      long next =
          others.stream()
              .mapToLong(Span::from)
              .filter(from -> from >= run.start())
              .min()
              .orElse(Long.MAX_VALUE);
      Span pre = new Span(stop - MONTH, stop);
      Span post = new Span(stop, stop + MONTH);
      if (next >= post.until() && observed(pre, calendar) && observed(post, calendar)) {
        spans.add(span(run, TalkSpan.PRE, pre, calendar));
        spans.add(span(run, TalkSpan.POST, post, calendar));
      }
      Span late = new Span(stop + MONTH, stop + 2 * MONTH);
      if (run.startedAt != null && next >= late.until() && observed(late, calendar)) {
        Baseline baseline = Baseline.of(run.start(), others, calendar);
        if (baseline.stands()) {
          spans.add(span(run, TalkSpan.LATE, late, calendar));
          baseline.spans().forEach(part -> spans.add(span(run, TalkSpan.BASELINE, part, calendar)));
        }
      }
    }
    return spans;
  }

  /** The shortest stretch at the archive's end that was observed for 28 days. */
  static TalkSpan last(String entityKey, String platform, ObservedCalendar calendar) {
    long end = calendar.end();
    long from = end - MONTH;
    while (from > calendar.begin() && calendar.observedMicros(from, end) < MONTH) {
      from -= ObservedCalendar.DAY;
    }
    return new TalkSpan(
        entityKey,
        platform,
        "",
        TalkSpan.LAST,
        from,
        end,
        (double) calendar.observedMicros(from, end) / ObservedCalendar.DAY);
  }

  /**
   * Days, counted since 1970, that a stop could as well have been on: 84 days or more from every
   * campaign, with four weeks on either side observed.
   */
  static int[] stopsThatWereNone(List<Run> runs, ObservedCalendar calendar) {
    long far = 84 * ObservedCalendar.DAY;
    List<Integer> days = new ArrayList<>();
    long first = -Math.floorDiv(-calendar.begin(), ObservedCalendar.DAY);
    for (long day = first; day * ObservedCalendar.DAY < calendar.end(); day++) {
      long at = day * ObservedCalendar.DAY;
      boolean away =
          runs.stream()
              .allMatch(
                  run ->
                      (run.startedAt != null && at <= run.start() - far)
                          || (run.stoppedAt != null && at >= run.stop() + far));
      if (away
          && observed(new Span(at - MONTH, at), calendar)
          && observed(new Span(at, at + MONTH), calendar)) {
        days.add((int) day);
      }
    }
    return days.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean observed(Span span, ObservedCalendar calendar) {
    return calendar.observedMicros(span.from(), span.until())
        >= OBSERVED * (span.until() - span.from());
  }

  private static TalkSpan span(Run run, String window, Span span, ObservedCalendar calendar) {
    return new TalkSpan(
        run.entityKey,
        run.platform,
        run.campaignId,
        window,
        span.from(),
        span.until(),
        (double) calendar.observedMicros(span.from(), span.until()) / ObservedCalendar.DAY);
  }
}
