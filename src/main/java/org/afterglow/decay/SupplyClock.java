package org.afterglow.decay;

/**
 * Days since a campaign's stop that count for whether people come back: those that the archive
 * observed, of weeks in which the entity made a conversational post. While there is nothing to come
 * back to, and while nobody looked, the clock stands still (docs/methods.md, 4).
 */
public final class SupplyClock {
  /** Days after the stop that are looked at. */
  public static final int DAYS = 120;

  /** Weeks that those days touch. */
  public static final int WEEKS = (DAYS + 6) / 7;

  private static final long WEEK = 7 * ObservedCalendar.DAY;

  private final ObservedCalendar calendar;
  private final long stop;
  private final long end;
  private final long suppliedWeeks;

  /** Microseconds that count before each week, and before the end. */
  private final long[] before = new long[WEEKS + 1];

  /**
   * A clock that starts at a stop.
   *
   * @param stop microseconds since 1970
   * @param end first instant that is no longer looked at; the clock never runs for more than {@link
   *     #DAYS} days
   * @param suppliedWeeks bit i is set where the entity made a conversational post in the week that
   *     begins 7 i days after the stop
   */
  public SupplyClock(ObservedCalendar calendar, long stop, long end, long suppliedWeeks) {
    this.calendar = calendar;
    this.stop = stop;
    this.end = Math.max(stop, Math.min(end, stop + DAYS * ObservedCalendar.DAY));
    this.suppliedWeeks = suppliedWeeks;
    for (int week = 0; week < WEEKS; week++) {
      before[week + 1] = before[week] + inWeek(week, stop + (week + 1) * WEEK);
    }
  }

  /** Days on the clock at an instant; 0 before the stop, {@link #length} after the end. */
  public double days(long at) {
    if (at <= stop) {
      return 0;
    }
    int week = (int) Math.min((at - stop) / WEEK, WEEKS);
    long micros = before[week] + (week < WEEKS ? inWeek(week, at) : 0);
    return (double) micros / ObservedCalendar.DAY;
  }

  /** Days on the clock at its end. */
  public double length() {
    return (double) before[WEEKS] / ObservedCalendar.DAY;
  }

  private long inWeek(int week, long until) {
    return (suppliedWeeks >> week & 1) == 0
        ? 0
        : calendar.observedMicros(stop + week * WEEK, Math.min(until, end));
  }
}
