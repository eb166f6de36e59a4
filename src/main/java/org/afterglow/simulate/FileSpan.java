package org.afterglow.simulate;

/** What one file of a stream covers. */
public enum FileSpan {
  HOUR,
  DAY,
  MONTH
}
