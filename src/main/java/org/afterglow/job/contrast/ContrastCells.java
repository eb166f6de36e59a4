package org.afterglow.job.contrast;

import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.afterglow.statistics.LateOdds;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Sums posts, people and threads to the cells that contrasts are made of. A unit brings an array of
 * {@link #cell}, one for each run that it counts in.
 */
public final class ContrastCells {
  /** Buckets that the jackknife leaves out in turn. */
  static final int BUCKETS = 20;

  private ContrastCells() {}

  /**
   * Sums units to the cells of their runs.
   *
   * @param units campaignId, promotional, bucket, runs (an array of {@link #cell}, NULL where the
   *     unit does not count)
   */
  public static Dataset<ContrastCell> summed(Dataset<Row> units, ContrastUnit unit) {
    return summed(
        exploded(units, "bucket")
            .select(
                col("campaignId"),
                col("promotional"),
                col("bucket"),
                col("cell.run").as("run"),
                col("cell.stratum").as("stratum"),
                lit(1L).as("units"),
                col("cell.events").as("events"),
                col("cell.early").as("early"),
                col("cell.late").as("late")),
        unit.word());
  }

  /**
   * The same where several units have their class from one post: early × late is of all of them
   * that one stratum holds.
   *
   * @param units as above; all of one post in one bucket
   * @param postKey of the post that a unit has its class from
   */
  public static Dataset<ContrastCell> summedByPost(
      Dataset<Row> units, ContrastUnit unit, Column postKey) {
    return summed(
        exploded(units.withColumn("postKey", postKey), "bucket", "postKey")
            .groupBy(
                col("campaignId"),
                col("promotional"),
                col("bucket"),
                col("postKey"),
                col("cell.run").as("run"),
                col("cell.stratum").as("stratum"))
            .agg(
                count(lit(1)).as("units"),
                sum("cell.events").as("events"),
                sum("cell.early").as("early"),
                sum("cell.late").as("late")),
        unit.word());
  }

  private static Dataset<Row> exploded(Dataset<Row> units, String... more) {
    Column[] columns = new Column[more.length + 3];
    columns[0] = col("campaignId");
    columns[1] = col("promotional");
    columns[2] = explode(array_compact(col("runs"))).as("cell");
    for (int i = 0; i < more.length; i++) {
      columns[3 + i] = col(more[i]);
    }
    return units.select(columns);
  }

  private static Dataset<ContrastCell> summed(Dataset<Row> parts, String unit) {
    Column cross =
        col("early")
            .cast(DataTypes.createDecimalType(18, 0))
            .multiply(col("late").cast(DataTypes.createDecimalType(18, 0)));
    return parts
        .groupBy("campaignId", "run", "stratum", "promotional", "bucket")
        .agg(
            sum("units").as("units"),
            sum("events").as("events"),
            sum(cross).cast("double").divide(lit(LateOdds.MILLION * LateOdds.MILLION)).as("cross"),
            sum("early").as("early"),
            sum("late").as("late"))
        .withColumn("unit", lit(unit))
        .as(FitContrast.CELL);
  }

  /** What a unit brings to a run; NULL where it does not count in it. */
  public static Column cell(
      String run, Column counts, Column stratum, Column events, Column early, Column late) {
    return when(
        coalesce(counts, lit(false)),
        struct(
            lit(run).as("run"),
            stratum.cast("int").as("stratum"),
            events.as("events"),
            early.as("early"),
            late.as("late")));
  }

  /** The bucket of a unit, by a hash of its key. */
  public static Column bucket(Column key) {
    return pmod(xxhash64(key), lit((long) BUCKETS)).cast("int");
  }

  /**
   * What units bring to the runs that a checked sample corrects.
   *
   * @param units campaignId, promotional, runs (an array of {@link #cell}, NULL where the unit does
   *     not count)
   * @param postKey of the post whose label decides the unit's class
   */
  public static Dataset<CheckedUnit> checked(
      Dataset<Row> units, ContrastUnit unit, Column postKey) {
    return units
        .select(
            col("campaignId"),
            lit(unit.word()).as("unit"),
            postKey.as("postKey"),
            col("promotional").as("predicted"),
            explode(array_compact(col("runs"))).as("cell"))
        .select(
            col("campaignId"),
            col("unit"),
            col("cell.run").as("run"),
            col("postKey"),
            col("predicted"),
            col("cell.early").as("early"),
            col("cell.late").as("late"))
        .filter(col("run").isin(unit.correctedRuns().toArray()))
        .as(CheckLabels.UNIT);
  }
}
