package org.afterglow.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.afterglow.campaign.Vnb.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Detection on series with known campaigns: 400 days, a weekday cycle, three promotional posts a
 * day in campaigns and .05 outside, gamma noise with k = 2. A campaign counts as found where
 * detected and true days overlap by half of their union.
 */
class VnbSimulationTest {
  private static final int DAYS = 400;
  private static final int ENTITIES = 400;
  private static final double[] WEEK = {1.2, 1.2, 1.1, 1.1, 1.1, .7, .6};

  private enum Scenario {
    CLEAN(1),
    RECURRING(2),
    GAPS(3),
    OVERLAP(4),
    RAMP(5),
    SAMPLED(6),
    STEADY(7);

    private final long seed;

    Scenario(long seed) {
      this.seed = seed;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Series(long[] posts, double[] observed, List<Interval> truth) {}

  private record Score(double f1, double stopWithinTwoDays, double falseAYear) {}

  @ParameterizedTest
  @CsvSource({
    "CLEAN, .95, .90",
    "RECURRING, .95, .85",
    "GAPS, .95, .85",
    "OVERLAP, .95, .85",
    "RAMP, .95, .40",
    "SAMPLED, .80, .40"
  })
  void campaignsAreFoundAndTheirStopsDated(String scenario, double f1, double stops) {
    Score score = score(Scenario.valueOf(scenario));

    assertThat(score.f1()).as("F1").isGreaterThanOrEqualTo(f1);
    assertThat(score.stopWithinTwoDays()).as("stop within two days").isGreaterThanOrEqualTo(stops);
  }

  @Test
  void steadyPromotersHaveHardlyAnyCampaign() {
    assertThat(score(Scenario.STEADY).falseAYear()).isLessThanOrEqualTo(.05);
  }

  private static Score score(Scenario scenario) {
    SplittableRandom random = new SplittableRandom(scenario.seed);
    int found = 0;
    int detected = 0;
    int campaigns = 0;
    int closeStops = 0;
    for (int i = 0; i < ENTITIES; i++) {
      Series series = series(scenario, random);
      List<Interval> left =
          new ArrayList<>(Vnb.detect(series.posts(), series.observed()).campaigns());
      detected += left.size();
      campaigns += series.truth().size();
      for (Interval truth : series.truth()) {
        Interval best =
            left.stream()
                .filter(interval -> overlap(interval, truth) >= .5)
                .findFirst()
                .orElse(null);
        if (best != null) {
          left.remove(best);
          found++;
          closeStops += Math.abs(best.stop() - truth.stop()) <= 2 ? 1 : 0;
        }
      }
    }
    return new Score(
        2.0 * found / Math.max(detected + campaigns, 1),
        (double) closeStops / Math.max(found, 1),
        (detected - found) * 365.0 / ((double) ENTITIES * DAYS));
  }

  private static double overlap(Interval a, Interval b) {
    double shared = Math.min(a.stop(), b.stop()) - Math.max(a.start(), b.start());
    return shared / (Math.max(a.stop(), b.stop()) - Math.min(a.start(), b.start()));
  }

  private static Series series(Scenario scenario, SplittableRandom random) {
    double[] rate = new double[DAYS];
    Arrays.fill(rate, scenario == Scenario.STEADY ? .6 : .05);
    double[] observed = new double[DAYS];
    Arrays.fill(observed, 1);
    List<Interval> truth = truth(scenario, random, rate);
    if (scenario == Scenario.GAPS) {
      for (int i = 0; i < 3; i++) {
        int from = random.nextInt(10, DAYS - 20);
        Arrays.fill(observed, from, from + random.nextInt(5, 14), 0);
      }
      int inside = truth.get(0).start() + 8;
      Arrays.fill(observed, inside, inside + 9, 0);
    }
    double mean = Arrays.stream(WEEK).average().orElseThrow();
    double share = scenario == Scenario.SAMPLED ? .1 : 1;
    long[] posts = new long[DAYS];
    for (int t = 0; t < DAYS; t++) {
      double noise =
          -.5 * Math.log((1 - random.nextDouble()) * (1 - random.nextDouble())); // gamma, k = 2
      posts[t] = poisson(rate[t] * WEEK[t % 7] / mean * share * noise * observed[t], random);
    }
    return new Series(posts, observed, truth);
  }

  private static List<Interval> truth(Scenario scenario, SplittableRandom random, double[] rate) {
    List<Interval> truth = new ArrayList<>();
    switch (scenario) {
      case STEADY -> {}
      case RECURRING -> {
        for (int start = 30; start < DAYS - 60; ) {
          Interval campaign = new Interval(start, start + random.nextInt(12, 25));
          truth.add(campaign);
          start = campaign.stop() + random.nextInt(25, 50);
        }
      }
      case OVERLAP -> {
        int start = random.nextInt(60, 120);
        int length = random.nextInt(25, 40);
        int second = start + length / 2;
        int stop = second + random.nextInt(25, 40);
        add(rate, start, start + length);
        add(rate, second, stop);
        return List.of(new Interval(start, Math.max(start + length, stop)));
      }
      default -> {
        int start = random.nextInt(50, 90);
        Interval first = new Interval(start, start + random.nextInt(20, 45));
        int again = first.stop() + random.nextInt(60, 110);
        truth.add(first);
        truth.add(new Interval(again, again + random.nextInt(20, 45)));
      }
    }
    for (Interval campaign : truth) {
      add(rate, campaign.start(), campaign.stop());
      if (scenario == Scenario.RAMP) {
        fadeOut(rate, campaign);
      }
    }
    return truth;
  }

  private static void add(double[] rate, int start, int stop) {
    for (int t = start; t < stop; t++) {
      rate[t] += 3;
    }
  }

  /** The last two fifths fall from all to a tenth. */
  private static void fadeOut(double[] rate, Interval campaign) {
    int days = (int) ((campaign.stop() - campaign.start()) * .4);
    for (int i = 0; i < days; i++) {
      rate[campaign.stop() - days + i] -= 3 * .9 * i / (days - 1);
    }
  }

  private static long poisson(double mean, SplittableRandom random) {
    long n = 0;
    double p = Math.exp(-mean);
    double left = random.nextDouble() - p;
    while (left > 0 && n < 1000) {
      n++;
      p *= mean / n;
      left -= p;
    }
    return n;
  }
}
