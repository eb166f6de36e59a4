package org.afterglow.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.afterglow.bench.SharedArchive.World;
import org.afterglow.job.CheckFolder;
import org.afterglow.statistics.PooledOdds;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Figures of the replicates in a shared archive, out of the tables that a run published. */
final class ReplicateFigures {
  private static final double DAY_HOURS = 24;
  private static final double MONTH_HOURS = 672;

  /** Degrees of freedom of a campaign's own interval: all of twenty buckets are in use. */
  private static final double BUCKETS_DF = 19;

  private static final double NULL_LIMIT = .08;
  private static final double POWER_LIMIT = .8;
  private static final double COVERAGE_LIMIT = .9;
  private static final double CURVE_COVERAGE_LIMIT = .92;

  private final SharedArchive archive;
  private final OutputFolder out;

  ReplicateFigures(SharedArchive archive, OutputFolder out) {
    this.archive = archive;
    this.out = out;
  }

  /** Posts of entities to which the model gave another class than they have in truth. */
  long misclassified() {
    Dataset<Row> truth =
        out.spark()
            .read()
            .option("header", true)
            .csv(archive.truthFiles("truth_post"))
            .select(col("post_id"), col("class"));
    return out.table(Tables.POSTS)
        .filter(col("post_class").isNotNull())
        .select(col("post_id"), col("promotional_probability").geq(.5).as("promotional"))
        .join(truth, "post_id")
        .filter(not(col("promotional").equalTo(col("class").equalTo("promotional"))))
        .count();
  }

  /** The contrast of posts: nulls, gaps, and the crude contrast beside them. */
  List<AcceptanceLine> posts(List<EstimatorCondition> conditions) {
    Map<String, MeasuredReplicates> byAge = contrasts(conditions, "post", DAY_HOURS, "lnlor_age");
    Map<String, long[]> crude = crude();
    List<AcceptanceLine> lines = new ArrayList<>();
    byAge.forEach(
        (condition, measured) -> {
          long[] found = crude.getOrDefault(condition, new long[2]);
          String beside =
              String.format(
                  Locale.ROOT, "; the crude contrast differs in %d of %d", found[0], found[1]);
          lines.addAll(lines("lnlor_age", condition, measured, beside));
        });
    return lines;
  }

  /** The contrast of people. */
  List<AcceptanceLine> people(List<EstimatorCondition> conditions) {
    return lines("lnlor_people", contrasts(conditions, "person", MONTH_HOURS, "lnlor_people"));
  }

  /** The contrast of threads. */
  List<AcceptanceLine> threads(List<EstimatorCondition> conditions) {
    return lines("lnlor_talk", contrasts(conditions, "thread", MONTH_HOURS, "lnlor_talk"));
  }

  private static List<AcceptanceLine> lines(String what, Map<String, MeasuredReplicates> measured) {
    List<AcceptanceLine> lines = new ArrayList<>();
    measured.forEach((condition, each) -> lines.addAll(lines(what, condition, each, "")));
    return lines;
  }

  /** The lines of one condition of a contrast: a null or an effect. */
  static List<AcceptanceLine> lines(
      String what, String condition, MeasuredReplicates measured, String beside) {
    boolean isNull = condition.startsWith("null");
    String further =
        String.format(
            Locale.ROOT,
            "truth %+.2f; bias %s; half-width %.2f, %.1f × the known; %d without interval%s",
            measured.truth(),
            measured.bias(),
            measured.halfWidth(),
            measured.widthOverKnown(),
            measured.count() - measured.withInterval(),
            beside);
    List<AcceptanceLine> lines = new ArrayList<>();
    lines.add(
        isNull
            ? new AcceptanceLine(
                what + " rejected",
                condition,
                measured.rejected(),
                measured.count(),
                NULL_LIMIT,
                true,
                further)
            : new AcceptanceLine(
                what + " detected",
                condition,
                measured.below(),
                measured.count(),
                POWER_LIMIT,
                false,
                further));
    lines.add(
        new AcceptanceLine(
            what + " covers",
            condition,
            measured.covering(),
            measured.withInterval(),
            COVERAGE_LIMIT,
            false,
            ""));
    return lines;
  }

