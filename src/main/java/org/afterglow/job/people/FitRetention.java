package org.afterglow.job.people;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.decay.FirstAbsence;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.job.contrast.ContrastCampaigns;
import org.afterglow.job.contrast.FitContrast;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.spark.Records;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.afterglow.table.RetentionRow;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Tells how long people whom campaigns acquired went on coming after the stop (docs/methods.md, 4):
 * a description, of those people alone who came so often that thirty days of absence mean
 * something.
 */
public final class FitRetention {
  static final String SAMPLED_ARCHIVE = ReasonCodes.SAMPLED_ARCHIVE;
  static final String SUPPLY_ENDED = ReasonCodes.SUPPLY_ENDED;

  private static final String ARCHIVE = "archive";

  /**
   * Times a day that somebody who stays is all but sure to be seen within the gap: e^−3.5 = 3 %.
   */
  private static final double REGULAR = 3.5 / FirstAbsence.GAP;

  /** Posts a week below which there is nothing to come back to. */
  private static final double LEAST_SUPPLY = 1;

  private static final int FOR_AN_INTERVAL = 5;

  static final Encoder<RetentionCampaign> CAMPAIGN = Records.encoder(RetentionCampaign.class);
  static final Encoder<RetentionCell> CELL = Records.encoder(RetentionCell.class);
  private static final Encoder<RetentionRow> ROW = Tables.RETENTION.encoder();

  private FitRetention() {}

  /**
   * Every campaign, and whether its people's stay can be told.
   *
   * @param campaigns rows of table campaigns, as published
   * @param supply of every campaign and platform
   * @param withoutTimes as {@link RefuseUnits#withoutTimes}
   * @param sampled platforms of which the archive does not hold every post of a person
   */
  public static Dataset<RetentionCampaign> campaigns(
      Dataset<Row> campaigns,
      Dataset<PlatformSupply> supply,
      Dataset<Row> withoutTimes,
      List<String> sampled) {
    Dataset<Row> supplied =
        supply
            .groupBy(col("campaignId").as("campaign_id"))
            .agg(
                try_divide(sum("postsAfter").multiply(7), max("observedDaysAfter")).as("perWeek"),
                max("observedDaysAfter").as("observed"),
                max("suppliedDays").as("supplied"),
                max(col("platform").isin(sampled.toArray())).as("sampled"));
    Column horizon =
        coalesce(
            when(
                col("supplied").geq(FirstAbsence.GAP),
                least(
                    floor(col("supplied").minus(FirstAbsence.GAP)),
                    lit((long) CampaignPeople.HORIZON_DAYS))),
            lit(-1L));
    return campaigns
        .join(supplied, new String[] {"campaign_id"}, "left")
        .join(withoutTimes.withColumn("untimed", lit(true)), new String[] {"campaign_id"}, "left")
        .withColumn("horizon", horizon)
        .select(
            col("campaign_id").as("campaignId"),
            col("entity_type").as("entityType"),
            col("entity_key").as("entityKey"),
            RefuseUnits.unfollowed()
                .when(col("sampled"), SAMPLED_ARCHIVE)
                .when(col("observed").lt(7), ContrastCampaigns.SHORT_WINDOW)
                .when(coalesce(col("perWeek"), lit(0.)).lt(LEAST_SUPPLY), SUPPLY_ENDED)
                .when(col("horizon").lt(0), ContrastCampaigns.SHORT_WINDOW)
                .otherwise(Estimate.OK)
                .as("state"),
            col("perWeek").as("supplyPostsPerWeek"),
            col("horizon").cast("int").as("horizonDays"))
        .as(CAMPAIGN);
  }

  /** People who came often enough, alike ones together. */
  public static Dataset<RetentionCell> cells(Dataset<CampaignPerson> people) {
    Dataset<CampaignPerson> regulars =
        CampaignPeople.acquired(people)
            .filter(
                not(col("suspected")).and(col("rate").geq(REGULAR)).and(col("horizonDays").geq(0)));
    return CampaignPeople.withQuintile(regulars, lit(true))
        .groupBy(
            col("campaignId"),
            CampaignPeople.promotional().as("promotional"),
            col("week"),
            col("quintile"),
            col("horizonDays"),
            col("leftDay"))
        .agg(
            count(lit(1)).as("people"),
            count(col("back")).as("judged"),
            count_if(coalesce(col("back"), lit(false))).as("back"))
        .as(CELL);
  }

  /**
   * The rows of table retention that stand for campaigns.
   *
   * @param campaigns every campaign, with people or without
   */
  public static Dataset<RetentionRow> rows(
      Dataset<RetentionCampaign> campaigns, Dataset<RetentionCell> cells) {
    return campaigns
        .groupByKey(
            (MapFunction<RetentionCampaign, String>) RetentionCampaign::campaignId,
            Encoders.STRING())
        .cogroup(
            cells.groupByKey(
                (MapFunction<RetentionCell, String>) RetentionCell::campaignId, Encoders.STRING()),
            (CoGroupFunction<String, RetentionCampaign, RetentionCell, RetentionRow>)
                (id, campaign, alike) -> rows(campaign, alike),
            ROW);
  }

