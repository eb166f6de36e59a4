package org.afterglow.job.claim.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.Findings;
import org.afterglow.table.Estimate;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

/** Accounts of 40 weeks, of levels of their own, through the designs and the regression. */
class WeeklyFitTest {
  private static final int WEEKS = 40;
  private static final Map<String, ObservedWeeks> OBSERVED =
      Map.of("net", SomeFeedWeek.observed(WEEKS + 2));

  @Test
  void lessTalkAfterMorePromotionIsFoundWhereItIs() {
    WeeklyFit fit = talkBalance(feeds(40, -.8, 0, 1));

    // 100(exp(−.08) − 1)
    assertThat(fit.estimate().low()).isLessThan(-7.7);
    assertThat(fit.estimate().high()).isGreaterThan(-7.7).isLessThan(0);
    assertThat(fit.sensitivity().keySet())
        .containsExactly("bots_in", "heaviest_account_out", "two_lags", "uncertain_dropped");
    assertThat(fit.sensitivity().values()).allMatch(percent -> percent < 0);
    assertThat(fit.placebo().placeboState()).isEqualTo(Estimate.OK);
    assertThat(fit.accounts()).isEqualTo(40);
  }

  @Test
  void nothingIsFoundWhereNothingIs() {
    FeedsAtHand feeds = feeds(40, 0, 0, 6);

    for (WeeklyFit fit : List.of(talkBalance(feeds), reciprocity(feeds))) {
      assertThat(fit.estimate().low()).isLessThan(0);
      assertThat(fit.estimate().high()).isGreaterThan(0);
      assertThat(fit.placebo().placeboState()).isEqualTo(Estimate.OK);
    }
  }

  @Test
  void moreResponseAfterGivingIsFoundWhereItIs() {
    WeeklyFit fit = reciprocity(feeds(40, 0, .3, 3));

    // 100(2^.3 − 1)
    assertThat(fit.estimate().low()).isGreaterThan(0).isLessThan(23.1);
    assertThat(fit.estimate().high()).isGreaterThan(23.1);
    assertThat(fit.sensitivity().values()).hasSize(4).allMatch(percent -> percent > 0);
  }

  @Test
  void promotionThatFollowsWhatWasEarnedFailsThePlacebo() {
    List<AccountFeeds> accounts = new ArrayList<>();
    for (AccountFeeds honest : feeds(40, 0, 0, 4).accounts()) {
      List<FeedWeek> weeks = honest.weeks();
      List<FeedWeek> following = new ArrayList<>();
      for (int w = 0; w < weeks.size(); w++) {
        FeedWeek week = weeks.get(w);
        FeedWeek before = weeks.get(Math.max(0, w - 1));
        boolean little = before.conversationalEvents() < 10 * Math.max(1, before.conversational());
        following.add(
            new SomeFeedWeek(honest.entityKey(), w)
                .promotional(little ? 9 : 1, 5)
                .conversational(week.conversational(), week.conversationalEvents())
                .row());
      }
      accounts.add(new AccountFeeds(honest.entityKey(), following));
    }

    WeeklyFit fit = talkBalance(new FeedsAtHand(accounts, OBSERVED));

    assertThat(fit.placebo().placeboState()).isEqualTo("PLACEBO_FAILED");
    assertThat(fit.placebo().meanEstimate()).isLessThan(0);
    assertThat(fit.leg(-1, 0).hindrances())
        .containsExactly("UNPROVED", "LABELS_UNCHECKED", "PLACEBO_FAILED");
  }

  @Test
  void postsAreThoseOfTheAccountsThatCouldTellAnything() {
    List<AccountFeeds> accounts = new ArrayList<>(feeds(40, -.8, 0, 1).accounts());
    FeedsAtHand told = new FeedsAtHand(List.copyOf(accounts), OBSERVED);
    accounts.add(
        new AccountFeeds(
            "net/silent", List.of(new SomeFeedWeek("net/silent", 9).conversational(500, 0).row())));
    FeedsAtHand all = new FeedsAtHand(accounts, OBSERVED);

    assertThat(all.sums()).hasSizeGreaterThan(told.sums().size());
    assertThat(posts(all)).isEqualTo(posts(told)).isPositive();
  }

  private static long posts(Feeds feeds) {
    return WeeklyFit.evidence(
            Claim.C3,
            WeeklyDesign.TALK_BALANCE,
            .1,
            -1,
            AccountFeeds.byAccount(feeds.sums(), AccountFeeds.Sums::posts),
            feeds,
            null)
        .first()
        .posts();
  }

  @Test
  void nineteenAccountsAreTooFew() {
    WeeklyFit fit = talkBalance(feeds(19, -.8, 0, 5));

    assertThat(fit.estimate()).isEqualTo(Estimate.none("FEW_ACCOUNTS"));
    assertThat(fit.accounts()).isEqualTo(19);
    assertThat(fit.placebo().placeboState()).isEqualTo("NOT_RUN");
    assertThat(Findings.word(fit.leg(-1, 0))).isEqualTo("not_estimable");
  }

  static WeeklyFit talkBalance(Feeds feeds) {
    return WeeklyFit.of(Claim.C3, WeeklyDesign.TALK_BALANCE, .1, feeds);
  }

  static WeeklyFit reciprocity(Feeds feeds) {
    return WeeklyFit.of(Claim.C5, WeeklyDesign.RECIPROCITY, Math.log(2), feeds);
  }

  static FeedsAtHand feeds(int accounts, double theta3, double theta5, int seed) {
    RandomDataGenerator random = new RandomDataGenerator(new Well19937c(seed));
    List<AccountFeeds> feeds = new ArrayList<>();
    for (int a = 0; a < accounts; a++) {
      String account = String.format("net/a%02d", a);
      double level = random.nextGaussian(2, 1);
      double drift = 0;
      double given = 0;
      double share = .3;
      long[] replies = new long[WEEKS];
      List<FeedWeek> weeks = new ArrayList<>();
      for (int w = 0; w < WEEKS; w++) {
        drift = .8 * drift + random.nextGaussian(0, .15);
        given = .8 * given + random.nextGaussian(0, .5);
        long promotional = count(random, 8 * random.nextBeta(1, 2));
        long conversational = 1 + count(random, 4);
        long mentions = count(random, Math.exp(2 + drift));
        replies[w] = Math.min(mentions, count(random, Math.exp(1 + given)));
        long month = 0;
        for (int back = 1; back <= Math.min(4, w); back++) {
          month += replies[w - back];
        }
        weeks.add(
            new SomeFeedWeek(account, w)
                .conversational(
                    conversational,
                    count(random, conversational * Math.exp(level + drift + theta3 * share)))
                .promotional(
                    promotional,
                    count(
                        random,
                        promotional
                            * Math.exp(level + drift + theta5 * Math.log1p((double) month))))
                .spoken(replies[w], mentions)
                .row());
        share = (double) promotional / (promotional + conversational);
      }
      feeds.add(new AccountFeeds(account, weeks));
    }
    return new FeedsAtHand(feeds, OBSERVED);
  }

  private static long count(RandomDataGenerator random, double mean) {
    return mean > 1e-9 ? random.nextPoisson(mean) : 0;
  }
}
