package org.afterglow.job.claim.silences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.afterglow.decay.Baseline.Span;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.silences.ComebackMoment.Response;
import org.afterglow.job.claim.silences.PostingTimeline.Post;
import org.afterglow.statistics.Draws;
import org.junit.jupiter.api.Test;

class PostingTimelineTest {
  private static final long DAY = ObservedCalendar.DAY;
  private static final Draws DRAWS = new Draws(1, "comebacks");
  private static final double[] LAGS = {20, 40};

  @Test
  void fourteenDaysWithoutAPostAreASilenceAndLessAreNone() {
    assertThat(timeline(posts(daily(0, 40), daily(52.9, 60)), all(70)).silences()).isEmpty();

    List<ComebackMoment> silences =
        timeline(posts(daily(0, 40), daily(54, 64)), all(70)).silences();

    assertThat(silences).hasSize(1);
    ComebackMoment silence = silences.get(0);
    assertThat(silence.kind()).isEqualTo(ComebackMoment.SILENCE);
    assertThat(silence.leftMicros()).isEqualTo(39 * DAY);
    assertThat(silence.lagDays()).isEqualTo(15);
    assertThat(silence.backMicros()).isEqualTo(54 * DAY);
    assertThat(silence.fifthMicros()).isEqualTo(58 * DAY);
    assertThat(silence.returned()).isTrue();
    assertThat(silence.posts()).isEqualTo(50);
  }

  @Test
  void whoPostsSeldomIsSilentOnlyAfterSevenPostsWereMissed() {
    // a post each five days: seven take 35 days
    double[] seldom = every(5, 0, 200);

    assertThat(timeline(posts(seldom, every(5, 229, 300)), all(300)).silences()).isEmpty();
    assertThat(timeline(posts(seldom, every(5, 231, 300)), all(300)).silences()).hasSize(1);
  }

  @Test
  void silencesAfterFewerThanThirtyPostsAreNotTold() {
    assertThat(timeline(posts(daily(0, 29), daily(60, 80)), all(85)).silences()).isEmpty();
    assertThat(timeline(posts(daily(0, 30), daily(60, 80)), all(85)).silences()).hasSize(1);
  }

  @Test
  void aSilenceThatLastsIsToldUpToTheArchivesEnd() {
    ComebackMoment silence = timeline(posts(daily(0, 40)), all(100)).silences().get(0);

    assertThat(silence.returned()).isFalse();
    assertThat(silence.lagDays()).isEqualTo(61);
    assertThat(silence.response()).isNull();
    assertThat(silence.compares()).isFalse();
  }

  @Test
  void whatWasNotObservedIsNoSilence() {
    // of 20 days without a post five were not observed
    ObservedCalendar calendar = observed(100, 45, 50);

    PostingTimeline timeline = timeline(posts(daily(0, 40), daily(59, 90)), calendar);

    assertThat(timeline.silences()).isEmpty();
    assertThat(timeline.controls(new double[] {14}, DRAWS))
        .allMatch(each -> each.leftMicros() + 14 * DAY < 40 * DAY || each.leftMicros() >= 59 * DAY);
  }

  @Test
  void theResponseIsOfTheFirstFivePostsAndOfTheLastFiveAndTheTwentyFiveBefore() {
    List<Post> posts = new ArrayList<>();
    for (int day = 0; day < 40; day++) {
      // posts 35 to 39 are the last five, 10 to 34 those before, 0 to 9 too long ago
      long acts = day >= 35 ? 10 : day >= 10 ? 4 : 100;
      posts.add(new Post(day * DAY, acts, acts + 1));
    }
    for (int i = 0; i < 8; i++) {
      posts.add(new Post((60 + i) * DAY, i + 1, i + 3));
    }

    ComebackMoment silence = timeline(posts, all(80)).silences().get(0);

    assertThat(silence.response()).isEqualTo(new Response(10, 4, 15, 1));
    assertThat(silence.responseWithBots()).isEqualTo(new Response(11, 5, 25, 3));
    assertThat(Objects.requireNonNull(silence.response()).afterBefore()).isEqualTo(3. / 5);
  }

  @Test
  void aResponseThatWasNotObservedForSevenDaysIsNone() {
    List<Post> posts = posts(daily(0, 40), daily(60, 65));

    // the fifth post of day 64 needs four fifths of the days to 71
    assertThat(timeline(posts, all(70)).silences().get(0).response()).isNotNull();
    assertThat(timeline(posts, all(69)).silences().get(0).response()).isNull();
    assertThat(timeline(posts, all(69)).silences().get(0).fifthMicros()).isNull();
  }

  @Test
  void oneOfTheFiveLastPostsMayBeUnobserved() {
    List<Post> posts = posts(daily(0, 40), daily(60, 70));

    assertThat(timeline(posts, observed(100, 40, 41)).silences().get(0).response()).isNotNull();
    assertThat(timeline(posts, observed(100, 40, 43)).silences().get(0).response()).isNull();
  }

  @Test
  void fivePostsThatAnotherSilenceComesBetweenAreNotMeasured() {
    List<ComebackMoment> silences =
        timeline(posts(daily(0, 40), daily(60, 63), daily(90, 99)), all(120)).silences();

    assertThat(silences).hasSize(3); // the last lasts to the archive's end
    assertThat(silences.get(0).returned()).isTrue();
    assertThat(silences.get(0).response()).isNull();
    assertThat(silences.get(1).response()).isNotNull();
  }

