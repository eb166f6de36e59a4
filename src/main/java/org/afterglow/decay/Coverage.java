package org.afterglow.decay;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The rule by which hours without posts are told from hours that were not collected
 * (docs/methods.md, 1.1). Hours are whole hours since 1970-01-01T00:00Z.
 */
public final class Coverage {
  /** Below this many posts at such an hour, or on such a day, nothing is inferred. */
  static final double ENOUGH = 20;

  /** An hour or day with less than this share of what is usual was not collected. */
  static final double USUAL_SHARE = 0.05;

  private static final int DAY = 24;
  private static final int WEEK = 7 * DAY;
  private static final int WEEKS_AROUND = 4;

  private Coverage() {}

  /**
   * Judges successive hours of one platform. What is usual is the median of the same hour of week
   * over ± 4 weeks, the hour itself among them; where that is below 20 the whole UTC day is judged
   * by the same weekday. Hours that are partial or known to be out are no reference for others, nor
   * are days that hold one, or that the archive holds in part.
   *
   * @param firstHour the first hour
   * @param records posts of each hour, from the first
   * @param partial hours in which an input begins or ends, by index
   * @param out hours known not to have been collected, by index
   * @return the state of each hour
   */
  public static HourState[] judge(long firstHour, long[] records, BitSet partial, BitSet out) {
    BitSet left = new BitSet(records.length);
    left.or(partial);
    left.or(out);
    HourState[] days = judgeDays(firstHour, records, left);
    HourState[] states = new HourState[records.length];
    int toMidnight = Math.floorMod(-firstHour, DAY);
    for (int i = 0; i < records.length; i++) {
      if (out.get(i)) {
        states[i] = HourState.OUTAGE;
      } else if (partial.get(i)) {
        states[i] = HourState.PARTIAL;
      } else {
        double usual = usual(records, left, i, WEEK);
        if (usual >= ENOUGH) {
          states[i] = against(records[i], usual);
        } else {
          int day = Math.floorDiv(i - toMidnight, DAY);
          states[i] = day < 0 || day >= days.length ? HourState.UNKNOWN : days[day];
        }
      }
    }
    return states;
  }

  /** States of the whole UTC days within the hours, from the first whole one. */
  private static HourState[] judgeDays(long firstHour, long[] records, BitSet left) {
    int toMidnight = Math.floorMod(-firstHour, DAY);
    int days = Math.max(0, (records.length - toMidnight) / DAY);
    long[] totals = new long[days];
    BitSet leftDays = new BitSet(days);
    for (int d = 0; d < days; d++) {
      int from = toMidnight + d * DAY;
      totals[d] = Arrays.stream(records, from, from + DAY).sum();
      int leftHour = left.nextSetBit(from);
      leftDays.set(d, leftHour >= 0 && leftHour < from + DAY);
    }
    HourState[] states = new HourState[days];
    for (int d = 0; d < days; d++) {
      double usual = leftDays.get(d) ? 0 : usual(totals, leftDays, d, 7);
      states[d] = usual >= ENOUGH ? against(totals[d], usual) : HourState.UNKNOWN;
    }
    return states;
  }

  private static HourState against(long records, double usual) {
    return records < USUAL_SHARE * usual ? HourState.OUTAGE : HourState.FULL;
  }

  /** Median of the counts at multiples of a period around an index; 0 where there is none. */
  private static double usual(long[] counts, BitSet left, int index, int period) {
    long[] around = new long[2 * WEEKS_AROUND + 1];
    int n = 0;
    for (int k = -WEEKS_AROUND; k <= WEEKS_AROUND; k++) {
      int j = index + k * period;
      if (j >= 0 && j < counts.length && !left.get(j)) {
        around[n++] = counts[j];
      }
    }
    if (n == 0) {
      return 0;
    }
    Arrays.sort(around, 0, n);
    return (around[(n - 1) / 2] + around[n / 2]) / 2.0;
  }
}
