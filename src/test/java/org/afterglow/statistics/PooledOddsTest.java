package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PooledOddsTest {
  private final List<PooledOdds.Study> studies = new ArrayList<>();

  @Test
  void nothingHasNoHeadline() {
    PooledOdds odds = PooledOdds.of(studies);

    assertThat(odds.headline()).isNull();
    assertThat(odds.headlineInterval()).isNull();
    assertThat(odds.zeroCellShare()).isNull();
    assertThat(odds.heaviestAccount()).isEmpty();
  }

  @Test
  void theRatioOverAllIsCitedWhereMoreThanATenthHasNone() {
    for (int i = 0; i < 9; i++) {
      estimated("a" + i, -.5 - .01 * i, .1);
    }
    studies.add(new PooledOdds.Study("z", 0, 4, null, null));

    assertThat(PooledOdds.of(studies).headlineBySums()).isFalse();
    assertThat(PooledOdds.of(studies).accounts()).isEqualTo(10);
    assertThat(PooledOdds.of(studies).headline()).isCloseTo(-.54, within(1e-12));

    studies.add(new PooledOdds.Study("y", 0, 1, null, null));

    PooledOdds odds = PooledOdds.of(studies);
    assertThat(odds.headlineBySums()).isTrue();
    assertThat(odds.headline()).isEqualTo(odds.mhEstimate());
    assertThat(odds.headlineInterval()).isEqualTo(odds.mhInterval());
  }

  @Test
  void aSharedErrorWidensBothIntervalsAndTheOneForANewCampaign() {
    double[] y = {-.9, -.2, -.7, -1.3, .1, -.6};
    for (int i = 0; i < y.length; i++) {
      estimated("a" + i, y[i], .05);
    }
    PooledOdds odds = PooledOdds.of(studies);
    PooledOdds widened = odds.withAdded(.3);

    for (boolean sums : new boolean[] {false, true}) {
      StudentInterval before = interval(odds, sums);
      StudentInterval after = interval(widened, sums);
      assertThat(after.estimate()).isEqualTo(before.estimate());
      assertThat(after.degreesOfFreedom()).isEqualTo(before.degreesOfFreedom());
      assertThat(after.standardError())
          .isCloseTo(Math.hypot(before.standardError(), .3), within(1e-12));
      assertThat(after.pValue()).isGreaterThan(before.pValue());
    }
    Pooling pooling = Objects.requireNonNull(odds.byCampaign());
    Pooling after = Objects.requireNonNull(widened.byCampaign());
    double reach = number(pooling.predictionHigh()) - pooling.mean().estimate();
    double t = StudentInterval.quantile(4);
    assertThat(number(after.predictionHigh()) - after.mean().estimate())
        .isCloseTo(t * Math.hypot(reach / t, .3), within(1e-9));
    assertThat(after.mean().estimate() - number(after.predictionLow()))
        .isCloseTo(t * Math.hypot(reach / t, .3), within(1e-9));
  }

  @Test
  void noErrorAddedChangesNothingButRounding() {
    for (int i = 0; i < 6; i++) {
      estimated("a" + i, -.1 * i, .05);
    }
    PooledOdds odds = PooledOdds.of(studies);

    assertThat(interval(odds.withAdded(0), false).high())
        .isCloseTo(interval(odds, false).high(), within(1e-12));
  }

  @Test
  void aRatioHasAVariance() {
    assertThatThrownBy(() -> new PooledOdds.Study("a", 1, 1, 0., null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void estimated(String account, double lnlor, double variance) {
    studies.add(new PooledOdds.Study(account, Math.exp(lnlor), 1, lnlor, variance));
  }

  private static StudentInterval interval(PooledOdds odds, boolean sums) {
    return Objects.requireNonNull(sums ? odds.mhInterval() : odds.estimateInterval());
  }

  private static double number(@Nullable Double x) {
    return Objects.requireNonNull(x);
  }
}
