package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.afterglow.statistics.FixedEffectsPanel.Observation;
import org.junit.jupiter.api.Test;

class FixedEffectsPoissonTest {
  private static final int ACCOUNTS = 22;

  /** A week of the example: account i, week t. */
  private record Week(int i, int t) {
    double exposure() {
      return 1 + (5 * i + 3 * t) % 4;
    }

    double events() {
      return (7 * i * i + 11 * t + 3 * i * t) % 13 * (1 + i % 3);
    }

    double asked() {
      return (3 * i + 7 * t + t * t) % 10 / 10.0;
    }

    double other() {
      return Math.log(1 + (i * t + 2 * t) % 6);
    }
  }

  private interface Shape {
    Observation of(Week week);
  }

  /**
   * β by statsmodels' GLM of Poisson with a dummy for each account, exposure as an offset, on
   * residuals by weighted least squares; CR3, shares and t by NumPy and SciPy.
   */
  @Test
  void agreesWithAnIndependentComputation() {
    ClusteredFit fit = FixedEffectsPoisson.of(example());

    assertThat(fit.state()).isEqualTo(FitState.OK);
    assertThat(fit.accounts()).isEqualTo(ACCOUNTS);
    assertThat(fit.steps()).isBetween(1, 6);
    assertThat(fit.coefficients()[0]).isCloseTo(-0.06962062, within(1e-8));
    assertThat(fit.coefficients()[1]).isCloseTo(0.25054363, within(1e-8));
    ClusteredFit.Contrast contrast = Objects.requireNonNull(fit.contrast(1));
    StudentInterval interval = interval(fit);
    assertThat(interval.estimate()).isCloseTo(-0.0696206216, within(1e-9));
    assertThat(interval.standardError()).isCloseTo(0.4014404559, within(1e-9));
    assertThat(interval.degreesOfFreedom()).isCloseTo(10.352870013, within(1e-7));
    assertThat(interval.low()).isCloseTo(-0.9599703764, within(1e-8));
    assertThat(interval.high()).isCloseTo(0.8207291331, within(1e-8));
    assertThat(interval.pValue()).isCloseTo(0.865659909, within(1e-8));
    assertThat(contrast.heaviestAccount()).isEqualTo("a17");
    assertThat(contrast.heaviestShare()).isCloseTo(0.1699506889, within(1e-9));
  }

  @Test
  void percentOfATenthOfAUnit() {
    StudentInterval change = interval(FixedEffectsPoisson.of(example()), .1).percentChange();

    assertThat(change.estimate()).isCloseTo(100 * (Math.exp(-0.0069620622) - 1), within(1e-8));
    assertThat(change.low()).isCloseTo(100 * (Math.exp(-0.0959970376) - 1), within(1e-7));
    assertThat(change.high()).isCloseTo(100 * (Math.exp(0.0820729133) - 1), within(1e-7));
    assertThat(change.pValue()).isCloseTo(0.865659909, within(1e-8));
  }

  @Test
  void aPanelByHand() {
    // The middle week differs by 1, of which residuals −1/3, 2/3, −1/3 are left: no trend.
    AccountScore score =
        FixedEffectsPanel.of(
                "a",
                List.of(
                    new Observation(0, 2, 1, 1, 5),
                    new Observation(0, 0, 1, 1, 5),
                    new Observation(0, 1, 1, 4, 6)))
            .at(new double[1]);

    assertThat(score.objective()).isCloseTo(6 * Math.log(1 / 3.0), within(1e-12));
    assertThat(score.score()[0]).isCloseTo(2, within(1e-12));
    assertThat(score.information()[0]).isCloseTo(4 / 3.0, within(1e-12));
  }

  @Test
  void effectsOfAnAccountHaveTotalsOfTheirOwn() {
    List<Observation> first =
        List.of(new Observation(1, 0, 1, 3, 2), new Observation(1, 0, 2, 0, 4));
    List<Observation> second =
        List.of(new Observation(2, 0, 5, 30, 1), new Observation(2, 0, 1, 9, 0));
    List<Observation> both = new ArrayList<>(second);
    both.addAll(first);
    double[] beta = {.4};
    AccountScore one = FixedEffectsPanel.of("a", first).at(beta);
    AccountScore other = FixedEffectsPanel.of("a", second).at(beta);
    AccountScore together = FixedEffectsPanel.of("a", both).at(beta);

    assertThat(together.score()[0]).isCloseTo(one.score()[0] + other.score()[0], within(1e-12));
    assertThat(together.information()[0])
        .isCloseTo(one.information()[0] + other.information()[0], within(1e-12));
    assertThat(together.objective()).isCloseTo(one.objective() + other.objective(), within(1e-12));
  }

