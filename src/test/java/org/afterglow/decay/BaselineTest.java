package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.afterglow.decay.Baseline.Span;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final long DAY = ObservedCalendar.DAY;

  @Test
  void itIsSevenWeeksThatEndAWeekBeforeTheStart() {
    Baseline baseline = Baseline.of(100 * DAY, List.of(), days(200));

    assertThat(baseline.spans()).containsExactly(new Span(44 * DAY, 93 * DAY));
    assertThat(baseline.observedDays()).isEqualTo(49);
    assertThat(baseline.stands()).isTrue();
  }

  @Test
  void otherCampaignsAndFourWeeksAfterEachAreLeftOut() {
    Baseline baseline =
        Baseline.of(
            100 * DAY,
            List.of(new Span(40 * DAY, 45 * DAY), new Span(80 * DAY, 90 * DAY)),
            days(200));

    assertThat(baseline.spans()).containsExactly(new Span(73 * DAY, 80 * DAY));
    assertThat(baseline.observedDays()).isEqualTo(7);
    assertThat(baseline.stands()).isFalse();
  }

  @Test
  void oneThatStillRunsHidesAllAfterItsStart() {
    Baseline baseline =
        Baseline.of(100 * DAY, List.of(new Span(60 * DAY, Long.MAX_VALUE)), days(200));

    assertThat(baseline.spans()).containsExactly(new Span(44 * DAY, 60 * DAY));
  }

  @Test
  void oneInsideLeavesBothSides() {
    Baseline baseline = Baseline.of(100 * DAY, List.of(new Span(46 * DAY, 48 * DAY)), days(200));

    assertThat(baseline.spans())
        .containsExactly(new Span(44 * DAY, 46 * DAY), new Span(76 * DAY, 93 * DAY));
  }

  @Test
  void whatWasNotObservedDoesNotCount() {
    assertThat(Baseline.of(60 * DAY, List.of(), days(30)).observedDays()).isEqualTo(26);
    assertThat(Baseline.of(1000 * DAY, List.of(), days(30)).observedDays()).isZero();
  }

  /** All of the first days since 1970. */
  private static ObservedCalendar days(int days) {
    byte[] halves = new byte[24 * days];
    Arrays.fill(halves, (byte) 2);
    double[] season = new double[168];
    Arrays.fill(season, 1);
    return new ObservedCalendar(0, halves, season);
  }
}
