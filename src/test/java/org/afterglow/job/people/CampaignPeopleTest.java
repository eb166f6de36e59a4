package org.afterglow.job.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.decay.SeasonFactors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One person of a campaign of 20 days in an archive of 400, of which day 100 is the start. */
class CampaignPeopleTest {
  private static final long DAY = ObservedCalendar.DAY;
  private static final int START = 100;
  private static final int STOP = 120;

  private final List<CampaignPeople.Engagement> engagements = new ArrayList<>();
  private ObservedCalendar calendar = calendar(400);
  private long weeks = -1;
  private double next = 10_000;

  @Test
  void thePostThatAPersonFirstEngagedWithMakesItsClass() {
    promotional(103, "p");
    conversational(104, "q");

    CampaignPerson person = person();

    assertThat(person.acquiredBy()).isEqualTo("promotional");
    assertThat(person.acquiringPost()).isEqualTo("p");
    assertThat(person.week()).isZero();
  }

  @Test
  void theWeekIsThatOfTheFirstEngagement() {
    conversational(114, "q");

    assertThat(person().acquiredBy()).isEqualTo("conversational");
    assertThat(person().week()).isEqualTo(2);
  }

  @Test
  void talkHasNoClass() {
    talk(103);
    promotional(104, "p");

    assertThat(person().acquiredBy()).isEqualTo(CampaignPeople.MENTION);
  }

  @Test
  void sixtyObservedDaysWithoutAnEngagementMakeAPersonNew() {
    conversational(40, "old");
    promotional(100, "p");
    assertThat(person().acquiredBy()).isEqualTo("promotional");

    talk(40.1);
    assertThat(person().acquiredBy()).isEqualTo(CampaignPeople.KNOWN);
  }

  @Test
  void anOutageIsNoTimeInWhichAPersonWasNotSeen() {
    calendar = calendar(400, 60, 62);
    conversational(40, "old");
    promotional(101, "p");
    assertThat(person().acquiredBy()).isEqualTo(CampaignPeople.KNOWN);

    engagements.clear();
    conversational(40, "old");
    promotional(102, "p");
    assertThat(person().acquiredBy()).isEqualTo("promotional");
  }

  @Test
  void whoIsFirstSeenFiftyNineDaysIntoTheArchiveMayHaveBeenThereBefore() {
    calendar = calendarFrom(START + 3 - 59, 400);
    promotional(103, "p");
    assertThat(person().acquiredBy()).isEqualTo(CampaignPeople.KNOWN);

    calendar = calendarFrom(START + 3 - 60, 400);
    assertThat(person().acquiredBy()).isEqualTo("promotional");
  }

  @Test
  void daysOfTheCampaignOnWhichAPersonEngagedAreCountedOnceEach() {
    conversational(99, "q");
    promotional(103, "p");
    promotional(103.9, "q");
    talk(104);
    conversational(119, "r");
    conversational(120, "q");

    assertThat(person().engagedDays()).isEqualTo(3);
  }

  @Test
  void whoIsNotSeenInTheCampaignIsNobodysPerson() {
    conversational(99, "q");
    conversational(120, "q");

    assertThat(follow().hasNext()).isFalse();
  }

  @Test
  void whatWasComeBackForIsConversationalAndCountsByTwentyEightDays() {
    promotional(103, "p");
    conversational(119.9, "q");
    conversational(120, "q");
    talk(147.9);
    promotional(130, "p");
    conversational(148, "q");
    talk(175.9);
    conversational(176, "q");

    CampaignPerson person = person();

    assertThat(person.events()).isEqualTo(4);
    assertThat(person.early()).isEqualTo(2_000_000);
    assertThat(person.late()).isEqualTo(2_000_000);
  }

  @Test
  void theNextCampaignEndsWhatIsLookedAt() {
    next = 150;
    promotional(103, "p");
    conversational(149, "q");
    conversational(151, "q");

    assertThat(person().events()).isEqualTo(1);
    assertThat(person().horizonDays()).isZero();
  }

  @Test
  void theRateLeavesOutWhatAcquiredThePerson() {
    conversational(110, "q");
    conversational(110.5, "q");
    assertThat(person().rate()).isZero();

    conversational(111, "other");
    talk(112);
    promotional(113, "p");
    assertThat(person().rate()).isCloseTo(2 / 10., within(1e-9));
  }

