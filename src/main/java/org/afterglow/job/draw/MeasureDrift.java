package org.afterglow.job.draw;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.afterglow.classify.ScoreDrift;
import org.afterglow.spark.Records;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How the scores of a folder's posts move over time: {@code posts} → a {@link ScoreDrift}. Posts
 * are counted where they lie, by platform, month and part of the range of probability; only counts
 * come to this machine, at most {@value ScoreDrift#CELLS} + 1 a platform and month.
 */
public final class MeasureDrift {
  private MeasureDrift() {}

  /** Of a folder whose posts are whole. */
  public static ScoreDrift of(OutputFolder folder) {
    return ScoreDrift.of(
        folder.manifest().entry(Stage.INGEST).details().path("settings").path("model").asText(),
        folder.manifest().entry(Tables.POSTS).contentHash(),
        counted(folder.table(Tables.POSTS)));
  }

  /** Posts that have a text, counted; sums are whole numbers, so that their order is nothing. */
  static List<ScoreDrift.Counted> counted(Dataset<Row> posts) {
    Column probability = col("promotional_probability");
    Column cell = // least skips what is NULL
        when(probability.isNull(), lit((long) ScoreDrift.NOT_SCORED))
            .otherwise(
                least(
                    floor(probability.multiply(ScoreDrift.CELLS)),
                    lit((long) ScoreDrift.CELLS - 1)));
    return posts
        .filter(col("post_class").notEqual("no_text"))
        .groupBy(col("platform"), col("year"), col("month"), cell.cast("int").as("cell"))
        .agg(
            count(lit(1)).as("posts"),
            coalesce(sum(round(probability.multiply(1e6)).cast("bigint")), lit(0L))
                .as("millionths"),
            countOf("uncertain").as("uncertain"),
            countOf("unsupported_language").as("unsupported"))
        .as(Records.encoder(ScoreDrift.Counted.class))
        .collectAsList();
  }

  private static Column countOf(String postClass) {
    return sum(when(col("post_class").equalTo(postClass), 1L).otherwise(0L));
  }
}
