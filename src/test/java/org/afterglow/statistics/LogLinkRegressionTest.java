package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.afterglow.statistics.LogLinkPanel.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLinkRegressionTest {
  private static final int ACCOUNTS = 21;
  private static final int[] DAYS = {14, 30, 60, 120};

  /** The k-th observation of account a in the example. */
  private record Row(int a, int k) {
    double gap() {
      return (a + k) % 3 == 0 ? 1 : 0;
    }

    double lag() {
      return Math.log(DAYS[(a * k + k) % 4] / 7.0);
    }

    double response() {
      return (5 * a + 3 * k) % 11 / 5.0;
    }

    double events() {
      return (3 * a * a + 5 * k * k + 7 * a * k + k) % 17 * (2 + a % 4);
    }

    /** What account 4 alone has much of, and account 9 a little. */
    double heavy() {
      return a == 4 ? 1 + response() : a == 9 && lag() < 1 ? .2 * (1 + response()) : 0;
    }

    double[] covariates() {
      return new double[] {gap(), gap() * lag(), 1, response(), lag()};
    }
  }

  private interface Shape {
    @Nullable Observation of(Row row);
  }

  /**
   * β by statsmodels' GLM of Poisson with variance weights 1/(1 + aμ) held fixed in each of three
   * rounds; a, CR3, shares and t by NumPy and SciPy.
   */
  @Test
  void agreesWithAnIndependentComputation() {
    LogLinkRegression regression = LogLinkRegression.of(example(), 2);
    ClusteredFit fit = regression.fit();

    assertThat(fit.state()).isEqualTo(FitState.OK);
    assertThat(regression.overdispersion()).isCloseTo(0.41356257487, within(1e-8));
    double[] beta = {-0.02840247954, 0.11022318622, 3.28673521030, 0.20452152777, -0.16219650659};
    for (int k = 0; k < beta.length; k++) {
      assertThat(fit.coefficients()[k]).isCloseTo(beta[k], within(1e-8));
    }
    assertAgrees(fit, new double[] {1}, -0.0284024795, 0.2266290425, 17.657627703, 0.901681422);
    assertAgrees(fit, new double[] {0, 1}, 0.1102231862, 0.1757736404, 16.061383861, 0.5394228137);
    assertAgrees(
        fit,
        new double[] {1, Math.log(60 / 7.0)},
        0.2084048069,
        0.2018067535,
        12.699056866,
        0.3210138278);
    ClusteredFit.Contrast slope = Objects.requireNonNull(fit.contrast(0, 1));
    assertThat(slope.heaviestAccount()).isEqualTo("a14");
    assertThat(slope.heaviestShare()).isCloseTo(0.0952942366, within(1e-8));
  }

  /** Without the bound the standard error would be .2260978763. */
  @Test
  void anAccountAlmostAloneOnACovariateIsBounded() {
    LogLinkRegression regression =
        LogLinkRegression.of(
            panels(
                row -> {
                  double[] x = row.covariates();
                  return new Observation(row.events(), x[0], x[1], x[2], x[3], x[4], row.heavy());
                }),
            2);

    assertThat(regression.overdispersion()).isCloseTo(0.404306467868, within(1e-7));
    assertAgrees(
        regression.fit(),
        new double[] {1},
        -0.0353770327,
        0.2237921863,
        17.598271086,
        0.8761936556);
  }

  @Test
  void aLevelOfItsOwnTakesAnObservationOut() {
    List<LogLinkPanel> without = panels(row -> row.a == 5 && row.k == 2 ? null : plain(row));
    List<LogLinkPanel> alone =
        panels(
            row -> {
              double[] x = row.covariates();
              double own = row.a == 5 && row.k == 2 ? 1 : 0;
              return new Observation(row.events(), x[0], x[1], x[2], x[3], x[4], own);
            });
    // a goes by all observations, so that only its first round is alike.
    ClusteredFit one = ClusteredFit.of(new double[5], 2, 20, beta -> scores(without, beta));
    ClusteredFit other = ClusteredFit.of(new double[6], 2, 20, beta -> scores(alone, beta));

    StudentInterval expected = interval(one, 1, 2);
    StudentInterval interval = interval(other, 1, 2);
    assertThat(interval.estimate()).isCloseTo(expected.estimate(), within(1e-9));
    assertThat(interval.standardError()).isCloseTo(expected.standardError(), within(1e-9));
    assertThat(interval.degreesOfFreedom()).isCloseTo(expected.degreesOfFreedom(), within(1e-6));
  }

  @Test
  void theOrderOfAccountsDoesNotMatter() {
    List<LogLinkPanel> turned = new ArrayList<>(example());
    Collections.reverse(turned);

    assertThat(interval(LogLinkRegression.of(turned, 2).fit(), 1, 2))
        .isEqualTo(interval(LogLinkRegression.of(example(), 2).fit(), 1, 2));
  }

  @Test
  void otherUnitsOfTheAdjustingCovariatesChangeNothing() {
    ClusteredFit fit =
        LogLinkRegression.of(
                panels(
                    row -> {
                      double[] x = row.covariates();
                      return new Observation(
                          row.events(),
                          x[0],
                          x[1],
                          x[2],
                          1000 * x[3] - 20,
                          x[4] / 50,
                          x[3] + x[4] - 3);
                    }),
                2)
            .fit();
    StudentInterval expected = interval(LogLinkRegression.of(example(), 2).fit(), 1, 2);
    StudentInterval interval = interval(fit, 1, 2);

    assertThat(interval.estimate()).isCloseTo(expected.estimate(), within(1e-7));
    assertThat(interval.standardError()).isCloseTo(expected.standardError(), within(1e-7));
  }

  @Test
  void countsOfAPoissonDistributionOrLessWeighAlike() {
    LogLinkRegression regression =
        LogLinkRegression.of(panels(row -> new Observation(5 + row.k % 2, row.covariates())), 2);

    assertThat(regression.overdispersion()).isZero();
    assertThat(regression.fit().state()).isEqualTo(FitState.OK);
  }

  @Test
  void reasonsWhyThereIsNoFit() {
    assertNone(FitState.FEW_ACCOUNTS, LogLinkRegression.of(example().subList(0, 19), 2));
    assertNone(FitState.FEW_ACCOUNTS, LogLinkRegression.of(List.of(), 2));
    assertNone(
        FitState.SINGULAR,
        LogLinkRegression.of(
            panels(row -> new Observation(row.events(), 0, row.lag(), 1, row.response())), 2));
    assertNone(
        FitState.NOT_CONVERGED,
        LogLinkRegression.of(panels(row -> new Observation(0, row.covariates())), 2));
    assertNone(
        FitState.NOT_CONVERGED,
        LogLinkRegression.of(
            panels(row -> new Observation(row.gap() == 1 ? 0 : row.events(), row.covariates())),
            1));
  }

  @Test
  void onlyLeadingCoefficientsCanBeAskedAbout() {
    ClusteredFit fit = LogLinkRegression.of(example(), 2).fit();

    assertThatThrownBy(() -> fit.contrast(1, 0, 1)).hasMessageContaining("can be asked about");
    assertThatThrownBy(() -> fit.contrast(0, 0)).hasMessageContaining("not all 0");
  }

  private static void assertNone(FitState state, LogLinkRegression regression) {
    assertThat(regression.fit().state()).isEqualTo(state);
    assertThat(regression.overdispersion()).isNull();
    assertThat(regression.fit().contrast(1)).isNull();
  }

  private static void assertAgrees(
      ClusteredFit fit, double[] weights, double estimate, double se, double df, double p) {
    StudentInterval interval = interval(fit, weights);
    assertThat(interval.estimate()).isCloseTo(estimate, within(1e-8));
    assertThat(interval.standardError()).isCloseTo(se, within(1e-8));
    assertThat(interval.degreesOfFreedom()).isCloseTo(df, within(1e-6));
    assertThat(interval.pValue()).isCloseTo(p, within(1e-8));
  }

  private static StudentInterval interval(ClusteredFit fit, double... weights) {
    return Objects.requireNonNull(Objects.requireNonNull(fit.contrast(weights)).interval());
  }

  private static List<AccountScore> scores(List<LogLinkPanel> panels, double[] beta) {
    LogLinkPanel.Weighting alike = new LogLinkPanel.Weighting(beta, 0);
    return panels.stream().map(panel -> panel.at(beta, alike)).toList();
  }

  private static List<LogLinkPanel> example() {
    return panels(LogLinkRegressionTest::plain);
  }

  private static Observation plain(Row row) {
    return new Observation(row.events(), row.covariates());
  }

  private static List<LogLinkPanel> panels(Shape shape) {
    List<LogLinkPanel> panels = new ArrayList<>();
    for (int a = 0; a < ACCOUNTS; a++) {
      List<Observation> observations = new ArrayList<>();
      for (int k = 0; k < 5 + a % 3; k++) {
        Observation observation = shape.of(new Row(a, k));
        if (observation != null) {
          observations.add(observation);
        }
      }
      panels.add(LogLinkPanel.of(String.format("a%02d", a), observations));
    }
    return panels;
  }
}
