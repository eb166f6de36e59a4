package org.afterglow.decay;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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

  /** Curves that are summed for all series together: what is read of them stays in the cache. */
  private static final int BLOCK = 288;

  /** What is below has the exponential 0. */
  private static final double LOG_OF_NOTHING = -746;

  /** Below this a curve's floor is taken to keep it above half for ever. */
  private static final double NEVER = 1e-6;

  private final double[] floors = floors();
  private final int shapes;
  private final int curves;

  /** ḡ of all shapes and half-lives, by day. */
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
    meanShape = new double[DAYS][shapes];
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
    for (int day = 0; day < DAYS; day++) {
      double sum = 0;
      for (int j = 0; j < MIDPOINTS; j++) {
        sum += each.value(member, day + (j + 0.5) / MIDPOINTS, h);
      }
      meanShape[day][shape] = sum / MIDPOINTS;
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
      double first = f + (1 - f) * meanShape[0][shape];
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
        logMean[day][curve] = Math.log(f + (1 - f) * meanShape[day][shape] + Double.MIN_NORMAL);
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
    return f + (1 - f) * meanShape[day][curve / floors.length];
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
    return fit(new double[][] {events}, exposure).get(0);
  }

  /**
   * Fits all curves to each of several series that were observed alike. Each fit is, to the last
   * bit, what it is by itself; together they take the curves from memory once.
   *
   * @param series events of each of the 56 days, by series
   * @param exposure of each day, 0 where it was not observed
   */
  List<CurveFit> fit(double[][] series, double[] exposure) {
    int observed = (int) Arrays.stream(exposure).filter(e -> e > 0).count();
    List<Fitting> fittings =
        Arrays.stream(series).map(each -> new Fitting(each, exposure)).toList();
    for (int pass = 0; pass < CurveFit.WEIGHTINGS; pass++) {
      weigh(fittings);
      for (Fitting each : fittings) {
        each.weightBy(each.likeliest(), observed);
      }
    }
    weigh(fittings);
    return fittings.stream().map(Fitting::fit).toList();
  }

  /** Σ v·y·ln m and Σ v·e·m of every curve for the weights that stand. */
  private void weigh(List<Fitting> fittings) {
    int[] days =
        IntStream.range(0, DAYS)
            .filter(day -> fittings.stream().anyMatch(each -> each.weightedEvents(day) != 0))
            .toArray();
    fittings.forEach(each -> Arrays.fill(each.logLikelihood, 0));
    for (int from = 0; from < curves; from += BLOCK) {
      int until = Math.min(curves, from + BLOCK);
      for (Fitting each : fittings) {
        each.addLogMeans(days, from, until);
      }
    }
    fittings.forEach(Fitting::addTotals);
  }

  /** One series on its way to a fit. */
  private final class Fitting {
    private final double[] events;
    private final double[] exposure;
    private final double[] weights = new double[DAYS];

    /** Σ v·y·ln m, of every curve. */
    private final double[] logLikelihood = new double[curves];

    /** Σ v·e·m, of every curve. */
    private final double[] total = new double[curves];

    /** The log likelihood but for {@link FastLog#ERROR} times Σ v·y, of every curve. */
    private final double[] roughly = new double[curves];

    private final double[] decaying = new double[shapes];
    private double weighted;
    private double overdispersion;

    Fitting(double[] events, double[] exposure) {
      this.events = events;
      this.exposure = exposure;
      for (int day = 0; day < DAYS; day++) {
        weights[day] = exposure[day] > 0 ? 1 : 0;
      }
    }

    double weightedEvents(int day) {
      return weights[day] == 0 ? 0 : weights[day] * events[day];
    }

    /** Adds days four at a time in their order; loops that the compiler makes vectors of. */
    void addLogMeans(int[] days, int from, int until) {
      double[] to = logLikelihood;
      int next = 0;
      for (; next + 3 < days.length; next += 4) {
        double a = weightedEvents(days[next]);
        double b = weightedEvents(days[next + 1]);
        double c = weightedEvents(days[next + 2]);
        double d = weightedEvents(days[next + 3]);
        double[] ofA = logMean[days[next]];
        double[] ofB = logMean[days[next + 1]];
        double[] ofC = logMean[days[next + 2]];
        double[] ofD = logMean[days[next + 3]];
        for (int i = from; i < until; i++) {
          to[i] = to[i] + a * ofA[i] + b * ofB[i] + c * ofC[i] + d * ofD[i];
        }
      }
      for (; next < days.length; next++) {
        double a = weightedEvents(days[next]);
        double[] ofA = logMean[days[next]];
        for (int i = from; i < until; i++) {
          to[i] += a * ofA[i];
        }
      }
    }

    void addTotals() {
      weighted = 0;
      double exposed = 0;
      Arrays.fill(decaying, 0);
      for (int day = 0; day < DAYS; day++) {
        double scale = weights[day] * exposure[day];
        double[] mean = meanShape[day];
        weighted += weightedEvents(day);
        exposed += scale;
        for (int shape = 0; shape < shapes; shape++) {
          decaying[shape] += scale * mean[shape];
        }
      }
      for (int shape = 0; shape < shapes; shape++) {
        for (int i = 0; i < floors.length; i++) {
          int c = shape * floors.length + i;
          total[c] = floors[i] * exposed + (1 - floors[i]) * decaying[shape];
        }
      }
      for (int c = 0; c < curves; c++) {
        roughly[c] = logLikelihood[c] - weighted * FastLog.of(total[c] + Double.MIN_NORMAL);
      }
    }

    /** Σ v·y·ln m − (Σ v·y)·ln Σ v·e·m: the log likelihood of a curve at its best level. */
    double logLikelihood(int curve) {
      return logLikelihood[curve] - weighted * Math.log(total[curve] + Double.MIN_NORMAL);
    }

    /** The first curve of the largest log likelihood, which is worked out where it may be that. */
    int likeliest() {
      double most = Double.NEGATIVE_INFINITY;
      for (double each : roughly) {
        most = each > most ? each : most;
      }
      double least = most - margin(most);
      int best = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < curves; c++) {
        if (roughly[c] >= least) {
          double each = logLikelihood(c);
          if (each > highest) {
            best = c;
            highest = each;
          }
        }
      }
      return best;
    }

    /** By how much two curves whose rough values differ may be the other way round. */
    private double margin(double value) {
      return 2 * FastLog.ERROR * weighted + 1e-9 * (1 + Math.abs(value));
    }

    void weightBy(int best, int observed) {
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

    CurveFit fit() {
      int best = likeliest();
      double highest = logLikelihood(best);
      double nothing = LOG_OF_NOTHING - margin(highest);
      double[] posterior = new double[curves];
      double sum = 0;
      double[] levels = total;
      for (int c = 0; c < curves; c++) {
        if (roughly[c] - highest + logPrior[c] >= nothing) {
          posterior[c] = Math.exp(logLikelihood(c) - highest + logPrior[c]);
          sum += posterior[c];
        }
        levels[c] = weighted / Math.max(total[c], Double.MIN_NORMAL);
      }
      for (int c = 0; c < curves; c++) {
        posterior[c] /= sum;
      }
      return new CurveFit(CurveGrid.this, posterior, levels, overdispersion, best);
    }
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
