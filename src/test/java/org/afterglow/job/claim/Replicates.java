package org.afterglow.job.claim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;

/**
 * Archives that share one, of which a claim's figures are wanted by replicate: what Spark counts is
 * counted once for all of them, by the program's own queries; what follows on the driver is done
 * for each replicate's accounts alone, as the program does it for an archive's. Each claim's room
 * has a class that does so.
 *
 * @param archive all of them
 * @param replicate by an account's key, {@code platform/id}
 * @param placeboDraws of placebos that are costly
 */
public record Replicates(ClaimArchive archive, ToIntFunction<String> replicate, int placeboDraws) {
  /** A placebo that was not tried. */
  public static final PlaceboRow NO_PLACEBO =
      new PlaceboRow("", "", true, 0, null, null, null, 3, "NOT_RUN");

  /**
   * What a claim comes to on one replicate.
   *
   * @param estimates of its legs by the names of their columns, as they are published
   * @param accounts that the first rests on
   * @param placebo state of the judged placebos: that of the first which does not pass
   * @param naive what is found without the method's care (all acts independent, nothing compared
   *     within accounts), in its own standard errors from none
   */
  public record Found(
      Map<String, Estimate> estimates, long accounts, String placebo, double naive) {}

  /** What is of an account, by replicate. */
  public <T> Map<Integer, List<T>> divided(List<T> all, Function<T, String> account) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                each -> replicate.applyAsInt(account.apply(each)),
                TreeMap::new,
                Collectors.toList()));
  }

  /** Difference of two shares. */
  public static double ofShares(long x, long m, long z, long n) {
    double all = (double) (x + z) / (m + n);
    return ((double) x / m - (double) z / n) / Math.sqrt(all * (1 - all) * (1.0 / m + 1.0 / n));
  }

  /** A mean against 0. */
  public static double ofMean(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return mean / Math.sqrt(squares / (values.length - 1) / values.length);
  }

  /** Least squares with one regressor: the slope in its standard errors. */
  public static double slope(List<Double> x, List<Double> y) {
    double n = x.size();
    double meanX = x.stream().mapToDouble(each -> each).average().orElse(0);
    double meanY = y.stream().mapToDouble(each -> each).average().orElse(0);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < x.size(); i++) {
      double dx = x.get(i) - meanX;
      double dy = y.get(i) - meanY;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    double slope = xy / xx;
    return slope / Math.sqrt((yy - slope * xy) / (n - 2) / xx);
  }

  /** The state of the first that does not pass. */
  public static String placebo(List<PlaceboRow> placebos) {
    return placebos.stream()
        .map(PlaceboRow::placeboState)
        .filter(state -> !state.equals(Estimate.OK))
        .findFirst()
        .orElse(Estimate.OK);
  }
}
