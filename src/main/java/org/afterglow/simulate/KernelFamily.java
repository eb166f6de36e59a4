package org.afterglow.simulate;

/** The shapes in which the rate of engagement with a post falls with its age. */
public enum KernelFamily {
  /** {@code 2^(−t/h)}. */
  EXPONENTIAL,
  /** {@code exp(−ln 2·(t/h)^½)}. */
  WEIBULL,
  /** {@code (1 + (2^(1/1.2) − 1)·t/h)^(−1.2)}. */
  POWER
}
