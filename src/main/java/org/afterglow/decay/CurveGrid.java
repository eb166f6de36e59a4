package org.afterglow.decay;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The 10,368 curves that engagement after a stop may follow, tabulated once, and the likelihood of
 * all of them at once (docs/methods.md, 2.2). A curve is {@code m_t = f + (1 − f)·ḡ_t} with a shape
 * g of one of three families, a half-life h and a floor f; ḡ_t is the mean of g over day t. The
 * mean of the events of day t is {@code L·e_t·m_t}, with e_t the day's exposure.
 *
 * <p>No optimiser is at work: for given weights the best level L of every curve is known in closed
 * form, and the posterior is a sum over curves.
 */
public final class CurveGrid {
  /** Days after the stop. */
  public static final int DAYS = 56;

  private static final int HALF_LIVES = 48;
  private static final double SHORTEST = 0.3;
  private static final double LONGEST = 112;
  private static final int MIDPOINTS = 16;
  private static final int HORIZON = 28;
  private static final int MIDPOINTS_OF_HORIZON = 224;

  /** Below this a curve's floor is taken to keep it above half for ever. */
  private static final double NEVER = 1e-6;

  private final double[] floors = floors();
  private final int shapes;
  private final int curves;

  /** ḡ of each shape and half-life, by day. */
  private final double[][] meanShape;

  /** ln m of all curves, by day. */
  private final double[][] logMean;

  private final CurveFamily[] family;
  private final double[] logPrior;
  private final double[] t50;
  private final double[] rho28;
  private final double[] d28;
  private final int[] byT50;
  private final int[] byRho28;
  private final int[] byD28;

  private static final class Standard {
    private static final CurveGrid GRID = new CurveGrid();
  }

  /** The grid, built when first asked for. */
  public static CurveGrid standard() {
    return Standard.GRID;
  }

  private CurveGrid() {
    int members = 0;
    for (CurveFamily each : CurveFamily.values()) {
      members += each.members().length;
    }
    shapes = members * HALF_LIVES;
    curves = shapes * floors.length;
    meanShape = new double[shapes][DAYS];
    logMean = new double[DAYS][curves];
    family = new CurveFamily[curves];
    logPrior = new double[curves];
    t50 = new double[curves];
    rho28 = new double[curves];
    d28 = new double[curves];
    int shape = 0;
    for (CurveFamily each : CurveFamily.values()) {
      for (double member : each.members()) {
        for (int i = 0; i < HALF_LIVES; i++) {
          tabulate(shape++, each, member, halfLife(i));
        }
      }
    }
    byT50 = order(t50);
    byRho28 = order(rho28);
    byD28 = order(d28);
  }

  private void tabulate(int shape, CurveFamily each, double member, double h) {
    double[] mean = meanShape[shape];
    for (int day = 0; day < DAYS; day++) {
      double sum = 0;
      for (int j = 0; j < MIDPOINTS; j++) {
        sum += each.value(member, day + (j + 0.5) / MIDPOINTS, h);
      }
      mean[day] = sum / MIDPOINTS;
    }
    double area = 0;
    for (int j = 0; j < MIDPOINTS_OF_HORIZON; j++) {
      area += each.value(member, (j + 0.5) * HORIZON / MIDPOINTS_OF_HORIZON, h);
    }
    area *= (double) HORIZON / MIDPOINTS_OF_HORIZON;
    double atHorizon = each.value(member, HORIZON, h);
    for (int i = 0; i < floors.length; i++) {
      int curve = shape * floors.length + i;
      double f = floors[i];
      double first = f + (1 - f) * mean[0];
      double half = (0.5 * first - f) / (1 - f);
      family[curve] = each;
      logPrior[curve] =
          Math.log(
              priorMass(i)
                  / (CurveFamily.values().length * each.members().length * (double) HALF_LIVES));
      t50[curve] = half > NEVER ? each.inverse(member, half, h) : Double.POSITIVE_INFINITY;
      rho28[curve] = (f + (1 - f) * atHorizon) / first;
      d28[curve] = (f * HORIZON + (1 - f) * area) / first;
      for (int day = 0; day < DAYS; day++) {
        logMean[day][curve] = Math.log(f + (1 - f) * mean[day] + Double.MIN_NORMAL);
      }
    }
  }

  /** Number of curves. */
  public int size() {
    return curves;
  }

  CurveFamily family(int curve) {
    return family[curve];
  }

  double floor(int curve) {
    return floors[curve % floors.length];
  }

  double t50(int curve) {
    return t50[curve];
  }

  double rho28(int curve) {
    return rho28[curve];
  }

  double d28(int curve) {
    return d28[curve];
  }

  double logPrior(int curve) {
    return logPrior[curve];
  }

  /** m of a curve on a day. */
  double mean(int curve, int day) {
    double f = floor(curve);
    return f + (1 - f) * meanShape[curve / floors.length][day];
  }

  double t50Quantile(double[] posterior, double q) {
    return Percentiles.of(t50, byT50, posterior, q);
  }

  double rho28Quantile(double[] posterior, double q) {
    return Percentiles.of(rho28, byRho28, posterior, q);
  }

  double d28Quantile(double[] posterior, double q) {
    return Percentiles.of(d28, byD28, posterior, q);
  }

