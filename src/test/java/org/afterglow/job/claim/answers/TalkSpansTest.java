package org.afterglow.job.claim.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.afterglow.decay.ObservedCalendar;
import org.junit.jupiter.api.Test;

class TalkSpansTest {
  private static final long DAY = ObservedCalendar.DAY;

  @Test
  void aCampaignHasFourWeeksOnEitherSideOfItsStopAndALaterMonthWithItsBaseline() {
    List<TalkSpan> spans = TalkSpans.of(List.of(run("a", 100, 130)), days(300));

    assertThat(spans)
        .containsExactly(
            span("a", TalkSpan.PRE, 102, 130, 28),
            span("a", TalkSpan.POST, 130, 158, 28),
            span("a", TalkSpan.LATE, 158, 186, 28),
            span("a", TalkSpan.BASELINE, 44, 93, 49));
  }

  @Test
  void theNextCampaignCutsAndTheOneBeforeShadowsTheBaseline() {
    List<TalkSpan> spans =
        TalkSpans.of(List.of(run("a", 50, 60), run("b", 100, 130), run("c", 150, 170)), days(300));

    assertThat(spans.stream().filter(span -> span.campaignId().equals("a")))
        .containsExactly(span("a", TalkSpan.PRE, 32, 60, 28), span("a", TalkSpan.POST, 60, 88, 28));
    assertThat(spans.stream().filter(span -> span.campaignId().equals("b"))).isEmpty();
    assertThat(spans.stream().filter(span -> span.campaignId().equals("c")))
        .noneMatch(span -> span.window().equals(TalkSpan.LATE))
        .hasSize(2);
  }

  @Test
  void oneOwnersCampaignsThatOverlapAreOne() {
    assertThat(
            TalkSpans.of(
                List.of(
                    run("account", 100, 128),
                    run("domain", 100, 130),
                    run("hashtag", 100, 130),
                    run("later", 250, 260)),
                days(300)))
        .contains(
            span("domain", TalkSpan.PRE, 102, 130, 28),
            span("domain", TalkSpan.POST, 130, 158, 28),
            span("domain", TalkSpan.LATE, 158, 186, 28),
            span("domain", TalkSpan.BASELINE, 44, 93, 49),
            span("later", TalkSpan.POST, 260, 288, 28))
        .noneMatch(
            span -> span.campaignId().equals("account") || span.campaignId().equals("hashtag"));
    assertThat(
            TalkSpans.merged(
                List.of(run("c", 28, 40), run("a", 10, 20), run("b", 15, 30), run("d", 41, 50))))
        .as("a chain, and one a day after it")
        .containsExactly(run("c", 10, 40), run("d", 41, 50));
    TalkSpans.Run running = new TalkSpans.Run("net/a", "net", "domain", day(110), null);
    assertThat(TalkSpans.of(List.of(run("account", 100, 130), running), days(300)))
        .as("it has not stopped")
        .isEmpty();
  }

  @Test
  void whatWasNotObservedByFourFifthsIsNoWindow() {
    assertThat(TalkSpans.of(List.of(run("a", 10, 20)), days(300)))
        .noneMatch(TalkSpansTest::preOrPost);
    assertThat(TalkSpans.of(List.of(run("a", 100, 290)), days(300))).isEmpty();
    assertThat(TalkSpans.of(List.of(run("a", 100, 275)), days(300)))
        .anyMatch(TalkSpansTest::preOrPost);
  }

  @Test
  void aCampaignThatStillRunsHasNone() {
    TalkSpans.Run running = new TalkSpans.Run("net/a", "net", "a", day(100), null);

    assertThat(TalkSpans.of(List.of(running), days(300))).isEmpty();
    assertThat(Arrays.stream(TalkSpans.stopsThatWereNone(List.of(running), days(300))).max())
        .isEmpty();
  }

  @Test
  void stopsThatWereNoneLieTwelveWeeksFromEveryCampaign() {
    int[] days = TalkSpans.stopsThatWereNone(List.of(run("a", 150, 160)), days(300));

    assertThat(days[0]).isEqualTo(23); // four fifths of the weeks before it
    assertThat(Arrays.stream(days).filter(d -> d < 150).max()).hasValue(66);
    assertThat(Arrays.stream(days).filter(d -> d > 150).min()).hasValue(244);
    assertThat(days[days.length - 1]).isEqualTo(277);
  }

  @Test
  void theLastMonthReachesBackOverWhatWasNotObserved() {
    assertThat(TalkSpans.last("net/a", "net", days(300)).fromMicros()).isEqualTo(272 * DAY);
    assertThat(TalkSpans.last("net/a", "net", days(10)).observedDays()).isEqualTo(10);
  }

  private static boolean preOrPost(TalkSpan span) {
    return span.window().equals(TalkSpan.PRE) || span.window().equals(TalkSpan.POST);
  }

  private static TalkSpan span(String campaign, String window, long from, long until, double days) {
    return new TalkSpan("net/a", "net", campaign, window, from * DAY, until * DAY, days);
  }

  private static TalkSpans.Run run(String campaign, long start, long stop) {
    return new TalkSpans.Run("net/a", "net", campaign, day(start), day(stop));
  }

  private static Instant day(long day) {
    return Instant.EPOCH.plusSeconds(day * 86_400);
  }

  private static ObservedCalendar days(int days) {
    byte[] halves = new byte[24 * days];
    Arrays.fill(halves, (byte) 2);
    double[] season = new double[168];
    Arrays.fill(season, 1);
    return new ObservedCalendar(0, halves, season);
  }
}
