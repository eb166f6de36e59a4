package org.afterglow.job;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.afterglow.decay.AgeCurve;
import org.afterglow.decay.CounterSeries;
import org.afterglow.decay.CurveGrid;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.decay.SeasonFactors;
import org.afterglow.ingest.ObservedHours;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.table.DecayCurveRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.storage.StorageLevel;

/**
 * Engagement curves of every campaign: by age of the post, by day since the stop, organic talk,
 * counters by day of posting, and by age where they were read several times (docs/methods.md, 1.4
 * and 2).
 *
 * <p>Acts and posts are summed to (campaign, series, class, bucket of posts, bin) before anything
 * is estimated; the estimates see these sums alone. Acts in hours that were not observed are left
 * out, as is the time. By day since the stop acts are counted unweighted against exposures that
 * hold the season; by age they are weighted against plain time.
 *
 * <p>The rows are kept once computed, since three tables come out of one fit; closing lets them go.
 *
 * @param rows of all three tables
 * @param directActs acts upon the posts of the campaigns themselves, as {@link CampaignActs#timed}
 */
public record FitCurves(Dataset<CurveRows> rows, Dataset<Row> directActs) implements AutoCloseable {
  /** Series, as table engagement names them. */
  static final String AGE = "S1_age";

  static final String STOP = "S1_stop";
  static final String ORGANIC = "S2_organic";
  static final String COUNTERS = "S4_counters";
  static final String SNAPSHOTS = "S4_snapshots";

  /** Cells that hold the number of posts of a class, and counters of weeks. */
  static final String POSTS = "posts";

  static final String COUNTER_WEEKS = "S4_weeks";

  /** Buckets of posts, which are drawn instead of posts. */
  static final int BUCKETS = 200;

  private static final String ALL = "all";
  private static final Encoder<CurveCell> CELL = Records.encoder(CurveCell.class);
  private static final Encoder<CurveCampaign> CAMPAIGN = Records.encoder(CurveCampaign.class);
  private static final Encoder<CurveRows> ROWS = Records.encoder(CurveRows.class);

  /**
   * Tables that curves are made of, as published.
   *
   * @param entityPosts rows of {@link EntityPosts#withUnscored}
   * @param coverage judged without campaigns
   */
  public record Archive(
      Dataset<Row> posts,
      Dataset<Row> events,
      Dataset<Row> deletions,
      Dataset<Row> snapshots,
      Dataset<Row> coverage,
      Dataset<Row> campaigns,
      Dataset<Row> members,
      Dataset<Row> entityPosts,
      Season season) {}

  /** Where rows that several queries ask for are kept, and read from again. */
  public interface Keeper {
    /** Nothing is kept: each query works out what it needs. */
    Keeper NOWHERE = (name, rows) -> rows;

    Dataset<Row> kept(String name, Dataset<Row> rows);
  }

  /**
   * Fits them.
   *
   * @param jobSeed the seed in the configuration
   * @param keeper where acts are kept, which cuts one deep plan into several shallow ones
   */
  public static FitCurves of(Archive archive, long jobSeed, Keeper keeper) {
    Map<String, ObservedCalendar> calendars = Calendars.of(archive.coverage(), archive.season());
    Broadcast<Map<String, ObservedCalendar>> shared =
        PostsAtRisk.broadcast(archive.posts(), calendars);
    Dataset<Row> bots = keeper.kept("bots", SuspectedBots.of(archive.posts()));
    Dataset<Row> weights = archive.season().weights(archive.posts().sparkSession());
    Dataset<Row> during = archive.entityPosts().filter(col("in_campaign"));
    Dataset<Row> counted = keeper.kept("counted", counted(archive));
    Dataset<Row> again = keeper.kept("counted_again", countedAgain(archive.snapshots(), during));
    CampaignActs direct =
        acts(archive, during, bots, weights, CampaignActs.DIRECT).kept("direct", keeper);
    CampaignActs thread =
        acts(archive, during, bots, weights, CampaignActs.THREAD).kept("thread", keeper);
    Dataset<Row> hours = ObservedHours.observed(archive.coverage());

    Dataset<Row> cells =
        byAge(direct, hours, CampaignActs.DIRECT)
            .unionByName(byAge(thread, hours, CampaignActs.THREAD))
            .unionByName(atRisk(during, archive.deletions(), shared))
            .unionByName(posts(during))
            .unionByName(byDay(direct, hours, archive.campaigns()))
            .unionByName(organic(archive, bots, hours))
            .unionByName(counters(counted))
            .unionByName(counterDays(counted))
            .unionByName(counterWeeks(counted))
            .unionByName(snapshots(again))
            .unionByName(snapshotFigures(again));
    Dataset<CurveRows> rows =
        campaigns(archive, during, counted, again)
            .groupByKey((MapFunction<CurveCampaign, String>) CurveCampaign::campaignId, KEY)
            .cogroup(
                cells
                    .as(CELL)
                    .groupByKey((MapFunction<CurveCell, String>) CurveCell::campaignId, KEY),
                (CoGroupFunction<String, CurveCampaign, CurveCell, CurveRows>)
                    (id, campaign, cell) -> curves(campaign, cell, shared.value(), jobSeed),
                ROWS);
    return new FitCurves(rows.persist(StorageLevel.MEMORY_AND_DISK()), direct.timed());
  }

