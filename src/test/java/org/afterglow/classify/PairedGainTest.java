package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedGainTest {
  private static final boolean[] YES = {true, true, false, false};
  private static final double[] ONES = {1, 1, 1, 1};

  @Test
  void lossesAndAreasAreThoseOfTheTexts() {
    Adaptation.Gain gain =
        new PairedGain(new int[] {0, 1, 2, 3}, YES, ONES)
            .of(
                "people",
                new double[] {.5, .5, .5, .5},
                new double[] {.8, .6, .4, .2},
                new double[] {1, 0, 1, 0},
                new double[] {4, 2, 3, 1});
    assertThat(gain.baseLogLoss()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(gain.logLoss())
        .isCloseTo(-(Math.log(.8) + Math.log(.6)) / 2, within(1e-12)); // .4 and .2 mirror them
    assertThat(gain.baseRocAuc()).isEqualTo(.5);
    assertThat(gain.rocAuc()).isEqualTo(.75);
    assertThat(gain.groups()).isEqualTo(4);
  }

  @Test
  void aChangeThatIsNoneHasNoErrorAndDoesNotHelp() {
    double[] same = {.9, .4, .3, .2};
    Adaptation.Gain gain =
        new PairedGain(new int[] {0, 1, 2, 3}, YES, ONES).of("people", same, same, same, same);
    assertThat(gain.gainSe()).isZero();
    assertThat(gain.rocAucSe()).isZero();
    assertThat(gain.helps()).isFalse();
  }

  @Test
  void textsOfOneSourceCountAsOneDraw() {
    double[] base = {.5, .5, .5, .5};
    double[] other = {.9, .5, .5, .5};
    double apart =
        new PairedGain(new int[] {0, 1, 2, 3}, YES, ONES)
            .of("people", base, other, base, base)
            .gainSe();
    // the same four texts thrice, each copy in the source of its first
    int[] groups = new int[12];
    boolean[] yes = new boolean[12];
    double[] before = new double[12];
    double[] after = new double[12];
    double[] ones = new double[12];
    for (int i = 0; i < 12; i++) {
      groups[i] = i % 4;
      yes[i] = YES[i % 4];
      before[i] = base[i % 4];
      after[i] = other[i % 4];
      ones[i] = 1;
    }
    double copied =
        new PairedGain(groups, yes, ones).of("people", before, after, before, before).gainSe();
    assertThat(copied).isCloseTo(apart, within(1e-12));
  }

  /** The spread of estimates over samples is what one sample says it is. */
  @Test
  void standardErrorsAreThoseOfRepeatedDraws() {
    int draws = 400;
    double[] gains = new double[draws];
    double[] areas = new double[draws];
    double gainSe = 0;
    double areaSe = 0;
    for (int draw = 0; draw < draws; draw++) {
      SplittableRandom random = new SplittableRandom(draw);
      int sources = 60;
      int each = 4;
      int[] groups = new int[sources * each];
      boolean[] yes = new boolean[groups.length];
      double[] base = new double[groups.length];
      double[] other = new double[groups.length];
      double[] ones = new double[groups.length];
      for (int i = 0; i < groups.length; i++) {
        groups[i] = i / each;
        ones[i] = 1;
      }
      for (int source = 0; source < sources; source++) {
        double common = random.nextGaussian();
        boolean label = random.nextBoolean();
        for (int i = source * each; i < (source + 1) * each; i++) {
          yes[i] = label;
          base[i] = (label ? .5 : -.5) + random.nextGaussian();
          other[i] = base[i] + (label ? .3 : -.3) + .5 * common;
        }
      }
      Calibration identity = new Calibration(1, 0);
      Adaptation.Gain gain =
          new PairedGain(groups, yes, ones)
              .of(
                  "people",
                  Arrays.stream(base).map(identity::probability).toArray(),
                  Arrays.stream(other).map(identity::probability).toArray(),
                  base,
                  other);
      gains[draw] = gain.baseLogLoss() - gain.logLoss();
      areas[draw] = gain.rocAuc() - gain.baseRocAuc();
      gainSe += gain.gainSe() / draws;
      areaSe += gain.rocAucSe() / draws;
    }
    assertThat(gainSe).isCloseTo(spread(gains), within(.15 * spread(gains)));
    assertThat(areaSe).isCloseTo(spread(areas), within(.15 * spread(areas)));
  }

  private static double spread(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
  }
}
