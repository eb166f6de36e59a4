package org.afterglow.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns' contrasts pooled by Paule and Mandel, with a standard error that knows of accounts
 * (docs/methods.md, 3.2). Accounts all distinct: the modified Hartung–Knapp variance max(1, Σ w(y −
 * μ)²/(K − 1))/W with K − 1 df (IntHout et al. 2014). Accounts with several campaigns: the larger
 * of that and the account-clustered Σ_a (Σ w(y − μ)/W)²/max(1 − h_a, .05), with max(1, 1/Σ h_a² −
 * 1) df, h_a being an account's share of the weight.
 *
 * @param studies how many campaigns, at least two
 * @param mean the pooled contrast with its interval and p
 * @param tau between-campaign standard deviation
 * @param iSquared share of the variation that lies between campaigns, max(0, 1 − (K − 1)/Q)
 * @param predictionLow lower 95 % limit for a new campaign, by t of K − 2; null below 3 campaigns
 * @param predictionHigh upper limit for a new campaign
 * @param heaviestAccount the account with the largest share of the weight, the first of equals
 * @param heaviestShare that share
 * @param accounts distinct accounts
 */
public record Pooling(
    int studies,
    StudentInterval mean,
    double tau,
    double iSquared,
    @Nullable Double predictionLow,
    @Nullable Double predictionHigh,
    String heaviestAccount,
    double heaviestShare,
    int accounts) {
  /** What an account's weight inflates its squared influence by, at most. */
  static final double LEAST_REST = .05;

  /**
   * A campaign's contrast.
   *
   * @param account whose campaign it is
   * @param estimate its contrast
   * @param variance of the contrast, above 0
   */
  public record Study(String account, double estimate, double variance) {}

  /** Pools two or more campaigns, summed in the order given, which must be that of their keys. */
  public static Pooling of(List<Study> studies) {
    int k = studies.size();
    if (k < 2) {
      throw new IllegalArgumentException(k + " studies; two at least");
    }
    double[] y = studies.stream().mapToDouble(Study::estimate).toArray();
    double[] v = studies.stream().mapToDouble(Study::variance).toArray();
    PauleMandel fit = PauleMandel.of(y, v);
    double weights = 0;
    double squares = 0;
    Map<String, double[]> accounts = new TreeMap<>(); // weight, weighted residual
    for (int i = 0; i < k; i++) {
      double w = fit.weight(v[i]);
      double residual = y[i] - fit.mean();
      weights += w;
      squares += w * residual * residual;
      double[] sums = accounts.computeIfAbsent(studies.get(i).account, a -> new double[2]);
      sums[0] += w;
      sums[1] += w * residual;
    }
    double clustered = 0;
    double sharesSquared = 0;
    for (double[] sums : accounts.values()) {
      double share = sums[0] / weights;
      double influence = sums[1] / weights;
      clustered += influence * influence / Math.max(1 - share, LEAST_REST);
      sharesSquared += share * share;
    }
    double hartungKnapp = Math.max(1, squares / (k - 1)) / weights;
    boolean distinct = accounts.size() == k;
    double variance = distinct ? hartungKnapp : Math.max(clustered, hartungKnapp);
    double df = distinct ? k - 1 : Math.max(1, 1 / sharesSquared - 1);
    Map.Entry<String, double[]> heaviest =
        accounts.entrySet().stream()
            .max(
                Comparator.<Map.Entry<String, double[]>>comparingDouble(e -> e.getValue()[0])
                    .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
            .orElseThrow();
    Double reach = reach(k, fit.tauSquared() + variance);
    return new Pooling(
        k,
        StudentInterval.of(fit.mean(), StrictMath.sqrt(variance), df),
        StrictMath.sqrt(fit.tauSquared()),
        fit.q() > 0 ? Math.max(0, 1 - (k - 1) / fit.q()) : 0,
        reach == null ? null : fit.mean() - reach,
        reach == null ? null : fit.mean() + reach,
        heaviest.getKey(),
        heaviest.getValue()[0] / weights,
        accounts.size());
  }

  /** The same with an error that all campaigns share added in quadrature to the standard error. */
  public Pooling withAdded(double error) {
    StudentInterval widened = mean.withAdded(error);
    Double reach = reach(studies, tau * tau + widened.standardError() * widened.standardError());
    return new Pooling(
        studies,
        widened,
        tau,
        iSquared,
        reach == null ? null : mean.estimate() - reach,
        reach == null ? null : mean.estimate() + reach,
        heaviestAccount,
        heaviestShare,
        accounts);
  }

  /** Half of the interval for a new campaign; null below 3 campaigns. */
  private static @Nullable Double reach(int studies, double variance) {
    return studies < 3
        ? null
        : Double.valueOf(StudentInterval.quantile(studies - 2) * StrictMath.sqrt(variance));
  }
}