  @Test
  void theRateIsOfObservedDaysAndOfOneAtLeast() {
    calendar = calendar(400, 112, 117);
    conversational(110, "q");
    conversational(111, "other");
    assertThat(person().rate()).isCloseTo(1 / 5., within(1e-9));

    engagements.clear();
    conversational(119.5, "q");
    conversational(119.6, "other");
    assertThat(person().rate()).isCloseTo(1, within(1e-9));
  }

  @Test
  void leavingIsTheBeginningOfTheFirstGapOfThirtyDays() {
    promotional(103, "p");
    conversational(125, "q");
    talk(144.5);
    conversational(176, "q");

    CampaignPerson person = person();

    assertThat(person.leftDay()).as("24.5 days after the stop").isEqualTo(25);
    assertThat(person.back()).isTrue();
    assertThat(person.horizonDays()).isEqualTo(60);
  }

  @Test
  void whoNeverComesBackLeftAtTheStop() {
    promotional(103, "p");
    promotional(125, "p");

    assertThat(person().leftDay()).isZero();
    assertThat(person().back()).isFalse();
  }

  @Test
  void whoIsBackAfterMoreThanSixtyDaysIsNotBack() {
    promotional(103, "p");
    conversational(185, "q");

    assertThat(person().back()).isFalse();
  }

  @Test
  void whoComesAgainAndAgainStays() {
    promotional(103, "p");
    for (int day = 140; day < 240; day += 20) {
      conversational(day, "q");
    }

    assertThat(person().leftDay()).isNull();
    assertThat(person().back()).isNull();
  }

  @Test
  void silenceWithoutASupplyIsNoGap() {
    promotional(103, "p");
    conversational(125, "q");
    conversational(165, "q");
    conversational(185, "q");
    conversational(205, "q");
    conversational(225, "q");
    assertThat(person().leftDay()).as("40 days without a sign").isEqualTo(5);

    weeks = ~0b1100L; // two weeks without a post
    assertThat(person().leftDay()).isNull();
  }

  @Test
  void anOutageIsNoGap() {
    calendar = calendar(400, 130, 145);
    promotional(103, "p");
    conversational(125, "q");
    conversational(165, "q");
    conversational(185, "q");
    conversational(205, "q");
    conversational(225, "q");

    assertThat(person().leftDay()).isNull();
  }

  @Test
  void theArchivesEndIsNoLeaving() {
    calendar = calendar(STOP + 45);
    promotional(103, "p");
    conversational(STOP + 16, "q");

    CampaignPerson person = person();

    assertThat(person.horizonDays()).isEqualTo(15);
    assertThat(person.leftDay()).isNull();
  }

  private void promotional(double day, String key) {
    see(day, key, "promotional");
  }

  private void conversational(double day, String key) {
    see(day, key, "conversational");
  }

  private void talk(double day) {
    see(day, "talk at " + day, null);
  }

  private void see(double day, String key, @Nullable String postClass) {
    engagements.add(
        new CampaignPeople.Engagement(
            "c",
            "net",
            "net/ann",
            (long) (day * DAY),
            key,
            "like",
            postClass,
            1_000_000,
            false,
            START * DAY,
            STOP * DAY,
            0,
            0));
  }

  private CampaignPerson person() {
    return follow().next();
  }

  private Iterator<CampaignPerson> follow() {
    return CampaignPeople.follow(
        engagements.stream()
            .map(
                e ->
                    new CampaignPeople.Engagement(
                        e.campaignId(),
                        e.platform(),
                        e.personKey(),
                        e.at(),
                        e.key(),
                        e.kind(),
                        e.postClass(),
                        e.weightMillionths(),
                        e.suspected(),
                        e.startMicros(),
                        e.stopMicros(),
                        (long) (next * DAY),
                        weeks))
            .sorted((a, b) -> Long.compare(a.at(), b.at()))
            .iterator(),
        Map.of("net", calendar));
  }

  private static ObservedCalendar calendar(int days) {
    return calendar(days, 0, 0);
  }

  private static ObservedCalendar calendarFrom(int first, int until) {
    return calendar(first, until, 0, 0);
  }

  private static ObservedCalendar calendar(int days, int outageFrom, int outageUntil) {
    return calendar(0, days, outageFrom, outageUntil);
  }

  static ObservedCalendar calendar(int first, int until, int outageFrom, int outageUntil) {
    byte[] halves = new byte[24 * (until - first)];
    Arrays.fill(halves, (byte) 2);
    Arrays.fill(halves, 24 * outageFrom, 24 * outageUntil, (byte) 0);
    double[] season = new double[SeasonFactors.HOURS];
    Arrays.fill(season, 1);
    return new ObservedCalendar(24L * first, halves, season);
  }
}
