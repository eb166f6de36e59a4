package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class IntervalTest {
  /** Figures of Newcombe, Statistics in Medicine 17 (1998), table I, score method. */
  @Test
  void wilsonsIntervalIsAsPublished() {
    holds(81, 263, .2553, .3662);
    holds(15, 148, .0624, .1605);
    holds(0, 20, 0, .1611);
    holds(1, 29, .0061, .1718);
  }

  private static void holds(long part, long whole, double low, double high) {
    Interval interval = Objects.requireNonNull(Interval.wilson(part, whole));
    assertThat(interval.low()).isCloseTo(low, within(5.1e-5));
    assertThat(interval.high()).isCloseTo(high, within(5.1e-5));
  }

  @Test
  void aShareOfNothingHasNone() {
    assertThat(Interval.wilson(0, 0)).isNull();
    assertThat(Interval.wilson(5, 5)).extracting(Interval::high).isEqualTo(1.0);
    assertThatThrownBy(() -> Interval.wilson(3, 2)).hasMessageContaining("3 of 2");
  }

  @Test
  void percentilesHoldTheFigureTheyBelongTo() {
    double[] draws = new double[1001];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = (1000 - i) / 1000.0;
    }
    assertThat(Interval.percentile(draws, .5)).isEqualTo(new Interval(.025, .975));
    assertThat(Interval.percentile(draws, .99)).isEqualTo(new Interval(.025, .99));
  }
}
