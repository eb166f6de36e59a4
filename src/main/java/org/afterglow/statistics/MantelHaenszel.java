package org.afterglow.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Mantel–Haenszel log ratio pooled over campaigns, ln(ΣR/ΣS), to which campaigns without an
 * estimate of their own contribute (docs/methods.md, 3.2). An account's influence is x_a = R_a/R −
 * S_a/S, its share h_a = max(R_a/R, S_a/S); the variance is Σ x_a²/max(1 − h_a, .05) with max(1,
 * 1/Σ h_a² − 1) df.
 *
 * @param estimate ln(ΣR/ΣS)
 * @param interval the same with its interval and p; null where accounts have no influence that
 *     differs, as with one account
 * @param heaviestAccount the account with the largest share, the first of equals
 * @param heaviestShare that share
 * @param accounts distinct accounts
 */
public record MantelHaenszel(
    double estimate,
    @Nullable StudentInterval interval,
    String heaviestAccount,
    double heaviestShare,
    int accounts) {

  /**
   * A campaign's sums.
   *
   * @param account whose campaign it is
   * @param r its Σ a·d/T
   * @param s its Σ b·c/T
   */
  public record Study(String account, double r, double s) {}

  /**
   * The share that each account has of the ratio: the larger of those of its two sums; none where
   * ΣR or ΣS is not above 0.
   */
  public static SortedMap<String, Double> shares(List<Study> studies) {
    double r = 0;
    double s = 0;
    TreeMap<String, double[]> accounts = new TreeMap<>();
    for (Study study : studies) {
      r += study.r;
      s += study.s;
      double[] sums = accounts.computeIfAbsent(study.account, a -> new double[2]);
      sums[0] += study.r;
      sums[1] += study.s;
    }
    TreeMap<String, Double> shares = new TreeMap<>();
    if (r > 0 && s > 0) {
      for (Map.Entry<String, double[]> account : accounts.entrySet()) {
        shares.put(
            account.getKey(), Math.max(account.getValue()[0] / r, account.getValue()[1] / s));
      }
    }
    return shares;
  }

  /**
   * Pools campaigns, summed in the order given, which must be that of their keys.
   *
   * @return null where ΣR or ΣS is not above 0
   */
  public static @Nullable MantelHaenszel of(List<Study> studies) {
    double r = 0;
    double s = 0;
    Map<String, double[]> accounts = new TreeMap<>();
    for (Study study : studies) {
      r += study.r;
      s += study.s;
      double[] sums = accounts.computeIfAbsent(study.account, a -> new double[2]);
      sums[0] += study.r;
      sums[1] += study.s;
    }
    if (!(r > 0 && s > 0)) {
      return null;
    }
    double variance = 0;
    double sharesSquared = 0;
    Map<String, Double> shares = new TreeMap<>();
    for (Map.Entry<String, double[]> account : accounts.entrySet()) {
      double x = account.getValue()[0] / r;
      double z = account.getValue()[1] / s;
      double share = Math.max(x, z);
      shares.put(account.getKey(), share);
      variance += (x - z) * (x - z) / Math.max(1 - share, Pooling.LEAST_REST);
      sharesSquared += share * share;
    }
    Map.Entry<String, Double> heaviest =
        shares.entrySet().stream()
            .max(
                Map.Entry.<String, Double>comparingByValue()
                    .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
            .orElseThrow();
    double estimate = StrictMath.log(r / s);
    return new MantelHaenszel(
        estimate,
        variance > LateOdds.ROUNDING
            ? StudentInterval.of(
                estimate, StrictMath.sqrt(variance), Math.max(1, 1 / sharesSquared - 1))
            : null,
        heaviest.getKey(),
        heaviest.getValue(),
        accounts.size());
  }

  /** The same with an independent error added in quadrature to the standard error. */
  public MantelHaenszel withAdded(double error) {
    return new MantelHaenszel(
        estimate,
        interval == null ? null : interval.withAdded(error),
        heaviestAccount,
        heaviestShare,
        accounts);
  }
}
