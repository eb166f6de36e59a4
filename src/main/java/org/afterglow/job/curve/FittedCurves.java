package org.afterglow.job.curve;

import static org.apache.spark.sql.functions.col;

import org.afterglow.table.CounterChangeRow;
import org.afterglow.table.DecayCurveRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;

/**
 * Fitted curves. The rows are kept once computed, since four tables come out of one fit; closing
 * lets them go.
 *
 * @param rows of all four tables
 */
public record FittedCurves(Dataset<CurveRows> rows) implements AutoCloseable {
  /** Rows of table engagement. */
  public Dataset<EngagementRow> engagement() {
    return rows.filter(col("engagement").isNotNull())
        .select("engagement.*")
        .as(Tables.ENGAGEMENT.encoder());
  }

  /** Rows of table decay: each campaign and class. */
  public Dataset<DecayRow> decay() {
    return rows.filter(col("decay").isNotNull()).select("decay.*").as(Tables.DECAY.encoder());
  }

  /** Rows of table decay_curve: 56 days of each campaign and class that has stopped. */
  public Dataset<DecayCurveRow> decayCurve() {
    return rows.filter(col("decayCurve").isNotNull())
        .select("decayCurve.*")
        .as(Tables.DECAY_CURVE.encoder());
  }

  /** Rows of table counter_change: weeks around the stops of campaigns that have counters. */
  public Dataset<CounterChangeRow> counterChange() {
    return rows.filter(col("counterChange").isNotNull())
        .select("counterChange.*")
        .as(Tables.COUNTER_CHANGE.encoder());
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
