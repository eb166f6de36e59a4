package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.afterglow.statistics.PlaceboSample.Deal;
import org.afterglow.statistics.PlaceboSample.Unit;
import org.junit.jupiter.api.Test;

/**
 * Archives in which the claim is true: conversational posts live four times as long, promotional
 * ones are posted late in the campaign, engagement falls by a power of age and comes in cascades.
 * Placebos must pass there all the same, and that of the crude contrast must not.
 */
class PlaceboSimulationTest {
  private static final int ARCHIVES = 20;
  private static final int DRAWS = 60;
  private static final int CAMPAIGNS = 20;
  private static final int ACCOUNTS = 12;
  private static final double DAY = 86_400_000_000.0;
  private static final long ONE = 1_000_000;

  @Test
  void placebosPassWhereTheClaimIsTrueAndTheCrudeOneFails() {
    int halves = 0;
    int opposite = 0;
    int crude = 0;
    double crudeMean = 0;
    for (int seed = 0; seed < ARCHIVES; seed++) {
      Archive archive = new Archive(new Random(100 + seed));
      halves += archive.share(Deal.HALVES, Post::byAge).passes() ? 1 : 0;
      opposite += archive.share(Deal.OPPOSITE_SCHEDULE, Post::byAge).passes() ? 1 : 0;
      PlaceboShare sinceStop = archive.share(Deal.OPPOSITE_SCHEDULE, Post::sinceStop);
      crude += sinceStop.passes() ? 0 : 1;
      crudeMean += Objects.requireNonNull(sinceStop.meanEstimate()) / ARCHIVES;
    }
    assertThat(halves).as("archives that pass split_half").isGreaterThanOrEqualTo(16);
    assertThat(opposite).as("archives that pass opposite_schedule").isGreaterThanOrEqualTo(16);
    assertThat(crude).as("archives that fail the crude one").isGreaterThanOrEqualTo(12);
    assertThat(crudeMean).as("fresher posts look as if they ended sooner").isLessThan(-.2);
  }

  private static final class Archive {
    private final List<List<Post>> campaigns = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();

    Archive(Random random) {
      double[] level = random.doubles(ACCOUNTS).map(u -> .3 * random.nextGaussian()).toArray();
      for (int i = 0; i < CAMPAIGNS; i++) {
        int account = random.nextInt(ACCOUNTS);
        accounts.add("a" + account);
        campaigns.add(campaign(random, level[account]));
      }
    }

    private static List<Post> campaign(Random random, double level) {
      int length = 20 + random.nextInt(26);
      List<Post> posts = new ArrayList<>();
      for (int i = 0; i < 5 * length; i++) {
        boolean promotional = i < 3 * length;
        double u = random.nextDouble();
        if (promotional) { // Beta(3, 1)
          u = Math.max(u, Math.max(random.nextDouble(), random.nextDouble()));
        }
        posts.add(new Post(random, promotional, length * u, length, level));
      }
      posts.sort(Comparator.comparingDouble(post -> post.at));
      return posts;
    }

    PlaceboShare share(Deal deal, BiFunction<Post, Integer, Unit> unit) {
      List<PlaceboSample> samples = new ArrayList<>();
      for (List<Post> posts : campaigns) {
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < posts.size(); i++) {
          units.add(unit.apply(posts.get(i), i % 20));
        }
        samples.add(PlaceboSample.of(units, deal));
      }
      PlaceboShare share = new PlaceboShare();
      SplittableRandom random = new SplittableRandom(7);
      for (int draw = 0; draw < DRAWS; draw++) {
        List<PooledOdds.Study> studies = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
          LateOdds odds = samples.get(i).draw(random).odds();
          if (odds != null) {
            studies.add(
                new PooledOdds.Study(
                    accounts.get(i), odds.r(), odds.s(), odds.lnlor(), odds.variance()));
          }
        }
        share.add(PooledOdds.of(studies));
      }
      return share;
    }
  }

  /** A post with what it earned by age and since the stop. */
  private static final class Post {
    private static final double POWER = 1.2;
    private static final double SCALE = Math.pow(2, 1 / POWER) - 1;

    final double at;
    private final boolean promotional;
    private final double halfLife;
    private final double volume;
    private final long early;
    private final long late;
    private final long firstWeek;
    private final long threeWeeks;

    Post(Random random, boolean promotional, double at, double stop, double level) {
      this.at = at;
      this.promotional = promotional;
      halfLife = (promotional ? .1 : .4) * Math.exp(.8 * random.nextGaussian() + level);
      volume = Math.exp(2 + 1.2 * random.nextGaussian());
      early = events(random, 0, 1);
      late = events(random, 1, 28);
      double age = stop - at;
      firstWeek = events(random, age, age + 7);
      threeWeeks = events(random, age + 7, age + 28);
    }

    Unit byAge(int bucket) {
      return unit((int) (at / 7), bucket, early, late);
    }

    Unit sinceStop(int bucket) {
      return unit(0, bucket, firstWeek, threeWeeks);
    }

    private Unit unit(int stratum, int bucket, long first, long second) {
      return new Unit(
          stratum,
          bucket,
          promotional,
          (long) (at * DAY),
          first + second,
          first * ONE,
          second * ONE);
    }

    /** Acts between two ages: cascades of three on average. */
    private long events(Random random, double from, double to) {
      double mean = volume / 3 * (reached(to) - reached(from)) / reached(28);
      long sum = 0;
      for (int cascade = poisson(random, mean); cascade > 0; cascade--) {
        sum++;
        while (random.nextDouble() < 2 / 3.0) {
          sum++;
        }
      }
      return sum;
    }

    /** Integral of the power kernel, whose rate has halved at the half-life. */
    private double reached(double age) {
      return 1 - Math.pow(1 + SCALE * age / halfLife, 1 - POWER);
    }

    private static int poisson(Random random, double mean) {
      double sum = -Math.log(1 - random.nextDouble());
      int count = 0;
      while (sum < mean) {
        sum -= Math.log(1 - random.nextDouble());
        count++;
      }
      return count;
    }
  }
}
