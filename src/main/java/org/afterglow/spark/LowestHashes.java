package org.afterglow.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of the lowest hashes, which stand for all where a group has too many for one task to hold.
 * Which they are depends on the rows alone, not on how they are spread.
 */
public final class LowestHashes {
  private static final String THINNED = "thinned_below";

  /** Standard deviations of the number of rows that are left by which it exceeds what is asked. */
  private static final double MARGIN = 6;

  private LowestHashes() {}

  /**
   * All rows of groups that have at most so many; of others all below a hash that leaves {@code
   * most} and some hundreds more, since where exactly the last of {@code most} lies is told by
   * sorting them alone.
   *
   * @param rows that hold the columns of group and hash
   * @param hash a column of 64 evenly spread bits
   * @param most rows that a group may keep
   * @param group columns, none of them NULL
   */
  public static Dataset<Row> of(Dataset<Row> rows, String hash, long most, String... group) {
    double left = most + MARGIN * Math.sqrt((double) most);
    Column[] columns = new Column[group.length];
    for (int i = 0; i < group.length; i++) {
      columns[i] = col(group[i]);
    }
    Dataset<Row> crowded =
        rows.groupBy(columns)
            .agg(count(lit(1)).as(THINNED))
            .filter(col(THINNED).gt(left))
            .withColumn(
                THINNED, lit(left).divide(col(THINNED)).minus(.5).multiply(0x1p64).cast("bigint"));
    return rows.join(broadcast(crowded), group, "left")
        .filter(col(hash).leq(coalesce(col(THINNED), lit(Long.MAX_VALUE))))
        .drop(THINNED);
  }
}
