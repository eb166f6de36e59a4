package org.afterglow.job.claim.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import org.afterglow.job.claim.DrawnSums;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.PlaceboSample;

/** The placebo of C2: stops on random days on which nothing stopped. */
final class StopsThatWereNone {
  static final String WORD = "random_stop";
  private static final int MONTH = 28;

  private StopsThatWereNone() {}

  /**
   * An account's sums by draw.
   *
   * @param days matured mentions and those answered by day
   * @param free days that a stop could as well have been on; none: it takes no part
   */
  static DrawnSums drawn(
      String account, NavigableMap<Integer, long[]> days, int[] free, Draws draws) {
    List<Double> r = new ArrayList<>();
    List<Double> s = new ArrayList<>();
    for (int draw = 1; draw <= PlaceboSample.DRAWS; draw++) {
      MatchedRatio.Stratum stratum = new MatchedRatio.Stratum(0, 0, 0, 0);
      if (free.length > 0) {
        SplittableRandom random = draws.stream(account, WORD, draw);
        int stop = free[random.nextInt(free.length)];
        long[] pre = sum(days, stop - MONTH, stop);
        long[] post = sum(days, stop, stop + MONTH);
        stratum = new MatchedRatio.Stratum(post[1], post[0], pre[1], pre[0]);
      }
      r.add(stratum.r());
      s.add(stratum.s());
    }
    return new DrawnSums(account, r, s);
  }

  private static long[] sum(NavigableMap<Integer, long[]> days, int from, int until) {
    long[] sum = new long[2];
    for (long[] day : days.subMap(from, until).values()) {
      sum[0] += day[0];
      sum[1] += day[1];
    }
    return sum;
  }
}
