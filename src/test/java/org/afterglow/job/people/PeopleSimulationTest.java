package org.afterglow.job.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.PooledOdds;
import org.afterglow.statistics.Quantiles;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Campaigns whose people differ in how often they come, what they like and how long they stay.
 * Those who like promotion are acquired by it; that they leave as soon as others is not to be told
 * apart, and that they leave twice as fast is.
 */
class PeopleSimulationTest {
  private static final int CAMPAIGNS = 12;
  private static final long DAY = ObservedCalendar.DAY;
  private static final int ARRIVING_DAYS = 200;
  private static final int WATCHED_DAYS = 150;
  private static final int FIRST = 300;
  private static final ObservedCalendar CALENDAR =
      CampaignPeopleTest.calendar(0, FIRST + 45 + WATCHED_DAYS, 0, 0);

  @Test
  void peopleWhoLeaveAlikeAreNotToldApart() {
    int byOdds = 0;
    int byStay = 0;
    double odds = 0;
    double stay = 0;
    for (int seed = 0; seed < 10; seed++) {
      Archive archive = new Archive(seed, 2_500, 1);
      byOdds += excludesZero(archive.odds()) ? 1 : 0;
      byStay += excludesZero(archive.stay()) ? 1 : 0;
      odds += archive.odds().estimate() / 10;
      stay += archive.stay().estimate() / 10;
    }
    // Binomial(10, .08) exceeds 3 in .6 % of cases; the tests are seeded.
    assertThat(byOdds).isLessThanOrEqualTo(3);
    assertThat(byStay).isLessThanOrEqualTo(3);
    assertThat(Math.abs(odds)).isLessThan(.1);
    assertThat(Math.abs(stay)).isLessThan(1.5);
  }

  @Test
  void peopleWhoLeaveTwiceAsFastAreFound() {
    int byOdds = 0;
    int byStay = 0;
    for (int seed = 0; seed < 6; seed++) {
      Archive archive = new Archive(100 + seed, 2_500, .5);
      byOdds += archive.odds().high() < 0 ? 1 : 0;
      byStay += archive.stay().high() < 0 ? 1 : 0;
    }
    assertThat(byOdds).isGreaterThanOrEqualTo(5);
    assertThat(byStay).isGreaterThanOrEqualTo(5);
  }

  private static boolean excludesZero(StudentInterval interval) {
    return interval.low() > 0 || interval.high() < 0;
  }

  private static final class Archive {
    private final Random random;
    private final GammaDistribution gamma;
    private final double effect;
    private final List<PooledOdds.Study> studies = new ArrayList<>();
    private final Map<String, Estimate> differences = new TreeMap<>();
    private final List<ContrastCampaign> campaigns = new ArrayList<>();

    /**
     * @param effect how long those acquired by promotion stay from then on, against others
     */
    Archive(int seed, int people, double effect) {
      random = new Random(seed);
      gamma = new GammaDistribution(new Well19937c(seed), 2, .5);
      this.effect = effect;
      for (int i = 0; i < CAMPAIGNS; i++) {
        campaign("c" + i, people);
      }
    }

    StudentInterval odds() {
      StudentInterval interval = PooledOdds.of(studies).estimateInterval();
      if (interval == null) {
        throw new AssertionError("fewer than five accounts");
      }
      return interval;
    }

    StudentInterval stay() {
      StudentInterval interval = FitRetention.pooled(differences, campaigns).interval();
      if (interval == null) {
        throw new AssertionError("fewer than five accounts");
      }
      return interval;
    }

    private void campaign(String id, int people) {
      int length = 15 + random.nextInt(31);
      double churn = 60 * Math.exp(.4 * random.nextGaussian());
      List<CampaignPerson> acquired = new ArrayList<>();
      for (int i = 0; i < people; i++) {
        CampaignPerson person = person(id, length, churn);
        if (person != null && person.acquiredBy().endsWith("al")) {
          acquired.add(person);
        }
      }
      List<LateOdds.Sums> sums = new ArrayList<>();
      for (int i = 0; i < acquired.size(); i++) {
        CampaignPerson person = acquired.get(i);
        sums.add(
            new LateOdds.Sums(
                person.week(), i % 20, promotional(person), person.early(), person.late(), 0));
      }
      LateOdds odds = LateOdds.of(sums);
      studies.add(new PooledOdds.Study(id, odds.r(), odds.s(), odds.lnlor(), odds.variance()));
      campaigns.add(new ContrastCampaign(id, "account", id, "OK", null, length, List.of()));
      Double difference = CampaignRetention.difference(cells(acquired));
      if (difference != null) {
        differences.put(id, Estimate.withoutInterval(difference));
      }
    }

    private static List<RetentionCell> cells(List<CampaignPerson> people) {
      List<CampaignPerson> regulars =
          people.stream().filter(person -> person.rate() >= 3.5 / 30).toList();
      double[] rates = regulars.stream().mapToDouble(CampaignPerson::rate).toArray();
      return regulars.stream()
          .map(
              person ->
                  new RetentionCell(
                      person.campaignId(),
                      promotional(person),
                      person.week(),
                      (int)
                          Arrays.stream(new double[] {.2, .4, .6, .8})
                              .filter(p -> Quantiles.interpolated(rates, p) < person.rate())
                              .count(),
                      person.horizonDays(),
                      person.leftDay(),
                      1,
                      0,
                      0))
          .toList();
    }

    private static boolean promotional(CampaignPerson person) {
      return person.acquiredBy().equals("promotional");
    }

    private @Nullable CampaignPerson person(String campaign, int length, double churn) {
      double arrival = random.nextDouble() * (ARRIVING_DAYS + length) - ARRIVING_DAYS;
      double end =
          Math.min(arrival + exponential(churn / gamma.sample()), length + WATCHED_DAYS - 1.);
      double likesPromotion = Math.pow(Math.sin(Math.PI / 2 * random.nextDouble()), 2);
      double rate = .5 * gamma.sample();
      List<CampaignPeople.Engagement> seen = new ArrayList<>();
      double last = Double.NEGATIVE_INFINITY;
      boolean acquired = false;
      for (double at = arrival + exponential(1 / rate); at < end; at += exponential(1 / rate)) {
        boolean promotional = random.nextDouble() < likesPromotion;
        boolean during = at >= 0 && at < length;
        if (promotional && !during) {
          continue;
        }
        seen.add(engagement(campaign, length, at, promotional));
        if (during && !acquired) {
          acquired = true;
          if (promotional && at - last > 60 && effect != 1) {
            end = Math.min(end, at + exponential(churn * effect));
          }
        }
        last = at;
      }
      Iterator<CampaignPeople.Engagement> inOrder =
          seen.stream().sorted(Comparator.comparingLong(CampaignPeople.Engagement::at)).iterator();
      Iterator<CampaignPerson> followed =
          inOrder.hasNext()
              ? CampaignPeople.follow(inOrder, Map.of("net", CALENDAR))
              : List.<CampaignPerson>of().iterator();
      return followed.hasNext() ? followed.next() : null;
    }

    private CampaignPeople.Engagement engagement(
        String campaign, int length, double at, boolean promotional) {
      return new CampaignPeople.Engagement(
          campaign,
          "net",
          "net/person",
          (long) ((FIRST + at) * DAY),
          "post at " + at,
          "like",
          promotional ? "promotional" : "conversational",
          1_000_000,
          false,
          FIRST * DAY,
          (FIRST + length) * DAY,
          Long.MAX_VALUE,
          -1);
    }

    private double exponential(double mean) {
      return -mean * Math.log(1 - random.nextDouble());
    }
  }
}
