package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PriorShiftTest {
  private static final int BINS = 1000;

  /**
   * Posts of two normal curves of margins, which are right at a share of .4: with unit variance and
   * means ±d/2 the log odds of the margin x are d·x + logit(.4).
   */
  private static long[] posts(double share, double apart, double noise) {
    long[] counts = new long[BINS];
    for (int step = -6000; step <= 6000; step++) {
      double x = step / 1000.0;
      double density =
          share * Math.exp(-Math.pow(x - apart / 2, 2) / 2)
              + (1 - share) * Math.exp(-Math.pow(x + apart / 2, 2) / 2);
      double p = 1 / (1 + Math.exp(-(apart * x + noise + Math.log(.4 / .6))));
      counts[Math.min(BINS - 1, (int) (p * BINS))] += Math.round(density * 1000);
    }
    return counts;
  }

  @Test
  void aShareThatAloneHasChangedIsFound() {
    PriorShift found = PriorShift.of(posts(.25, 2, 0), .4);
    assertThat(found.estimate()).isCloseTo(.25, within(.01));
    assertThat(found.shift()).isCloseTo(Math.log(.25 / .75 / (.4 / .6)), within(.05));
    assertThat(found.refused()).isNull();
    assertThat(PriorShift.of(posts(.4, 2, 0), .4).shift()).isCloseTo(0, within(.03));
  }

  @Test
  void anEstimateThatRunsAwayIsRefused() {
    assertThat(PriorShift.of(posts(.1, 2, 0), .4).refused()).contains("is farther than 1");
    // margins that stand higher than they should: the model's errors are not those of its training
    assertThat(PriorShift.of(posts(.4, 1, 3), .4).refused())
        .contains("is not between 0.02 and 0.9");
    long[] few = new long[BINS];
    few[100] = 600;
    few[800] = 399;
    assertThat(PriorShift.of(few, .4).refused()).isEqualTo("fewer than 1000 scored posts");
    assertThat(PriorShift.of(new long[BINS], .4).refused())
        .isEqualTo("fewer than 1000 scored posts");
  }
}
