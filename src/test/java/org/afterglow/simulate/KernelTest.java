package org.afterglow.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelTest {
  private static final LocalDate MONDAY = LocalDate.of(2024, 1, 1);

  @ParameterizedTest
  @EnumSource(KernelFamily.class)
  void theRateHalvesAtTheHalfLife(KernelFamily family) {
    assertThat(new Kernel(family, 3, 0).rate(3)).isCloseTo(.5, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(KernelFamily.class)
  void theIntegralIsThatOfTheRate(KernelFamily family) {
    Kernel kernel = new Kernel(family, .7, 0);
    double sum = 0;
    int steps = 400_000;
    for (int step = 0; step < steps; step++) {
      sum += kernel.rate((step + .5) * 20 / steps) * 20 / steps;
    }
    assertThat(kernel.integral(20)).isCloseTo(sum, within(1e-4));
  }

  @ParameterizedTest
  @EnumSource(KernelFamily.class)
  void drawnAgesFollowTheKernel(KernelFamily family) {
    Kernel kernel = new Kernel(family, 2, .1);
    Draws draws = Draws.of(7, "ages");
    int below = 0;
    int count = 40_000;
    for (int draw = 0; draw < count; draw++) {
      double age = kernel.draw(draws, 60);
      assertThat(age).isBetween(0.0, 60.0);
      below += age < 3 ? 1 : 0;
    }
    double share = kernel.cumulative(3) / kernel.cumulative(60);
    assertThat((double) below / count).isCloseTo(share, within(.012));
  }

  @Test
  void halfOfTheEngagementIsThereAtTheTrueAge() {
    // Without spread and floor: 2^(−a/h) = (1 + 2^(−28/h))/2.
    Truth truth = new Truth(new Kernel(KernelFamily.EXPONENTIAL, 4, 0), 0);
    double days = -4 * Math.log((1 + Math.pow(2, -7)) / 2) / Math.log(2);
    assertThat(truth.halfOf28DaysAgeHours()).isCloseTo(24 * days, within(1e-6));
  }

  @Test
  void anExponentialHalvesAfterAnyScheduleAtItsHalfLifePastTheMeanOfDayZero() {
    // The mean of day 0 is h/ln 2·(1 − 2^(−1/h)) times the level at the stop.
    Truth truth = new Truth(new Kernel(KernelFamily.EXPONENTIAL, 2, 0), 0);
    double day0 = 2 / Math.log(2) * (1 - Math.pow(2, -.5));
    double t50 = 2 * (1 - Math.log(day0) / Math.log(2));
    for (PostingProfile profile : EnumSet.complementOf(EnumSet.of(PostingProfile.MIXED))) {
      Truth.AfterStop after = truth.afterStop(profile, MONDAY, 28);
      assertThat(after.t50Days()).as(profile.name()).isCloseTo(t50, within(1e-6));
      assertThat(after.rho28()).isCloseTo(Math.pow(2, -14) / day0, within(1e-9));
    }
  }

  @Test
  void theSpreadOfHalfLivesIsIntegrated() {
    Kernel common = new Kernel(KernelFamily.POWER, 1, .05);
    Truth truth = new Truth(common, .8);
    Draws draws = Draws.of(3, "spread");
    double sum = 0;
    int posts = 100_000;
    for (int post = 0; post < posts; post++) {
      sum += new Kernel(KernelFamily.POWER, Math.exp(.8 * draws.normal()), .05).cumulative(1);
    }
    assertThat(truth.cumulative(1)).isCloseTo(sum / posts, within(.003));
  }

  @Test
  void aRampTakesFromTheEndOfTheCampaign() {
    Truth truth = new Truth(new Kernel(KernelFamily.EXPONENTIAL, 2, 0), 0);
    Truth.AfterStop even = truth.afterStop(PostingProfile.UNIFORM, MONDAY, 30);
    Truth.AfterStop ramped =
        truth.afterStop(
            PostingProfile.UNIFORM, MONDAY, 30, place -> Math.min(1, 3 * (1 - place / 30)));
    // An exponential falls alike whatever was posted before; a power does not.
    assertThat(ramped.rho28()).isCloseTo(even.rho28(), within(1e-9));
    Truth slow = new Truth(new Kernel(KernelFamily.POWER, 2, 0), 0);
    assertThat(
            slow.afterStop(
                    PostingProfile.UNIFORM, MONDAY, 30, place -> Math.min(1, 3 * (1 - place / 30)))
                .rho28())
        .isGreaterThan(1.1 * slow.afterStop(PostingProfile.UNIFORM, MONDAY, 30).rho28());
  }

  @Test
  void lateTalkIsThatOfDrawnActsAndDelays() {
    Kernel kernel = new Kernel(KernelFamily.POWER, 3, .05);
    Truth truth = new Truth(kernel, 0);
    Draws draws = Draws.of(5, "talk");
    double direct = .6;
    double answered = .3;
    double early = 0;
    double late = 0;
    for (int draw = 0; draw < 400_000; draw++) {
      double age = kernel.draw(draws, 60);
      double answer = age + draws.exponential(9);
      early += (age < 28 ? direct : 0) + (answer < 28 ? answered : 0);
      late += (age >= 28 && age < 56 ? direct : 0);
      late += answer >= 28 && answer < 56 ? answered : 0;
    }
    assertThat(truth.logOddsLateTalk(direct, answered, 9))
        .isCloseTo(Math.log(late / early), within(.015));
  }

  @Test
  void withoutAnswersTalkFallsAsTheActsDo() {
    Truth truth = new Truth(new Kernel(KernelFamily.EXPONENTIAL, 4, 0), 0);
    // Odds of [28, 56) against [0, 28) of an exponential: 2^(−28/h).
    assertThat(truth.logOddsLateTalk(1, 0, .25)).isCloseTo(-7 * Math.log(2), within(1e-9));
    assertThat(truth.logOddsLateTalk(1, .2, 5)).isGreaterThan(-7 * Math.log(2));
  }

  @Test
  void normalQuantilesAreTheTabulatedOnes() {
    assertThat(Truth.normalQuantile(.975)).isCloseTo(1.959964, within(1e-6));
    assertThat(Truth.normalQuantile(.5)).isCloseTo(0, within(1e-9));
  }

  @Test
  void profilesStayWithinTheCampaignAndInTheirHours() {
    for (PostingProfile profile : EnumSet.complementOf(EnumSet.of(PostingProfile.MIXED))) {
      for (int step = 0; step < 1000; step++) {
        double at = profile.quantile(step / 1000.0, MONDAY, 20);
        assertThat(at).as(profile.name()).isBetween(0.0, 20.0);
        if (profile == PostingProfile.WEEKEND_EVENINGS) {
          assertThat((int) at % 7).isGreaterThanOrEqualTo(5);
          assertThat(at % 1 * 24).isBetween(17.99, 23.01);
        }
      }
    }
  }
}
