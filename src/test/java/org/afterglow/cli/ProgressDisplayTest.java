package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.afterglow.SparkExtension;
import org.afterglow.ingest.Progress;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ProgressDisplayTest {
  @Test
  void whatTasksCountReachesTheDisplay(SparkSession spark) throws InterruptedException {
    StringWriter err = new StringWriter();
    List<String> described = new ArrayList<>();
    ProgressDisplay display = new ProgressDisplay(new PrintWriter(err), false, 100, described::add);
    spark.sparkContext().addSparkListener(display);
    display.stage("reading");
    Progress.Meter meter = Progress.Meter.of(spark.sparkContext());

    JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(IntStream.range(0, 1000).boxed().toList(), 4)
        .foreach(n -> meter.advanced(1, 3));
    display.advanced(5, 0);

    // Events arrive a moment after the job has ended.
    Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (!display.line().contains("4 of 4 tasks") && Instant.now().isBefore(deadline)) {
      Thread.sleep(20);
    }
    spark.sparkContext().removeSparkListener(display);
    display.close();
    assertThat(err.toString()).contains("reading: 1,005 records, 3.0 kB in ");
    assertThat(described).containsExactly("reading");
  }

  @Test
  void whatCameOfAStageStandsBelowItsClosingLine() {
    for (boolean terminal : new boolean[] {false, true}) {
      StringWriter err = new StringWriter();
      try (ProgressDisplay display =
          new ProgressDisplay(new PrintWriter(err), terminal, 100, stage -> {})) {
        display.stage("settling");
        display.over();
        display.note("7 records");
      }
      assertThat(err.toString().split("\n", -1))
          .extracting(line -> line.replaceFirst("(?s).*\r\u001b\\[K", ""))
          .endsWith("settling: 0 s", "7 records", "");
    }
  }

  @Test
  void aStageThatHasJustBegunSaysSoOnce() {
    StringWriter err = new StringWriter();
    try (ProgressDisplay display =
        new ProgressDisplay(new PrintWriter(err), false, 100, stage -> {})) {
      display.stage("claims");
      display.beat();
      display.over();
    }
    assertThat(err.toString().lines()).containsExactly("claims …", "claims: 0 s");
  }

  @Test
  void aNewStageStartsFromZero() {
    StringWriter err = new StringWriter();
    try (ProgressDisplay display =
        new ProgressDisplay(new PrintWriter(err), true, 100, stage -> {})) {
      display.stage("one");
      display.advanced(7, 0);
      display.note("a remark");
      display.stage("two");
    }

    // What a terminal shows in the end: what follows the last wiping of each line.
    assertThat(err.toString().split("\n", -1))
        .extracting(line -> line.replaceFirst("(?s).*\r\u001b\\[K", ""))
        .containsExactly("a remark", "one: 7 records in 0 s", "two: 0 s", "");
  }
}
