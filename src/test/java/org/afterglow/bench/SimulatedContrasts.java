package org.afterglow.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.PooledOdds;

/**
 * The contrast of posts by its estimators alone, without a table: posts of twenty campaigns on
 * twelve accounts, drawn as docs/methods.md, 8, says (half-lives that differ between posts and
 * accounts, heavy-tailed volumes, cascades, gamma noise of each day), go through {@link LateOdds}
 * and {@link PooledOdds}. It costs little, so it can be repeated as often as a rate of false
 * rejections needs; what it leaves out is all that comes before: reading, classes, season,
 * coverage.
 */
final class SimulatedContrasts {
  private static final int CAMPAIGNS = 20;
  private static final int ACCOUNTS = 12;
  private static final int BUCKETS = 20;
  private static final int WEEK = 7;
  private static final double SPAN = 28;

  /** No day is busier than this many times the mean: acts are drawn so often and thinned. */
  private static final double MOST_LEVEL = 5;

  private static final double POST_SD = .8;
  private static final double ACCOUNT_SD = .3;
  private static final double CASCADE = 3;
  private static final long ONE = (long) LateOdds.MILLION;

  /** Shapes by which engagement falls; the integral of each is g's share of an endless life. */
  enum Family {
    EXPONENTIAL {
      @Override
      double reached(double ages) {
        return -Math.expm1(-Math.log(2) * ages);
      }

      @Override
      double age(double share) {
        return -Math.log1p(-share) / Math.log(2);
      }
    },
    POWER {
      private static final double EXPONENT = 1.2;
      private static final double SCALE = 0.7817974362806785; // 2^(1/1.2) − 1

      @Override
      double reached(double ages) {
        return 1 - Math.pow(1 + SCALE * ages, 1 - EXPONENT);
      }

      @Override
      double age(double share) {
        return (Math.pow(1 - share, 1 / (1 - EXPONENT)) - 1) / SCALE;
      }
    };

    /** Share of an endless life's engagement by an age in half-lives. */
    abstract double reached(double ages);

    /** The age in half-lives by which that share has come. */
    abstract double age(double share);
  }

  /** When the classes post within a campaign. */
  enum Schedule {
    UNIFORM,
    /** Promotion by Beta(3, 1), talk by Beta(1, 3). */
    OPPOSED;

    double place(boolean promotional, SplittableRandom random) {
      double place = random.nextDouble();
      if (this == UNIFORM) {
        return place;
      }
      double latest = Math.max(place, Math.max(random.nextDouble(), random.nextDouble()));
      return promotional ? latest : 1 - latest;
    }
  }

  /**
   * A condition.
   *
   * @param halfLife of talk, days
   * @param ratio of the half-life of promotion to it
   * @param perDay promotional posts a day; talk has a third, or as many if they are below one
   */
  record Condition(
      Family family, double halfLife, double ratio, Schedule schedule, double perDay) {}

  private static final List<Condition> KERNELS =
      List.of(
          new Condition(Family.EXPONENTIAL, .5, 1, Schedule.UNIFORM, 3),
          new Condition(Family.POWER, .1, 1, Schedule.UNIFORM, 3),
          new Condition(Family.POWER, 2, 1, Schedule.UNIFORM, 3),
          new Condition(Family.EXPONENTIAL, 8, 1, Schedule.UNIFORM, 3));

  /**
   * Replicates of a condition, kernels in turn.
   *
   * @param count how many, in all
   * @param firstSeed of the first; the others follow
   */
  static SimulatedContrasts.Measured replicates(
      double ratio, Schedule schedule, double perDay, int count, long firstSeed) {
    MeasuredReplicates byAge = new MeasuredReplicates();
    MeasuredReplicates crude = new MeasuredReplicates();
    for (int kernel = 0; kernel < KERNELS.size(); kernel++) {
      Condition plain = KERNELS.get(kernel);
      Condition condition = new Condition(plain.family, plain.halfLife, ratio, schedule, perDay);
      double truth = truth(condition);
      for (int number = kernel; number < count; number += KERNELS.size()) {
        SimulatedContrasts archive = new SimulatedContrasts(condition, firstSeed + number);
        archive.tell();
        byAge.add(archive.byAge, truth);
        crude.add(archive.sinceStop, truth);
      }
    }
    return new Measured(byAge, crude);
  }

  /**
   * Replicates of a condition.
   *
   * @param byAge the contrast of methods.md, 3.1
   * @param crude the one of days since the stop in one stratum, 3.4
   */
  record Measured(MeasuredReplicates byAge, MeasuredReplicates crude) {}

  /** What a post earned by age, and since the stop. */
  private record Post(LateOdds.Sums byAge, LateOdds.Sums sinceStop) {}

  private final Condition condition;
  private final SplittableRandom random;
  private final List<PooledOdds.Study> byAge = new ArrayList<>();
  private final List<PooledOdds.Study> sinceStop = new ArrayList<>();

  private SimulatedContrasts(Condition condition, long seed) {
    this.condition = condition;
    this.random = new SplittableRandom(seed);
  }

