package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import java.util.Arrays;
import org.afterglow.decay.ObservedCalendar;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What may make a contrast of few people's doing: acts and posts that count, and that runs of their
 * own are made without (docs/methods.md, 1.2).
 *
 * @param actors campaign_id, platform, actor_id: who did more than a fifth of a campaign's acts at
 *     age [0, 28 d), of 30 or more
 * @param texts campaign_id, post_key, actor_id, at: acts by posts of four words or more whose
 *     normalised text three authors or more acted with in that campaign
 * @param posts campaign_id, post_key: posts of campaigns of hashtags, domains or venues by an
 *     author of more than half of the posts of a class there
 */
public record Contamination(Dataset<Row> actors, Dataset<Row> texts, Dataset<Row> posts) {
  private static final long ENOUGH_ACTS = 30;
  private static final long ONE_OF = 5;
  private static final long SAME_WORDS_BY = 3;
  private static final long ENOUGH_WORDS = 4;

  private static final String[] ACT = {"campaign_id", "post_key", "actor_id", "at"};

  /**
   * Finds it.
   *
   * @param acts acts upon the campaigns' posts, as {@link CampaignActs#timed}
   * @param entityPosts rows of {@link EntityPosts} of the campaigns' time
   * @param posts rows of table posts
   * @param campaigns rows of table campaigns
   */
  public static Contamination of(
      Dataset<Row> acts, Dataset<Row> entityPosts, Dataset<Row> posts, Dataset<Row> campaigns) {
    return new Contamination(
        dominantActors(acts),
        identicalTexts(acts, posts),
        byDominantAuthors(entityPosts, campaigns));
  }

  /** Acts with whether their actor is dominant and their text identical to others'. */
  public Dataset<Row> marked(Dataset<Row> acts) {
    return acts.join(
            broadcast(actors.withColumn("dominant", lit(true))),
            new String[] {"campaign_id", "platform", "actor_id"},
            "left")
        .join(texts.withColumn("identical", lit(true)), ACT, "left")
        .withColumn("dominant", coalesce(col("dominant"), lit(false)))
        .withColumn("identical", coalesce(col("identical"), lit(false)));
  }

  /** Posts with whether a dominant author wrote them. */
  public Dataset<Row> markedPosts(Dataset<Row> rows) {
    return rows.join(
            posts.withColumn("by_dominant_author", lit(true)),
            new String[] {"campaign_id", "post_key"},
            "left")
        .withColumn("by_dominant_author", coalesce(col("by_dominant_author"), lit(false)));
  }

  /** Acts none of which is marked, for those who ask for the primary run alone. */
  public static Dataset<Row> unmarked(Dataset<Row> acts) {
    return acts.withColumn("dominant", lit(false)).withColumn("identical", lit(false));
  }

  /** Posts none of which is marked. */
  public static Dataset<Row> unmarkedPosts(Dataset<Row> posts) {
    return posts.withColumn("by_dominant_author", lit(false));
  }

  private static Dataset<Row> dominantActors(Dataset<Row> acts) {
    Dataset<Row> byActor =
        acts.filter(
                col("suspected")
                    .equalTo(false)
                    .and(col("age_micros").lt(28 * ObservedCalendar.DAY)))
            .groupBy("campaign_id", "platform", "actor_id")
            .agg(count(lit(1)).as("acts"));
    return withAll(byActor, "acts", "campaign_id")
        .filter(
            col("actor_id")
                .isNotNull()
                .and(col("all").geq(ENOUGH_ACTS))
                .and(col("acts").multiply(ONE_OF).gt(col("all"))))
        .select("campaign_id", "platform", "actor_id");
  }

  /**
   * Rows with the sum over their group as column all; a window would have one task see all people
   * of a campaign.
   */
  private static Dataset<Row> withAll(Dataset<Row> rows, String counted, String... group) {
    Dataset<Row> sums =
        rows.groupBy(Arrays.stream(group).map(functions::col).toArray(Column[]::new))
            .agg(sum(counted).as("all"));
    return rows.join(broadcast(sums), group);
  }

  private static Dataset<Row> identicalTexts(Dataset<Row> acts, Dataset<Row> posts) {
    Dataset<Row> texts =
        posts
            .filter(
                col("author_id")
                    .isNotNull()
                    .and(col("text_hash").isNotNull())
                    .and(col("word_count").geq(ENOUGH_WORDS)))
            .select(
                col("platform"),
                explode(array(col("reply_to_post_id"), col("quoted_post_id"))).as("target"),
                col("author_id").as("actor_id"),
                col("posted_at").as("at"),
                col("text_hash"))
            .filter(col("target").isNotNull())
            .select(
                CampaignActs.postKey(col("platform"), col("target")).as("post_key"),
                col("actor_id"),
                col("at"),
                col("text_hash"))
            .groupBy("post_key", "actor_id", "at")
            .agg(min("text_hash").as("text_hash"));
    Dataset<Row> written =
        acts.filter(col("kind").isin("reply", "quote"))
            .select("campaign_id", "post_key", "actor_id", "at")
            .join(texts, new String[] {"post_key", "actor_id", "at"}, "inner")
            .distinct();
    Dataset<Row> shared =
        written
            .groupBy("campaign_id", "text_hash")
            .agg(countDistinct("actor_id").as("authors"))
            .filter(col("authors").geq(SAME_WORDS_BY))
            .drop("authors");
    return written
        .join(shared, new String[] {"campaign_id", "text_hash"}, "left_semi")
        .select("campaign_id", "post_key", "actor_id", "at");
  }

  private static Dataset<Row> byDominantAuthors(Dataset<Row> entityPosts, Dataset<Row> campaigns) {
    Dataset<Row> topics =
        campaigns
            .filter(col("entity_type").isin("hashtag", "domain", "venue"))
            .select("campaign_id");
    Dataset<Row> written =
        entityPosts
            .filter(col("post_class").isNotNull())
            .join(broadcast(topics), new String[] {"campaign_id"}, "left_semi");
    Dataset<Row> byAuthor =
        written
            .groupBy("campaign_id", "post_class", "platform", "author_id")
            .agg(count(lit(1)).as("posts"));
    Dataset<Row> authors =
        withAll(byAuthor, "posts", "campaign_id", "post_class")
            .filter(col("author_id").isNotNull().and(col("posts").multiply(2).gt(col("all"))))
            .select("campaign_id", "platform", "author_id")
            .distinct();
    return written
        .join(
            broadcast(authors), new String[] {"campaign_id", "platform", "author_id"}, "left_semi")
        .select(
            col("campaign_id"),
            CampaignActs.postKey(col("platform"), col("post_id")).as("post_key"));
  }
}
