package org.afterglow.decay;

/**
 * Every curve of the grid fitted to one series.
 *
 * @param grid the curves
 * @param posterior probability of each curve; sums to 1
 * @param levels L of each curve
 * @param overdispersion a of the daily counts
 * @param likeliest the curve of the largest likelihood
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, ten thousand numbers each
public record CurveFit(
    CurveGrid grid, double[] posterior, double[] levels, double overdispersion, int likeliest) {
  /** How often weights are found before the last fit. */
  static final int WEIGHTINGS = 3;
}
