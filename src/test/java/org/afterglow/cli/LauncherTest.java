package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout of its own, with a Java that prints its arguments, and writes eight
 * bytes where it is to archive classes.
 */
class LauncherTest {
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      [ "$*" != -version ] || {
        echo 'openjdk version "17.0.1" 2025-01-01' >&2
        echo "OpenJDK Runtime Environment (build ${BUILD:-17.0.1+1}, mixed mode)" >&2
        exit
      }
      for word in "$@"; do
        case $word in
          -XX:ArchiveClassesAtExit=*)
            printf half >"${word#*=}"
            echo made >>"$MADE"
            sleep "${TAKES:-0}"
            printf half >>"${word#*=}"
            echo 'a warning'
            exit "${ENDS:-0}"
            ;;
        esac
      done
      printf '%s\\n' "$@"
      """;

  private static final String USED = "-XX:SharedArchiveFile=";
  private static final String MAKING =
      "archiving Spark's classes, once, so that later starts take less time …";

  @TempDir private Path folder = Path.of("");
  private Path spark = Path.of("");

  @BeforeEach
  void aCheckoutThatIsBuilt() throws IOException {
    folder = folder.toRealPath();
    for (String file : List.of("scripts/afterglow", "scripts/common.sh", "pom.xml")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.copy(Path.of(file), folder.resolve(file));
    }
    Files.createDirectories(folder.resolve("target"));
    Path jar = Files.writeString(folder.resolve("target/afterglow.jar"), "");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plus(1, ChronoUnit.HOURS)));
    Path java = folder.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, JAVA);
    for (Path program : List.of(java, folder.resolve("scripts/afterglow"))) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    String version =
        Files.readString(Path.of("pom.xml")).replaceAll("(?s).*<spark.version>(.*?)<.*", "$1");
    spark = folder.resolve(".spark/spark-" + version);
    Files.createDirectories(spark.resolve("jars"));
  }

  @Test
  void sparksClassesAreArchivedAtTheSecondStartAndUsedFromThenOn() throws Exception {
    assertThat(afterglow("check", "out")).doesNotContain(MAKING).noneMatch(LauncherTest::used);
    assertThat(archives()).isEmpty();

    List<String> second = afterglow("check", "out");

    assertThat(second)
        .contains(MAKING)
        .filteredOn(LauncherTest::used)
        .containsExactly(USED + archive());
    assertThat(second).doesNotContain("a warning");
    assertThat(archive()).hasSize(8);
    for (String command : List.of("check", "peek", "tables")) {
      assertThat(afterglow(command, "out"))
          .as(command)
          .contains(USED + archive())
          .doesNotContain(MAKING);
    }
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void sparksJarsStandFirstAsWhenTheyWereArchived() throws Exception {
    for (String command : List.of("check", "peek", "tables")) {
      List<String> words = afterglow(command, "out");
      assertThat(words.get(words.indexOf("-cp") + 1))
          .as(command)
          .startsWith(spark + "/jars/*:")
          .endsWith("/afterglow.jar");
    }
  }

  @Test
  void anArchiveOfAnotherSizeThanItsNameSaysIsNotUsedButMadeAnew() throws Exception {
    afterglow("check", "out");
    afterglow("check", "out");
    Path archive = archive();
    Files.writeString(archive, "cut");

    assertThat(afterglow("tables")).noneMatch(LauncherTest::used);
    assertThat(afterglow("check", "out")).contains(MAKING, USED + archive);
    assertThat(archive).hasSize(8);
  }

  @Test
  void anotherBuildOfJavaHasAnArchiveOfItsOwn() throws Exception {
    afterglow("check", "out");
    afterglow("check", "out");
    Path before = archive();

    Map<String, String> newer = Map.of("BUILD", "17.0.2+2");
    assertThat(afterglow(newer, "check", "out")).noneMatch(LauncherTest::used);
    assertThat(afterglow(newer, "check", "out")).contains(MAKING, USED + archive());
    assertThat(archive()).isNotEqualTo(before);
  }

  @Test
  void whatCannotBeArchivedIsTriedOnce() throws Exception {
    Map<String, String> failing = Map.of("ENDS", "1");
    afterglow("check", "out");

    assertThat(afterglow(failing, "check", "out"))
        .contains("Spark's classes could not be archived; starts take as long as before")
        .contains("org.afterglow.cli.Main")
        .noneMatch(LauncherTest::used);
    assertThat(afterglow("check", "out"))
        .contains("org.afterglow.cli.Main")
        .noneMatch(LauncherTest::used);
    assertThat(made()).isEqualTo(1);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void oneThatIsEndedWhileItArchivesDoesNothingElseAndTheNextOneDoesItAgain() throws Exception {
    afterglow("check", "out");
    assertThat(start(Map.of("ENDS", "130"), "check", "out").ended().exit()).isEqualTo(130);
    assertThat(leftovers()).isEmpty();

    Programs.Running killed = start(Map.of("TAKES", "60"), "check", "out");
    while (made() < 2) {
      assertThat(killed.process().isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(5);
    }
    killed.kill();
    assertThat(archives()).isEmpty();

    assertThat(afterglow("check", "out")).contains(MAKING, USED + archive());
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void ofTwoAtOnceOneArchivesAndBothUseIt() throws Exception {
    afterglow("check", "out");
    Programs.Running one = start(Map.of("TAKES", "1"), "check", "out");
    Programs.Running other = start(Map.of("TAKES", "1"), "check", "out");

    assertThat(List.of(one.ended(), other.ended()))
        .allSatisfy(ended -> assertThat(ended.lines()).contains(USED + archive()));
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void aFolderThatCannotBeWrittenIsLeftAsItIs() throws Exception {
    Files.setPosixFilePermissions(spark, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(spark), "root may write everywhere");

    for (int start = 0; start < 3; start++) {
      assertThat(afterglow("check", "out"))
          .contains("org.afterglow.cli.Main")
          .doesNotContain(MAKING)
          .noneMatch(LauncherTest::used);
    }
  }

  @Test
  void aSparkOfTheUsersOwnIsLeftAlone() throws Exception {
    afterglow("check", "out");
    afterglow("check", "out");
    Path own = folder.resolve("own");
    Files.createDirectories(own.resolve("jars"));
    Files.writeString(
        own.resolve("jars/spark-core_2.13-" + spark.getFileName().toString().substring(6) + ".jar"),
        "");
    for (int start = 0; start < 3; start++) {
      assertThat(afterglow(Map.of("SPARK_HOME", own.toString()), "tables"))
          .noneMatch(LauncherTest::used);
    }
    try (Stream<Path> files = Files.list(own)) {
      assertThat(files).containsExactly(own.resolve("jars"));
    }
  }

  private static boolean used(String word) {
    return word.startsWith(USED);
  }

  private List<String> afterglow(String... arguments) throws Exception {
    return afterglow(Map.of(), arguments);
  }

  private List<String> afterglow(Map<String, String> environment, String... arguments)
      throws Exception {
    Programs.Ended ended = start(environment, arguments).ended();
    assertThat(ended.exit()).as(String.join("\n", ended.lines())).isZero();
    return ended.lines();
  }

  private Programs.Running start(Map<String, String> environment, String... arguments)
      throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("SPARK_HOME", ""));
    all.putAll(environment);
    all.put("JAVA_HOME", folder.resolve("jdk").toString());
    all.put("AFTERGLOW_SCRATCH", folder.resolve("scratch").toString());
    all.put("MADE", folder.resolve("made").toString());
    return Programs.start(folder, all, "afterglow", List.of(arguments));
  }

  private int made() throws IOException {
    Path made = folder.resolve("made");
    return Files.exists(made) ? Files.readAllLines(made).size() : 0;
  }

  private Path archive() throws IOException {
    List<Path> archives = archives();
    assertThat(archives).hasSize(1);
    return archives.get(0);
  }

  private List<Path> archives() throws IOException {
    return beside(".jsa");
  }

  private List<Path> leftovers() throws IOException {
    List<Path> all = new ArrayList<>(beside(".partial"));
    all.addAll(archives());
    return all.stream().filter(path -> !path.toString().endsWith("-8.jsa")).toList();
  }

  private List<Path> beside(String ending) throws IOException {
    try (Stream<Path> files = Files.list(spark)) {
      return files.filter(path -> path.toString().endsWith(ending)).toList();
    }
  }
}
