package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Acts of engagement on entity posts: replies, reposts, quotes, likes and votes by someone who is
 * neither the post's author nor an owner of the campaign, one for each person, post, kind and UTC
 * day (docs/methods.md, 1.2). Unknown actors are somebody else each time.
 *
 * @param timed acts with an instant, those of suspected bots included: campaign_id, platform,
 *     post_key ({@code platform/post_id}), post_class, posted_at, at, weight_millionths (1/season
 *     of the hour), age_micros since the post (never negative), kind, actor_id (NULL: unknown),
 *     suspected (by a suspected bot, whose acts count in a run of their own alone)
 * @param dated acts of which the day alone is known, without a weight and an age and without those
 *     of suspected bots: campaign_id, platform, post_key, post_class, posted_at, at (the day's
 *     beginning), kind, actor_id
 */
public record CampaignActs(Dataset<Row> timed, Dataset<Row> dated) {
  /** Acts upon the post itself. */
  public static final String DIRECT = "direct";

  /** Acts upon anything in the thread that the post began. */
  public static final String THREAD = "thread";

  /**
   * Finds the acts.
   *
   * @param events rows of table events
   * @param entityPosts rows of {@link EntityPosts}, of whatever time; acts upon those without a
   *     class do not count
   * @param members rows of table campaign_members
   * @param bots rows of {@link SuspectedBots}
   * @param weights rows of {@link Season#weights}
   * @param reach {@link #DIRECT} or {@link #THREAD}
   * @param keeper where the acts are kept, since several queries ask for them
   */
  public static CampaignActs of(
      Dataset<Row> events,
      Dataset<Row> entityPosts,
      Dataset<Row> members,
      Dataset<Row> bots,
      Dataset<Row> weights,
      String reach,
      Keeper keeper) {
    return ActsUponPosts.of(
            events, entityPosts, members, bots, weights, List.of(reach), List.of(), keeper)
        .within(reach);
  }

  /** The acts that count in all runs but that of suspected bots, as {@link #timed}. */
  public Dataset<Row> counted() {
    return timed.filter(not(col("suspected")));
  }

  /** The key of a post over all platforms. */
  public static Column postKey(Column platform, Column postId) {
    return concat(platform, lit("/"), postId);
  }

  /** campaign_id, owner_platform, owner_id: by native id and by handle. */
  static Dataset<Row> owners(Dataset<Row> entityPosts, Dataset<Row> members) {
    Dataset<Row> declared =
        members
            .filter(col("role").equalTo("owner").and(col("entity_type").equalTo("account")))
            .select(
                col("campaign_id"),
                col("platform").as("owner_platform"),
                col("entity_id").as("owner_id"));
    Dataset<Row> written = entityPosts.filter(col("is_owner"));
    return declared
        .union(written.select("campaign_id", "platform", "author_id"))
        .union(written.select("campaign_id", "platform", "author_handle_id"))
        .filter(col("owner_id").isNotNull())
        .distinct();
  }

  /**
   * Acts upon posts of campaigns' accounts that the archive does not hold, each once however many
   * campaigns the account has.
   *
   * @param events rows of table events
   * @param posts rows of table posts
   * @param members rows of table campaign_members
   */
  public static Dataset<Row> targetsUnseen(
      Dataset<Row> events, Dataset<Row> posts, Dataset<Row> members) {
    Dataset<Row> accounts =
        members
            .filter(col("entity_type").equalTo("account"))
            .select(col("platform").as("member_platform"), col("entity_id").as("target_author_id"));
    return events
        .join(
            broadcast(accounts),
            events
                .col("target_author_id")
                .equalTo(accounts.col("target_author_id"))
                .and(
                    accounts
                        .col("member_platform")
                        .isNull()
                        .or(accounts.col("member_platform").equalTo(events.col("platform")))),
            "left_semi")
        .join(
            posts.select(col("platform"), col("post_id").as("target_post_id")),
            new String[] {"platform", "target_post_id"},
            "left_anti");
  }
}
