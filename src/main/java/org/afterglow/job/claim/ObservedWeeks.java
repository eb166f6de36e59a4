package org.afterglow.job.claim;

import java.io.Serializable;
import java.util.BitSet;
import org.afterglow.decay.ObservedCalendar;

/** Which weeks, Mondays to Sundays UTC, an archive observed four fifths of. */
final class ObservedWeeks implements Serializable {
  /** Days from the Monday that weeks are counted from to 1 January 1970. */
  static final long DAYS_BEFORE_1970 = 3;

  static final long WEEK = 7 * ObservedCalendar.DAY;
  private static final double OBSERVED = .8;
  private static final long serialVersionUID = 1;

  private final long first;
  private final BitSet observed = new BitSet();

  private ObservedWeeks(long first) {
    this.first = first;
  }

  static ObservedWeeks of(ObservedCalendar calendar) {
    ObservedWeeks weeks = new ObservedWeeks(week(calendar.begin()));
    for (long week = weeks.first; begin(week) < calendar.end(); week++) {
      long micros = calendar.observedMicros(begin(week), begin(week + 1));
      weeks.observed.set(Math.toIntExact(week - weeks.first), micros >= OBSERVED * WEEK);
    }
    return weeks;
  }

  /** Whether each of the weeks [from, until) was. */
  boolean all(long from, long until) {
    for (long week = from; week < until; week++) {
      if (week < first || !observed.get(Math.toIntExact(week - first))) {
        return false;
      }
    }
    return true;
  }

  private static long week(long micros) {
    return Math.floorDiv(micros + DAYS_BEFORE_1970 * ObservedCalendar.DAY, WEEK);
  }

  private static long begin(long week) {
    return week * WEEK - DAYS_BEFORE_1970 * ObservedCalendar.DAY;
  }
}
