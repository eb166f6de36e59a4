package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FastLogTest {
  @Test
  void theErrorIsBelowItsBoundOverAllMagnitudes() {
    SplittableRandom random = new SplittableRandom(4);
    double largest = 0;
    for (int i = 0; i < 1_000_000; i++) {
      double x = Math.scalb(1 + random.nextDouble(), random.nextInt(-1022, 1023));
      largest = Math.max(largest, Math.abs(FastLog.of(x) - Math.log(x)));
    }

    assertThat(largest).isBetween(2e-8, FastLog.ERROR);
  }

  @Test
  void theEdgesOfItsPartsAreWithinTheBoundToo() {
    for (double x : new double[] {Double.MIN_NORMAL, 1, Math.nextDown(1), 2, Double.MAX_VALUE}) {
      assertThat(FastLog.of(x)).isCloseTo(Math.log(x), within(FastLog.ERROR));
    }
  }
}
