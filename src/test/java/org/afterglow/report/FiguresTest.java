package org.afterglow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.afterglow.table.Estimate;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void numbersHaveThreeDigitsAndNoPowersOfTen() {
    assertThat(Figures.number(0)).isEqualTo("0");
    assertThat(Figures.number(0.001234)).isEqualTo("0.00123");
    assertThat(Figures.number(1.2345)).isEqualTo("1.23");
    assertThat(Figures.number(123.45)).isEqualTo("123");
    assertThat(Figures.number(12_345)).isEqualTo("12,300");
    assertThat(Figures.number(1e-9)).isEqualTo("under 0.0001");
    assertThat(Figures.number(-2.5)).isEqualTo("−2.5");
    assertThat(Figures.number(10)).isEqualTo("10");
    assertThat(Figures.tick(10)).isEqualTo("10");
    assertThat(Figures.tick(3 * 0.1)).isEqualTo("0.3");
    assertThat(Figures.tick(2_000)).isEqualTo("2,000");
  }

  @Test
  void unitsStandBesideTheirNumbers() {
    assertThat(Figures.hours(5.25)).isEqualTo("5.25 h");
    assertThat(Figures.hours(96)).isEqualTo("4 d");
    assertThat(Figures.days(2.5)).isEqualTo("2.5 d");
    assertThat(Figures.percent(0.123)).isEqualTo("12 %");
    assertThat(Figures.percent(0.0123)).isEqualTo("1.2 %");
    assertThat(Figures.percent(0.00001)).isEqualTo("< 0.1 %");
    assertThat(Figures.count(1, "post", "posts")).isEqualTo("1 post");
    assertThat(Figures.count(1_234_567, "post", "posts")).isEqualTo("1,234,567 posts");
    assertThat(Figures.p(0.0004)).isEqualTo("p < 0.001");
    assertThat(Figures.p(0.04)).isEqualTo("p = 0.040");
    assertThat(Figures.minute(Instant.EPOCH)).isEqualTo("1 Jan 1970, 00:00 UTC");
  }

  @Test
  void anIntervalStandsInBracketsAndALimitAlone() {
    assertThat(Figures.interval(Estimate.of(1, 0.5, 2), Figures::decimals))
        .isEqualTo("1.00 [0.50, 2.00]");
    assertThat(Figures.interval(Estimate.withoutInterval(1), Figures::decimals)).isEqualTo("1.00");
    assertThat(Figures.interval(Estimate.above(56, "WIDE"), Figures::days)).isEqualTo("> 56 d");
    assertThat(Figures.interval(Estimate.below(1, "ALL_ZERO"), Figures::days)).isEqualTo("≤ 1 d");
    assertThat(Figures.interval(Estimate.none("ALL_ZERO"), Figures::days)).isNull();
  }

  @Test
  void anAxisHoldsItsValuesAndHasRoundTicks() {
    assertThat(Scale.fromZero(37).to()).isEqualTo(40);
    assertThat(Scale.fromZero(37).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0);
    Scale log = Scale.logAround(0.03, 70);
    assertThat(log.from()).isEqualTo(0.02);
    assertThat(log.to()).isEqualTo(100);
    assertThat(log.ticks()).contains(0.1, 1.0, 10.0, 100.0);
    assertThat(log.at(0.02)).isZero();
    assertThat(log.at(1000)).isEqualTo(1);
    assertThat(log.at(0)).isZero();
    assertThat(Scale.log(1, 100).at(10)).isEqualTo(0.5);
    assertThatThrownBy(() -> Scale.log(0, 1)).hasMessageContaining("no axis from 0.0 to 1.0");
  }
}
