package org.afterglow.job.curve;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.exists;
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

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.afterglow.decay.AgeCurve;
import org.afterglow.decay.CounterSeries;
import org.afterglow.decay.CurveGrid;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.decay.SeasonFactors;
import org.afterglow.ingest.ObservedHours;
import org.afterglow.job.acts.ActsUponPosts;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.EntityPosts;
import org.afterglow.job.acts.Keeper;
import org.afterglow.job.acts.OrganicTalk;
import org.afterglow.job.acts.PostsAtRisk;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.contrast.CampaignThread;
import org.afterglow.job.contrast.CampaignThreads;
import org.afterglow.job.people.CampaignPeople;
import org.afterglow.job.people.RefuseUnits;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LabelCorrection;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.RelationalGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.Tuple3;

/**
 * What engagement curves of every campaign are made of: by age of the post, by day since the stop,
 * organic talk, counters by day of posting, and by age where they were read several times
 * (docs/methods.md, 1.4 and 2).
 *
 * <p>Acts and posts are summed to (campaign, series, class, bucket of posts, bin) before anything
 * is estimated; the estimates see these sums alone. Acts in hours that were not observed are left
 * out, as is the time. By day since the stop acts are counted unweighted against exposures that
 * hold the season; by age they are weighted against plain time.
 *
 * @param campaigns rows of {@link CurveCampaign}
 * @param cells rows of {@link CurveCell}
 * @param calendars by platform
 * @param bots rows of {@link SuspectedBots}
 * @param acts upon posts of the campaigns, and upon those around them by which people are followed
 * @param threads that the posts began
 * @param atRisk those posts that have a class, as {@link PostsAtRisk#of}
 * @param withoutTimes as {@link RefuseUnits#withoutTimes}
 */
