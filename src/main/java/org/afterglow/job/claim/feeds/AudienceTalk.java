package org.afterglow.job.claim.feeds;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;

/**
 * Answers in threads that owners began or were spoken to in, by who answers whom. Answers to
 * oneself, by or to suspected bots, and those of which one end is unknown are none.
 */
final class AudienceTalk {
  private static final Encoder<Bucket> BUCKET = Records.encoder(Bucket.class);
  private static final Encoder<People> PEOPLE = Records.encoder(People.class);

  private AudienceTalk() {}

  /**
   * Threads of an owner that fall into one of {@value AudienceShare#BUCKETS} parts by a hash.
   *
   * @param threads that hold an answer
   * @param amongPersons answers of which neither end is the owner
   */
  public record Bucket(
      String entityKey, int bucket, long threads, long answers, long amongPersons) {}

  /** How many people take part in something of an owner. */
  public record People(String entityKey, long people) {}

  /**
   * Answers in their threads.
   *
   * @return entity_key, platform, root, actor_id, target_id, from_owner, to_owner
   */
  static Dataset<Row> answers(ClaimArchive archive, FeedWeeks feeds) {
    Dataset<Row> threads =
        feeds
            .talk()
            .filter(not(col("suspected")))
            .select(
                col("entity_key"),
                col("platform"),
                coalesce(col("root_post_id"), col("post_id")).as("root"))
            .union(
                feeds
                    .written()
                    .filter(FeedWeeks.inFeed())
                    .select("entity_key", "platform", "post_id"))
            .distinct();
    Dataset<Row> authors =
        archive
            .posts()
            .filter(col("author_id").isNotNull())
            .select(
                col("platform"), col("post_id").as("target_post_id"), col("author_id").as("known"))
            .distinct();
    Dataset<Row> bots = archive.bots();
    String[] target = {"platform", "target_post_id"};
    return archive
        .events()
        .filter(col("kind").equalTo("reply").and(col("actor_id").isNotNull()))
        .select(
            col("platform"),
            coalesce(col("root_post_id"), col("target_post_id")).as("root"),
            col("actor_id"),
            col("target_post_id"),
            col("target_author_id"))
        .join(threads, new String[] {"platform", "root"})
        .join(authors, target, "left")
        .withColumn("target_id", coalesce(col("known"), col("target_author_id")))
        .filter(col("target_id").isNotNull().and(col("target_id").notEqual(col("actor_id"))))
        .join(bot(bots, "actor_id"), new String[] {"platform", "actor_id"}, "left_anti")
        .join(bot(bots, "target_id"), new String[] {"platform", "target_id"}, "left_anti")
        .join(
            owner(feeds, "actor_id", "from"),
            new String[] {"entity_key", "platform", "actor_id"},
            "left")
        .join(
            owner(feeds, "target_id", "to"),
            new String[] {"entity_key", "platform", "target_id"},
            "left")
        .select(
            col("entity_key"),
            col("platform"),
            col("root"),
            col("actor_id"),
            col("target_id"),
            col("from").isNotNull().as("from_owner"),
            col("to").isNotNull().as("to_owner"));
  }

  private static Dataset<Row> bot(Dataset<Row> bots, String as) {
    return broadcast(bots.select(col("platform"), col("author_id").as(as)));
  }

  private static Dataset<Row> owner(FeedWeeks feeds, String as, String mark) {
    return broadcast(
        feeds
            .written()
            .filter(col("author_id").isNotNull())
            .select(col("entity_key"), col("platform"), col("author_id").as(as))
            .distinct()
            .withColumn(mark, lit(true)));
  }

  /** Sums by bucket, of each owner in order. */
  static List<Bucket> buckets(Dataset<Row> answers) {
    return answers
        .withColumn(
            "bucket",
            pmod(
                    xxhash64(concat(col("platform"), lit("/"), col("root"))),
                    lit((long) AudienceShare.BUCKETS))
                .cast("int"))
        .groupBy(col("entity_key").as("entityKey"), col("bucket"))
        .agg(
            count_distinct(col("platform"), col("root")).as("threads"),
            count(lit(1)).as("answers"),
            count_if(not(col("from_owner")).and(not(col("to_owner")))).as("amongPersons"))
        .as(BUCKET)
        .collectAsList();
  }

  /** Persons at either end of answers, by owner. */
  static Map<String, Long> people(Dataset<Row> answers) {
    return byOwner(
        answers
            .select(
                col("entity_key"),
                explode(array(col("actor_id"), col("target_id"))).as("person"),
                col("platform"))
            .groupBy(col("entity_key").as("entityKey"))
            .agg(count_distinct(col("platform"), col("person")).as("people")));
  }

  /** Persons who named or answered, by owner. */
  static Map<String, Long> speakers(FeedWeeks feeds) {
    return byOwner(
        feeds
            .talk()
            .filter(not(col("suspected")))
            .groupBy(col("entity_key").as("entityKey"))
            .agg(count_distinct(col("platform"), col("author_id")).as("people")));
  }

  private static Map<String, Long> byOwner(Dataset<Row> people) {
    Map<String, Long> byOwner = new TreeMap<>();
    people.as(PEOPLE).collectAsList().forEach(each -> byOwner.put(each.entityKey(), each.people()));
    return byOwner;
  }
}
