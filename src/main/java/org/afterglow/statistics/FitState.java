package org.afterglow.statistics;

/** Why an estimate of a claim stands or does not; the names are the codes of the tables. */
public enum FitState {
  OK,
  /** One of the two sums of a ratio is not above 0. */
  ZERO_CELL,
  /**
   * Fewer accounts than the estimator needs: none at all for a regression, a point without an
   * interval for a ratio.
   */
  FEW_ACCOUNTS,
  /**
   * What is asked about does not vary within accounts, or no more than the other covariates say.
   */
  SINGULAR,
  /** Newton's steps did not come to rest, as where events occur at one end of a covariate alone. */
  NOT_CONVERGED
}