  /** Replicates by condition, each pooled from the rows of its campaigns. */
  private Map<String, MeasuredReplicates> contrasts(
      List<EstimatorCondition> conditions, String unit, double cut, String truth) {
    Map<String, Double> truths = truths(truth);
    Map<World, TreeMap<String, PooledOdds.Study>> byWorld = new LinkedHashMap<>();
    archive.worlds().stream()
        .filter(world -> isOf(world, conditions))
        .forEach(world -> byWorld.put(world, new TreeMap<>()));
    Iterator<DecayContrastRow> rows =
        rows(
            Tables.DECAY_CONTRAST,
            out.table(Tables.DECAY_CONTRAST)
                .filter(col("unit").equalTo(unit).and(col("cut_hours").equalTo(cut))));
    while (rows.hasNext()) {
      DecayContrastRow row = rows.next();
      Double r = row.r();
      Double s = row.s();
      boolean poolable =
          row.lnlor().state().equals(Estimate.OK) || row.lnlor().state().equals("ZERO_CELL");
      // Campaigns that were detected besides have no known truth.
      if (poolable && r != null && s != null && truths.containsKey(row.campaignId())) {
        Map<String, PooledOdds.Study> studies =
            byWorld.get(archive.worldOfCampaign(row.campaignId()));
        if (studies != null) {
          studies.put(
              row.campaignId(),
              new PooledOdds.Study(account(row), r, s, row.lnlor().value(), row.variance()));
        }
      }
    }
    Map<String, MeasuredReplicates> measured = new LinkedHashMap<>();
    byWorld.forEach(
        (world, studies) ->
            measured
                .computeIfAbsent(world.condition(), name -> new MeasuredReplicates())
                .add(
                    List.copyOf(studies.values()),
                    studies.keySet().stream()
                        .mapToDouble(id -> Objects.requireNonNull(truths.get(id)))
                        .average()
                        .orElse(0)));
    return measured;
  }

  /** Replicates in which the crude contrast differs from 0, and all, by condition. */
  private Map<String, long[]> crude() {
    Map<World, List<PooledOdds.Study>> byWorld = new LinkedHashMap<>();
    Map<String, Double> truths = truths("lnlor_age");
    rows(
            Tables.DECAY_CONTRAST,
            out.table(Tables.DECAY_CONTRAST)
                .filter(col("unit").equalTo("post").and(col("cut_hours").equalTo(DAY_HOURS)))
                .orderBy("campaign_id"))
        .forEachRemaining(
            row -> {
              Double value = row.lnlorCrude().value();
              Double low = row.lnlorCrude().low();
              Double high = row.lnlorCrude().high();
              if (value != null
                  && low != null
                  && high != null
                  && truths.containsKey(row.campaignId())) {
                double error = (high - low) / 2 / StudentInterval.quantile(BUCKETS_DF);
                byWorld
                    .computeIfAbsent(
                        archive.worldOfCampaign(row.campaignId()), world -> new ArrayList<>())
                    .add(new PooledOdds.Study(account(row), 1, 1, value, error * error));
              }
            });
    Map<String, long[]> found = new HashMap<>();
    byWorld.forEach(
        (world, studies) -> {
          StudentInterval pooled = PooledOdds.of(studies).estimateInterval();
          long[] counts = found.computeIfAbsent(world.condition(), name -> new long[2]);
          counts[0] += pooled != null && pooled.pValue() <= .05 ? 1 : 0;
          counts[1]++;
        });
    return found;
  }

  /** The entity of a campaign: several campaigns of it are one account. */
  private static String account(DecayContrastRow row) {
    return row.campaignId().substring(0, row.campaignId().indexOf('-'));
  }

  private static boolean isOf(World world, List<EstimatorCondition> conditions) {
    return conditions.stream().anyMatch(each -> each.name().equals(world.condition()));
  }

  private Map<String, Double> truths(String column) {
    return archive
        .truth("truth_contrast")
        .filter(row -> row.containsKey(column))
        .collect(
            Collectors.toMap(
                row -> value(row, "campaign_id"), row -> Double.parseDouble(value(row, column))));
  }

