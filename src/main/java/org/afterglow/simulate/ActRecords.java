package org.afterglow.simulate;

/** What the archive has of acts on posts. */
public enum ActRecords {
  /** A record each, with its time. */
  TIMED,
  /** The counters of the posts that they were done on. */
  COUNTED
}
