package org.afterglow.job.claim.venues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.statistics.Draws;
import org.junit.jupiter.api.Test;

class VenueFitTest {
  private static final Draws DRAWS = new Draws(1, "relevance");

  @Test
  void whatAPostIsAdjustedForIsItsVenuesWeekItsWordsLinkProbabilityRepliesAndHour() {
    VenuePost post =
        new VenuePost(
            "net/a",
            "net",
            "v",
            1,
            ObservedCalendar.DAY + 13 * ObservedCalendar.HOUR,
            0,
            true,
            false,
            -.5,
            20,
            9,
            true,
            .75,
            3,
            0,
            0);

    assertThat(post.covariates(post.distance()))
        .containsExactly(
            new double[] {-.5, Math.log(20), Math.log(9), 1, .75, Math.log(4), 0, 1, 0},
            within(1e-15));
  }

  @Test
  void onlyMonthsWithTwoVenuesAreCompared() {
    List<VenueAccount> accounts =
        VenueAccount.of(
            List.of(
                post("a", "v", 2, 5, 1),
                post("a", "w", 2, 4, 1),
                post("a", "v", 1, 1, 1),
                post("a", "v", 1, 2, 1),
                post("b", "v", 1, 1, 1)));

    assertThat(accounts)
        .containsExactly(
            new VenueAccount("a", List.of(post("a", "w", 2, 4, 1), post("a", "v", 2, 5, 1))));
  }

  @Test
  void distancesAreDealtAnewWithinMonthsAlone() {
    List<VenuePost> posts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      posts.add(post("a", "v" + i % 2, i / 4, i, i < 4 ? 1 : 5 + i));
    }
    VenueAccount account = VenueAccount.of(posts).get(0);

    double[] dealt = account.dealt(new SplittableRandom(1));

    assertThat(dealt).startsWith(1, 1, 1, 1).contains(9, 10, 11, 12);
    assertThat(dealt).isNotEqualTo(account.dealt(new SplittableRandom(2)));
  }

  @Test
  void postsFarFromTheirVenueThatDrawLessAreFound() {
    VenueFit fit = VenueFit.of(crowd(-.3, 2), DRAWS, 40);

    // exp(−.3) − 1
    assertThat(fit.estimate().value()).isCloseTo(-25.9, within(4.));
    assertThat(fit.estimate().high()).isNegative();
    assertThat(fit.sensitivity().keySet())
        .containsExactly("bots_in", "heaviest_account_out", "uncertain_dropped");
    // Bots come where the post lies far: what they add is not what persons do.
    assertThat(fit.sensitivity().get("bots_in"))
        .isGreaterThan(Objects.requireNonNull(fit.estimate().value()) + 3);
    assertThat(fit.sensitivity().get("heaviest_account_out")).isNegative();
    assertThat(fit.placebo().placeboState()).isEqualTo("OK");
    assertThat(fit.placebo().draws()).isEqualTo(40);
    assertThat(fit.placebo().meanEstimate()).isCloseTo(0, within(.03));
    assertThat(fit.accounts()).isEqualTo(30);
    assertThat(fit.posts()).isEqualTo(30 * 36);
    assertThat(fit.leg().hindrances()).containsExactly("UNPROVED", "LABELS_UNCHECKED");
    assertThat(fit.leg().claimSide()).isEqualTo(-1);
  }

  @Test
  void whereDistanceDoesNotMatterNothingIsFound() {
    VenueFit fit = VenueFit.of(crowd(0, 2), DRAWS, 40);

    assertThat(fit.estimate().low()).isNegative();
    assertThat(fit.estimate().high()).isPositive();
    assertThat(fit.placebo().placeboState()).isEqualTo("OK");
  }

  @Test
  void theOrderOfPostsDoesNotMatter() {
    List<VenuePost> posts = crowd(-.3, 2);
    VenueFit fit = VenueFit.of(posts, DRAWS, 5);

    Collections.shuffle(posts, new Random(4));

    assertThat(VenueFit.of(posts, DRAWS, 5)).isEqualTo(fit);
  }

  @Test
  void accountsOfOneVenueCannotBeCompared() {
    VenueFit fit = VenueFit.of(crowd(-.3, 1), DRAWS, 5);

    assertThat(fit.estimate().state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(fit.placebo().placeboState()).isEqualTo("NOT_RUN");
    assertThat(fit.posts()).isZero();
  }

  /**
   * Thirty accounts of three months with twelve posts each, over so many venues; responders fall
   * with distance by theta, and levels differ by account and month.
   */
  private static List<VenuePost> crowd(double theta, int venues) {
    Random random = new Random(11);
    List<VenuePost> posts = new ArrayList<>();
    for (int a = 0; a < 30; a++) {
      for (int month = 0; month < 3; month++) {
        double level = 1.5 + .4 * random.nextGaussian();
        for (int i = 0; i < 12; i++) {
          double distance = random.nextGaussian();
          long responders = poisson(random, Math.exp(level + theta * distance));
          posts.add(
              new VenuePost(
                  "net/a" + a,
                  "net",
                  "v" + i % venues,
                  month,
                  (month * 30L + 2L * i) * ObservedCalendar.DAY + i * ObservedCalendar.HOUR,
                  i,
                  true,
                  i % 6 == 5,
                  distance,
                  20 + random.nextInt(30),
                  8 + random.nextInt(40),
                  random.nextBoolean(),
                  .5 + random.nextDouble() / 2,
                  random.nextInt(20),
                  responders,
                  responders + (distance > .5 ? 2 : 0)));
        }
      }
    }
    return posts;
  }

  private static long poisson(Random random, double mean) {
    double left = Math.exp(-mean);
    int k = 0;
    for (double u = random.nextDouble(); u > left; u *= random.nextDouble()) {
      k++;
    }
    return k;
  }

  private static VenuePost post(
      String account, String venue, int month, long posted, double distance) {
    return new VenuePost(
        account, "net", venue, month, posted, 0, true, false, distance, 5, 9, false, .9, 0, 1, 1);
  }
}
