package org.afterglow.decay;

import org.jspecify.annotations.Nullable;

/**
 * A figure with its 95 % interval, or the reason why there is none.
 *
 * @param value null unless the state is OK or NO_POST_BOOTSTRAP
 * @param low null where there is no interval
 * @param high null where there is no interval
 */
public record Measured(
    @Nullable Double value, @Nullable Double low, @Nullable Double high, Reason state) {

  /** A point and its interval, widened to hold it. */
  static Measured of(double value, double low, double high) {
    return new Measured(value, Math.min(low, value), Math.max(high, value), Reason.OK);
  }

  /** A point, and the 2.5 % and 97.5 % points of its draws where there are draws enough. */
  static Measured of(double value, double[] draws) {
    return draws.length == 0
        ? withoutInterval(value)
        : of(value, Percentiles.of(draws, 0.025), Percentiles.of(draws, 0.975));
  }

  /** A point of posts too few to be drawn from. */
  static Measured withoutInterval(double value) {
    return new Measured(value, null, null, Reason.NO_POST_BOOTSTRAP);
  }

  static Measured none(Reason reason) {
    return new Measured(null, null, null, reason);
  }

  static Measured below(double high, Reason reason) {
    return new Measured(null, null, high, reason);
  }

  static Measured above(double low, Reason reason) {
    return new Measured(null, low, null, reason);
  }
}
