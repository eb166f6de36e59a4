package org.afterglow.statistics;

import java.util.Comparator;
import java.util.List;

/**
 * Poisson regression of accounts' events conditional on each account's total, with an exposure and
 * covariates freed of each account's trend ({@link FixedEffectsPanel}; docs/methods.md, 5): by what
 * factor e^β events per unit of exposure go with a unit more of the first covariate, in one account
 * at one time against another. Counts need not be Poisson's nor independent within accounts, as
 * standard errors are clustered by account ({@link ClusteredFit}).
 *
 * <p>Biased where a covariate answers to earlier events (by feedback), though not much in two dozen
 * weeks.
 */
public final class FixedEffectsPoisson {
  /** Accounts that a fit needs. */
  public static final int FEWEST_ACCOUNTS = 20;

  private FixedEffectsPoisson() {}

  /** Fits those of the panels that are eligible, in whatever order they come. */
  public static ClusteredFit of(List<FixedEffectsPanel> panels) {
    List<FixedEffectsPanel> eligible =
        panels.stream()
            .filter(FixedEffectsPanel::eligible)
            .sorted(Comparator.comparing(FixedEffectsPanel::account))
            .toList();
    int covariates = eligible.isEmpty() ? 1 : eligible.get(0).covariates();
    return of(covariates, coefficients -> eligible.stream().map(p -> p.at(coefficients)).toList());
  }

  /**
   * Fits accounts whose panels lie elsewhere.
   *
   * @param covariates how many; the first is the one that can be asked about
   * @param scores of the eligible panels, by {@link FixedEffectsPanel#at}
   */
  public static ClusteredFit of(int covariates, AccountScores scores) {
    return ClusteredFit.of(new double[covariates], 1, FEWEST_ACCOUNTS, scores);
  }
}