public record FitCurves(
    Dataset<Row> campaigns,
    Dataset<Row> cells,
    Broadcast<Map<String, ObservedCalendar>> calendars,
    long jobSeed,
    Dataset<Row> bots,
    ActsUponPosts acts,
    Dataset<CampaignThread> threads,
    Dataset<Row> atRisk,
    Dataset<Row> withoutTimes) {
  /** Series, as table engagement names them. */
  static final String AGE = "S1_age";

  static final String STOP = "S1_stop";
  static final String ORGANIC = "S2_organic";
  static final String COUNTERS = "S4_counters";
  static final String SNAPSHOTS = "S4_snapshots";

  /** Cells that hold the number of posts of a class, and counters of weeks. */
  static final String POSTS = "posts";

  /** Cells that hold how many threads a class began and how many of them went on. */
  static final String THREADS = "threads";

  static final String COUNTER_WEEKS = "S4_weeks";

  /** Cells that hold what was posted in the baseline. */
  static final String BASELINE = "S4_baseline";

  /** Buckets of posts, which are drawn instead of posts. */
  static final int BUCKETS = 200;

  /** The mark of posts of [start, stop). */
  private static final String IN_CAMPAIGN = "in_campaign";

  /** All classes, unscored posts included. */
  static final String ALL = "all";

  private static final Encoder<CurveCell> CELL = Records.encoder(CurveCell.class);
  private static final Encoder<CurveCampaign> CAMPAIGN = Records.encoder(CurveCampaign.class);
  private static final Encoder<CurveRows> ROWS = Records.encoder(CurveRows.class);

  /**
   * Tables that curves are made of, as published.
   *
   * @param talk rows of {@link OrganicTalk#candidates}
   * @param entityPosts rows of {@link EntityPosts#measured}
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
      Dataset<Row> talk,
      Dataset<Row> entityPosts,
      Season season) {}

  /**
   * Adds up what they are made of.
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
    Dataset<Row> during = archive.entityPosts().filter(col(IN_CAMPAIGN));
    Dataset<Row> baselines =
        keeper.kept("baselines", CampaignBaseline.of(archive.campaigns()).toDF());
    Dataset<Row> counted = keeper.kept("counted", counted(archive, baselines));
    Dataset<Row> again = keeper.kept("counted_again", countedAgain(archive.snapshots(), during));
    ActsUponPosts acts = acts(archive, bots, weights, keeper);
    CampaignActs direct = acts.marked(IN_CAMPAIGN).within(CampaignActs.DIRECT);
    CampaignActs thread = acts.marked(IN_CAMPAIGN).within(CampaignActs.THREAD);
    Dataset<Row> withoutTimes =
        keeper.kept("without_times", RefuseUnits.withoutTimes(during, direct.timed()));
    Dataset<Row> hours = ObservedHours.observed(archive.coverage());
    Dataset<Row> atRisk =
        keeper.kept("at_risk", PostsAtRisk.of(during, archive.deletions(), calendars));
    Dataset<Row> replied = CampaignThreads.platformsWithReplies(archive.events());
    Dataset<CampaignThread> threads =
        keeper
            .kept(
                "threads",
                CampaignThreads.of(thread.timed(), atRisk, archive.campaigns(), replied).toDF())
            .as(CampaignThreads.THREAD);

    Dataset<Row> cells =
        byAge(direct, hours, CampaignActs.DIRECT)
            .unionByName(byAge(thread, hours, CampaignActs.THREAD))
            .unionByName(atRisk(atRisk))
            .unionByName(posts(atRisk))
            .unionByName(threads(threads))
            .unionByName(byDay(direct, hours, archive.campaigns()))
            .unionByName(organic(archive, bots, hours))
            .unionByName(counters(counted))
            .unionByName(snapshots(again))
            .unionByName(snapshotFigures(again));
    return new FitCurves(
        campaigns(archive, during, new OfCampaign(counted, again, replied, baselines, withoutTimes))
            .toDF(),
        cells,
        shared,
        jobSeed,
        bots,
        acts,
        threads,
        atRisk,
        withoutTimes);
  }

  /** Acts upon the posts of the campaigns themselves and upon anything below them. */
  public ActsUponPosts ofCampaigns() {
    return acts.marked(IN_CAMPAIGN);
  }

  /** Acts upon the posts of the campaigns themselves. */
  public CampaignActs direct() {
    return ofCampaigns().within(CampaignActs.DIRECT);
  }

  /** Acts by which people are followed. */
  public CampaignActs followed() {
    return acts.marked(CampaignPeople.FOLLOWED).within(CampaignActs.DIRECT);
  }

  /**
   * Fits them.
   *
   * @param correction for errors of the classes of posts; null: they are taken as predicted
   */
  public FittedCurves fitted(@Nullable LabelCorrection correction) {
    Broadcast<Map<String, ObservedCalendar>> shared = calendars;
    long seed = jobSeed;
    return new FittedCurves(
        byCampaign(campaigns)
            .as(KEY, CAMPAIGN)
            .cogroup(
                byCampaign(cells).as(KEY, CELL),
                (CoGroupFunction<Tuple2<Long, String>, CurveCampaign, CurveCell, CurveRows>)
                    (id, campaign, cell) ->
                        curves(campaign, cell, shared.value(), seed, correction),
                ROWS)
            .persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /** A hash, by which rows are sorted faster than by ids that begin alike, and the campaign. */
  private static final Encoder<Tuple2<Long, String>> KEY =
      Encoders.tuple(Encoders.LONG(), Encoders.STRING());

  private static final Encoder<CountedWeek.Post> COUNTED = Records.encoder(CountedWeek.Post.class);

  /** A hash, the campaign and the week. */
  private static final Encoder<Tuple3<Long, String, Integer>> WEEK =
      Encoders.tuple(Encoders.LONG(), Encoders.STRING(), Encoders.INT());

  /**
   * Rows with a campaignId by it, in many parts: what a campaign takes to fit does not go by the
   * size of its rows, which would have few cores do all of it.
   */
  private static RelationalGroupedDataset byCampaign(Dataset<Row> rows) {
    int partitions =
        4 * Integer.parseInt(rows.sparkSession().conf().get("spark.sql.shuffle.partitions"));
    return rows.repartition(partitions, col("campaignId"))
        .groupBy(xxhash64(col("campaignId")), col("campaignId"));
  }

  private static Iterator<CurveRows> curves(
      Iterator<CurveCampaign> campaign,
      Iterator<CurveCell> cells,
      Map<String, ObservedCalendar> calendars,
      long jobSeed,
      @Nullable LabelCorrection correction) {
    if (!campaign.hasNext()) {
      return List.<CurveRows>of().iterator();
    }
    Draws draws = new Draws(jobSeed, Tables.DECAY.name());
    return new CampaignCurves(campaign.next(), calendars, draws, correction).rows(cells).iterator();
  }

  private static ActsUponPosts acts(
      Archive archive, Dataset<Row> bots, Dataset<Row> weights, Keeper keeper) {
    // Kept, so that Spark knows how few they are, sends them to where the events are, and a post
    // that millions engage with is not one task's.
    Dataset<Row> posts =
        keeper.kept(
            "acted_upon",
            CampaignPeople.withFollowed(archive.entityPosts(), archive.campaigns())
                .filter(col(IN_CAMPAIGN).or(col(CampaignPeople.FOLLOWED)))
                .select(
                    "campaign_id",
                    "platform",
                    "post_id",
                    "post_class",
                    "posted_at",
                    "author_id",
                    "author_handle_id",
                    "is_owner",
                    IN_CAMPAIGN,
                    CampaignPeople.FOLLOWED));
    return ActsUponPosts.of(
        archive.events(),
        posts,
        archive.members(),
        bots,
        weights,
        List.of(CampaignActs.DIRECT, CampaignActs.THREAD),
        List.of(IN_CAMPAIGN, CampaignPeople.FOLLOWED),
        keeper);
  }

  /** Acts by age of the post, in observed hours. */
  private static Dataset<Row> byAge(CampaignActs acts, Dataset<Row> hours, String reach) {
    Column bin = lit(null).cast("int");
    for (int i = AgeCurve.BINS - 1; i >= 0; i--) {
      long until = AgeCurve.EDGES_HOURS.get(i + 1) * ObservedCalendar.HOUR;
      bin = when(col("age_micros").lt(until), i).otherwise(bin);
    }
    return cells(
        inObservedHours(acts.counted(), hours)
            .withColumn("bin", bin)
            .filter(col("bin").isNotNull())
            .groupBy(col("campaign_id"), col("post_class"), bucket().as("bucket"), col("bin"))
            .agg(count(lit(1)).as("events"), sum("weight_millionths").as("weight_millionths")),
        AGE,
        reach);
  }

  /** Posts and the time at which they could be engaged with, by age; both reaches alike. */
  private static Dataset<Row> atRisk(Dataset<Row> posts) {
    Column[] sums = new Column[2 * AgeCurve.BINS];
    Column[] counts = new Column[AgeCurve.BINS];
    Column[] times = new Column[AgeCurve.BINS];
    for (int bin = 0; bin < AgeCurve.BINS; bin++) {
      Column micros = col("observed_micros").getItem(bin);
      sums[bin] = sum(when(micros.gt(0), 1L).otherwise(0L)).as("posts" + bin);
      sums[AgeCurve.BINS + bin] = sum(micros).as("micros" + bin);
      counts[bin] = col("posts" + bin);
      times[bin] = col("micros" + bin);
    }
    return cells(
        posts
            .groupBy(col("campaign_id"), col("post_class"), bucket().as("bucket"))
            .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length))
            .withColumn("posts", array(counts))
            .withColumn("at_risk_micros", array(times)),
        AGE,
        CampaignActs.DIRECT);
  }

  private static Dataset<Row> posts(Dataset<Row> atRisk) {
    return cells(
        atRisk.groupBy("campaign_id", "post_class").agg(count(lit(1)).as("posts")),
        POSTS,
        CampaignActs.DIRECT);
  }

  /** Threads of each class that were watched for long enough, and those that went on. */
  private static Dataset<Row> threads(Dataset<CampaignThread> threads) {
    return cells(
        threads
            .filter(col("eligible"))
            .groupBy(
                col("campaignId").as("campaign_id"),
                when(col("promotional"), "promotional")
                    .otherwise("conversational")
                    .as("post_class"))
            .agg(count(lit(1)).as("posts"), count_if(col("contributed.late").gt(0)).as("events")),
        THREADS,
        CampaignActs.THREAD);
  }

  /** Acts by day since the stop, those dated to the day at its noon. */
  private static Dataset<Row> byDay(CampaignActs acts, Dataset<Row> hours, Dataset<Row> campaigns) {
    Dataset<Row> timed =
        inObservedHours(acts.counted(), hours)
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
  static Dataset<Row> sinceStop(Dataset<Row> rows, Dataset<Row> campaigns, int firstDay) {
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
    return cells(
        inObservedHours(
                sinceStop(
                    OrganicTalk.of(archive.talk(), archive.entityPosts(), archive.members(), bots)
                        .withColumn("micros", unix_micros(col("at"))),
                    archive.campaigns(),
                    -CounterSeries.DAYS_BEFORE),
                hours)
            .withColumn("post_key", CampaignActs.postKey(col("platform"), col("post_id")))
            .groupBy(
                col("campaign_id"), lit(ALL).as("post_class"), bucket().as("bucket"), col("bin"))
            .agg(count(lit(1)).as("events")),
        ORGANIC,
        CampaignActs.DIRECT);
  }

  /**
   * Entity posts with their counter, its age and day and week since the stop's UTC day, and the
   * counter's kind and 99 % point over the campaign around the stop; those of the baseline once
   * more as such.
   */
  private static Dataset<Row> counted(Archive archive, Dataset<Row> baselines) {
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
            .join(
                broadcast(baselines.withColumnRenamed("campaignId", "campaign_id")),
                new String[] {"campaign_id"},
                "left")
            .withColumn(
                "bin",
                floor(col("posted").divide(lit((double) ObservedCalendar.DAY)))
                    .minus(col("stop_day"))
                    .cast("int"))
            .withColumn(
                "around",
                col("bin").geq(-CounterSeries.DAYS_BEFORE).and(col("bin").lt(CurveGrid.DAYS)))
            .withColumn(
                "in_baseline",
                coalesce(
                    exists(
                        col("baseline"),
                        span ->
                            col("posted")
                                .geq(span.getField("from"))
                                .and(col("posted").lt(span.getField("until")))),
                    lit(false)))
            .filter(col("around").or(col("in_baseline")))
            .drop("baseline");
    Dataset<Row> settled =
        withCounter(posts, posts.filter("around"))
            .withColumn(
                "young",
                coalesce(
                    col("age").lt(CounterSeries.YOUNG_DAYS * ObservedCalendar.DAY), lit(false)))
            .withColumn("post_key", CampaignActs.postKey(col("platform"), col("post_id")));
    Dataset<Row> limits =
        settled
            .filter(col("around").and(col("young").equalTo(false)))
            .groupBy("campaign_id", "counter")
            .agg(count(lit(1)).as("posts"))
            .groupBy("campaign_id")
            .agg(percentile(col("counter"), lit(0.99), col("posts")).as("counter_limit"));
    return settled
        .join(broadcast(limits), new String[] {"campaign_id"}, "left")
        .withColumn(
            "week",
            explode(
                array_compact(
                    array(
                        when(col("around"), floor(col("bin").divide(lit(7.0))).cast("int")),
                        when(col("in_baseline"), lit(CountedWeek.BASELINE))))))
        .select(
            col("campaign_id"),
            col("week"),
            when(col("week").equalTo(CountedWeek.BASELINE), lit(0)).otherwise(col("bin")).as("bin"),
            bucket().as("bucket"),
            col("post_class"),
            col("counter"),
            col("age"),
            col("young"),
            col("counter_kind"),
            col("counter_limit"));
  }

  /** Acts of all kinds together, as far as they are counted. */
  private static final Column ACTS =
      when(
          coalesce(col("likes"), col("reposts"), col("replies"), col("quotes")).isNotNull(),
          expr(
              "coalesce(likes, 0) + coalesce(reposts, 0) + coalesce(replies, 0)"
                  + " + coalesce(quotes, 0)"));

  private static final Column PASSED_ON = coalesce(col("likes"), col("reposts"), col("quotes"));

  /**
   * Rows with the counter of the kind that their campaign is measured by, and that kind.
   *
   * @param telling rows that tell the kind
   */
  private static Dataset<Row> withCounter(Dataset<Row> counted, Dataset<Row> telling) {
    Dataset<Row> kinds =
        telling
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
    return withCounter(counted, counted)
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
    return counted
        .select(
            col("campaign_id").as("campaignId"),
            col("week"),
            col("bin"),
            col("bucket"),
            col("post_class").as("postClass"),
            col("counter"),
            col("age").as("ageMicros"),
            col("young"),
            col("counter_limit").as("counterLimit"))
        .groupBy(xxhash64(col("campaignId"), col("week")), col("campaignId"), col("week"))
        .as(WEEK, COUNTED)
        .flatMapGroups(
            (FlatMapGroupsFunction<Tuple3<Long, String, Integer>, CountedWeek.Post, CurveCell>)
                (week, posts) -> CountedWeek.cells(posts),
            CELL)
        .toDF();
  }

  /**
   * What is known of campaigns beside their rows.
   *
   * @param counted posts by their counters
   * @param again posts counted several times
   * @param replied platforms on which replies name their targets
   * @param baselines rows of {@link CampaignBaseline}
   * @param withoutTimes as {@link RefuseUnits#withoutTimes}
   */
  private record OfCampaign(
      Dataset<Row> counted,
      Dataset<Row> again,
      Dataset<Row> replied,
      Dataset<Row> baselines,
      Dataset<Row> withoutTimes) {}

  private static Dataset<CurveCampaign> campaigns(
      Archive archive, Dataset<Row> during, OfCampaign known) {
    Dataset<Row> naming =
        during
            .join(broadcast(known.replied), new String[] {"platform"}, "left_semi")
            .select(col("campaign_id"), lit(true).as("replies_named"))
            .distinct();
    Dataset<Row> platforms =
        during
            .groupBy("campaign_id", "platform")
            .agg(count(lit(1)).as("posts"))
            .groupBy("campaign_id")
            .agg(array_sort(collect_list(struct("platform", "posts"))).as("platforms"));
    Dataset<Row> kinds =
        known
            .counted
            .groupBy("campaign_id")
            .agg(max("counter_kind").as("counterKind"), max("counter_limit").as("counterLimit"));
    Dataset<Row> snapshotKinds =
        known.again.groupBy("campaign_id").agg(max("counter_kind").as("snapshotKind"));
    return archive
        .campaigns()
        .join(platforms, new String[] {"campaign_id"}, "left")
        .join(kinds, new String[] {"campaign_id"}, "left")
        .join(snapshotKinds, new String[] {"campaign_id"}, "left")
        .join(naming, new String[] {"campaign_id"}, "left")
        .join(
            known.baselines.withColumnRenamed("campaignId", "campaign_id"),
            new String[] {"campaign_id"},
            "left")
        .join(
            known.withoutTimes.withColumn("untimed", lit(true)),
            new String[] {"campaign_id"},
            "left")
        .select(
            col("campaign_id").as("campaignId"),
            col("entity_type").as("entityType"),
            col("entity_key").as("entityKey"),
            col("started_at").as("startedAt"),
            col("stopped_at").as("stoppedAt"),
            col("next_campaign_at").as("nextCampaignAt"),
            col("platforms"),
            col("counterKind"),
            col("counterLimit"),
            col("snapshotKind"),
            col("baseline"),
            coalesce(col("untimed"), lit(false)).as("countersOnly"),
            coalesce(col("replies_named"), lit(false)).as("repliesNamed"))
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
        orNothing(sums, "posts", "posts"),
        orNothing(sums, "events", "events"),
        orNothing(sums, "weight_millionths", "weightMillionths"),
        orNothing(sums, "at_risk_micros", "atRiskMicros"),
        (given.contains("counters") ? col("counters") : lit(null)).cast(counters).as("counters"));
  }

  /** A sum for each bin as it is, one for a single bin as an array, none as an empty one. */
  private static Column orNothing(Dataset<Row> sums, String from, String as) {
    if (!List.of(sums.columns()).contains(from)) {
      return array().cast("array<bigint>").as(as);
    }
    boolean single = sums.schema().apply(from).dataType().equals(DataTypes.LongType);
    return (single ? array(col(from)) : col(from)).as(as);
  }
}
