package org.afterglow.archive.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.afterglow.archive.ByteSource;
import org.afterglow.archive.ContentId;
import org.afterglow.archive.Fate;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Limits;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.ReadSummary;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.Slice;
import org.afterglow.archive.reading.Packer;
import org.afterglow.archive.reading.Reading;
import org.afterglow.archive.reading.Slices;
import org.afterglow.archive.reading.Statuses;
import org.afterglow.post.Post;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {
  private static final Limits SMALL = new Limits(4096, 4096, 50, 1000, 1 << 20, 1L << 40);
  private static final ReadOptions OPTIONS = ReadOptions.defaults().withLimits(SMALL);

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Statuses.status(i, "line " + i) + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> ids(Reading reading) {
    return reading.posts().stream().map(Post::postId).toList();
  }

  @Test
  void blankLinesAreCountedAndAreNoRecords() {
    Reading reading = Reading.of("\n  \r\n" + lines(2) + "\n\t\n" + lines(1));
    assertThat(reading.posts()).hasSize(3);
    assertThat(reading.records()).extracting(ReadRecord::record).containsExactly(0L, 1L, 2L);
    assertThat(reading.summary().blankLines()).isEqualTo(4);
  }

  @Test
  void offsetsAreThoseOfTheLines() {
    String text = lines(3);
    Reading reading = Reading.of(text);
    for (ReadRecord record : reading.records()) {
      assertThat(text.substring((int) record.byteOffset())).startsWith("{\"created_at\"");
    }
    assertThat(reading.records().get(0).byteOffset()).isZero();
    assertThat(reading.records().get(1).byteOffset()).isEqualTo(text.indexOf('\n') + 1L);
  }

  @Test
  void aByteOrderMarkAndCarriageReturnsAreSkipped() {
    Reading reading = Reading.of("\ufeff" + lines(3).replace("\n", "\r\n"));
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", 3L));
  }

  @Test
  void theLastLineNeedsNoNewline() {
    String text = lines(3);
    assertThat(Reading.of(text.substring(0, text.length() - 1)).posts()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'rye':1 'b':2} | 9 | a comma was expected",
        "{'rye' 1} | 7 | a colon was expected",
        "{rye:1} | 1 | a name in quotes was expected",
        "{'a':rye} | 9 | a value was expected",
        "{'a':} | 5 | a value was expected",
        "{'a':/*rye*/1} | 5 | a value was expected, no comment",
        "{'a':[1,'rye'}} | 13 | a bracket closes what is not open",
        "{'rye':1}} | 9 | a bracket closes what is not open",
        "{'rye':1 | 8 | it ends there, too early",
        "{'a':'rye | 9 | it ends there, too early",
        "{'a':'r\u0007ye'} | 7 | a control character is not escaped",
        "{'a':'\\rye\\q'} | 11 | an escape is unknown",
        "{'a':'\\u12rye'} | 10 | an escape is unknown",
        "{'rye':01} | 8 | a number is not written as JSON writes it",
        "{'rye':-} | 8 | a number is not written as JSON writes it",
      })
  void aMistakeIsToldByItsPlaceAndNotByWhatStandsThere(String broken, int place, String why) {
    Reading reading = Reading.of(lines(2) + broken.strip().replace('\'', '"') + "\n" + lines(1));
    assertThat(reading.posts()).hasSize(3);
    assertThat(reading.records().stream().map(ReadRecord::fate))
        .filteredOn(Fate.Rejected.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Fate.Rejected.class,
            rejected ->
                assertThat(rejected.detail())
                    .isEqualTo("not well-formed JSON at byte " + place + " of the record: " + why)
                    .doesNotContain("rye"));
  }

  @Test
  void hostileLinesAreRejectedAndTheirNeighboursRead() {
    String deep = "{\"id\":1,\"text\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    String nested = "{\"a\":".repeat(60) + "1" + "}".repeat(60);
    String text =
        lines(1)
            + deep
            + "\n"
            + lines(1)
            + nested
            + "\n"
            + Statuses.status(2, "x".repeat(5_000))
            + "\n"
            + lines(1)
            + "{\"id_str\":\"5\",\"text\":\"cut of\n"
            + "\u0000\u0000\u0000\n"
            + "nonsense\n"
            + lines(1);
    Reading reading = Reading.of(text, OPTIONS);
    assertThat(reading.posts()).hasSize(4);
    assertThat(reading.rejects())
        .containsExactly(
            RejectReason.TOO_LONG,
            RejectReason.TOO_DEEP,
            RejectReason.TOO_LONG,
            RejectReason.NOT_JSON,
            RejectReason.NOT_JSON,
            RejectReason.NOT_JSON);
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @Test
  void depthBeyondTheLimitIsRejectedWhateverTheLength() {
    String deep = "{\"id\":1,\"text\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    Reading reading = Reading.of(lines(2) + deep + "\n" + lines(1));
    assertThat(reading.posts()).hasSize(3);
    assertThat(reading.rejects()).containsExactly(RejectReason.TOO_DEEP);
  }

  @Test
  void aLineOfAHundredMegabytesIsRejectedWithLittleMemory() {
    byte[] before = lines(3).getBytes(UTF_8);
    byte[] after = ("\n" + lines(2)).getBytes(UTF_8);
    long middle = 100L << 20;
    ByteSource source =
        new ByteSource() {
          @Override
          public long size() {
            return before.length + middle + after.length;
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
                for (int i = 0; i < length; i++) {
                  if (at >= size()) {
                    return i == 0 ? -1 : i;
                  }
                  target[offset + i] =
                      at < before.length
                          ? before[(int) at]
                          : at < before.length + middle
                              ? (byte) 'x'
                              : after[(int) (at - before.length - middle)];
                  at++;
                }
                return length;
              }

              private long size() {
                return before.length + middle + after.length;
              }
            };
          }
        };
    Reading reading =
        Reading.of(source, new Slice(0, before.length + middle + after.length), OPTIONS);
    assertThat(reading.posts()).hasSize(5);
    assertThat(reading.rejects()).containsExactly(RejectReason.TOO_LONG);
    assertThat(reading.summary().blockHashes()).hasSize(2);
  }

  @Test
  void bytesThatAreNotUtf8AreRejected() {
    String text = lines(1) + Statuses.status(1, "caf\u00e9") + "\n" + lines(1);
    Reading reading = Reading.of(text.getBytes(ISO_8859_1));
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.rejects()).containsExactly(RejectReason.NOT_UTF8);
  }

  @Test
  void halvesOfSurrogatePairsAndNulAreReplaced() {
    Reading reading =
        Reading.of(lines(1) + Statuses.status(1, "a\\ud83d b\\u0000 c\\ud83d\\ude00") + "\n");
    assertThat(reading.posts().get(1).text()).isEqualTo("a\ufffd b\ufffd c\ud83d\ude00");
  }

  @Test
  void severalValuesOnALineAreSeveralRecords() {
    String text = lines(2) + Statuses.status(2, "a") + Statuses.status(3, "b") + "\n";
    assertThat(ids(Reading.of(text))).containsExactly("1000", "1001", "1002", "1003");
  }

  @Test
  void noBytesAndBlankLinesAreAnEmptyFile() {
    assertThat(Reading.of("").summary().state()).isEqualTo(FileState.EMPTY);
    Reading blank = Reading.of("\n \n\n");
    assertThat(blank.summary().state()).isEqualTo(FileState.EMPTY);
    assertThat(blank.summary().blankLines()).isEqualTo(3);
    assertThat(blank.records()).isEmpty();
  }

  @Test
  void unknownContentIsOneRejection() {
    for (String text : List.of("Dear reader,\nthis is a letter.\n", "\u0001\u0000\u0002")) {
      Reading reading = Reading.of(text);
      assertThat(reading.rejects()).containsExactly(RejectReason.UNKNOWN_FORMAT);
      assertThat(reading.summary().state()).isEqualTo(FileState.UNKNOWN_FORMAT);
      assertThat(reading.summary().format()).isEqualTo("unknown");
    }
  }

  @Test
  void jsonOfNoKnownFormatIsReadRecordByRecord() {
    Reading reading = Reading.of("{\"a\":1}\n{\"a\":\n{\"a\":3}\n");
    assertThat(reading.rejects()).containsExactly(RejectReason.NOT_JSON);
    assertThat(reading.records()).hasSize(3);
    assertThat(reading.summary().notPosts()).containsOnly(Map.entry("unknown_json", 2L));
  }

  // ---- values over several lines

  private static String pretty(String json) {
    return json.replace("{", "{\n  ").replace(",", ",\n  ").replace("}", "\n}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \n", ",\n"})
  void anArrayGivesItsElements(String between) {
    String elements =
        IntStream.range(0, 5)
            .mapToObj(i -> Statuses.status(i, "a, ] } \\\" b"))
            .collect(Collectors.joining(between.contains(",") ? between : "," + between));
    Reading reading = Reading.of("[" + elements + "]");
    assertThat(ids(reading)).containsExactly("1000", "1001", "1002", "1003", "1004");
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    assertThat(reading.posts().get(0).text()).isEqualTo("a, ] } \" b");
  }

  @Test
  void prettyPrintedValuesAreReadOneAfterAnother() {
    String text =
        IntStream.range(0, 4)
            .mapToObj(i -> pretty(Statuses.status(i, "text")))
            .collect(Collectors.joining("\n"));
    assertThat(ids(Reading.of(text))).containsExactly("1000", "1001", "1002", "1003");
  }

  @Test
  void aBrokenValueAmongPrettyOnesLeavesItsNeighbours() {
    String first = pretty(Statuses.status(0, "text"));
    String broken = first.replace("1000", "1009").replaceFirst("\"text\",", "\"te\nxt,");
    String unclosed = first.replace("1000", "1008").replaceAll("\n}$", "");
    String text =
        String.join("\n", first, broken, pretty(Statuses.status(1, "b")), unclosed)
            + "\n"
            + pretty(Statuses.status(2, "c"));
    Reading reading = Reading.of(text);
    assertThat(ids(reading)).containsExactly("1000", "1001", "1002");
    assertThat(reading.rejects()).containsOnly(RejectReason.NOT_JSON).hasSize(2);
  }

  @Test
  void anArrayCutShortGivesWhatItHas() {
    String text = "[" + Statuses.status(0, "a") + ",\n" + Statuses.status(1, "b") + ",\n{\"id\":";
    Reading reading = Reading.of(text);
    assertThat(ids(reading)).containsExactly("1000", "1001");
    assertThat(reading.rejects()).containsExactly(RejectReason.TRUNCATED);
    assertThat(reading.summary().state()).isEqualTo(FileState.TRUNCATED);
  }

  @Test
  void aDocumentLargerThanTheLimitGivesTheRecordsWithinIt() {
    String statuses =
        IntStream.range(0, 300)
            .mapToObj(i -> Statuses.status(i, "in a page"))
            .collect(Collectors.joining(",\n    "));
    String document =
        "{\"search_metadata\":{\"count\":300,\"query\":\"\\\"{[\"},\n  \"statuses\": [\n    "
            + statuses
            + "],\n \"more\":[1,{\"statuses\":[]}]}";
    Reading reading = Reading.of(document, OPTIONS);
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", 300L));
    assertThat(reading.records().get(1).byteOffset())
        .isEqualTo(document.indexOf(Statuses.status(1, "in a page")));
  }

  @Test
  void pagesByTheLineGiveTheRecordsWithinThem() {
    String page =
        "{\"statuses\":[" + Statuses.status(0, "a") + "," + Statuses.status(1, "b") + "]}\n";
    Reading reading = Reading.of(page + page + "{\"statuses\":[]}\n");
    assertThat(reading.fates())
        .containsOnly(Map.entry("Posted", 4L), Map.entry("not a post page_without_records", 1L));
    assertThat(reading.records().get(1).byteOffset())
        .isEqualTo(page.indexOf(Statuses.status(1, "b")));
  }

  @Test
  void anElementClosedTooEarlyIsOneRecordAndOneRejection() {
    String early = Statuses.status(1, "b").replace(",\"retweet_count\"", "},\"retweet_count\"");
    for (String between : List.of(",", ",\n", " , ")) {
      String text =
          "["
              + String.join(
                  between,
                  Statuses.status(0, "a"),
                  early,
                  Statuses.status(2, "c"),
                  Statuses.status(3, "d"))
              + "]";
      Reading reading = Reading.of(text);
      assertThat(ids(reading)).containsExactly("1000", "1001", "1002", "1003");
      assertThat(reading.rejects()).containsExactly(RejectReason.NOT_JSON);
      assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    }
  }

  @Test
  void anElementTooLongIsRejectedAlone() {
    String text =
        "["
            + Statuses.status(0, "a")
            + ","
            + Statuses.status(1, "x".repeat(600_000))
            + ","
            + Statuses.status(2, "c")
            + "]";
    Reading reading = Reading.of(text, OPTIONS);
    assertThat(ids(reading)).containsExactly("1000", "1002");
    assertThat(reading.rejects()).containsExactly(RejectReason.TOO_LONG);
  }

  @Test
  void noDamageToTheBytesEndsTheReadingOrMultipliesTheRecords() {
    String page =
        "{\"statuses\":[" + Statuses.status(0, "a") + "," + Statuses.status(1, "b") + "]}";
    String elements =
        IntStream.range(0, 20)
            .mapToObj(i -> Statuses.status(i, "text [" + i))
            .collect(Collectors.joining(",\n  "));
    for (String text : List.of(lines(20), "[\n  " + elements + "\n]", pretty(page).repeat(5))) {
      byte[] whole = text.getBytes(UTF_8);
      for (int seed = 0; seed < 300; seed++) {
        Random random = new Random(seed);
        byte[] bytes = whole.clone();
        for (int i = 0; i < 1 + seed % 4; i++) {
          byte[] choice = {'"', '{', '}', '[', ']', ',', '\\', '\n', 0, (byte) 0xff, ':', ' '};
          bytes[random.nextInt(bytes.length)] = choice[random.nextInt(choice.length)];
        }
        Reading reading = Reading.of(bytes, OPTIONS.withFormat("twitter_v1"));
        assertThat(reading.records().size()).as("seed %s", seed).isBetween(1, 30);
        if (text.startsWith("{\"created_at")) {
          assertThat(reading.posts().size()).as("seed %s", seed).isGreaterThanOrEqualTo(14);
        }
      }
    }
  }

  // ---- slices

  private static String mixedLines(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "\ufeff" : "");
    int count = 3 + random.nextInt(12);
    text.append(Statuses.status(900, "first")).append('\n');
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(6)) {
        case 0 -> text.append(random.nextBoolean() ? "" : " \r");
        case 1 -> text.append("{\"broken\":");
        case 2 -> text.append("{\"delete\":{\"status\":{\"id_str\":\"").append(i).append("\"}}}");
        case 3 -> text.append(Statuses.status(i, "\u65e5\u672c ".repeat(random.nextInt(40))));
        case 4 -> text.append(Statuses.status(i, "y".repeat(random.nextInt(6_000))));
        default -> text.append(Statuses.status(i, "plain")).append('\r');
      }
      text.append('\n');
    }
    if (random.nextBoolean()) {
      text.append(Statuses.status(901, "last"));
    }
    return text.toString();
  }

  @Test
  void slicesOfAnySizeGiveTheRecordsOfTheWhole() throws IOException {
    for (int seed = 0; seed < 25; seed++) {
      byte[] bytes = mixedLines(new Random(seed)).getBytes(UTF_8);
      Reading whole = Reading.of(bytes, OPTIONS);
      ByteSource source = new Reading.Bytes("input", bytes);
      List<Integer> sizes =
          seed == 0
              ? IntStream.rangeClosed(1, bytes.length + 1).filter(s -> s % 23 == 0).boxed().toList()
              : List.of(1 + seed, 97, 211, 1_009, bytes.length / 2 + 1, bytes.length);
      for (int size : sizes) {
        List<Slice> slices = Slices.plan(source, OPTIONS, size);
        List<Object> seen = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        long blanks = 0;
        for (Slice slice : slices) {
          Reading part = Reading.of(source, slice, OPTIONS);
          part.records().forEach(record -> seen.add(List.of(record.byteOffset(), record.fate())));
          hashes.addAll(part.summary().blockHashes());
          blanks += part.summary().blankLines();
        }
        List<Object> expected = new ArrayList<>();
        whole
            .records()
            .forEach(record -> expected.add(List.of(record.byteOffset(), record.fate())));
        assertThat(seen).as("seed %s, slices of %s", seed, size).isEqualTo(expected);
        assertThat(hashes).isEqualTo(whole.summary().blockHashes());
        assertThat(blanks).isEqualTo(whole.summary().blankLines());
      }
    }
  }

  @Test
  void onlyLinesOfUnpackedJsonAreDivided() throws IOException {
    byte[] jsonLines = lines(50).getBytes(UTF_8);
    byte[] array = ("[" + Statuses.status(0, "a") + "]" + " ".repeat(500)).getBytes(UTF_8);
    byte[] packed = Packer.GZIP.pack(jsonLines);
    assertThat(Slices.plan(new Reading.Bytes("", jsonLines), OPTIONS, 100).size())
        .isGreaterThan(50);
    assertThat(Slices.plan(new Reading.Bytes("", array), OPTIONS, 100)).hasSize(1);
    assertThat(Slices.plan(new Reading.Bytes("", packed), OPTIONS, 100)).hasSize(1);
  }

  @Test
  void smallInputsAreNotOpenedForPlanning() throws IOException {
    ByteSource closed =
        new ByteSource() {
          @Override
          public long size() {
            return 10;
          }

          @Override
          public InputStream open(long from) {
            throw new AssertionError("opened");
          }
        };
    assertThat(Slices.plan(closed, OPTIONS, 10)).containsExactly(new Slice(0, 10));
  }

  @Test
  void bytesThatCannotBeFetchedAreNoBadContent() {
    byte[] start = lines(200).getBytes(UTF_8);
    ByteSource failing =
        new ByteSource() {
          @Override
          public long size() {
            return 1_000_000;
          }

          @Override
          public InputStream open(long from) {
            return new InputStream() {
              private int at;

              @Override
              public int read() throws IOException {
                byte[] one = new byte[1];
                read(one, 0, 1);
                return one[0];
              }

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                if (at == start.length) {
                  throw new IOException("the disk is gone");
                }
                target[offset] = start[at++];
                return 1;
              }
            };
          }
        };
    assertThatThrownBy(() -> Reading.of(failing, new Slice(0, 1_000_000), OPTIONS))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the disk is gone");
  }

  @Test
  void contentIsIdentifiedByTheHashesOfItsBlocks() throws Exception {
    byte[] bytes = lines(2).getBytes(UTF_8);
    String block =
        java.util.HexFormat.of()
            .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    ReadSummary summary = Reading.of(bytes).summary();
    assertThat(summary.blockHashes()).containsExactly(block);
    assertThat(ContentId.of(summary.blockHashes())).hasSize(64).isNotEqualTo(block);
    assertThat(summary.rawBytes()).isEqualTo(bytes.length);
  }

  @Test
  void aFirstRecordLongerThanTheHeadIsARecordLikeAnyOther() {
    String big = Statuses.status(99, "long " + "word ".repeat(80_000));
    assertThat(Reading.of(big + "\n" + lines(3)).fates()).containsOnly(Map.entry("Posted", 4L));
    assertThat(Reading.of(big).fates()).containsOnly(Map.entry("Posted", 1L));
  }
}
