package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SupplyClockTest {
  private static final long DAY = ObservedCalendar.DAY;
  private static final long STOP = 20_000 * DAY + 5 * ObservedCalendar.HOUR / 2;
  private static final long EVERY_WEEK = -1;

  @Test
  void itRunsWithTheDaysWherePostsAreMadeAndSeen() {
    SupplyClock clock = new SupplyClock(calendar(200), STOP, Long.MAX_VALUE, EVERY_WEEK);

    assertThat(clock.days(STOP - DAY)).isZero();
    assertThat(clock.days(STOP)).isZero();
    assertThat(clock.days(STOP + DAY / 4)).isCloseTo(.25, within(1e-9));
    assertThat(clock.days(STOP + 7 * DAY)).isCloseTo(7, within(1e-9));
    assertThat(clock.days(STOP + 119 * DAY)).isCloseTo(119, within(1e-9));
    assertThat(clock.length()).isCloseTo(120, within(1e-9));
    assertThat(clock.days(STOP + 190 * DAY)).isEqualTo(clock.length());
  }

  @Test
  void itStandsStillInWeeksWithoutAPost() {
    SupplyClock clock = new SupplyClock(calendar(200), STOP, Long.MAX_VALUE, 0b1001);

    assertThat(clock.days(STOP + 6 * DAY)).isCloseTo(6, within(1e-9));
    assertThat(clock.days(STOP + 20 * DAY)).isCloseTo(7, within(1e-9));
    assertThat(clock.days(STOP + 23 * DAY)).isCloseTo(9, within(1e-9));
    assertThat(clock.length()).isCloseTo(14, within(1e-9));
  }

  @Test
  void itStandsStillInAnOutage() {
    SupplyClock clock = new SupplyClock(calendar(200, 10, 40), STOP, Long.MAX_VALUE, EVERY_WEEK);

    double before = clock.days(20_010 * DAY);
    assertThat(clock.days(20_040 * DAY)).isEqualTo(before);
    assertThat(clock.days(20_041 * DAY)).isCloseTo(before + 1, within(1e-9));
    assertThat(clock.length()).isCloseTo(90, within(1e-9));
  }

  @Test
  void itStopsAtTheEndOfTheArchiveAndAtTheNextStart() {
    assertThat(new SupplyClock(calendar(50), STOP, Long.MAX_VALUE, EVERY_WEEK).length())
        .isCloseTo(50 - 2.5 / 24, within(1e-9));
    SupplyClock next = new SupplyClock(calendar(200), STOP, STOP + 10 * DAY, EVERY_WEEK);
    assertThat(next.length()).isCloseTo(10, within(1e-9));
    assertThat(next.days(STOP + 12 * DAY)).isCloseTo(10, within(1e-9));
    assertThat(new SupplyClock(calendar(200), STOP, STOP - DAY, EVERY_WEEK).length()).isZero();
  }

  private static ObservedCalendar calendar(int days) {
    return calendar(days, 0, 0);
  }

  private static ObservedCalendar calendar(int days, int outageFrom, int outageUntil) {
    byte[] halves = new byte[24 * days];
    Arrays.fill(halves, (byte) 2);
    Arrays.fill(halves, 24 * outageFrom, 24 * outageUntil, (byte) 0);
    double[] season = new double[SeasonFactors.HOURS];
    Arrays.fill(season, 1);
    return new ObservedCalendar(20_000L * 24, halves, season);
  }
}
