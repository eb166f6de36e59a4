package org.afterglow.job.contrast;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.job.acts.Privacy;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.FalseDiscovery;
import org.afterglow.statistics.LabelCorrection;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.Permutation;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Contrasts promotional with conversational units of each campaign by the late-odds ratio, in the
 * primary run and in those that show what it depends on (docs/methods.md, 3). It sees sums over
 * (campaign, unit, run, stratum, class, bucket); units one by one are looked at only to permute the
 * classes of campaigns of at most {@value Permutation#MOST_UNITS}.
 */
public final class FitContrast {
  /** The table, which draws are keyed by. */
  private static final String TABLE = "decay_contrast";

  private static final String[] RUN = {"campaignId", "unit", "run"};

  /** Classes are taken as they were predicted. */
  static final String UNCORRECTED = "none";

  /** Classes are corrected for their errors, apart for early and late acts. */
  static final String PER_CELL = "per_cell";

  static final String SCHEDULE = "SCHEDULE";
  public static final String NOT_RUN = ReasonCodes.NOT_RUN;

  /** The classes have too little in common to be compared. */
  public static final String NO_OVERLAP = ReasonCodes.NO_OVERLAP;

  private static final String PERMUTATION = "permutation";
  private static final String JACKKNIFE_T = "jackknife_t";

  public static final Encoder<ContrastCell> CELL = Records.encoder(ContrastCell.class);
  public static final Encoder<PermutedUnit> PERMUTED = Records.encoder(PermutedUnit.class);
  public static final Encoder<ContrastFit> FIT = Records.encoder(ContrastFit.class);
  private static final Encoder<Tested> TESTED = Records.encoder(Tested.class);
  private static final Encoder<DecayContrastRow> ROW = Tables.DECAY_CONTRAST.encoder();

  private FitContrast() {}

  /** The p of a campaign's run by permutation. */
  public record Tested(String campaignId, String unit, String run, double permutationP) {}

  /** A run of a unit. */
  private record UnitRun(String unit, String run) implements Comparable<UnitRun> {
    @Override
    public int compareTo(UnitRun other) {
      int byUnit = unit.compareTo(other.unit);
      return byUnit == 0 ? run.compareTo(other.run) : byUnit;
    }
  }

  /**
   * Fits every run of every campaign that has cells. Used twice, as for rows and for pooling, it is
   * worth persisting.
   *
   * @param cells of all units and runs
   * @param units of the runs whose p comes by permutation, one by one
   * @param jobSeed that the permutations start from
   * @param corrections for errors of the classes. The primary run of a unit that is corrected is
   *     also fitted as predicted; and its p is by t, since exchanging predicted classes tests
   *     whether these differ
   */
  public static Dataset<ContrastFit> fits(
      Dataset<ContrastCell> cells,
      Dataset<PermutedUnit> units,
      long jobSeed,
      Corrections corrections) {
    Dataset<ContrastFit> untested =
        cells
            .groupByKey(
                (MapFunction<ContrastCell, String>) ContrastCell::campaignId, Encoders.STRING())
            .flatMapGroups(
                (FlatMapGroupsFunction<String, ContrastCell, ContrastFit>)
                    (campaignId, group) -> fit(campaignId, group, corrections),
                FIT);
    Object[] corrected = corrections.byUnit().keySet().stream().map(ContrastUnit::word).toArray();
    Dataset<PermutedUnit> exchangeable = units.filter(not(col("unit").isin(corrected)));
    Dataset<Row> tested = permuted(exchangeable, new Draws(jobSeed, TABLE)).toDF();
    Column ok = col("state").equalTo(Estimate.OK);
    return untested
        .join(tested, RUN, "left")
        .withColumn("permuted", ok.and(col("permutationP").isNotNull()))
        .withColumn("pValue", when(col("permuted"), col("permutationP")).otherwise(col("pValue")))
        .withColumn("pMethod", when(col("permuted"), lit(PERMUTATION)).otherwise(col("pMethod")))
        .select(columns())
        .as(FIT);
  }

  /**
   * The rows of decay_contrast: for each campaign one for each unit and cut.
   *
   * @param fits of all runs
   * @param campaigns every campaign, with posts or without
   * @param uncertain runs whose labels are too uncertain to correct by, as {@link #key}
   */
  public static Dataset<DecayContrastRow> rows(
      Dataset<ContrastFit> fits, Dataset<ContrastCampaign> campaigns, Set<String> uncertain) {
    return campaigns
        .groupByKey(
            (MapFunction<ContrastCampaign, String>) ContrastCampaign::campaignId, Encoders.STRING())
        .cogroup(
            adjusted(fits)
                .groupByKey(
                    (MapFunction<ContrastFit, String>) ContrastFit::campaignId, Encoders.STRING()),
            (CoGroupFunction<String, ContrastCampaign, ContrastFit, DecayContrastRow>)
                (campaignId, every, fitted) -> rows(every, fitted, uncertain),
            ROW);
  }

  private static Iterator<ContrastFit> fit(
      String campaignId, Iterator<ContrastCell> cells, Corrections corrections) {
    Map<UnitRun, List<ContrastCell>> runs = new TreeMap<>();
    cells.forEachRemaining(
        cell ->
            runs.computeIfAbsent(new UnitRun(cell.unit(), cell.run()), run -> new ArrayList<>())
                .add(cell));
    List<ContrastFit> fits = new ArrayList<>();
    runs.forEach(
        (run, sums) -> {
          LabelCorrection correction = corrections.of(run.unit, run.run);
          fits.add(fit(campaignId, run.unit, run.run, sums, correction));
          if (correction != null && run.run.equals(ContrastFit.PRIMARY)) {
            fits.add(fit(campaignId, run.unit, ContrastFit.LABELS_AS_PREDICTED, sums, null));
          }
        });
    return fits.iterator();
  }

  /**
   * Fits one run from its cells, without a permutation.
   *
   * @param correction for errors of the classes; null: they are taken as predicted
   */
  static ContrastFit fit(
      String campaignId,
      String unit,
      String run,
      List<ContrastCell> cells,
      @Nullable LabelCorrection correction) {
    LateOdds odds =
        LateOdds.of(
            cells.stream()
                .map(
                    cell ->
                        new LateOdds.Sums(
                            cell.stratum(),
                            cell.bucket(),
                            cell.promotional(),
                            cell.early(),
                            cell.late(),
                            cell.cross()))
                .toList(),
            correction == null ? null : correction.confusion());
    long[] units = new long[2];
    long[] events = new long[2];
    long[] early = new long[2];
    long[] late = new long[2];
    Map<Integer, Integer> classesOfStratum = new HashMap<>();
    for (ContrastCell cell : cells) {
      int c = cell.promotional() ? 1 : 0;
      units[c] += cell.units();
      events[c] += cell.events();
      early[c] += cell.early();
      late[c] += cell.late();
      classesOfStratum.merge(cell.stratum(), 1 << c, (seen, one) -> seen | one);
    }
    String state = ContrastFit.state(units[1], units[0], events[1], events[0], odds);
    boolean stands = state.equals(Estimate.OK);
    Double lnlor = stands ? odds.lnlor() : null;
    Double variance = stands ? odds.variance() : null;
    Double p = null;
    boolean byJackknife = correction != null || units[0] + units[1] > Permutation.MOST_UNITS;
    if (lnlor != null && variance != null && byJackknife) {
      p = StudentInterval.pValue(lnlor / StrictMath.sqrt(variance), odds.buckets() - 1.0);
    }
    return new ContrastFit(
        campaignId,
        unit,
        run,
        classesOfStratum.values().stream().filter(classes -> classes == 3).count(),
        units[1],
        units[0],
        events[1],
        events[0],
        early[1] / LateOdds.MILLION,
        late[1] / LateOdds.MILLION,
        early[0] / LateOdds.MILLION,
        late[0] / LateOdds.MILLION,
        odds.r(),
        odds.s(),
        state,
        lnlor,
        variance,
        odds.buckets(),
        p,
        null,
        p == null ? null : JACKKNIFE_T,
        odds.pairs(),
        correction == null ? UNCORRECTED : PER_CELL);
  }

  /**
   * Fits with their p adjusted over the campaigns that have one in the same unit and run, since of
   * many campaigns some look different by chance.
   */
  private static Dataset<ContrastFit> adjusted(Dataset<ContrastFit> fits) {
    return fits.groupByKey(
            (MapFunction<ContrastFit, String>) fit -> key(fit.unit(), fit.run()), Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, ContrastFit, ContrastFit>)
                (run, group) -> adjusted(group).iterator(),
            FIT);
  }

  /** The same of the fits of one run. */
  static List<ContrastFit> adjusted(Iterator<ContrastFit> run) {
    List<ContrastFit> fits = new ArrayList<>();
    run.forEachRemaining(fits::add);
    double[] q =
        FalseDiscovery.benjaminiHochberg(
            fits.stream()
                .map(ContrastFit::pValue)
                .filter(p -> p != null)
                .mapToDouble(Double::doubleValue)
                .toArray());
    int tested = 0;
    for (int i = 0; i < fits.size(); i++) {
      ContrastFit fit = fits.get(i);
      if (fit.pValue() != null) {
        fits.set(i, fit.adjusted(q[tested]));
        tested++;
      }
    }
    return fits;
  }

  /** Permutation p of the runs that have few enough units. */
  private static Dataset<Tested> permuted(Dataset<PermutedUnit> units, Draws draws) {
    Dataset<Row> small =
        units
            .groupBy(col("campaignId"), col("unit"), col("run"))
            .agg(count(lit(1)).as("counted"))
            .filter(col("counted").leq(Permutation.MOST_UNITS))
            .drop("counted");
    return units
        .join(broadcast(small), RUN, "left_semi")
        .as(PERMUTED)
        .groupByKey((MapFunction<PermutedUnit, String>) PermutedUnit::campaignId, Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, PermutedUnit, Tested>)
                (campaignId, group) -> permute(campaignId, group, draws),
            TESTED);
  }

  private static Iterator<Tested> permute(
      String campaignId, Iterator<PermutedUnit> group, Draws draws) {
    Map<UnitRun, List<PermutedUnit>> runs = new TreeMap<>();
    group.forEachRemaining(
        unit ->
            runs.computeIfAbsent(new UnitRun(unit.unit(), unit.run()), run -> new ArrayList<>())
                .add(unit));
    List<Tested> tested = new ArrayList<>();
    runs.forEach(
        (run, units) -> {
          if (enoughEvents(units, true) && enoughEvents(units, false)) {
            units.sort(Comparator.comparing(PermutedUnit::unitKey));
            double p =
                Permutation.pValue(
                    units.stream().map(PermutedUnit::counted).toList(),
                    Permutation.DRAWS,
                    draw -> draws.stream(campaignId, key(run.unit, run.run), draw));
            tested.add(new Tested(campaignId, run.unit, run.run, p));
          }
        });
    return tested.iterator();
  }

  private static boolean enoughEvents(List<PermutedUnit> units, boolean promotional) {
    long events = 0;
    for (PermutedUnit unit : units) {
      events += unit.promotional() == promotional ? unit.events() : 0;
    }
    return events >= ContrastFit.ENOUGH_EVENTS;
  }

  private static Iterator<DecayContrastRow> rows(
      Iterator<ContrastCampaign> campaigns, Iterator<ContrastFit> fits, Set<String> uncertain) {
    if (!campaigns.hasNext()) {
      throw new IllegalStateException("posts of a campaign that is not in table campaigns");
    }
    List<ContrastFit> all = new ArrayList<>();
    fits.forEachRemaining(all::add);
    return rows(campaigns.next(), all, uncertain).iterator();
  }

  /** The key of a unit's run. */
  public static String key(String unit, String run) {
    return unit + "/" + run;
  }

  /** The rows of one campaign, by unit and cut. */
  public static List<DecayContrastRow> rows(
      ContrastCampaign campaign, List<ContrastFit> fits, Set<String> uncertain) {
    List<DecayContrastRow> rows = new ArrayList<>();
    for (ContrastUnit unit : ContrastUnit.values()) {
      Map<String, ContrastFit> byRun = new HashMap<>();
      fits.stream()
          .filter(fit -> fit.unit().equals(unit.word()))
          .forEach(fit -> byRun.put(fit.run(), fit));
      for (ContrastUnit.Cut cut : unit.cuts()) {
        rows.add(row(campaign, unit, cut, byRun, uncertain));
      }
    }
    return rows;
  }

  private static DecayContrastRow row(
      ContrastCampaign campaign,
      ContrastUnit unit,
      ContrastUnit.Cut cut,
      Map<String, ContrastFit> byRun,
      Set<String> uncertain) {
    ContrastFit fit =
        byRun.getOrDefault(
            cut.run(), fit(campaign.campaignId(), unit.word(), cut.run(), List.of(), null));
    // the code of a corrected value that is withheld; nothing else is
    boolean withheld =
        fit.poolable()
            && fit.labelCorrection().equals(PER_CELL)
            && uncertain.contains(key(fit.unit(), fit.run()));
    boolean sinceStop = unit == ContrastUnit.POST && cut.run().equals(ContrastFit.PRIMARY);
    boolean shown =
        unit != ContrastUnit.PERSON
            || Privacy.shows(fit.unitsPromo()) && Privacy.shows(fit.unitsConv());
    boolean counted = shown && !fit.refused();
    boolean given = counted && !withheld;
    return new DecayContrastRow(
        campaign.campaignId(),
        campaign.entityType(),
        campaign.entityKey(),
        unit.word(),
        cut.hours(),
        counted ? fit.strata() : null,
        counted ? fit.unitsPromo() : null,
        counted ? fit.unitsConv() : null,
        counted ? fit.earlyPromo() : null,
        counted ? fit.latePromo() : null,
        counted ? fit.earlyConv() : null,
        counted ? fit.lateConv() : null,
        given ? fit.r() : null,
        given ? fit.s() : null,
        shown
            ? withheld ? Estimate.none(PoolContrast.LABEL_UNCERTAIN) : fit.estimate()
            : Estimate.none(Privacy.SUPPRESSED),
        given ? fit.variance() : null,
        given ? fit.pValue() : null,
        given ? fit.qValue() : null,
        given ? fit.pMethod() : null,
        sinceStop ? sinceStop(campaign, byRun.get(ContrastFit.STOP)) : Estimate.none(NOT_RUN),
        sinceStop
            ? qualified(sinceStop(campaign, byRun.get(ContrastFit.CRUDE)))
            : Estimate.none(NOT_RUN),
        fit.labelCorrection());
  }

  private static Estimate sinceStop(ContrastCampaign campaign, @Nullable ContrastFit fit) {
    if (!campaign.stopState().equals(Estimate.OK)) {
      return Estimate.none(campaign.stopState());
    }
    return fit == null ? Estimate.none(ContrastFit.TOO_FEW_EVENTS) : fit.estimate();
  }

  /** An unstratified contrast measures posting schedules: it is shown, never concluded from. */
  private static Estimate qualified(Estimate crude) {
    Double value = crude.value();
    return value == null ? crude : Estimate.qualified(value, crude.low(), crude.high(), SCHEDULE);
  }

  private static Column[] columns() {
    return Arrays.stream(FIT.schema().fieldNames()).map(name -> col(name)).toArray(Column[]::new);
  }
}
