package org.afterglow.job.claim;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.Map;
import org.afterglow.job.acts.MemberPosts;
import org.afterglow.statistics.Clusters;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The accounts that speak for campaigns, declared or detected; what C2 to C6 are asked of.
 *
 * @param members rows of table campaign_members, owners' accounts alone, each account once; their
 *     campaign_id is the account's entity_key, {@code platform/entity_id}, or {@code /entity_id}
 *     where it was declared for all platforms
 */
public record Owners(Dataset<Row> members) {
  private static final String[] POST = {"platform", "post_id"};

  /**
   * Finds them.
   *
   * @param members rows of table campaign_members
   */
  public static Owners of(Dataset<Row> members) {
    return new Owners(
        keyed(members)
            .withColumn("campaign_id", col("entity_key"))
            .drop("entity_key")
            .dropDuplicates("campaign_id"));
  }

  /**
   * Members that are owners' accounts, each with the entity_key of its account.
   *
   * @param members rows of table campaign_members
   */
  public static Dataset<Row> keyed(Dataset<Row> members) {
    return members
        .filter(col("role").equalTo("owner").and(col("entity_type").equalTo("account")))
        .withColumn(
            "entity_key", concat(coalesce(col("platform"), lit("")), lit("/"), col("entity_id")));
  }

  /**
   * Accounts that own campaigns together, by entity_key.
   *
   * @param members rows of table campaign_members
   */
  public static Clusters together(Dataset<Row> members) {
    Map<String, String> first = new HashMap<>();
    Clusters together = new Clusters();
    for (Row row :
        keyed(members)
            .select("campaign_id", "entity_key")
            .distinct()
            .orderBy("campaign_id", "entity_key")
            .collectAsList()) {
      together.link(
          row.getString(1), first.computeIfAbsent(row.getString(0), id -> row.getString(1)));
    }
    return together;
  }

  /** Whether there is none: NO_OWNER. */
  public boolean none() {
    return members.isEmpty();
  }

  /**
   * Their posts: records of the archive with a time that are no reposts.
   *
   * @param posts rows of table posts
   * @return the rows with entity_key, and post_class promotional at P ≥ .5, conversational below,
   *     NULL where the post was not scored; each post once
   */
  public Dataset<Row> posts(Dataset<Row> posts) {
    return posts
        .filter(
            col("origin")
                .equalTo("record")
                .and(col("posted_at").isNotNull())
                .and(col("kind").notEqual("repost")))
        .withColumn(
            "post_class",
            when(col("promotional_probability").geq(0.5), "promotional")
                .when(col("promotional_probability").lt(0.5), "conversational"))
        .join(keys(posts, MemberPosts.WRITES), POST, "inner");
  }

  /**
   * Posts by others that name them or answer them; a post that names several stands once for each.
   *
   * @param posts rows of table posts
   * @param bots platform and author_id of authors who are no persons
   * @return entity_key, platform, post_id, author_id, posted_at, kind, reply_to_post_id,
   *     root_post_id, conversation_id
   */
  public Dataset<Row> mentions(Dataset<Row> posts, Dataset<Row> bots) {
    Dataset<Row> owned = keys(posts, MemberPosts.WRITES);
    Dataset<Row> answering =
        posts
            .filter(col("reply_to_post_id").isNotNull())
            .select(col("platform"), col("post_id"), col("reply_to_post_id"))
            .join(
                owned.withColumnRenamed("post_id", "reply_to_post_id"),
                new String[] {"platform", "reply_to_post_id"},
                "inner")
            .select("platform", "post_id", "entity_key");
    Dataset<Row> theirs = keys(posts, MemberPosts.MENTIONS).unionByName(answering).distinct();
    return posts
        .filter(
            col("origin")
                .equalTo("record")
                .and(col("posted_at").isNotNull())
                .and(col("author_id").isNotNull())
                .and(col("kind").notEqual("repost")))
        .select(
            "platform",
            "post_id",
            "author_id",
            "posted_at",
            "kind",
            "reply_to_post_id",
            "root_post_id",
            "conversation_id")
        .join(theirs, POST, "inner")
        .join(
            owned.select(col("platform"), col("post_id"), col("entity_key")),
            new String[] {"platform", "post_id", "entity_key"},
            "left_anti")
        .join(
            broadcast(bots.select("platform", "author_id")),
            new String[] {"platform", "author_id"},
            "left_anti");
  }

  private Dataset<Row> keys(Dataset<Row> posts, String relation) {
    return MemberPosts.of(posts, members)
        .filter(col("relation").equalTo(relation))
        .select(col("platform"), col("post_id"), col("campaign_id").as("entity_key"))
        .distinct();
  }
}
