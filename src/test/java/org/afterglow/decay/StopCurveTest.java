package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.afterglow.statistics.Draws;
import org.junit.jupiter.api.Test;

class StopCurveTest {
  private static final int BUCKETS = 200;
  private static final int[][] DRAWS =
      IntStream.range(0, 199)
          .mapToObj(
              draw ->
                  Draws.poissonWeights(
                      new Draws(7, "decay").stream("c", "promotional", draw), BUCKETS))
          .toArray(int[][]::new);

  @Test
  void noEventAtAllIsAllZeroWithALimitForTheRate() {
    StopCurve curve = StopCurve.of(series(40, day -> 1, day -> 0), DRAWS, false);

    assertThat(curve.state()).isEqualTo(Reason.ALL_ZERO);
    assertNone(curve.t50Days(), Reason.ALL_ZERO);
    assertNone(curve.d28Days(), Reason.ALL_ZERO);
    assertThat(curve.rates().get(3)).isEqualTo(Measured.below(3.69, Reason.ALL_ZERO));
    assertThat(curve.fit()).isNull();
  }

  @Test
  void withoutTimedEventsButWithCountersTheReasonIsCounters() {
    StopCurve curve = StopCurve.of(series(40, day -> 1, day -> 0), DRAWS, true);

    assertNone(curve.t50Days(), Reason.COUNTERS);
    assertNone(curve.rates().get(0), Reason.COUNTERS);
  }

  @Test
  void oneEventIsTooFewButIsCounted() {
    StopCurve.Counts counts = series(40, day -> 1, day -> day == 2 ? 1 : 0);

    StopCurve curve = StopCurve.of(counts, DRAWS, false);

    assertThat(counts.events(2)).isEqualTo(1);
    assertThat(curve.state()).isEqualTo(Reason.OK);
    assertNone(curve.t50Days(), Reason.TOO_FEW_EVENTS);
    assertNone(curve.rho28(), Reason.TOO_FEW_EVENTS);
    assertNone(curve.d28Days(), Reason.TOO_FEW_EVENTS);
    assertNone(curve.halfOfWindowDays(), Reason.TOO_FEW_EVENTS);
    assertNone(curve.fitted().get(0), Reason.TOO_FEW_EVENTS);
    assertThat(curve.rates().get(2).value()).isEqualTo(1);
    assertThat(curve.rates().get(3)).isEqualTo(new Measured(0.0, 0.0, 3.69, Reason.OK));
  }

  @Test
  void fortyEventsCarrySharesButNoHalfLife() {
    StopCurve curve = StopCurve.of(series(40, day -> 1, day -> day < 20 ? 2 : 0), DRAWS, false);

    assertNone(curve.t50Days(), Reason.TOO_FEW_EVENTS);
    assertNone(curve.halfOfWindowDays(), Reason.TOO_FEW_EVENTS);
    assertOk(curve.rho28());
    assertOk(curve.d28Days());
  }

  @Test
  void allOnDayZeroIsBelowResolution() {
    StopCurve curve = StopCurve.of(series(100, day -> 1, day -> day == 0 ? 500 : 0), DRAWS, false);

    assertThat(curve.t50Days()).isEqualTo(Measured.below(1, Reason.BELOW_RESOLUTION));
    assertThat(curve.halfOfWindowDays()).isEqualTo(Measured.below(1, Reason.BELOW_RESOLUTION));
    assertOk(curve.rho28());
  }

  @Test
  void aRisingSeriesHasNoHalfLife() {
    StopCurve curve = StopCurve.of(series(100, day -> 1, day -> 5 + day), DRAWS, false);

    assertNone(curve.t50Days(), Reason.GROWTH_AFTER_STOP);
    assertOk(curve.rho28());
    assertOk(curve.halfOfWindowDays());
  }

  @Test
  void aFlatSeriesHasItsHalfLifeBeyondTheWindowAndValidShares() {
    StopCurve curve = StopCurve.of(series(100, day -> 1, day -> 50), DRAWS, false);

    assertThat(curve.t50Days().state()).isEqualTo(Reason.HALF_LIFE_BEYOND_WINDOW);
    assertThat(curve.t50Days().value()).isNull();
    assertThat(curve.t50Days().high()).isNull();
    assertThat(Objects.requireNonNull(curve.t50Days().low())).isGreaterThan(20);
    assertThat(value(curve.rho28())).isBetween(0.7, 1.0);
    assertThat(value(curve.d28Days())).isBetween(22.0, 28.0);
  }

