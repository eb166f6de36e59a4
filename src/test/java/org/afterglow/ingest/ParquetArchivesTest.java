package org.afterglow.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.job.CheckFolder;
import org.afterglow.job.TinyModel;
import org.afterglow.post.Identities;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table gives the same posts whether it is stored as Parquet or as a delimited table. */
@ExtendWith(SparkExtension.class)
class ParquetArchivesTest {
  private static final Identities KEYS =
      Identities.pseudonyms("a secret of tests".getBytes(StandardCharsets.UTF_8));
  private static final int ROWS = 500;
  private static final String MAPPING =
      """
      {"applies_to": {"header": ["nr"]}, "platform": "forum", "venue": "kitchen", "zone": "Europe/Berlin",
       "columns": {"id": "nr", "time": "wann", "text": "rumpf", "author_handle": "wer.name",
         "likes": "daumen", "hashtags": "marken", "reply_to_post_id": "auf"}}
      """;

  /** The rows, in a form of SQL that both know. */
  private static final String COLUMNS =
      """
      CAST(i AS BIGINT) AS nr,
      %s AS wann,
      CASE WHEN i %% 7 = 0 THEN NULL ELSE concat('buy loaf ', CAST(i AS STRING), ' now') END
        AS rumpf,
      %s AS wer,
      CAST(i %% 11 AS DECIMAL(9, 2)) AS daumen,
      CASE WHEN i %% 5 = 0 THEN NULL ELSE %s END AS marken,
      CASE WHEN i %% 3 = 0 THEN CAST(i / 2 AS INT) END AS auf
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void twin() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("nr,wann,rumpf,wer.name,daumen,marken,auf");
    for (int i = 0; i < ROWS; i++) {
      lines.add(
          String.join(
              ",",
              String.valueOf(i),
              String.format("2016-07-26T%02d:%02d:00.250", i / 60, i % 60),
              i % 7 == 0 ? "" : "buy loaf " + i + " now",
              "baker" + i % 13,
              String.valueOf(i % 11),
              i % 5 == 0 ? "" : "rye oat" + i % 4,
              i % 3 == 0 ? String.valueOf(Math.round(Math.floor(i / 2.0))) : ""));
    }
    Files.writeString(folder.resolve("twin.csv"), String.join("\n", lines) + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TIMESTAMP_MICROS", "TIMESTAMP_MILLIS", "INT96"})
  void asSparkWritesIt(String timestamps, SparkSession spark) throws IOException {
    String before = spark.conf().get("spark.sql.parquet.outputTimestampType");
    spark.conf().set("spark.sql.parquet.outputTimestampType", timestamps);
    try {
      // An instant: what the twin says in the zone of the mapping.
      spark
          .range(ROWS)
          .withColumnRenamed("id", "i")
          .selectExpr(
              split(
                  COLUMNS.formatted(
                      "timestamp_millis(1469484000250 + i * 60000)",
                      "named_struct('name', concat('baker', CAST(i % 13 AS STRING)))",
                      "array('rye', concat('oat', CAST(i % 4 AS STRING)))")))
          .coalesce(1)
          .write()
          .parquet(folder.resolve("spark").toString());
    } finally {
      spark.conf().set("spark.sql.parquet.outputTimestampType", before);
    }

    assertTheTablesOfTheTwin(spark, folder.resolve("spark"));
  }

  @Test
  void asDuckDbWritesIt(SparkSession spark) throws IOException, SQLException {
    Path file = folder.resolve("duck.parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT "
              + COLUMNS
                  .formatted(
                      "TIMESTAMP '2016-07-26 00:00:00.250' + INTERVAL 1 MINUTE * i",
                      "{'name': concat('baker', CAST(i % 13 AS STRING))}",
                      "['rye', concat('oat', CAST(i % 4 AS STRING))]")
                  .replace("CAST(i / 2 AS INT)", "CAST(floor(i / 2) AS INT)")
              + " FROM range("
              + ROWS
              + ") AS r(i)) TO '"
              + file
              + "' (FORMAT parquet, COMPRESSION zstd)");
    }

    assertTheTablesOfTheTwin(spark, file);
  }

  @Test
  void aLargeFileIsReadBySlicesToTheSameTables(SparkSession spark) throws IOException {
    spark
        .range(12_000)
        .selectExpr(
            "id AS tweet_id",
            "timestamp_millis(1469491200000 + id * 1000) AS created_at",
            "concat('order now ', sha2(CAST(id AS STRING), 256)) AS text",
            "concat('user', id % 50) AS screen_name")
        .coalesce(1)
        .write()
        .option("parquet.block.size", 200_000)
        .option("parquet.page.size", 20_000)
        .option("parquet.block.size.row.check.min", 100)
        .parquet(folder.resolve("large").toString());
    Path large = parquet(folder.resolve("large"));

    OutputFolder whole = ingest(spark, "whole", large, 1L << 30);
    OutputFolder parts = ingest(spark, "parts", large, Files.size(large) / 4);

    assertThat(hashes(parts)).isEqualTo(hashes(whole));
    assertThat(input(parts)).isEqualTo(input(whole));
    assertThat(input(whole).path("posts").asLong()).isEqualTo(12_000);
    assertThat(input(whole).path("compression").asText()).isEqualTo("parquet");
  }

  @Test
  void theBooksOfADamagedFileBalance(SparkSession spark) throws IOException {
    spark
        .range(50_000)
        .selectExpr(
            "id AS tweet_id",
            "timestamp_millis(1469491200000 + id * 1000) AS created_at",
            "concat('order now ', sha2(CAST(id AS STRING), 256)) AS text")
        .coalesce(1)
        .write()
        .option("parquet.block.size", 200_000)
        .option("parquet.block.size.row.check.min", 100)
        .parquet(folder.resolve("damaged").toString());
    Path file = parquet(folder.resolve("damaged"));
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 100; i++) {
      bytes[i] ^= 0x5a;
    }
    Path damaged = folder.resolve("damaged.parquet");
    Files.write(damaged, bytes);

    OutputFolder out = ingest(spark, "out", damaged, 1L << 30);

    assertThat(input(out).path("state").asText()).isEqualTo("corrupt");
    assertThat(input(out).path("rejects").asLong()).isEqualTo(1);
    assertThat(input(out).path("posts").asLong()).isBetween(25_000L, 49_999L);
    assertThat(CheckFolder.of(out)).allSatisfy(f -> assertThat(f.holds()).as(f.message()).isTrue());
  }

  private void assertTheTablesOfTheTwin(SparkSession spark, Path parquet) {
    OutputFolder twin = ingest(spark, "twin", folder.resolve("twin.csv"), 1L << 30);
    OutputFolder out = ingest(spark, "out", parquet, 1L << 30);

    assertThat(input(twin).path("posts").asLong()).isEqualTo(ROWS);
    assertThat(hashes(out)).isEqualTo(hashes(twin));
    assertThat(CheckFolder.of(out)).allSatisfy(f -> assertThat(f.holds()).as(f.message()).isTrue());
  }

  private OutputFolder ingest(SparkSession spark, String name, Path posts, long sliceBytes) {
    OutputFolder out = OutputFolder.toWrite(spark, folder.resolve(name).toString());
    IngestArchives.into(
        out,
        new IngestArchives.Request(
            List.of(posts.toString()),
            ReadOptions.defaults().withMappings(Mapping.parse(MAPPING)),
            Selection.ALL,
            OptOut.NOBODY,
            KEYS,
            false,
            ArchiveFacts.unknown(),
            sliceBytes,
            1L << 30,
            Manifest.JSON.createObjectNode(),
            IngestArchives.Mode.BEGIN),
        TinyModel.in(out),
        Progress.SILENT);
    return out;
  }

  /** Columns of a SELECT, which stand one after another with commas at the ends of lines. */
  private static String[] split(String columns) {
    return columns.split(",\n", -1);
  }

  private static Path parquet(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .findFirst()
          .orElseThrow(() -> new IOException("no Parquet file in " + in));
    }
  }

  private static JsonNode input(OutputFolder out) {
    JsonNode inputs = out.manifest().entry(Stage.INGEST).details().path("inputs");
    assertThat(inputs).hasSize(1);
    return inputs.get(0);
  }

  private static Map<String, String> hashes(OutputFolder out) {
    Map<String, String> hashes = new TreeMap<>();
    for (Table<?> table : Stage.INGEST.tables()) {
      if (out.holds(table)) {
        hashes.put(table.name(), out.manifest().entry(table).contentHash());
      }
    }
    assertThat(hashes).hasSize(7);
    return hashes;
  }
}
