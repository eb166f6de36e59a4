package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import org.afterglow.decay.ObservedCalendar;
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
 * @param leftOut campaign_id, reason, acts: {@code unscored_post} (the post has no class), {@code
 *     untimed}, {@code own}, {@code before_post}, {@code suspected_bot}; of several the first
 */
public record CampaignActs(Dataset<Row> timed, Dataset<Row> dated, Dataset<Row> leftOut) {
  /** Acts upon the post itself. */
  public static final String DIRECT = "direct";

  /** Acts upon anything in the thread that the post began. */
  public static final String THREAD = "thread";

  private static final String SUSPECTED_BOT = "suspected_bot";

  private static final String[] KEY = {
    "campaign_id", "platform", "post_key", "post_class", "posted_at", "kind", "day_only", "actor_id"
  };

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
    Dataset<Row> settled =
        keeper.kept(reach + "_acts", once(judged(events, entityPosts, members, bots, reach)));
    Column suspected = col("reason").equalTo(SUSPECTED_BOT);
    Column counted = col("reason").isNull();
    return new CampaignActs(
        weighted(
            settled
                .filter(not(col("day_only")).and(counted.or(suspected)))
                .withColumn("suspected", coalesce(suspected, lit(false))),
            weights),
        settled
            .filter(col("day_only").and(counted))
            .select(
                "campaign_id",
                "platform",
                "post_key",
                "post_class",
                "posted_at",
                "at",
                "kind",
                "actor_id"),
        settled.filter(not(counted)).groupBy("campaign_id", "reason").agg(sum("acts").as("acts")));
  }

  /** The acts that count in all runs but that of suspected bots, as {@link #timed}. */
  public Dataset<Row> counted() {
    return timed.filter(not(col("suspected")));
  }

  /** The key of a post over all platforms. */
  public static Column postKey(Column platform, Column postId) {
    return concat(platform, lit("/"), postId);
  }

  /** Acts with their posts, and why they do not count: reason, NULL where they do. */
  private static Dataset<Row> judged(
      Dataset<Row> events,
      Dataset<Row> entityPosts,
      Dataset<Row> members,
      Dataset<Row> bots,
      String reach) {
    Column on =
        switch (reach) {
          case DIRECT -> col("target_post_id");
          case THREAD -> coalesce(col("root_post_id"), col("target_post_id"));
          default -> throw new IllegalArgumentException("reach " + reach + ": direct or thread");
        };
    Dataset<Row> acts =
        events.select(
            col("event_id"),
            col("platform"),
            col("kind"),
            col("at"),
            col("day_only"),
            col("actor_id"),
            on.as("post_id"));
    Dataset<Row> posts =
        entityPosts.select(
            col("campaign_id"),
            col("platform"),
            col("post_id"),
            postKey(col("platform"), col("post_id")).as("post_key"),
            col("post_class"),
            col("posted_at"),
            col("author_id"),
            col("author_handle_id"));
    // names of their own: where nothing is kept all come from one table, and a column that is
    // named by its table is then ambiguous
    Dataset<Row> owners =
        owners(entityPosts, members)
            .withColumnRenamed("campaign_id", "owned_campaign")
            .withColumn("owns", lit(true));
    Dataset<Row> marked =
        bots.select(col("platform").as("bot_platform"), col("author_id").as("bot_id"))
            .withColumn("suspected", lit(true));
    Dataset<Row> joined = acts.join(posts, new String[] {"platform", "post_id"}, "inner");
    Dataset<Row> known =
        joined
            .join(
                broadcast(owners),
                col("campaign_id")
                    .equalTo(col("owned_campaign"))
                    .and(col("actor_id").equalTo(col("owner_id")))
                    .and(
                        col("owner_platform")
                            .isNull()
                            .or(col("owner_platform").equalTo(col("platform")))),
                "left")
            .drop("owned_campaign")
            .join(
                marked,
                col("platform")
                    .equalTo(col("bot_platform"))
                    .and(col("actor_id").equalTo(col("bot_id"))),
                "left")
            .drop("bot_platform", "bot_id");
    Column byAuthor =
        coalesce(col("actor_id").equalTo(col("author_id")), lit(false))
            .or(coalesce(col("actor_id").equalTo(col("author_handle_id")), lit(false)))
            .or(col("owns").isNotNull());
    Column latest =
        unix_micros(col("at"))
            .plus(when(col("day_only"), lit(ObservedCalendar.DAY - 1)).otherwise(lit(0L)));
    return known.withColumn(
        "reason",
        when(col("post_class").isNull(), "unscored_post")
            .when(col("at").isNull(), "untimed")
            .when(byAuthor, "own")
            .when(latest.lt(unix_micros(col("posted_at"))), "before_post")
            .when(col("suspected").isNotNull(), SUSPECTED_BOT));
  }

  /**
   * The first act of each person, post, kind and day, with how many there were; unknown actors
   * stand for themselves. Acts that do not count are summed alike.
   */
  private static Dataset<Row> once(Dataset<Row> acts) {
    Column[] keys = new Column[KEY.length + 3];
    for (int i = 0; i < KEY.length; i++) {
      keys[i] = col(KEY[i]);
    }
    keys[KEY.length] = col("reason");
    keys[KEY.length + 1] = col("at").cast("date").as("day");
    keys[KEY.length + 2] = when(col("actor_id").isNull(), col("event_id")).as("unknown");
    return acts.groupBy(keys).agg(min("at").as("at"), count(lit(1)).as("acts"));
  }

  private static Dataset<Row> weighted(Dataset<Row> acts, Dataset<Row> weights) {
    return Season.weighted(acts, weights)
        .select(
            col("campaign_id"),
            col("platform"),
            col("post_key"),
            col("post_class"),
            col("posted_at"),
            col("at"),
            col("weight_millionths"),
            unix_micros(col("at")).minus(unix_micros(col("posted_at"))).as("age_micros"),
            col("kind"),
            col("actor_id"),
            col("suspected"));
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
