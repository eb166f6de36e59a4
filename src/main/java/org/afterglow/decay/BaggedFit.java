package org.afterglow.decay;

import java.util.Arrays;
import java.util.List;

/**
 * The posterior over the grid's curves, averaged over fits to bootstrap draws of a campaign's posts
 * (Bühlmann 2014; docs/methods.md, 2.2). Daily counts are far from independent, since posts differ;
 * the posterior of a single fit is therefore much too narrow, the average is not.
 *
 * @param grid the curves
 * @param posterior averaged probability of each curve
 * @param single the fit to the series as it is
 * @param levels of each day fitted events per unit of exposure: curves taken at equal steps of each
 *     draw's posterior, by day, the least first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BaggedFit(CurveGrid grid, double[] posterior, CurveFit single, double[][] levels) {
  /** Curves taken of each draw's posterior for the band around the fitted curve. */
  private static final int CURVES_A_DRAW = 20;

  /** Series that are fitted together, a few hundred kilobytes each. */
  private static final int FITS_AT_ONCE = 9;

  /**
   * Fits.
   *
   * @param events by bucket of posts and day
   * @param exposure by day, 0 where it was not observed
   * @param draws bucket weights of each draw; none: the single fit stands alone
   */
  public static BaggedFit of(CurveGrid grid, double[][] events, double[] exposure, int[][] draws) {
    CurveFit single = grid.fit(total(events, ones(events.length)), exposure);
    int fits = Math.max(1, draws.length);
    double[][] levels = new double[CurveGrid.DAYS][fits * CURVES_A_DRAW];
    double[] posterior = new double[grid.size()];
    if (draws.length == 0) {
      sample(single, levels, 0);
      Arrays.stream(levels).forEach(Arrays::sort);
      return new BaggedFit(grid, single.posterior(), single, levels);
    }
    for (int from = 0; from < draws.length; from += FITS_AT_ONCE) {
      double[][] series =
          Arrays.stream(draws, from, Math.min(draws.length, from + FITS_AT_ONCE))
              .map(weights -> total(events, weights))
              .toArray(double[][]::new);
      List<CurveFit> drawn = grid.fit(series, exposure);
      for (int i = 0; i < drawn.size(); i++) {
        sample(drawn.get(i), levels, (from + i) * CURVES_A_DRAW);
        double[] each = drawn.get(i).posterior();
        for (int c = 0; c < posterior.length; c++) {
          posterior[c] += each[c];
        }
      }
    }
    for (int c = 0; c < posterior.length; c++) {
      posterior[c] /= draws.length;
    }
    Arrays.stream(levels).forEach(Arrays::sort);
    return new BaggedFit(grid, posterior, single, levels);
  }

  /** Probability that the level is halved only after so many days. */
  public double probabilityT50Beyond(double days) {
    double sum = 0;
    for (int c = 0; c < posterior.length; c++) {
      if (grid.t50(c) > days) {
        sum += posterior[c];
      }
    }
    return sum;
  }

  /** Posterior share of a family. */
  public double share(CurveFamily family) {
    double sum = 0;
    for (int c = 0; c < posterior.length; c++) {
      if (grid.family(c) == family) {
        sum += posterior[c];
      }
    }
    return Math.min(1, sum);
  }

  /** Posterior mean of the floor. */
  public double floor() {
    double sum = 0;
    for (int c = 0; c < posterior.length; c++) {
      sum += posterior[c] * grid.floor(c);
    }
    return sum;
  }

  /** Fitted events of a day under full exposure. */
  public double fitted(int day, double q) {
    return Percentiles.ofSorted(levels[day], q);
  }

  private static void sample(CurveFit fit, double[][] levels, int at) {
    double[] posterior = fit.posterior();
    double cumulative = 0;
    int curve = -1;
    for (int k = 0; k < CURVES_A_DRAW; k++) {
      double step = (k + 0.5) / CURVES_A_DRAW;
      while (cumulative < step && curve < posterior.length - 1) {
        cumulative += posterior[++curve];
      }
      for (int day = 0; day < CurveGrid.DAYS; day++) {
        levels[day][at + k] = fit.levels()[curve] * fit.grid().mean(curve, day);
      }
    }
  }

  /** Σ weight·events by day. */
  static double[] total(double[][] events, int[] weights) {
    double[] total = new double[CurveGrid.DAYS];
    for (int b = 0; b < events.length; b++) {
      if (weights[b] != 0) {
        for (int day = 0; day < total.length; day++) {
          total[day] += weights[b] * events[b][day];
        }
      }
    }
    return total;
  }

  static int[] ones(int length) {
    int[] ones = new int[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
