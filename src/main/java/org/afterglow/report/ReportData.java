package org.afterglow.report;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.asc;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.afterglow.spark.Records;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.DecayCurveRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.FindingRow;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.RetentionRow;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.jspecify.annotations.Nullable;

/**
 * What a report shows, small enough for one machine however large the archive is: aggregates of the
 * large tables, and of the small ones the rows of the campaigns with the most acts.
 *
 * @param run what the manifest tells
 * @param coverage records and observed hours by platform and stretch of days, in order of time
 * @param classes posts by platform, class and origin
 * @param rejects rejected records by input and reason, the most frequent first
 * @param rejectGroups how many pairs of input and reason there are, shown or not
 * @param campaigns those drawn, the one with the most acts first
 * @param campaignCount how many campaigns there are, drawn or not
 * @param bySource all campaigns, drawn or not, by where they are known from
 * @param engagement rows of the drawn campaigns whose reach is direct
 * @param decay rows of the drawn campaigns
 * @param decayCurve rows of the drawn campaigns
 * @param contrasts rows of the drawn campaigns
 * @param pooled every row
 * @param placebos every row
 * @param stays how long people stayed
 * @param countedAgain posts whose counters were read at several times
 * @param states how often each estimate has each state, over all campaigns
 * @param classifier what is known of the model
 */
