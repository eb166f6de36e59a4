package org.afterglow.decay;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a campaign's time after the stop is held against: [start − 56 d, start − 7 d) without the
 * entity's other campaigns and the 28 days after each of them (docs/methods.md, 1.3). Times are
 * microseconds.
 *
 * @param spans its parts, in order, none empty, none touching another campaign
 * @param observedDays of them together
 */
public record Baseline(List<Span> spans, double observedDays) {
  /** The code of a campaign with less of a baseline than {@value #ENOUGH_DAYS} observed days. */
  public static final String NO_BASELINE = "NO_BASELINE";

  private static final long FROM = 56 * ObservedCalendar.DAY;
  private static final long UNTIL = 7 * ObservedCalendar.DAY;
  private static final long AFTERMATH = 28 * ObservedCalendar.DAY;
  private static final double ENOUGH_DAYS = 14;

  /** A stretch of time, [from, until). */
  public record Span(long from, long until) implements Serializable {
    /** What is left of it without another. */
    List<Span> without(Span other) {
      List<Span> rest = new ArrayList<>();
      if (other.from > from) {
        rest.add(new Span(from, Math.min(until, other.from)));
      }
      if (other.until < until) {
        rest.add(new Span(Math.max(from, other.until), until));
      }
      return rest;
    }
  }

  /**
   * The baseline of a campaign.
   *
   * @param start of it
   * @param others the entity's other campaigns, [start, stop); one that still runs ends at
   *     Long.MAX_VALUE
   * @param calendar what was observed
   */
  public static Baseline of(long start, List<Span> others, ObservedCalendar calendar) {
    List<Span> spans = spans(start, others);
    long observed = 0;
    for (Span span : spans) {
      observed += calendar.observedMicros(span.from, span.until);
    }
    return new Baseline(spans, (double) observed / ObservedCalendar.DAY);
  }

  /**
   * Its parts, whatever was observed of them.
   *
   * @param start of the campaign
   * @param others as {@link #of}
   */
  public static List<Span> spans(long start, List<Span> others) {
    List<Span> left = List.of(new Span(start - FROM, start - UNTIL));
    for (Span other : others) {
      long until =
          other.until > Long.MAX_VALUE - AFTERMATH ? Long.MAX_VALUE : other.until + AFTERMATH;
      Span shadow = new Span(other.from, until);
      left = left.stream().flatMap(span -> span.without(shadow).stream()).toList();
    }
    return left.stream().sorted(Comparator.comparingLong(Span::from)).toList();
  }

  /** Whether it was observed for long enough to be held against anything. */
  public boolean stands() {
    return stands(observedDays);
  }

  /** Whether so many observed days are enough. */
  public static boolean stands(double observedDays) {
    return observedDays >= ENOUGH_DAYS;
  }
}
