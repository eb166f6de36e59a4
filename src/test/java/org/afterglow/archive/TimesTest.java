package org.afterglow.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final long COLLECTED = micros("2026-01-01T00:00:00Z");

  private static long micros(String instant) {
    Instant at = Instant.parse(instant);
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }

  private static Times times(String zone) {
    return new Times(options().withZone(ZoneId.of(zone)));
  }

  private static ReadOptions options() {
    return ReadOptions.defaults().withCollectedAtMicros(COLLECTED);
  }

  @Test
  void instantsAreReadAsJavaReadsThem() {
    Random random = new Random(7);
    Times times = times("America/New_York");
    for (int i = 0; i < 5_000; i++) {
      Instant at =
          Instant.ofEpochSecond(
              946_684_800L + random.nextInt(800_000_000), 1_000L * random.nextInt(1_000_000));
      String text = at.toString();
      assertThat(times.parse(text)).as(text).isEqualTo(micros(text));
      assertThat(times.parse(text.replace("Z", "+00:00"))).as(text).isEqualTo(micros(text));
    }
    assertThat(times.zoneAssumed()).isFalse();
    for (String broken :
        new String[] {"2013-02-30T00:00:00Z", "2013-08-10T25:00:00Z", "2013-08-10T11:00:00.Z"}) {
      assertThat(times.parse(broken)).as(broken).isEqualTo(Times.UNREADABLE);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1376132400 | 2013-08-10T11:00:00Z",
        "1376132400.0 | 2013-08-10T11:00:00Z",
        "1.3761324E9 | 2013-08-10T11:00:00Z",
        "1376132400123 | 2013-08-10T11:00:00.123Z",
        "1376132400123456 | 2013-08-10T11:00:00.123456Z",
        "Sat Aug 10 11:00:00 +0000 2013 | 2013-08-10T11:00:00Z",
        "Sat Aug 10 11:00:00 +0530 2013 | 2013-08-10T05:30:00Z",
        "Sat, 10 Aug 2013 11:00:00 +0000 | 2013-08-10T11:00:00Z",
        "Sat, 10 Aug 2013 11:00:00 GMT | 2013-08-10T11:00:00Z",
        "2013-08-10T11:00:00Z | 2013-08-10T11:00:00Z",
        "2013-08-10T11:00:00.123456789Z | 2013-08-10T11:00:00.123456Z",
        "2013-08-10T11:00:00.5+00:00 | 2013-08-10T11:00:00.500Z",
        "2013-08-31T23:59:59Z | 2013-08-31T23:59:59Z",
        "2016-02-29T00:00:00.000Z | 2016-02-29T00:00:00Z",
        "2013-08-10T11:00:00+02:00 | 2013-08-10T09:00:00Z",
        "2013-08-10T11:00:00+0200 | 2013-08-10T09:00:00Z",
        "2013-08-10 11:00:00 UTC | 2013-08-10T11:00:00Z",
        "2016-01-03 09:00:13 EST | 2016-01-03T14:00:13Z",
        "2016-07-03 09:00:13 EDT | 2016-07-03T13:00:13Z",
        "06/23/15 07:04:01 AM PDT | 2015-06-23T14:04:01Z",
        "06/23/15 12:04:01 AM PDT | 2015-06-23T07:04:01Z",
        "06/23/15 12:04:01 PM PDT | 2015-06-23T19:04:01Z",
      })
  void timesWithTheirOwnZoneAreReadWithoutAssumption(String text, String instant) {
    Times times = times("America/New_York");
    assertThat(times.parse(text)).isEqualTo(micros(instant));
    assertThat(times.zoneAssumed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8/4/2016 11:52 | 2016-08-04T15:52:00Z",
        "2016-08-04 11:52 | 2016-08-04T15:52:00Z",
        "2016-08-04T11:52:07.5 | 2016-08-04T15:52:07.500Z",
        "2016-08-04 | 2016-08-04T04:00:00Z",
        "20160804 | 2016-08-04T04:00:00Z",
        "25/12/2016 11:52 | 2016-12-25T16:52:00Z",
        "04.08.2016 11:52:00 | 2016-08-04T15:52:00Z",
        "Aug 4, 2016 11:52 AM | 2016-08-04T15:52:00Z",
      })
  void timesWithoutAZoneTakeTheGivenOneAndSaySo(String text, String instant) {
    Times times = times("America/New_York");
    assertThat(times.parse(text)).isEqualTo(micros(instant));
    assertThat(times.zoneAssumed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-00-00 00:00:00",
        "0000-12-30T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "2026-01-02T00:00:01Z",
        "Sat Aug 10 11:00:00 +0000 0000",
        "-5",
        "12",
        "253402300800"
      })
  void timesThatNoPostCanHaveAreImplausible(String text) {
    Times times = times("UTC");
    assertThat(times.parse(text)).isNotEqualTo(Times.UNREADABLE);
    assertThat(times.isPlausible(times.parse(text))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soon",
        "2016-13-40 00:00",
        "12:30",
        "Sat Xxx 10 11:00:00 +0000 2013",
        "Fri Feb 29 11:00:00 +0000 2013",
        "Sun Jun 31 11:00:00 +0000 2013",
        "Sat Aug 10 11:00:00 +9900 2013",
        "2016-02-30",
        "06/23/15 13:04:01 PM PDT",
        "2016-08-04 11:52 XYZ",
        "99999999999999999999999999999999999999",
        "1e999"
      })
  void whatIsNoTimeIsUnreadable(String text) {
    assertThat(times("UTC").parse(text)).isEqualTo(Times.UNREADABLE);
  }

  @Test
  void aPatternReadsWhatItDescribes() {
    Times times = new Times(options(), null, "dd-MMM-yyyy HH:mm");
    assertThat(times.parse("04-Aug-2016 11:52")).isEqualTo(micros("2016-08-04T11:52:00Z"));
    assertThat(times.parse("2016-08-04 11:52")).isEqualTo(Times.UNREADABLE);
  }

  @Test
  void theFastWayOfTwittersTimesAgreesWithTheJdk() {
    DateTimeFormatter twitter =
        DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss Z yyyy", Locale.ENGLISH);
    Random random = new Random(1);
    Times times = times("UTC");
    for (int i = 0; i < 20_000; i++) {
      Instant at = Instant.ofEpochSecond(random.nextInt() & 0xffffffffL);
      String text =
          twitter.format(ZonedDateTime.ofInstant(at, ZoneOffset.ofHours(random.nextInt(25) - 12)));
      assertThat(times.parse(text)).as(text).isEqualTo(at.getEpochSecond() * 1_000_000);
    }
  }

  @Test
  void aZoneThatTheFormatStatesIsNoAssumption() {
    Times times = Times.universal(options().withZone(ZoneId.of("Asia/Tokyo")));
    assertThat(times.parse("2016-08-04 11:52")).isEqualTo(micros("2016-08-04T11:52:00Z"));
    assertThat(times.zoneAssumed()).isFalse();
  }
}