  @Test
  void theScoreIsTheGradientOfTheLikelihoodAndTheInformationItsCurvature() {
    FixedEffectsPanel panel = example().get(7);
    double[] beta = {.3, -.2};
    double h = 1e-5;
    AccountScore here = panel.at(beta);
    for (int k = 0; k < 2; k++) {
      double[] up = beta.clone();
      double[] down = beta.clone();
      up[k] += h;
      down[k] -= h;
      AccountScore above = panel.at(up);
      AccountScore below = panel.at(down);
      assertThat((above.objective() - below.objective()) / (2 * h))
          .isCloseTo(here.score()[k], within(1e-5));
      for (int j = 0; j < 2; j++) {
        assertThat((below.score()[j] - above.score()[j]) / (2 * h))
            .isCloseTo(here.information()[LowerTriangle.at(k, j)], within(1e-5));
      }
    }
  }

  @Test
  void levelsOfAccountsCancel() {
    StudentInterval changed =
        interval(
            FixedEffectsPoisson.of(
                panels(
                    w ->
                        new Observation(
                            0, w.t, w.exposure() * (1 + w.i), w.events(), w.asked(), w.other()))));

    assertAlike(changed, interval(FixedEffectsPoisson.of(example())));
  }

  @Test
  void trendsOfCovariatesOfAnAccountAreTakenOffInAnyUnitOfTime() {
    StudentInterval changed =
        interval(
            FixedEffectsPoisson.of(
                panels(
                    w ->
                        new Observation(
                            0,
                            2013 + 7 * w.t,
                            w.exposure(),
                            w.events(),
                            w.asked() + w.i - .3 * w.i * w.t,
                            w.other() + 4 * w.t))));

    assertAlike(changed, interval(FixedEffectsPoisson.of(example())));
  }

  @Test
  void anotherUnitOfTheCovariateChangesTheCoefficientAlone() {
    StudentInterval percent =
        interval(
            FixedEffectsPoisson.of(
                panels(
                    w ->
                        new Observation(
                            0, w.t, w.exposure(), w.events(), 100 * w.asked(), w.other() / 1000))),
            100);

    assertAlike(percent, interval(FixedEffectsPoisson.of(example())));
  }

  @Test
  void theOrderOfAccountsAndWeeksDoesNotMatter() {
    List<FixedEffectsPanel> turned = new ArrayList<>();
    for (int i = ACCOUNTS - 1; i >= 0; i--) {
      List<Observation> weeks = observations(i, FixedEffectsPoissonTest::whole);
      Collections.reverse(weeks);
      turned.add(FixedEffectsPanel.of(name(i), weeks));
    }

    assertThat(interval(FixedEffectsPoisson.of(turned)))
        .isEqualTo(interval(FixedEffectsPoisson.of(example())));
  }

  @Test
  void accountsWithoutEventsOrEnoughWeeksChangeNothing() {
    List<FixedEffectsPanel> more = new ArrayList<>(example());
    more.add(
        FixedEffectsPanel.of(
            "a05 too",
            observations(5, w -> new Observation(0, w.t, w.exposure(), 0, w.asked(), w.other()))));
    more.add(
        FixedEffectsPanel.of("b", observations(6, FixedEffectsPoissonTest::whole).subList(0, 7)));
    more.add(FixedEffectsPanel.of("c", List.of()));
    ClusteredFit fit = FixedEffectsPoisson.of(more);

    assertThat(fit.accounts()).isEqualTo(ACCOUNTS);
    assertThat(interval(fit)).isEqualTo(interval(FixedEffectsPoisson.of(example())));
  }

  @Test
  void aCovariateThatSaysNothingMoreIsLeftOut() {
    StudentInterval changed =
        interval(
            FixedEffectsPoisson.of(
                panels(
                    w ->
                        new Observation(
                            0,
                            w.t,
                            w.exposure(),
                            w.events(),
                            w.asked(),
                            .3,
                            w.other(),
                            2 * w.other() - w.t))));

    assertAlike(changed, interval(FixedEffectsPoisson.of(example())));
  }

  @Test
  void whatIsAskedAboutHasToSayMoreThanTheOthers() {
    assertNone(
        FitState.SINGULAR,
        FixedEffectsPoisson.of(
            panels(w -> new Observation(0, w.t, w.exposure(), w.events(), .3 * w.t, w.other()))));
    assertNone(
        FitState.SINGULAR,
        FixedEffectsPoisson.of(
            panels(
                w ->
                    new Observation(
                        0, w.t, w.exposure(), w.events(), 3 * w.other() - 1, w.other()))));
  }