  @Test
  void aMissingDayZeroIsExtrapolatedAndWider() {
    double[][] events = new double[BUCKETS][CurveGrid.DAYS];
    SplittableRandom random = new SplittableRandom(5);
    for (int post = 0; post < 60; post++) {
      double halfLife = 5 * Math.exp(0.8 * random.nextGaussian());
      for (int i = 0; i < 8; i++) {
        double t = -halfLife / Math.log(2) * Math.log(1 - random.nextDouble());
        events[post][(int) Math.min(55, t)]++;
      }
    }
    double[] cutExposure = filled(day -> day == 0 ? 0 : 1);

    Measured whole =
        StopCurve.of(new StopCurve.Counts(60, 56, filled(day -> 1), events), DRAWS, false)
            .t50Days();
    Measured cut =
        StopCurve.of(new StopCurve.Counts(60, 56, cutExposure, events), DRAWS, false).t50Days();

    assertOk(whole);
    assertOk(cut);
    assertThat(ratio(cut)).isGreaterThan(ratio(whole));
    assertThat(value(whole)).isBetween(2.5, 10.0);
  }

  @Test
  void tenMillionEventsADayLeaveAFiniteInterval() {
    StopCurve curve =
        StopCurve.of(
            series(1000, day -> 1, day -> Math.floor(1e7 * Math.pow(2, -day / 6.0))), DRAWS, false);

    assertOk(curve.t50Days());
    assertThat(Objects.requireNonNull(curve.fit()).single().overdispersion())
        .isGreaterThanOrEqualTo(4e-4);
    assertThat(Objects.requireNonNull(curve.t50Days().high()))
        .isGreaterThanOrEqualTo(Objects.requireNonNull(curve.t50Days().low()))
        .isBetween(5.0, 9.0);
  }

  @Test
  void anAbsentClassHasNoPostsAndIsAllZero() {
    StopCurve curve = StopCurve.of(series(0, day -> 1, day -> 0), DRAWS, false);

    assertThat(curve.state()).isEqualTo(Reason.ALL_ZERO);
  }

  @Test
  void fewerThanTwentyPostsHaveNoInterval() {
    StopCurve curve =
        StopCurve.of(
            series(19, day -> 1, day -> Math.round(100 * Math.pow(2, -day / 5.0))), DRAWS, false);

    for (Measured measured :
        List.of(
            curve.t50Days(),
            curve.rho28(),
            curve.d28Days(),
            curve.halfOfWindowDays(),
            curve.rates().get(0),
            curve.fitted().get(0))) {
      assertThat(measured.state()).isEqualTo(Reason.NO_POST_BOOTSTRAP);
      assertThat(measured.value()).isNotNull();
      assertThat(measured.low()).isNull();
      assertThat(measured.high()).isNull();
    }
  }

  @Test
  void shortWindowsAndGapsAreNamed() {
    IntToDoubleFunction events = day -> 20;

    assertState(series(40, day -> day < 13 ? 1 : 0, events), 13, Reason.STOP_NOT_OBSERVED);
    assertState(series(40, day -> day < 20 ? 1 : 0, events), 20, Reason.SHORT_WINDOW);
    assertState(series(40, day -> day < 21 ? 1 : 0, events), 21, Reason.OK);
    assertState(series(40, day -> day < 3 ? 0 : 1, events), 56, Reason.GAP_HEAVY);
    assertState(series(40, day -> day % 3 == 0 ? 0 : 1, events), 56, Reason.GAP_HEAVY);
    assertState(series(40, day -> day % 4 == 3 ? 0 : 1, events), 56, Reason.OK);
  }

  @Test
  void aWindowCutBeforeFourWeeksHasNoHalfOfTheWindow() {
    StopCurve.Counts whole =
        series(40, day -> day < 25 ? 1 : 0, day -> Math.round(50 * Math.pow(2, -day / 3.0)));
    StopCurve curve =
        StopCurve.of(new StopCurve.Counts(40, 25, whole.exposure(), whole.events()), DRAWS, false);

    assertNone(curve.halfOfWindowDays(), Reason.SHORT_WINDOW);
    assertOk(curve.t50Days());
    assertNone(curve.rates().get(30), Reason.SHORT_WINDOW);
  }

