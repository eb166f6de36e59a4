package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run that is killed leaves nothing that reads as whole, and goes on where it was. */
@ExtendWith({SparkExtension.class, SmallWorld.Extension.class})
class KillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** So small that the archive is read in several batches. */
  private static final List<String> SMALL_BATCHES =
      List.of("--batch-bytes", "60000", "--slice-bytes", "60000");

  @Test
  void killedAgainAndAgainItEndsWithTheTablesOfARunThatNothingDisturbed(
      SmallWorld world, SparkSession spark) throws IOException, InterruptedException {
    Path out = world.path("killed");

    // When the first of several batches is committed.
    killWhen(world, out, out.resolve("_read/batch-000000"));
    assertThat(out.resolve("_read/batch-000000/_SUCCESS")).exists();
    assertThat(out.resolve("_read/batch-000004")).doesNotExist();
    assertNothingStandsOf(Stage.INGEST, spark, out);
    Map<String, Long> firstBatch = committed(out);

    // When it settles duplicates, every batch being committed.
    killWhen(world, out, out.resolve("_staging/ingest/tables/posts"));
    assertNothingStandsOf(Stage.INGEST, spark, out);
    Map<String, Long> batches = committed(out);
    assertThat(batches).containsAllEntriesOf(firstBatch).hasSizeGreaterThan(firstBatch.size());
    assertThat(out.resolve("_read/batch-000004")).exists();

    // In the middle of decay, with the stages before it finished.
    killWhen(world, out, out.resolve("_staging/decay/tables/engagement"));
    assertNothingStandsOf(Stage.DECAY, spark, out);
    Manifest finished = SmallWorld.manifest(out);
    assertThat(finished.stages()).containsOnlyKeys("ingest", "campaigns");
    assertThat(query(out, "SELECT count(*) FROM campaigns")).isZero();

    Programs.Ended last = world.start(out, List.of(), SMALL_BATCHES).ended();

    assertThat(last.exit()).as(String.join("\n", last.lines())).isZero();
    assertThat(last.said()).isEmpty();
    assertThat(committed(out)).isEqualTo(batches);
    assertThat(SmallWorld.manifest(out).entry(Stage.INGEST))
        .isEqualTo(finished.entry(Stage.INGEST));
    assertThat(SmallWorld.manifest(out).entry(Stage.CAMPAIGNS))
        .isEqualTo(finished.entry(Stage.CAMPAIGNS));
    assertThat(out.resolve("report.html")).isNotEmptyFile();
    assertThat(SmallWorld.hashes(out)).isEqualTo(SmallWorld.hashes(world.undisturbed()));
  }

  /** Runs until a path is there, then kills: the process has no chance to clean up. */
  private static void killWhen(SmallWorld world, Path out, Path sign)
      throws IOException, InterruptedException {
    Programs.Running run = world.start(out, List.of(), SMALL_BATCHES);
    try {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!Files.exists(sign)) {
        assertThat(run.process().isAlive()).as(Files.readString(run.log())).isTrue();
        assertThat(System.nanoTime()).as(sign + " did not come").isLessThan(deadline);
        Thread.sleep(5);
      }
    } finally {
      run.kill();
    }
    assertThat(run.process().exitValue()).isEqualTo(128 + 9);
  }

  private static void assertNothingStandsOf(Stage stage, SparkSession spark, Path out) {
    String table = stage.tables().get(0).name();
    assertThat(query(out, "SELECT count(*) FROM " + table)).isEqualTo(2);
    if (Files.exists(out.resolve("manifest.json"))) {
      OutputFolder folder = OutputFolder.toRead(spark, out.toString());
      assertThat(folder.finished(stage)).isFalse();
      for (Table<?> each : stage.tables()) {
        assertThat(folder.holds(each)).as(each.name()).isFalse();
      }
    }
    assertThat(out.resolve("report.html")).doesNotExist();
  }

  private static int query(Path out, String sql) {
    return Main.run(
        new PrintWriter(new StringWriter()),
        new PrintWriter(new StringWriter()),
        "query",
        out.toString(),
        sql);
  }

  /** When each file of each committed batch was written. */
  private static Map<String, Long> committed(Path out) throws IOException {
    Map<String, Long> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out.resolve("_read"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = out.relativize(file).toString();
        if (name.startsWith("_read/batch-")) {
          times.put(name, Files.getLastModifiedTime(file).toMillis());
        }
      }
    }
    return times;
  }
}
