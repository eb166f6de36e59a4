package org.afterglow.classify;

import java.util.BitSet;

/**
 * What texts got that the regression had not seen.
 *
 * @param margins by text, of the regression without the text's fold; 0 where it is in none
 * @param folds that were left out
 * @param yes the labels
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a List would box each
record CrossFit(double[] margins, Folds folds, boolean[] yes) {

  /** The calibration by the margins of all folds. */
  Calibration calibration(double[] weights) {
    return calibration(folds.tested(), weights, Calibration.Prior.NONE);
  }

  /**
   * The probability of each text by a calibration that the text's fold had no part in; 0 where the
   * text is in no fold.
   */
  double[] probabilities(double[] weights) {
    return probabilities(weights, Calibration.Prior.NONE);
  }

  /** The same by calibrations drawn to the identity. */
  double[] probabilities(double[] weights, Calibration.Prior prior) {
    double[] probabilities = new double[yes.length];
    for (int fold = 0; fold < folds.count(); fold++) {
      BitSet test = folds.in(fold);
      if (!test.isEmpty()) {
        BitSet others = folds.tested();
        others.andNot(test);
        Calibration calibration = calibration(others, weights, prior);
        test.stream().forEach(i -> probabilities[i] = calibration.probability(margins[i]));
      }
    }
    return probabilities;
  }

  private Calibration calibration(BitSet chosen, double[] weights, Calibration.Prior prior) {
    int[] numbers = chosen.stream().toArray();
    double[] someMargins = new double[numbers.length];
    boolean[] someYes = new boolean[numbers.length];
    double[] someWeights = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      someMargins[i] = margins[numbers[i]];
      someYes[i] = yes[numbers[i]];
      someWeights[i] = weights[numbers[i]];
    }
    return Calibration.of(someMargins, someYes, someWeights, prior);
  }

  /** The mean loss of those probabilities, −log of the probability of the label. */
  double logLoss(double[] weights) {
    double[] probabilities = probabilities(weights);
    int[] tested = folds.tested().stream().toArray();
    double sum = 0;
    for (int i : tested) {
      sum -= weights[i] * Math.log(yes[i] ? probabilities[i] : 1 - probabilities[i]);
    }
    return sum / tested.length;
  }
}