public record ReportData(
    RunFacts run,
    List<CoverageBin> coverage,
    List<ClassCount> classes,
    List<RejectCount> rejects,
    long rejectGroups,
    List<DrawnCampaign> campaigns,
    long campaignCount,
    BySource bySource,
    List<EngagementRow> engagement,
    List<DecayRow> decay,
    List<DecayCurveRow> decayCurve,
    List<DecayContrastRow> contrasts,
    List<DecayContrastPooledRow> pooled,
    List<PlaceboRow> placebos,
    Stays stays,
    CountedAgain countedAgain,
    List<StateCount> states,
    List<FindingRow> findings,
    ClassifierFacts classifier) {

  /** Where campaigns are known from: the user, the promotional posts, records of adverts. */
  static final String DECLARED = "declared";

  static final String DETECTED = "detected";
  static final String AD_RECORD = "ad_record";

  /** The order in which sources stand. */
  static final Comparator<String> SOURCES =
      Comparator.<String>comparingInt(
              source -> {
                int place = List.of(DECLARED, DETECTED, AD_RECORD).indexOf(source);
                return place < 0 ? 3 : place;
              })
          .thenComparing(Comparator.naturalOrder());

  /** Campaigns drawn at most. */
  public static final int DRAWN_CAMPAIGNS = 40;

  /** Members named of one campaign at most. */
  public static final int NAMED_MEMBERS = 5;

  /** Pairs of input and reason shown at most. */
  public static final int SHOWN_REJECTS = 40;

  private static final long DAY_MICROS = 86_400_000_000L;

  /** Stretches of time a platform's coverage is cut into at most. */
  public static final int COVERAGE_BINS = 366;

  /**
   * Coverage of a stretch of days.
   *
   * @param platform lower-case name
   * @param firstEpochDay days from 1970-01-01 to the first day of the stretch, UTC
   * @param days length of the stretch
   * @param records posts that are records
   * @param fullHours hours judged full
   * @param partialHours hours judged partial
   * @param outageHours hours judged an outage
   * @param unknownHours hours of which nothing can be inferred
   */
  public record CoverageBin(
      String platform,
      long firstEpochDay,
      long days,
      long records,
      long fullHours,
      long partialHours,
      long outageHours,
      long unknownHours) {}

  /** Posts of a platform by class and origin. */
  public record ClassCount(String platform, String postClass, String origin, long posts) {}

  /** Rejected records of an input by reason. */
  public record RejectCount(int input, String reason, long records) {}

  /**
   * A campaign with what is drawn beside it.
   *
   * @param campaign its row
   * @param events acts on its posts, by which the drawn ones are chosen
   * @param members the first of its members
   * @param memberCount how many members it has
   */
  public record DrawnCampaign(
      CampaignRow campaign, long events, List<CampaignMemberRow> members, long memberCount) {}

  /**
   * How often an estimate has a state.
   *
   * @param table name of the table
   * @param estimate name of the column, or {@code state}, {@code flags}
   * @param state the code
   * @param rows rows that carry it
   */
  public record StateCount(String table, String estimate, String state, long rows) {}

  /**
   * All campaigns by where they are known from.
   *
   * @param sources declared ones first, then detected ones, then those of adverts
   * @param outcomes what became of their estimates
   * @param spans days on which adverts and campaigns of adverts began and ended, in order of time
   */
  public record BySource(
      List<SourceCount> sources, List<OutcomeCount> outcomes, List<SpanDay> spans) {
    /** No campaign at all. */
    static final BySource NONE = new BySource(List.of(), List.of(), List.of());
  }

  /**
   * Campaigns of one source.
   *
   * @param source declared, detected or ad_record
   * @param campaigns how many there are
   * @param firstStart first instant of the first one, null if unknown
   * @param lastStop first instant after the last one, null if all of them run
   * @param medianDays median of their lengths, null where none has a start and a stop
   * @param promotionalPosts posts of all of them
   * @param conversationalPosts posts of all of them
   */
  public record SourceCount(
      String source,
      long campaigns,
      @Nullable Instant firstStart,
      @Nullable Instant lastStop,
      @Nullable Double medianDays,
      long promotionalPosts,
      long conversationalPosts) {}

  /**
   * How many campaigns of a source have an estimate, or which code in its place.
   *
   * @param source declared, detected or ad_record
   * @param estimate {@code state}, {@code half_of_28d_age_hours} or {@code t50_days} of the class
   *     that has it, else of the one with more posts; {@code lnlor} of posts at 24 hours
   * @param state the code
   * @param stands whether it has a point
   * @param campaigns how many campaigns
   */
  public record OutcomeCount(
      String source, String estimate, String state, boolean stands, long campaigns) {}

  /**
   * Spans that begin or end on a day.
   *
   * @param what {@code advert} or {@code campaign}
   * @param epochDay days from 1970-01-01, UTC
   * @param begun those whose first day it is
   * @param ended those whose last day it is
   */
  public record SpanDay(String what, long epochDay, long begun, long ended) {}

  /**
   * Posts whose counters were read at several times.
   *
   * @param posts how many there are
   * @param times at how many times they were counted, all posts together
   * @param campaigns campaigns that have rows of {@code S4_snapshots}
   * @param drawn those drawn, the one with the most counters first
   * @param rows their rows
   */
  public record CountedAgain(
      long posts, long times, long campaigns, List<DrawnCampaign> drawn, List<EngagementRow> rows) {
    /** No post was counted twice. */
    static final CountedAgain NONE = new CountedAgain(0, 0, 0, List.of(), List.of());
  }

  /**
   * How long people whom campaigns acquired stayed.
   *
   * @param archive the row of all campaigns together; null where there is no table
   * @param campaigns how many have a share of people
   * @param drawn those drawn, the one with the most people first
   * @param rows their rows, by class and day
   * @param reasons how many classes of campaigns have no share, by the code in its place
   */
  public record Stays(
      @Nullable RetentionRow archive,
      long campaigns,
      List<DrawnCampaign> drawn,
      List<RetentionRow> rows,
      List<StateCount> reasons) {
    /** Nobody was followed. */
    static final Stays NONE = new Stays(null, 0, List.of(), List.of(), List.of());
  }

  /** A campaign's key and the acts on its posts. */
  public record Ranked(String campaignId, long events) {}

  /** A campaign's key and the number of its members. */
  public record MemberCount(String campaignId, long members) {}

  /** First and last day of a table of hours. */
  public record Days(@Nullable Long first, @Nullable Long last) {}

  /**
   * Reads what a report shows. Posts and rejects are counted where they lie; only counts and rows
   * of the drawn campaigns come to this machine.
   *
   * @param published the rows of a table as they stand in its files
   * @param run what the manifest tells
   * @param classifier what is known of the model
   */
  public static ReportData read(
      Function<Table<?>, Dataset<Row>> published, RunFacts run, ClassifierFacts classifier) {
    Dataset<Row> decay = published.apply(Tables.DECAY);
    Dataset<Row> campaigns = published.apply(Tables.CAMPAIGNS);
    List<Ranked> ranked = rank(campaigns, decay);
    Map<String, Integer> place = new HashMap<>();
    for (Ranked one : ranked) {
      place.put(one.campaignId(), place.size());
    }
    Column drawn = among(ranked);
    Dataset<Row> rejects =
        published.apply(Tables.REJECTS).groupBy("input", "reason").agg(count(lit(1)).as("records"));
    return new ReportData(
        run,
        coverage(published.apply(Tables.COVERAGE)),
        published
            .apply(Tables.POSTS)
            .groupBy(col("platform"), col("post_class").as("postClass"), col("origin"))
            .agg(count(lit(1)).as("posts"))
            .orderBy("platform", "postClass", "origin")
            .as(Records.encoder(ClassCount.class))
            .collectAsList(),
        rejects
            .orderBy(desc("records"), asc("input"), asc("reason"))
            .limit(SHOWN_REJECTS)
            .as(Records.encoder(RejectCount.class))
            .collectAsList(),
        rejects.count(),
        drawnCampaigns(ranked, published, drawn),
        campaigns.count(),
        bySource(published),
        sorted(
            Tables.ENGAGEMENT
                .records(
                    published.apply(Tables.ENGAGEMENT).filter(drawn).filter("reach = 'direct'"))
                .collectAsList(),
            Comparator.comparing(row -> place.getOrDefault(row.campaignId(), 0)),
            Comparator.comparing(EngagementRow::series),
            Comparator.comparing(EngagementRow::postClass),
            Comparator.comparing(EngagementRow::binFromHours)),
        sorted(
            Tables.DECAY.records(decay.filter(drawn)).collectAsList(),
            Comparator.comparing(row -> place.getOrDefault(row.campaignId(), 0)),
            Comparator.comparing(DecayRow::postClass, Comparator.reverseOrder())),
        sorted(
            Tables.DECAY_CURVE
                .records(published.apply(Tables.DECAY_CURVE).filter(drawn))
                .collectAsList(),
            Comparator.comparing(row -> place.getOrDefault(row.campaignId(), 0)),
            Comparator.comparing(DecayCurveRow::postClass),
            Comparator.comparing(DecayCurveRow::day)),
        sorted(
            Tables.DECAY_CONTRAST
                .records(published.apply(Tables.DECAY_CONTRAST).filter(drawn))
                .collectAsList(),
            Comparator.comparing(row -> place.getOrDefault(row.campaignId(), 0)),
            Comparator.comparing(DecayContrastRow::unit),
            Comparator.comparing(DecayContrastRow::cutHours)),
        sorted(
            Tables.DECAY_CONTRAST_POOLED
                .records(published.apply(Tables.DECAY_CONTRAST_POOLED))
                .collectAsList(),
            Comparator.comparing(DecayContrastPooledRow::unit),
            Comparator.comparing(DecayContrastPooledRow::run)),
        sorted(
            Tables.PLACEBO.records(published.apply(Tables.PLACEBO)).collectAsList(),
            Comparator.comparing(PlaceboRow::claim),
            Comparator.comparing(row -> !row.judged()),
            Comparator.comparing(PlaceboRow::placebo)),
        stays(published),
        countedAgain(published),
        states(published),
        sorted(
            Tables.FINDINGS.records(published.apply(Tables.FINDINGS)).collectAsList(),
            Comparator.comparing(FindingRow::claim)),
        classifier);
  }

  private static List<Ranked> rank(Dataset<Row> campaigns, Dataset<Row> decay) {
    return ranked(
        withActs(campaigns, decay)
            .orderBy(
                when(col("campaign_source").equalTo(DECLARED), 0).otherwise(1),
                col("acts").desc(),
                col("promotional_posts").plus(col("conversational_posts")).desc(),
                col("campaign_id")));
  }

  /** Campaigns with the acts on their posts. */
  private static Dataset<Row> withActs(Dataset<Row> campaigns, Dataset<Row> decay) {
    Dataset<Row> acts =
        decay
            .filter("post_class <> 'all'")
            .groupBy(col("campaign_id").as("with_acts"))
            .agg(sum("events").as("sum"));
    return campaigns
        .join(acts, col("campaign_id").equalTo(col("with_acts")), "left")
        .withColumn("acts", coalesce(col("sum"), lit(0L)));
  }

  private static List<Ranked> ranked(Dataset<Row> ordered) {
    return ordered
        .select(col("campaign_id").as("campaignId"), col("acts").as("events"))
        .limit(DRAWN_CAMPAIGNS)
        .as(Records.encoder(Ranked.class))
        .collectAsList();
  }

  /**
   * The campaigns that have most of something.
   *
   * @param counted columns {@code having}, the key of a campaign, and {@code size}
   */
  private static List<Ranked> largest(
      Function<Table<?>, Dataset<Row>> published, Dataset<Row> counted) {
    return ranked(
        withActs(published.apply(Tables.CAMPAIGNS), published.apply(Tables.DECAY))
            .join(counted, col("campaign_id").equalTo(col("having")))
            .orderBy(col("size").desc(), col("campaign_id")));
  }

  private static Column among(List<Ranked> ranked) {
    return col("campaign_id").isin(ranked.stream().map(Ranked::campaignId).toArray());
  }

  private static List<DrawnCampaign> drawnCampaigns(
      List<Ranked> ranked, Function<Table<?>, Dataset<Row>> published, Column drawn) {
    Map<String, CampaignRow> rows = new HashMap<>();
    Dataset<Row> campaigns = published.apply(Tables.CAMPAIGNS).filter(drawn);
    for (CampaignRow row : Tables.CAMPAIGNS.records(campaigns).collectAsList()) {
      rows.put(row.campaignId(), row);
    }
    Dataset<Row> members = published.apply(Tables.CAMPAIGN_MEMBERS).filter(drawn);
    Map<String, Long> memberCounts = new HashMap<>();
    for (MemberCount one :
        members
            .groupBy(col("campaign_id").as("campaignId"))
            .agg(count(lit(1)).as("members"))
            .as(Records.encoder(MemberCount.class))
            .collectAsList()) {
      memberCounts.put(one.campaignId(), one.members());
    }
    List<CampaignMemberRow> named =
        sorted(
            Tables.CAMPAIGN_MEMBERS
                .records(
                    members
                        .withColumn(
                            "place",
                            row_number()
                                .over(
                                    Window.partitionBy("campaign_id")
                                        .orderBy("role", "entity_type", "entity_id", "platform")))
                        .filter(col("place").leq(NAMED_MEMBERS)))
                .collectAsList(),
            Comparator.comparing(CampaignMemberRow::role),
            Comparator.comparing(CampaignMemberRow::entityType),
            Comparator.comparing(CampaignMemberRow::entityId));
    List<DrawnCampaign> drawnCampaigns = new ArrayList<>();
    for (Ranked one : ranked) {
      CampaignRow row = rows.get(one.campaignId());
      if (row != null) {
        drawnCampaigns.add(
            new DrawnCampaign(
                row,
                one.events(),
                named.stream()
                    .filter(member -> member.campaignId().equals(one.campaignId()))
                    .toList(),
                memberCounts.getOrDefault(one.campaignId(), 0L)));
      }
    }
    return drawnCampaigns;
  }

  private static BySource bySource(Function<Table<?>, Dataset<Row>> published) {
    Dataset<Row> campaigns = published.apply(Tables.CAMPAIGNS);
    Column days =
        unix_micros(col("stopped_at")).minus(unix_micros(col("started_at"))).divide(DAY_MICROS);
    return new BySource(
        sorted(
            campaigns
                .groupBy(col("campaign_source").as("source"))
                .agg(
                    count(lit(1)).as("campaigns"),
                    min("started_at").as("firstStart"),
                    max("stopped_at").as("lastStop"),
                    percentile(days, lit(0.5)).as("medianDays"),
                    sum("promotional_posts").as("promotionalPosts"),
                    sum("conversational_posts").as("conversationalPosts"))
                .as(Records.encoder(SourceCount.class))
                .collectAsList(),
            Comparator.comparing(SourceCount::source, SOURCES)),
        outcomes(published),
        spans(published));
  }

  private static List<OutcomeCount> outcomes(Function<Table<?>, Dataset<Row>> published) {
    Dataset<Row> campaigns = published.apply(Tables.CAMPAIGNS);
    Dataset<Row> sources = campaigns.select("campaign_id", "campaign_source");
    Dataset<Row> decay = published.apply(Tables.DECAY);
    Dataset<Row> all =
        campaigns.select(
            col("campaign_source"),
            lit("state").as("estimate"),
            col("state"),
            col("state").equalTo(Estimate.OK).as("stands"));
    for (String estimate : List.of("half_of_28d_age_hours", "t50_days")) {
      Column point = col(estimate).isNotNull();
      all =
          all.unionByName(
              decay
                  .groupBy("campaign_id")
                  .agg(
                      max_by(
                              struct(col(estimate + "_state").as("state"), point.as("stands")),
                              struct(point, col("posts"), col("post_class")))
                          .as("one"))
                  .join(sources, "campaign_id")
                  .select(
                      col("campaign_source"),
                      lit(estimate).as("estimate"),
                      col("one.state"),
                      col("one.stands")));
    }
    return sorted(
        all.unionByName(
                published
                    .apply(Tables.DECAY_CONTRAST)
                    .filter("unit = 'post' and cut_hours = 24")
                    .join(sources, "campaign_id")
                    .select(
                        col("campaign_source"),
                        lit("lnlor").as("estimate"),
                        col("lnlor_state").as("state"),
                        col("lnlor").isNotNull().as("stands")))
            .groupBy(
                col("campaign_source").as("source"), col("estimate"), col("state"), col("stands"))
            .agg(count(lit(1)).as("campaigns"))
            .as(Records.encoder(OutcomeCount.class))
            .collectAsList(),
        Comparator.comparing(OutcomeCount::source, SOURCES),
        Comparator.comparing(OutcomeCount::estimate),
        Comparator.comparing(OutcomeCount::campaigns, Comparator.reverseOrder()),
        Comparator.comparing(OutcomeCount::state),
        Comparator.comparing(OutcomeCount::stands));
  }

  /** Adverts and their campaigns by the days of their beginnings and ends, not by those between. */
  private static List<SpanDay> spans(Function<Table<?>, Dataset<Row>> published) {
    Dataset<Row> spans =
        published
            .apply(Tables.POSTS)
            .filter("origin = 'record' and ad_flag and ad_ended_at > posted_at")
            .select(
                lit("advert").as("what"),
                col("posted_at").as("start"),
                col("ad_ended_at").as("stop"))
            .unionByName(
                published
                    .apply(Tables.CAMPAIGNS)
                    .filter(col("campaign_source").equalTo(AD_RECORD))
                    .filter("stopped_at > started_at")
                    .select(
                        lit("campaign").as("what"),
                        col("started_at").as("start"),
                        col("stopped_at").as("stop")));
    Column first = floor(unix_micros(col("start")).divide(DAY_MICROS));
    Column last = floor(unix_micros(col("stop")).minus(1).divide(DAY_MICROS));
    return spans
        .select(col("what"), first.as("epochDay"), lit(1L).as("begun"), lit(0L).as("ended"))
        .unionByName(
            spans.select(
                col("what"), last.as("epochDay"), lit(0L).as("begun"), lit(1L).as("ended")))
        .groupBy("what", "epochDay")
        .agg(sum("begun").as("begun"), sum("ended").as("ended"))
        .orderBy("what", "epochDay")
        .as(Records.encoder(SpanDay.class))
        .collectAsList();
  }

  private static CountedAgain countedAgain(Function<Table<?>, Dataset<Row>> published) {
    Dataset<Row> snapshots = published.apply(Tables.SNAPSHOTS);
    Dataset<Row> rows =
        published.apply(Tables.ENGAGEMENT).filter("series = 'S4_snapshots' and reach = 'direct'");
    Dataset<Row> counters =
        rows.filter("post_class = 'all'")
            .groupBy(col("campaign_id").as("having"))
            .agg(sum("posts").as("size"));
    List<Ranked> ranked = largest(published, counters);
    Column drawn = among(ranked);
    return new CountedAgain(
        snapshots.select("platform", "post_id").distinct().count(),
        snapshots.count(),
        counters.count(),
        drawnCampaigns(ranked, published, drawn),
        sorted(
            Tables.ENGAGEMENT.records(rows.filter(drawn)).collectAsList(),
            Comparator.comparing(EngagementRow::campaignId),
            Comparator.comparing(EngagementRow::binFromHours),
            Comparator.comparing(EngagementRow::postClass, Comparator.reverseOrder())));
  }

  private static Stays stays(Function<Table<?>, Dataset<Row>> published) {
    Dataset<Row> all = published.apply(Tables.RETENTION);
    Dataset<Row> rows = all.filter("scope = 'campaign'");
    Dataset<Row> people =
        rows.filter("retained_share is not null")
            .groupBy(col("campaign_id").as("having"))
            .agg(max("at_risk").as("size"));
    List<Ranked> ranked = largest(published, people);
    Column drawn = among(ranked);
    return new Stays(
        Tables.RETENTION.records(all.filter("scope = 'archive'")).collectAsList().stream()
            .findFirst()
            .orElse(null),
        people.count(),
        drawnCampaigns(ranked, published, drawn),
        sorted(
            Tables.RETENTION.records(rows.filter(drawn)).collectAsList(),
            Comparator.comparing(row -> String.valueOf(row.campaignId())),
            Comparator.comparing(row -> String.valueOf(row.postClass())),
            Comparator.comparing(row -> row.day() == null ? 0L : row.day())),
        rows.filter("retained_share is null and day = 0")
            .groupBy(col("retained_share_state").as("state"))
            .agg(count(lit(1)).as("rows"))
            .withColumn("table", lit(Tables.RETENTION.name()))
            .withColumn("estimate", lit("retained_share"))
            .orderBy(col("rows").desc(), col("state"))
            .as(Records.encoder(StateCount.class))
            .collectAsList());
  }

  /** Hours judged without campaigns are those that the estimates used. */
  static List<CoverageBin> coverage(Dataset<Row> hours) {
    Column day = floor(unix_seconds(col("hour")).divide(86_400));
    Days days =
        hours
            .agg(min(day).as("first"), max(day).as("last"))
            .as(Records.encoder(Days.class))
            .first();
    Long first = days.first();
    Long last = days.last();
    if (first == null || last == null) {
      return List.of();
    }
    long length = (last - first + COVERAGE_BINS) / COVERAGE_BINS;
    Column state = coalesce(col("state_without_campaigns"), col("state"));
    return hours
        .groupBy(
            col("platform"),
            floor(day.minus(first).divide(length)).multiply(length).plus(first).as("firstEpochDay"))
        .agg(
            sum("records").as("records"),
            hoursThatAre(state, "full").as("fullHours"),
            hoursThatAre(state, "partial").as("partialHours"),
            hoursThatAre(state, "outage").as("outageHours"),
            hoursThatAre(state, "unknown").as("unknownHours"))
        .withColumn("days", lit(length))
        .orderBy("platform", "firstEpochDay")
        .as(Records.encoder(CoverageBin.class))
        .collectAsList();
  }

  private static Column hoursThatAre(Column state, String word) {
    return sum(when(state.equalTo(word), 1L).otherwise(0L));
  }

  /** One pass a table: each row gives the state of each of its estimates. */
  private static List<StateCount> states(Function<Table<?>, Dataset<Row>> published) {
    Dataset<Row> campaigns = published.apply(Tables.CAMPAIGNS);
    Dataset<Row> counts =
        stateCounts(
            "campaigns",
            campaigns
                .select(lit("state").as("estimate"), col("state"))
                .unionByName(
                    campaigns.select(
                        lit("flags").as("estimate"), explode(col("flags")).as("state"))));
    for (Table<?> table :
        List.of(
            Tables.ENGAGEMENT,
            Tables.DECAY,
            Tables.DECAY_CURVE,
            Tables.COUNTER_CHANGE,
            Tables.DECAY_CONTRAST,
            Tables.DECAY_CONTRAST_POOLED)) {
      Column[] estimates =
          table.columns().stream()
              .map(Table.Described::name)
              .filter(name -> name.endsWith("_state"))
              .map(
                  name ->
                      struct(
                          lit(name.substring(0, name.length() - "_state".length())).as("estimate"),
                          col(name).as("state")))
              .toArray(Column[]::new);
      Dataset<Row> rows = published.apply(table);
      Dataset<Row> states;
      if (table.equals(Tables.ENGAGEMENT)) {
        // a series by age or day has no counters, and counters have no rate
        states =
            rows.select(
                when(col("series").startsWith("S4_"), "counter_mean")
                    .otherwise("rate_per_post_day")
                    .as("estimate"),
                when(col("series").startsWith("S4_"), col("counter_mean_state"))
                    .otherwise(col("rate_per_post_day_state"))
                    .as("state"));
      } else {
        states = rows.select(explode(array(estimates)).as("one")).select("one.*");
      }
      counts = counts.unionByName(stateCounts(table.name(), states));
    }
    return counts
        .orderBy("table", "estimate", "state")
        .as(Records.encoder(StateCount.class))
        .collectAsList();
  }

  private static Dataset<Row> stateCounts(String table, Dataset<Row> states) {
    return states
        .groupBy("estimate", "state")
        .agg(count(lit(1)).as("rows"))
        .withColumn("table", lit(table));
  }

  @SafeVarargs
  private static <T> List<T> sorted(List<T> rows, Comparator<T>... orders) {
    Comparator<T> order = orders[0];
    for (int i = 1; i < orders.length; i++) {
      order = order.thenComparing(orders[i]);
    }
    return rows.stream().sorted(order).toList();
  }

  /** The name of an estimate's state that stands. */
  static boolean stands(String state) {
    return state.equals(Estimate.OK);
  }
}