  private static final Encoder<String> KEY = Encoders.STRING();

  /** Rows of table engagement. */
  public Dataset<EngagementRow> engagement() {
    return rows.filter(col("engagement").isNotNull())
        .select("engagement.*")
        .as(Tables.ENGAGEMENT.encoder());
  }

  /** Rows of table decay: each campaign and class. */
  public Dataset<DecayRow> decay() {
    return rows.filter(col("decay").isNotNull()).select("decay.*").as(Tables.DECAY.encoder());
  }

  /** Rows of table decay_curve: 56 days of each campaign and class that has stopped. */
  public Dataset<DecayCurveRow> decayCurve() {
    return rows.filter(col("decayCurve").isNotNull())
        .select("decayCurve.*")
        .as(Tables.DECAY_CURVE.encoder());
  }

  @Override
  public void close() {
    rows.unpersist();
  }

  private static Iterator<CurveRows> curves(
      Iterator<CurveCampaign> campaign,
      Iterator<CurveCell> cells,
      Map<String, ObservedCalendar> calendars,
      long jobSeed) {
    if (!campaign.hasNext()) {
      return List.<CurveRows>of().iterator();
    }
    Draws draws = new Draws(jobSeed, Tables.DECAY.name());
    return new CampaignCurves(campaign.next(), calendars, draws).rows(cells).iterator();
  }

  private static CampaignActs acts(
      Archive archive, Dataset<Row> during, Dataset<Row> bots, Dataset<Row> weights, String reach) {
    return CampaignActs.of(archive.events(), during, archive.members(), bots, weights, reach);
  }

  /** Acts by age of the post, in observed hours. */
  private static Dataset<Row> byAge(CampaignActs acts, Dataset<Row> hours, String reach) {
    Column bin = lit(null).cast("int");
    for (int i = AgeCurve.BINS - 1; i >= 0; i--) {
      long until = AgeCurve.EDGES_HOURS.get(i + 1) * ObservedCalendar.HOUR;
      bin = when(col("age_micros").lt(until), i).otherwise(bin);
    }
    return cells(
        inObservedHours(acts.timed(), hours)
            .withColumn("bin", bin)
            .filter(col("bin").isNotNull())
            .groupBy(col("campaign_id"), col("post_class"), bucket().as("bucket"), col("bin"))
            .agg(count(lit(1)).as("events"), sum("weight_millionths").as("weight_millionths")),
        AGE,
        reach);
  }

  /** Posts and the time at which they could be engaged with, by age; both reaches alike. */
  private static Dataset<Row> atRisk(
      Dataset<Row> during,
      Dataset<Row> deletions,
      Broadcast<Map<String, ObservedCalendar>> calendars) {
    return PostsAtRisk.timed(during, deletions)
        .flatMap(
            (FlatMapFunction<PostsAtRisk.TimedPost, PostTime>)
                post -> atRisk(post, calendars.value()),
            POST_TIME)
        .groupBy(
            col("campaignId").as("campaign_id"),
            col("postClass").as("post_class"),
            pmod(xxhash64(col("postKey")), lit((long) BUCKETS)).cast("int").as("bucket"),
            col("bin"))
        .agg(count(lit(1)).as("posts"), sum("micros").as("at_risk_micros"))
        .transform(sums -> cells(sums, AGE, CampaignActs.DIRECT));
  }

