package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ObservedCalendarTest {
  private static final long HOUR = ObservedCalendar.HOUR;
  private static final long FIRST = 1000;

  @Test
  void observedTimeIsCutAtOutagesAndAtTheArchivesEnds() {
    ObservedCalendar calendar = new ObservedCalendar(FIRST, new byte[] {1, 2, 0, 2}, flat());

    assertThat(calendar.observedMicros(0, Long.MAX_VALUE / 2)).isEqualTo(5 * HOUR / 2);
    assertThat(calendar.observedMicros((FIRST + 1) * HOUR, (FIRST + 4) * HOUR)).isEqualTo(2 * HOUR);
    assertThat(calendar.observedMicros(FIRST * HOUR + HOUR / 2, (FIRST + 1) * HOUR + HOUR / 4))
        .isEqualTo(HOUR / 2);
    assertThat(calendar.observedMicros((FIRST + 2) * HOUR, (FIRST + 1) * HOUR)).isZero();
    assertThat(calendar.begin()).isEqualTo(FIRST * HOUR);
    assertThat(calendar.end()).isEqualTo((FIRST + 4) * HOUR);
  }

  @Test
  void instantsAreObservedWhereTheirHourIs() {
    ObservedCalendar calendar = new ObservedCalendar(FIRST, new byte[] {1, 2, 0, 2}, flat());

    assertThat(calendar.observed(FIRST * HOUR)).isTrue();
    assertThat(calendar.observed(FIRST * HOUR - 1)).isFalse();
    assertThat(calendar.observed((FIRST + 2) * HOUR + 5)).isFalse();
    assertThat(calendar.observed((FIRST + 4) * HOUR)).isFalse();
  }

  @Test
  void exposureIsObservedHoursTimesTheirSeason() {
    double[] season = flat();
    season[SeasonFactors.hourOfWeek(FIRST)] = 3;
    ObservedCalendar calendar = new ObservedCalendar(FIRST, new byte[] {2, 2, 0, 2}, season);

    assertThat(calendar.seasonedHours(FIRST * HOUR, (FIRST + 4) * HOUR)).isEqualTo(5);
    assertThat(calendar.seasonedHours(FIRST * HOUR + HOUR / 3, (FIRST + 1) * HOUR))
        .isCloseTo(2, within(1e-9));
  }

  private static double[] flat() {
    double[] season = new double[SeasonFactors.HOURS];
    Arrays.fill(season, 1);
    return season;
  }
}
