package org.afterglow.job.draw;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;

/** Columns by which posts are drawn, from rows of table posts. */
final class PostSource {
  private PostSource() {}

  /** Who wrote it, NULL for nobody: by id or else by handle. */
  static Column author() {
    return coalesce(col("author_id"), col("author_handle_id"));
  }

  /**
   * Where it comes from, without a name of its author: {@code platform:venue}, else {@code
   * platform:} and a hash of the author's key, else the platform alone.
   */
  static Column source() {
    return coalesce(
        concat(col("platform"), lit(":"), col("venue")),
        when(
            author().isNotNull(), // a hash of NULL is none
            concat(col("platform"), lit(":"), hex(xxhash64(col("platform"), author())))),
        col("platform"));
  }

  /** Posts that can be labelled: scored, no reposts, not taken back. */
  static Column canBeLabelled() {
    return col("promotional_probability")
        .isNotNull()
        .and(col("kind").notEqual("repost"))
        .and(col("deleted_state").isNull());
  }

  /** A number in [0, 1) that depends on the seed and these columns alone. */
  static Column uniform(long seed, String purpose, Column... of) {
    Column[] all = new Column[of.length + 2];
    all[0] = lit(seed);
    all[1] = lit(purpose);
    System.arraycopy(of, 0, all, 2, of.length);
    return shiftrightunsigned(xxhash64(all), 11).multiply(lit(0x1p-53));
  }
}