  /** Time of one post in one bin of age. */
  public record PostTime(
      String campaignId, String postClass, String postKey, int bin, long micros) {}

  private static final Encoder<PostTime> POST_TIME = Records.encoder(PostTime.class);

  private static Iterator<PostTime> atRisk(
      PostsAtRisk.TimedPost post, Map<String, ObservedCalendar> calendars) {
    List<PostTime> times = new ArrayList<>();
    ObservedCalendar calendar = calendars.get(post.platform());
    for (int bin = 0; calendar != null && bin < AgeCurve.BINS; bin++) {
      long from = post.postedMicros() + AgeCurve.EDGES_HOURS.get(bin) * ObservedCalendar.HOUR;
      long until = post.postedMicros() + AgeCurve.EDGES_HOURS.get(bin + 1) * ObservedCalendar.HOUR;
      long micros = calendar.observedMicros(from, Math.min(until, post.end()));
      if (micros > 0) {
        times.add(new PostTime(post.campaignId(), post.postClass(), post.postKey(), bin, micros));
      }
    }
    return times.iterator();
  }

  private static Dataset<Row> posts(Dataset<Row> during) {
    return cells(
        during
            .filter(col("post_class").isNotNull())
            .groupBy("campaign_id", "post_class")
            .agg(count(lit(1)).as("posts")),
        POSTS,
        CampaignActs.DIRECT);
  }

  /** Acts by day since the stop, those dated to the day at its noon. */
  private static Dataset<Row> byDay(CampaignActs acts, Dataset<Row> hours, Dataset<Row> campaigns) {
    Dataset<Row> timed =
        inObservedHours(acts.timed(), hours)
            .select(
                col("campaign_id"),
                col("post_key"),
                col("post_class"),
                unix_micros(col("at")).as("micros"),
                col("weight_millionths"));
    Dataset<Row> dated =
        acts.dated()
            .select(
                col("campaign_id"),
                col("post_key"),
                col("post_class"),
                unix_micros(col("at")).plus(ObservedCalendar.DAY / 2).as("micros"),
                lit(SeasonFactors.UNIT).as("weight_millionths"));
    return cells(
        sinceStop(timed.union(dated), campaigns, 0)
            .groupBy(col("campaign_id"), col("post_class"), bucket().as("bucket"), col("bin"))
            .agg(count(lit(1)).as("events"), sum("weight_millionths").as("weight_millionths")),
        STOP,
        CampaignActs.DIRECT);
  }

  /** Rows with their day since the stop as bin, those before a day or after the window left out. */
  private static Dataset<Row> sinceStop(Dataset<Row> rows, Dataset<Row> campaigns, int firstDay) {
    Dataset<Row> stops =
        campaigns
            .filter(col("stopped_at").isNotNull())
            .select(
                col("campaign_id"),
                unix_micros(col("stopped_at")).as("stop"),
                unix_micros(col("next_campaign_at")).as("next"));
    return rows.join(broadcast(stops), new String[] {"campaign_id"}, "inner")
        .withColumn(
            "bin",
            floor(col("micros").minus(col("stop")).divide(lit((double) ObservedCalendar.DAY)))
                .cast("int"))
        .filter(
            col("bin")
                .geq(firstDay)
                .and(col("bin").lt(CurveGrid.DAYS))
                .and(col("next").isNull().or(col("micros").lt(col("next")))));
  }

