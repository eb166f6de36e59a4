package org.afterglow.job.claim;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import org.apache.spark.sql.Column;

/** Fourths, tenths and the like of what is counted. */
public final class Parts {
  private Parts() {}

  /** The percentiles between so many parts, for Spark's percentile: 1/count, 2/count … */
  public static Column of(int count) {
    Column[] parts = new Column[count - 1];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = lit((i + 1) / (double) count);
    }
    return array(parts);
  }

  /** The part that a value falls into, from 0: above how many of the limits it lies. */
  public static Column above(String limits, String value) {
    return size(filter(col(limits), limit -> limit.lt(col(value))));
  }
}
