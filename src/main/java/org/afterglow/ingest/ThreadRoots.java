package org.afterglow.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.function.BiFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What began the threads of posts whose records name only the post that they answer: the end of the
 * chain of answers, as far as the archive holds it. Where the chain leaves the archive, that is the
 * last post that it names. A chain that runs in a circle has no beginning.
 *
 * <p>Chains are followed by pointer doubling: every round, a post that points to a post points to
 * what that one points to, so that a chain of length d costs about log d joins of those posts alone
 * that answer an answer.
 */
final class ThreadRoots {
  private ThreadRoots() {}

  /**
   * Roots of the posts whose chain is longer than one answer; whoever is not among them and answers
   * a post has that post as root.
   *
   * @param readings columns {@code platform, postId, replyToPostId, rootPostId}; several rows of
   *     one post are allowed
   * @param kept writes rows down under a name and reads them from there
   * @return {@code platform, postId, followedRoot, followed}: the root, NULL in a circle, and true;
   *     null where there is no such post
   */
  static @Nullable Dataset<Row> of(
      Dataset<Row> readings, BiFunction<String, Dataset<Row>, Dataset<Row>> kept) {
    // Where readings of one post differ, the choice must not depend on their order.
    Dataset<Row> links =
        readings
            .where(col("replyToPostId").isNotNull())
            .groupBy("platform", "postId")
            .agg(min("replyToPostId").as("answered"), max("rootPostId").as("stated"));
    Dataset<Row> open =
        links
            .where(col("stated").isNull())
            .select(col("platform"), col("postId"), col("answered").as("pointer"));
    // Only a post that somebody's open answer answers is ever looked up.
    Dataset<Row> targets =
        kept.apply(
            "roots-targets",
            links.join(
                open.select(col("platform"), col("pointer").as("postId")).distinct(),
                new String[] {"platform", "postId"},
                "left_semi"));
    if (targets.isEmpty()) {
      return null;
    }
    Dataset<Row> next =
        targets.select(
            col("platform"),
            col("postId").as("pointer"),
            coalesce(col("stated"), col("answered")).as("further"),
            col("stated").isNotNull().as("ends"));
    // Every answer to an answer, one step on.
    Dataset<Row> deep =
        kept.apply(
            "roots-deep",
            open.join(next, new String[] {"platform", "pointer"}, "inner")
                .select(
                    col("platform"),
                    col("postId"),
                    col("further").as("pointer"),
                    col("ends").as("done"),
                    lit(true).as("deep")));
    // What is answered and answers a post that is no answer, or says what began its thread.
    Dataset<Row> shallow =
        next.select(
                col("platform"),
                col("pointer").as("postId"),
                col("further").as("pointer"),
                lit(true).as("done"),
                lit(false).as("deep"))
            .join(
                deep.select("platform", "postId"),
                new String[] {"platform", "postId"},
                "left_anti");
    Dataset<Row> state = kept.apply("roots-0", deep.unionByName(shallow));
    long active = state.where(not(col("done"))).count();
    for (int round = 1; active > 0; round++) {
      state = kept.apply("roots-" + round, stepped(state));
      long left = state.where(not(col("done"))).count();
      if (left == active) {
        // The shortest chain that is left ends in every round, so these are circles or lead there.
        break;
      }
      active = left;
    }
    return state
        .where(col("deep"))
        .select(
            col("platform"),
            col("postId"),
            when(col("done"), col("pointer")).as("followedRoot"),
            lit(true).as("followed"));
  }

  /** Every post that is not done points to what the post it points to points to. */
  private static Dataset<Row> stepped(Dataset<Row> state) {
    Dataset<Row> ahead =
        state.select(
            col("platform"),
            col("postId").as("pointer"),
            col("pointer").as("further"),
            col("done").as("ends"));
    Dataset<Row> moved =
        state
            .where(not(col("done")))
            .join(ahead, new String[] {"platform", "pointer"}, "left")
            .select(
                col("platform"),
                col("postId"),
                coalesce(col("further"), col("pointer")).as("pointer"),
                coalesce(col("ends"), lit(true)).as("done"),
                col("deep"));
    return state.where(col("done")).unionByName(moved);
  }
}
