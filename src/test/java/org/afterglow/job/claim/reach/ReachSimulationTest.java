package org.afterglow.job.claim.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.contrast.ContrastCampaign;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.junit.jupiter.api.Test;

/**
 * C8 on archives of known truth (as many as {@code -Darchives} says), from counts of people on: 20
 * campaigns of accounts, each with 120 people who may engage on any of its 28 days, 1.3 times in
 * all on average, and 1.05 times in the four weeks after it, by rates of their own. Limits are
 * those of docs/methods.md, 9.
 */
class ReachSimulationTest {
  private static final int ARCHIVES = Integer.getInteger("archives", 60);
  private static final int CAMPAIGNS = 20;
  private static final int PEOPLE = 120;
  private static final int DAYS = 28;
  private static final double LATER = 1.05;

  /** Acts in a campaign at which, rates being equal, both kinds carry as much. */
  private static final double ALIKE = 1.2949;

  /** Points of the distribution of rates that a truth is summed over. */
  private static final int POINTS = 2_000;

  private record Tally(int differ, int hold, double bias) {}

  @Test
  void wherePeopleActAtOneRateBothKindsSeldomDiffer() {
    double truth = truth(new double[] {1});
    assertThat(Math.abs(truth)).isLessThan(.001);

    Tally tally = tally(new double[] {1}, truth);

    assertThat(tally.differ).isLessThanOrEqualTo(share(.08));
    assertThat(tally.hold).isGreaterThanOrEqualTo(share(.9));
    assertThat(Math.abs(tally.bias)).isLessThan(.03);
  }

  /** Of such campaigns some five have 30 later acts on either side, with ratios .4 too small. */
  @Test
  void wherePeopleDifferThoseWhoCameBackAreSeenToCarryMoreByAsMuchAsTheyDo() {
    double[] rates = gamma(.7);

    Tally tally = tally(rates, truth(rates));

    assertThat(tally.differ).isGreaterThanOrEqualTo(share(.8));
    assertThat(tally.hold).isGreaterThanOrEqualTo(share(.9));
    assertThat(Math.abs(tally.bias)).isLessThan(.03);
  }

  /** Where so little comes later that no campaign could be told of alone. */
  @Test
  void campaignsOfFewActsAddUp() {
    double[] rates = gamma(.7);
    double truth = truth(rates);
    int hold = 0;
    double errors = 0;
    for (int archive = 0; archive < ARCHIVES; archive++) {
      ClaimLeg leg = archive(new SplittableRandom(1000 + archive), rates, .2);
      hold += holds(leg, truth) ? 1 : 0;
      errors += Objects.requireNonNull(leg.estimate().value()) - truth;
    }

    assertThat(hold).isGreaterThanOrEqualTo(share(.9));
    assertThat(Math.abs(errors / ARCHIVES)).isLessThan(.05);
  }

  private static int share(double of) {
    return (int) Math.round(of * ARCHIVES);
  }

  private static boolean holds(ClaimLeg leg, double truth) {
    return Objects.requireNonNull(leg.estimate().low()) <= truth
        && truth <= Objects.requireNonNull(leg.estimate().high());
  }

  private static Tally tally(double[] rates, double truth) {
    int differ = 0;
    int hold = 0;
    double errors = 0;
    for (int archive = 0; archive < ARCHIVES; archive++) {
      ClaimLeg leg = archive(new SplittableRandom(1000 + archive), rates, LATER);
      differ += holds(leg, 0) ? 0 : 1;
      hold += holds(leg, truth) ? 1 : 0;
      errors += Objects.requireNonNull(leg.estimate().value()) - truth;
    }
    return new Tally(differ, hold, errors / ARCHIVES);
  }

  private static ClaimLeg archive(SplittableRandom random, double[] rates, double later) {
    List<ContrastCampaign> campaigns = new ArrayList<>();
    List<ReachDepth.Posted> posted = new ArrayList<>();
    Map<String, String> states = new HashMap<>();
    List<CampaignReach> reached = new ArrayList<>();
    for (int c = 0; c < CAMPAIGNS; c++) {
      String id = "c" + (100 + c);
      campaigns.add(new ContrastCampaign(id, "account", "net/" + id, "OK", null, 1, List.of()));
      posted.add(new ReachDepth.Posted(id, 70, DAYS));
      states.put(id, "OK");
      reached.add(reach(id, random, rates, later));
    }
    return ReachedPeople.of(campaigns, posted, states, reached).evidence().first();
  }

  private static CampaignReach reach(
      String id, SplittableRandom random, double[] rates, double later) {
    long[] people = new long[3];
    long[] carried = new long[3];
    for (int person = 0; person < PEOPLE; person++) {
      double rate = rates[random.nextInt(rates.length)];
      double daily = 1 - Math.exp(-rate * ALIKE / DAYS);
      int days = 0;
      for (int day = 0; day < DAYS; day++) {
        days += random.nextDouble() < daily ? 1 : 0;
      }
      if (days > 0) {
        int kind = days == 1 ? 0 : days < 5 ? 1 : 2;
        people[kind]++;
        carried[kind] += poisson(random, rate * later);
      }
    }
    long back = carried[1] + carried[2];
    return new CampaignReach(
        id,
        List.of(people[0], people[1], people[2]),
        List.of(carried[0], carried[1], carried[2]),
        0,
        List.of(new CampaignReach.Ratio(CampaignReach.PRIMARY, carried[0], back, 20, null, null)),
        List.of());
  }

  /** E[λ; k ≥ 2] over E[λ; k = 1] (ln), k the days on which somebody of rate λ engages. */
  private static double truth(double[] rates) {
    double once = 0;
    double back = 0;
    for (double rate : rates) {
      double quiet = Math.exp(-rate * ALIKE / DAYS);
      double never = Math.pow(quiet, DAYS);
      double one = DAYS * (1 - quiet) * Math.pow(quiet, DAYS - 1);
      once += rate * one;
      back += rate * (1 - never - one);
    }
    return Math.log(back / once);
  }

  /** Equal parts of a gamma distribution of mean 1, by its quantiles. */
  private static double[] gamma(double shape) {
    GammaDistribution distribution = new GammaDistribution(shape, 1 / shape);
    double[] rates = new double[POINTS];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = distribution.inverseCumulativeProbability((i + .5) / rates.length);
    }
    return rates;
  }

  private static long poisson(SplittableRandom random, double mean) {
    double left = Math.exp(-mean);
    long count = -1;
    for (double product = 1; product > left; product *= random.nextDouble()) {
      count++;
    }
    return Math.max(0, count);
  }
}
