package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Authors who are left out as persons: more than 200 posts in a UTC day, or 20 posts or more of
 * which more than half are one normalised text (docs/methods.md, 1.2).
 */
public final class SuspectedBots {
  private static final long POSTS_A_DAY = 200;
  private static final long ENOUGH_POSTS = 20;

  private SuspectedBots() {}

  /**
   * Finds them among the authors of posts that are records.
   *
   * @param posts rows of table posts
   * @return platform, author_id, busy, repetitive (by which of the two rules); each author once
   */
  public static Dataset<Row> of(Dataset<Row> posts) {
    Dataset<Row> written =
        posts.filter(col("origin").equalTo("record").and(col("author_id").isNotNull()));
    Dataset<Row> busy =
        written
            .groupBy(col("platform"), col("author_id"), col("posted_at").cast("date").as("day"))
            .agg(count(lit(1)).as("posts"))
            .filter(col("day").isNotNull().and(col("posts").gt(POSTS_A_DAY)))
            .select(
                col("platform"),
                col("author_id"),
                lit(true).as("busy"),
                lit(false).as("repetitive"));
    Dataset<Row> repetitive =
        written
            .groupBy("platform", "author_id", "text_hash")
            .agg(count(lit(1)).as("posts"), count(col("text_hash")).as("alike"))
            .groupBy("platform", "author_id")
            .agg(sum("posts").as("posts"), max("alike").as("alike"))
            .filter(col("posts").geq(ENOUGH_POSTS).and(col("alike").multiply(2).gt(col("posts"))))
            .select(
                col("platform"),
                col("author_id"),
                lit(false).as("busy"),
                lit(true).as("repetitive"));
    return busy.union(repetitive)
        .groupBy("platform", "author_id")
        .agg(max("busy").as("busy"), max("repetitive").as("repetitive"));
  }
}
