package org.afterglow.archive;

import java.io.Serializable;

/**
 * A range of the raw bytes of an input. A record belongs to the slice in which its first byte lies.
 *
 * @param from first byte
 * @param to one past the last byte
 */
public record Slice(long from, long to) implements Serializable {
  public Slice {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("slice from " + from + " to " + to);
    }
  }
}
