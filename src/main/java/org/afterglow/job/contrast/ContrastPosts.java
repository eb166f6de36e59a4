package org.afterglow.job.contrast;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.afterglow.UserError;
import org.afterglow.classify.Model;
import org.afterglow.classify.ModelCard;
import org.afterglow.job.acts.Contamination;
import org.afterglow.spark.Records;
import org.afterglow.table.OutputFolder;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;

/**
 * Adds up what each post of a campaign earned early and late. One aggregation of acts by post;
 * campaigns are broadcast.
 */
public final class ContrastPosts {
  static final long HOUR = 3_600_000_000L;
  static final long DAY = 24 * HOUR;

  /** Observed share of each window that a post needs. */
  static final double OBSERVED = 0.8;

  /** Ages at the stop, in days, that part the strata of the contrast since the stop. */
  private static final double[] AGES_AT_STOP = {.25, .5, 1, 2, 4, 8, 16, 32};

  public static final Encoder<ContrastPost> POST = Records.encoder(ContrastPost.class);

  private ContrastPosts() {}

  /**
   * The posts of [start, stop) of every campaign, with and without acts.
   *
   * @param acts {@code campaign_id, post_key (platform/post_id), posted_at, at, weight_millionths,
   *     suspected, dominant, identical}, as {@link Contamination#marked}; each row is one act
   * @param posts {@code campaign_id, platform, post_key, post_class (promotional or
   *     conversational), posted_at, promotional_probability, observed_early} and {@code
   *     observed_late} (observed shares of age [0, 1 d) and [1 d, 28 d)), {@code
   *     deleted_within_28d, by_dominant_author}; each post once a campaign
   * @param campaigns rows of table campaigns, as published
   * @param band probabilities between which the model is in doubt
   */
  public static Dataset<ContrastPost> of(
      Dataset<Row> acts, Dataset<Row> posts, Dataset<Row> campaigns, Band band) {
    Dataset<Row> windows =
        broadcast(
            campaigns.select(
                col("campaign_id"),
                unix_micros(col("started_at")).as("start"),
                unix_micros(col("stopped_at")).as("stop"),
                unix_micros(col("next_campaign_at")).as("next")));
    Column probability = col("promotional_probability");
    Column posted = col("posted");
    Column sinceStart = posted.minus(coalesce(col("start"), lit(0L)));
    Column week = block(sinceStart, 7 * DAY);
    return posts
        .join(windows, "campaign_id")
        .withColumn("posted", unix_micros(col("posted_at")))
        .filter(
            coalesce(posted.geq(col("start")), lit(true))
                .and(coalesce(posted.lt(col("stop")), lit(true))))
        .join(earned(acts, windows), new String[] {"campaign_id", "post_key"}, "left")
        .select(
            col("campaign_id").as("campaignId"),
            col("platform"),
            col("post_key").as("postKey"),
            col("posted").as("postedMicros"),
            col("post_class").equalTo("promotional").as("promotional"),
            coalesce(band.holds(probability), lit(false)).as("uncertain"),
            col("by_dominant_author").as("byDominantAuthor"),
            not(col("deleted_within_28d"))
                .and(col("observed_early").geq(OBSERVED))
                .and(col("observed_late").geq(OBSERVED))
                .as("eligible"),
            ContrastCells.bucket(col("post_key")).as("bucket"),
            week.cast("int").as("week"),
            week.multiply(lit(4L))
                .plus(block(pmod(posted, lit(DAY)), 6 * HOUR))
                .cast("int")
                .as("sixHours"),
            when(col("stop").isNotNull().and(not(col("deleted_within_28d"))), ageAtStop())
                .as("ageAtStop"),
            zeroed("events"),
            zeroed("within6h"),
            zeroed("within1d"),
            zeroed("within7d"),
            zeroed("within28d"),
            earned("botsIn"),
            earned("dominantActorOut"),
            earned("identicalTextsOut"),
            zeroed("stopEvents"),
            zeroed("stopFirstWeek"),
            zeroed("stopLater"))
        .as(POST);
  }

  /**
   * Cells of all runs of posts. Sums of early, late and early × late are exact in decimals before
   * they become doubles.
   */
  public static Dataset<ContrastCell> cells(Dataset<ContrastPost> posts) {
    return ContrastCells.summed(
        posts.select(col("campaignId"), col("promotional"), col("bucket"), runs().as("runs")),
        ContrastUnit.POST);
  }

