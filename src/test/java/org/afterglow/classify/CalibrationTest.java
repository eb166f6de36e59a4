package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.afterglow.classify.Calibration.Prior;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  /** Texts at the margins −1 and 1, so many yes of so many at each. */
  private static Calibration of(int yesBelow, int below, int yesAbove, int above) {
    double[] margins = new double[below + above];
    boolean[] yes = new boolean[below + above];
    Arrays.setAll(margins, i -> i < below ? -1 : 1);
    for (int i = 0; i < yes.length; i++) {
      yes[i] = i < below ? i < yesBelow : i - below < yesAbove;
    }
    return Calibration.of(margins, yes, ones(yes.length));
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void twoMarginsGetTheSharesOfTheirTexts() {
    // 80 yes, 70 no: a yes counts 81/82, a no 1/72
    Calibration found = of(20, 80, 60, 70);
    double below = (20 * 81 / 82.0 + 60 / 72.0) / 80;
    double above = (60 * 81 / 82.0 + 10 / 72.0) / 70;
    assertThat(found.probability(-1)).isCloseTo(below, within(1e-6));
    assertThat(found.probability(1)).isCloseTo(above, within(1e-6));
  }

  @Test
  void marginsThatTellTheLabelsApartGiveTheSlopeOfPlattsTargets() {
    Calibration found = of(0, 10, 30, 30);
    assertThat(found.probability(-1)).isCloseTo(1 / 12.0, within(1e-6));
    assertThat(found.probability(1)).isCloseTo(31 / 32.0, within(1e-6));
  }

  @Test
  void aWeightIsAsManyTexts() {
    double[] margins = {-2, -1, 0.5, 0.5, 3};
    boolean[] yes = {false, true, false, true, true};
    Calibration light = Calibration.of(margins, yes, new double[] {1, 1, 1, 1, 1});
    Calibration same = Calibration.of(margins, yes, new double[] {7, 7, 7, 7, 7});
    Calibration other = Calibration.of(margins, yes, new double[] {1, 1, 1, 5, 1});
    assertThat(same.slope()).isCloseTo(light.slope(), within(1e-5));
    assertThat(other.probability(0.5)).isGreaterThan(light.probability(0.5));
  }

  @Test
  void aShiftAloneKeepsTheSlopeAndMeetsTheShare() {
    double[] margins = {-2, -1, 0, 1, 2, 3};
    boolean[] yes = {false, false, false, false, true, false};
    double[] weights = {4, 1, 1, 2, 1, 1};
    Calibration moved = new Calibration(1.5, 2).shifted(margins, yes, weights, Prior.NONE);
    assertThat(moved.slope()).isEqualTo(1.5);
    double said = 0;
    double target = 0;
    for (int i = 0; i < yes.length; i++) {
      said += weights[i] * moved.probability(margins[i]);
      target += weights[i] * (yes[i] ? 2 / 3.0 : 1 / 7.0);
    }
    assertThat(said).isCloseTo(target, within(1e-4));
  }

  @Test
  void marginsThatAreAllTheSameSayTheShareAndNoMore() {
    boolean[] yes = {true, false, false, false};
    Calibration found = Calibration.of(new double[] {5, 5, 5, 5}, yes, ones(4));
    assertThat(found.probability(5)).isCloseTo((2 / 3.0 + 3 / 5.0) / 4, within(1e-4));
  }

  /** How far a calibration by fifty labels is from the truth, slope 1 and shift .5, on average. */
  private static double meanError(Prior prior) {
    return IntStream.range(0, 50)
        .mapToDouble(
            seed -> {
              Calibration truth = new Calibration(1, .5);
              SplittableRandom random = new SplittableRandom(seed);
              double[] margins = random.doubles(50, -3, 3).toArray();
              boolean[] yes = new boolean[50];
              for (int i = 0; i < 50; i++) {
                yes[i] = random.nextDouble() < truth.probability(margins[i]);
              }
              Calibration found = Calibration.of(margins, yes, ones(50), prior);
              return IntStream.rangeClosed(-30, 30)
                  .mapToDouble(
                      i -> Math.abs(found.probability(i / 10.0) - truth.probability(i / 10.0)))
                  .average()
                  .orElseThrow();
            })
        .average()
        .orElseThrow();
  }

  @Test
  void drawnToTheIdentityFiftyLabelsMissTheTruthByLess() {
    assertThat(meanError(Prior.FEW_LABELS)).isPositive().isLessThan(.9 * meanError(Prior.NONE));
  }

  @Test
  void manyLabelsOverruleThePrior() {
    int count = 20_000;
    SplittableRandom random = new SplittableRandom(1);
    double[] margins = random.doubles(count, -3, 3).toArray();
    boolean[] yes = new boolean[count];
    for (int i = 0; i < count; i++) {
      yes[i] = random.nextDouble() < new Calibration(2, -1).probability(margins[i]);
    }
    Calibration found = Calibration.of(margins, yes, ones(count), Prior.FEW_LABELS);
    assertThat(found.slope()).isCloseTo(2, within(.1));
    assertThat(found.shift()).isCloseTo(-1, within(.1));
  }

  @Test
  void marginsThatRankTheWrongWayRoundKeepASlopeAboveZero() {
    double[] margins = {-2, -1, 1, 2};
    boolean[] yes = {true, true, false, false};
    Calibration found = Calibration.of(margins, yes, ones(4), Prior.FEW_LABELS);
    assertThat(found.slope()).isBetween(.1, 1.0);
  }
}
