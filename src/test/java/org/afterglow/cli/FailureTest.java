package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.afterglow.UserError;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class FailureTest {
  @Test
  void aUserErrorInsideATaskSurfaces(SparkSession spark) {
    Throwable failure =
        Assertions.catchThrowable(
            () ->
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(List.of(1, 2), 2)
                    .foreach(
                        n -> {
                          throw UserError.unreadable("part " + n + " of nothing");
                        }));

    assertThat(failure).isInstanceOf(SparkException.class);
    assertThat(Failure.userError(failure))
        .hasValueSatisfying(
            error -> {
              assertThat(error).hasMessageMatching("part [12] of nothing");
              assertThat(error.exitCode()).isEqualTo(UserError.UNREADABLE);
            });
  }

  @Test
  void aUserErrorOfWhichOnlyTheTextCameBackSurfacesToo() {
    String text =
        "Job aborted: Lost task 0.0 (host): org.afterglow.UserError: no such file\n\tat x";

    assertThat(Failure.userError(new SparkException(text)))
        .hasValueSatisfying(error -> assertThat(error).hasMessage("no such file"));
  }

  @Test
  void aFullDiskIsNoBug() {
    IOException full = new IOException("No space left on device");
    IOException broken = new IOException("stream broken");
    broken.addSuppressed(full);

    assertThat(Failure.userError(new UncheckedIOException(broken)))
        .hasValueSatisfying(error -> assertThat(error).hasMessageContaining("disk is full"));
  }

  @Test
  void aDamagedTableIsNoBug(SparkSession spark, @TempDir Path folder) throws IOException {
    for (String name : List.of("posts", "_read")) {
      Path table = folder.resolve(name).resolve("batch-000000");
      spark.range(9).coalesce(1).write().parquet(table.toString());
      Path file;
      try (Stream<Path> files = Files.list(table)) {
        file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      }
      Files.delete(table.resolve("." + file.getFileName() + ".crc"));
      Files.writeString(file, "no longer what it was");
      Throwable failure =
          Assertions.catchThrowable(
              () -> spark.read().schema("id LONG").parquet(table.toString()).collectAsList());

      assertThat(Failure.userError(failure))
          .hasValueSatisfying(
              error ->
                  assertThat(error)
                      .hasMessageContaining(file.getFileName() + " is damaged or gone; ")
                      .hasMessageContaining(
                          name.equals("posts")
                              ? "run the command that wrote it again, with --replace"
                              : "/_read and run the same again"));
    }
  }

  @Test
  void anythingElseIsABug() {
    assertThat(Failure.userError(new IllegalStateException("x", new IOException("y")))).isEmpty();
  }
}