  @Test
  void limitsThirtyfoldApartAreWide() {
    StopCurve.Counts counts = series(60, day -> 1, day -> 0);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 25; i++) {
      counts.events()[i % 3][random.nextInt(56)] += 2;
    }
    counts.events()[3][0] += 8;

    Measured t50 = StopCurve.of(counts, DRAWS, false).t50Days();

    assertThat(t50.state()).isIn(Reason.WIDE, Reason.HALF_LIFE_BEYOND_WINDOW);
    assertThat(t50.value()).isNull();
  }

  @Test
  void intervalsHoldTheHalfLifeThatTheSeriesWasMadeWith() {
    int held = 0;
    int series = 20;
    for (int s = 0; s < series; s++) {
      SplittableRandom random = new SplittableRandom(s);
      double[][] events = new double[BUCKETS][CurveGrid.DAYS];
      for (int i = 0; i < 500; i++) {
        double t = -4 / Math.log(2) * Math.log(1 - random.nextDouble());
        if (t < CurveGrid.DAYS) {
          events[random.nextInt(BUCKETS)][(int) t]++;
        }
      }
      Measured t50 =
          StopCurve.of(new StopCurve.Counts(200, 56, filled(day -> 1), events), DRAWS, false)
              .t50Days();
      // An exponential of half-life h reaches half of the mean of day 0 later than after h.
      double first = 4 / Math.log(2) * (1 - Math.pow(2, -0.25));
      double truth = -4 * Math.log(first / 2) / Math.log(2);
      if (t50.low() != null && t50.high() != null && t50.low() <= truth && truth <= t50.high()) {
        held++;
      }
    }
    assertThat(held).isGreaterThanOrEqualTo(18);
  }

  @Test
  void sharesOfTheFamiliesSumToOneAndTheBandHoldsTheCurve() {
    StopCurve curve =
        StopCurve.of(
            series(100, day -> 1, day -> Math.round(100 * Math.pow(2, -day / 5.0))), DRAWS, false);
    BaggedFit fit = Objects.requireNonNull(curve.fit());

    assertThat(Arrays.stream(CurveFamily.values()).mapToDouble(fit::share).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(fit.floor()).isBetween(0.0, 0.2);
    Measured first = curve.fitted().get(0);
    assertThat(value(first)).isCloseTo(95, within(15.0));
  }

  private static void assertState(StopCurve.Counts counts, double windowDays, Reason state) {
    assertThat(
            new StopCurve.Counts(counts.posts(), windowDays, counts.exposure(), counts.events())
                .observed())
        .isEqualTo(state);
  }

  private static void assertNone(Measured measured, Reason reason) {
    assertThat(measured).isEqualTo(Measured.none(reason));
  }

  private static void assertOk(Measured measured) {
    assertThat(measured.state()).isEqualTo(Reason.OK);
    assertThat(measured.low()).isNotNull();
    assertThat(measured.high()).isNotNull();
  }

  private static double value(Measured measured) {
    return Objects.requireNonNull(measured.value());
  }

  private static double ratio(Measured measured) {
    return Objects.requireNonNull(measured.high()) / Objects.requireNonNull(measured.low());
  }

  /** Events of a day dealt to as many buckets as there are posts. */
  private static StopCurve.Counts series(
      int posts, IntToDoubleFunction exposure, IntToDoubleFunction events) {
    double[][] buckets = new double[BUCKETS][CurveGrid.DAYS];
    int used = Math.max(1, Math.min(posts, BUCKETS));
    for (int day = 0; day < CurveGrid.DAYS; day++) {
      long n = (long) events.applyAsDouble(day);
      for (int b = 0; b < used; b++) {
        buckets[(b * 7 + day) % used][day] += n / used + (b < n % used ? 1 : 0);
      }
    }
    return new StopCurve.Counts(posts, 56, filled(exposure), buckets);
  }

  private static double[] filled(IntToDoubleFunction of) {
    return IntStream.range(0, CurveGrid.DAYS).mapToDouble(of).toArray();
  }
}
