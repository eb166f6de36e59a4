package org.afterglow.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.afterglow.statistics.PlaceboSample.Deal;
import org.afterglow.statistics.PlaceboSample.Unit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Archives in which the claim is true: conversational posts live four times as long and people whom
 * these acquired stay twice as long; promotion comes late in the campaign and talk, of people and
 * threads, early; acts come in cascades. Placebos must pass there all the same, and that of a
 * contrast which forgets about age or strata must not.
 */
class PlaceboSimulationTest {
  private static final int ARCHIVES = 20;
  private static final int DRAWS = 60;
  private static final int CAMPAIGNS = 20;
  private static final int ACCOUNTS = 12;
  private static final int BUCKETS = 20;
  private static final double DAY = 86_400_000_000.0;
  private static final long ONE = 1_000_000;

  @Test
  void placebosPassWhereTheClaimIsTrueAndTheCrudeOneFails() {
    int halves = 0;
    int opposite = 0;
    int crude = 0;
    double crudeMean = 0;
    for (int seed = 0; seed < ARCHIVES; seed++) {
      Archive<Post> archive = new Archive<>(new Random(100 + seed), Post::campaign);
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

  @Test
  void thePlaceboOfPeoplePassesWhereTheyLeaveTwiceAsFastAndOneWithoutStrataFails() {
    int permuted = 0;
    int unstratified = 0;
    double truth = 0;
    for (int seed = 0; seed < ARCHIVES; seed++) {
      Archive<Person> archive = new Archive<>(new Random(200 + seed), Person::campaign);
      permuted += archive.share(Deal.PERMUTED, Person::unit).passes() ? 1 : 0;
      unstratified += archive.shareWithoutStrata(Person::unit).passes() ? 0 : 1;
      truth += archive.contrast(Person::unit) / ARCHIVES;
    }
    assertThat(permuted).as("archives that pass").isGreaterThanOrEqualTo(16);
    assertThat(unstratified).as("archives that fail in one stratum").isGreaterThanOrEqualTo(12);
    assertThat(truth).as("of the true classes").isLessThan(-.15);
  }

  @Test
  void placebosOfThreadsPassWhereTalkLastsFourTimesAsLongAndOneWithoutStrataFails() {
    int halves = 0;
    int permuted = 0;
    int unstratified = 0;
    double truth = 0;
    for (int seed = 0; seed < ARCHIVES; seed++) {
      Archive<Discussion> archive = new Archive<>(new Random(300 + seed), Discussion::campaign);
      halves += archive.share(Deal.HALVES, Discussion::unit).passes() ? 1 : 0;
      permuted += archive.share(Deal.PERMUTED, Discussion::unit).passes() ? 1 : 0;
      unstratified += archive.shareWithoutStrata(Discussion::unit).passes() ? 0 : 1;
      truth += archive.contrast(Discussion::unit) / ARCHIVES;
    }
    assertThat(halves).as("archives that pass split_half").isGreaterThanOrEqualTo(16);
    assertThat(permuted).as("archives that pass permuted").isGreaterThanOrEqualTo(16);
    assertThat(unstratified).as("archives that fail in one stratum").isGreaterThanOrEqualTo(12);
    assertThat(truth).as("of the true classes").isLessThan(-.4);
  }

  private interface Kind<T> {
    /**
     * Units of a campaign in the order of their times.
     *
     * @param level of the account, on a log scale
     */
    List<T> campaign(Random random, double level);
  }

  private interface Counted<T> {
    Unit of(T drawn, int bucket);
  }

  private static final class Archive<T> {
    private final List<List<T>> campaigns = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();

    Archive(Random random, Kind<T> kind) {
      double[] level = random.doubles(ACCOUNTS).map(u -> .3 * random.nextGaussian()).toArray();
      for (int i = 0; i < CAMPAIGNS; i++) {
        int account = random.nextInt(ACCOUNTS);
        accounts.add("a" + account);
        campaigns.add(kind.campaign(random, level[account]));
      }
    }

    PlaceboShare share(Deal deal, Counted<T> unit) {
      List<PlaceboSample> samples =
          units(unit).stream().map(units -> PlaceboSample.of(units, deal)).toList();
      return share((campaign, random) -> samples.get(campaign).draw(random).odds());
    }

    /** Classes permuted within strata, as they should be, and contrasted in one. */
    PlaceboShare shareWithoutStrata(Counted<T> unit) {
      List<List<Unit>> campaigns = units(unit);
      List<int[][]> members = new ArrayList<>();
      List<boolean[]> classes = new ArrayList<>();
      for (List<Unit> units : campaigns) {
        members.add(PlaceboDeal.members(units.stream().mapToInt(Unit::stratum).toArray()));
        classes.add(classes(units));
      }
      return share(
          (i, random) ->
              contrast(
                  campaigns.get(i),
                  PlaceboDeal.permuted(members.get(i), classes.get(i), random),
                  each -> 0));
    }

    /** The pooled contrast of the true classes. */
    double contrast(Counted<T> unit) {
      List<List<Unit>> campaigns = units(unit);
      return Objects.requireNonNull(
          pooled(
                  campaign -> {
                    List<Unit> units = campaigns.get(campaign);
                    return contrast(units, classes(units), Unit::stratum);
                  })
              .headline());
    }

    private List<List<Unit>> units(Counted<T> unit) {
      List<List<Unit>> all = new ArrayList<>();
      for (List<T> drawn : campaigns) {
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
          units.add(unit.of(drawn.get(i), i % BUCKETS));
        }
        all.add(units);
      }
      return all;
    }

    private PlaceboShare share(BiFunction<Integer, SplittableRandom, @Nullable LateOdds> drawn) {
      PlaceboShare share = new PlaceboShare();
      SplittableRandom random = new SplittableRandom(7);
      for (int draw = 0; draw < DRAWS; draw++) {
        share.add(pooled(campaign -> drawn.apply(campaign, random)));
      }
      return share;
    }

    private PooledOdds pooled(IntFunction<@Nullable LateOdds> contrasted) {
      List<PooledOdds.Study> studies = new ArrayList<>();
      for (int i = 0; i < campaigns.size(); i++) {
        LateOdds odds = contrasted.apply(i);
        if (odds != null) {
          studies.add(
              new PooledOdds.Study(
                  accounts.get(i), odds.r(), odds.s(), odds.lnlor(), odds.variance()));
        }
      }
      return PooledOdds.of(studies);
    }

    private static boolean[] classes(List<Unit> units) {
      boolean[] classes = new boolean[units.size()];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = units.get(i).promotional();
      }
      return classes;
    }

    private static LateOdds contrast(
        List<Unit> units, boolean[] promotional, ToIntFunction<Unit> stratum) {
      List<LateOdds.Sums> sums = new ArrayList<>();
      for (int i = 0; i < promotional.length; i++) {
        Unit unit = units.get(i);
        sums.add(
            new LateOdds.Sums(
                stratum.applyAsInt(unit),
                unit.bucket(),
                promotional[i],
                unit.early(),
                unit.late(),
                0));
      }
      return LateOdds.of(sums);
    }
  }

