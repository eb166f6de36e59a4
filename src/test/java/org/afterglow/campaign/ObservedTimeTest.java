package org.afterglow.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObservedTimeTest {
  private static final long DAY = 18_262; // 2020-01-01

  private final ObservedTime time =
      new ObservedTime(
          Instant.parse("2020-01-01T10:00:00Z"), Instant.parse("2020-01-20T23:59:00Z"));

  @Test
  void aDayObservedByLessThanHalfIsNotObserved() {
    time.outage(Instant.parse("2020-01-03T06:00:00Z"), Instant.parse("2020-01-03T12:00:00Z"));
    time.outage(Instant.parse("2020-01-04T06:00:00Z"), Instant.parse("2020-01-04T18:30:00Z"));

    assertThat(time.dayShare(DAY)).isCloseTo(14 / 24.0, within(1e-12));
    assertThat(time.dayShare(DAY + 1)).isEqualTo(1);
    assertThat(time.dayShare(DAY + 2)).isEqualTo(.75);
    assertThat(time.dayShare(DAY + 3)).isZero();
    assertThat(time.dayShare(DAY + 20)).isZero();
    assertThat(time.dayShare(DAY - 1)).isZero();
  }

  @Test
  void whatWasLostTwiceIsLostOnce() {
    Instant hour = Instant.parse("2020-01-03T06:00:00Z");
    time.outage(hour);
    time.partial(hour);
    time.outage(hour, Instant.parse("2020-01-03T06:30:00Z"));
    time.partial(Instant.parse("2020-01-03T09:00:00Z"));

    assertThat(time.dayShare(DAY + 2)).isCloseTo(22.5 / 24, within(1e-12));
  }

  @Test
  void daysAfterAStopEndWithTheArchive() {
    assertThat(time.observedDaysFrom(Instant.parse("2020-01-07T00:00:00Z"), 14)).isEqualTo(14);
    assertThat(time.observedDaysFrom(Instant.parse("2020-01-07T18:00:00Z"), 14)).isEqualTo(13);
    assertThat(time.observedDaysFrom(Instant.parse("2020-01-07T00:00:00Z"), 5)).isEqualTo(5);
    assertThat(time.observedDaysFrom(Instant.parse("2020-02-07T00:00:00Z"), 5)).isZero();
  }

  @Test
  void aGapTouchesAStopFromEitherSide() {
    time.outage(Instant.parse("2020-01-06T00:00:00Z"), Instant.parse("2020-01-08T12:00:00Z"));

    assertThat(time.gapDaysAt(Instant.parse("2020-01-06T00:00:00Z"))).isEqualTo(2.5);
    assertThat(time.gapDaysAt(Instant.parse("2020-01-08T12:00:00Z"))).isEqualTo(2.5);
    assertThat(time.gapDaysAt(Instant.parse("2020-01-07T03:20:00Z"))).isEqualTo(2.5);
    assertThat(time.gapDaysAt(Instant.parse("2020-01-05T23:00:00Z"))).isZero();
    assertThat(time.gapDaysAt(Instant.parse("2020-01-08T13:00:00Z"))).isZero();
  }
}
