package org.afterglow.statistics;

/**
 * Accounts' scores at coefficients, from wherever their data lie. Each account comes once, in the
 * order of keys, since sums are taken in that order; one at a time is in memory.
 */
@FunctionalInterface
public interface AccountScores {
  /** The scores of all accounts at these coefficients; may be asked for at any number of them. */
  Iterable<AccountScore> at(double[] coefficients);
}
