package org.afterglow.archive;

import java.io.IOException;

/** How far an input has inflated, against the limits. */
final class Inflation {
  /** The input inflates beyond its limits. */
  static final class BombException extends IOException {
    BombException(String message) {
      super(message);
    }
  }

  private final RawStream raw;
  private final Limits limits;
  private long inflated;

  Inflation(RawStream raw, Limits limits) {
    this.raw = raw;
    this.limits = limits;
  }

  void add(int bytes) throws BombException {
    inflated += bytes;
    if (inflated > limits.maxInflatedBytes()) {
      throw new BombException("inflates to more than " + limits.maxInflatedBytes() + " bytes");
    }
    if (inflated > limits.graceBytes() && inflated > limits.maxRatio() * raw.position()) {
      throw new BombException("inflates to more than " + limits.maxRatio() + " times its size");
    }
  }
}
