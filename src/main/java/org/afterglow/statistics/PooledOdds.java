package org.afterglow.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Late-odds ratios of campaigns pooled both ways, and which of the two is to be cited
 * (docs/methods.md, 3.2): the Paule–Mandel mean of the campaigns that have a ratio of their own, or
 * the Mantel–Haenszel ratio of all where more than a tenth have none. Intervals need {@value
 * #FOR_AN_INTERVAL} accounts.
 *
 * @param studies all campaigns, in the order of their keys
 * @param estimated how many have a ratio of their own
 * @param accounts distinct accounts of all campaigns
 * @param byCampaign the Paule–Mandel mean; null below two campaigns with a ratio
 * @param bySums Mantel–Haenszel; null where a sum is not above 0
 */
public record PooledOdds(
    List<Study> studies,
    int estimated,
    int accounts,
    @Nullable Pooling byCampaign,
    @Nullable MantelHaenszel bySums) {
  static final int FOR_AN_INTERVAL = 5;

  private static final double ZERO_CELLS_BEARABLE = .1;

  /**
   * A campaign's contrast.
   *
   * @param account whose campaign it is
   * @param r its Σ a·d/T
   * @param s its Σ b·c/T
   * @param lnlor ln(r/s); null where it is a zero cell
   * @param variance of lnlor; null where lnlor is
   */
  public record Study(
      String account, double r, double s, @Nullable Double lnlor, @Nullable Double variance) {
    public Study {
      if ((lnlor == null) != (variance == null)) {
        throw new IllegalArgumentException("lnlor " + lnlor + " with variance " + variance);
      }
    }
  }

  /** Pools campaigns, summed in the order given, which must be that of their keys. */
  public static PooledOdds of(List<Study> studies) {
    List<Pooling.Study> estimates = new ArrayList<>();
    List<MantelHaenszel.Study> sums = new ArrayList<>();
    Set<String> accounts = new TreeSet<>();
    for (Study study : studies) {
      accounts.add(study.account);
      sums.add(new MantelHaenszel.Study(study.account, study.r, study.s));
      if (study.lnlor != null && study.variance != null) {
        estimates.add(new Pooling.Study(study.account, study.lnlor, study.variance));
      }
    }
    return new PooledOdds(
        List.copyOf(studies),
        estimates.size(),
        accounts.size(),
        estimates.size() < 2 ? null : Pooling.of(estimates),
        MantelHaenszel.of(sums));
  }

  /**
   * The same with an error that all campaigns share added in quadrature to the standard errors of
   * both; degrees of freedom stay (docs/methods.md, 3.5).
   *
   * @param standardError at least 0
   */
  public PooledOdds withAdded(double standardError) {
    return new PooledOdds(
        studies,
        estimated,
        accounts,
        byCampaign == null ? null : byCampaign.withAdded(standardError),
        bySums == null ? null : bySums.withAdded(standardError));
  }

  /** Share of campaigns without a ratio of their own; null where there is no campaign. */
  public @Nullable Double zeroCellShare() {
    return studies.isEmpty()
        ? null
        : Double.valueOf((double) (studies.size() - estimated) / studies.size());
  }

  /** Whether the Mantel–Haenszel ratio is the one to cite. */
  public boolean headlineBySums() {
    Double zeroCells = zeroCellShare();
    return zeroCells != null && zeroCells > ZERO_CELLS_BEARABLE;
  }

  /** The mean over campaigns; of one campaign its own ratio, null where none has one. */
  public @Nullable Double estimate() {
    return byCampaign == null ? onlyEstimate() : Double.valueOf(byCampaign.mean().estimate());
  }

  /** The mean with its interval; null below {@value #FOR_AN_INTERVAL} accounts. */
  public @Nullable StudentInterval estimateInterval() {
    return byCampaign == null || byCampaign.accounts() < FOR_AN_INTERVAL ? null : byCampaign.mean();
  }

  /** The ratio over all campaigns; null where a sum is not above 0. */
  public @Nullable Double mhEstimate() {
    return bySums == null ? null : Double.valueOf(bySums.estimate());
  }

  /** That ratio with its interval; null below {@value #FOR_AN_INTERVAL} accounts. */
  public @Nullable StudentInterval mhInterval() {
    return bySums == null || bySums.accounts() < FOR_AN_INTERVAL ? null : bySums.interval();
  }

  /** The point to cite; null where there is none. */
  public @Nullable Double headline() {
    return headlineBySums() ? mhEstimate() : estimate();
  }

  /** The point to cite with its interval; null where there is none. */
  public @Nullable StudentInterval headlineInterval() {
    return headlineBySums() ? mhInterval() : estimateInterval();
  }

  /** The largest share that an account has of the headline's weight; null where nothing has any. */
  public @Nullable Double heaviestShare() {
    if (headlineBySums()) {
      return bySums == null ? null : Double.valueOf(bySums.heaviestShare());
    }
    if (byCampaign == null) {
      return estimated == 0 ? null : Double.valueOf(1);
    }
    return byCampaign.heaviestShare();
  }

  /** The account with most of the headline's weight; empty where nothing is pooled. */
  public String heaviestAccount() {
    if (headlineBySums()) {
      return bySums == null ? "" : bySums.heaviestAccount();
    }
    if (byCampaign == null) {
      return studies.stream()
          .filter(study -> study.lnlor != null)
          .map(Study::account)
          .findFirst()
          .orElse("");
    }
    return byCampaign.heaviestAccount();
  }

  /** The share that each account has of the headline's weight; none where nothing is pooled. */
  public SortedMap<String, Double> shares() {
    if (headlineBySums()) {
      return MantelHaenszel.shares(
          studies.stream()
              .map(study -> new MantelHaenszel.Study(study.account, study.r, study.s))
              .toList());
    }
    double tau = byCampaign == null ? 0 : byCampaign.tau();
    double all = 0;
    TreeMap<String, Double> shares = new TreeMap<>();
    for (Study study : studies) {
      if (study.variance != null) {
        double weight = 1 / (study.variance + tau * tau);
        all += weight;
        shares.merge(study.account, weight, Double::sum);
      }
    }
    double whole = all;
    shares.replaceAll((account, weight) -> weight / whole);
    return shares;
  }

  private @Nullable Double onlyEstimate() {
    for (Study study : studies) {
      if (study.lnlor != null) {
        return study.lnlor;
      }
    }
    return null;
  }
}