  /** How often intervals of one campaign and class hold the truth. */
  List<AcceptanceLine> curves(List<EstimatorCondition> conditions) {
    Map<String, Map<String, String>> truths =
        archive
            .truth("truth_decay")
            .collect(
                Collectors.toMap(
                    row -> value(row, "campaign_id") + value(row, "class"), row -> row));
    Map<String, Coverage> found = new LinkedHashMap<>();
    rows(Tables.DECAY, out.table(Tables.DECAY).orderBy("campaign_id", "post_class"))
        .forEachRemaining(
            row -> {
              Map<String, String> truth = truths.get(row.campaignId() + row.postClass());
              if (truth != null) {
                if (isOf(archive.worldOfCampaign(row.campaignId()), conditions)) {
                  add(found, "t50_days", row, DecayRow::t50Days, truth.get("t50_days"));
                  add(found, "rho28", row, DecayRow::rho28, truth.get("rho28"));
                  add(found, "d28_days", row, DecayRow::d28Days, truth.get("d28_days"));
                  add(
                      found,
                      "half_of_28d_age_hours",
                      row,
                      DecayRow::halfOf28dAgeHours,
                      truth.get("half_of_28d_age_hours"));
                }
              }
            });
    return found.entrySet().stream()
        .map(
            each ->
                new AcceptanceLine(
                    each.getKey() + " covers",
                    conditions.get(0).name() + "; campaigns by class",
                    each.getValue().holds,
                    each.getValue().logErrors.size(),
                    CURVE_COVERAGE_LIMIT,
                    false,
                    each.getValue().further()))
        .toList();
  }

  private static void add(
      Map<String, Coverage> found,
      String column,
      DecayRow row,
      Function<DecayRow, Estimate> estimate,
      @Nullable String truth) {
    Coverage coverage = found.computeIfAbsent(column, name -> new Coverage());
    Estimate given = estimate.apply(row);
    Double value = given.value();
    Double low = given.low();
    Double high = given.high();
    if (truth == null || value == null || low == null || high == null) {
      coverage.absent++;
    } else {
      coverage.add(Double.parseDouble(truth), value, low, high);
    }
  }

  /** How often intervals hold what they ought to. */
  private static final class Coverage {
    private long holds;
    private long absent;
    private final List<Double> logErrors = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    void add(double truth, double value, double low, double high) {
      holds += low <= truth && truth <= high ? 1 : 0;
      logErrors.add(Math.log(Math.max(value, 1e-9) / Math.max(truth, 1e-9)));
      ratios.add(high / Math.max(low, 1e-9));
    }

    String further() {
      return logErrors.isEmpty()
          ? ""
          : String.format(
              Locale.ROOT,
              "median ln error %+.2f; median upper/lower %.1f; %d without an interval",
              median(logErrors),
              median(ratios),
              absent);
    }

    private static double median(List<Double> values) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return sorted[(sorted.length - 1) / 2];
    }
  }

  /** What the placebos of the whole archive say, a note each. */
  List<String> placebos() {
    List<String> notes = new ArrayList<>();
    rows(Tables.PLACEBO, out.table(Tables.PLACEBO).orderBy("claim", "placebo"))
        .forEachRemaining(
            row ->
                notes.add(
                    String.format(
                        Locale.ROOT,
                        "placebo %s %s of the whole archive: %s of %d draws differ, mean %s, %s",
                        row.claim(),
                        row.placebo(),
                        shown(row.rejectionShare()),
                        row.draws(),
                        shown(row.meanEstimate()),
                        row.placeboState())));
    return notes;
  }

  private static String shown(@Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** Invariants of the published tables, states of estimates among them, that do not hold. */
  AcceptanceLine codes() {
    List<CheckFolder.Finding> findings =
        CheckFolder.of(out).stream()
            .sorted(Comparator.comparing(CheckFolder.Finding::subject))
            .toList();
    List<String> broken =
        findings.stream()
            .filter(finding -> !finding.holds())
            .map(finding -> finding.subject() + " " + finding.message())
            .toList();
    return new AcceptanceLine(
        "no estimate where a code applies",
        "checks of all tables",
        broken.size(),
        findings.size(),
        0,
        true,
        String.join("; ", broken));
  }

  private static <R extends Record> Iterator<R> rows(Table<R> table, Dataset<Row> published) {
    return table.records(published).toLocalIterator();
  }

  static String value(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }
}
