package org.afterglow.decay;

import java.util.Locale;

/** How much of one hour an archive observed. */
public enum HourState {
  /** Collected as usual. */
  FULL(2),
  /** An input begins or ends inside the hour; half of it counts as observed. */
  PARTIAL(1),
  /** Hardly anything was collected though something was to be expected, or the user says so. */
  OUTAGE(0),
  /** Too little is posted at such hours to tell; counts as observed. */
  UNKNOWN(2);

  private final int observedHalves;

  HourState(int observedHalves) {
    this.observedHalves = observedHalves;
  }

  /** Half-hours of the hour that count as observed: 0, 1 or 2. */
  public int observedHalves() {
    return observedHalves;
  }

  /** The word in table coverage. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a word in table coverage. */
  public static HourState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
