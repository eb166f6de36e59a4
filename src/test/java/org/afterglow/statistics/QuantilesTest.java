package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Test
  void interpolatesBetweenOrderStatistics() {
    double[] values = {4, 1, 3, 2};

    assertThat(Quantiles.interpolated(values, 0)).isEqualTo(1);
    assertThat(Quantiles.interpolated(values, .25)).isEqualTo(1.75);
    assertThat(Quantiles.interpolated(values, .5)).isEqualTo(2.5);
    assertThat(Quantiles.interpolated(values, 1)).isEqualTo(4);
    assertThat(values).as("left as they were").containsExactly(4, 1, 3, 2);
    assertThat(Quantiles.interpolated(new double[] {7}, .9)).isEqualTo(7);
  }

  @Test
  void takesTheFirstValueWhoseCumulativeWeightReachesTheShare() {
    double[] values = {3, Double.POSITIVE_INFINITY, 1, 2};
    double[] weights = {1, 1, 1, 1};

    assertThat(Quantiles.firstCumulative(values, weights, .25)).isEqualTo(1);
    assertThat(Quantiles.firstCumulative(values, weights, .26)).isEqualTo(2);
    assertThat(Quantiles.firstCumulative(values, weights, .75)).isEqualTo(3);
    assertThat(Quantiles.firstCumulative(values, weights, .975)).isInfinite();
    assertThat(Quantiles.firstCumulative(values, new double[] {0, 0, 0, 5}, 1)).isEqualTo(2);
    assertThat(Quantiles.firstCumulative(values, new double[] {2, 0, 0, 5}, 0))
        .as("a value without weight is none")
        .isEqualTo(2);
  }

  @Test
  void nothingHasNoQuantile() {
    assertThatThrownBy(() -> Quantiles.interpolated(new double[0], .5)).hasMessageContaining("0");
    assertThatThrownBy(() -> Quantiles.interpolated(new double[] {1}, 1.5))
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> Quantiles.firstCumulative(new double[] {1}, new double[] {0}, .5))
        .hasMessageContaining("above 0");
  }

  @Test
  void falseDiscoveriesAreHeldByBenjaminiAndHochberg() {
    // sorted .005 .009 .05 .5 .8: times 5/rank .025 .0225 .083 .625 .8, then the least from the
    // right
    double[] q = FalseDiscovery.benjaminiHochberg(new double[] {.5, .005, .05, .8, .009});

    assertThat(q[0]).isCloseTo(.625, within(1e-12));
    assertThat(q[1]).isCloseTo(.0225, within(1e-12));
    assertThat(q[2]).isCloseTo(.25 / 3, within(1e-12));
    assertThat(q[3]).isCloseTo(.8, within(1e-12));
    assertThat(q[4]).isCloseTo(.0225, within(1e-12));
    assertThat(FalseDiscovery.benjaminiHochberg(new double[0])).isEmpty();
    assertThatThrownBy(() -> FalseDiscovery.benjaminiHochberg(new double[] {Double.NaN}))
        .hasMessageContaining("NaN");
  }
}
