package org.afterglow.statistics;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * An estimate with its 95 % interval and two-sided p by Student's t.
 *
 * @param estimate the point
 * @param standardError of the point
 * @param degreesOfFreedom of t, not necessarily whole
 * @param low lower 95 % limit
 * @param high upper 95 % limit
 * @param pValue of the point being 0
 */
public record StudentInterval(
    double estimate,
    double standardError,
    double degreesOfFreedom,
    double low,
    double high,
    double pValue) {
  private static final double UPPER = .975;
  private static final double ACCURACY = 1e-12;
  private static final double LARGEST_LOGARITHM = 600;

  /** The interval of a point with a standard error above 0. */
  public static StudentInterval of(double estimate, double standardError, double degreesOfFreedom) {
    if (!(standardError > 0)) {
      throw new IllegalArgumentException("standard error " + standardError + "; above 0");
    }
    double half = quantile(degreesOfFreedom) * standardError;
    return new StudentInterval(
        estimate,
        standardError,
        degreesOfFreedom,
        estimate - half,
        estimate + half,
        pValue(estimate / standardError, degreesOfFreedom));
  }

  /** The same with an independent error added in quadrature; degrees of freedom stay. */
  public StudentInterval withAdded(double error) {
    return of(
        estimate, StrictMath.sqrt(standardError * standardError + error * error), degreesOfFreedom);
  }

  /** The same with its sign turned. */
  public StudentInterval negated() {
    return new StudentInterval(-estimate, standardError, degreesOfFreedom, -high, -low, pValue);
  }

  /**
   * Of a logarithm: by how many percent its exponential lies above 1, 100(eˣ − 1). The limits are
   * those of the logarithm, the standard error is by the delta method, p stays. What lies above
   * e^{@value #LARGEST_LOGARITHM} is finite still.
   */
  public StudentInterval percentChange() {
    return new StudentInterval(
        percent(estimate),
        (100 + percent(estimate)) * standardError,
        degreesOfFreedom,
        percent(low),
        percent(high),
        pValue);
  }

  private static double percent(double logarithm) {
    return 100 * StrictMath.expm1(Math.min(logarithm, LARGEST_LOGARITHM));
  }

  /** The 97.5 % point of t. */
  public static double quantile(double degreesOfFreedom) {
    return distribution(degreesOfFreedom).inverseCumulativeProbability(UPPER);
  }

  /** Two-sided p of a value of t. */
  public static double pValue(double t, double degreesOfFreedom) {
    return 2 * distribution(degreesOfFreedom).cumulativeProbability(-Math.abs(t));
  }

  private static TDistribution distribution(double degreesOfFreedom) {
    return new TDistribution(null, degreesOfFreedom, ACCURACY);
  }
}