  /** A person with how often it came in the two months after the stop. */
  private record Person(boolean promotional, double at, long early, long late) {
    private static final double MONTH = 28;

    static List<Person> campaign(Random random, double level) {
      int length = 20 + random.nextInt(26);
      double stay = 60 * Math.exp(.4 * random.nextGaussian() + level);
      List<Person> people = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        boolean promotional = random.nextBoolean();
        double at = length * time(random, promotional);
        double rate = gamma(random, .3);
        double own = (promotional ? stay / 2 : stay) / Math.max(.2, gamma(random, 1));
        double left = at - own * Math.log(1 - random.nextDouble()) - length;
        people.add(
            new Person(
                promotional,
                at,
                acts(random, rate * Math.max(0, Math.min(MONTH, left)), 2),
                acts(random, rate * Math.max(0, Math.min(2 * MONTH, left) - MONTH), 2)));
      }
      people.sort(Comparator.comparingDouble(Person::at));
      return people;
    }

    Unit unit(int bucket) {
      return PlaceboSimulationTest.unit((int) (at / 7), bucket, promotional, at, early, late);
    }

    /** Of shape 2. */
    private static double gamma(Random random, double mean) {
      return -mean / 2 * (Math.log(1 - random.nextDouble()) + Math.log(1 - random.nextDouble()));
    }
  }

  /** A thread with what others contributed in its first two months. */
  private record Discussion(boolean promotional, double at, long early, long late) {
    static List<Discussion> campaign(Random random, double level) {
      int length = 20 + random.nextInt(26);
      List<Discussion> threads = new ArrayList<>();
      for (int i = 0; i < 4 * length; i++) {
        boolean promotional = i < 3 * length;
        double at = length * time(random, promotional);
        double halfLife = (promotional ? 2 : 8) * Math.exp(.8 * random.nextGaussian() + level);
        double volume = Math.exp(2 + 1.2 * random.nextGaussian());
        double month = Kernel.reached(28, halfLife) / Kernel.reached(56, halfLife);
        threads.add(
            new Discussion(
                promotional,
                at,
                acts(random, volume * month, 3),
                acts(random, volume * (1 - month), 3)));
      }
      threads.sort(Comparator.comparingDouble(Discussion::at));
      return threads;
    }

    Unit unit(int bucket) {
      return PlaceboSimulationTest.unit((int) (at / 7), bucket, promotional, at, early, late);
    }
  }

  /** When in the campaign, of its length: promotion by Beta(3, 1), talk by Beta(1, 3). */
  private static double time(Random random, boolean promotional) {
    double one = random.nextDouble();
    double two = random.nextDouble();
    double three = random.nextDouble();
    return promotional ? Math.max(one, Math.max(two, three)) : Math.min(one, Math.min(two, three));
  }

  private static Unit unit(
      int stratum, int bucket, boolean promotional, double day, long early, long late) {
    return new Unit(
        stratum, bucket, promotional, (long) (day * DAY), early + late, early * ONE, late * ONE);
  }

  /** Acts in cascades of so many on average. */
  private static long acts(Random random, double mean, int cascade) {
    long sum = 0;
    for (int cascades = poisson(random, mean / cascade); cascades > 0; cascades--) {
      sum++;
      while (random.nextDouble() < 1 - 1.0 / cascade) {
        sum++;
      }
    }
    return sum;
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

  /** A power, by which engagement falls. */
  private static final class Kernel {
    private static final double POWER = 1.2;
    private static final double SCALE = Math.pow(2, 1 / POWER) - 1;

    /** Its integral, of a rate that has halved at the half-life. */
    static double reached(double age, double halfLife) {
      return 1 - Math.pow(1 + SCALE * age / halfLife, 1 - POWER);
    }
  }

  /** A post with what it earned by age and since the stop. */
  private static final class Post {
    final double at;
    private final boolean promotional;
    private final long early;
    private final long late;
    private final long firstWeek;
    private final long threeWeeks;

    Post(Random random, boolean promotional, double at, double stop, double level) {
      this.at = at;
      this.promotional = promotional;
      double halfLife = (promotional ? .1 : .4) * Math.exp(.8 * random.nextGaussian() + level);
      double volume = Math.exp(2 + 1.2 * random.nextGaussian());
      early = acts(random, halfLife, volume, 0, 1);
      late = acts(random, halfLife, volume, 1, 28);
      double age = stop - at;
      firstWeek = acts(random, halfLife, volume, age, age + 7);
      threeWeeks = acts(random, halfLife, volume, age + 7, age + 28);
    }

    static List<Post> campaign(Random random, double level) {
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

    Unit byAge(int bucket) {
      return unit((int) (at / 7), bucket, promotional, at, early, late);
    }

    Unit sinceStop(int bucket) {
      return unit(0, bucket, promotional, at, firstWeek, threeWeeks);
    }

    private static long acts(
        Random random, double halfLife, double volume, double from, double to) {
      double share = Kernel.reached(to, halfLife) - Kernel.reached(from, halfLife);
      return PlaceboSimulationTest.acts(random, volume * share / Kernel.reached(28, halfLife), 3);
    }
  }
}
