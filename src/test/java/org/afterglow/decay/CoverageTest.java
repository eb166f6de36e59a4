package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final int WEEK = 168;
  private static final BitSet NONE = new BitSet();

  /** Monday 2024-01-01T00:00Z. */
  private static final long MONDAY = 1704067200L / 3600;

  @Test
  void anHourWithHardlyAnyOfItsUsualPostsIsAnOutage() {
    long[] records = filled(10 * WEEK, 100);
    records[500] = 4;
    records[501] = 5;

    HourState[] states = Coverage.judge(MONDAY, records, NONE, NONE);

    assertThat(states[500]).isEqualTo(HourState.OUTAGE);
    assertThat(states[501]).isEqualTo(HourState.FULL);
    assertThat(states[499]).isEqualTo(HourState.FULL);
  }

  @Test
  void whatIsUsualFollowsTheHourOfTheWeek() {
    long[] records = filled(10 * WEEK, 1000);
    for (int week = 0; week < 10; week++) {
      records[week * WEEK + 3] = 40;
    }

    assertThat(Coverage.judge(MONDAY, records, NONE, NONE)).containsOnly(HourState.FULL);
  }

  @Test
  void thinHoursAreJudgedByTheirDay() {
    long[] records = filled(10 * WEEK, 2);
    Arrays.fill(records, 24 * 30, 24 * 31, 0);
    records[24 * 40] = 0;

    HourState[] states = Coverage.judge(MONDAY, records, NONE, NONE);

    assertThat(Arrays.copyOfRange(states, 24 * 30, 24 * 31)).containsOnly(HourState.OUTAGE);
    assertThat(states[24 * 40]).isEqualTo(HourState.FULL);
    assertThat(states[24 * 31]).isEqualTo(HourState.FULL);
  }

  @Test
  void nothingIsInferredWhereLittleIsPosted() {
    long[] records = new long[10 * WEEK];
    records[0] = 1;

    assertThat(Coverage.judge(MONDAY, records, NONE, NONE)).containsOnly(HourState.UNKNOWN);
  }

  @Test
  void daysThatTheArchiveHoldsInPartAreNotJudged() {
    long[] records = filled(8 * WEEK, 2);

    HourState[] states = Coverage.judge(MONDAY + 23, records, NONE, NONE);

    assertThat(states[0]).isEqualTo(HourState.UNKNOWN);
    assertThat(states[1]).isEqualTo(HourState.FULL);
    assertThat(states[records.length - 1]).isEqualTo(HourState.UNKNOWN);
  }

  @Test
  void knownOutagesCountAndPartialHoursAreNeitherJudgedNorReference() {
    long[] records = filled(3 * WEEK, 100);
    BitSet out = bits(10);
    BitSet partial = bits(0, 10, WEEK, 2 * WEEK);
    records[0] = 1;
    records[WEEK] = 1;
    records[2 * WEEK] = 1;

    HourState[] states = Coverage.judge(MONDAY, records, partial, out);

    assertThat(states[0]).isEqualTo(HourState.PARTIAL);
    assertThat(states[10]).isEqualTo(HourState.OUTAGE);
    assertThat(states[10 + WEEK]).isEqualTo(HourState.FULL);
  }

  @Test
  void anOutageOfFourWeeksIsSeenAndOneOfTenIsTakenForSilence() {
    long[] records = filled(40 * WEEK, 100);
    Arrays.fill(records, 5 * WEEK, 9 * WEEK, 0);
    Arrays.fill(records, 20 * WEEK, 30 * WEEK, 0);

    HourState[] states = Coverage.judge(MONDAY, records, NONE, NONE);

    assertThat(Arrays.copyOfRange(states, 5 * WEEK, 9 * WEEK)).containsOnly(HourState.OUTAGE);
    assertThat(Arrays.copyOfRange(states, 20 * WEEK, 30 * WEEK)).containsOnly(HourState.UNKNOWN);
  }

  @Test
  void noHoursHaveNoStates() {
    assertThat(Coverage.judge(MONDAY, new long[0], NONE, NONE)).isEmpty();
  }

  private static long[] filled(int length, long each) {
    long[] records = new long[length];
    Arrays.fill(records, each);
    return records;
  }

  private static BitSet bits(int... indices) {
    BitSet bits = new BitSet();
    Arrays.stream(indices).forEach(bits::set);
    return bits;
  }
}
