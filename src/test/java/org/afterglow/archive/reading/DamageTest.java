package org.afterglow.archive.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.afterglow.archive.Fate;
import org.afterglow.archive.FileState;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.json.HackerNewsFormatTest;
import org.afterglow.post.Post;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage in the middle of files of several frames or members: what is behind it is read too. */
class DamageTest {
  private static final int EACH = 200;

  private static String line(int number) {
    Random words = new Random(number);
    return Statuses.status(number, "word " + words.nextLong() + " " + words.nextLong()) + "\n";
  }

  private static List<byte[]> lineMembers(Packer packer, int members) {
    List<byte[]> packed = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < EACH; i++) {
        lines.append(line(member * EACH + i));
      }
      packed.add(packer.pack(lines.toString().getBytes(UTF_8)));
    }
    return packed;
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static void soil(byte[] bytes, int at, int length) {
    for (int i = at; i < at + length; i++) {
      bytes[i] ^= (byte) 0x5a;
    }
  }

  private static List<Integer> numbers(Reading reading) {
    // A damaged member may give wrong bytes before its checksum says so, and ids that nobody wrote.
    return reading.posts().stream()
        .map(Post::postId)
        .filter(id -> id.matches("(post/)?[1-9]\\d{3}"))
        .map(id -> Integer.parseInt(id.substring(id.indexOf('/') + 1)) - 1000)
        .toList();
  }

  private static long damages(Reading reading) {
    return reading.rejects().stream().filter(reason -> reason == RejectReason.CORRUPT).count();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private static void expectAllBut(Reading reading, int members, int... damaged) {
    List<Integer> numbers = numbers(reading);
    for (int member = 0; member < members; member++) {
      int which = member;
      if (Arrays.stream(damaged).noneMatch(one -> one == which)) {
        assertThat(numbers).containsAll(range(which * EACH, (which + 1) * EACH));
      }
    }
    List<Long> offsets = reading.records().stream().map(ReadRecord::byteOffset).toList();
    assertThat(offsets).isSorted();
    assertThat(reading.summary().inflatedBytes())
        .isGreaterThanOrEqualTo(offsets.get(offsets.size() - 1));
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void readingGoesOnAtTheNextMember(Packer packer) {
    List<byte[]> members = lineMembers(packer, 8);
    byte[] hurt = members.get(3);
    soil(hurt, hurt.length / 2, 40);
    Reading reading = Reading.of(joined(members));
    expectAllBut(reading, 8, 3);
    assertThat(damages(reading)).isEqualTo(1);
    assertThat(reading.summary().state()).isEqualTo(FileState.CORRUPT);
    assertThat(reading.summary().compression()).isEqualToIgnoringCase(packer.name());
    assertThat(reading.summary().format()).isEqualTo("twitter_v1");
  }

  @Test
  void readingGoesOnAtTheNextBlockOfBzip2() {
    StringBuilder lines = new StringBuilder();
    int count = 6_000;
    for (int i = 0; i < count; i++) {
      lines.append(line(i));
    }
    int lineBytes = lines.length() / count;
    byte[] packed = Packer.BZIP2.pack(lines.toString().getBytes(UTF_8));
    for (int first : new int[] {packed.length / 5, packed.length / 2, packed.length - 200}) {
      byte[] hurt = packed.clone();
      soil(hurt, first, 24);
      soil(hurt, packed.length / 3, 24);
      Reading reading = Reading.of(hurt);
      // Two blocks of 100,000 bytes, and the records that go over their borders.
      assertThat(numbers(reading)).hasSizeGreaterThan(count - 2 * (100_000 / lineBytes + 3));
      assertThat(damages(reading)).isEqualTo(2);
      assertThat(reading.summary().state()).isEqualTo(FileState.CORRUPT);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void everyDamageIsOneRejection(Packer packer) {
    List<byte[]> members = lineMembers(packer, 9);
    for (int damaged : new int[] {1, 4, 5}) {
      byte[] hurt = members.get(damaged);
      soil(hurt, hurt.length / 3, 64);
    }
    Reading reading = Reading.of(joined(members));
    expectAllBut(reading, 9, 1, 4, 5);
    assertThat(damages(reading)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void whatLiesBetweenMembersIsOneRejection(Packer packer) {
    List<byte[]> members = new ArrayList<>(lineMembers(packer, 4));
    members.add(2, "what is this doing here?".getBytes(UTF_8));
    Reading reading = Reading.of(joined(members));
    expectAllBut(reading, 4);
    assertThat(reading.rejects()).containsExactly(RejectReason.CORRUPT);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void damageAndACutAreTwoRejections(Packer packer) {
    List<byte[]> members = lineMembers(packer, 6);
    byte[] hurt = members.get(2);
    soil(hurt, hurt.length / 2, 40);
    byte[] last = members.get(5);
    members.set(5, Arrays.copyOf(last, last.length / 2));
    Reading reading = Reading.of(joined(members));
    expectAllBut(reading, 6, 2, 5);
    assertThat(damages(reading)).isEqualTo(1);
    assertThat(reading.rejects()).endsWith(RejectReason.TRUNCATED);
    assertThat(reading.summary().state()).isEqualTo(FileState.CORRUPT);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void recordsThatGoOverTheBordersOfMembersAreLostWithTheDamageAlone(Packer packer) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      text.append(line(i));
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    List<byte[]> members = new ArrayList<>();
    int step = bytes.length / 10 + 1;
    for (int from = 0; from < bytes.length; from += step) {
      members.add(
          packer.pack(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + step))));
    }
    byte[] hurt = members.get(6);
    soil(hurt, hurt.length / 2, 40);
    Reading reading = Reading.of(joined(members));
    assertThat(damages(reading)).isEqualTo(1);
    List<Integer> numbers = numbers(reading);
    assertThat(numbers).containsAll(range(0, 599)).containsAll(range(701, 1_000));
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void aBitChangedAnywhereCostsItsMemberAndHardlyEverTheNext(Packer packer) {
    List<byte[]> members = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    int end = 0;
    for (int member = 0; member < 6; member++) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        lines.append(line(member * 10 + i));
      }
      members.add(packer.pack(lines.toString().getBytes(UTF_8)));
      end += members.get(member).length;
      ends.add(end);
    }
    byte[] whole = joined(members);
    int neighbours = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      byte[] bytes = whole.clone();
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      int hurt = 0;
      while (ends.get(hurt) <= at) {
        hurt++;
      }
      if (hurt == 0) {
        // Without the first bytes nothing is known of the file.
        continue;
      }
      Reading reading = Reading.of(bytes);
      List<Integer> numbers = numbers(reading);
      if (hurt < 5 && !numbers.containsAll(range(10 * hurt + 10, 10 * hurt + 20))) {
        neighbours++;
      }
      for (int member = 0; member < 6; member++) {
        if (member != hurt && member != hurt + 1) {
          assertThat(numbers)
              .as("seed %d, member %d", seed, hurt)
              .containsAll(range(10 * member, 10 * member + 10));
        }
      }
      assertThat(damages(reading)).as("seed %d", seed).isLessThanOrEqualTo(1);
    }
    // A header that promises a name or another length can swallow the beginning of the next one.
    assertThat(neighbours).isLessThan(10);
  }

  @Test
  void tablesPagesAndElementsGoOnToo() {
    List<String> header = List.of("tweet_id,user_screen_name,created_at,tweet\n");
    StringBuilder[] table = new StringBuilder[5];
    StringBuilder[] posts = new StringBuilder[5];
    StringBuilder[] array = new StringBuilder[5];
    for (int member = 0; member < 5; member++) {
      table[member] = new StringBuilder(member == 0 ? header.get(0) : "");
      posts[member] = new StringBuilder(member == 0 ? "<?xml version=\"1.0\"?>\n<posts>\n" : "");
      array[member] = new StringBuilder(member == 0 ? "[\n" : "");
      for (int i = 0; i < 20; i++) {
        int number = 1000 + member * 20 + i;
        String word = "w" + new Random(number).nextLong();
        table[member].append(number + ",annb,2020-09-14 12:00:00,\"" + word + "\nx\"\n");
        posts[member].append(
            "  <row Id=\""
                + number
                + "\" PostTypeId=\"1\" CreationDate=\"2020-09-13T12:26:40\" Body=\""
                + word
                + "\" />\n");
        array[member].append("  " + Statuses.status(number - 1000, word) + ",\n");
      }
    }
    posts[4].append("</posts>\n");
    array[4].setLength(array[4].length() - 2);
    array[4].append("\n]\n");
    for (Map.Entry<String, StringBuilder[]> one :
        Map.of("table", table, "stackexchange", posts, "twitter_v1", array).entrySet()) {
      for (Packer packer : List.of(Packer.GZIP, Packer.ZSTD)) {
        List<byte[]> members = new ArrayList<>();
        for (StringBuilder part : one.getValue()) {
          members.add(packer.pack(part.toString().getBytes(UTF_8)));
        }
        byte[] hurt = members.get(2);
        soil(hurt, hurt.length / 2, 30);
        Reading reading = Reading.of(joined(members));
        assertThat(reading.summary().format()).isEqualTo(one.getKey());
        List<Integer> numbers = numbers(reading);
        // Of a table and of an array a line behind the damage is lost with it.
        assertThat(numbers)
            .as("%s %s", one.getKey(), packer)
            .containsAll(range(0, 40))
            .containsAll(range(61, 100));
        assertThat(damages(reading)).isEqualTo(1);
      }
    }
  }

  @Test
  void webArchivesGoOnAtTheNextRecord() {
    byte[] page = Fixtures.warc().getBytes(UTF_8);
    List<byte[]> members = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      members.add(Packer.GZIP.pack(page));
    }
    byte[] hurt = members.get(2);
    members.set(2, Arrays.copyOf(hurt, hurt.length / 2));
    Reading reading = Reading.of(joined(members));
    assertThat(reading.posts()).hasSize(4);
    assertThat(damages(reading)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GZIP", "BZIP2", "ZSTD", "XZ"})
  void membersBeforeACutAreReadWhole(String name) {
    Packer packer = Packer.valueOf(name);
    List<byte[]> members = lineMembers(packer, 3);
    byte[] last = members.get(2);
    for (int length : new int[] {1, 5, last.length / 2, last.length - 1}) {
      members.set(2, Arrays.copyOf(last, length));
      Reading reading = Reading.of(joined(members));
      assertThat(numbers(reading).stream().filter(number -> number < 2 * EACH))
          .as("%s, %d bytes", name, length)
          .hasSize(2 * EACH);
      assertThat(reading.rejects()).hasSize(1);
      assertThat(reading.summary().state()).isNotEqualTo(FileState.COMPLETE);
    }
  }

  @Test
  void aCutBetweenRecordsOfAnArrayIsARejection() {
    Reading reading = Reading.of("[" + line(1) + "," + line(2));
    assertThat(reading.posts()).hasSize(2);
    assertThat(reading.rejects()).containsExactly(RejectReason.TRUNCATED);
    assertThat(reading.summary().state()).isEqualTo(FileState.TRUNCATED);
  }

  @Test
  void whatIsNoTableIsRejectedEvenIfItIsSaidToBeOne() {
    for (String text : List.of("\u0001\u0002", "one\n", "a,b\n1\n", "a,b\n")) {
      Reading reading = Reading.of(text, ReadOptions.defaults().withFormat("table"));
      assertThat(reading.rejects()).containsExactly(RejectReason.UNKNOWN_FORMAT);
      assertThat(reading.summary().state()).isEqualTo(FileState.UNKNOWN_FORMAT);
    }
  }

  @Test
  void excerptsCanBeStored() {
    String pairs = "\ud83c\udf75".repeat(150);
    Reading reading =
        Reading.of(line(1) + "{\"a\u0000b\": x" + pairs + "\n" + "{x " + pairs + "\n" + line(2));
    assertThat(reading.rejects()).hasSize(2);
    for (ReadRecord record : reading.records()) {
      if (record.fate() instanceof Fate.Rejected rejected) {
        assertThat(rejected.excerpt()).isNotNull().doesNotContain("\u0000");
        assertThat(UTF_8.newEncoder().canEncode(rejected.excerpt())).isTrue();
      }
    }
  }

  @Test
  void idsAndAddressesCanBeStored() {
    String nul = "\\u0000";
    Reading reading =
        Reading.of(
            line(1).replace("\"7\"", "\"7" + nul + "\"").replace("\"id\":7,", ""),
            ReadOptions.defaults());
    assertThat(reading.post().authorId()).isEqualTo("7\ufffd");
    Reading story =
        Reading.of(HackerNewsFormatTest.STORY.replace("example/a", "example/&#0;&#xd83c;"));
    assertThat(story.post().links()).containsExactly("https://e.example/\ufffd\ufffd");
  }
}
