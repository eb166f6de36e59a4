package org.afterglow.classify;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * One of ten bins of equal width of a reliability diagram (DeGroot &amp; Fienberg, 1983): where
 * probabilities mean what they say, the share promotional is the mean probability.
 *
 * @param fromProbability its lower end, in it
 * @param toProbability its upper end, in the next bin, but for the last
 * @param n scored posts in it
 * @param meanProbability of them; null where there are none
 * @param promotionalShare share of them labelled promotional; null where there are none
 * @param promotionalShareLow lower end of Wilson's interval of the share
 * @param promotionalShareHigh its upper end
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ReliabilityBin(
    double fromProbability,
    double toProbability,
    long n,
    @Nullable Double meanProbability,
    @Nullable Double promotionalShare,
    @Nullable Double promotionalShareLow,
    @Nullable Double promotionalShareHigh) {
  private static final int BINS = 10;

  static List<ReliabilityBin> of(LabelledScores scores) {
    long[] n = new long[BINS];
    long[] promotional = new long[BINS];
    double[] sum = new double[BINS];
    for (int i = 0; i < scores.size(); i++) {
      int bin = LabelledScores.bin(scores.probability(i));
      n[bin]++;
      promotional[bin] += scores.promotional(i) ? 1 : 0;
      sum[bin] += scores.probability(i);
    }
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      Interval interval = Interval.wilson(promotional[bin], n[bin]);
      double from = bin / (double) BINS;
      double to = (bin + 1) / (double) BINS;
      bins.add(
          interval == null
              ? new ReliabilityBin(from, to, 0, null, null, null, null)
              : new ReliabilityBin(
                  from,
                  to,
                  n[bin],
                  sum[bin] / n[bin],
                  (double) promotional[bin] / n[bin],
                  interval.low(),
                  interval.high()));
    }
    return bins;
  }
}
