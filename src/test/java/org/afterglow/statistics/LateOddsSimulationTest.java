package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Archives with known truth: post-specific half-lives, day noise, opposed posting schedules. */
class LateOddsSimulationTest {
  private static final int ARCHIVES = 12;
  private static final int CAMPAIGNS = 16;
  private static final int ACCOUNTS = 10;

  /** When the classes post within a campaign. */
  private enum Schedule {
    UNIFORM(1, 1, 1, 1),
    PROMOTION_LATE(3, 1, 1, 3),
    PROMOTION_EARLY(1, 3, 3, 1),
    PROMOTION_LATER(2, 1, 1, 1);

    private final int promotionalRank;
    private final int promotionalOf;
    private final int otherRank;
    private final int otherOf;

    Schedule(int a, int b, int c, int d) {
      promotionalRank = a;
      promotionalOf = a + b - 1;
      otherRank = c;
      otherOf = c + d - 1;
    }

    /** Beta(a, b) within the campaign: the a-th of a + b − 1 uniform numbers. */
    double when(Random random, boolean promotes) {
      double[] uniform = random.doubles(promotes ? promotionalOf : otherOf).sorted().toArray();
      return uniform[(promotes ? promotionalRank : otherRank) - 1];
    }
  }

  @ParameterizedTest
  @EnumSource(Schedule.class)
  void equalHalfLivesAreNotToldApart(Schedule schedule) {
    int rejected = 0;
    double sum = 0;
    for (int seed = 0; seed < ARCHIVES; seed++) {
      Pooling pooled = pooled(new Random(1_000 + seed), schedule, 1, 1);
      rejected += pooled.mean().pValue() <= .05 ? 1 : 0;
      sum += pooled.mean().estimate();
    }
    // Binomial(12, .05) exceeds 3 in .2 % of cases; the tests are seeded.
    assertThat(rejected).isLessThanOrEqualTo(3);
    assertThat(Math.abs(sum / ARCHIVES)).isLessThan(.15);
  }

  @ParameterizedTest
  @EnumSource(Schedule.class)
  void aFourfoldGapIsFoundUnderEverySchedule(Schedule schedule) {
    int found = 0;
    for (int seed = 0; seed < ARCHIVES; seed++) {
      Pooling pooled = pooled(new Random(2_000 + seed), schedule, .5, 2);
      found += pooled.mean().high() < 0 ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(10);
  }

  @Test
  void aCrudeContrastSinceTheStopWouldHaveMistakenTheScheduleForDecay() {
    double crude = 0;
    double byAge = 0;
    for (int seed = 0; seed < ARCHIVES; seed++) {
      Random random = new Random(3_000 + seed);
      List<LateOdds.Sums> sinceStop = new ArrayList<>();
      List<LateOdds.Sums> sinceThePost = new ArrayList<>();
      for (int i = 0; i < CAMPAIGNS; i++) {
        for (Post post : campaign(random, Schedule.PROMOTION_LATE, 1, 1, 0)) {
          sinceStop.add(post.sums(0, post.firstWeek, post.threeWeeks));
          sinceThePost.add(post.sums(100 * i + post.week, post.early, post.late));
        }
      }
      crude += lnlor(sinceStop) / ARCHIVES;
      byAge += lnlor(sinceThePost) / ARCHIVES;
    }
    assertThat(crude).isLessThan(-.4);
    assertThat(Math.abs(byAge)).isLessThan(.1);
  }

  private static double lnlor(List<LateOdds.Sums> sums) {
    LateOdds odds = LateOdds.of(sums);
    return Math.log(odds.r() / odds.s());
  }

  private static Pooling pooled(
      Random random, Schedule schedule, double promotionalHalfLife, double otherHalfLife) {
    double[] account = random.doubles(ACCOUNTS, -.5, .5).toArray();
    List<Pooling.Study> studies = new ArrayList<>();
    for (int i = 0; i < CAMPAIGNS; i++) {
      int a = random.nextInt(ACCOUNTS);
      LateOdds odds =
          LateOdds.of(
              campaign(random, schedule, promotionalHalfLife, otherHalfLife, account[a]).stream()
                  .map(post -> post.sums(post.week, post.early, post.late))
                  .toList());
      Double lnlor = odds.lnlor();
      Double variance = odds.variance();
      if (lnlor != null && variance != null) {
        studies.add(new Pooling.Study("account " + a, lnlor, variance));
      }
    }
    return Pooling.of(studies);
  }

  private static List<Post> campaign(
      Random random, Schedule schedule, double promotional, double other, double account) {
    double length = 14 + random.nextInt(28);
    double[] day = random.doubles((int) length + 60, .5, 1.5).toArray();
    List<Post> posts = new ArrayList<>();
    int count = (int) (4 * length);
    for (int i = 0; i < count; i++) {
      boolean promotes = i % 4 != 0;
      double at = length * schedule.when(random, promotes);
      double halfLife =
          (promotes ? promotional : other) * Math.exp(account * .3 + .8 * random.nextGaussian());
      double volume = Math.exp(1.5 + random.nextGaussian());
      posts.add(new Post(random, promotes, at, length, halfLife, volume, day));
    }
    return posts;
  }

  /** A post whose events decay exponentially and are counted by age and since the stop. */
  private static final class Post {
    final boolean promotional;
    final int week;
    final int bucket;
    long early;
    long late;
    long firstWeek;
    long threeWeeks;

    Post(
        Random random,
        boolean promotional,
        double at,
        double stop,
        double halfLife,
        double volume,
        double[] day) {
      this.promotional = promotional;
      week = (int) (at / 7);
      bucket = random.nextInt(20);
      int events = poisson(random, volume);
      for (int i = 0; i < events; i++) {
        double age = -halfLife * Math.log(1 - random.nextDouble()) / Math.log(2);
        boolean kept = age < 56 && random.nextDouble() < day[(int) (at + age)] / 1.5;
        if (kept && age < 28) {
          early += age < 1 ? 1 : 0;
          late += age < 1 ? 0 : 1;
        }
        double since = at + age - stop;
        if (kept && since >= 0 && since < 28) {
          firstWeek += since < 7 ? 1 : 0;
          threeWeeks += since < 7 ? 0 : 1;
        }
      }
    }

    LateOdds.Sums sums(int stratum, long first, long second) {
      return new LateOdds.Sums(
          stratum, bucket, promotional, first * 1_000_000, second * 1_000_000, first * second);
    }

    private static int poisson(Random random, double mean) {
      double limit = Math.exp(-mean);
      int k = 0;
      for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
        k++;
      }
      return k;
    }
  }
}
