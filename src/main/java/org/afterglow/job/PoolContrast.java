package org.afterglow.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.Pooling;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.jspecify.annotations.Nullable;

/**
 * Pools the contrasts of all campaigns, in the primary run and in those that it is held against
 * (docs/methods.md, 3.2 and 6). Campaigns that share an owner are one account; of campaigns that
 * share their posts the longest stands for all. Nothing here grows with posts.
 */
public final class PoolContrast {
  /** Without the account that has most of the weight. */
  static final String HEAVIEST_ACCOUNT_OUT = "heaviest_account_out";

  static final String FEW_ACCOUNTS = "FEW_ACCOUNTS";
  static final String ONE_CLUSTER = "ONE_CLUSTER";
  static final String NO_SEASON = "NO_SEASON";
  static final String LABELS_UNCHECKED = "LABELS_UNCHECKED";

  private static final String ESTIMATE = "estimate";
  private static final String MH_ESTIMATE = "mh_estimate";
  private static final int FOR_AN_INTERVAL = 5;
  private static final int FOR_A_VERDICT = 10;
  private static final double ZERO_CELLS_BEARABLE = .1;
  private static final double ONE_ACCOUNT_TOO_HEAVY = .5;
  private static final int CLAIM_SIDE = -1;

  private static final List<String> RUNS =
      List.of(
          ContrastFit.PRIMARY,
          ContrastFit.CUT_6H,
          ContrastFit.CUT_7D,
          ContrastFit.UNCERTAIN_DROPPED,
          ContrastFit.SIX_HOUR_BLOCKS);

  private static final Encoder<DecayContrastPooledRow> ROW = Tables.DECAY_CONTRAST_POOLED.encoder();

  private PoolContrast() {}

  /**
   * The rows of decay_contrast_pooled, one for each run; none where there is no campaign.
   *
   * @param fits of all runs
   * @param campaigns every campaign
   * @param seasonMissing whether a platform with campaigns had no season to weigh acts by
   */
  public static Dataset<DecayContrastPooledRow> rows(
      Dataset<ContrastFit> fits, Dataset<ContrastCampaign> campaigns, boolean seasonMissing) {
    return campaigns
        .groupByKey(
            (MapFunction<ContrastCampaign, String>) campaign -> FitContrast.UNIT, Encoders.STRING())
        .cogroup(
            fits.groupByKey(
                (MapFunction<ContrastFit, String>) fit -> FitContrast.UNIT, Encoders.STRING()),
            (CoGroupFunction<String, ContrastCampaign, ContrastFit, DecayContrastPooledRow>)
                (unit, all, fitted) -> rows(list(all), list(fitted), seasonMissing).iterator(),
            ROW);
  }

  /** The rows of some campaigns with their fits, in whatever order. */
  static List<DecayContrastPooledRow> rows(
      List<ContrastCampaign> campaigns, List<ContrastFit> fits, boolean seasonMissing) {
    Map<String, ContrastCampaign> byId = new TreeMap<>();
    campaigns.forEach(campaign -> byId.put(campaign.campaignId(), campaign));
    Map<String, String> accounts = accounts(byId.values());
    Map<String, Pooled> runs = new TreeMap<>();
    for (String run : RUNS) {
      runs.put(run, Pooled.of(poolable(run, fits, byId), accounts));
    }
    Pooled primary = runs.getOrDefault(ContrastFit.PRIMARY, Pooled.of(List.of(), accounts));
    String heaviest = primary.heaviestAccount();
    runs.put(
        HEAVIEST_ACCOUNT_OUT,
        Pooled.of(
            primary.fits.stream()
                .filter(fit -> !accounts.getOrDefault(fit.campaignId(), "").equals(heaviest))
                .toList(),
            accounts));
    double[] points =
        Stream.concat(
                runs.values().stream().map(Pooled::point),
                Stream.of(primary.estimate().value(), primary.mhEstimate().value()))
            .filter(point -> point != null)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return runs.entrySet().stream()
        .map(run -> run.getValue().row(run.getKey(), points, seasonMissing))
        .toList();
  }

