package org.afterglow.job;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.Permutation;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Contrasts promotional with conversational posts of each campaign by the late-odds ratio, in the
 * primary run and in those that show what it depends on (docs/methods.md, 3.1 and 3.4). What leaves
 * Spark's aggregation are sums over (campaign, run, stratum, class, bucket); posts one by one are
 * looked at only to permute the classes of campaigns of at most {@value Permutation#MOST_UNITS}.
 */
public final class FitContrast {
  /** The table and the unit, which draws are keyed by. */
  private static final String TABLE = "decay_contrast";

  static final String UNIT = "post";
  static final String UNCORRECTED = "none";
  static final String SCHEDULE = "SCHEDULE";
  static final String NOT_RUN = "NOT_RUN";
  private static final String PERMUTATION = "permutation";
  private static final String JACKKNIFE_T = "jackknife_t";

  private static final Encoder<CellSums> CELL_SUMS = Records.encoder(CellSums.class);
  static final Encoder<ContrastFit> FIT = Records.encoder(ContrastFit.class);
  private static final Encoder<Tested> TESTED = Records.encoder(Tested.class);
  private static final Encoder<PermutedPost> PERMUTED = Records.encoder(PermutedPost.class);
  private static final Encoder<DecayContrastRow> ROW = Tables.DECAY_CONTRAST.encoder();

  private FitContrast() {}

  /** Sums over the posts of one class in one stratum and bucket of a campaign's run. */
  public record CellSums(
      String campaignId,
      String run,
      int stratum,
      boolean promotional,
      int bucket,
      long units,
      long events,
      long early,
      long late,
      double cross) {}

  /** A post as the permutation needs it. */
  public record PermutedPost(
      String campaignId,
      String postKey,
      int week,
      boolean promotional,
      long events,
      long within6h,
      long within1d,
      long within7d,
      long within28d) {
    LateOdds.Unit unit(String run) {
      long early =
          switch (run) {
            case ContrastFit.CUT_6H -> within6h;
            case ContrastFit.PRIMARY -> within1d;
            case ContrastFit.CUT_7D -> within7d;
            default -> throw new IllegalArgumentException(run + " is not tested");
          };
      return new LateOdds.Unit(week, promotional, early, within28d - early);
    }
  }

  /** The p of a campaign's run by permutation. */
  public record Tested(String campaignId, String run, double permutationP) {}

  /** The runs whose rows stand in decay_contrast, with their cuts in hours. */
  private enum Cut {
    SIX_HOURS(ContrastFit.CUT_6H, 6),
    A_DAY(ContrastFit.PRIMARY, 24),
    A_WEEK(ContrastFit.CUT_7D, 168);

    private final String run;
    private final double hours;

    Cut(String run, double hours) {
      this.run = run;
      this.hours = hours;
    }
  }

  /**
   * Fits every run of every campaign that has posts. Used twice, as for rows and for pooling, it is
   * worth persisting, and so are the posts that it goes over twice.
   *
   * @param jobSeed that the permutations start from
   */
  public static Dataset<ContrastFit> fits(Dataset<ContrastPost> posts, long jobSeed) {
    Dataset<ContrastFit> untested =
        cells(posts)
            .groupByKey((MapFunction<CellSums, String>) CellSums::campaignId, Encoders.STRING())
            .flatMapGroups(
                (FlatMapGroupsFunction<String, CellSums, ContrastFit>) FitContrast::fit, FIT);
    Dataset<Row> tested = permuted(posts, new Draws(jobSeed, TABLE)).toDF();
    Column ok = col("state").equalTo(Estimate.OK);
    return untested
        .join(tested, new String[] {"campaignId", "run"}, "left")
        .withColumn("permuted", ok.and(col("permutationP").isNotNull()))
        .withColumn("pValue", when(col("permuted"), col("permutationP")).otherwise(col("pValue")))
        .withColumn("pMethod", when(col("permuted"), lit(PERMUTATION)).otherwise(col("pMethod")))
        .select(columns())
        .as(FIT);
  }

  /**
   * The rows of decay_contrast: for each campaign one for each cut.
   *
   * @param fits of all runs
   * @param campaigns every campaign, with posts or without
   */
  public static Dataset<DecayContrastRow> rows(
      Dataset<ContrastFit> fits, Dataset<ContrastCampaign> campaigns) {
    return campaigns
        .groupByKey(
            (MapFunction<ContrastCampaign, String>) ContrastCampaign::campaignId, Encoders.STRING())
        .cogroup(
            fits.groupByKey(
                (MapFunction<ContrastFit, String>) ContrastFit::campaignId, Encoders.STRING()),
            (CoGroupFunction<String, ContrastCampaign, ContrastFit, DecayContrastRow>)
                FitContrast::rows,
            ROW);
  }

  /** Sums of early, late and early × late, exact in decimals before they become doubles. */
  private static Dataset<CellSums> cells(Dataset<ContrastPost> posts) {
    Column aged = col("eligible");
    Column stopped = col("ageAtStop").isNotNull();
    Column all = col("within28d");
    Column day = col("within1d");
    Column events = col("events");
    Column week = col("week");
    Column runs =
        array(
            cell(ContrastFit.PRIMARY, aged, week, events, day, all.minus(day)),
            cell(
                ContrastFit.CUT_6H,
                aged,
                week,
                events,
                col("within6h"),
                all.minus(col("within6h"))),
            cell(
                ContrastFit.CUT_7D,
                aged,
                week,
                events,
                col("within7d"),
                all.minus(col("within7d"))),
            cell(
                ContrastFit.UNCERTAIN_DROPPED,
                aged.and(not(col("uncertain"))),
                week,
                events,
                day,
                all.minus(day)),
            cell(ContrastFit.SIX_HOUR_BLOCKS, aged, col("sixHours"), events, day, all.minus(day)),
            cell(
                ContrastFit.STOP,
                stopped,
                col("ageAtStop"),
                col("stopEvents"),
                col("stopFirstWeek"),
                col("stopLater")),
            cell(
                ContrastFit.CRUDE,
                stopped,
                lit(0),
                col("stopEvents"),
                col("stopFirstWeek"),
                col("stopLater")));
    Column cross =
        col("cell.early")
            .cast(DataTypes.createDecimalType(18, 0))
            .multiply(col("cell.late").cast(DataTypes.createDecimalType(18, 0)));
    return posts
        .select(
            col("campaignId"),
            col("promotional"),
            col("bucket"),
            explode(array_compact(runs)).as("cell"))
        .groupBy(
            col("campaignId"),
            col("cell.run").as("run"),
            col("cell.stratum").as("stratum"),
            col("promotional"),
            col("bucket"))
        .agg(
            count(lit(1)).as("units"),
            sum("cell.events").as("events"),
            sum("cell.early").as("early"),
            sum("cell.late").as("late"),
            sum(cross).cast("double").divide(lit(LateOdds.MILLION * LateOdds.MILLION)).as("cross"))
        .as(CELL_SUMS);
  }

  private static Column cell(
      String run, Column counts, Column stratum, Column events, Column early, Column late) {
    return when(
        coalesce(counts, lit(false)),
        struct(
            lit(run).as("run"),
            stratum.cast("int").as("stratum"),
            events.as("events"),
            early.as("early"),
            late.as("late")));
  }

  private static Iterator<ContrastFit> fit(String campaignId, Iterator<CellSums> cells) {
    Map<String, List<CellSums>> runs = new TreeMap<>();
    cells.forEachRemaining(
        cell -> runs.computeIfAbsent(cell.run, run -> new ArrayList<>()).add(cell));
    List<ContrastFit> fits = new ArrayList<>();
    runs.forEach((run, sums) -> fits.add(fit(campaignId, run, sums)));
    return fits.iterator();
  }

  /** Fits one run from its sums, without a permutation. */
  static ContrastFit fit(String campaignId, String run, List<CellSums> cells) {
    LateOdds odds =
        LateOdds.of(
            cells.stream()
                .map(
                    cell ->
                        new LateOdds.Sums(
                            cell.stratum,
                            cell.bucket,
                            cell.promotional,
                            cell.early,
                            cell.late,
                            cell.cross))
                .toList());
    long[] units = new long[2];
    long[] events = new long[2];
    long[] early = new long[2];
    long[] late = new long[2];
    Map<Integer, Integer> classesOfStratum = new HashMap<>();
    for (CellSums cell : cells) {
      int c = cell.promotional ? 1 : 0;
      units[c] += cell.units;
      events[c] += cell.events;
      early[c] += cell.early;
      late[c] += cell.late;
      classesOfStratum.merge(cell.stratum, 1 << c, (seen, one) -> seen | one);
    }
    String state = ContrastFit.state(units[1], units[0], events[1], events[0], odds);
    boolean stands = state.equals(Estimate.OK);
    Double lnlor = stands ? odds.lnlor() : null;
    Double variance = stands ? odds.variance() : null;
    Double p = null;
    if (lnlor != null && variance != null && units[0] + units[1] > Permutation.MOST_UNITS) {
      p = StudentInterval.pValue(lnlor / StrictMath.sqrt(variance), odds.buckets() - 1.0);
    }
    return new ContrastFit(
        campaignId,
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
        p == null ? null : JACKKNIFE_T);
  }

  /** Permutation p of campaigns that have few enough posts. */
  private static Dataset<Tested> permuted(Dataset<ContrastPost> posts, Draws draws) {
    Dataset<Row> eligible = posts.filter(col("eligible")).toDF();
    Dataset<Row> small =
        eligible
            .groupBy("campaignId")
            .agg(count(lit(1)).as("posts"))
            .filter(col("posts").leq(Permutation.MOST_UNITS))
            .select("campaignId");
    return eligible
        .join(broadcast(small), new String[] {"campaignId"}, "left_semi")
        .select(
            col("campaignId"),
            col("postKey"),
            col("week"),
            col("promotional"),
            col("events"),
            col("within6h"),
            col("within1d"),
            col("within7d"),
            col("within28d"))
        .as(PERMUTED)
        .groupByKey((MapFunction<PermutedPost, String>) PermutedPost::campaignId, Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, PermutedPost, Tested>)
                (campaignId, group) -> permute(campaignId, group, draws),
            TESTED);
  }

  private static Iterator<Tested> permute(
      String campaignId, Iterator<PermutedPost> group, Draws draws) {
    List<PermutedPost> posts = new ArrayList<>();
    group.forEachRemaining(posts::add);
    posts.sort(Comparator.comparing(PermutedPost::postKey));
    List<Tested> tested = new ArrayList<>();
    if (enoughEvents(posts, true) && enoughEvents(posts, false)) {
      for (Cut cut : Cut.values()) {
        List<LateOdds.Unit> units = posts.stream().map(post -> post.unit(cut.run)).toList();
        double p =
            Permutation.pValue(
                units,
                Permutation.DRAWS,
                draw -> draws.stream(campaignId, UNIT + "/" + cut.run, draw));
        tested.add(new Tested(campaignId, cut.run, p));
      }
    }
    return tested.iterator();
  }

  private static boolean enoughEvents(List<PermutedPost> posts, boolean promotional) {
    long events = 0;
    for (PermutedPost post : posts) {
      events += post.promotional == promotional ? post.events : 0;
    }
    return events >= ContrastFit.ENOUGH_EVENTS;
  }

  private static Iterator<DecayContrastRow> rows(
      String campaignId, Iterator<ContrastCampaign> campaigns, Iterator<ContrastFit> fits) {
    if (!campaigns.hasNext()) {
      throw new IllegalStateException("posts of a campaign that is not in table campaigns");
    }
    Map<String, ContrastFit> byRun = new HashMap<>();
    fits.forEachRemaining(fit -> byRun.put(fit.run(), fit));
    return rows(campaigns.next(), byRun).iterator();
  }

  /** The rows of one campaign, by cut. */
  static List<DecayContrastRow> rows(ContrastCampaign campaign, Map<String, ContrastFit> byRun) {
    List<DecayContrastRow> rows = new ArrayList<>();
    for (Cut cut : Cut.values()) {
      ContrastFit fit = byRun.getOrDefault(cut.run, fit(campaign.campaignId(), cut.run, List.of()));
      boolean primary = cut == Cut.A_DAY;
      rows.add(
          new DecayContrastRow(
              campaign.campaignId(),
              campaign.entityType(),
              campaign.entityKey(),
              UNIT,
              cut.hours,
              fit.strata(),
              fit.unitsPromo(),
              fit.unitsConv(),
              fit.earlyPromo(),
              fit.latePromo(),
              fit.earlyConv(),
              fit.lateConv(),
              fit.r(),
              fit.s(),
              fit.estimate(),
              fit.variance(),
              fit.pValue(),
              fit.pMethod(),
              primary ? sinceStop(campaign, byRun.get(ContrastFit.STOP)) : Estimate.none(NOT_RUN),
              primary
                  ? qualified(sinceStop(campaign, byRun.get(ContrastFit.CRUDE)))
                  : Estimate.none(NOT_RUN),
              UNCORRECTED));
    }
    return rows;
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
    return java.util.Arrays.stream(FIT.schema().fieldNames())
        .map(org.apache.spark.sql.functions::col)
        .toArray(Column[]::new);
  }
}
