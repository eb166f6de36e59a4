package org.afterglow.classify;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How much better one model is than another on the same texts, with standard errors of the
 * differences by group of texts: of the mean loss as of a ratio of sums over groups, of the area
 * under ROC by the groups' sums of its components (Obuchowski, "Nonparametric analysis of clustered
 * ROC curve data", 1997).
 */
final class PairedGain {
  private final int[] groups;
  private final boolean[] yes;
  private final double[] weights;

  /**
   * On these texts.
   *
   * @param groups of each text its group, from 0 to the number of texts
   * @param weights above 0; they count in the loss alone
   */
  PairedGain(int[] groups, boolean[] yes, double[] weights) {
    this.groups = groups;
    this.yes = yes;
    this.weights = weights;
  }

  /** The gain; probabilities give the loss, margins the ranking. */
  Adaptation.Gain of(
      String judgedBy,
      double[] baseProbabilities,
      double[] probabilities,
      double[] baseMargins,
      double[] margins) {
    double[] baseLosses = losses(baseProbabilities);
    double[] losses = losses(probabilities);
    double[] baseAreas = areas(baseMargins);
    double[] areas = areas(margins);
    double total = Arrays.stream(weights).sum();
    double gain = (Arrays.stream(baseLosses).sum() - Arrays.stream(losses).sum()) / total;
    double[] offs = new double[yes.length];
    Arrays.setAll(offs, i -> (baseLosses[i] - losses[i] - weights[i] * gain) / total);
    double baseArea = area(baseAreas);
    double area = area(areas);
    double[] ofAreas = new double[yes.length];
    int positive = positive();
    Arrays.setAll(
        ofAreas,
        i ->
            (areas[i] - area - (baseAreas[i] - baseArea))
                / (yes[i] ? positive : yes.length - positive));
    return new Adaptation.Gain(
        judgedBy,
        yes.length,
        Arrays.stream(groups).distinct().count(),
        Arrays.stream(baseLosses).sum() / total,
        Arrays.stream(losses).sum() / total,
        standardError(offs),
        baseArea,
        area,
        standardError(ofAreas));
  }

  private double[] losses(double[] probabilities) {
    double[] losses = new double[yes.length];
    Arrays.setAll(
        losses, i -> -weights[i] * Math.log(yes[i] ? probabilities[i] : 1 - probabilities[i]));
    return losses;
  }

  /** Of each text the share of those with the other label that it stands on the right side of. */
  private double[] areas(double[] margins) {
    double[][] sorted = {sorted(margins, false), sorted(margins, true)};
    double[] areas = new double[yes.length];
    for (int i = 0; i < areas.length; i++) {
      double[] others = sorted[yes[i] ? 0 : 1];
      int below = below(others, margins[i]);
      double rank = (below + below(others, Math.nextUp(margins[i]))) / 2.0 / others.length;
      areas[i] = yes[i] ? rank : 1 - rank;
    }
    return areas;
  }

  private double[] sorted(double[] margins, boolean label) {
    BitSet chosen = new BitSet();
    for (int i = 0; i < yes.length; i++) {
      chosen.set(i, yes[i] == label);
    }
    return chosen.stream().mapToDouble(i -> margins[i]).sorted().toArray();
  }

  private static int below(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private double area(double[] areas) {
    double sum = 0;
    for (int i = 0; i < areas.length; i++) {
      sum += yes[i] ? areas[i] : 0;
    }
    return sum / positive();
  }

  private int positive() {
    int positive = 0;
    for (boolean each : yes) {
      positive += each ? 1 : 0;
    }
    return positive;
  }

  private double standardError(double[] offs) {
    double[] byGroup = new double[yes.length];
    for (int i = 0; i < offs.length; i++) {
      byGroup[groups[i]] += offs[i];
    }
    double squares = Arrays.stream(byGroup).map(each -> each * each).sum();
    long count = Arrays.stream(groups).distinct().count();
    return count < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares * count / (count - 1));
  }
}