  /** Posts by others that mention or carry the entity and answer or quote none of its posts. */
  private static Dataset<Row> organic(Archive archive, Dataset<Row> bots, Dataset<Row> hours) {
    Dataset<Row> entity = archive.entityPosts().select("campaign_id", "platform", "post_id");
    Dataset<Row> owners = CampaignActs.owners(archive.entityPosts(), archive.members());
    Dataset<Row> talk =
        MemberPosts.of(
                archive
                    .posts()
                    .filter(
                        col("origin")
                            .equalTo("record")
                            .and(col("posted_at").isNotNull())
                            .and(col("kind").notEqual("repost"))),
                archive.members())
            .filter(col("relation").notEqual(MemberPosts.WRITES))
            .dropDuplicates(new String[] {"campaign_id", "platform", "post_id"});
    Dataset<Row> others =
        talk.join(entity, new String[] {"campaign_id", "platform", "post_id"}, "left_anti")
            .join(bots, new String[] {"platform", "author_id"}, "left_anti");
    for (String target : List.of("reply_to_post_id", "quoted_post_id")) {
      others =
          others.join(
              entity.withColumnRenamed("post_id", target),
              new String[] {"campaign_id", "platform", target},
              "left_anti");
    }
    others =
        others.join(
            broadcast(
                owners.select(col("campaign_id"), col("owner_id").as("author_id")).distinct()),
            new String[] {"campaign_id", "author_id"},
            "left_anti");
    Dataset<Row> timed =
        inObservedHours(others.withColumn("at", col("posted_at")), hours)
            .select(
                col("campaign_id"),
                CampaignActs.postKey(col("platform"), col("post_id")).as("post_key"),
                unix_micros(col("at")).as("micros"));
    return cells(
        sinceStop(timed, archive.campaigns(), -CounterSeries.DAYS_BEFORE)
            .groupBy(
                col("campaign_id"), lit(ALL).as("post_class"), bucket().as("bucket"), col("bin"))
            .agg(count(lit(1)).as("events")),
        ORGANIC,
        CampaignActs.DIRECT);
  }

  /**
   * Entity posts with their counter, day and week since the stop's UTC day, and the counter's kind
   * and 99 % point over the campaign; a row for the class and one for all.
   */
  private static Dataset<Row> counted(Archive archive) {
    Dataset<Row> stops =
        archive
            .campaigns()
            .filter(col("stopped_at").isNotNull())
            .select(
                col("campaign_id"),
                floor(unix_micros(col("stopped_at")).divide(lit((double) ObservedCalendar.DAY)))
                    .as("stop_day"));
    Dataset<Row> posts =
        archive
            .entityPosts()
            .select(
                col("campaign_id"),
                col("platform"),
                col("post_id"),
                col("post_class"),
                unix_micros(col("posted_at")).as("posted"),
                unix_micros(col("counted_at")).minus(unix_micros(col("posted_at"))).as("age"),
                ACTS.as("acts"),
                PASSED_ON.as("passed_on"),
                col("score"),
                col("views"))
            .join(broadcast(stops), new String[] {"campaign_id"}, "inner")
            .withColumn(
                "bin",
                floor(col("posted").divide(lit((double) ObservedCalendar.DAY)))
                    .minus(col("stop_day"))
                    .cast("int"))
            .filter(col("bin").geq(-CounterSeries.DAYS_BEFORE).and(col("bin").lt(CurveGrid.DAYS)));
    Dataset<Row> settled =
        withCounter(posts)
            .withColumn(
                "young",
                coalesce(
                    col("age").lt(CounterSeries.YOUNG_DAYS * ObservedCalendar.DAY), lit(false)))
            .withColumn("post_key", CampaignActs.postKey(col("platform"), col("post_id")));
    Dataset<Row> limits =
        settled
            .filter(col("young").equalTo(false))
            .groupBy("campaign_id")
            .agg(percentile(col("counter"), lit(0.99)).as("counter_limit"));
    return settled
        .join(broadcast(limits), new String[] {"campaign_id"}, "left")
        .withColumn("post_class", explode(array(col("post_class"), lit(ALL))))
        .filter(col("post_class").isNotNull());
  }

  /** Acts of all kinds together, as far as they are counted. */
  private static final Column ACTS =
      when(
          coalesce(col("likes"), col("reposts"), col("replies"), col("quotes")).isNotNull(),
          expr(
              "coalesce(likes, 0) + coalesce(reposts, 0) + coalesce(replies, 0)"
                  + " + coalesce(quotes, 0)"));

  private static final Column PASSED_ON = coalesce(col("likes"), col("reposts"), col("quotes"));

  /** Rows with the counter of the kind that their campaign is measured by, and that kind. */
  private static Dataset<Row> withCounter(Dataset<Row> counted) {
    Dataset<Row> kinds =
        counted
            .groupBy("campaign_id")
            .agg(
                count(col("acts")).as("with_acts"),
                // Where only comments are counted, a score says more of the response than they do.
                count(col("passed_on")).as("with_passed_on"),
                count(col("score")).as("with_score"),
                count(col("views")).as("with_views"))
            .select(
                col("campaign_id"),
                when(col("with_passed_on").gt(0), "acts")
                    .when(col("with_score").gt(0), "score")
                    .when(col("with_views").gt(0), "views")
                    .when(col("with_acts").gt(0), "acts")
                    .as("counter_kind"))
            .filter(col("counter_kind").isNotNull());
    return counted
        .join(broadcast(kinds), new String[] {"campaign_id"}, "inner")
        .withColumn(
            "counter",
            when(col("counter_kind").equalTo("acts"), col("acts"))
                .when(col("counter_kind").equalTo("score"), col("score"))
                .otherwise(col("views")))
        .filter(col("counter").isNotNull());
  }