  /** The fits of a run that can be pooled, in the order of their campaigns, one each overlap. */
  private static List<ContrastFit> poolable(
      String run, List<ContrastFit> fits, Map<String, ContrastCampaign> byId) {
    Map<String, ContrastFit> chosen = new HashMap<>();
    Comparator<ContrastFit> longest =
        Comparator.<ContrastFit>comparingLong(fit -> campaign(fit, byId).lengthMicros())
            .thenComparing(ContrastFit::campaignId, Comparator.reverseOrder());
    for (ContrastFit fit : fits) {
      if (fit.run().equals(run) && fit.poolable()) {
        String overlap = campaign(fit, byId).overlapGroupId();
        String group = overlap == null ? "alone/" + fit.campaignId() : "group/" + overlap;
        chosen.merge(group, fit, (a, b) -> longest.compare(a, b) >= 0 ? a : b);
      }
    }
    return chosen.values().stream().sorted(Comparator.comparing(ContrastFit::campaignId)).toList();
  }

  private static ContrastCampaign campaign(ContrastFit fit, Map<String, ContrastCampaign> byId) {
    ContrastCampaign campaign = byId.get(fit.campaignId());
    if (campaign == null) {
      throw new IllegalStateException("posts of a campaign that is not in table campaigns");
    }
    return campaign;
  }

  /**
   * The account of each campaign: the least entity key of all campaigns that are linked by a common
   * owner or a common entity key.
   */
  static Map<String, String> accounts(Iterable<ContrastCampaign> campaigns) {
    Map<String, String> parents = new HashMap<>();
    for (ContrastCampaign campaign : campaigns) {
      String entity = "entity/" + campaign.entityKey();
      parents.putIfAbsent(entity, entity);
      for (String owner : campaign.owners()) {
        parents.putIfAbsent("owner/" + owner, "owner/" + owner);
        String a = root(entity, parents);
        String b = root("owner/" + owner, parents);
        parents.put(a.compareTo(b) < 0 ? b : a, a.compareTo(b) < 0 ? a : b);
      }
    }
    Map<String, String> accounts = new HashMap<>();
    for (ContrastCampaign campaign : campaigns) {
      accounts.put(campaign.campaignId(), root("entity/" + campaign.entityKey(), parents));
    }
    return accounts;
  }

  /** Entities sort before owners, so that the root of a cluster is its least entity. */
  private static String root(String node, Map<String, String> parents) {
    String at = node;
    String parent = parents.getOrDefault(at, at);
    while (!parent.equals(at)) {
      at = parent;
      parent = parents.getOrDefault(at, at);
    }
    parents.put(node, at);
    return at;
  }

  private static <T> List<T> list(Iterator<T> iterator) {
    List<T> list = new ArrayList<>();
    iterator.forEachRemaining(list::add);
    return list;
  }