  private static Iterator<RetentionRow> rows(
      Iterator<RetentionCampaign> campaign, Iterator<RetentionCell> cells) {
    if (!campaign.hasNext()) {
      throw new IllegalStateException("people of a campaign that is not in table campaigns");
    }
    List<RetentionCell> all = new ArrayList<>();
    cells.forEachRemaining(all::add);
    return new CampaignRetention(campaign.next(), all).rows().iterator();
  }

  /** The differences of campaigns pooled. */
  public record Pooled(
      long campaigns,
      long accounts,
      @Nullable Double mean,
      @Nullable StudentInterval interval,
      String otherwise) {
    /** The row of the archive. */
    public RetentionRow row() {
      Estimate none = Estimate.none(FitContrast.NOT_RUN);
      return new RetentionRow(
          ARCHIVE,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          none,
          null,
          none,
          estimate(),
          null,
          campaigns,
          accounts,
          interval == null ? null : interval.pValue());
    }

    private Estimate estimate() {
      if (mean == null) {
        return Estimate.none(otherwise);
      }
      if (interval != null) {
        return Estimate.of(mean, interval.low(), interval.high());
      }
      return accounts < FOR_AN_INTERVAL
          ? Estimate.qualified(mean, null, null, PoolContrast.FEW_ACCOUNTS)
          : Estimate.withoutInterval(mean);
    }
  }

  /**
   * Pools the differences of campaigns: the mean over accounts of the means of their campaigns,
   * with an interval by t over accounts; of campaigns that share their posts the longest stands for
   * all.
   *
   * @param rows of campaigns; of each the first row is looked at
   * @param campaigns every campaign
   */
  public static Pooled pooled(Dataset<RetentionRow> rows, List<ContrastCampaign> campaigns) {
    Map<String, Estimate> differences = new TreeMap<>();
    rows.filter(col("day").equalTo(0).and(col("postClass").equalTo("promotional")))
        .collectAsList()
        .forEach(
            row -> differences.put(String.valueOf(row.campaignId()), row.rmstDifferenceDays()));
    return pooled(differences, campaigns);
  }

  static Pooled pooled(Map<String, Estimate> differences, List<ContrastCampaign> campaigns) {
    Map<String, String> accounts = PoolContrast.accounts(campaigns);
    Map<String, List<Double>> byAccount = new TreeMap<>();
    long pooled = 0;
    for (ContrastCampaign campaign : longest(campaigns, differences)) {
      Double difference = value(differences, campaign);
      if (difference != null) {
        byAccount
            .computeIfAbsent(
                accounts.getOrDefault(campaign.campaignId(), campaign.campaignId()),
                account -> new ArrayList<>())
            .add(difference);
        pooled++;
      }
    }
    double[] means =
        byAccount.values().stream()
            .mapToDouble(each -> each.stream().mapToDouble(Double::doubleValue).sum() / each.size())
            .toArray();
    Double mean = means.length == 0 ? null : Double.valueOf(mean(means));
    return new Pooled(
        pooled,
        means.length,
        mean,
        mean == null || means.length < FOR_AN_INTERVAL ? null : interval(means, mean),
        commonest(differences));
  }

  /** Of each overlap group the longest campaign that has a difference, in the order of ids. */
  private static List<ContrastCampaign> longest(
      List<ContrastCampaign> campaigns, Map<String, Estimate> differences) {
    Comparator<ContrastCampaign> length =
        Comparator.comparingLong(ContrastCampaign::lengthMicros)
            .thenComparing(ContrastCampaign::campaignId, Comparator.reverseOrder());
    Map<String, ContrastCampaign> chosen = new HashMap<>();
    for (ContrastCampaign campaign : campaigns) {
      if (value(differences, campaign) != null) {
        String overlap = campaign.overlapGroupId();
        String group = overlap == null ? "alone/" + campaign.campaignId() : "group/" + overlap;
        chosen.merge(group, campaign, (a, b) -> length.compare(a, b) >= 0 ? a : b);
      }
    }
    return chosen.values().stream()
        .sorted(Comparator.comparing(ContrastCampaign::campaignId))
        .toList();
  }

  private static @Nullable Double value(
      Map<String, Estimate> differences, ContrastCampaign campaign) {
    Estimate difference = differences.get(campaign.campaignId());
    return difference == null ? null : difference.value();
  }

  private static @Nullable StudentInterval interval(double[] means, double mean) {
    double squares = 0;
    for (double each : means) {
      squares += (each - mean) * (each - mean);
    }
    double error = StrictMath.sqrt(squares / (means.length - 1) / means.length);
    return error > 0 ? StudentInterval.of(mean, error, means.length - 1.0) : null;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Why most campaigns have no difference. */
  private static String commonest(Map<String, Estimate> differences) {
    Map<String, Integer> states = new TreeMap<>();
    differences.values().stream()
        .filter(difference -> difference.value() == null)
        .forEach(difference -> states.merge(difference.state(), 1, Integer::sum));
    return states.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(FitContrast.NO_OVERLAP);
  }
}
