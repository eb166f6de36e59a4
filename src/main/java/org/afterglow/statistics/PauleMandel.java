package org.afterglow.statistics;

/**
 * A random-effects mean by Paule and Mandel (1982): τ² solves Σ w·(y − μ)² = K − 1 with w = 1/(v +
 * τ²), and is 0 if the left side is no larger there already.
 *
 * @param mean μ, weighted by w
 * @param tauSquared variance between studies
 * @param q Σ (y − μ)²/v about the mean of weights 1/v: heterogeneity as Cochran measures it
 */
public record PauleMandel(double mean, double tauSquared, double q) {
  private static final int BISECTIONS = 100;

  /**
   * Fits K ≥ 1 studies, summed in the order given.
   *
   * @param y estimates
   * @param v their variances, above 0
   */
  public static PauleMandel of(double[] y, double[] v) {
    if (y.length == 0 || y.length != v.length) {
      throw new IllegalArgumentException(y.length + " estimates with " + v.length + " variances");
    }
    double q = q(y, v, 0);
    double tauSquared = 0;
    if (q > y.length - 1) {
      double low = 0;
      double high = 1;
      while (q(y, v, high) > y.length - 1) {
        high *= 2;
      }
      for (int i = 0; i < BISECTIONS; i++) {
        double middle = low + (high - low) / 2;
        if (q(y, v, middle) > y.length - 1) {
          low = middle;
        } else {
          high = middle;
        }
      }
      tauSquared = low + (high - low) / 2;
    }
    return new PauleMandel(mean(y, v, tauSquared), tauSquared, q);
  }

  /** Weight of a study of variance v. */
  public double weight(double v) {
    return 1 / (v + tauSquared);
  }

  private static double mean(double[] y, double[] v, double tauSquared) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < y.length; i++) {
      double w = 1 / (v[i] + tauSquared);
      sum += w * y[i];
      weights += w;
    }
    return sum / weights;
  }

  private static double q(double[] y, double[] v, double tauSquared) {
    double mean = mean(y, v, tauSquared);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += (y[i] - mean) * (y[i] - mean) / (v[i] + tauSquared);
    }
    return sum;
  }
}
