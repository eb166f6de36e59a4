package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.unix_micros;

import org.afterglow.decay.CounterSeries;
import org.afterglow.decay.ObservedCalendar;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Posts by others that mention or carry a campaign's entities and answer or quote none of its posts
 * (docs/methods.md, 1.4), from 60 days before its start, or 56 before its stop where that is
 * earlier, to 120 days after the stop.
 */
public final class OrganicTalk {
  private static final String[] KEY = {"campaign_id", "platform", "post_id"};

  private OrganicTalk() {}

  /**
   * Posts of those days that mention or carry an entity, whoever wrote them.
   *
   * @param posts rows of table posts
   * @param members rows of table campaign_members
   * @param campaigns rows of table campaigns
   * @return campaign_id, platform, post_id, author_id, at, reply_to_post_id, quoted_post_id; each
   *     post once a campaign
   */
  public static Dataset<Row> candidates(
      Dataset<Row> posts, Dataset<Row> members, Dataset<Row> campaigns) {
    Dataset<Row> naming =
        MemberPosts.of(
                posts.filter(
                    col("origin")
                        .equalTo("record")
                        .and(col("posted_at").isNotNull())
                        .and(col("kind").notEqual("repost"))),
                members)
            .filter(col("relation").notEqual(MemberPosts.WRITES))
            .withColumn("micros", unix_micros(col("posted_at")));
    Column stop = unix_micros(col("stopped_at"));
    Column beforeStop = stop.minus(CounterSeries.DAYS_BEFORE * ObservedCalendar.DAY);
    Column beforeStart =
        unix_micros(col("started_at")).minus(EntityPosts.NEW_AFTER_DAYS * ObservedCalendar.DAY);
    Dataset<Row> windows =
        broadcast(
            campaigns
                .filter(col("stopped_at").isNotNull())
                .select(
                    col("campaign_id"),
                    least(beforeStop, beforeStart).as("from"), // NULLs are skipped
                    stop.plus(EntityPosts.FOLLOWED_DAYS * ObservedCalendar.DAY).as("until")));
    return naming
        .join(windows, "campaign_id")
        .filter(col("micros").geq(col("from")).and(col("micros").lt(col("until"))))
        .dropDuplicates(KEY)
        .select(
            col("campaign_id"),
            col("platform"),
            col("post_id"),
            col("author_id"),
            col("posted_at").as("at"),
            col("reply_to_post_id"),
            col("quoted_post_id"));
  }

  /**
   * Posts that candidates answer or quote.
   *
   * @return platform, post_id; each once
   */
  public static Dataset<Row> answered(Dataset<Row> candidates) {
    return candidates
        .select(
            col("platform"),
            explode(array(col("reply_to_post_id"), col("quoted_post_id"))).as("post_id"))
        .filter(col("post_id").isNotNull())
        .distinct();
  }

  /**
   * Candidates without the campaign's own posts, those that answer or quote them, and posts by
   * owners and suspected bots.
   *
   * @param candidates as above
   * @param entityPosts rows of {@link EntityPosts}, at least those that are candidates or answered
   *     by one, and all by owners
   * @param members rows of table campaign_members
   * @param bots rows of {@link SuspectedBots}
   */
  public static Dataset<Row> of(
      Dataset<Row> candidates, Dataset<Row> entityPosts, Dataset<Row> members, Dataset<Row> bots) {
    // What is looked up is few; entity posts, which are many, are gone through once for all of it.
    Dataset<Row> lookedUp =
        candidates
            .select(
                col("campaign_id"),
                col("platform"),
                col("post_id").as("candidate_id"),
                explode(array(col("post_id"), col("reply_to_post_id"), col("quoted_post_id")))
                    .as("post_id"))
            .filter(col("post_id").isNotNull());
    Dataset<Row> theirs =
        entityPosts
            .select("campaign_id", "platform", "post_id")
            .join(lookedUp, KEY, "inner")
            .select(col("campaign_id"), col("platform"), col("candidate_id").as("post_id"));
    Dataset<Row> owners = CampaignActs.owners(entityPosts, members);
    return candidates
        .join(theirs, KEY, "left_anti")
        .join(bots, new String[] {"platform", "author_id"}, "left_anti")
        .join(
            broadcast(
                owners.select(col("campaign_id"), col("owner_id").as("author_id")).distinct()),
            new String[] {"campaign_id", "author_id"},
            "left_anti");
  }
}
