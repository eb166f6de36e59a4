package org.afterglow.decay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CounterSeriesTest {
  private static final int LENGTH = 112;
  private static final int[][] NO_DRAWS = {};

  @Test
  void totalsHalveInTheFirstOfTwoLowWeeks() {
    long[] totals = weekly(100, 180, 40, 90, 50, 45, 10, 10, 10);

    assertThat(CounterSeries.totalHalvesAfterDays(totals, allObserved())).isEqualTo(21);
  }

  @Test
  void totalsThatStayUpOrWereNotObservedDoNotHalve() {
    boolean[] gap = allObserved();
    gap[60] = false;
    long[] falling = weekly(100, 10, 10, 10, 10, 10, 10, 10, 10);

    assertThat(
            CounterSeries.totalHalvesAfterDays(
                weekly(100, 60, 40, 60, 40, 60, 40, 60, 40), allObserved()))
        .isNull();
    assertThat(CounterSeries.totalHalvesAfterDays(falling, gap)).isNull();
    assertThat(CounterSeries.totalHalvesAfterDays(weekly(0, 0, 0, 0, 0, 0, 0, 0, 0), allObserved()))
        .isNull();
    assertThat(CounterSeries.totalHalvesAfterDays(falling, allObserved())).isZero();
  }

  @Test
  void aFallingTotalIsPartedIntoFewerPostsAndLowerMeans() {
    CounterSeries.Change change =
        CounterSeries.Change.between(counted(100, 5000, 50), counted(10, 1000, 5), NO_DRAWS);

    assertThat(change.lnTotal().value()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(change.lnPosts().value()).isCloseTo(0, within(1e-12));
    assertThat(change.lnMean().value()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(change.lnMean().state()).isEqualTo(Reason.NO_POST_BOOTSTRAP);
  }

  @Test
  void nothingPostedOrEarnedIsNoChange() {
    CounterSeries.Counted some = counted(100, 5000, 50);

    assertThat(CounterSeries.Change.between(some, counted(0, 0, 7), NO_DRAWS))
        .isEqualTo(CounterSeries.Change.none(Reason.ALL_ZERO));
    CounterSeries.Change unread = CounterSeries.Change.between(some, counted(14, 0, 7), NO_DRAWS);
    assertThat(unread.lnPosts().value()).isCloseTo(0, within(1e-12));
    assertThat(unread.lnTotal()).isEqualTo(Measured.none(Reason.ALL_ZERO));
    assertThat(unread.lnMean()).isEqualTo(Measured.none(Reason.ALL_ZERO));
  }

  @Test
  void changesHaveTheIntervalOfDrawsInWhichBothSidesAreThere() {
    CounterSeries.Counted before =
        new CounterSeries.Counted(new long[] {20, 20}, new long[] {100, 300}, 10);
    CounterSeries.Counted later =
        new CounterSeries.Counted(new long[] {20, 0}, new long[] {100, 0}, 10);
    int[][] draws = {{1, 1}, {2, 1}, {1, 2}, {0, 2}};

    CounterSeries.Change change = CounterSeries.Change.between(before, later, draws);

    // Means of the draws against 5: 10, 25/3 and 35/3; in the fourth nothing was posted later.
    assertThat(change.lnMean().value()).isCloseTo(Math.log(.5), within(1e-12));
    assertThat(change.lnMean().low()).isCloseTo(Math.log(3 / 7.0), within(1e-12));
    assertThat(change.lnMean().high()).isCloseTo(Math.log(.6), within(1e-12));
    assertThat(change.lnPosts().value()).isCloseTo(Math.log(.5), within(1e-12));
    assertThat(
            CounterSeries.Change.between(before, later, new int[][] {{0, 1}, {0, 2}, {1, 1}})
                .lnMean()
                .state())
        .isEqualTo(Reason.NO_POST_BOOTSTRAP);
  }

  /** Posts in one bucket. */
  private static CounterSeries.Counted counted(long posts, long total, double days) {
    return new CounterSeries.Counted(new long[] {posts}, new long[] {total}, days);
  }

  @Test
  void agesAreMixedBelowSixtyDaysAlone() {
    assertThat(CounterSeries.ageMixed(Arrays.asList(10.0, null, 21.0))).isTrue();
    assertThat(CounterSeries.ageMixed(Arrays.asList(10.0, 20.0))).isFalse();
    assertThat(CounterSeries.ageMixed(Arrays.asList(100.0, 900.0))).isFalse();
    assertThat(CounterSeries.ageMixed(Arrays.asList(null, null))).isFalse();
  }

  @Test
  void highCountersAreSetToTheLimit() {
    assertThat(CounterSeries.winsorised(4, 30, 1, 50)).isEqualTo(20);
  }

  @Test
  void meansHaveAnIntervalFromTwentyPostsOn() {
    long[] posts = {10, 5, 5};
    long[] totals = {100, 10, 90};
    int[][] draws = {{1, 1, 1}, {2, 0, 0}, {0, 3, 0}, {0, 0, 0}};

    assertThat(CounterSeries.mean(posts, totals, draws))
        .isEqualTo(new Measured(10.0, 2.0, 10.0, Reason.OK));
    assertThat(CounterSeries.mean(new long[] {19}, new long[] {38}, new int[][] {{1}}))
        .isEqualTo(new Measured(2.0, null, null, Reason.NO_POST_BOOTSTRAP));
    assertThat(CounterSeries.mean(new long[] {0}, new long[] {0}, draws).value()).isNull();
  }

  private static boolean[] allObserved() {
    boolean[] observed = new boolean[LENGTH];
    Arrays.fill(observed, true);
    return observed;
  }

  /** The last week before the stop and the eight after it. */
  private static long[] weekly(long... weeks) {
    long[] totals = new long[LENGTH];
    for (int week = 0; week < weeks.length; week++) {
      totals[49 + 7 * week + week % 7] = weeks[week];
    }
    return totals;
  }
}