  /**
   * Posts of the campaign by the bins of age in which their counters were read, but for the last
   * one: the last counter in the bin, the newest of all and its age; a row for the class and one
   * for all.
   */
  private static Dataset<Row> countedAgain(Dataset<Row> snapshots, Dataset<Row> during) {
    Column bin = lit(null).cast("int");
    for (int i = CounterSeries.AGE_BINS - 1; i >= 0; i--) {
      long until = CounterSeries.AGE_EDGES_HOURS.get(i + 1) * ObservedCalendar.HOUR;
      bin = when(col("age").lt(until), i).otherwise(bin);
    }
    Dataset<Row> counted =
        snapshots
            .select(
                col("platform"),
                col("post_id"),
                unix_micros(col("counted_at")).as("counted"),
                ACTS.as("acts"),
                PASSED_ON.as("passed_on"),
                col("score"),
                col("views"))
            .join(
                during.select(
                    col("campaign_id"),
                    col("platform"),
                    col("post_id"),
                    col("post_class"),
                    unix_micros(col("posted_at")).as("posted")),
                new String[] {"platform", "post_id"},
                "inner")
            .withColumn("age", col("counted").minus(col("posted")))
            .filter(col("age").geq(0));
    WindowSpec ofPost = Window.partitionBy("campaign_id", "platform", "post_id");
    return withCounter(counted)
        .withColumn("bin", bin)
        .filter(col("bin").isNotNull())
        .groupBy("campaign_id", "platform", "post_id", "post_class", "counter_kind", "bin")
        .agg(max(struct("age", "counter")).as("last"))
        .withColumn("newest", max(struct(col("bin"), col("last"))).over(ofPost))
        .filter(col("bin").lt(col("newest.bin")))
        .select(
            col("campaign_id"),
            explode(array(col("post_class"), lit(ALL))).as("post_class"),
            CampaignActs.postKey(col("platform"), col("post_id")).as("post_key"),
            col("counter_kind"),
            col("bin"),
            col("last.counter").as("counter"),
            col("newest.last.counter").as("newest"),
            col("newest.last.age").as("age"))
        .filter(col("post_class").isNotNull());
  }

  private static Dataset<Row> snapshots(Dataset<Row> again) {
    return cells(
        again
            .groupBy(col("campaign_id"), col("post_class"), bucket().as("bucket"), col("bin"))
            .agg(count(lit(1)).as("posts"), sum("counter").as("events")),
        SNAPSHOTS,
        CampaignActs.DIRECT);
  }

  private static Dataset<Row> snapshotFigures(Dataset<Row> again) {
    double day = ObservedCalendar.DAY;
    return cells(
        again
            .groupBy("campaign_id", "post_class", "bin")
            .agg(
                percentile(col("counter"), lit(0.5)).as("median"),
                percentile(col("age"), lit(0.1)).divide(lit(day)).as("ageP10Days"),
                percentile(col("age"), lit(0.5)).divide(lit(day)).as("ageMedianDays"),
                coalesce(sum("newest"), lit(0L)).as("newestTotal"))
            .withColumn(
                "counters",
                struct(
                    col("median"),
                    col("ageP10Days"),
                    col("ageMedianDays"),
                    lit(0L).as("young"),
                    lit(0L).as("above"),
                    lit(0L).as("totalBelow"),
                    col("newestTotal"))),
        SNAPSHOTS,
        CampaignActs.DIRECT);
  }

  private static Dataset<Row> counters(Dataset<Row> counted) {
    return cells(
        counted
            .filter(col("young").equalTo(false))
            .groupBy(col("campaign_id"), col("post_class"), bucket().as("bucket"), col("bin"))
            .agg(count(lit(1)).as("posts"), sum("counter").as("events")),
        COUNTERS,
        CampaignActs.DIRECT);
  }

  private static Dataset<Row> counterDays(Dataset<Row> counted) {
    return counterFigures(counted, col("bin"), COUNTERS);
  }

