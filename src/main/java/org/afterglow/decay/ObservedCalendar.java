package org.afterglow.decay;

import java.io.Serializable;

/**
 * How much of any stretch of time an archive observed of one platform. Times are microseconds since
 * 1970-01-01T00:00Z; before its first and after its last hour nothing was observed.
 */
public final class ObservedCalendar implements Serializable {
  /** Microseconds of an hour. */
  public static final long HOUR = 3_600_000_000L;

  /** Microseconds of a day. */
  public static final long DAY = 24 * HOUR;

  private static final long serialVersionUID = 1;

  private final long firstHour;

  /** Observed half-hours before each hour, and after the last. */
  private final long[] halvesBefore;

  /** Observed hours times their season before each hour, and after the last. */
  private final double[] seasonedBefore;

  /**
   * A calendar of successive hours.
   *
   * @param firstHour the first, in hours since 1970-01-01T00:00Z
   * @param observedHalves of each hour how many halves were observed, 0 to 2
   * @param season factors by hour of week, all 1 where there is none
   */
  public ObservedCalendar(long firstHour, byte[] observedHalves, double[] season) {
    this.firstHour = firstHour;
    halvesBefore = new long[observedHalves.length + 1];
    seasonedBefore = new double[observedHalves.length + 1];
    for (int i = 0; i < observedHalves.length; i++) {
      halvesBefore[i + 1] = halvesBefore[i] + observedHalves[i];
      seasonedBefore[i + 1] =
          seasonedBefore[i]
              + observedHalves[i] * 0.5 * season[SeasonFactors.hourOfWeek(firstHour + i)];
    }
  }

  /** The first instant. */
  public long begin() {
    return firstHour * HOUR;
  }

  /** The first instant after the last hour. */
  public long end() {
    return (firstHour + hours()) * HOUR;
  }

  /** Whether anything was observed in the hour of an instant. */
  public boolean observed(long at) {
    long index = Math.floorDiv(at, HOUR) - firstHour;
    return index >= 0
        && index < hours()
        && halvesBefore[(int) index + 1] > halvesBefore[(int) index];
  }

  /** Microseconds observed in [from, until); 0 where it ends before it begins. */
  public long observedMicros(long from, long until) {
    return until <= from ? 0 : observedMicrosBefore(until) - observedMicrosBefore(from);
  }

  /** Observed hours in [from, until), each times its season. */
  public double seasonedHours(long from, long until) {
    return until <= from ? 0 : seasonedHoursBefore(until) - seasonedHoursBefore(from);
  }

  private int hours() {
    return halvesBefore.length - 1;
  }

  private long observedMicrosBefore(long at) {
    long clipped = Math.min(Math.max(at, begin()), end());
    int index = (int) (Math.floorDiv(clipped, HOUR) - firstHour);
    if (index >= hours()) {
      return halvesBefore[hours()] * (HOUR / 2);
    }
    long inside = Math.floorMod(clipped, HOUR);
    long halves = halvesBefore[index + 1] - halvesBefore[index];
    return halvesBefore[index] * (HOUR / 2) + inside * halves / 2;
  }

  private double seasonedHoursBefore(long at) {
    long clipped = Math.min(Math.max(at, begin()), end());
    int index = (int) (Math.floorDiv(clipped, HOUR) - firstHour);
    if (index >= hours()) {
      return seasonedBefore[hours()];
    }
    double inside = (double) Math.floorMod(clipped, HOUR) / HOUR;
    return seasonedBefore[index] + inside * (seasonedBefore[index + 1] - seasonedBefore[index]);
  }
}