  @Test
  void actsOfPlatformsWithoutTimesAreNoResponse() {
    PostingTimeline timeline =
        PostingTimeline.of(
            "net/a", "net", posts(daily(0, 40), daily(60, 70)), List.of(), all(80), false);

    assertThat(timeline.silences().get(0).response()).isNull();
    assertThat(timeline.silences().get(0).fifthMicros()).isEqualTo(64 * DAY);
    assertThat(timeline.controls(LAGS, DRAWS)).isEmpty();
  }

  @Test
  void theAudienceIsThatOfFourWeeksOfWhichFourFifthsWereObserved() {
    List<Post> posts = posts(daily(0, 40), daily(60, 70));

    assertThat(timeline(posts, observed(100, 20, 25)).silences().get(0).audienceObserved())
        .isTrue();
    assertThat(timeline(posts, observed(100, 20, 26)).silences().get(0).audienceObserved())
        .isFalse();
  }

  @Test
  void controlsAreEveryThirdPostWithAccountsThatGoOnPosting() {
    // silent from day 199 to 230: moments until the fifth post after the lag, and from day 266 on
    PostingTimeline timeline = timeline(posts(daily(0, 200), daily(230, 400)), all(410));

    List<ComebackMoment> controls = timeline.controls(new double[] {20}, DRAWS);

    assertThat(controls).hasSize(PostingTimeline.MOST_CONTROLS);
    for (ComebackMoment control : controls) {
      double day = (double) control.leftMicros() / DAY;
      double number = day < 200 ? day : day - 30;
      assertThat(number % 3).isZero();
      assertThat(number).isGreaterThanOrEqualTo(29);
      assertThat(day)
          .satisfiesAnyOf(
              before -> assertThat(before).isLessThanOrEqualTo(175),
              after -> assertThat(after).isGreaterThanOrEqualTo(266));
      assertThat(control.lagDays()).isEqualTo(20);
      assertThat(control.backMicros()).isEqualTo(control.leftMicros() + 20 * DAY);
      assertThat(control.compares()).isTrue();
    }
  }

  @Test
  void lagsAreDrawnByTheAccountAndThePost() {
    List<Post> posts = posts(daily(0, 300));
    List<ComebackMoment> controls = timeline(posts, all(310)).controls(LAGS, DRAWS);
    List<Post> shuffled = new ArrayList<>(posts);
    Collections.shuffle(shuffled, new Random(1));

    assertThat(timeline(shuffled, all(310)).controls(LAGS, DRAWS)).isEqualTo(controls);
    assertThat(timeline(posts, all(310)).controls(LAGS, new Draws(2, "comebacks")))
        .isNotEqualTo(controls);
    assertThat(controls.stream().filter(each -> each.lagDays() == 20).count()).isBetween(18L, 42L);
    assertThat(timeline(posts, all(310)).controls(new double[0], DRAWS)).isEmpty();
  }

  @Test
  void whoHardlyPostsOutsideCampaignsIsToldApart() {
    List<Post> posts = posts(daily(0, 40), daily(100, 140));
    List<Span> campaigns = List.of(new Span(100 * DAY, 140 * DAY), new Span(0, 30 * DAY));
    PostingTimeline timeline = PostingTimeline.of("net/a", "net", posts, campaigns, all(150), true);

    assertThat(timeline.silences()).hasSize(1).allMatch(ComebackMoment::campaignOnly);
    assertThat(timeline.silences().get(0).response()).isNotNull();
    assertThat(timeline.silences().get(0).compares()).isFalse();
    assertThat(timeline.controls(LAGS, DRAWS)).isEmpty();
    ComebackMoment second = Objects.requireNonNull(timeline.secondCampaign());
    assertThat(second.kind()).isEqualTo(ComebackMoment.SECOND_CAMPAIGN);
    assertThat(second.leftMicros()).isEqualTo(39 * DAY);
    assertThat(second.backMicros()).isEqualTo(100 * DAY);
    assertThat(second.compares()).isFalse();
  }

  @Test
  void aSecondCampaignIsOneThatBeginsAfterTheFirst() {
    List<Post> posts = posts(daily(0, 40), daily(100, 140));
    List<Span> overlapping = List.of(new Span(0, 120 * DAY), new Span(20 * DAY, 140 * DAY));

    assertThat(
            PostingTimeline.of("net/a", "net", posts, overlapping, all(150), true).secondCampaign())
        .isNull();
    assertThat(timeline(posts, all(150)).secondCampaign()).isNull();
  }

  private static PostingTimeline timeline(List<Post> posts, ObservedCalendar calendar) {
    return PostingTimeline.of("net/a", "net", posts, List.of(), calendar, true);
  }

  private static List<Post> posts(double[]... days) {
    return Arrays.stream(days)
        .flatMapToDouble(Arrays::stream)
        .mapToObj(day -> new Post(Math.round(day * DAY), 1, 1))
        .toList();
  }

  private static double[] daily(double from, double until) {
    return every(1, from, until);
  }

  private static double[] every(double step, double from, double until) {
    int count = (int) Math.ceil((until - from) / step);
    double[] days = new double[count];
    for (int i = 0; i < count; i++) {
      days[i] = from + i * step;
    }
    return days;
  }

  private static ObservedCalendar all(int days) {
    return observed(days, 0, 0);
  }

  /** All days but those from one up to another. */
  private static ObservedCalendar observed(int days, int from, int until) {
    byte[] halves = new byte[24 * days];
    Arrays.fill(halves, (byte) 2);
    Arrays.fill(halves, 24 * from, 24 * until, (byte) 0);
    double[] season = new double[168];
    Arrays.fill(season, 1);
    return new ObservedCalendar(0, halves, season);
  }
}
