package org.afterglow.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One account's observations for {@link FixedEffectsPoisson}, usually its weeks. Given the total of
 * an effect, its events fall on the observations with probabilities {@code p_t = m_t·exp(βᵀx_t) ÷
 * Σm·exp(βᵀx)}, m being exposure: whatever the level of the account, it cancels (Hausman, Hall
 * &amp; Griliches, Econometrica 52, 1984). Covariates x are residuals of their regression on a
 * trend within the effect, weighted by exposure: at β = 0 a linear trend of an account's level then
 * adds nothing to the score. Without weights it would where exposure has a trend too.
 */
public final class FixedEffectsPanel implements Serializable {
  /** Observations that an account needs. */
  public static final int FEWEST_WEEKS = 8;

  /** Share of a covariate's squares that residuals may be by rounding. */
  private static final double ROUNDING = 1e-24;

  private static final Comparator<Observation> KEY_ORDER =
      Comparator.comparingInt(Observation::effect).thenComparingDouble(Observation::time);

  private final String account;
  private final int covariates;
  private final int[] starts;
  private final double[] logExposure;
  private final double[] events;
  private final double[][] x;

  private FixedEffectsPanel(
      String account,
      int covariates,
      int[] starts,
      double[] logExposure,
      double[] events,
      double[][] x) {
    this.account = account;
    this.covariates = covariates;
    this.starts = starts;
    this.logExposure = logExposure;
    this.events = events;
    this.x = x;
  }

  /**
   * Something observed of an account.
   *
   * @param effect which of the account's levels applies: 0 throughout where it has one, else a
   *     number of, say, the month
   * @param time in any unit, by which the trend goes; where all of an effect share one there is no
   *     trend
   * @param exposure what events are proportional to, above 0: how many posts
   * @param events how many, at least 0
   * @param covariates the one that is asked about first, then those that it is adjusted for
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Observation(
      int effect, double time, double exposure, double events, double... covariates) {
    public Observation {
      boolean finite = Arrays.stream(covariates).allMatch(Double::isFinite);
      if (!(exposure > 0 && events >= 0 && finite) || !Double.isFinite(time + exposure + events)) {
        throw new IllegalArgumentException(
            String.format(
                "time %s, exposure %s, events %s, covariates %s; exposure above 0, events at least"
                    + " 0, all finite",
                time, exposure, events, Arrays.toString(covariates)));
      }
    }
  }

  /** An account's panel; those of one effect and time stay in the order given. */
  public static FixedEffectsPanel of(String account, List<Observation> observations) {
    List<Observation> sorted = observations.stream().sorted(KEY_ORDER).toList();
    int n = sorted.size();
    int covariates = n == 0 ? 0 : sorted.get(0).covariates.length;
    double[][] x = new double[n][];
    double[] logExposure = new double[n];
    double[] events = new double[n];
    int[] starts = new int[n + 1];
    int effects = 0;
    for (int t = 0; t < n; t++) {
      Observation observation = sorted.get(t);
      if (observation.covariates.length != covariates) {
        throw new IllegalArgumentException(
            observation.covariates.length + " covariates beside " + covariates);
      }
      x[t] = observation.covariates.clone();
      logExposure[t] = StrictMath.log(observation.exposure);
      events[t] = observation.events;
      if (t == 0 || observation.effect != sorted.get(t - 1).effect) {
        starts[effects++] = t;
      }
    }
    starts[effects] = n;
    for (int e = 0; e < effects; e++) {
      for (int k = 0; k < covariates; k++) {
        residualise(sorted, x, k, starts[e], starts[e + 1]);
      }
    }
    return new FixedEffectsPanel(
        account, covariates, Arrays.copyOf(starts, effects + 1), logExposure, events, x);
  }

  /** Takes mean and trend off one covariate of one effect. */
  private static void residualise(
      List<Observation> observations, double[][] x, int covariate, int from, int to) {
    double weight = 0;
    double meanTime = 0;
    double mean = 0;
    double squares = 0;
    for (int t = from; t < to; t++) {
      double m = observations.get(t).exposure;
      weight += m;
      meanTime += m * observations.get(t).time;
      mean += m * x[t][covariate];
      squares += m * x[t][covariate] * x[t][covariate];
    }
    meanTime /= weight;
    mean /= weight;
    double timeSquares = 0;
    double products = 0;
    for (int t = from; t < to; t++) {
      double since = observations.get(t).time - meanTime;
      timeSquares += observations.get(t).exposure * since * since;
      products += observations.get(t).exposure * since * (x[t][covariate] - mean);
    }
    double slope = timeSquares > 0 ? products / timeSquares : 0;
    double left = 0;
    for (int t = from; t < to; t++) {
      double residual = x[t][covariate] - mean - slope * (observations.get(t).time - meanTime);
      x[t][covariate] = residual;
      left += observations.get(t).exposure * residual * residual;
    }
    if (left <= ROUNDING * squares) {
      for (int t = from; t < to; t++) {
        x[t][covariate] = 0;
      }
    }
  }

  /** Key of the account. */
  public String account() {
    return account;
  }

  /** How many covariates an observation has; 0 where there is none. */
  public int covariates() {
    return covariates;
  }

  /** Whether the account can tell anything: {@value #FEWEST_WEEKS} observations and an event. */
  public boolean eligible() {
    return events.length >= FEWEST_WEEKS && Arrays.stream(events).anyMatch(y -> y > 0);
  }

  /** Likelihood given the totals, score and information at coefficients β. */
  public AccountScore at(double[] coefficients) {
    double[] score = new double[covariates];
    double[] information = new double[LowerTriangle.length(covariates)];
    double objective = 0;
    for (int e = 0; e + 1 < starts.length; e++) {
      objective += add(coefficients, starts[e], starts[e + 1], score, information);
    }
    return new AccountScore(account, objective, score, information);
  }

  private double add(
      double[] coefficients, int from, int to, double[] score, double[] information) {
    double[] logShare = new double[to - from];
    double total = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int t = from; t < to; t++) {
      logShare[t - from] = logExposure[t];
      for (int k = 0; k < covariates; k++) {
        logShare[t - from] += coefficients[k] * x[t][k];
      }
      largest = Math.max(largest, logShare[t - from]);
      total += events[t];
    }
    if (total == 0) {
      return 0;
    }
    double sum = 0;
    for (double log : logShare) {
      sum += StrictMath.exp(log - largest);
    }
    double logSum = largest + StrictMath.log(sum);
    double objective = 0;
    double[] mean = new double[covariates];
    double[] expected = new double[to - from];
    for (int t = from; t < to; t++) {
      double log = logShare[t - from] - logSum;
      double share = StrictMath.exp(log);
      expected[t - from] = total * share;
      objective += events[t] * log;
      for (int k = 0; k < covariates; k++) {
        mean[k] += share * x[t][k];
      }
    }
    double[] centred = new double[covariates];
    for (int t = from; t < to; t++) {
      for (int k = 0; k < covariates; k++) {
        centred[k] = x[t][k] - mean[k];
        score[k] += (events[t] - expected[t - from]) * centred[k];
      }
      LowerTriangle.addOuter(information, expected[t - from], centred);
    }
    return objective;
  }
}
