package org.afterglow.job.contrast;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.PostsAtRisk;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;

/**
 * Adds up what others contributed early and late to each thread that a post of a campaign began.
 * Threads that a reply began are parts of other people's talk and left out, as are those of
 * platforms on which no reply names its target.
 */
public final class CampaignThreads {
  public static final Encoder<CampaignThread> THREAD = Records.encoder(CampaignThread.class);

  private static final long MONTH = 28 * ContrastPosts.DAY;
  private static final String[] ROOTS = {"post", "quote"};
  private static final String[] CONTRIBUTIONS = {"reply", "quote"};

  private CampaignThreads() {}

  /**
   * Platforms on which replies name the post that they answer.
   *
   * @param events rows of table events
   * @return platform, each once
   */
  public static Dataset<Row> platformsWithReplies(Dataset<Row> events) {
    return events.filter(col("kind").equalTo("reply")).select("platform").distinct();
  }

  /**
   * The threads of posts of [start, stop) of every campaign, with and without contributions.
   *
   * @param acts of reach thread, as {@link CampaignActs#timed}
   * @param posts as {@link PostsAtRisk#of}
   * @param campaigns rows of table campaigns, as published
   * @param platforms as {@link #platformsWithReplies}
   */
  public static Dataset<CampaignThread> of(
      Dataset<Row> acts, Dataset<Row> posts, Dataset<Row> campaigns, Dataset<Row> platforms) {
    Dataset<Row> starts =
        broadcast(campaigns.select(col("campaign_id"), unix_micros(col("started_at")).as("start")));
    Column posted = col("posted");
    return posts
        .filter(col("kind").isin((Object[]) ROOTS))
        .join(broadcast(platforms), new String[] {"platform"}, "left_semi")
        .join(starts, "campaign_id")
        .withColumn("posted", unix_micros(col("posted_at")))
        .join(contributions(acts), new String[] {"campaign_id", "post_key"}, "left")
        .select(
            col("campaign_id").as("campaignId"),
            col("platform"),
            col("post_key").as("postKey"),
            posted.as("postedMicros"),
            col("post_class").equalTo("promotional").as("promotional"),
            col("promotional_probability").as("promotionalProbability"),
            not(col("deleted_within_56d"))
                .and(col("observed_first_28d").geq(ContrastPosts.OBSERVED))
                .and(col("observed_next_28d").geq(ContrastPosts.OBSERVED))
                .as("eligible"),
            ContrastPosts.block(
                    posted.minus(coalesce(col("start"), lit(0L))), 7 * ContrastPosts.DAY)
                .cast("int")
                .as("week"),
            coalesce(col("contributed"), nothing()).as("contributed"),
            coalesce(col("botsIn"), nothing()).as("botsIn"))
        .as(THREAD);
  }

  /**
   * Cells of all runs of threads.
   *
   * @param band probabilities between which the model is in doubt
   */
  public static Dataset<ContrastCell> cells(
      Dataset<CampaignThread> threads, ContrastPosts.Band band) {
    return ContrastCells.summed(
        threads
            .filter(col("eligible"))
            .select(
                col("campaignId"),
                col("promotional"),
                ContrastCells.bucket(col("postKey")).as("bucket"),
                runs(band).as("runs")),
        ContrastUnit.THREAD);
  }

  /** What threads bring to the runs that a checked sample of the posts that began them corrects. */
  public static Dataset<CheckedUnit> checked(
      Dataset<CampaignThread> threads, ContrastPosts.Band band) {
    return ContrastCells.checked(
        threads.filter(col("eligible")).withColumn("runs", runs(band)),
        ContrastUnit.THREAD,
        col("postKey"));
  }

  private static Column runs(ContrastPosts.Band band) {
    Column doubtful = band.holds(col("promotionalProbability"));
    return array(
        cell(ContrastFit.PRIMARY, lit(true), "contributed"),
        cell(ContrastFit.UNCERTAIN_DROPPED, not(doubtful), "contributed"),
        cell(ContrastFit.BOTS_IN, lit(true), "botsIn"));
  }

  /** The threads of the primary run, whose p comes by permutation. */
  public static Dataset<PermutedUnit> permuted(Dataset<CampaignThread> threads) {
    return threads
        .filter(col("eligible"))
        .select(
            col("campaignId"),
            lit(ContrastUnit.THREAD.word()).as("unit"),
            lit(ContrastFit.PRIMARY).as("run"),
            col("postKey").as("unitKey"),
            col("week").as("stratum"),
            col("promotional"),
            col("contributed.events").as("events"),
            col("contributed.early").as("early"),
            col("contributed.late").as("late"))
        .as(FitContrast.PERMUTED);
  }

  /** The threads of the primary run, which placebos deal classes to. */
  public static Dataset<DealtUnit> dealt(Dataset<CampaignThread> threads) {
    return threads
        .filter(col("eligible"))
        .select(
            col("campaignId"),
            lit(ContrastUnit.THREAD.word()).as("unit"),
            lit(ContrastFit.PRIMARY).as("run"),
            col("postKey").as("unitKey"),
            xxhash64(col("postKey")).as("hash"),
            col("week").as("stratum"),
            ContrastCells.bucket(col("postKey")).as("bucket"),
            col("promotional"),
            col("postedMicros").as("atMicros"),
            col("contributed.events").as("events"),
            col("contributed.early").as("early"),
            col("contributed.late").as("late"))
        .as(RunPlacebos.UNIT);
  }

  private static Column cell(String run, Column counts, String contributed) {
    return ContrastCells.cell(
        run,
        counts,
        col("week"),
        col(contributed + ".events"),
        col(contributed + ".early"),
        col(contributed + ".late"));
  }

  private static Dataset<Row> contributions(Dataset<Row> acts) {
    return acts.filter(
            col("kind")
                .isin((Object[]) CONTRIBUTIONS)
                .and(col("age_micros").geq(0))
                .and(col("age_micros").lt(2 * MONTH)))
        .groupBy("campaign_id", "post_key")
        .agg(
            contributed(not(col("suspected"))).as("contributed"),
            contributed(lit(true)).as("botsIn"));
  }

  private static Column contributed(Column counted) {
    Column early = counted.and(col("age_micros").lt(MONTH));
    Column late = counted.and(col("age_micros").geq(MONTH));
    return struct(
        count_if(counted).as("events"),
        coalesce(sum(when(early, col("weight_millionths"))), lit(0L)).as("early"),
        coalesce(sum(when(late, col("weight_millionths"))), lit(0L)).as("late"));
  }

  private static Column nothing() {
    return struct(lit(0L).as("events"), lit(0L).as("early"), lit(0L).as("late"));
  }
}
