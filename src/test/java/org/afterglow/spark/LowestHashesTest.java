package org.afterglow.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.afterglow.SparkExtension;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class LowestHashesTest {
  private static final long MOST = 400;

  @Test
  void aSmallGroupStaysWholeAndOfALargeOneTheLowestHashesDo(SparkSession spark) {
    List<Long> all = hashes(rows(spark, 4));
    List<Long> kept = hashes(LowestHashes.of(rows(spark, 4), "hash", MOST, "campaign"));

    assertThat(kept).hasSizeBetween((int) MOST, (int) MOST + 240);
    assertThat(kept).isEqualTo(all.subList(0, kept.size()));
    assertThat(
            LowestHashes.of(rows(spark, 4), "hash", MOST, "campaign")
                .filter(col("campaign").equalTo("small"))
                .count())
        .isEqualTo(300);
  }

  @Test
  void whichTheyAreDoesNotDependOnHowRowsAreSpread(SparkSession spark) {
    assertThat(hashes(LowestHashes.of(rows(spark, 1), "hash", MOST, "campaign")))
        .isEqualTo(hashes(LowestHashes.of(rows(spark, 7), "hash", MOST, "campaign")));
  }

  /** 300 rows of a small group, 9,700 of a large one. */
  private static Dataset<Row> rows(SparkSession spark, int partitions) {
    return spark
        .range(0, 10_000, 1, partitions)
        .select(
            when(col("id").lt(300), "small").otherwise("large").as("campaign"),
            xxhash64(col("id"), lit("row")).as("hash"));
  }

  private static List<Long> hashes(Dataset<Row> rows) {
    return rows.filter(col("campaign").equalTo("large"))
        .select("hash")
        .orderBy("hash")
        .as(Encoders.LONG())
        .collectAsList();
  }
}
