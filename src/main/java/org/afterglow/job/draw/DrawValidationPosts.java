package org.afterglow.job.draw;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.UserError;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.Contamination;
import org.afterglow.job.acts.CoverageWithoutCampaigns;
import org.afterglow.job.acts.EntityPosts;
import org.afterglow.job.acts.Keeper;
import org.afterglow.job.acts.PostsAtRisk;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.ContrastPost;
import org.afterglow.job.contrast.ContrastPosts;
import org.afterglow.spark.Records;
import org.afterglow.statistics.SizedDraw;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Draws the posts by which the classes of an analysis are checked (docs/methods.md, 3.5): of the
 * posts that enter the contrasts of campaigns with enough acts in both classes, each with a
 * probability in proportion to its acts at age [0, 28 d), by {@link SizedDraw}. A post of several
 * campaigns is drawn once, by its acts in all of them.
 */
public final class DrawValidationPosts {
  private static final double MILLION = 1e6;
  private static final Encoder<DrawnPost> DRAWN = Records.encoder(DrawnPost.class);

  private DrawValidationPosts() {}

  /**
   * Draws posts.
   *
   * @param out a folder whose campaigns are found
   * @param facts what the user knows of the archive
   * @param n posts, at least 1; fewer where there are fewer
   * @param seed that the draw starts from
   * @return in an order that says nothing of their acts
   * @throws UserError if no campaign has enough acts in both classes
   */
  public static List<DrawnPost> of(OutputFolder out, ArchiveFacts facts, int n, long seed) {
    Dataset<Row> posts = out.table(Tables.POSTS);
    List<Dataset<Row>> kept = new ArrayList<>();
    Keeper keeper =
        (name, rows) -> {
          kept.add(rows.persist(StorageLevel.MEMORY_AND_DISK()));
          return rows;
        };
    try {
      Dataset<Row> sized = keeper.kept("sized", sized(contrasted(out, facts, keeper)));
      Dataset<Row> drawn = drawn(sized, n, seed);
      return posts
          .filter(PostSource.canBeLabelled())
          .withColumn("post_key", CampaignActs.postKey(col("platform"), col("post_id")))
          .join(broadcast(drawn), "post_key")
          .orderBy(PostSource.uniform(seed, "order", col("post_key")), col("post_key"))
          .select(
              col("platform"),
              col("post_id").as("postId"),
              PostSource.source().as("source"),
              col("posted_at").as("postedAt"),
              col("language"),
              col("weight"),
              col("early").divide(MILLION).as("earlyWeighted"),
              col("late").divide(MILLION).as("lateWeighted"))
          .as(DRAWN)
          .collectAsList();
    } finally {
      kept.forEach(Dataset::unpersist);
    }
  }

  /** The posts of campaigns with what they earned, as stage decay reckons it. */
  private static Dataset<ContrastPost> contrasted(
      OutputFolder out, ArchiveFacts facts, Keeper keeper) {
    Dataset<Row> posts = out.table(Tables.POSTS);
    Dataset<Row> campaigns = out.table(Tables.CAMPAIGNS);
    Dataset<Row> members = out.table(Tables.CAMPAIGN_MEMBERS);
    Dataset<Row> coverage =
        Tables.COVERAGE.published(
            CoverageWithoutCampaigns.of(out.table(Tables.COVERAGE), posts, members, facts));
    Season season = Season.of(posts, members, coverage);
    Dataset<Row> entityPosts =
        keeper.kept(
            "entity_posts",
            EntityPosts.withUnscored(posts, campaigns, members).filter(col("in_campaign")));
    CampaignActs acts =
        CampaignActs.of(
            out.table(Tables.EVENTS),
            entityPosts,
            members,
            SuspectedBots.of(posts),
            season.weights(out.spark()),
            CampaignActs.DIRECT,
            keeper);
    Dataset<Row> atRisk =
        PostsAtRisk.of(entityPosts, out.table(Tables.DELETIONS), Calendars.of(coverage, season));
    return ContrastPosts.of(
        Contamination.unmarked(acts.counted()),
        Contamination.unmarkedPosts(atRisk),
        campaigns,
        ContrastPosts.Band.of(out));
  }

  /** post_key, acts, early, late: posts with acts, of campaigns that a contrast is made of. */
  static Dataset<Row> sized(Dataset<ContrastPost> contrasted) {
    return ContrastPosts.analysed(contrasted)
        .groupBy(col("postKey").as("post_key"))
        .agg(
            sum("events").as("acts"),
            sum("within1d").as("early"),
            sum(col("within28d").minus(col("within1d"))).as("late"));
  }

  /** post_key, weight, early, late of n posts. */
  static Dataset<Row> drawn(Dataset<Row> sized, int n, long seed) {
    List<Long> largest =
        sized
            .orderBy(col("acts").desc())
            .limit(n)
            .select("acts")
            .as(Encoders.LONG())
            .collectAsList();
    if (largest.isEmpty()) {
      throw new UserError(
          "no campaign has "
              + ContrastFit.ENOUGH_EVENTS
              + " acts of engagement with promotional posts and as many with conversational ones,"
              + " so that there is no contrast whose classes could be checked");
    }
    double total = sized.agg(sum("acts").cast("double")).as(Encoders.DOUBLE()).head();
    SizedDraw draw =
        SizedDraw.of(largest.stream().mapToDouble(Long::doubleValue).toArray(), total, n);
    Column probability = least(lit(1.0), col("acts").multiply(draw.factor()));
    return sized
        .withColumn("probability", probability)
        .withColumn(
            "rank",
            when(col("probability").geq(1), 0.0)
                .otherwise(
                    PostSource.uniform(seed, "validation", col("post_key"))
                        .divide(col("probability"))))
        .orderBy(col("rank"), col("post_key"))
        .limit(n)
        .select(
            col("post_key"),
            lit(1.0).divide(col("probability")).as("weight"),
            col("early"),
            col("late"));
  }
}