  private static Dataset<Row> counterWeeks(Dataset<Row> counted) {
    return counterFigures(
        counted.filter(col("post_class").equalTo(ALL)),
        floor(col("bin").divide(lit(7.0))).cast("int"),
        COUNTER_WEEKS);
  }

  private static Dataset<Row> counterFigures(Dataset<Row> counted, Column bin, String series) {
    Column old = col("young").equalTo(false);
    Column below = old.and(col("counter").leq(col("counter_limit")));
    Column age = when(old, col("age"));
    double day = ObservedCalendar.DAY;
    return cells(
        counted
            .groupBy(col("campaign_id"), col("post_class"), bin.as("bin"))
            .agg(
                percentile(when(old, col("counter")), lit(0.5)).as("median"),
                percentile(age, lit(0.1)).divide(lit(day)).as("ageP10Days"),
                percentile(age, lit(0.5)).divide(lit(day)).as("ageMedianDays"),
                count(when(col("young"), 1)).as("young"),
                count(when(old.and(col("counter").gt(col("counter_limit"))), 1)).as("above"),
                coalesce(sum(when(below, col("counter"))), lit(0L)).as("totalBelow"))
            .withColumn(
                "counters",
                struct(
                    col("median"),
                    col("ageP10Days"),
                    col("ageMedianDays"),
                    col("young"),
                    col("above"),
                    col("totalBelow"),
                    lit(0L).as("newestTotal"))),
        series,
        CampaignActs.DIRECT);
  }

  private static Dataset<CurveCampaign> campaigns(
      Archive archive, Dataset<Row> during, Dataset<Row> counted, Dataset<Row> again) {
    Dataset<Row> platforms =
        during
            .groupBy("campaign_id", "platform")
            .agg(count(lit(1)).as("posts"))
            .groupBy("campaign_id")
            .agg(array_sort(collect_list(struct("platform", "posts"))).as("platforms"));
    Dataset<Row> kinds =
        counted
            .groupBy("campaign_id")
            .agg(max("counter_kind").as("counterKind"), max("counter_limit").as("counterLimit"));
    Dataset<Row> snapshotKinds =
        again.groupBy("campaign_id").agg(max("counter_kind").as("snapshotKind"));
    return archive
        .campaigns()
        .join(platforms, new String[] {"campaign_id"}, "left")
        .join(kinds, new String[] {"campaign_id"}, "left")
        .join(snapshotKinds, new String[] {"campaign_id"}, "left")
        .select(
            col("campaign_id").as("campaignId"),
            col("entity_type").as("entityType"),
            col("entity_key").as("entityKey"),
            col("stopped_at").as("stoppedAt"),
            col("next_campaign_at").as("nextCampaignAt"),
            col("platforms"),
            col("counterKind"),
            col("counterLimit"),
            col("snapshotKind"))
        .as(CAMPAIGN);
  }

  private static Dataset<Row> inObservedHours(Dataset<Row> acts, Dataset<Row> hours) {
    return acts.withColumn("hour", ObservedHours.hour(col("at")))
        .join(
            broadcast(hours.filter(col("observed_hours").gt(0)).select("platform", "hour")),
            new String[] {"platform", "hour"},
            "left_semi");
  }

  private static Column bucket() {
    return pmod(xxhash64(col("post_key")), lit((long) BUCKETS)).cast("int");
  }

  /** Sums as cells: what a series does not count is 0. */
  private static Dataset<Row> cells(Dataset<Row> sums, String series, String reach) {
    List<String> given = List.of(sums.columns());
    String counters = CELL.schema().apply("counters").dataType().sql();
    return sums.select(
        col("campaign_id").as("campaignId"),
        lit(series).as("series"),
        col("post_class").as("postClass"),
        lit(reach).as("reach"),
        given.contains("bucket") ? col("bucket") : lit(-1).as("bucket"),
        given.contains("bin") ? col("bin") : lit(0).as("bin"),
        orZero(given, "posts", "posts"),
        orZero(given, "events", "events"),
        orZero(given, "weight_millionths", "weightMillionths"),
        orZero(given, "at_risk_micros", "atRiskMicros"),
        (given.contains("counters") ? col("counters") : lit(null)).cast(counters).as("counters"));
  }

  private static Column orZero(List<String> given, String from, String as) {
    return (given.contains(from) ? col(from) : lit(0L)).as(as);
  }
}
