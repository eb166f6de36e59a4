package org.afterglow.archive.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.afterglow.archive.Fate;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Limits;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.RejectReason;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every packing, whole, cut short and damaged, of files that the tests make themselves. */
class PackingTest {
  private static byte[] statuses(int from, int count) {
    StringBuilder lines = new StringBuilder();
    Random words = new Random(from);
    for (int i = from; i < from + count; i++) {
      lines.append(Statuses.status(i, "word " + words.nextLong() + " " + words.nextLong()));
      lines.append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void packedFilesAreReadWhole(Packer packer) {
    Reading reading = Reading.of(packer.pack(statuses(0, 500)));
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", 500L));
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    assertThat(reading.summary().compression()).isEqualToIgnoringCase(packer.name());
    assertThat(reading.summary().inflatedBytes()).isEqualTo(statuses(0, 500).length);
  }

  @ParameterizedTest
  @EnumSource
  void severalMembersOneAfterAnotherAreOneFile(Packer packer) {
    byte[] all =
        joined(
            packer.pack(statuses(0, 10)), packer.pack(new byte[0]), packer.pack(statuses(10, 7)));
    Reading reading = Reading.of(all);
    assertThat(reading.fates()).containsOnly(Map.entry("Posted", 17L));
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @ParameterizedTest
  @EnumSource
  void whatComesBeforeTheCutIsRead(Packer packer) {
    byte[] content = statuses(0, 4_000);
    byte[] packed = packer.pack(content);
    Reading whole = Reading.of(content);
    for (double share : new double[] {0.9, 0.6, 0.3}) {
      Reading cut = Reading.of(Arrays.copyOf(packed, (int) (packed.length * share)));
      assertThat(cut.summary().state()).isEqualTo(FileState.TRUNCATED);
      assertThat(cut.rejects()).containsExactly(RejectReason.TRUNCATED);
      int posts = cut.records().size() - 1;
      assertThat(cut.records().subList(0, posts)).isEqualTo(whole.records().subList(0, posts));
      if (share == 0.9) {
        assertThat(posts).isGreaterThan(2_000);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void damageIsOneRejectionAfterTheRecordsBeforeIt(Packer packer) {
    byte[] packed = packer.pack(statuses(0, 4_000));
    Reading whole = Reading.of(packed);
    int at = packed.length * 3 / 4;
    for (int i = 0; i < 64; i++) {
      packed[at + i] ^= (byte) 0x5a;
    }
    Reading damaged = Reading.of(packed);
    assertThat(damaged.summary().state()).isIn(FileState.CORRUPT, FileState.TRUNCATED);
    List<Fate> fates = damaged.records().stream().map(ReadRecord::fate).toList();
    int last = fates.size() - 1;
    while (!(fates.get(last) instanceof Fate.Rejected)) {
      last--;
    }
    // Only bzip2 is in blocks that need nothing of those before.
    assertThat(last).isGreaterThan(packer == Packer.BZIP2 ? 0 : fates.size() - 2);
    // A decoder may give out wrong bytes before its checksum says so; what is before them is right.
    int same = Math.min(last, 1_500);
    assertThat(damaged.records().subList(0, same)).isEqualTo(whole.records().subList(0, same));
    assertThat(damaged.summary().blockHashes()).hasSize(1);
  }

  @Test
  void zerosAfterTheLastGzipMemberArePadding() {
    byte[] padded = joined(Packer.GZIP.pack(statuses(0, 3)), new byte[100]);
    assertThat(Reading.of(padded).summary().state()).isEqualTo(FileState.COMPLETE);
    byte[] soiled = joined(Packer.GZIP.pack(statuses(0, 3)), "junk".getBytes(UTF_8));
    Reading reading = Reading.of(soiled);
    assertThat(reading.posts()).hasSize(3);
    assertThat(reading.rejects()).hasSize(1);
  }

  @Test
  void zstandardWithALongWindowIsRead() {
    byte[] content = statuses(0, 100);
    byte[] packed = new byte[(int) Zstd.compressBound(content.length)];
    try (com.github.luben.zstd.ZstdCompressCtx context =
        new com.github.luben.zstd.ZstdCompressCtx()) {
      context.setLong(30).setContentSize(false);
      int size = context.compress(packed, content);
      Reading reading = Reading.of(Arrays.copyOf(packed, size));
      assertThat(reading.posts()).hasSize(100);
    }
  }

  @Test
  void aParquetTableWithinAContainerIsSaidToNeedUnpacking() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.jsonl", statuses(0, 3));
    members.put("b.parquet", new byte[] {'P', 'A', 'R', '1', 0, 7, 'P', 'A', 'R', '1'});
    Reading reading = Reading.of(zip(members));
    assertThat(reading.posts()).hasSize(3);
    assertThat(reading.rejects()).containsExactly(RejectReason.UNKNOWN_FORMAT);
  }

  private static byte[] zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
        zip.closeEntry();
      }
    }
    return packed.toByteArray();
  }

  private static byte[] tar(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
        entry.setSize(member.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    }
    return packed.toByteArray();
  }

  private static Map<String, byte[]> members() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.jsonl", statuses(0, 5));
    members.put("readme.txt", "What this is.\nAnd how it came about.\n".getBytes(UTF_8));
    members.put("empty", new byte[0]);
    members.put("b.json.gz", Packer.GZIP.pack(statuses(5, 6)));
    members.put("picture", new byte[] {1, 2, 3, 0, 0, 0, 5, 6, 7, 8});
    members.put("c.csv", "id,text,created_at,retweets\n9,hi,1600000000,2\n".getBytes(UTF_8));
    return members;
  }

  private static void expectMembers(Reading reading, String compression) {
    assertThat(reading.fates())
        .containsOnly(
            Map.entry("Posted", 12L),
            Map.entry("not a post text_member", 1L),
            Map.entry("not a post empty_member", 1L),
            Map.entry("not a post binary_member", 1L));
    assertThat(reading.summary().state()).isEqualTo(FileState.COMPLETE);
    assertThat(reading.summary().compression()).isEqualTo(compression);
    assertThat(reading.summary().format()).isEqualTo("twitter_v1+table");
    assertThat(reading.records().stream().map(ReadRecord::byteOffset)).isSorted();
  }

  @Test
  void theMembersOfAZipAreReadOneAfterAnother() throws IOException {
    expectMembers(Reading.of(zip(members())), "zip+gzip");
  }

  @ParameterizedTest
  @EnumSource
  void theMembersOfAPackedTarAreReadOneAfterAnother(Packer packer) throws IOException {
    String name = packer.name().toLowerCase(Locale.ROOT);
    expectMembers(
        Reading.of(packer.pack(tar(members()))),
        packer == Packer.GZIP ? "gzip+tar" : name + "+tar+gzip");
  }

  @Test
  void aPlainTarIsRead() throws IOException {
    expectMembers(Reading.of(tar(members())), "tar+gzip");
  }

  @Test
  void damageInOneMemberLeavesTheOthersReadable() throws IOException {
    byte[] gzip = Packer.GZIP.pack(statuses(0, 50));
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.gz", Arrays.copyOf(gzip, gzip.length / 2));
    members.put("b.jsonl", statuses(50, 5));
    Reading reading = Reading.of(zip(members));
    assertThat(reading.rejects()).containsExactly(RejectReason.TRUNCATED);
    assertThat(reading.posts().subList(reading.posts().size() - 5, reading.posts().size()))
        .extracting(post -> post.postId())
        .containsExactly("1050", "1051", "1052", "1053", "1054");
  }

  @Test
  void aTarCutWithinAMemberIsOneRejection() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.jsonl", statuses(0, 20));
    members.put("b.jsonl", statuses(20, 200));
    byte[] tar = tar(members);
    Reading reading = Reading.of(Arrays.copyOf(tar, tar.length / 2));
    assertThat(reading.rejects()).containsExactly(RejectReason.TRUNCATED);
    assertThat(reading.posts().size()).isGreaterThan(40);
    assertThat(reading.summary().state()).isEqualTo(FileState.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void bombsAreStopped(int layers) {
    byte[] bomb = Arrays.copyOf(statuses(0, 1), 32 << 20);
    Arrays.fill(bomb, statuses(0, 1).length, bomb.length, (byte) '\n');
    byte[] packed = Packer.BZIP2.pack(bomb);
    for (int i = 0; i < layers; i++) {
      packed = Packer.GZIP.pack(packed);
    }
    Limits limits = new Limits(1 << 20, 1 << 20, 100, 100, 1 << 20, 1L << 40);
    Reading reading = Reading.of(packed, ReadOptions.defaults().withLimits(limits));
    assertThat(reading.rejects()).containsExactly(RejectReason.BOMB);
    assertThat(reading.summary().state()).isEqualTo(FileState.CORRUPT);
  }

  @Test
  void tarsThatWereJoinedAreReadToTheLast() throws IOException {
    byte[] first = tar(Map.of("a.jsonl", statuses(0, 5)));
    byte[] second = tar(Map.of("b.jsonl", statuses(5, 5)));
    Reading whole = Reading.of(joined(first, second));
    assertThat(whole.posts()).hasSize(10);
    assertThat(whole.rejects()).isEmpty();
    // The end of a tar is two records of zeros, whatever fills up the last block.
    Reading unfilled = Reading.of(joined(Arrays.copyOf(first, endOfTar(first)), second));
    assertThat(unfilled.posts()).hasSize(10);
    assertThat(Reading.of(joined(Packer.GZIP.pack(first), Packer.GZIP.pack(second))).posts())
        .hasSize(10);
  }

  private static int endOfTar(byte[] tar) {
    int end = tar.length;
    while (tar[end - 1] == 0) {
      end--;
    }
    return (end + 511) / 512 * 512 + 1024;
  }

  @Test
  void bytesBehindAContainerAreOneRejection() throws IOException {
    Reading tar = Reading.of(joined(tar(members()), "something else\n".getBytes(UTF_8)));
    assertThat(tar.rejects()).containsExactly(RejectReason.CORRUPT);
    assertThat(tar.posts()).hasSize(12);
    Reading zips = Reading.of(joined(zip(members()), zip(members())));
    assertThat(zips.rejects()).containsExactly(RejectReason.CORRUPT);
    assertThat(zips.posts()).hasSize(12);
    assertThat(zips.summary().state()).isEqualTo(FileState.CORRUPT);
  }

  @Test
  void whatEndsAPackedTarBadlyIsSeenBehindItsEnd() throws IOException {
    byte[] packed = Packer.GZIP.pack(tar(members()));
    packed[packed.length - 6] ^= 1;
    Reading changed = Reading.of(packed);
    assertThat(changed.rejects()).containsExactly(RejectReason.CORRUPT);
    assertThat(changed.posts()).hasSize(12);
    Reading cut = Reading.of(Arrays.copyOf(packed, packed.length - 4));
    assertThat(cut.rejects()).containsExactly(RejectReason.TRUNCATED);
    assertThat(cut.summary().state()).isEqualTo(FileState.TRUNCATED);
  }

  @Test
  void aMemberOfAZipThatIsNotWhatWasPackedIsOneRejection() throws IOException {
    byte[] zip = stored(Map.of("a.jsonl", statuses(0, 5), "b.jsonl", statuses(5, 5)));
    int at = new String(zip, ISO_8859_1).indexOf("created_at");
    zip[at] = 'k';
    Reading reading = Reading.of(zip);
    assertThat(reading.rejects()).containsExactly(RejectReason.CORRUPT);
    assertThat(reading.posts()).hasSize(10);
    assertThat(reading.summary().state()).isEqualTo(FileState.CORRUPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "b.jsonl", "c.jsonl"})
  void soIsOneWhoseChecksumStandsBehindIt(String spoilt) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.setLevel(
          Deflater.NO_COMPRESSION); // so that a spoilt byte is still packed as it should be
      int first = 0;
      for (String name : List.of("a.jsonl", "b.jsonl", "c.jsonl")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(statuses(first, 5));
        zip.closeEntry();
        first += 5;
      }
    }
    byte[] zip = packed.toByteArray();
    String bytes = new String(zip, ISO_8859_1);
    zip[bytes.indexOf("created_at", bytes.indexOf(spoilt))] = 'k';
    Reading reading = Reading.of(zip);
    assertThat(reading.rejects()).containsExactly(RejectReason.CORRUPT);
    assertThat(reading.posts()).hasSize(15);
    assertThat(reading.summary().state()).isEqualTo(FileState.CORRUPT);
  }

  /** As packers write that know the size beforehand: the checksum stands before the data. */
  private static byte[] stored(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(member.getValue().length);
        CRC32 checksum = new CRC32();
        checksum.update(member.getValue());
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(member.getValue());
        zip.closeEntry();
      }
    }
    return packed.toByteArray();
  }

  @Test
  void aMemberThatIsEncryptedIsSaidToBe() throws IOException {
    byte[] zip = stored(Map.of("a.jsonl", statuses(0, 5)));
    zip[6] |= 1;
    Reading reading = Reading.of(zip);
    assertThat(reading.rejects()).containsExactly(RejectReason.CORRUPT);
    assertThat(reading.records().get(0).fate())
        .isInstanceOfSatisfying(
            Fate.Rejected.class,
            rejected -> assertThat(rejected.detail()).isEqualTo("a member of a zip is encrypted"));
  }
}
