package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.afterglow.statistics.Interval;
import org.afterglow.statistics.SurvivalCurve;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

class FirstAbsenceTest {
  private static final int[] DAYS = {14, 30, 45, 60};

  @Test
  void aGapOfMoreThanThirtyDaysIsLeavingAtItsBeginning() {
    FirstAbsence absence = of(120, 3, 20, 50, 81);

    assertThat(absence.from()).isEqualTo(50.0);
    assertThat(absence.back()).isEqualTo(81.0);
  }

  @Test
  void aGapOfThirtyDaysIsNone() {
    assertThat(of(70, 10, 40, 70).from()).isNull();
  }

  @Test
  void whoIsNeverSeenLeftAtTheStop() {
    assertThat(of(120).from()).isZero();
    assertThat(of(120).back()).isNull();
    assertThat(of(30).from()).isZero();
    assertThat(of(29).from()).isNull();
  }

  @Test
  void theEndCutsOffNobody() {
    assertThat(of(60, 31).from()).as("not seen before day 31").isZero();
    assertThat(of(60, 10, 30.5).from()).as("29.5 days of absence are seen").isNull();
    assertThat(of(60, 10, 29.5).from()).isEqualTo(29.5);
    assertThat(of(60, 10, 61).from()).as("what comes after the end").isEqualTo(10.0);
  }

  @Test
  void timesThatRunBackwardsAreRefused() {
    assertThatThrownBy(() -> of(60, 10, 9)).isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * People of unlike rates and lives, watched for 75, 90 or 180 days: the rule finds what watching
   * them for ever would, and taking the last time of being seen for leaving does not. Figures of an
   * independent simulation: .72 .56 .46 .38 against .76 .62 .51 .43.
   */
  @Test
  void whatTheEndCutsOffDoesNotMatter() {
    List<double[]> people = people(40_000);
    double[] truth = {.721, .563, .457, .379};
    double[] ever = stayed(people, 400);
    for (int i = 0; i < DAYS.length; i++) {
      assertThat(ever[i]).isCloseTo(truth[i], within(.015));
    }
    for (int watched : new int[] {75, 90, 180}) {
      double[] found = stayed(people, watched);
      double[] lastSeen = seenAfter(people, watched);
      for (int i = 0; i < DAYS.length; i++) {
        if (DAYS[i] <= watched - 30) {
          assertThat(found[i])
              .as("day %s of %s", DAYS[i], watched)
              .isEqualTo(ever[i], within(1e-12));
          assertThat(lastSeen[i]).isGreaterThan(ever[i] + .02);
        }
      }
    }
  }

  /**
   * The share that is there after 30 days, of 100 people watched for 75 days, against that of the
   * stream without an end.
   */
  @Test
  void intervalsHoldWhatTheWholeStreamSays() {
    int archives = 400;
    int held = 0;
    List<double[]> all = people(archives * 100);
    double truth = stayed(all, 400)[1];
    for (int i = 0; i < archives; i++) {
      Interval interval = curve(all.subList(100 * i, 100 * (i + 1)), 75).interval(DAYS[1]);
      held += interval != null && interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }
    assertThat(held).as("of 400; 92 % asked").isBetween(368, 394);
  }

  private static double[] stayed(List<double[]> people, int watched) {
    SurvivalCurve curve = curve(people, watched);
    return Arrays.stream(DAYS)
        .mapToDouble(day -> day <= curve.lastDay() ? curve.survival(day) : Double.NaN)
        .toArray();
  }

  private static SurvivalCurve curve(List<double[]> people, int watched) {
    int horizon = Math.min(60, watched - 30);
    long[] left = new long[horizon + 1];
    long[] censored = new long[horizon + 1];
    for (double[] times : people) {
      Double from = of(watched, times).from();
      if (from == null || from > horizon) {
        censored[horizon]++;
      } else {
        left[(int) Math.ceil(from)]++;
      }
    }
    return SurvivalCurve.of(people.size(), left, censored);
  }

  private static double[] seenAfter(List<double[]> people, int watched) {
    return Arrays.stream(DAYS)
        .mapToDouble(
            day ->
                people.stream()
                        .filter(
                            times -> Arrays.stream(times).anyMatch(t -> t > day && t <= watched))
                        .count()
                    / (double) people.size())
        .toArray();
  }

  private static List<double[]> people(int count) {
    Random random = new Random(12);
    GammaDistribution gamma = new GammaDistribution(new Well19937c(12), 2, .5);
    List<double[]> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double life = Math.min(-60 * Math.log(1 - random.nextDouble()) / gamma.sample(), 400);
      double rate = .3 * gamma.sample();
      List<Double> times = new ArrayList<>();
      double at = -Math.log(1 - random.nextDouble()) / rate;
      while (at < life) {
        times.add(at);
        at -= Math.log(1 - random.nextDouble()) / rate;
      }
      people.add(times.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return people;
  }

  private static FirstAbsence of(double end, double... times) {
    FirstAbsence absence = new FirstAbsence(end);
    Arrays.stream(times).forEach(absence::seen);
    return absence;
  }
}
