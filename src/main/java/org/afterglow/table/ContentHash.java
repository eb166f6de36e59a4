package org.afterglow.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * A hash of a table's content that does not depend on the order of its rows, nor on how they are
 * spread over files: every row is hashed twice by xxHash64, column by column with a mark for NULL,
 * doubles by their bits, and the hashes are added modulo 2^64.
 *
 * @param rows how many
 * @param hash 32 hexadecimal digits
 */
public record ContentHash(long rows, String hash) {
  /** The widest sum of 64-bit integers that a decimal holds: 10^18 rows. */
  private static final DecimalType WIDE = DataTypes.createDecimalType(38, 0);

  /** Hashes the rows in one pass. */
  public static ContentHash of(Dataset<Row> rows) {
    return of(Map.of("", rows)).values().iterator().next();
  }

  /** Hashes several tables in one pass, each by its name: one query in place of as many. */
  public static Map<String, ContentHash> of(Map<String, Dataset<Row>> tables) {
    Map<String, ContentHash> hashes = new TreeMap<>();
    tables.keySet().forEach(name -> hashes.put(name, new ContentHash(0, hex(null) + hex(null))));
    tables.entrySet().stream()
        .map(table -> hashed(table.getKey(), table.getValue()))
        .reduce(Dataset::union)
        .map(ContentHash::summed)
        .orElse(List.of())
        .forEach(
            summed ->
                hashes.put(
                    summed.name(),
                    new ContentHash(summed.rows(), hex(summed.first()) + hex(summed.second()))));
    return hashes;
  }

  private static Dataset<Row> hashed(String name, Dataset<Row> rows) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (String column : rows.columns()) {
      columns.add(col("`" + column + "`").isNull());
      columns.add(col("`" + column + "`"));
    }
    return rows.select(
        lit(name).as("name"), hash(1, columns).as("first"), hash(2, columns).as("second"));
  }

  private static List<Summed> summed(Dataset<Row> hashed) {
    return hashed
        .groupBy("name")
        .agg(
            count(lit(1)).as("rows"),
            sum(col("first").cast(WIDE)).cast("string").as("first"),
            sum(col("second").cast(WIDE)).cast("string").as("second"))
        .as(org.afterglow.spark.Records.encoder(Summed.class))
        .collectAsList();
  }

  /** Sums as Spark hands them over; a table without rows has none. */
  public record Summed(String name, long rows, String first, String second) {}

  private static org.apache.spark.sql.Column hash(
      int seed, List<org.apache.spark.sql.Column> columns) {
    List<org.apache.spark.sql.Column> all = new ArrayList<>(columns);
    all.add(0, lit(seed));
    return xxhash64(all.toArray(org.apache.spark.sql.Column[]::new));
  }

  private static String hex(@org.jspecify.annotations.Nullable String sum) {
    long low = sum == null ? 0 : new BigDecimal(sum).toBigInteger().longValue();
    return String.format("%016x", low);
  }
}
