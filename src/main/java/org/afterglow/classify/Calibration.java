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

  /**
   * How strongly a curve is drawn to the identity: ½·precision·distance² is added to the loss, of
   * the logarithm of the slope and of the shift, which is a Gaussian prior on each.
   */
  record Prior(double ofSlope, double ofShift) {
    /** Labels alone decide. */
    static final Prior NONE = new Prior(0, 0);

    /**
     * For the few labels of an archive. A standard deviation of .25 of the logarithm holds slopes
     * of .6 to 1.6 for likely, .75 of the shift archives of half to twice the odds: fifty labels
     * still decide the shift, where they carry some ten units of information against its two, and
     * move the slope by what is left after chance.
     */
    static final Prior FEW_LABELS = new Prior(1 / (.25 * .25), 1 / (.75 * .75));
  }

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
    return of(margins, yes, weights, Prior.NONE);
  }

  /** The same, drawn to the identity; its slope is above 0 if the prior says something of it. */
  static Calibration of(double[] margins, boolean[] yes, double[] weights, Prior prior) {
    return new Fit(margins, yes, weights, prior).from(new Calibration(1, 0), true);
  }

  /** The same slope with the shift of least loss on these texts. */
  Calibration shifted(double[] margins, boolean[] yes, double[] weights, Prior prior) {
    return new Fit(margins, yes, weights, prior).from(this, false);
  }

  private static final class Fit {
    private final double[] margins;
    private final double[] targets;
    private final double[] weights;
    private final Prior prior;

    Fit(double[] margins, boolean[] yes, double[] weights, Prior prior) {
      this.margins = margins;
      this.weights = weights;
      this.prior = prior;
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
        // of the logarithm where the prior draws it: d(slope)/d(ln slope) = slope
        double unit = prior.ofSlope > 0 ? at.slope : 1;
        double ofSlope = prior.ofSlope > 0 ? prior.ofSlope * Math.log(at.slope) : 0;
        double ofShift = prior.ofShift * at.shift;
        double slopeSlope = RIDGE + prior.ofSlope;
        double slopeShift = 0;
        double shiftShift = RIDGE + prior.ofShift;
        for (int i = 0; i < margins.length; i++) {
          double p = at.probability(margins[i]);
          double error = weights[i] * (p - targets[i]);
          double curvature = weights[i] * p * (1 - p);
          double x = unit * margins[i];
          ofSlope += error * x;
          ofShift += error;
          slopeSlope += curvature * x * x;
          slopeShift += curvature * x;
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
              new Calibration(
                  prior.ofSlope > 0
                      ? at.slope * Math.exp(length * towardsSlope)
                      : at.slope + length * towardsSlope,
                  at.shift + length * towardsShift);
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
      double sum = prior.ofShift * curve.shift * curve.shift / 2;
      if (prior.ofSlope > 0) {
        double off = Math.log(curve.slope);
        sum += prior.ofSlope * off * off / 2;
      }
      for (int i = 0; i < margins.length; i++) {
        sum += weights[i] * LogisticFit.loss(curve.margin(margins[i]), targets[i]);
      }
      return sum;
    }
  }
}
