package org.afterglow.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.afterglow.UserError;
import org.afterglow.archive.FileState;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RejectReason;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookAtFilesTest {
  private static final LookAtFiles.Extent ALL =
      new LookAtFiles.Extent(1_000_000, 1L << 40, Duration.ofMinutes(1), 2);

  @TempDir private Path folder = Path.of("");

  private static String comment(int number) {
    return String.format(
        "{\"id\":\"c%d\",\"author\":\"baker%d\",\"body\":\"Bread %d\",\"created_utc\":%d,"
            + "\"subreddit\":\"bread\",\"link_id\":\"t3_s\",\"parent_id\":\"t3_s\",\"score\":%d}%n",
        number, number % 7, number, 1_500_000_000 + number, number);
  }

  private static String comments(int count) {
    StringBuilder lines = new StringBuilder();
    IntStream.range(0, count).forEach(i -> lines.append(comment(i)));
    return lines.toString();
  }

  private FileLook look(Path file, LookAtFiles.Extent extent) throws IOException {
    return LookAtFiles.at(
        new InputFile(0, file.toUri().toString(), Files.size(file)),
        ReadOptions.defaults(),
        extent,
        new Configuration());
  }

  @Test
  void aSmallFileIsReadToItsEndAndItsRecordsAddUp() throws IOException {
    Path file = Files.writeString(folder.resolve("RC"), comments(30) + "{broken\n\n");

    FileLook look = look(file, ALL);

    assertThat(look.format()).isEqualTo("reddit");
    assertThat(look.toEnd()).isTrue();
    assertThat(look.state()).isEqualTo(FileState.COMPLETE);
    assertThat(look.records()).isEqualTo(31);
    assertThat(look.posts()).isEqualTo(30);
    assertThat(look.blankLines()).isEqualTo(1);
    assertThat(look.rejects())
        .hasEntrySatisfying(RejectReason.NOT_JSON, one -> assertThat(one.count()).isEqualTo(1))
        .hasSize(1);
    assertThat(look.recordsInAll()).isEqualTo(31);
    assertThat(look.firstAtMicros()).isEqualTo(1_500_000_000_000_000L);
    assertThat(look.lastAtMicros()).isEqualTo(1_500_000_029_000_000L);
    assertThat(look.fields())
        .containsEntry(PostField.AUTHOR_HANDLE, 30L)
        .containsEntry(PostField.ROOT, 30L)
        .containsEntry(PostField.VIEWS, 0L);
    assertThat(look.kinds()).containsEntry("reddit comment", 30L);
    assertThat(look.firstPosts()).hasSize(2);
    assertThat(look.readable()).isTrue();
  }

  @Test
  void aLargeFileOfLinesIsLookedAtInSeveralPlaces() throws IOException {
    Path file = Files.writeString(folder.resolve("RC"), comments(40_000));
    long bytes = Files.size(file);

    FileLook look = look(file, new LookAtFiles.Extent(4_000, bytes - 1, Duration.ofMinutes(1), 1));

    assertThat(look.places()).isEqualTo(LookAtFiles.PLACES);
    assertThat(look.records()).isEqualTo(4_000);
    assertThat(look.toEnd()).isFalse();
    assertThat(look.bytesRead()).isLessThan(bytes);
    // The last place begins at three quarters of the file.
    assertThat(look.lastAtMicros()).isGreaterThan((1_500_000_000L + 29_000) * 1_000_000);
    assertThat(look.firstPosts().get(0).text()).isEqualTo("Bread 0");
  }

  @Test
  void aLargeCompressedFileIsReadFromItsBeginningAndItsNumberOfRecordsEstimated()
      throws IOException {
    Path file = folder.resolve("RC.gz");
    Random random = new Random(5);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 60_000; i++) {
        byte[] noise = new byte[90];
        random.nextBytes(noise);
        String text = java.util.HexFormat.of().formatHex(noise);
        out.write(comment(i).replace("Bread", text).getBytes(StandardCharsets.UTF_8));
      }
    }

    FileLook look =
        look(file, new LookAtFiles.Extent(1_000_000, 1L << 22, Duration.ofMinutes(1), 1));

    assertThat(look.compression()).isEqualTo("gzip");
    assertThat(look.places()).isEqualTo(1);
    assertThat(look.toEnd()).isFalse();
    assertThat(look.state()).isEqualTo(FileState.COMPLETE);
    assertThat(look.rejects()).isEmpty();
    assertThat(look.bytesRead()).isEqualTo(1L << 22);
    assertThat(look.recordsInAll()).isBetween(54_000L, 66_000L);
  }

  @Test
  void whatIsNoneOfTheFormatsIsToldThoughTheRestOfItIsNotRead() throws IOException {
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    Path file = Files.write(folder.resolve("noise"), noise);

    FileLook look = look(file, new LookAtFiles.Extent(1_000, 1 << 20, Duration.ofMinutes(1), 1));

    assertThat(look.state()).isEqualTo(FileState.UNKNOWN_FORMAT);
    assertThat(look.rejects().keySet()).containsExactly(RejectReason.UNKNOWN_FORMAT);
    assertThat(look.toEnd()).isFalse();
    assertThat(look.readable()).isFalse();
  }

  @Test
  void whenTimeIsUpTheBeginningIsStillSeen() throws IOException {
    Path file = Files.writeString(folder.resolve("RC"), comments(40_000));

    FileLook look = look(file, new LookAtFiles.Extent(1_000_000, 1L << 40, Duration.ZERO, 1));

    assertThat(look.records()).isBetween(20L, 80L);
    assertThat(look.posts()).isEqualTo(look.records());
    assertThat(look.toEnd()).isFalse();
    assertThat(look.endedBy()).isEqualTo(FileLook.Limit.TIME);
    assertThat(look.noEstimate()).isEqualTo(FileLook.NoEstimate.FEW_RECORDS);
  }

  @Test
  void whatIsHeldAheadOfTheRecordsIsNotCountedAsRead() throws IOException {
    String lines = comments(40_000);
    Path plain = Files.writeString(folder.resolve("RC"), lines);
    Path packed = folder.resolve("RC.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }

    for (Path file : List.of(plain, packed)) {
      FileLook look = look(file, new LookAtFiles.Extent(1_000, 1L << 40, Duration.ofMinutes(1), 1));

      assertThat(look.records()).isEqualTo(1_000);
      assertThat(look.endedBy()).isEqualTo(FileLook.Limit.RECORDS);
      if (file.equals(plain)) {
        // A line is longer where its numbers have more digits.
        assertThat((double) look.bytesRead() / Files.size(file)).isBetween(0.02, 0.026);
        assertThat(look.recordsInAll()).isBetween(38_000L, 45_000L);
      } else {
        assertThat(look.bytesRead()).isLessThan(Files.size(file) / 5);
        assertThat(look.recordsInAll()).as("of too few bytes that unpack in large steps").isNull();
        assertThat(look.noEstimate()).isEqualTo(FileLook.NoEstimate.FEW_BYTES);
      }
    }
  }

  @Test
  void aFileThatIsCutOffSaysSo() throws IOException {
    Path whole = folder.resolve("whole.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write(comments(5_000).getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.gz"), java.util.Arrays.copyOf(bytes, 20_000));

    FileLook look = look(cut, ALL);

    assertThat(look.state()).isEqualTo(FileState.TRUNCATED);
    assertThat(look.toEnd()).isTrue();
    assertThat(look.posts()).isPositive();
    assertThat(look.rejects()).containsKey(RejectReason.TRUNCATED);
  }

  @Test
  void aFileThatIsGoneCannotBeRead() {
    InputFile gone = new InputFile(0, folder.resolve("gone").toUri().toString(), 10);

    assertThatThrownBy(() -> LookAtFiles.at(gone, ReadOptions.defaults(), ALL, new Configuration()))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(UserError.UNREADABLE))
        .hasMessageContaining("gone cannot be read");
  }

  @Test
  void someOfManyFilesAreSpreadFromTheFirstToTheLast() {
    var files = IntStream.range(0, 100).mapToObj(i -> new InputFile(i, "f" + i, 1)).toList();

    assertThat(LookAtFiles.spread(files, 4))
        .extracting(InputFile::number)
        .containsExactly(0, 33, 66, 99);
    assertThat(LookAtFiles.spread(files, 1)).extracting(InputFile::number).containsExactly(0);
    assertThat(LookAtFiles.spread(files, 100)).hasSize(100);
  }
}
