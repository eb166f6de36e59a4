package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeasonFactorsTest {
  @Test
  void hourZeroIsMondayMidnight() {
    long monday = 1704067200L / 3600;

    assertThat(SeasonFactors.hourOfWeek(monday)).isZero();
    assertThat(SeasonFactors.hourOfWeek(monday - 1)).isEqualTo(167);
    assertThat(SeasonFactors.hourOfWeek(monday + 25)).isEqualTo(25);
  }

  @Test
  void factorsAreRatesShrunkenTowardsHourTimesWeekday() {
    long[] posts = new long[168];
    double[] observed = new double[168];
    for (int h = 0; h < 168; h++) {
      posts[h] = h % 24 < 12 ? 30 : 90;
      observed[h] = 10;
    }
    // N̄ = 10,080/1,680 = 6; by hour of day (210 + 20)/(70·6 + 20), (630 + 20)/(70·6 + 20);
    // by weekday (1,440 + 20)/(240·6 + 20) = 1
    double night = (30 + 20 * (230.0 / 440)) / 80;
    double day = (90 + 20 * (650.0 / 440)) / 80;
    double mean = (night + day) / 2;

    double[] factors = SeasonFactors.estimate(posts, observed);

    assertThat(factors[0]).isCloseTo(night / mean, within(1e-12));
    assertThat(factors[23]).isCloseTo(day / mean, within(1e-12));
    assertThat(SeasonFactors.weightMillionths(factors[0]))
        .isEqualTo(Math.round(1e6 * mean / night));
  }

  @Test
  void hoursThatWereNotObservedTakeThePatternOfTheirHourAndWeekday() {
    long[] posts = new long[168];
    double[] observed = new double[168];
    Arrays.fill(posts, 600);
    Arrays.fill(observed, 10);
    posts[30] = 0;
    observed[30] = 0;

    assertThat(SeasonFactors.estimate(posts, observed)[30]).isCloseTo(1, within(0.01));
  }

  @Test
  void factorsStayWithinAFifthAndFive() {
    long[] posts = new long[168];
    double[] observed = new double[168];
    Arrays.fill(observed, 1000);
    posts[5] = 1_000_000;

    double[] factors = SeasonFactors.estimate(posts, observed);

    assertThat(factors[5]).isEqualTo(5);
    assertThat(factors[6]).isEqualTo(0.2);
  }
}
