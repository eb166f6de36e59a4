package org.afterglow.job.claim;

import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import org.afterglow.decay.ObservedCalendar;
import org.apache.spark.sql.Column;

/** Weeks from Monday to Sunday, UTC, numbered from the one that holds the first of January 1970. */
public final class Weeks {
  /** In microseconds. */
  public static final long LENGTH = 7 * ObservedCalendar.DAY;

  /** The first of January 1970 was a Thursday. */
  private static final long BEFORE_1970 = 3 * ObservedCalendar.DAY;

  private Weeks() {}

  /** The week that a time falls in. */
  public static long of(long micros) {
    return Math.floorDiv(micros + BEFORE_1970, LENGTH);
  }

  /** When a week begins, in microseconds since 1970. */
  public static long begin(long week) {
    return week * LENGTH - BEFORE_1970;
  }

  /** The week that a time falls in, as column week. */
  public static Column of(Column at) {
    return floor(unix_micros(at).plus(lit(BEFORE_1970)).divide(lit((double) LENGTH))).as("week");
  }
}
