package org.afterglow.classify;

/**
 * A logistic curve over margins: m becomes slope·m + shift, whose logistic is the probability
 * (Platt, "Probabilistic outputs for support vector machines", 1999).
 *
 * @param slope above 0 where margins rank as they should
 * @param shift added to it
 */
public record Calibration(double slope, double shift) {
  private static final int MOST_STEPS = 100;
  private static final double ENOUGH = 1e-10;

  /** Added to the curvature, so that margins that are all the same have a curve too. */
  private static final double RIDGE = 1e-9;

  double margin(double margin) {
    return slope * margin + shift;
  }

  double probability(double margin) {
    return 1 / (1 + Math.exp(-margin(margin)));
  }

  /**
   * The curve of least log loss, by Newton's method with halved steps (Lin, Lin and Weng, "A note
   * on Platt's probabilistic outputs", 2007). Labels are not taken for certain: of n texts with a
   * label one in n + 2 is held for wrong, as Platt does, so that few texts, or margins that tell
   * the labels apart without fault, give a finite slope.
   *
   * @param margins of texts that the margin was not fitted to
   * @param yes their labels
   * @param weights of the texts, above 0
   */
  static Calibration of(double[] margins, boolean[] yes, double[] weights) {
    return new Fit(margins, yes, weights).from(new Calibration(1, 0), true);
  }

  /** The same slope with the shift of least log loss on these texts. */
  Calibration shifted(double[] margins, boolean[] yes, double[] weights) {
    return new Fit(margins, yes, weights).from(this, false);
  }

  private static final class Fit {
    private final double[] margins;
    private final double[] targets;
    private final double[] weights;

    Fit(double[] margins, boolean[] yes, double[] weights) {
      this.margins = margins;
      this.weights = weights;
      int positive = 0;
      for (boolean each : yes) {
        positive += each ? 1 : 0;
      }
      targets = new double[yes.length];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = yes[i] ? (positive + 1.0) / (positive + 2) : 1.0 / (yes.length - positive + 2);
      }
    }

    Calibration from(Calibration start, boolean slopeToo) {
      Calibration at = start;
      double loss = loss(at);
      for (int step = 0; step < MOST_STEPS; step++) {
        double ofSlope = 0;
        double ofShift = 0;
        double slopeSlope = RIDGE;
        double slopeShift = 0;
        double shiftShift = RIDGE;
        for (int i = 0; i < margins.length; i++) {
          double p = at.probability(margins[i]);
          double error = weights[i] * (p - targets[i]);
          double curvature = weights[i] * p * (1 - p);
          ofSlope += error * margins[i];
          ofShift += error;
          slopeSlope += curvature * margins[i] * margins[i];
          slopeShift += curvature * margins[i];
          shiftShift += curvature;
        }
        double determinant = slopeSlope * shiftShift - slopeShift * slopeShift;
        double towardsSlope =
            slopeToo ? (slopeShift * ofShift - shiftShift * ofSlope) / determinant : 0;
        double towardsShift =
            slopeToo
                ? (slopeShift * ofSlope - slopeSlope * ofShift) / determinant
                : -ofShift / shiftShift;
        double length = 1;
        Calibration next = at;
        double reached = Double.POSITIVE_INFINITY;
        while (!(reached <= loss) && length > ENOUGH) {
          next =
              new Calibration(at.slope + length * towardsSlope, at.shift + length * towardsShift);
          reached = loss(next);
          length /= 2;
        }
        if (!(reached < loss)) {
          return at;
        }
        boolean settled = loss - reached <= ENOUGH * Math.abs(loss);
        at = next;
        loss = reached;
        if (settled) {
          return at;
        }
      }
      return at;
    }

    private double loss(Calibration curve) {
      double sum = 0;
      for (int i = 0; i < margins.length; i++) {
        sum += weights[i] * LogisticFit.loss(curve.margin(margins[i]), targets[i]);
      }
      return sum;
    }
  }
}
