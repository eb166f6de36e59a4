package org.afterglow.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.List;
import org.afterglow.table.PostRow;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of several readings of one post stands.
 *
 * <p>A reading as a record goes before one embedded in another record, then newer counters before
 * older ones, then one that names its author before one that does not, then one in its platform's
 * own format before one out of a table, which says less of threads and acts, then the order of the
 * inputs. Whichever stands has the newest counters that any of them carries, for a status caught at
 * its posting has none, and the original within a later retweet has. Only posts that were read more
 * than once are shuffled for it, without their texts.
 *
 * @param readings every post as it was read, records numbered within their inputs, with {@code
 *     ofTable}: whether it stands in a table rather than in its platform's own format
 * @param acts every act as it was read
 * @param rejects as read
 * @param deletions as read
 * @param contested posts read more than once: {@code platform, postId, standing, newest}
 * @param roots what {@link ThreadRoots} found; null if nothing
 */
record SettledPosts(
    Dataset<Row> readings,
    Dataset<Row> acts,
    Dataset<Row> rejects,
    Dataset<Row> deletions,
    Dataset<Row> contested,
    @Nullable Dataset<Row> roots) {
  private static final List<String> COUNTERS =
      List.of("likes", "reposts", "replies", "quotes", "views", "score");

  /** What a post that somebody took back no longer has. */
  private static final List<String> TEXT_ITSELF = List.of("textHash", "topicSketch");

  /**
   * Hashes of the keys that come more than once, one row each: those of posts read more than once,
   * and hardly any other.
   *
   * @param readings columns {@code unit, part, text, ofTable} and those of {@link PostRow}
   */
  static Dataset<Row> hashesReadAgain(Dataset<Row> readings) {
    return readings
        .select(hash().as("hash"))
        .groupBy("hash")
        .agg(count(lit(1)).as("times"))
        .where(col("times").gt(1))
        .select("hash");
  }

  /**
   * Posts that were read more than once, one row each.
   *
   * @param readings columns {@code unit, part, text, ofTable} and those of {@link PostRow}
   * @param hashesReadAgain as {@link #hashesReadAgain} finds them: most posts are read once, and
   *     need not be sorted by their keys
   */
  static Dataset<Row> contested(Dataset<Row> readings, Dataset<Row> hashesReadAgain) {
    Column newest =
        struct(concat(List.of(col("countedAt")), COUNTERS.stream().map(c -> col(c)).toList()));
    return readings
        .withColumn("hash", hash())
        .join(hashesReadAgain, scalaSeq("hash"), "left_semi")
        .groupBy("platform", "postId")
        .agg(
            count(lit(1)).as("times"),
            min(struct(rank(), col("input"), col("unit"), col("record"), col("part")))
                .as("standing"),
            max(when(col("countedAt").isNotNull(), newest)).as("newest"))
        .where(col("times").gt(1))
        .drop("times");
  }

  private static Column hash() {
    return xxhash64(col("platform"), col("postId"));
  }

  /** The posts that stand, with what deletion notices say of them. */
  Dataset<Row> standing() {
    Dataset<Row> noticed =
        deletions.select("platform", "postId").distinct().withColumn("noticed", lit(true));
    Dataset<Row> posts =
        readings
            .join(contested, scalaSeq("platform", "postId"), "left")
            .where(stands())
            .join(noticed, scalaSeq("platform", "postId"), "left");
    Column newer =
        col("newest.countedAt")
            .isNotNull()
            .and(col("countedAt").isNull().or(col("newest.countedAt").gt(col("countedAt"))));
    for (String counter : COUNTERS) {
      posts =
          posts.withColumn(
              counter + "Settled",
              when(newer, coalesce(col("newest." + counter), col(counter)))
                  .otherwise(col(counter)));
    }
    posts =
        posts.withColumn(
            "countedAt", when(newer, col("newest.countedAt")).otherwise(col("countedAt")));
    for (String counter : COUNTERS) {
      posts = posts.withColumn(counter, col(counter + "Settled")).drop(counter + "Settled");
    }
    for (String column : TEXT_ITSELF) {
      posts = posts.withColumn(column, when(col("noticed").isNull(), col(column)));
    }
    return posts.withColumn(
        "deletedState",
        when(col("noticed").isNotNull(), lit("notice")).otherwise(col("deletedState")));
  }

  Dataset<Row> posts() {
    return published(
        Tables.POSTS,
        rooted(standing(), "postId", col("replyToPostId").isNotNull(), col("replyToPostId")));
  }

  /** Texts of the posts that stand and that nobody took back. */
  Dataset<Row> texts() {
    return published(
        Tables.TEXTS, standing().where(col("text").isNotNull().and(col("noticed").isNull())));
  }

  /** Acts of the posts that stand, and acts that are records of their own. */
  Dataset<Row> events() {
    Dataset<Row> performed =
        acts.where(col("performer").isNotNull())
            .join(
                contested.withColumnRenamed("postId", "performer"),
                scalaSeq("platform", "performer"),
                "left")
            .where(stands());
    performed = rooted(performed, "performer", col("kind").equalTo("reply"), col("targetPostId"));
    Dataset<Row> own =
        ownActs().where(col("first").equalTo(struct(col("input"), col("unit"), col("record"))));
    return published(Tables.EVENTS, performed).unionByName(published(Tables.EVENTS, own));
  }

  /**
   * Rows of answers with the root of their thread where their record does not say it.
   *
   * @param key column of the post that answers
   * @param answers which rows are answers
   * @param answered column of the post that is answered
   */
  private Dataset<Row> rooted(Dataset<Row> rows, String key, Column answers, Column answered) {
    Column open = answers.and(col("rootPostId").isNull());
    if (roots == null) {
      return rows.withColumn("rootPostId", when(open, answered).otherwise(col("rootPostId")));
    }
    return rows.join(roots.withColumnRenamed("postId", key), scalaSeq("platform", key), "left")
        .withColumn(
            "rootPostId",
            when(open, when(col("followed"), col("followedRoot")).otherwise(answered))
                .otherwise(col("rootPostId")));
  }

  /** Acts that are records of their own, with the place where each was read first. */
  private Dataset<Row> ownActs() {
    Column[] place = {col("input"), col("unit"), col("record")};
    return acts.where(col("performer").isNull())
        .withColumn("first", min(struct(place)).over(Window.partitionBy("eventId")));
  }

  /** Records that held a post which another reading of it stands for. */
  Dataset<Row> duplicates() {
    Dataset<Row> losing =
        readings
            .where(col("origin").equalTo("record"))
            .select("platform", "postId", "input", "unit", "record", "part")
            .join(contested.drop("newest"), scalaSeq("platform", "postId"))
            .where(stands().unary_$bang())
            .withColumn("keptInput", col("standing.input"))
            .withColumn("keptRecord", col("standing.record"));
    Dataset<Row> losingActs =
        ownActs()
            .where(col("first").notEqual(struct(col("input"), col("unit"), col("record"))))
            .withColumn("postId", col("targetPostId"))
            .withColumn("keptInput", col("first.input"))
            .withColumn("keptRecord", col("first.record"));
    return published(Tables.DUPLICATES, losing)
        .unionByName(published(Tables.DUPLICATES, losingActs));
  }

  /** Counters of the posts that were counted at more than one time, a row a time. */
  Dataset<Row> snapshots() {
    List<Column> counters = COUNTERS.stream().map(c -> col(c)).toList();
    Column[] first = {
      when(col("origin").equalTo("record"), 0).otherwise(1).as("embedded"),
      col("input"),
      col("unit"),
      col("record"),
      col("part")
    };
    Dataset<Row> counted =
        readings
            .where(
                col("countedAt")
                    .isNotNull()
                    .and(coalesce(counters.toArray(Column[]::new)).isNotNull()))
            .join(
                contested.select("platform", "postId"), scalaSeq("platform", "postId"), "left_semi")
            .groupBy("platform", "postId", "countedAt")
            .agg(min(struct(concat(List.of(first), counters))).as("reading"))
            .withColumn("times", count(lit(1)).over(Window.partitionBy("platform", "postId")))
            .where(col("times").gt(1));
    return published(
        Tables.SNAPSHOTS, counted.select("platform", "postId", "countedAt", "reading.*"));
  }

  Dataset<Row> rejected() {
    return published(Tables.REJECTS, rejects);
  }

  Dataset<Row> deleted() {
    return published(Tables.DELETIONS, deletions);
  }

  private static Column stands() {
    return col("standing")
        .isNull()
        .or(
            col("standing.unit")
                .equalTo(col("unit"))
                .and(col("standing.record").equalTo(col("record")))
                .and(col("standing.part").equalTo(col("part"))));
  }

  private static Column rank() {
    return struct(
            when(col("origin").equalTo("record"), 0).otherwise(1).as("origin"),
            coalesce(unix_micros(col("countedAt")).multiply(-1), lit(Long.MAX_VALUE)).as("age"),
            when(col("authorId").isNotNull(), 0).otherwise(1).as("nameless"),
            col("ofTable"))
        .as("rank");
  }

  private static Dataset<Row> published(Table<?> table, Dataset<Row> rows) {
    return table.publishedColumns(rows);
  }

  private static Column[] concat(List<Column> first, List<Column> second) {
    Column[] both = Arrays.copyOf(first.toArray(Column[]::new), first.size() + second.size());
    for (int i = 0; i < second.size(); i++) {
      both[first.size() + i] = second.get(i);
    }
    return both;
  }

  private static scala.collection.immutable.Seq<String> scalaSeq(String... names) {
    return scala.jdk.javaapi.CollectionConverters.asScala(List.of(names)).toList();
  }
}
