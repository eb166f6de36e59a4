package org.afterglow.job.contrast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.Clusters;
import org.afterglow.statistics.FalseDiscovery;
import org.afterglow.statistics.LabelCorrection;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.LegVerdict;
import org.afterglow.statistics.PooledOdds;
import org.afterglow.statistics.Pooling;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
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
  public static final String HEAVIEST_ACCOUNT_OUT = "heaviest_account_out";

  public static final String FEW_ACCOUNTS = ReasonCodes.FEW_ACCOUNTS;
  static final String ONE_CLUSTER = ReasonCodes.ONE_CLUSTER;

  /** People acquired by promotional posts stay longer by their curves and shorter by their odds. */
  static final String RMST_OPPOSED = ReasonCodes.RMST_OPPOSED;

  public static final String LABELS_UNCHECKED = ReasonCodes.LABELS_UNCHECKED;

  /** The checked sample is too small or the classes too often wrong to correct by. */
  public static final String LABEL_UNCERTAIN = ReasonCodes.LABEL_UNCERTAIN;

  private static final String ESTIMATE = "estimate";
  private static final String MH_ESTIMATE = "mh_estimate";
  private static final int FOR_A_VERDICT = 10;
  private static final double ONE_ACCOUNT_TOO_HEAVY = .5;
  private static final int CLAIM_SIDE = -1;

  private static final Encoder<DecayContrastPooledRow> ROW = Tables.DECAY_CONTRAST_POOLED.encoder();

  private PoolContrast() {}

  /**
   * The rows of decay_contrast_pooled, one for each unit and run; none where there is no campaign.
   *
   * @param fits of all runs
   * @param campaigns every campaign
   * @param evidence of every unit
   */
  public static Dataset<DecayContrastPooledRow> rows(
      Dataset<ContrastFit> fits, Dataset<ContrastCampaign> campaigns, List<LegEvidence> evidence) {
    return campaigns
        .groupByKey((MapFunction<ContrastCampaign, Integer>) campaign -> 0, Encoders.INT())
        .cogroup(
            fits.groupByKey((MapFunction<ContrastFit, Integer>) fit -> 0, Encoders.INT()),
            (CoGroupFunction<Integer, ContrastCampaign, ContrastFit, DecayContrastPooledRow>)
                (all, every, fitted) -> rows(list(every), list(fitted), evidence).iterator(),
            ROW);
  }

  /** The rows of some campaigns with their fits, in whatever order. */
  static List<DecayContrastPooledRow> rows(
      List<ContrastCampaign> campaigns, List<ContrastFit> fits, List<LegEvidence> evidence) {
    Map<String, ContrastCampaign> byId = new TreeMap<>();
    campaigns.forEach(campaign -> byId.put(campaign.campaignId(), campaign));
    Map<String, String> accounts = accounts(byId.values());
    List<Leg> legs =
        evidence.stream()
            .map(
                leg ->
                    Leg.of(
                        leg,
                        fits.stream().filter(fit -> fit.unit().equals(leg.unit().word())).toList(),
                        byId,
                        accounts))
            .toList();
    double[] q =
        FalseDiscovery.benjaminiHochberg(
            legs.stream()
                .map(Leg::pValue)
                .filter(p -> p != null)
                .mapToDouble(Double::doubleValue)
                .toArray());
    List<DecayContrastPooledRow> rows = new ArrayList<>();
    int tested = 0;
    for (Leg leg : legs) {
      rows.addAll(leg.rows(leg.pValue() == null ? null : Double.valueOf(q[tested++])));
    }
    return rows;
  }

  /** One unit in all of its runs. */
  private record Leg(LegEvidence evidence, Map<String, Pooled> runs) {
    static Leg of(
        LegEvidence evidence,
        List<ContrastFit> fits,
        Map<String, ContrastCampaign> byId,
        Map<String, String> accounts) {
      Map<String, Pooled> runs = new TreeMap<>();
      String otherwise = commonest(fits);
      Map<String, LabelCorrection> corrections = evidence.corrections();
      for (String run : evidence.unit().runs()) {
        runs.put(
            run, Pooled.of(poolable(run, fits, byId), accounts, otherwise, corrections.get(run)));
      }
      if (!corrections.isEmpty()) {
        String predicted = ContrastFit.LABELS_AS_PREDICTED;
        runs.put(predicted, Pooled.of(poolable(predicted, fits, byId), accounts, otherwise, null));
      }
      Pooled primary = primary(runs);
      String heaviest = primary.odds.heaviestAccount();
      runs.put(
          HEAVIEST_ACCOUNT_OUT,
          Pooled.of(
              primary.fits.stream()
                  .filter(fit -> !accounts.getOrDefault(fit.campaignId(), "").equals(heaviest))
                  .toList(),
              accounts,
              otherwise,
              corrections.get(ContrastFit.PRIMARY)));
      return new Leg(evidence, runs);
    }

    /** Why most campaigns cannot be pooled. */
    private static String commonest(List<ContrastFit> fits) {
      Map<String, Integer> states = new TreeMap<>();
      fits.stream()
          .filter(fit -> fit.run().equals(ContrastFit.PRIMARY) && !fit.poolable())
          .forEach(fit -> states.merge(fit.state(), 1, Integer::sum));
      return states.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .orElse(ContrastFit.TOO_FEW_EVENTS);
    }

    private static Pooled primary(Map<String, Pooled> runs) {
      return Objects.requireNonNull(runs.get(ContrastFit.PRIMARY));
    }

    /** The p of the primary run, by which the leg is judged. */
    @Nullable Double pValue() {
      return primary(runs).pValue();
    }

    /**
     * A row for each run; the primary one is judged by its q.
     *
     * @param q null where there is no p
     */
    List<DecayContrastPooledRow> rows(@Nullable Double q) {
      Pooled primary = primary(runs);
      double[] points =
          Stream.concat(
                  runs.entrySet().stream()
                      .filter(run -> !run.getKey().equals(ContrastFit.LABELS_AS_PREDICTED))
                      .map(run -> run.getValue().point(run.getValue().odds.headline())),
                  Stream.of(
                      primary.point(primary.odds.estimate()),
                      primary.point(primary.odds.mhEstimate())))
              .filter(point -> point != null)
              .mapToDouble(Double::doubleValue)
              .toArray();
      return runs.entrySet().stream()
          .map(
              run ->
                  run.getValue()
                      .row(
                          evidence,
                          run.getKey(),
                          run.getKey().equals(ContrastFit.PRIMARY) ? q : null,
                          points))
          .toList();
    }
  }

  /** The fits of a run that can be pooled, in the order of their campaigns, one each overlap. */
  private static List<ContrastFit> poolable(
      String run, List<ContrastFit> fits, Map<String, ContrastCampaign> byId) {
    return oneEachOverlap(
        fits.stream().filter(fit -> fit.run().equals(run) && fit.poolable()).toList(),
        fit -> campaign(fit.campaignId(), byId));
  }

  /**
   * What comes of campaigns, in the order of their keys; of those that share their posts the
   * longest stands for all.
   */
  public static <T> List<T> oneEachOverlap(List<T> fits, Function<T, ContrastCampaign> campaign) {
    Map<String, T> chosen = new HashMap<>();
    Comparator<T> longest =
        Comparator.<T>comparingLong(fit -> campaign.apply(fit).lengthMicros())
            .thenComparing(fit -> campaign.apply(fit).campaignId(), Comparator.reverseOrder());
    for (T fit : fits) {
      String overlap = campaign.apply(fit).overlapGroupId();
      String group =
          overlap == null ? "alone/" + campaign.apply(fit).campaignId() : "group/" + overlap;
      chosen.merge(group, fit, (a, b) -> longest.compare(a, b) >= 0 ? a : b);
    }
    return chosen.values().stream()
        .sorted(Comparator.comparing((T fit) -> campaign.apply(fit).campaignId()))
        .toList();
  }

  /**
   * Posts of the campaigns that are pooled, those of two campaigns counted with both.
   *
   * @param posts of each campaign that could be, by its id
   * @param campaigns every campaign
   */
  public static long postsPooled(Map<String, Long> posts, List<ContrastCampaign> campaigns) {
    return oneEachOverlap(
            campaigns.stream().filter(each -> posts.containsKey(each.campaignId())).toList(),
            Function.identity())
        .stream()
        .mapToLong(each -> Objects.requireNonNull(posts.get(each.campaignId())))
        .sum();
  }

  static ContrastCampaign campaign(String campaignId, Map<String, ContrastCampaign> byId) {
    ContrastCampaign campaign = byId.get(campaignId);
    if (campaign == null) {
      throw new IllegalStateException("posts of a campaign that is not in table campaigns");
    }
    return campaign;
  }

  /**
   * The account of each campaign: the least entity key of all campaigns that are linked by a common
   * owner or a common entity key.
   */
  public static Map<String, String> accounts(Iterable<ContrastCampaign> campaigns) {
    // entities sort before owners, so that the least name of a cluster is its least entity
    Clusters clusters = new Clusters();
    for (ContrastCampaign campaign : campaigns) {
      campaign
          .owners()
          .forEach(owner -> clusters.link("entity/" + campaign.entityKey(), "owner/" + owner));
    }
    Map<String, String> accounts = new HashMap<>();
    for (ContrastCampaign campaign : campaigns) {
      accounts.put(campaign.campaignId(), clusters.of("entity/" + campaign.entityKey()));
    }
    return accounts;
  }

  private static <T> List<T> list(Iterator<T> iterator) {
    List<T> list = new ArrayList<>();
    iterator.forEachRemaining(list::add);
    return list;
  }

  /**
   * A run pooled: its fits and what they come to.
   *
   * @param otherwise why there is nothing to pool where there is not
   * @param correction for errors of the classes; null: they were taken as predicted
   * @param effect of the checked sample's error; null where nothing is corrected
   */
  private record Pooled(
      List<ContrastFit> fits,
      PooledOdds odds,
      String otherwise,
      @Nullable LabelCorrection correction,
      LabelCorrection.@Nullable Effect effect) {

    static Pooled of(
        List<ContrastFit> fits,
        Map<String, String> accounts,
        String otherwise,
        @Nullable LabelCorrection correction) {
      PooledOdds odds =
          PooledOdds.of(
              fits.stream()
                  .map(
                      fit ->
                          new PooledOdds.Study(
                              accounts.getOrDefault(fit.campaignId(), fit.campaignId()),
                              fit.r(),
                              fit.s(),
                              fit.lnlor(),
                              fit.variance()))
                  .toList());
      if (correction == null || fits.isEmpty()) {
        return new Pooled(fits, odds, otherwise, correction, null);
      }
      LateOdds.Pairs pairs = LateOdds.Pairs.NONE;
      for (ContrastFit fit : fits) {
        pairs = pairs.plus(fit.pairs());
      }
      LabelCorrection.Effect effect = correction.effect(pairs);
      Double error = effect.standardError();
      return new Pooled(
          fits, error == null ? odds : odds.withAdded(error), otherwise, correction, effect);
    }

    /** Whether labels are too uncertain for the corrected value to be given. */
    boolean uncertain() {
      return effect != null && effect.uncertain();
    }

    /** A point that may be given, or null. */
    @Nullable Double point(@Nullable Double point) {
      return uncertain() ? null : point;
    }

    @Nullable Double pValue() {
      StudentInterval headline = headlineInterval();
      return headline == null ? null : Double.valueOf(headline.pValue());
    }

    private @Nullable StudentInterval headlineInterval() {
      return uncertain() ? null : odds.headlineInterval();
    }

    /**
     * The row of a run.
     *
     * @param q null but in the primary run
     * @param points of all runs
     */
    DecayContrastPooledRow row(
        LegEvidence evidence, String run, @Nullable Double q, double[] points) {
      StudentInterval mean = odds.estimateInterval();
      Pooling byCampaign = uncertain() ? null : odds.byCampaign();
      CheckedSample.Rates rates = correction == null ? null : correction.rates();
      return new DecayContrastPooledRow(
          evidence.unit().word(),
          run,
          odds.headlineBySums() ? MH_ESTIMATE : ESTIMATE,
          fits.size(),
          odds.accounts(),
          odds.zeroCellShare(),
          estimate(odds.estimate(), mean),
          estimate(odds.mhEstimate(), odds.mhInterval()),
          pValue(),
          q,
          byCampaign == null ? null : byCampaign.tau(),
          byCampaign == null ? null : byCampaign.iSquared(),
          mean == null || byCampaign == null ? null : byCampaign.predictionLow(),
          mean == null || byCampaign == null ? null : byCampaign.predictionHigh(),
          odds.heaviestShare(),
          rates == null ? null : rates.sEarly(),
          rates == null ? null : rates.fEarly(),
          rates == null ? null : rates.sLate(),
          rates == null ? null : rates.fLate(),
          effect == null ? null : effect.standardError(),
          correction == null ? FitContrast.UNCORRECTED : FitContrast.PER_CELL,
          verdict(evidence, q, points).word(),
          hindrances(evidence));
    }

    /** What forbids to conclude, of the unit and of this run. */
    private List<String> hindrances(LegEvidence evidence) {
      Set<String> codes = new TreeSet<>(evidence.hindrances());
      if (correction == null && !evidence.corrections().isEmpty()) {
        codes.add(LABELS_UNCHECKED);
      }
      if (uncertain()) {
        codes.add(LABEL_UNCERTAIN);
      }
      if (odds.accounts() < FOR_A_VERDICT) {
        codes.add(FEW_ACCOUNTS);
      }
      Double share = odds.heaviestShare();
      if (share != null && share > ONE_ACCOUNT_TOO_HEAVY) {
        codes.add(ONE_CLUSTER);
      }
      StudentInterval headline = headlineInterval();
      if (headline != null && evidence.contradicts(headline.low(), headline.high())) {
        codes.add(RMST_OPPOSED);
      }
      return List.copyOf(codes);
    }

    private LegVerdict verdict(LegEvidence evidence, @Nullable Double q, double[] points) {
      StudentInterval headline = headlineInterval();
      if (headline == null) {
        return uncertain() || odds.headline() != null
            ? LegVerdict.UNDETERMINED
            : LegVerdict.NOT_ESTIMABLE;
      }
      return LegVerdict.of(
          headline,
          CLAIM_SIDE,
          StrictMath.log(1.25),
          q == null ? headline.pValue() : q,
          !hindrances(evidence).isEmpty(),
          points);
    }

    private Estimate estimate(@Nullable Double point, @Nullable StudentInterval interval) {
      if (uncertain()) {
        return Estimate.none(LABEL_UNCERTAIN);
      }
      if (point == null) {
        return Estimate.none(fits.isEmpty() ? otherwise : ContrastFit.ZERO_CELL);
      }
      return interval == null
          ? Estimate.qualified(point, null, null, FEW_ACCOUNTS)
          : Estimate.of(point, interval.low(), interval.high());
    }
  }
}
