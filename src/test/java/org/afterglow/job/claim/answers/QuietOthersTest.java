package org.afterglow.job.claim.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.afterglow.decay.Baseline.Span;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.answers.AnsweredMentions.Owner;
import org.afterglow.job.claim.answers.AnsweredMentions.Said;
import org.afterglow.statistics.ControlledRatio.Events;
import org.afterglow.statistics.Draws;
import org.junit.jupiter.api.Test;

class QuietOthersTest {
  private static final long DAY = ObservedCalendar.DAY;
  private static final Span LATE = span(200, 228);
  private static final List<Span> BASELINE = List.of(span(100, 120), span(130, 149));

  @Test
  void whatWasSaidToOthersIsCountedInTheSameDays() {
    List<Said> said =
        List.of(
            new Said("net/b", "net", 227, 3),
            new Said("net/b", "net", 99, 50),
            new Said("net/b", "net", 100, 7),
            new Said("net/b", "net", 119, 1),
            new Said("net/b", "net", 120, 50),
            new Said("net/b", "net", 148, 4),
            new Said("net/b", "net", 200, 2),
            new Said("net/b", "net", 228, 50),
            new Said("web/b", "web", 200, 50));

    assertThat(others(List.of(), said).in("net/a", "net", LATE, BASELINE))
        .containsExactly(new Events("net/b", 5, 12), new Events("net/c", 0, 0));
  }

  @Test
  void whoHadACampaignNearIsNotHeldAgainst() {
    assertThat(quiet(run("net/b", 30, 44))).isTrue(); // 56 days before the first of them
    assertThat(quiet(run("net/b", 30, 45))).isFalse();
    assertThat(quiet(run("net/b", 160, 170))).isFalse(); // between the two
    assertThat(quiet(run("net/b", 234, 250))).isFalse();
    assertThat(quiet(run("net/b", 235, 250))).isTrue(); // a week after the last of them
    assertThat(quiet(new TalkSpans.Run("net/b", "net", "x", day(40), null))).isFalse();
    assertThat(quiet(new TalkSpans.Run("net/b", "net", "x", null, day(260)))).isFalse();
    assertThat(quiet(new TalkSpans.Run("net/b", "net", "x", null, day(40)))).isTrue();
    assertThat(quiet(new TalkSpans.Run("net/b", "net", "x", day(240), null))).isTrue();
    assertThat(quiet(new TalkSpans.Run("net/b", "web", "x", day(160), day(170)))).isTrue();
  }

  @Test
  void nobodyIsHeldAgainstThemselves() {
    assertThat(others(List.of(), List.of()).in("net/b", "net", LATE, BASELINE))
        .extracting(Events::account)
        .containsExactly("net/c");
    assertThat(others(List.of(), List.of()).in("net/a", "nowhere", LATE, BASELINE)).isEmpty();
  }

  @Test
  void ofVeryManyOwnersThoseOfTheLowestHashesStandForAll() {
    List<Owner> owners = new ArrayList<>();
    IntStream.range(0, 500).forEach(i -> owners.add(new Owner("net/" + i, "net")));
    owners.add(new Owner("web/1", "web"));
    Draws draws = new Draws(1, "unanswered");

    List<Owner> chosen = QuietOthers.chosen(owners, draws);

    assertThat(chosen).hasSize(QuietOthers.MOST + 1).contains(new Owner("web/1", "web"));
    assertThat(
            QuietOthers.chosen(
                owners.stream().sorted(Comparator.comparing(Owner::entityKey).reversed()).toList(),
                draws))
        .isEqualTo(chosen);
  }

  private static boolean quiet(TalkSpans.Run run) {
    return others(List.of(run), List.of()).in("net/a", "net", LATE, BASELINE).stream()
        .anyMatch(other -> other.account().equals("net/b"));
  }

  private static QuietOthers others(List<TalkSpans.Run> runs, List<Said> said) {
    return QuietOthers.of(
        List.of(new Owner("net/c", "net"), new Owner("net/b", "net")), runs, said);
  }

  private static TalkSpans.Run run(String owner, long start, long stop) {
    return new TalkSpans.Run(owner, "net", "x", day(start), day(stop));
  }

  private static Instant day(long day) {
    return Instant.EPOCH.plusSeconds(day * 86_400);
  }

  private static Span span(long from, long until) {
    return new Span(from * DAY, until * DAY);
  }
}