  /** The mean contrast of accounts, each by quadrature over the half-lives of its posts. */
  static double truth(Condition condition) {
    double sum = 0;
    double weights = 0;
    for (double z = -4; z <= 4; z += .25) {
      double account = Math.exp(ACCOUNT_SD * z);
      double weight = Math.exp(-z * z / 2);
      sum +=
          weight
              * (logOddsLate(condition.family, condition.halfLife * condition.ratio * account)
                  - logOddsLate(condition.family, condition.halfLife * account));
      weights += weight;
    }
    return sum / weights;
  }

  private static double logOddsLate(Family family, double halfLife) {
    double early = 0;
    double weights = 0;
    for (double z = -6; z <= 6; z += .02) {
      double h = halfLife * Math.exp(POST_SD * z);
      double weight = Math.exp(-z * z / 2);
      early += weight * family.reached(1 / h) / family.reached(SPAN / h);
      weights += weight;
    }
    return Math.log(weights / early - 1);
  }

  private void tell() {
    double[] account = new double[ACCOUNTS];
    for (int i = 0; i < ACCOUNTS; i++) {
      account[i] = Math.exp(ACCOUNT_SD * random.nextGaussian());
    }
    for (int i = 0; i < CAMPAIGNS; i++) {
      int of = i < ACCOUNTS ? i : random.nextInt(ACCOUNTS);
      List<Post> posts = campaign(account[of]);
      add("a" + of, posts.stream().map(Post::byAge).toList(), byAge);
      add("a" + of, posts.stream().map(Post::sinceStop).toList(), sinceStop);
    }
  }

  private static void add(
      String account, List<LateOdds.Sums> sums, List<PooledOdds.Study> studies) {
    if (acts(sums, true) >= LateOdds.ENOUGH_EVENTS && acts(sums, false) >= LateOdds.ENOUGH_EVENTS) {
      LateOdds odds = LateOdds.of(sums);
      studies.add(new PooledOdds.Study(account, odds.r(), odds.s(), odds.lnlor(), odds.variance()));
    }
  }

  private static long acts(List<LateOdds.Sums> sums, boolean promotional) {
    return sums.stream()
        .filter(each -> each.promotional() == promotional)
        .mapToLong(each -> (each.early() + each.late()) / ONE)
        .sum();
  }

  private List<Post> campaign(double account) {
    boolean sparse = condition.perDay < 1;
    int length = sparse ? 140 : 12 + random.nextInt(34);
    double[] level = new double[length + (int) SPAN];
    for (int day = 0; day < level.length; day++) { // gamma of mean 1, k = 2
      level[day] = -.5 * Math.log((1 - random.nextDouble()) * (1 - random.nextDouble()));
    }
    double rate = condition.perDay * (sparse ? 1 : Math.exp(.5 * random.nextGaussian()));
    List<Post> posts = new ArrayList<>();
    for (boolean promotional : new boolean[] {true, false}) {
      double perDay = promotional ? rate : sparse ? condition.perDay : condition.perDay / 3;
      for (int post = poisson(perDay * length); post > 0; post--) {
        posts.add(post(promotional, account, length, level));
      }
    }
    return posts;
  }

  private Post post(boolean promotional, double account, int length, double[] level) {
    double at = length * condition.schedule.place(promotional, random);
    double halfLife =
        condition.halfLife
            * (promotional ? condition.ratio : 1)
            * account
            * Math.exp(POST_SD * random.nextGaussian());
    double volume = Math.exp(1.5 + 1.2 * random.nextGaussian());
    double until = condition.family.reached((length + SPAN - at) / halfLife);
    double cascades =
        volume / CASCADE * MOST_LEVEL * until / condition.family.reached(SPAN / halfLife);
    long early = 0;
    long late = 0;
    long firstWeek = 0;
    long threeWeeks = 0;
    for (int cascade = poisson(cascades); cascade > 0; cascade--) {
      double age = halfLife * condition.family.age(until * random.nextDouble());
      int day = (int) (at + age);
      if (day < level.length && MOST_LEVEL * random.nextDouble() < level[day]) {
        int acts = 1;
        while (random.nextDouble() > 1 / CASCADE) {
          acts++;
        }
        early += age < 1 ? acts * ONE : 0;
        late += age >= 1 && age < SPAN ? acts * ONE : 0;
        double since = at + age - length;
        firstWeek += since >= 0 && since < WEEK ? acts * ONE : 0;
        threeWeeks += since >= WEEK ? acts * ONE : 0;
      }
    }
    int bucket = random.nextInt(BUCKETS);
    // Products of early and late acts are of labels that are inverted alone.
    return new Post(
        new LateOdds.Sums((int) at / WEEK, bucket, promotional, early, late, 0),
        new LateOdds.Sums(0, bucket, promotional, firstWeek, threeWeeks, 0));
  }

  private int poisson(double mean) {
    double sum = -Math.log(1 - random.nextDouble());
    int count = 0;
    while (sum < mean) {
      sum -= Math.log(1 - random.nextDouble());
      count++;
    }
    return count;
  }
}
