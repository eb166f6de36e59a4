package org.afterglow.simulate;

import java.util.HashSet;
import java.util.Set;

/**
 * Ids of the posts of one unit of work, unique in the archive whatever the order of work. A status
 * id holds its millisecond, as the platform's do; the others are the unit's number and a count.
 */
public final class Ids {
  /** Milliseconds since 1970 from which status ids count. */
  private static final long STATUS_EPOCH_MILLIS = 1_288_834_974_657L;

  private static final long FIRST = 60_466_176;

  /** Units of background count from here, so that their ids differ from those of entities. */
  private static final long BACKGROUND = 1L << 24;

  /** The same where the low bits of a status id hold the whole number of a unit. */
  private static final long MANY_BACKGROUND = 1L << 21;

  /** How many entities, and how many parts of the background, there may be with a count. */
  static final int MOST_UNITS = 1 << 21;

  private final long unit;
  private final long statusUnit;
  private final boolean many;
  private final Set<Long> taken = new HashSet<>();
  private long statuses;
  private long submissions;
  private long comments;

  private Ids(long unit, long statusUnit, boolean many) {
    this.unit = unit;
    this.statusUnit = statusUnit;
    this.many = many;
  }

  static Ids ofEntity(SimulationOptions options, int index) {
    return new Ids(index, index, options.count() > 0);
  }

  /**
   * Ids of a part of a platform's background of a day.
   *
   * @param shard number of the part
   */
  static Ids ofBackground(SimulationOptions options, Platform platform, int day, int shard) {
    long number = day * 3L + platform.number() + shard * 3L * options.days();
    boolean many = options.count() > 0;
    return new Ids(
        BACKGROUND + number, many ? MANY_BACKGROUND + number : BACKGROUND + number, many);
  }

  /**
   * The id of a status. Ten bits count and twelve hold the unit; where there may be more units than
   * that has room for, all hold it and each unit uses a millisecond once.
   */
  String status(long atMicros) {
    long milliseconds = atMicros / 1000 - STATUS_EPOCH_MILLIS;
    if (many) {
      while (!taken.add(milliseconds)) {
        milliseconds++;
      }
      return String.valueOf((milliseconds << 22) | (statusUnit & 0x3FFFFF));
    }
    return String.valueOf(
        (milliseconds << 22) | ((statusUnit & 0xFFF) << 10) | (statuses++ & 0x3FF));
  }

  String submission() {
    return numbered(submissions++);
  }

  /** Comments count apart from submissions, so both may have one bare id. */
  String comment() {
    return numbered(comments++);
  }

  private String numbered(long count) {
    return Long.toString(FIRST + ((unit << 22) | count), 36);
  }
}
