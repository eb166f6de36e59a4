package org.afterglow.job.acts;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where rows that several queries ask for are kept, and read from again. */
public interface Keeper {
  /** Nothing is kept: each query works out what it needs. */
  Keeper NOWHERE = (name, rows) -> rows;

  Dataset<Row> kept(String name, Dataset<Row> rows);
}