  /**
   * Fits all curves to one series.
   *
   * @param events of each of the 56 days; what stands on days without exposure is not looked at
   * @param exposure of each day, 0 where it was not observed
   */
  public CurveFit fit(double[] events, double[] exposure) {
    int observed = 0;
    double[] weights = new double[DAYS];
    for (int day = 0; day < DAYS; day++) {
      if (exposure[day] > 0) {
        weights[day] = 1;
        observed++;
      }
    }
    double[] logLikelihood = new double[curves];
    double[] total = new double[curves];
    double overdispersion = 0;
    for (int pass = 0; pass < CurveFit.WEIGHTINGS; pass++) {
      double weighted = likelihood(events, exposure, weights, logLikelihood, total);
      int best = likeliest(logLikelihood);
      double level = weighted / Math.max(total[best], Double.MIN_NORMAL);
      double[] mu = new double[DAYS];
      for (int day = 0; day < DAYS; day++) {
        mu[day] = level * exposure[day] * mean(best, day);
      }
      overdispersion = Overdispersion.of(events, mu, weights, observed);
      for (int day = 0; day < DAYS; day++) {
        weights[day] = exposure[day] > 0 ? 1 / (1 + overdispersion * mu[day]) : 0;
      }
    }
    double weighted = likelihood(events, exposure, weights, logLikelihood, total);
    int best = likeliest(logLikelihood);
    double[] posterior = logLikelihood;
    double highest = logLikelihood[best];
    double sum = 0;
    double[] levels = total;
    for (int c = 0; c < curves; c++) {
      posterior[c] = Math.exp(logLikelihood[c] - highest + logPrior[c]);
      sum += posterior[c];
      levels[c] = weighted / Math.max(total[c], Double.MIN_NORMAL);
    }
    for (int c = 0; c < curves; c++) {
      posterior[c] /= sum;
    }
    return new CurveFit(this, posterior, levels, overdispersion, best);
  }

  /**
   * The log likelihood {@code Σ v·y·ln m − (Σ v·y)·ln Σ v·e·m} of every curve at its best level.
   *
   * @param logLikelihood is filled
   * @param total is filled with Σ v·e·m
   * @return Σ v·y
   */
  private double likelihood(
      double[] events,
      double[] exposure,
      double[] weights,
      double[] logLikelihood,
      double[] total) {
    Arrays.fill(logLikelihood, 0);
    double weighted = 0;
    double exposed = 0;
    double[] weightedExposure = new double[DAYS];
    for (int day = 0; day < DAYS; day++) {
      weightedExposure[day] = weights[day] * exposure[day];
      exposed += weightedExposure[day];
      double vy = weights[day] == 0 ? 0 : weights[day] * events[day];
      weighted += vy;
      if (vy != 0) {
        addScaled(logLikelihood, logMean[day], vy);
      }
    }
    for (int shape = 0; shape < shapes; shape++) {
      double[] mean = meanShape[shape];
      double decaying = 0;
      for (int day = 0; day < DAYS; day++) {
        decaying += weightedExposure[day] * mean[day];
      }
      for (int i = 0; i < floors.length; i++) {
        int c = shape * floors.length + i;
        total[c] = floors[i] * exposed + (1 - floors[i]) * decaying;
        logLikelihood[c] -= weighted * Math.log(total[c] + Double.MIN_NORMAL);
      }
    }
    return weighted;
  }

  /** Adds a multiple of one array to another; a loop that the compiler makes vectors of. */
  private static void addScaled(double[] to, double[] from, double scale) {
    for (int i = 0; i < to.length; i++) {
      to[i] += scale * from[i];
    }
  }

  private static int likeliest(double[] logLikelihood) {
    int best = 0;
    for (int c = 1; c < logLikelihood.length; c++) {
      if (logLikelihood[c] > logLikelihood[best]) {
        best = c;
      }
    }
    return best;
  }

  private static double halfLife(int i) {
    double from = Math.log(SHORTEST);
    return Math.exp(from + (Math.log(LONGEST) - from) * i / (HALF_LIVES - 1));
  }

  /** 0, .01, .02, .04, .07, .10, .15 … .95, .98. */
  private static double[] floors() {
    return IntStream.concat(
            IntStream.of(0, 1, 2, 4, 7),
            IntStream.concat(IntStream.iterate(10, f -> f <= 95, f -> f + 5), IntStream.of(98)))
        .mapToDouble(f -> f / 100.0)
        .toArray();
  }

  /** The mass of Beta(½, 1½) between the midpoints to a floor's neighbours. */
  private double priorMass(int i) {
    double from = i == 0 ? 0 : (floors[i - 1] + floors[i]) / 2;
    double until = i == floors.length - 1 ? 1 : (floors[i] + floors[i + 1]) / 2;
    return betaDistribution(until) - betaDistribution(from);
  }

  /** The distribution function of Beta(½, 1½), whose density is (2/π)·√((1 − x)/x). */
  private static double betaDistribution(double x) {
    return 2 / Math.PI * (Math.asin(Math.sqrt(x)) + Math.sqrt(x * (1 - x)));
  }

  private static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer c) -> values[c]).thenComparing(c -> c))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
