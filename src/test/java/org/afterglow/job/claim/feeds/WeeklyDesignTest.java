package org.afterglow.job.claim.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.afterglow.statistics.FixedEffectsPanel.Observation;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeeklyDesignTest {
  private static final Offset<Double> EXACTLY = within(1e-12);

  @Test
  void talkIsHeldAgainstTheShareOfPromotionInTheWeekBefore() {
    Feed feed =
        SomeFeedWeek.feed(
            SomeFeedWeek.observed(5),
            week(1).promotional(3, 9).conversational(1, 2),
            week(2).conversational(2, 6));

    List<Observation> observations =
        WeeklyDesign.TALK_BALANCE.observations(feed, 0, WeeklyRun.PRIMARY);

    Observation only = observations.get(0);
    assertThat(observations).hasSize(1);
    assertThat(List.of(only.time(), only.exposure(), only.events())).containsExactly(2.0, 2.0, 6.0);
    // 8 events on 3 conversational posts over all: (2 + 4/3)/(1 + ½)
    assertThat(only.covariates())
        .containsExactly(new double[] {.75, Math.log(5), Math.log((2 + 4.0 / 3) / 1.5)}, EXACTLY);
  }

  @Test
  void aWeekWithoutTalkIsAsTheMeanOfAll() {
    Feed feed =
        SomeFeedWeek.feed(
            SomeFeedWeek.observed(5), week(1).promotional(1, 0), week(2).conversational(2, 6));

    assertThat(feed.response(false, FeedWeek.Counting.PERSONS).log(1))
        .isCloseTo(Math.log(3), EXACTLY);
  }

  @Test
  void aWeekAfterSilenceOrUnseenTellsNothing() {
    SomeFeedWeek[] weeks = {
      week(1).conversational(1, 1), week(2).conversational(1, 1), week(4).conversational(1, 1)
    };

    assertThat(times(SomeFeedWeek.feed(SomeFeedWeek.observed(6), weeks))).containsExactly(2.0);
    // the week itself, the one before, and the one in which posts of it are answered
    for (int missing = 1; missing <= 3; missing++) {
      assertThat(times(SomeFeedWeek.feed(SomeFeedWeek.observedBut(6, missing), weeks))).isEmpty();
    }
  }

  @Test
  void otherWaysOfCountingLeaveOutWhatIsInDoubtOrLetBotsIn() {
    Feed feed =
        SomeFeedWeek.feed(
            SomeFeedWeek.observed(5),
            week(1).promotional(3, 0).conversational(2, 0).inDoubt(1, 1, 0),
            week(2).conversational(4, 9).inDoubt(0, 1, 2).byBots(5, 0));

    Observation sure =
        WeeklyDesign.TALK_BALANCE.observations(feed, 0, WeeklyRun.UNCERTAIN_DROPPED).get(0);
    Observation bots = WeeklyDesign.TALK_BALANCE.observations(feed, 0, WeeklyRun.BOTS_IN).get(0);

    assertThat(List.of(sure.exposure(), sure.events())).containsExactly(3.0, 7.0);
    assertThat(sure.covariates()[0]).isCloseTo(2.0 / 3, EXACTLY);
    assertThat(List.of(bots.exposure(), bots.events())).containsExactly(4.0, 14.0);
    assertThat(bots.covariates()[0]).isCloseTo(.6, EXACTLY);
  }

  @Test
  void twoLagsAndTheLeadAskForMoreWeeks() {
    Feed feed =
        SomeFeedWeek.feed(
            SomeFeedWeek.observed(6),
            week(1).promotional(1, 0).conversational(1, 0),
            week(2).promotional(1, 0).conversational(3, 0),
            week(3).promotional(2, 0).conversational(3, 5));

    Observation lagged = WeeklyDesign.TALK_BALANCE.observations(feed, 0, WeeklyRun.TWO_LAGS).get(0);
    Observation led = WeeklyDesign.TALK_BALANCE.observations(feed, 0, WeeklyRun.LEAD).get(0);

    assertThat(lagged.time()).isEqualTo(3);
    assertThat(lagged.covariates()).hasSize(6);
    assertThat(lagged.covariates()[0]).isEqualTo(.25);
    assertThat(lagged.covariates()[3]).isEqualTo(.5);
    assertThat(led.time()).isEqualTo(2);
    assertThat(Arrays.copyOf(led.covariates(), 3)).containsExactly(.4, .25, .5);
  }

  @Test
  void promotionIsHeldAgainstWhatWasGivenInTheFourWeeksBefore() {
    Feed feed =
        SomeFeedWeek.feed(
            SomeFeedWeek.observed(10),
            week(0).spoken(100, 100),
            week(1).spoken(3, 7).conversational(2, 9),
            week(4).spoken(4, 2).byBots(0, 6).promotional(1, 4),
            week(5).spoken(50, 50).promotional(2, 8));

    List<Observation> observations =
        WeeklyDesign.RECIPROCITY.observations(feed, 3, WeeklyRun.PRIMARY);
    Observation last = observations.get(1);

    assertThat(last.effect()).isEqualTo(3);
    assertThat(List.of(last.time(), last.exposure(), last.events())).containsExactly(5.0, 2.0, 8.0);
    assertThat(last.covariates())
        .containsExactly(
            new double[] {Math.log(8), Math.log(10), Math.log(4), Math.log(6 / 1.5)}, EXACTLY);
    assertThat(
            WeeklyDesign.RECIPROCITY_BY_RATIO
                .observations(feed, 3, WeeklyRun.PRIMARY)
                .get(1)
                .covariates())
        .containsExactly(new double[] {Math.log(.8), Math.log(4), Math.log(6 / 1.5)}, EXACTLY);
    assertThat(
            WeeklyDesign.RECIPROCITY
                .observations(feed, 3, WeeklyRun.BOTS_IN)
                .get(1)
                .covariates()[1])
        .isCloseTo(Math.log(16), EXACTLY);
  }

  @Test
  void theLeadOfGivingLooksAtTheFourWeeksAfter() {
    Feed feed =
        SomeFeedWeek.feed(
            SomeFeedWeek.observed(9),
            week(4).promotional(1, 4).spoken(9, 9),
            week(5).spoken(1, 2),
            week(8).spoken(2, 2),
            week(9).spoken(70, 70));

    Observation led = WeeklyDesign.RECIPROCITY.observations(feed, 0, WeeklyRun.LEAD).get(0);

    assertThat(led.covariates()[0]).isCloseTo(Math.log(4), EXACTLY);
    // the week itself, and the four before it
    assertThat(led.covariates()[3]).isCloseTo(Math.log(10), EXACTLY);
    assertThat(led.covariates()[6]).isZero();
    assertThat(
            WeeklyDesign.RECIPROCITY.observations(
                SomeFeedWeek.feed(
                    SomeFeedWeek.observed(8), week(4).promotional(1, 4), week(5).spoken(1, 2)),
                0,
                WeeklyRun.LEAD))
        .isEmpty();
  }

  @Test
  void observationsHaveTheCovariatesThatTheirDesignSays() {
    SomeFeedWeek[] weeks = new SomeFeedWeek[20];
    for (int w = 0; w < weeks.length; w++) {
      weeks[w] = week(w).promotional(1, 1).conversational(1, 1);
    }
    Feed feed = SomeFeedWeek.feed(SomeFeedWeek.observed(20), weeks);

    for (WeeklyDesign design : WeeklyDesign.values()) {
      for (WeeklyRun run : WeeklyRun.values()) {
        assertThat(design.observations(feed, 0, run))
            .isNotEmpty()
            .allMatch(each -> each.covariates().length == design.covariates(run));
      }
    }
  }

  private static SomeFeedWeek week(long week) {
    return new SomeFeedWeek("net/a", week);
  }

  private static List<Double> times(Feed feed) {
    return WeeklyDesign.TALK_BALANCE.observations(feed, 0, WeeklyRun.PRIMARY).stream()
        .map(Observation::time)
        .toList();
  }
}
