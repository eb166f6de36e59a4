package org.afterglow.archive.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.afterglow.archive.ByteSource;
import org.afterglow.archive.FileState;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.Slice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and inputs of sizes that nobody can hold: they cost little and spoil nothing else. */
class HostileSizesTest {
  private static final long HUGE = 100L << 20;

  /** What reading may take from the heap in all, most of it given back at once. */
  private static final long MAX_ALLOCATED = 128L << 20;

  /** The same bytes again and again between a beginning and an end. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Repeated(byte[] before, byte[] each, long times, byte[] after)
      implements ByteSource {
    private static final long serialVersionUID = 1;

    @Override
    public long size() {
      return before.length + each.length * times + after.length;
    }

    @Override
    public InputStream open(long from) {
      return new InputStream() {
        private long at = from;

        @Override
        public int read() {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          long repeatedEnd = before.length + each.length * times;
          byte[] source;
          int begin;
          if (at < before.length) {
            source = before;
            begin = (int) at;
          } else if (at < repeatedEnd) {
            source = each;
            begin = (int) ((at - before.length) % each.length);
          } else {
            source = after;
            begin = (int) (at - repeatedEnd);
          }
          int step = Math.min(length, source.length - begin);
          if (step <= 0) {
            return length == 0 ? 0 : -1;
          }
          System.arraycopy(source, begin, target, offset, step);
          at += step;
          return step;
        }
      };
    }
  }

  private static Repeated repeated(String before, String each, long bytes, String after) {
    byte[] chunk = each.repeat((1 << 16) / each.length()).getBytes(UTF_8);
    return new Repeated(
        before.getBytes(UTF_8), chunk, bytes / chunk.length + 1, after.getBytes(UTF_8));
  }

  private static Reading read(Repeated source) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Reading reading = Reading.of(source, new Slice(0, source.size()), ReadOptions.defaults());
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_ALLOCATED);
    return reading;
  }

  private static String status(int number) {
    return Statuses.status(number, "tea") + "\n";
  }

  @Test
  @Timeout(120)
  void aHugeLineIsRejectedAndItsNeighboursAreRead() {
    Reading reading =
        read(
            repeated(
                status(1) + "{\"id_str\":\"5\",\"text\":\"", "tea ", HUGE, "\"}\n" + status(2)));
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.rejects()).containsExactly(RejectReason.TOO_LONG);
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @Test
  @Timeout(120)
  void aHugeFirstLineHidesNoFormat() {
    Repeated source =
        repeated(
            "{\"id_str\":\"5\",\"text\":\"", "tea ", 40L << 20, "\"}\n" + status(1) + status(2));
    Reading reading = Reading.of(source, new Slice(0, source.size()), ReadOptions.defaults());
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.rejects()).containsExactly(RejectReason.TOO_LONG);
  }

  @Test
  @Timeout(120)
  void aHugeElementOfAnArrayIsRejectedAndItsNeighboursAreRead() {
    Reading reading =
        read(
            repeated(
                "[" + status(1) + ",{\"id_str\":\"5\",\"text\":\"",
                "tea ",
                HUGE,
                "\"},\n" + status(2) + "]"));
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.rejects()).containsExactly(RejectReason.TOO_LONG);
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @ParameterizedTest
  @Timeout(120)
  @ValueSource(strings = {"14,cy,", "14,cy,\""})
  void aHugeRowIsRejectedAndItsNeighboursAreRead(String begun) {
    Reading reading =
        read(
            repeated(
                "tweet_id,user_screen_name,tweet\n12,annb,hello\n" + begun,
                "tea ",
                HUGE,
                (begun.endsWith("\"") ? "\"" : "") + "\n13,bo,hi\n"));
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.rejects()).containsExactly(RejectReason.TOO_LONG);
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @Test
  @Timeout(120)
  void aHugeElementIsRejectedAndItsNeighboursAreRead() {
    String row =
        "<row Id=\"%d\" PostTypeId=\"1\" CreationDate=\"2020-09-13T12:26:40\" Body=\"tea\" />\n";
    Reading reading =
        read(
            repeated(
                "<?xml version=\"1.0\"?>\n<posts>\n"
                    + row.formatted(1)
                    + "<row Id=\"2\" PostTypeId=\"1\" Body=\"",
                "tea ",
                HUGE,
                "\" />\n" + row.formatted(3) + "</posts>\n"));
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.rejects()).containsExactly(RejectReason.TOO_LONG);
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", ",\n"})
  void whatIsNestedTenThousandLevelsDeepIsRejected(String between) {
    String deep = "{\"id\":1,\"text\":" + "{\"a\":[".repeat(10_000) + "]}".repeat(10_000) + "}";
    String text =
        String.join(between, status(1).strip(), deep, status(2).strip(), status(3).strip());
    boolean array = between.startsWith(",");
    Reading reading = Reading.of(array ? "[" + text + "]" : text);
    assertThat(reading.posts()).hasSize(3);
    assertThat(reading.rejects()).containsExactly(RejectReason.TOO_DEEP);
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  /** What gives 10 GB of zeros behind two statuses. */
  private static Repeated bomb(Packer packer) {
    byte[] posts = packer.pack((status(1) + status(2)).getBytes(UTF_8));
    return new Repeated(posts, packer.pack(new byte[16 << 20]), 640, new byte[0]);
  }

  @ParameterizedTest
  @Timeout(120)
  @EnumSource
  void tenGigabytesOfZerosAreNotInflated(Packer packer) {
    Reading reading = read(bomb(packer));
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.rejects())
        .contains(RejectReason.BOMB)
        .isSubsetOf(List.of(RejectReason.BOMB, RejectReason.TOO_LONG));
    assertThat(reading.summary().state()).isEqualTo(FileState.CORRUPT);
    assertThat(reading.summary().inflatedBytes()).isLessThan(6L << 30);
    assertThat(reading.summary().compression()).isEqualToIgnoringCase(packer.name());
  }

  @ParameterizedTest
  @Timeout(120)
  @EnumSource
  void zerosAloneAreNoKnownFormatAndNotInflatedEither(Packer packer) {
    Repeated bomb = bomb(packer);
    Reading reading = read(new Repeated(bomb.each(), bomb.each(), 640, new byte[0]));
    assertThat(reading.fates())
        .containsOnly(Map.entry("rejected UNKNOWN_FORMAT", 1L), Map.entry("rejected BOMB", 1L));
    assertThat(reading.summary().state()).isEqualTo(FileState.CORRUPT);
  }
}
