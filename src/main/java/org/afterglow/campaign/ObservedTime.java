package org.afterglow.campaign;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * When one platform's archive was observed, by UTC hour: from its first hour to its last, less
 * outages. An hour of which nothing is known counts as observed, one in which an input begins or
 * ends as half (docs/methods.md, 1.1).
 */
public final class ObservedTime implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long HOUR_SECONDS = 3600;
  private static final int DAY_HOURS = 24;

  private final long firstHour;
  private final long lastHour;

  /** Observed share of hours that were not observed whole. */
  private final TreeMap<Long, Double> shares = new TreeMap<>();

  /**
   * An archive without outages.
   *
   * @param first an instant of its first hour
   * @param last an instant of its last hour
   */
  public ObservedTime(Instant first, Instant last) {
    firstHour = hour(first);
    lastHour = hour(last);
    if (lastHour < firstHour) {
      throw new IllegalArgumentException("an archive from " + first + " to " + last);
    }
  }

  /** Marks the hour of an instant as one in which nothing was collected. */
  public void outage(Instant at) {
    shares.put(hour(at), 0.0);
  }

  /** Marks the hour of an instant as observed by half, unless less of it was. */
  public void partial(Instant at) {
    shares.merge(hour(at), 0.5, Math::min);
  }

  /** Marks [from, until) as a time when nothing was collected. */
  public void outage(Instant from, Instant until) {
    long begin = Math.max(from.getEpochSecond(), firstHour * HOUR_SECONDS);
    long end = Math.min(until.getEpochSecond(), (lastHour + 1) * HOUR_SECONDS);
    for (long hour = Math.floorDiv(begin, HOUR_SECONDS); hour * HOUR_SECONDS < end; hour++) {
      long lost = Math.min(end, (hour + 1) * HOUR_SECONDS) - Math.max(begin, hour * HOUR_SECONDS);
      double share = 1 - (double) lost / HOUR_SECONDS;
      shares.merge(hour, share, (known, other) -> Math.max(known + other - 1, 0));
    }
  }

  /** Observed share of a UTC day, numbered from 1970-01-01; 0 if less than half. */
  public double dayShare(long epochDay) {
    return share(epochDay * DAY_HOURS);
  }

  /**
   * Days of 24 hours from an instant on of which at least half was observed.
   *
   * @param enough counting ends here
   */
  public int observedDaysFrom(Instant from, int enough) {
    int days = 0;
    for (long hour = hour(from); hour <= lastHour && days < enough; hour += DAY_HOURS) {
      if (share(hour) > 0) {
        days++;
      }
    }
    return days;
  }

  /** Length in days of the unobserved time that an instant borders on or lies in; 0: none. */
  public double gapDaysAt(Instant at) {
    long gap = 0;
    for (long hour = hour(at.minusNanos(1)); hour >= firstHour && unobserved(hour); hour--) {
      gap++;
    }
    boolean aligned = at.getEpochSecond() % HOUR_SECONDS == 0 && at.getNano() == 0;
    for (long hour = hour(at) + (aligned ? 0 : 1); hour <= lastHour && unobserved(hour); hour++) {
      gap++;
    }
    return (double) gap / DAY_HOURS;
  }

  private double share(long fromHour) {
    double observed = 0;
    long from = Math.max(fromHour, firstHour);
    long to = Math.min(fromHour + DAY_HOURS, lastHour + 1);
    if (from < to) {
      Map<Long, Double> lessened = shares.subMap(from, to);
      observed = to - from - lessened.size();
      for (double share : lessened.values()) {
        observed += share;
      }
    }
    double share = observed / DAY_HOURS;
    return share < .5 ? 0 : share;
  }

  private boolean unobserved(long hour) {
    Double share = shares.get(hour);
    return share != null && share == 0;
  }

  private static long hour(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS);
  }
}
