package org.afterglow.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.afterglow.classify.PostScorer;
import org.afterglow.classify.Score;
import org.afterglow.spark.Records;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Scores posts anew from the texts that a folder keeps. The names of authors are not kept with the
 * texts, so that they cannot be masked as they are while archives are read.
 */
public final class ClassifyTexts {
  private static final Encoder<Kept> KEPT = Records.encoder(Kept.class);
  private static final Encoder<Scored> SCORED = Records.encoder(Scored.class);

  private ClassifyTexts() {}

  /** A text with the key of its post. */
  public record Kept(String platform, String postId, String text, @Nullable String language) {}

  /** What a model says of it. */
  public record Scored(
      String platform, String postId, @Nullable Double probability, String postClass) {}

  /** Publishes {@code posts} and the model anew; what builds on them is stale from then on. */
  public static void of(OutputFolder out, ChosenModel model) {
    Dataset<Row> posts = out.table(Tables.POSTS);
    Broadcast<PostScorer> scorer =
        JavaSparkContext.fromSparkContext(out.spark().sparkContext()).broadcast(model.scorer());
    Dataset<Row> scored =
        out.table(Tables.TEXTS)
            .join(
                posts.select("platform", "post_id", "language"),
                new String[] {"platform", "post_id"},
                "inner")
            .withColumnRenamed("post_id", "postId")
            .as(KEPT)
            .map(scoring(scorer), SCORED)
            .withColumnRenamed("postId", "post_id")
            .toDF();
    Dataset<Row> anew =
        posts
            .join(scored, new String[] {"platform", "post_id"}, "left")
            .withColumn(
                "post_class",
                functions.coalesce(functions.col("postClass"), functions.col("post_class")))
            .withColumn(
                "promotional_probability",
                functions
                    .when(functions.col("postClass").isNotNull(), functions.col("probability"))
                    .otherwise(functions.col("promotional_probability")));
    JsonNode before = out.manifest().entry(Stage.INGEST).details();
    ObjectNode details = before.deepCopy();
    details.withObject("/settings").put("model", model.hash());
    int files = out.manifest().entry(Tables.POSTS).files();
    out.publish(Stage.INGEST)
        .published(Tables.POSTS, SettleReadings.postsLaidOut(anew, Math.max(1, files / 12)))
        .beside("model", model.folder())
        .keepOtherTables()
        .commit(details);
    out.clearStaging(Stage.INGEST);
    scorer.destroy();
  }

  private static MapFunction<Kept, Scored> scoring(Broadcast<PostScorer> scorer) {
    return kept -> {
      Score score = scorer.value().score(kept.text(), kept.language(), List.of());
      return new Scored(
          kept.platform(),
          kept.postId(),
          score.promotionalProbability(),
          score.postClass().name().toLowerCase(Locale.ROOT));
    };
  }
}
