package org.afterglow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.afterglow.UserError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class OutputFolderTest {
  private static final ObjectNode NOTHING = Manifest.JSON.createObjectNode();

  @Test
  void aStageIsVisibleOnlyWhenItIsWhole(SparkSession spark, @TempDir Path folder) {
    OutputFolder out = OutputFolder.toWrite(spark, folder.resolve("out").toString());

    OutputFolder.Publication publication =
        out.publish(Stage.DECAY).table(Tables.DECAY_CURVE, curve(spark, 3, 1));

    assertThatThrownBy(() -> out.table(Tables.DECAY_CURVE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("decay")
        .hasMessageContaining("not finished");
    publication.commit(NOTHING);
    assertThat(out.table(Tables.DECAY_CURVE).count()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a[1]", "a{b}", "what?", "every*", "back\\slash"})
  void aFolderWithSignsOfAGlobIsRefusedForItCouldNotBeReadAgain(
      String name, SparkSession spark, @TempDir Path folder) {
    for (String path : List.of(name, "below/" + name + "/out")) {
      assertThatThrownBy(() -> OutputFolder.toWrite(spark, folder + "/" + path))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(name)
          .hasMessageContaining("without them");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void tablesWhoseFilesAreNotThoseThatWereWrittenAreNamed(SparkSession spark, @TempDir Path folder)
      throws IOException {
    OutputFolder out = OutputFolder.toWrite(spark, folder.resolve("out").toString());
    out.publish(Stage.DECAY).table(Tables.DECAY_CURVE, curve(spark, 3, 1)).commit(NOTHING);
    assertThat(out.damagedTables()).isEmpty();

    Path table = folder.resolve("out/decay_curve");
    try (Stream<Path> files = Files.list(table)) {
      Path file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 7));
    }
    assertThat(out.damagedTables()).containsExactly("decay_curve");
    assertThat(out.damagedTables(Stage.DECAY)).containsExactly("decay_curve");
    assertThat(out.damagedTables(Stage.INGEST)).isEmpty();

    out.delete(out.file("decay_curve"));
    assertThat(out.damagedTables()).containsExactly("decay_curve");
  }

  @Test
  void writingAStageAnewMakesLaterOnesStale(SparkSession spark, @TempDir Path folder) {
    OutputFolder out = OutputFolder.toWrite(spark, folder.resolve("out").toString());
    out.publish(Stage.CAMPAIGNS).commit(NOTHING);
    out.publish(Stage.DECAY).table(Tables.DECAY_CURVE, curve(spark, 3, 1)).commit(NOTHING);

    out.publish(Stage.CAMPAIGNS).commit(NOTHING);

    assertThat(out.finished(Stage.CAMPAIGNS)).isTrue();
    assertThatThrownBy(() -> out.table(Tables.DECAY_CURVE))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("stale");
  }

  @Test
  void aStageThatIsBeingReplacedIsNotServed(SparkSession spark, @TempDir Path folder) {
    OutputFolder out = OutputFolder.toWrite(spark, folder.resolve("out").toString());
    out.publish(Stage.DECAY).table(Tables.DECAY_CURVE, curve(spark, 3, 1)).commit(NOTHING);

    out.withdraw(Stage.DECAY);

    assertThat(out.holds(Tables.DECAY_CURVE)).isFalse();
    assertThatThrownBy(() -> out.table(Tables.DECAY_CURVE)).isInstanceOf(UserError.class);
  }

  @Test
  void contentHashesDoNotDependOnHowRowsAreSpread(SparkSession spark) {
    Table<DecayCurveRow> table = Tables.DECAY_CURVE;
    ContentHash one = ContentHash.of(table.published(curve(spark, 500, 1)));

    assertThat(one.rows()).isEqualTo(500);
    for (int partitions : new int[] {7, 64}) {
      assertThat(ContentHash.of(table.published(curve(spark, 500, partitions)))).isEqualTo(one);
    }
    assertThat(ContentHash.of(table.published(curve(spark, 499, 1)))).isNotEqualTo(one);
  }

  @Test
  void tablesHashedTogetherHaveTheHashesOfEachAlone(SparkSession spark) {
    Table<DecayCurveRow> table = Tables.DECAY_CURVE;
    Dataset<Row> some = table.published(curve(spark, 500, 3));
    Dataset<Row> fewer = table.published(curve(spark, 499, 1));
    Dataset<Row> none = some.where("false");

    assertThat(ContentHash.of(Map.of("some", some, "fewer", fewer, "none", none)))
        .containsOnly(
            Map.entry("some", ContentHash.of(some)),
            Map.entry("fewer", ContentHash.of(fewer)),
            Map.entry("none", new ContentHash(0, "0".repeat(32))));
  }

  @Test
  void contentHashesTellNullsAndNeighbouringColumnsApart(SparkSession spark) {
    DecayCurveRow left =
        new DecayCurveRow("c", "e", "k", "all", 0, 1, 2, Estimate.above(1.0, "WIDE"));
    DecayCurveRow right =
        new DecayCurveRow("c", "e", "k", "all", 0, 1, 2, Estimate.below(1.0, "WIDE"));

    assertThat(hash(spark, left)).isNotEqualTo(hash(spark, right));
  }

  @Test
  void anEmptyTableIsAFileWithItsSchema(SparkSession spark, @TempDir Path folder) {
    OutputFolder out = OutputFolder.toWrite(spark, folder.resolve("out").toString());

    out.publish(Stage.INGEST)
        .table(Tables.POSTS, spark.createDataset(List.<PostRow>of(), Tables.POSTS.encoder()))
        .table(Tables.REJECTS, spark.createDataset(List.<RejectRow>of(), Tables.REJECTS.encoder()))
        .commit(NOTHING);

    assertThat(spark.read().parquet(folder.resolve("out/rejects").toString()).columns())
        .contains("byte_offset");
    assertThat(spark.read().parquet(folder.resolve("out/posts").toString()).columns())
        .contains("post_class", "year", "month");
    assertThat(out.table(Tables.POSTS).count()).isZero();
    assertThat(out.manifest().tables())
        .hasEntrySatisfying("rejects", entry -> assertThat(entry.files()).isEqualTo(1));
  }

  @Test
  void aFolderOfSomebodyElseIsNeverWrittenTo(SparkSession spark, @TempDir Path folder)
      throws Exception {
    Files.writeString(folder.resolve("thesis.txt"), "mine");

    assertThatThrownBy(() -> OutputFolder.toWrite(spark, folder.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("was not written by afterglow");
    assertThat(folder).isDirectoryContaining(path -> path.endsWith("thesis.txt"));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void aFolderWithoutAManifestCannotBeRead(SparkSession spark, @TempDir Path folder) {
    assertThatThrownBy(() -> OutputFolder.toRead(spark, folder.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("manifest.json");
  }

  private static ContentHash hash(SparkSession spark, DecayCurveRow row) {
    Table<DecayCurveRow> table = Tables.DECAY_CURVE;
    return ContentHash.of(table.published(spark.createDataset(List.of(row), table.encoder())));
  }

  private static Dataset<DecayCurveRow> curve(SparkSession spark, int days, int partitions) {
    List<DecayCurveRow> rows =
        IntStream.range(0, days)
            .mapToObj(
                day ->
                    new DecayCurveRow(
                        "c", "account", "k", "all", day, day / 7.0, 1, Estimate.of(2, 1, 3)))
            .toList();
    return spark.createDataset(rows, Tables.DECAY_CURVE.encoder()).repartition(partitions);
  }

  @Test
  void aFolderWithAnotherProgramsFilesIsNotOurs(SparkSession spark, @TempDir Path folder)
      throws IOException {
    Files.createDirectory(folder.resolve("_staging"));
    Path theirs = Files.writeString(folder.resolve("posts"), "theirs");
    assertThatThrownBy(() -> OutputFolder.toWrite(spark, folder.toString()))
        .isInstanceOf(UserError.class);
    Files.writeString(folder.resolve("manifest.json"), "{}");
    assertThatThrownBy(() -> OutputFolder.toWrite(spark, folder.toString()))
        .hasMessageContaining("not a manifest");
    assertThat(theirs).hasContent("theirs");
  }
}
