package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressSnapshotTest {
  private static final long GB = 1_000_000_000;

  @Test
  void whatIsLeftFollowsFromTheRateSoFar() {
    ProgressSnapshot half =
        new ProgressSnapshot("ingest", 1_750_000, GB, 4 * GB, 3, 9, Duration.ofSeconds(100));

    assertThat(half.line())
        .isEqualTo(
            "ingest: 25 %, 1,750,000 records, 1.0 GB of 4.0 GB, 17,500 records/s,"
                + " about 5 min left");
    assertThat(half.bar(200)).startsWith("ingest [######------------------] 25 % · 1,750,000");
    assertThat(half.bar(20)).hasSize(20);
  }

  @Test
  void nothingIsForetoldFromTheFirstSeconds() {
    assertThat(new ProgressSnapshot("ingest", 10, GB, 4 * GB, 0, 9, Duration.ofSeconds(3)).line())
        .endsWith("3 s");
    assertThat(new ProgressSnapshot("ingest", 10, 1, 4 * GB, 0, 9, Duration.ofSeconds(60)).line())
        .endsWith("60 s");
  }

  @Test
  void withoutATotalTasksAreCounted() {
    assertThat(new ProgressSnapshot("decay", 0, 0, 0, 3, 9, Duration.ofSeconds(31)).line())
        .isEqualTo("decay: 3 of 9 tasks, 31 s");
  }

  @Test
  void aStageClosesWithWhatItDid() {
    assertThat(new ProgressSnapshot("ingest", 8290, 12_345_678, 0, 3, 9, Duration.ofSeconds(14)))
        .extracting(ProgressSnapshot::closing)
        .isEqualTo("ingest: 8,290 records, 12.3 MB in 14 s");
    assertThat(new ProgressSnapshot("decay", 0, 0, 0, 9, 9, Duration.ofSeconds(31)).closing())
        .isEqualTo("decay: 31 s");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "99949, 99.9 kB",
    "99951, 100 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "9223372036854775807, 9.2 EB"
  })
  void sizesAreShort(long bytes, String words) {
    assertThat(ProgressSnapshot.size(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "89, 89 s",
    "90, 2 min",
    "5369, 89 min",
    "5400, 1 h 30 min",
    "172800, 2 d 0 h"
  })
  void timesAreShort(long seconds, String words) {
    assertThat(ProgressSnapshot.duration(Duration.ofSeconds(seconds))).isEqualTo(words);
  }
}
