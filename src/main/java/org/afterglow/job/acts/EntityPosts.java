package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import java.util.Arrays;
import java.util.List;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.decay.SupplyClock;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Which posts are entity posts of which campaign: the one definition that everything measured about
 * campaigns stands on (docs/methods.md, 1.2).
 *
 * <ul>
 *   <li>An account's entity posts are its own.
 *   <li>Those of a hashtag, a domain or a venue are the posts carrying it (standing in it) by
 *       authors with a promotional post carrying it in [start, stop); all posts carrying it on a
 *       platform where none of them names its author.
 *   <li>The conversational posts of a hashtag or a domain are, beside those carrying it, all the
 *       same authors' other posts; their other promotional posts promote something else and are
 *       left out.
 *   <li>Of several members they are entity posts together: a post once a campaign, an author by a
 *       promotional post that carries any of them.
 *   <li>An account that detection found to be the owner of a hashtag or a domain is named its owner
 *       and brings no posts of its own.
 * </ul>
 *
 * Reposts have no text and posts without a time have no place: both are left out. The author of a
 * post is {@code coalesce(author_id, author_handle_id)}. Venues match whatever their case.
 *
 * <p>Columns of a row: {@code campaign_id, platform, post_id, author_id} (as above; NULL for
 * nobody), {@code author_handle_id, posted_at, kind, origin, venue}, {@code post_class} ({@code
 * promotional} where P ≥ .5, {@code conversational} where P &lt; .5, the uncertain included),
 * {@code promotional_probability, deleted_state, likes, reposts, replies, quotes, views, score,
 * counted_at}, {@code in_campaign} (posted in [start, stop)), {@code carries} (by account or by
 * what it carries; false: another post of the same author), {@code is_owner} (its author speaks for
 * the campaign). The key is (campaign_id, platform, post_id); a post may belong to several
 * campaigns.
 *
 * <p>Campaigns and members are broadcast. Posts are never collected; only authors of campaigns with
 * hashtags, domains or venues are shuffled.
 */
public final class EntityPosts {
  /** Observed days without an engagement after which a person is new. */
  public static final int NEW_AFTER_DAYS = 60;

  /** Days after the stop that people are followed for. */
  public static final int FOLLOWED_DAYS = SupplyClock.DAYS;

  private static final String[] POST_COLUMNS = {
    "platform",
    "post_id",
    "author_handle_id",
    "posted_at",
    "kind",
    "origin",
    "venue",
    "promotional_probability",
    "deleted_state",
    "likes",
    "reposts",
    "replies",
    "quotes",
    "views",
    "score",
    "counted_at",
    "account",
    "keys",
    "answered"
  };

  private static final String PROMOTIONAL = "coalesce(promotional_probability >= 0.5, false)";

  /** Whether what was joined stands for the post's platform. */
  private static final String ON_PLATFORM = "(any_platform or array_contains(platforms, platform))";

  /** Whether key k of the post is a hashtag, domain or venue of the campaign. */
  private static final String IS_TOPIC =
      "exists(topics, t -> t.key = k and (t.any_platform or array_contains(t.platforms, platform)))";

  private EntityPosts() {}

  /**
   * Entity posts that were scored.
   *
   * @param posts as published
   * @param campaigns as published
   * @param members campaign_members as published
   */
  public static Dataset<Row> of(Dataset<Row> posts, Dataset<Row> campaigns, Dataset<Row> members) {
    return withUnscored(posts, campaigns, members).where("post_class is not null");
  }

  /**
   * The same and those that were not scored (other languages, no text), whose {@code post_class} is
   * NULL: they are of neither class, but counted.
   *
   * @param posts as published
   * @param campaigns as published
   * @param members campaign_members as published
   */
  public static Dataset<Row> withUnscored(
      Dataset<Row> posts, Dataset<Row> campaigns, Dataset<Row> members) {
    return all(
        keyed(posts.withColumn("answered", lit(false))),
        CampaignMembers.of(campaigns, members),
        lit(true));
  }

  /**
   * Of those, unscored ones included, the posts that anything measured about campaigns looks at:
   * posted in [start, stop) or around the stop, where its people are followed (60 days before the
   * start to 120 days after the stop), by an owner, or answered. Entities with many campaigns have
   * as many rows for each of their posts, most of them years from that campaign.
   *
   * @param posts as published
   * @param campaigns as published
   * @param members campaign_members as published
   * @param daysAround the stop, before and after it
   * @param answered platform and post_id, each once, of posts that are looked for at any time
   */
  public static Dataset<Row> measured(
      Dataset<Row> posts,
      Dataset<Row> campaigns,
      Dataset<Row> members,
      int daysAround,
      Dataset<Row> answered) {
    Dataset<Row> marked =
        posts
            .join(
                answered.withColumn("answered", lit(true)),
                new String[] {"platform", "post_id"},
                "left")
            .withColumn("answered", coalesce(col("answered"), lit(false)));
    Column aroundStop =
        coalesce(
            abs(unix_micros(col("posted_at")).minus(unix_micros(col("stopped_at"))))
                .leq(daysAround * ObservedCalendar.DAY),
            lit(false));
    Column followed =
        coalesce(
            unix_micros(col("posted_at"))
                .geq(unix_micros(col("started_at")).minus(NEW_AFTER_DAYS * ObservedCalendar.DAY))
                .and(
                    unix_micros(col("posted_at"))
                        .lt(
                            unix_micros(col("stopped_at"))
                                .plus(FOLLOWED_DAYS * ObservedCalendar.DAY))),
            lit(false));
    return all(
        keyed(marked),
        CampaignMembers.of(campaigns, members),
        col("in_campaign").or(aroundStop).or(followed).or(col("answered")).or(col("is_owner")));
  }

