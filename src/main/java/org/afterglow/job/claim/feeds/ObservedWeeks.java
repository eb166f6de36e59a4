package org.afterglow.job.claim.feeds;

import java.io.Serializable;
import java.util.BitSet;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.Weeks;

/** Which weeks, Mondays to Sundays UTC, an archive observed four fifths of. */
final class ObservedWeeks implements Serializable {
  private static final double OBSERVED = .8;
  private static final long serialVersionUID = 1;

  private final long first;
  private final BitSet observed = new BitSet();

  private ObservedWeeks(long first) {
    this.first = first;
  }

  static ObservedWeeks of(ObservedCalendar calendar) {
    ObservedWeeks weeks = new ObservedWeeks(Weeks.of(calendar.begin()));
    for (long week = weeks.first; Weeks.begin(week) < calendar.end(); week++) {
      long micros = calendar.observedMicros(Weeks.begin(week), Weeks.begin(week + 1));
      weeks.observed.set(Math.toIntExact(week - weeks.first), micros >= OBSERVED * Weeks.LENGTH);
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
}
