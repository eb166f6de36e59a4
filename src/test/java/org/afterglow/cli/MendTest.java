package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A folder that came to harm, or that another process writes to. */
@ExtendWith(SparkExtension.class)
class MendTest {
  private final Path folder;
  private final Path out;
  private final StringWriter printed = new StringWriter();
  private final StringWriter err = new StringWriter();

  MendTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.out = folder.resolve("out");
    Files.writeString(
        folder.resolve("RC_a"),
        "{\"id\":\"a\",\"author\":\"someone\",\"subreddit\":\"bread\",\"body\":\"a loaf\","
            + "\"created_utc\":1700000000,\"link_id\":\"t3_s\",\"parent_id\":\"t3_s\","
            + "\"score\":1}\n");
  }

  /** The program uses a session that is already there; these tests share one. */
  @BeforeEach
  void haveASession(SparkSession spark) {
    SparkSession.setActiveSession(spark);
  }

  private int program(String... arguments) {
    printed.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(printed), new PrintWriter(err), arguments);
  }

  private int ingest() {
    return program(
        "ingest",
        out.toString(),
        "--posts",
        folder.resolve("RC_a").toString(),
        "--key",
        folder.resolve("key").toString());
  }

  private Path fileOf(String table) throws IOException {
    try (Stream<Path> files = Files.walk(out.resolve(table))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  @Test
  void theSameCommandWritesDamagedTablesAgain() throws IOException {
    assertThat(ingest()).as(err.toString()).isZero();
    assertThat(out.resolve("_lock")).doesNotExist();
    assertThat(ingest()).isEqualTo(2);
    assertThat(err.toString()).contains("holds a finished run");
    String hashes = SmallWorld.hashes(out).toString();

    for (String table : new String[] {"posts", "coverage"}) {
      Files.writeString(fileOf(table), "no longer what it was");
      assertThat(program("check", out.toString())).isEqualTo(2);
      assertThat(printed.toString())
          .contains("WRONG    " + table)
          .contains("the command that wrote the folder mends it");

      assertThat(ingest()).as(err.toString()).isZero();

      assertThat(program("check", out.toString())).as(printed.toString()).isZero();
      assertThat(SmallWorld.hashes(out)).hasToString(hashes);
    }
  }

  @Test
  void aDamagedPlanIsForgottenWhereEverythingIsReadAnew() throws IOException {
    assertThat(ingest()).as(err.toString()).isZero();
    Path plan = out.resolve("_read/plan.json");
    Files.delete(out.resolve("_read/.plan.json.crc"));
    Files.writeString(plan, "{");

    assertThat(
            program(
                "ingest",
                out.toString(),
                "--posts",
                folder.resolve("RC_a").toString(),
                "--key",
                folder.resolve("key").toString(),
                "--add"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--replace");
    assertThat(
            program(
                "ingest",
                out.toString(),
                "--posts",
                folder.resolve("RC_a").toString(),
                "--key",
                folder.resolve("key").toString(),
                "--replace"))
        .as(err.toString())
        .isZero();
    assertThat(program("check", out.toString())).as(printed.toString()).isZero();
  }

  @Test
  void ofTwoRunsInOneFolderTheSecondIsToldOfTheFirst() throws IOException {
    ProcessHandle other = ProcessHandle.current().parent().orElseThrow();
    Files.createDirectories(out.resolve("_staging"));
    String begun = other.info().startInstant().map(Instant::toString).orElse("");
    Files.writeString(
        out.resolve("_lock"),
        String.format(
            "{\"host\":\"elsewhere\",\"space\":\"\",\"pid\":%d,\"begun\":\"%s\",\"heard\":\"%s\","
                + "\"token\":\"theirs\"}",
            other.pid(), begun, Instant.now()));

    assertThat(ingest()).isEqualTo(2);

    assertThat(err.toString())
        .contains("is being written to by process " + other.pid() + " on elsewhere")
        .doesNotContain("\tat ");
    assertThat(out.resolve("manifest.json")).doesNotExist();
    assertThat(out.resolve("_lock")).exists();
  }
}