  /** Entity posts that are wanted, a condition on a post in its campaign. */
  private static Dataset<Row> all(Dataset<Row> keyed, CampaignMembers small, Column wanted) {
    Dataset<Row> matched = matched(keyed, small, wanted);
    if (!small.haveTopics()) {
      return result(matched.withColumn("carries", lit(true)));
    }

    Dataset<Row> own = matched.where("not topic").withColumn("carries", lit(true));
    Dataset<Row> carrying = matched.where("topic");
    Dataset<Row> authors =
        carrying
            .where("in_campaign and account is not null and " + PROMOTIONAL)
            .groupBy("campaign_id", "platform", "account")
            .agg(bool_or(expr("key not like 'venue:%'")).as("promotes_tag"));
    Dataset<Row> named =
        carrying
            .groupBy("campaign_id", "platform")
            .agg(bool_or(col("account").isNotNull()).as("names_authors"));
    Dataset<Row> carried =
        carrying
            .join(broadcast(named), columns("campaign_id", "platform"), "inner")
            .join(authors, columns("campaign_id", "platform", "account"), "left")
            .where("not names_authors or promotes_tag is not null")
            .withColumn("carries", lit(true));
    Dataset<Row> others =
        withTopics(
                placed(
                        spread(keyed)
                            .join(
                                authors.where("promotes_tag"),
                                columns("platform", "account"),
                                "inner"),
                        small,
                        wanted)
                    .where("wanted"), // most are not, and topics are wide
                small)
            .where("not exists(keys, k -> " + IS_TOPIC + ")")
            .where("not " + PROMOTIONAL)
            .withColumn("carries", lit(false));

    return result(own).unionByName(result(carried)).unionByName(result(others));
  }

  /** Posts with what may make them a member's: {@code account} and {@code keys}. */
  private static Dataset<Row> keyed(Dataset<Row> posts) {
    return posts
        .where("kind <> 'repost' and posted_at is not null")
        .withColumn("account", expr(EntityKeys.ACCOUNT))
        .withColumn("keys", EntityKeys.ofPost())
        .select(Arrays.stream(POST_COLUMNS).map(functions::col).toArray(Column[]::new));
  }

  /**
   * Posts with the campaigns to which they may belong, each pair once: by the author's account,
   * else by the first of the campaign's topics that the post carries ({@code topic}).
   */
  private static Dataset<Row> matched(Dataset<Row> keyed, CampaignMembers small, Column wanted) {
    Dataset<Row> candidates =
        keyed
            .withColumn("key", explode(col("keys")))
            .join(broadcast(small.keys()), "key")
            .where(ON_PLATFORM)
            .drop("any_platform", "platforms");
    return withTopics(placed(candidates, small, wanted), small)
        .where(
            "not topic or (not is_member and (size(topics) = 1 or key ="
                + " try_element_at(filter(keys, k -> "
                + IS_TOPIC
                + "), 1)))");
  }

  /**
   * Adds what a post's place in its campaign is: {@code in_campaign, is_owner, wanted}, and {@code
   * is_member} where its author's account brings all its posts.
   */
  private static Dataset<Row> placed(Dataset<Row> pairs, CampaignMembers small, Column wanted) {
    return pairs
        .join(broadcast(small.windows().drop("topics")), "campaign_id")
        .join(broadcast(small.accounts()), columns("campaign_id", "account"), "left")
        .withColumn("on_platform", coalesce(expr(ON_PLATFORM), lit(false)))
        .withColumn("is_member", expr("on_platform and brings_posts"))
        .withColumn("is_owner", expr("on_platform and owner"))
        .withColumn(
            "in_campaign",
            expr(
                "coalesce(posted_at >= started_at, true)"
                    + " and coalesce(posted_at < stopped_at, true)"))
        .withColumn("wanted", wanted)
        .drop(
            "started_at",
            "stopped_at",
            "owner",
            "brings_posts",
            "any_platform",
            "platforms",
            "on_platform");
  }

  /** Adds {@code topics}, those of the campaign. */
  private static Dataset<Row> withTopics(Dataset<Row> pairs, CampaignMembers small) {
    return pairs.join(broadcast(small.windows().select("campaign_id", "topics")), "campaign_id");
  }

  /**
   * Posts in many parts by author: a post becomes a row for each campaign of its author, which a
   * partition of a size that is right for posts has one core make all of.
   */
  private static Dataset<Row> spread(Dataset<Row> keyed) {
    int partitions =
        2 * Integer.parseInt(keyed.sparkSession().conf().get("spark.sql.shuffle.partitions"));
    return keyed.repartition(partitions, col("platform"), col("account"));
  }

  private static Dataset<Row> result(Dataset<Row> rows) {
    return rows.where("wanted")
        .withColumn("author_id", col("account"))
        .withColumn(
            "post_class",
            expr(
                "case when promotional_probability >= 0.5 then 'promotional'"
                    + " when promotional_probability < 0.5 then 'conversational' end"))
        .select(
            "campaign_id",
            "platform",
            "post_id",
            "author_id",
            "author_handle_id",
            "posted_at",
            "kind",
            "origin",
            "venue",
            "post_class",
            "promotional_probability",
            "deleted_state",
            "likes",
            "reposts",
            "replies",
            "quotes",
            "views",
            "score",
            "counted_at",
            "in_campaign",
            "carries",
            "is_owner");
  }

  private static Seq<String> columns(String... names) {
    return CollectionConverters.asScala(List.of(names)).toSeq();
  }
}
