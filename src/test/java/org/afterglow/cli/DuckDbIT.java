package org.afterglow.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.SparkExtension;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Analysts open the tables without Spark: what they read there is what Spark reads. */
@ExtendWith({SparkExtension.class, SmallWorld.Extension.class})
class DuckDbIT {
  @Test
  void everyTableHasItsRowsAndTheirTimesToTheMicrosecond(SmallWorld world, SparkSession spark)
      throws IOException, InterruptedException, SQLException {
    Path out = world.undisturbed();
    Manifest manifest = SmallWorld.manifest(out);
    OutputFolder folder = OutputFolder.toRead(spark, out.toString());
    List<String> withTimes = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (Map.Entry<String, Manifest.TableEntry> entry : manifest.tables().entrySet()) {
        Table<?> table = Tables.named(entry.getKey());
        String rows = parquet(out, table);
        assertThat(numbers(statement, "SELECT count(*) FROM " + rows))
            .as(table.name())
            .containsExactly(entry.getValue().rows());

        List<String> times = times(table);
        if (!times.isEmpty()) {
          List<String> inDuckDb = new ArrayList<>();
          List<Column> inSpark = new ArrayList<>();
          for (String time : times) {
            inDuckDb.add(
                "count(@), min(epoch_us(@)), max(epoch_us(@)), CAST(sum(epoch_us(@)) AS VARCHAR)"
                    .replace("@", '"' + time + '"')); // "at" is a word of its own in DuckDB
            Column micros = unix_micros(col(time));
            inSpark.addAll(
                List.of(
                    count(micros),
                    min(micros),
                    max(micros),
                    sum(micros.cast("decimal(38,0)")).cast(DataTypes.StringType)));
          }
          Row expected = folder.table(table).select(inSpark.toArray(Column[]::new)).head();
          assertThat(values(statement, "SELECT " + String.join(", ", inDuckDb) + " FROM " + rows))
              .as(table.name() + " " + times)
              .isEqualTo(shown(expected));
          withTimes.add(table.name());
        }
      }
      // Nothing was compared that is not there: these have times, and rows with times.
      assertThat(withTimes).contains("posts", "events", "deletions", "coverage", "campaigns");
      assertThat(manifest.entry(Tables.POSTS).rows()).isGreaterThan(3_000);
      assertThat(numbers(statement, "SELECT count(posted_at) FROM " + parquet(out, Tables.POSTS)))
          .allSatisfy(n -> assertThat(n).isGreaterThan(3_000));
    }
  }

  @Test
  void postsAreFoundByTheMonthOfTheirTime(SmallWorld world)
      throws IOException, InterruptedException, SQLException {
    String posts = parquet(world.undisturbed(), Tables.POSTS);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      assertThat(
              numbers(
                  statement,
                  "SELECT count(*) FROM "
                      + posts
                      + " WHERE year IS DISTINCT FROM coalesce(year(posted_at), 0)"
                      + " OR month IS DISTINCT FROM coalesce(month(posted_at), 0)"))
          .containsExactly(0L);
      assertThat(numbers(statement, "SELECT count(DISTINCT month) FROM " + posts))
          .allSatisfy(months -> assertThat(months).isGreaterThan(1));
    }
  }

  @Test
  void everyClaimHasAFindingThatRestsOnPostsThatAreThere(SmallWorld world)
      throws IOException, InterruptedException, SQLException {
    Path out = world.undisturbed();
    long posts = SmallWorld.manifest(out).entry(Tables.POSTS).rows();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      assertThat(
              numbers(
                  statement,
                  "SELECT count(*), count(DISTINCT claim), count(verdict), count(sentence)"
                      + ", count(*) FILTER (posts BETWEEN 0 AND "
                      + posts
                      + ") FROM "
                      + parquet(out, Tables.FINDINGS)))
          .containsExactly(8L, 8L, 8L, 8L, 8L);
    }
  }

  @Test
  void schemasAreThoseOfTheDictionary(SmallWorld world)
      throws IOException, InterruptedException, SQLException {
    Path out = world.undisturbed();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (String name : SmallWorld.manifest(out).tables().keySet()) {
        Table<?> table = Tables.named(name);
        List<String> columns = new ArrayList<>();
        try (ResultSet described =
            statement.executeQuery("DESCRIBE SELECT * FROM " + parquet(out, table))) {
          while (described.next()) {
            columns.add(described.getString("column_name"));
            assertThat(described.getString("column_type"))
                .as(name + "." + described.getString("column_name"))
                .doesNotContain("MAP");
          }
        }
        assertThat(columns).as(name).containsExactlyInAnyOrder(table.schema().fieldNames());
      }
    }
  }

  /** As an analyst would name it. */
  private static String parquet(Path out, Table<?> table) {
    String files = out.resolve(table.name()).toString();
    return table.partitionedBy().isEmpty()
        ? "read_parquet('" + files + "/*.parquet')"
        : "read_parquet('" + files + "/**/*.parquet', hive_partitioning = true)";
  }

  private static List<String> times(Table<?> table) {
    List<String> times = new ArrayList<>();
    for (StructField field : table.schema().fields()) {
      if (field.dataType().equals(DataTypes.TimestampType)) {
        times.add(field.name());
      }
    }
    return times;
  }

  private static List<Long> numbers(Statement statement, String sql) throws SQLException {
    return values(statement, sql).stream().map(Long::valueOf).toList();
  }

  /** The only row of a query. */
  private static List<String> values(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        values.add(String.valueOf(rows.getString(i)));
      }
      assertThat(rows.next()).isFalse();
      return values;
    }
  }

  private static List<String> shown(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      values.add(String.valueOf(row.get(i)));
    }
    return values;
  }
}