  /** What a post brings to each run: an array of {@link ContrastCells#cell}. */
  static Column runs() {
    Column aged = col("eligible");
    Column stopped = col("ageAtStop").isNotNull();
    Column all = col("within28d");
    Column day = col("within1d");
    Column events = col("events");
    Column week = col("week");
    return array(
        ContrastCells.cell(ContrastFit.PRIMARY, aged, week, events, day, all.minus(day)),
        ContrastCells.cell(
            ContrastFit.CUT_6H, aged, week, events, col("within6h"), all.minus(col("within6h"))),
        ContrastCells.cell(
            ContrastFit.CUT_7D, aged, week, events, col("within7d"), all.minus(col("within7d"))),
        ContrastCells.cell(
            ContrastFit.UNCERTAIN_DROPPED,
            aged.and(not(col("uncertain"))),
            week,
            events,
            day,
            all.minus(day)),
        ContrastCells.cell(
            ContrastFit.SIX_HOUR_BLOCKS, aged, col("sixHours"), events, day, all.minus(day)),
        earned(ContrastFit.BOTS_IN, aged, week, "botsIn"),
        earned(ContrastFit.DOMINANT_ACTOR_OUT, aged, week, "dominantActorOut"),
        earned(ContrastFit.IDENTICAL_TEXTS_OUT, aged, week, "identicalTextsOut"),
        ContrastCells.cell(
            ContrastFit.DOMINANT_AUTHOR_OUT,
            aged.and(not(col("byDominantAuthor"))),
            week,
            events,
            day,
            all.minus(day)),
        ContrastCells.cell(
            ContrastFit.STOP,
            stopped,
            col("ageAtStop"),
            col("stopEvents"),
            col("stopFirstWeek"),
            col("stopLater")),
        ContrastCells.cell(
            ContrastFit.CRUDE,
            stopped,
            lit(0),
            col("stopEvents"),
            col("stopFirstWeek"),
            col("stopLater")));
  }

  private static Column earned(String run, Column counts, Column stratum, String earned) {
    return ContrastCells.cell(
        run,
        counts,
        stratum,
        col(earned + ".events"),
        col(earned + ".early"),
        col(earned + ".late"));
  }

  /** The posts of the runs whose p comes by permutation. */
  public static Dataset<PermutedUnit> permuted(Dataset<ContrastPost> posts) {
    return posts
        .filter(col("eligible"))
        .select(
            col("campaignId"),
            lit(ContrastUnit.POST.word()).as("unit"),
            col("postKey").as("unitKey"),
            col("promotional"),
            col("week").as("stratum"),
            col("events"),
            col("within28d"),
            explode(
                    array(
                        run(ContrastFit.CUT_6H, col("within6h")),
                        run(ContrastFit.PRIMARY, col("within1d")),
                        run(ContrastFit.CUT_7D, col("within7d"))))
                .as("cut"))
        .select(
            col("campaignId"),
            col("unit"),
            col("cut.run").as("run"),
            col("unitKey"),
            col("stratum"),
            col("promotional"),
            col("events"),
            col("cut.early").as("early"),
            col("within28d").minus(col("cut.early")).as("late"))
        .as(FitContrast.PERMUTED);
  }

  private static Column run(String run, Column early) {
    return struct(lit(run).as("run"), early.as("early"));
  }

  /** The posts that placebos deal classes to, in the primary run and in the crude one. */
  public static Dataset<DealtUnit> dealt(Dataset<ContrastPost> posts) {
    Column runs =
        array(
            ContrastCells.cell(
                ContrastFit.PRIMARY,
                col("eligible"),
                col("week"),
                col("events"),
                col("within1d"),
                col("within28d").minus(col("within1d"))),
            ContrastCells.cell(
                ContrastFit.CRUDE,
                col("ageAtStop").isNotNull(),
                lit(0),
                col("stopEvents"),
                col("stopFirstWeek"),
                col("stopLater")));
    return posts
        .withColumn("cell", explode(array_compact(runs)))
        .select(
            col("campaignId"),
            lit(ContrastUnit.POST.word()).as("unit"),
            col("cell.run").as("run"),
            col("postKey").as("unitKey"),
            xxhash64(col("postKey")).as("hash"),
            col("cell.stratum").as("stratum"),
            col("bucket"),
            col("promotional"),
            col("postedMicros").as("atMicros"),
            col("cell.events").as("events"),
            col("cell.early").as("early"),
            col("cell.late").as("late"))
        .as(RunPlacebos.UNIT);
  }

  /**
   * Probabilities between which the model is in doubt.
   *
   * @param low not in doubt itself
   * @param high not in doubt itself
   */
  public record Band(double low, double high) {
    public Band {
      if (!(low >= 0 && low <= high && high <= 1)) {
        throw new IllegalArgumentException(
            "band of doubt from " + low + " to " + high + "; within 0 and 1");
      }
    }

