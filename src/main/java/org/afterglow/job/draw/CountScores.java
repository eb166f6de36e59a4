package org.afterglow.job.draw;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import java.util.List;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;

/** Posts counted by their probability of being promotional; only counts come to this machine. */
public final class CountScores {
  static final int BINS = 1000;

  private static final Encoder<Bin> BIN = Records.encoder(Bin.class);

  private CountScores() {}

  /** Posts in a bin. */
  public record Bin(long bin, long posts) {}

  /**
   * The counts in {@value #BINS} bins of equal width from 0 to 1, of posts that were scored, no
   * reposts, not taken back.
   *
   * @param posts rows of table posts
   */
  public static List<Long> of(Dataset<Row> posts) {
    Long[] counts = new Long[BINS];
    Arrays.fill(counts, 0L);
    posts
        .filter(PostSource.canBeLabelled())
        .groupBy(
            least(floor(col("promotional_probability").multiply(BINS)), lit(BINS - 1L)).as("bin"))
        .agg(count(lit(1)).as("posts"))
        .as(BIN)
        .collectAsList()
        .forEach(bin -> counts[(int) bin.bin] = bin.posts);
    return List.of(counts);
  }
}
