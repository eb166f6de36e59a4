package org.afterglow.archive.packing;

import java.io.IOException;
import java.util.function.LongSupplier;

/** How far an input has inflated, against the limits. */
public final class Inflation {
  /** The input inflates beyond its limits. */
  public static final class BombException extends IOException {
    BombException(String message) {
      super(message);
    }
  }

  private final LongSupplier stored;
  private final double maxRatio;
  private final long graceBytes;
  private final long maxBytes;
  private long inflated;

  /**
   * An input of which nothing has been read.
   *
   * @param stored how many of its stored bytes were read so far
   * @param maxRatio how many times those it may inflate to, once it has given {@code graceBytes}
   * @param maxBytes most bytes that it may inflate to
   */
  public Inflation(LongSupplier stored, double maxRatio, long graceBytes, long maxBytes) {
    this.stored = stored;
    this.maxRatio = maxRatio;
    this.graceBytes = graceBytes;
    this.maxBytes = maxBytes;
  }

  void add(int bytes) throws BombException {
    inflated += bytes;
    if (inflated > maxBytes) {
      throw new BombException("inflates to more than " + maxBytes + " bytes");
    }
    if (inflated > graceBytes && inflated > maxRatio * stored.getAsLong()) {
      throw new BombException("inflates to more than " + maxRatio + " times its size");
    }
  }
}
