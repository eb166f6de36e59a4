package org.afterglow.job.claim.asks;

import static org.afterglow.table.ReasonCodes.NO_FOLLOWERS;
import static org.afterglow.table.ReasonCodes.NO_OWNER;
import static org.afterglow.table.ReasonCodes.SAMPLED_ARCHIVE;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.claim.Parts;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * What people of many and of few followers pass on of owners' posts: reposts and quotes among all
 * that they do with them (docs/methods.md, 5).
 */
public final class Advocacy {
  static final int FOURTHS = 4;

  private static final int TENTHS = 10;
  private static final String[] PERSON = {"platform", "actor_id"};
  private static final String[] POST = {"platform", "post_id"};
  private static final Encoder<Cell> CELL = Records.encoder(Cell.class);
  private static final Encoder<Tuple2<String, Long>> POSTS =
      Encoders.tuple(Encoders.STRING(), Encoders.LONG());

  private Advocacy() {}

  /**
   * What people alike did with an account's posts.
   *
   * @param quartile fourth of their followers, from 1
   * @param tenth of their own posts, from 0
   * @param suspected whether they are no persons
   */
  public record Cell(
      String entityKey,
      String platform,
      int quartile,
      int tenth,
      boolean suspected,
      long people,
      long engagements,
      long passedOn) {}

  /**
   * Measures the second leg of C4.
   *
   * @param complete platforms that are looked at
   * @param owned rows of {@link Owners#posts}
   */
  static PassedOn measured(ClaimArchive archive, Set<String> complete, Dataset<Row> owned) {
    if (archive.owners().none()) {
      return PassedOn.none(NO_OWNER);
    }
    if (complete.isEmpty()) {
      return PassedOn.none(SAMPLED_ARCHIVE);
    }
    Dataset<Row> own = owned.filter(col("platform").isin(complete.toArray()));
    Dataset<Row> people = people(archive.posts(), complete);
    if (people.isEmpty()) {
      return PassedOn.none(NO_FOLLOWERS);
    }
    Map<String, Long> posts = new TreeMap<>();
    own.groupBy("entity_key")
        .agg(count(lit(1)))
        .as(POSTS)
        .collectAsList()
        .forEach(account -> posts.put(account._1(), account._2()));
    return PassedOn.of(counted(archive, people, own), posts);
  }

  /**
   * What people did with accounts' posts, alike ones together.
   *
   * @param people rows of {@link #people}
   * @param own rows of {@link Owners#posts} of complete platforms
   */
  static List<Cell> counted(ClaimArchive archive, Dataset<Row> people, Dataset<Row> own) {
    return cells(
        archive
            .keeper()
            .kept("advocacy", fourths(engagements(archive.events(), own), people, archive.bots())));
  }

  /** Authors whose followers are known: the most that a record names, and how much they wrote. */
  static Dataset<Row> people(Dataset<Row> posts, Set<String> complete) {
    return posts
        .filter(col("platform").isin(complete.toArray()).and(col("author_id").isNotNull()))
        .groupBy("platform", "author_id")
        .agg(
            max("follower_count").as("followers"),
            count_if(col("origin").equalTo("record")).as("wrote"))
        .filter(col("followers").isNotNull())
        .withColumnRenamed("author_id", "actor_id");
  }

  /** By account and person: entity_key, platform, actor_id, engagements, passed_on. */
  private static Dataset<Row> engagements(Dataset<Row> events, Dataset<Row> owned) {
    Dataset<Row> owners =
        owned
            .select(col("entity_key"), col("platform"), col("author_id").as("actor_id"))
            .union(owned.select("entity_key", "platform", "author_handle_id"))
            .distinct();
    return events
        .filter(col("actor_id").isNotNull())
        .select(
            col("platform"),
            col("target_post_id").as("post_id"),
            col("actor_id"),
            col("kind"),
            col("at").cast("date").as("day"))
        .join(owned.select("platform", "post_id", "entity_key"), POST, "inner")
        .distinct()
        .join(broadcast(owners), new String[] {"entity_key", "platform", "actor_id"}, "left_anti")
        .groupBy("entity_key", "platform", "actor_id")
        .agg(
            count(lit(1)).as("engagements"),
            count_if(col("kind").isin("repost", "quote")).as("passed_on"));
  }

  /**
   * Engagements of people of known followers, with quartile, from 1, and tenth; limits are those
   * among the platform's persons who engage with any account, each once.
   */
  private static Dataset<Row> fourths(
      Dataset<Row> engagements, Dataset<Row> people, Dataset<Row> bots) {
    Dataset<Row> known =
        engagements
            .join(people, PERSON, "inner")
            .join(
                broadcast(
                    bots.select(col("platform"), col("author_id").as("actor_id"))
                        .withColumn("bot", lit(true))),
                PERSON,
                "left")
            .withColumn("suspected", coalesce(col("bot"), lit(false)));
    Dataset<Row> limits =
        known
            .filter(not(col("suspected")))
            .select("platform", "actor_id", "followers", "wrote")
            .distinct()
            .groupBy("platform")
            .agg(
                percentile(col("followers"), Parts.of(FOURTHS)).as("follower_limits"),
                percentile(col("wrote"), Parts.of(TENTHS)).as("wrote_limits"));
    return known
        .join(broadcast(limits), new String[] {"platform"}, "inner")
        .select(
            col("entity_key"),
            col("platform"),
            Parts.above("follower_limits", "followers").plus(1).as("quartile"),
            Parts.above("wrote_limits", "wrote").as("tenth"),
            col("suspected"),
            col("engagements"),
            col("passed_on"));
  }

  private static List<Cell> cells(Dataset<Row> engagements) {
    return engagements
        .groupBy(
            col("entity_key").as("entityKey"),
            col("platform"),
            col("quartile"),
            col("tenth"),
            col("suspected"))
        .agg(
            count(lit(1)).as("people"),
            sum("engagements").as("engagements"),
            sum("passed_on").as("passedOn"))
        .orderBy("entityKey", "platform", "tenth", "quartile", "suspected")
        .as(CELL)
        .collectAsList();
  }
}
