package org.afterglow.simulate;

/**
 * Ids of the posts of one unit of work, unique in the archive whatever the order of work. A status
 * id holds its millisecond, as the platform's do; the others are the unit's number and a count.
 */
public final class Ids {
  /** Milliseconds since 1970 from which status ids count. */
  private static final long STATUS_EPOCH_MILLIS = 1_288_834_974_657L;

  private static final long FIRST = 60_466_176;
  private final long unit;
  private long statuses;
  private long submissions;
  private long comments;

  Ids(long unit) {
    this.unit = unit;
  }

  String status(long atMicros) {
    long milliseconds = atMicros / 1000 - STATUS_EPOCH_MILLIS;
    return String.valueOf((milliseconds << 22) | ((unit & 0xFFF) << 10) | (statuses++ & 0x3FF));
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
