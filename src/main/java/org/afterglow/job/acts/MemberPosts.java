package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Posts that have to do with the members of campaigns, by what they have to do with them. A post
 * may have to do with several, and with one in several ways. Venues match whatever their case.
 */
public final class MemberPosts {
  /** Written by the account. */
  public static final String WRITES = "writes";

  /** Names the account. */
  public static final String MENTIONS = "mentions";

  /** Carries the hashtag or domain, or stands in the venue. */
  public static final String CARRIES = "carries";

  private MemberPosts() {}

  /**
   * Matches posts with members; the members are broadcast.
   *
   * @param posts rows of table posts
   * @param members rows of table campaign_members
   * @return campaign_id, role, relation, platform, post_id, author_id, posted_at, kind,
   *     reply_to_post_id, quoted_post_id; a row for each match
   */
  public static Dataset<Row> of(Dataset<Row> posts, Dataset<Row> members) {
    Column keys =
        concat(
            array(
                key(WRITES, "account", col("author_id")),
                key(WRITES, "account", col("author_handle_id")),
                key(CARRIES, "venue", lower(col("venue")))),
            transform(col("hashtags"), tag -> key(CARRIES, "hashtag", tag)),
            transform(col("link_domains"), domain -> key(CARRIES, "domain", domain)),
            transform(
                col("mentions"),
                mention -> key(MENTIONS, "account", mention.getField("author_id"))),
            transform(
                col("mentions"),
                mention -> key(MENTIONS, "account", mention.getField("author_handle_id"))));
    Dataset<Row> keyed =
        posts
            .select(
                col("platform"),
                col("post_id"),
                col("author_id"),
                col("posted_at"),
                col("kind"),
                col("reply_to_post_id"),
                col("quoted_post_id"),
                explode(keys).as("key"))
            .filter(col("key.entity_id").isNotNull());
    Dataset<Row> wanted =
        members.select(
            col("campaign_id"),
            col("role"),
            col("platform").as("member_platform"),
            col("entity_type"),
            when(col("entity_type").equalTo("venue"), lower(col("entity_id")))
                .otherwise(col("entity_id"))
                .as("entity_id"));
    return keyed
        .join(
            broadcast(wanted),
            col("key.entity_type")
                .equalTo(wanted.col("entity_type"))
                .and(col("key.entity_id").equalTo(wanted.col("entity_id")))
                .and(
                    col("member_platform")
                        .isNull()
                        .or(col("member_platform").equalTo(col("platform")))))
        .select(
            col("campaign_id"),
            col("role"),
            col("key.relation").as("relation"),
            col("platform"),
            col("post_id"),
            col("author_id"),
            col("posted_at"),
            col("kind"),
            col("reply_to_post_id"),
            col("quoted_post_id"));
  }

  private static Column key(String relation, String type, Column id) {
    return struct(lit(relation).as("relation"), lit(type).as("entity_type"), id.as("entity_id"));
  }
}