    /**
     * That of the model by which a folder's posts were classified.
     *
     * @throws UserError if the model's card is damaged
     */
    public static Band of(OutputFolder out) {
      try {
        ModelCard card =
            Model.card(
                out.file("model").toString(), out.spark().sparkContext().hadoopConfiguration());
        return new Band(card.uncertainFrom(), card.uncertainTo());
      } catch (IllegalArgumentException e) {
        throw new UserError(
            e.getMessage()
                + "; it is the copy that the posts were classified by: classify them again");
      }
    }

    /** Whether the model is in doubt; NULL where there is no probability. */
    Column holds(Column probability) {
      return probability.gt(low).and(probability.lt(high));
    }
  }

  private static Dataset<Row> earned(Dataset<Row> acts, Dataset<Row> windows) {
    Column age = col("age");
    Column since = col("since");
    Column weight = col("weight_millionths");
    Column young = age.geq(0).and(age.lt(28 * DAY));
    Column person = not(col("suspected"));
    Column counted = young.and(person);
    Column afterStop = col("afterStop").and(person);
    return acts.join(windows, "campaign_id")
        .withColumn("age", unix_micros(col("at")).minus(unix_micros(col("posted_at"))))
        .withColumn(
            "since",
            when(
                unix_micros(col("at")).lt(coalesce(col("next"), lit(Long.MAX_VALUE))),
                unix_micros(col("at")).minus(col("stop"))))
        .withColumn("afterStop", coalesce(since.geq(0).and(since.lt(28 * DAY)), lit(false)))
        .filter(young.or(col("afterStop")))
        .groupBy("campaign_id", "post_key")
        .agg(
            count_if(counted).as("events"),
            sum(when(counted.and(age.lt(6 * HOUR)), weight)).as("within6h"),
            sum(when(counted.and(age.lt(DAY)), weight)).as("within1d"),
            sum(when(counted.and(age.lt(7 * DAY)), weight)).as("within7d"),
            sum(when(counted, weight)).as("within28d"),
            earned(young).as("botsIn"),
            earned(counted.and(not(col("dominant")))).as("dominantActorOut"),
            earned(counted.and(not(col("identical")))).as("identicalTextsOut"),
            count_if(afterStop).as("stopEvents"),
            sum(when(afterStop.and(since.lt(7 * DAY)), weight)).as("stopFirstWeek"),
            sum(when(afterStop.and(since.geq(7 * DAY)), weight)).as("stopLater"));
  }

  /** What acts of a kind come to, by the cut of the primary run. */
  private static Column earned(Column counted) {
    Column weight = col("weight_millionths");
    Column early = col("age").lt(DAY);
    return struct(
        count_if(counted).as("events"),
        coalesce(sum(when(counted.and(early), weight)), lit(0L)).as("early"),
        coalesce(sum(when(counted.and(not(early)), weight)), lit(0L)).as("late"));
  }

  private static Column earned(String name) {
    Column nothing = struct(lit(0L).as("events"), lit(0L).as("early"), lit(0L).as("late"));
    return coalesce(col(name), nothing).as(name);
  }

  private static Column ageAtStop() {
    Column age = col("stop").minus(col("posted"));
    Column stratum = lit(AGES_AT_STOP.length);
    for (int i = AGES_AT_STOP.length - 1; i >= 0; i--) {
      stratum = when(age.lt(lit((long) (AGES_AT_STOP[i] * DAY))), lit(i)).otherwise(stratum);
    }
    return stratum;
  }

  /** Which block of a length a time falls into. */
  static Column block(Column time, long length) {
    return floor(time.minus(pmod(time, lit(length))).divide(lit((double) length)));
  }

  private static Column zeroed(String name) {
    return coalesce(col(name), lit(0L)).as(name);
  }

  /** What posts that a sample can be drawn of bring to the runs that it corrects. */
  public static Dataset<CheckedUnit> checked(Dataset<ContrastPost> contrasted) {
    return ContrastCells.checked(
        analysed(contrasted).withColumn("runs", runs()), ContrastUnit.POST, col("postKey"));
  }

  /** Eligible posts with acts, of campaigns that have enough of them in both classes. */
  public static Dataset<Row> analysed(Dataset<ContrastPost> contrasted) {
    Dataset<Row> eligible = contrasted.filter(col("eligible").and(col("events").gt(0))).toDF();
    Dataset<Row> analysed =
        eligible
            .groupBy("campaignId")
            .agg(
                sum(when(col("promotional"), col("events")).otherwise(0)).as("promotional_acts"),
                sum(when(col("promotional"), 0).otherwise(col("events"))).as("other_acts"))
            .filter(
                col("promotional_acts")
                    .geq(ContrastFit.ENOUGH_EVENTS)
                    .and(col("other_acts").geq(ContrastFit.ENOUGH_EVENTS)))
            .select("campaignId");
    return eligible.join(broadcast(analysed), "campaignId");
  }
}
