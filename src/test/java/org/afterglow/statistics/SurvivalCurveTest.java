package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SurvivalCurveTest {
  /** Weeks of remission of the 21 patients given 6-MP (Freireich et al., Blood 21, 1963). */
  private static final int[] RELAPSED = {6, 6, 6, 7, 10, 13, 16, 22, 23};

  private static final int[] STILL_WELL = {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35};

  @Test
  void theCurveOfTheFreireichTrialIsThePublishedOne() {
    SurvivalCurve curve = curve(36, RELAPSED, STILL_WELL);

    int[] weeks = {6, 7, 10, 13, 16, 22, 23};
    double[] published = {.857, .807, .753, .690, .627, .538, .448};
    double[] errors = {.0764, .0869, .0963, .1068, .1141, .1282, .1346};
    long[] atRisk = {21, 17, 15, 12, 11, 7, 6};
    for (int i = 0; i < weeks.length; i++) {
      assertThat(curve.survival(weeks[i])).isCloseTo(published[i], within(5e-4));
      assertThat(curve.standardError(weeks[i])).isCloseTo(errors[i], within(5e-5));
      assertThat(curve.atRisk(weeks[i])).isEqualTo(atRisk[i]);
    }
    assertThat(curve.survival(5)).isEqualTo(1);
    assertThat(curve.survival(35)).isEqualTo(curve.survival(23));
  }

  @Test
  void itsIntervalOnTheLogLogScaleIsTheOneOfTheTextbooks() {
    // Kalbfleisch & Prentice; SAS PROC LIFETEST with its default CONFTYPE=LOGLOG prints the same.
    Interval week10 = Objects.requireNonNull(curve(36, RELAPSED, STILL_WELL).interval(10));

    assertThat(week10.low()).isCloseTo(.503, within(1e-3));
    assertThat(week10.high()).isCloseTo(.889, within(1e-3));
  }

  @Test
  void itsMeanUpToTheLastRelapseIsThePublishedOne() {
    SurvivalCurve curve = curve(36, RELAPSED, STILL_WELL);

    assertThat(curve.restrictedMean(23)).isCloseTo(17.909, within(1e-3));
    // SAS PROC LIFETEST prints 1.6474, having multiplied the variance by 9/8 for nine relapses.
    assertThat(Math.sqrt(curve.restrictedMeanVariance(23) * 9 / 8)).isCloseTo(1.6474, within(1e-4));
  }

  @Test
  void theMeanOfFourPeopleByHand() {
    // S = 1, .75, .75, .375 after days 0 to 3.
    SurvivalCurve curve = SurvivalCurve.of(4, new long[] {0, 1, 0, 1}, new long[] {0, 1, 0, 0});

    assertThat(curve.restrictedMean(4)).isCloseTo(2.875, within(1e-12));
    assertThat(curve.restrictedMeanVariance(4))
        .isCloseTo(1.875 * 1.875 / 12 + .375 * .375 / 2, within(1e-12));
  }

  @Test
  void withoutLosingSightItIsTheShareItself() {
    Random random = new Random(5);
    int[] times = random.ints(200, 0, 90).toArray();
    SurvivalCurve curve =
        curve(61, Arrays.stream(times).filter(t -> t <= 60).toArray(), new int[0], times.length);

    for (int day = 0; day <= 60; day++) {
      int until = day;
      double share = Arrays.stream(times).filter(t -> t > until).count() / 200.0;
      assertThat(curve.survival(day)).isCloseTo(share, within(1e-12));
      assertThat(curve.standardError(day))
          .isCloseTo(Math.sqrt(share * (1 - share) / 200), within(1e-12));
    }
    assertThat(curve.restrictedMean(60))
        .isCloseTo(
            Arrays.stream(times).map(t -> Math.min(t, 60)).average().orElseThrow(), within(1e-9));
  }

  @Test
  void aShareOfAllOrNoneHasNoInterval() {
    SurvivalCurve gone = SurvivalCurve.of(3, new long[] {0, 3, 0}, new long[3]);

    assertThat(gone.interval(0)).isNull();
    assertThat(gone.survival(1)).isZero();
    assertThat(gone.interval(2)).isNull();
    assertThat(SurvivalCurve.of(3, new long[2], new long[2]).restrictedMeanInterval(2)).isNull();
  }

  @Test
  void nobodyLeavesWhoWasNotThere() {
    assertThatThrownBy(() -> SurvivalCurve.of(2, new long[] {2, 1}, new long[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 2 people by day 1");
  }

  private static SurvivalCurve curve(int days, int[] left, int[] censored) {
    return curve(days, left, censored, left.length + censored.length);
  }

  private static SurvivalCurve curve(int days, int[] left, int[] censored, int people) {
    long[] leaving = new long[days];
    long[] lost = new long[days];
    Arrays.stream(left).forEach(day -> leaving[day]++);
    Arrays.stream(censored).forEach(day -> lost[day]++);
    return SurvivalCurve.of(people, leaving, lost);
  }
}
