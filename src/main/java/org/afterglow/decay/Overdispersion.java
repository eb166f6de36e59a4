package org.afterglow.decay;

/** Overdispersion a of counts with variance μ + a·μ² (docs/methods.md, 2.2). */
final class Overdispersion {
  /** What a never falls below, so that ten million events a day leave an interval. */
  static final double LEAST = 4e-4;

  private static final int PARAMETERS = 4;
  private static final double MOST = 20;
  private static final int BISECTIONS = 40;

  private Overdispersion() {}

  /**
   * Solves {@code Σ (y − μ)²/(μ + aμ²) = n − 4} by bisection on [0, 20]; 0 where the sum is already
   * below, and never less than {@link #LEAST}.
   *
   * @param used days with a weight above 0
   * @param n how many they are
   */
  static double of(double[] events, double[] mu, double[] used, int n) {
    double target = n - PARAMETERS;
    if (target <= 0 || chiSquare(events, mu, used, 0) <= target) {
      return LEAST;
    }
    double low = 0;
    double high = MOST;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = 0.5 * (low + high);
      if (chiSquare(events, mu, used, middle) > target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(LEAST, 0.5 * (low + high));
  }

  private static double chiSquare(double[] events, double[] mu, double[] used, double a) {
    double sum = 0;
    for (int day = 0; day < mu.length; day++) {
      if (used[day] > 0) {
        double m = Math.max(mu[day], 1e-9);
        double residual = events[day] - mu[day];
        sum += residual * residual / (m + a * m * m);
      }
    }
    return sum;
  }
}
