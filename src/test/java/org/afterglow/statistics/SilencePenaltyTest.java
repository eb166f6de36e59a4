package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.afterglow.statistics.SilencePenalty.Moment;
import org.junit.jupiter.api.Test;

class SilencePenaltyTest {
  private static final double[] DAYS = {14, 30, 60, 120};

  @Test
  void countsThatFollowTheModelGiveItBack() {
    // ln μ = 6 − .1·gap − .25·gap·ln(g/7) + .5 r + .2 lag + .3 in month 1
    List<LogLinkPanel> panels = panels(-.1, -.25);
    ClusteredFit fit = SilencePenalty.fit(panels).fit();

    assertThat(Objects.requireNonNull(SilencePenalty.slope(fit)).estimate())
        .isCloseTo(-.25, within(.02));
    for (double days : DAYS) {
      double ratio = -.1 - .25 * Math.log(days / 7);
      assertThat(Objects.requireNonNull(SilencePenalty.atLag(fit, days)).estimate())
          .isCloseTo(ratio, within(.02));
      StudentInterval penalty = Objects.requireNonNull(SilencePenalty.penaltyPercent(fit, days));
      assertThat(penalty.estimate()).isCloseTo(100 * (1 - Math.exp(ratio)), within(1.5));
      assertThat(penalty.low()).isLessThan(penalty.estimate());
      assertThat(penalty.high()).isGreaterThan(penalty.estimate());
    }
  }

  @Test
  void thePenaltyMirrorsTheIntervalOfTheLogarithm() {
    ClusteredFit fit = SilencePenalty.fit(panels(0, -.1)).fit();
    StudentInterval log =
        Objects.requireNonNull(Objects.requireNonNull(SilencePenalty.atLag(fit, 60)).interval());
    StudentInterval penalty = Objects.requireNonNull(SilencePenalty.penaltyPercent(fit, 60));

    assertThat(penalty.low()).isCloseTo(100 * (1 - Math.exp(log.high())), within(1e-9));
    assertThat(penalty.high()).isCloseTo(100 * (1 - Math.exp(log.low())), within(1e-9));
    assertThat(penalty.standardError())
        .isCloseTo(100 * Math.exp(log.estimate()) * log.standardError(), within(1e-9));
    assertThat(penalty.pValue()).isEqualTo(log.pValue());
  }

  @Test
  void monthsThatTellNothingOfTheirOwnAreTakenTogether() {
    assertThat(
            SilencePenalty.levels(
                new long[] {19, 20, 400, 500, 3, 21}, new double[] {9, 9, 0, 7, 7, 1}))
        .containsExactly(0, 0, 0, 1, 0, 2);
  }

  @Test
  void withoutEnoughAccountsThereIsNoPenalty() {
    ClusteredFit fit = SilencePenalty.fit(panels(0, 0).subList(0, 19)).fit();

    assertThat(fit.state()).isEqualTo(FitState.FEW_ACCOUNTS);
    assertThat(SilencePenalty.penaltyPercent(fit, 60)).isNull();
    assertThat(SilencePenalty.slope(fit)).isNull();
  }

  @Test
  void aMomentHasALag() {
    assertThatThrownBy(() -> new Moment(true, 0, 1, 1, 0, 1)).hasMessageContaining("above 0");
  }

  private static List<LogLinkPanel> panels(double b0, double b1) {
    List<LogLinkPanel> panels = new ArrayList<>();
    for (int a = 0; a < 30; a++) {
      List<Moment> moments = new ArrayList<>();
      for (int k = 0; k < 24; k++) {
        boolean silent = (a + k) % 3 == 0;
        double days = DAYS[(a * k + k / 2) % 4];
        double lag = Math.log(days / 7);
        double recent = (5 * a + 3 * k) % 11;
        double earlier = (7 * a + 2 * k) % 13;
        int month = k / 12;
        double mean =
            Math.exp(
                6
                    + (silent ? b0 + b1 * lag : 0)
                    + .5 * Math.log(recent + .5)
                    + .2 * lag
                    + .3 * month);
        // Whole counts around the mean: some percent up and down, in no relation to the covariates.
        double events = Math.rint(mean * (1 + .02 * ((a * a + 3 * k * k) % 5 - 2)));
        moments.add(new Moment(silent, days, recent, earlier, month, events));
      }
      panels.add(SilencePenalty.panel("a" + a, moments, 2));
    }
    return panels;
  }
}
