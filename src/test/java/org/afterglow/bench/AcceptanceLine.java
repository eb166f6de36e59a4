package org.afterglow.bench;

import java.util.Locale;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * A line of docs/methods.md, 9, under one condition: a share held against its limit by an exact
 * one-sided binomial test.
 *
 * @param line what is asked
 * @param condition what was simulated
 * @param hits how many of the trials are counted
 * @param trials replicates, or campaigns and classes
 * @param limit share that is still borne
 * @param atMost whether the share may be at most the limit; else at least
 * @param further other figures
 */
record AcceptanceLine(
    String line,
    String condition,
    long hits,
    long trials,
    double limit,
    boolean atMost,
    String further) {
  /** A line fails only below this. */
  private static final double FAILS = .001;

  /** Probability of such a share or one further beyond the limit, were the truth at the limit. */
  double pValue() {
    if (trials == 0) {
      return 1;
    }
    BinomialDistribution atLimit = new BinomialDistribution(null, (int) trials, limit);
    return atMost
        ? 1 - atLimit.cumulativeProbability((int) hits - 1)
        : atLimit.cumulativeProbability((int) hits);
  }

  boolean fails() {
    return pValue() < FAILS;
  }

  static String header() {
    return """
    | line | condition | limit | measured | p | | further |
    |---|---|---|---|---|---|---|
    """;
  }

  /** The line as a row of a Markdown table, the share with its Monte-Carlo standard error. */
  String markdown() {
    double share = trials == 0 ? 0 : (double) hits / trials;
    double error = trials == 0 ? 0 : Math.sqrt(share * (1 - share) / trials);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s %.0f %% | %d of %d (%.1f ± %.1f %%) | %.2g | %s | %s |%n",
        line,
        condition,
        atMost ? "≤" : "≥",
        100 * limit,
        hits,
        trials,
        100 * share,
        100 * error,
        pValue(),
        trials == 0 ? "not measured" : fails() ? "fails" : "holds",
        further);
  }
}