  @Test
  void fewerThanTwentyAccountsAreNotFitted() {
    assertNone(FitState.FEW_ACCOUNTS, FixedEffectsPoisson.of(example().subList(0, 19)));
    assertNone(FitState.FEW_ACCOUNTS, FixedEffectsPoisson.of(List.of()));
    assertThat(FixedEffectsPoisson.of(example().subList(0, 20)).state()).isEqualTo(FitState.OK);
  }

  @Test
  void eventsAtOneEndOfACovariateAloneComeToNoRest() {
    assertNone(
        FitState.NOT_CONVERGED,
        FixedEffectsPoisson.of(
            panels(w -> new Observation(0, 0, 1, w.t == 3 ? 5 : 0, w.t == 3 ? 1 : 0))));
  }

  @Test
  void accountsThatDoNotDifferHaveNoIntervalRatherThanOneOfRounding() {
    ClusteredFit fit =
        FixedEffectsPoisson.of(
            panels(w -> new Observation(0, 0, 1, w.t % 2 == 0 ? 4 : 1, w.t % 2 == 0 ? 1 : 0)));

    assertThat(fit.coefficients()[0]).isCloseTo(Math.log(4), within(1e-9));
    assertThat(Objects.requireNonNull(fit.contrast(1)).interval()).isNull();
  }

  @Test
  void theStandardErrorIsAboutThatOfLeavingOutEachAccount() {
    List<FixedEffectsPanel> panels = example();
    double whole = FixedEffectsPoisson.of(panels).coefficients()[0];
    double squares = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
      List<FixedEffectsPanel> rest = new ArrayList<>(panels);
      rest.remove(i);
      double moved = FixedEffectsPoisson.of(rest).coefficients()[0] - whole;
      squares += moved * moved;
    }

    assertThat(interval(FixedEffectsPoisson.of(panels)).standardError())
        .isCloseTo(Math.sqrt(squares), within(.02));
  }

  @Test
  void anAccountHasOnePanel() {
    List<FixedEffectsPanel> twice = new ArrayList<>(example());
    twice.add(example().get(3));

    assertThatThrownBy(() -> FixedEffectsPoisson.of(twice)).hasMessageContaining("twice");
  }

  @Test
  void observationsHaveToBeWhatTheySay() {
    assertThatThrownBy(() -> new Observation(0, 0, 0, 1, 1)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Observation(0, 0, 1, -1, 1)).hasMessageContaining("at least 0");
    assertThatThrownBy(() -> new Observation(0, 0, 1, 1, Double.NaN))
        .hasMessageContaining("finite");
    assertThatThrownBy(
            () ->
                FixedEffectsPanel.of(
                    "a",
                    List.of(new Observation(0, 0, 1, 1, 1), new Observation(0, 1, 1, 1, 1, 2))))
        .hasMessageContaining("2 covariates beside 1");
  }

  private static void assertNone(FitState state, ClusteredFit fit) {
    assertThat(fit.state()).isEqualTo(state);
    assertThat(fit.coefficients()).isEmpty();
    assertThat(fit.contrast(1)).isNull();
  }

  private static void assertAlike(StudentInterval interval, StudentInterval expected) {
    for (ToDoubleFunction<StudentInterval> part :
        List.<ToDoubleFunction<StudentInterval>>of(
            StudentInterval::estimate,
            StudentInterval::standardError,
            StudentInterval::degreesOfFreedom,
            StudentInterval::low,
            StudentInterval::high,
            StudentInterval::pValue)) {
      assertThat(part.applyAsDouble(interval))
          .isCloseTo(part.applyAsDouble(expected), within(1e-7));
    }
  }

  private static StudentInterval interval(ClusteredFit fit, double... weights) {
    return Objects.requireNonNull(
        Objects.requireNonNull(fit.contrast(weights.length == 0 ? new double[] {1} : weights))
            .interval());
  }

  private static List<FixedEffectsPanel> example() {
    return panels(FixedEffectsPoissonTest::whole);
  }

  private static Observation whole(Week w) {
    return new Observation(0, w.t, w.exposure(), w.events(), w.asked(), w.other());
  }

  private static List<FixedEffectsPanel> panels(Shape shape) {
    List<FixedEffectsPanel> panels = new ArrayList<>();
    for (int i = 0; i < ACCOUNTS; i++) {
      panels.add(FixedEffectsPanel.of(name(i), observations(i, shape)));
    }
    return panels;
  }

  private static List<Observation> observations(int i, Shape shape) {
    List<Observation> observations = new ArrayList<>();
    for (int t = 0; t < 8 + i % 3; t++) {
      observations.add(shape.of(new Week(i, t)));
    }
    return observations;
  }

  private static String name(int i) {
    return String.format("a%02d", i);
  }
}
