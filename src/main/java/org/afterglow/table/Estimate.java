package org.afterglow.table;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An estimate with its 95 % interval and its state. A component {@code x} of this type becomes the
 * columns {@code x, x_low, x_high, x_state}. An estimate that is OK has a point; one that is not
 * has none, but for the few states that qualify a point instead of denying it: those of {@link
 * #QUALIFYING}.
 *
 * @param value the point, null unless the state is OK or qualifies it
 * @param low lower limit; may stand without a point where the state says so
 * @param high upper limit; may stand without a point where the state says so
 * @param state OK, or the code that says why the point is null or what it is not good for
 */
public record Estimate(
    @Nullable Double value, @Nullable Double low, @Nullable Double high, String state) {
  /** The state of an estimate that stands. */
  public static final String OK = "OK";

  /**
   * States under which a point may stand: printed but never concluded from (SCHEDULE), or without
   * an interval, for want of accounts or posts to tell it by (FEW_ACCOUNTS, NO_POST_BOOTSTRAP).
   */
  public static final Set<String> QUALIFYING =
      Set.of("SCHEDULE", "FEW_ACCOUNTS", "NO_POST_BOOTSTRAP");

  public Estimate {
    if (value == null ? state.equals(OK) : !state.equals(OK) && !QUALIFYING.contains(state)) {
      throw new IllegalArgumentException("state " + state + " with value " + value);
    }
    if (notFinite(value) || notFinite(low) || notFinite(high)) {
      throw new IllegalArgumentException("not finite: " + value + " [" + low + ", " + high + "]");
    }
    if (low != null && high != null && low > high
        || value != null && (low != null && low > value || high != null && high < value)) {
      throw new IllegalArgumentException("out of order: " + value + " [" + low + ", " + high + "]");
    }
  }

  /** A point with its interval. */
  public static Estimate of(double value, double low, double high) {
    return new Estimate(value, low, high, OK);
  }

  /** A point for which no interval can be given. */
  public static Estimate withoutInterval(double value) {
    return new Estimate(value, null, null, OK);
  }

  /**
   * A point, with or without limits, and the state out of {@link #QUALIFYING} that qualifies it.
   */
  public static Estimate qualified(
      double value, @Nullable Double low, @Nullable Double high, String state) {
    return new Estimate(value, low, high, state);
  }

  /** No point, no limits: the reason alone. */
  public static Estimate none(String reason) {
    return new Estimate(null, null, null, reason);
  }

  /** No point, but a lower limit. */
  public static Estimate above(double low, String reason) {
    return new Estimate(null, low, null, reason);
  }

  /** No point, but an upper limit. */
  public static Estimate below(double high, String reason) {
    return new Estimate(null, null, high, reason);
  }

  private static boolean notFinite(@Nullable Double x) {
    return x != null && !Double.isFinite(x);
  }
}
