package org.afterglow.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * One account's observations for {@link LogLinkRegression}: counts with mean {@code μ = exp(βᵀx)}
 * and variance about μ + aμ².
 */
public final class LogLinkPanel implements Serializable {
  private static final double HALF = .5;

  private final String account;
  private final int covariates;
  private final double[] events;
  private final double[][] x;

  private LogLinkPanel(String account, int covariates, double[] events, double[][] x) {
    this.account = account;
    this.covariates = covariates;
    this.events = events;
    this.x = x;
  }

  /**
   * One count.
   *
   * @param events at least 0
   * @param covariates those that are asked about first, a constant 1 among the rest
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Observation(double events, double... covariates) {
    public Observation {
      if (!(events >= 0)
          || !Double.isFinite(events)
          || !Arrays.stream(covariates).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            events
                + " events with covariates "
                + Arrays.toString(covariates)
                + "; events at least 0, all finite");
      }
    }
  }

  /**
   * What an observation weighs: {@code 1/(1 + aμ)}, with μ by coefficients that were fitted before.
   *
   * @param coefficients by which μ goes
   * @param overdispersion a, at least 0; 0 weighs all alike
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Weighting(double[] coefficients, double overdispersion) implements Serializable {}

  /**
   * What an account adds to the sums that a is had from.
   *
   * @param excess Σ (y − μ)² − μ
   * @param squares Σ μ²
   */
  public record Spread(double excess, double squares) implements Serializable {}

  /** An account's panel; sums go in the order given, which must be that of keys. */
  public static LogLinkPanel of(String account, List<Observation> observations) {
    int n = observations.size();
    int covariates = n == 0 ? 0 : observations.get(0).covariates.length;
    double[] events = new double[n];
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      events[i] = observations.get(i).events;
      x[i] = observations.get(i).covariates.clone();
      if (x[i].length != covariates) {
        throw new IllegalArgumentException(x[i].length + " covariates beside " + covariates);
      }
    }
    return new LogLinkPanel(account, covariates, events, x);
  }

  /** Key of the account. */
  public String account() {
    return account;
  }

  /** How many covariates an observation has; 0 where there is none. */
  public int covariates() {
    return covariates;
  }

  /** Whether there is an observation at all. */
  public boolean eligible() {
    return events.length > 0;
  }

  /** Score and information of least squares of ln(y + ½) at β = 0: where Newton's steps start. */
  public AccountScore start() {
    double[] score = new double[covariates];
    double[] information = new double[LowerTriangle.length(covariates)];
    for (int i = 0; i < events.length; i++) {
      double log = StrictMath.log(events[i] + HALF);
      for (int k = 0; k < covariates; k++) {
        score[k] += log * x[i][k];
      }
      LowerTriangle.addOuter(information, 1, x[i]);
    }
    return new AccountScore(account, 0, score, information);
  }

  /** Quasi-likelihood Σ w(y·ln μ − μ), score and information at coefficients β. */
  public AccountScore at(double[] coefficients, Weighting weighting) {
    double[] score = new double[covariates];
    double[] information = new double[LowerTriangle.length(covariates)];
    double objective = 0;
    for (int i = 0; i < events.length; i++) {
      double logMean = logMean(coefficients, i);
      double mean = StrictMath.exp(logMean);
      double weight =
          weighting.overdispersion > 0
              ? 1
                  / (1
                      + weighting.overdispersion
                          * StrictMath.exp(logMean(weighting.coefficients, i)))
              : 1;
      objective += weight * (events[i] * logMean - mean);
      for (int k = 0; k < covariates; k++) {
        score[k] += weight * (events[i] - mean) * x[i][k];
      }
      LowerTriangle.addOuter(information, weight * mean, x[i]);
    }
    return new AccountScore(account, objective, score, information);
  }

  /** By how much the counts vary beyond Poisson's at coefficients β. */
  public Spread spread(double[] coefficients) {
    double excess = 0;
    double squares = 0;
    for (int i = 0; i < events.length; i++) {
      double mean = StrictMath.exp(logMean(coefficients, i));
      excess += (events[i] - mean) * (events[i] - mean) - mean;
      squares += mean * mean;
    }
    return new Spread(excess, squares);
  }

  private double logMean(double[] coefficients, int observation) {
    double sum = 0;
    for (int k = 0; k < covariates; k++) {
      sum += coefficients[k] * x[observation][k];
    }
    return sum;
  }
}
