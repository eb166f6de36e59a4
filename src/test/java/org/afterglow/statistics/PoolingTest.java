package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PoolingTest {
  private static final double[] Y = {-.9, -.2, -.7, -1.3, .1, -.6, -.8, -.4};
  private static final double[] V = {.02, .05, .03, .1, .06, .02, .04, .05};

  @Test
  void accountsThatAreAllDistinct() {
    Pooling pooled = Pooling.of(studies("pqrstuvw"));

    assertAgrees(pooled.mean(), -0.596360434, -0.936255258, -0.25646561, 0.143741579, 7);
    assertThat(pooled.mean().pValue()).isCloseTo(0.004301344, within(1e-9));
    assertThat(pooled.tau() * pooled.tau()).isCloseTo(0.122215742, within(1e-9));
    assertThat(pooled.heaviestShare()).isCloseTo(0.145283787, within(1e-9));
    assertThat(pooled.heaviestAccount()).as("the first of equals").isEqualTo("p");
    assertThat(pooled.accounts()).isEqualTo(8);
  }

  @Test
  void accountsWithSeveralCampaigns() {
    Pooling pooled = Pooling.of(studies("ppqqrstt"));

    assertAgrees(pooled.mean(), -0.596360434, -1.014035883, -0.178684985, 0.143741579, 3.590941829);
    assertThat(pooled.mean().pValue()).isCloseTo(0.017803952, within(1e-9));
    assertThat(pooled.heaviestShare()).isCloseTo(0.265259124, within(1e-9));
    assertThat(pooled.heaviestAccount()).isEqualTo("p");
  }

  @Test
  void aPredictionReachesFurtherThanTheMean() {
    Pooling pooled = Pooling.of(studies("pqrstuvw"));

    // t of 6 df is 2.446911851; tau² + V = .122215742 + .143741579²
    double reach = 2.446911851 * Math.sqrt(0.122215742 + 0.143741579 * 0.143741579);
    assertThat(pooled.predictionLow()).isCloseTo(-0.596360434 - reach, within(1e-8));
    assertThat(pooled.predictionHigh()).isCloseTo(-0.596360434 + reach, within(1e-8));
  }

  @Test
  void twoCampaignsHaveNoPrediction() {
    assertThat(Pooling.of(studies("pqrstuvw").subList(0, 2)).predictionLow()).isNull();
    assertThatThrownBy(() -> Pooling.of(studies("pqrstuvw").subList(0, 1)))
        .hasMessageContaining("two at least");
  }

  @Test
  void campaignsThatAgreeHaveNoHeterogeneity() {
    PauleMandel fit = PauleMandel.of(new double[] {-.5, -.5, -.4}, new double[] {.1, .1, .2});

    assertThat(fit.tauSquared()).isZero();
    // weights 10, 10, 5
    assertThat(fit.mean()).isCloseTo(-.48, within(1e-15));
    Pooling pooled =
        Pooling.of(
            List.of(
                new Pooling.Study("p", -.5, .1),
                new Pooling.Study("q", -.5, .1),
                new Pooling.Study("r", -.4, .2)));
    assertThat(pooled.iSquared()).isZero();
    assertThat(pooled.mean().standardError())
        .as("never below that of a common effect")
        .isCloseTo(.2, within(1e-12));
  }

  @Test
  void heterogeneityIsSharedOutByCochransQ() {
    // weights 100, 100: mean 0, Q = 2·.25·100 = 50, I² = 49/50; tau² solves 2·.25/(.01 + tau²) = 1
    Pooling pooled =
        Pooling.of(List.of(new Pooling.Study("p", -.5, .01), new Pooling.Study("q", .5, .01)));

    assertThat(pooled.iSquared()).isCloseTo(.98, within(1e-12));
    assertThat(pooled.tau() * pooled.tau()).isCloseTo(.49, within(1e-12));
  }

  @Test
  void mantelHaenszelPoolsCampaignsWithZeroCells() {
    MantelHaenszel pooled = Objects.requireNonNull(MantelHaenszel.of(zeroCells("pqrst")));

    assertAgrees(
        Objects.requireNonNull(pooled.interval()),
        -0.478035801,
        -1.375778815,
        0.419707213,
        0.2077953,
        1.991488111);
    assertThat(pooled.heaviestShare()).isCloseTo(0.387096774, within(1e-9));
    assertThat(pooled.heaviestAccount()).isEqualTo("t");
    assertThat(pooled.accounts()).isEqualTo(5);
  }

  @Test
  void oneAccountAloneHasAPointAndNoInterval() {
    MantelHaenszel pooled = Objects.requireNonNull(MantelHaenszel.of(zeroCells("ppppp")));

    assertThat(pooled.estimate()).isCloseTo(-0.478035801, within(1e-9));
    assertThat(pooled.interval()).isNull();
  }

  @Test
  void nothingLateAnywhereCannotBePooled() {
    assertThat(MantelHaenszel.of(List.of(new MantelHaenszel.Study("p", 0, 3)))).isNull();
    assertThat(MantelHaenszel.of(List.of())).isNull();
  }

  private static void assertAgrees(
      StudentInterval interval, double estimate, double low, double high, double se, double df) {
    assertThat(interval.estimate()).isCloseTo(estimate, within(1e-9));
    assertThat(interval.low()).isCloseTo(low, within(1e-9));
    assertThat(interval.high()).isCloseTo(high, within(1e-9));
    assertThat(interval.standardError()).isCloseTo(se, within(1e-9));
    assertThat(interval.degreesOfFreedom()).isCloseTo(df, within(1e-9));
  }

  private static List<Pooling.Study> studies(String accounts) {
    List<Pooling.Study> studies = new ArrayList<>();
    for (int i = 0; i < Y.length; i++) {
      studies.add(new Pooling.Study(accounts.substring(i, i + 1), Y[i], V[i]));
    }
    return studies;
  }

  private static List<MantelHaenszel.Study> zeroCells(String accounts) {
    double[] r = {4, 0, 3.5, 2, 6};
    double[] s = {8, 3, 5, 0, 9};
    List<MantelHaenszel.Study> studies = new ArrayList<>();
    for (int i = 0; i < r.length; i++) {
      studies.add(new MantelHaenszel.Study(accounts.substring(i, i + 1), r[i], s[i]));
    }
    return studies;
  }
}
