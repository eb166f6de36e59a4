package org.afterglow.job.draw;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Finds posts that are turns of an exchange between two people: A writes, B answers, A answers
 * that, by the ids of what each post answers. Nothing in between is looked at; a post may be a turn
 * of several exchanges.
 */
final class TurnsOfTalk {
  /** Turns from which on an exchange is one of several turns on either side. */
  static final int LONG = 4;

  /** Turns of the shortest exchange: the first comes back to what was answered. */
  static final int SHORT = 3;

  private TurnsOfTalk() {}

  /**
   * The turns.
   *
   * @param posts rows of table posts
   * @return platform, post_id, turns ({@value #SHORT}, or {@value #LONG} where the exchange has as
   *     many or more); each post once, by the longer
   */
  static Dataset<Row> of(Dataset<Row> posts) {
    Dataset<Row> written =
        posts
            .filter(col("kind").notEqual("repost").and(PostSource.author().isNotNull()))
            .select(
                col("platform"),
                col("post_id"),
                PostSource.author().as("author"),
                col("reply_to_post_id"));
    Dataset<Row> answers = written.filter(col("reply_to_post_id").isNotNull());
    // A post and what it answers, by two people.
    Dataset<Row> pairs =
        answers
            .as("a")
            .join(
                written.as("b"),
                col("a.platform")
                    .equalTo(col("b.platform"))
                    .and(col("a.reply_to_post_id").equalTo(col("b.post_id")))
                    .and(col("a.author").notEqual(col("b.author"))))
            .select(
                col("a.platform"),
                col("b.post_id").as("first"),
                col("a.post_id").as("second"),
                col("b.author").as("first_author"),
                col("a.author").as("second_author"));
    // The answer to an answer, by whoever was answered.
    Dataset<Row> threes =
        pairs
            .as("x")
            .join(
                pairs.as("y"),
                col("x.platform")
                    .equalTo(col("y.platform"))
                    .and(col("x.second").equalTo(col("y.first")))
                    .and(col("x.first_author").equalTo(col("y.second_author"))))
            .select(
                col("x.platform"), col("x.first"), col("x.second"), col("y.second").as("third"));
    Dataset<Row> fours =
        threes
            .as("x")
            .join(
                threes.as("y"),
                col("x.platform")
                    .equalTo(col("y.platform"))
                    .and(col("x.second").equalTo(col("y.first")))
                    .and(col("x.third").equalTo(col("y.second"))))
            .select(
                col("x.platform"),
                col("x.first"),
                col("x.second"),
                col("x.third"),
                col("y.third").as("fourth"));
    return turns(threes, SHORT, "first", "second", "third")
        .unionByName(turns(fours, LONG, "first", "second", "third", "fourth"))
        .groupBy("platform", "post_id")
        .agg(max("turns").as("turns"));
  }

  private static Dataset<Row> turns(Dataset<Row> exchanges, int turns, String... posts) {
    Column[] ids = Arrays.stream(posts).map(functions::col).toArray(Column[]::new);
    return exchanges.select(
        col("platform"), explode(array(ids)).as("post_id"), lit(turns).as("turns"));
  }
}
