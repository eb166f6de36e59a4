package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StudentIntervalTest {
  @Test
  void aLogarithmAsAPercentChange() {
    StudentInterval change = StudentInterval.of(Math.log(1.2), .1, 5).percentChange();

    // The 97.5 % point of t with 5 df is 2.570581836.
    assertThat(change.estimate()).isCloseTo(20, within(1e-12));
    assertThat(change.low()).isCloseTo(100 * (1.2 * Math.exp(-.2570581836) - 1), within(1e-7));
    assertThat(change.high()).isCloseTo(100 * (1.2 * Math.exp(.2570581836) - 1), within(1e-7));
    assertThat(change.standardError()).isCloseTo(12, within(1e-12));
    assertThat(change.pValue()).isEqualTo(StudentInterval.of(Math.log(1.2), .1, 5).pValue());
  }

  @Test
  void anUpperLimitBeyondMeasureIsFiniteStill() {
    StudentInterval change = StudentInterval.of(1, 100, 1).percentChange();

    assertThat(change.low()).isEqualTo(-100);
    assertThat(change.high()).isFinite().isGreaterThan(1e200);
  }

  @Test
  void turningTheSignSwapsTheLimits() {
    StudentInterval interval = StudentInterval.of(.7, .2, 9);

    assertThat(interval.negated().low()).isEqualTo(-interval.high());
    assertThat(interval.negated().high()).isEqualTo(-interval.low());
    assertThat(interval.negated().estimate()).isEqualTo(-.7);
    assertThat(interval.negated().negated()).isEqualTo(interval);
  }
}