  /**
   * One run pooled both ways.
   *
   * @param fits that can be pooled
   * @param studies those with an estimate of their own
   * @param accounts of all fits
   * @param byCampaign the Paule–Mandel mean; null below two studies
   * @param bySums Mantel–Haenszel; null where a sum is 0
   */
  private record Pooled(
      List<ContrastFit> fits,
      List<Pooling.Study> studies,
      int accounts,
      @Nullable Pooling byCampaign,
      @Nullable MantelHaenszel bySums) {

    static Pooled of(List<ContrastFit> fits, Map<String, String> accounts) {
      List<Pooling.Study> studies = new ArrayList<>();
      List<MantelHaenszel.Study> sums = new ArrayList<>();
      Set<String> distinct = new TreeSet<>();
      for (ContrastFit fit : fits) {
        String account = accounts.getOrDefault(fit.campaignId(), fit.campaignId());
        distinct.add(account);
        sums.add(new MantelHaenszel.Study(account, fit.r(), fit.s()));
        Double lnlor = fit.lnlor();
        Double variance = fit.variance();
        if (lnlor != null && variance != null) {
          studies.add(new Pooling.Study(account, lnlor, variance));
        }
      }
      return new Pooled(
          fits,
          studies,
          distinct.size(),
          studies.size() < 2 ? null : Pooling.of(studies),
          MantelHaenszel.of(sums));
    }

    DecayContrastPooledRow row(String run, double[] points, boolean seasonMissing) {
      StudentInterval headline = headlineInterval();
      return new DecayContrastPooledRow(
          FitContrast.UNIT,
          run,
          headline(),
          fits.size(),
          accounts,
          fits.isEmpty() ? null : zeroCells(),
          estimate(),
          mhEstimate(),
          headline == null ? null : headline.pValue(),
          byCampaign == null ? null : byCampaign.tau(),
          byCampaign == null ? null : byCampaign.iSquared(),
          estimateInterval() == null || byCampaign == null ? null : byCampaign.predictionLow(),
          estimateInterval() == null || byCampaign == null ? null : byCampaign.predictionHigh(),
          heaviestShare(),
          null,
          null,
          null,
          null,
          null,
          FitContrast.UNCORRECTED,
          verdict(points, seasonMissing).word());
    }

    /** What forbids to conclude: nothing checks labels and no placebo is run as yet. */
    private List<String> hindrances(boolean seasonMissing) {
      List<String> codes = new ArrayList<>(List.of(LABELS_UNCHECKED, FitContrast.NOT_RUN));
      if (seasonMissing) {
        codes.add(NO_SEASON);
      }
      if (accounts < FOR_A_VERDICT) {
        codes.add(FEW_ACCOUNTS);
      }
      Double share = heaviestShare();
      if (share != null && share > ONE_ACCOUNT_TOO_HEAVY) {
        codes.add(ONE_CLUSTER);
      }
      return codes;
    }

    private LegVerdict verdict(double[] points, boolean seasonMissing) {
      StudentInterval headline = headlineInterval();
      if (headline == null) {
        return point() == null ? LegVerdict.NOT_ESTIMABLE : LegVerdict.UNDETERMINED;
      }
      return LegVerdict.of(
          headline,
          CLAIM_SIDE,
          StrictMath.log(1.25),
          headline.pValue(),
          !hindrances(seasonMissing).isEmpty(),
          points);
    }

    private double zeroCells() {
      return (double) (fits.size() - studies.size()) / fits.size();
    }

    String headline() {
      return !fits.isEmpty() && zeroCells() > ZERO_CELLS_BEARABLE ? MH_ESTIMATE : ESTIMATE;
    }

    private boolean headlineBySums() {
      return headline().equals(MH_ESTIMATE);
    }

    @Nullable Double point() {
      return headlineBySums() ? mhEstimate().value() : estimate().value();
    }

    private @Nullable StudentInterval headlineInterval() {
      return headlineBySums() ? mhInterval() : estimateInterval();
    }

    private @Nullable StudentInterval estimateInterval() {
      return byCampaign == null || byCampaign.accounts() < FOR_AN_INTERVAL
          ? null
          : byCampaign.mean();
    }

    private @Nullable StudentInterval mhInterval() {
      return bySums == null || bySums.accounts() < FOR_AN_INTERVAL ? null : bySums.interval();
    }

    private Estimate estimate() {
      if (studies.isEmpty()) {
        return none();
      }
      return estimate(
          byCampaign == null ? studies.get(0).estimate() : byCampaign.mean().estimate(),
          estimateInterval());
    }

    private Estimate mhEstimate() {
      return bySums == null ? none() : estimate(bySums.estimate(), mhInterval());
    }

    private static Estimate estimate(double point, @Nullable StudentInterval interval) {
      return interval == null
          ? Estimate.qualified(point, null, null, FEW_ACCOUNTS)
          : Estimate.of(point, interval.low(), interval.high());
    }

    private Estimate none() {
      return Estimate.none(fits.isEmpty() ? ContrastFit.TOO_FEW_EVENTS : ContrastFit.ZERO_CELL);
    }

    private @Nullable Double heaviestShare() {
      if (headlineBySums()) {
        return bySums == null ? null : bySums.heaviestShare();
      }
      if (byCampaign == null) {
        return studies.isEmpty() ? null : Double.valueOf(1);
      }
      return byCampaign.heaviestShare();
    }

    /** The account with most of the headline's weight; empty where nothing is pooled. */
    String heaviestAccount() {
      if (headlineBySums()) {
        return bySums == null ? "" : bySums.heaviestAccount();
      }
      if (byCampaign == null) {
        return studies.isEmpty() ? "" : studies.get(0).account();
      }
      return byCampaign.heaviestAccount();
    }
  }
}
