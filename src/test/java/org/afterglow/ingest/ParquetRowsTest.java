package org.afterglow.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.afterglow.archive.ContentId;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Limits;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.Slice;
import org.afterglow.archive.reading.Reading;
import org.afterglow.post.Post;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetRowsTest {
  private static final MessageType PLAIN =
      MessageTypeParser.parseMessageType(
          "message table { required int64 id; optional binary text (STRING);"
              + " required int64 created_at (TIMESTAMP(MICROS,true)); }");

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int32                                          | -5                   | -5
          int32 v (INTEGER(32,false))                    | -1                   | 4294967295
          int64                                          | 9007199254740993     | 9007199254740993
          int64 v (INTEGER(64,false))                    | -1                   | 18446744073709551615
          int32 v (DATE)                                 | 17000                | 2016-07-18
          int64 v (TIMESTAMP(MILLIS,true))               | 1469491200123        | 2016-07-26T00:00:00.123Z
          int64 v (TIMESTAMP(MICROS,true))               | 1469491200123456     | 2016-07-26T00:00:00.123456Z
          int64 v (TIMESTAMP(MICROS,false))              | 1469491200123456     | 2016-07-26T00:00:00.123456
          int64 v (TIMESTAMP(NANOS,true))                | 1469491200123456789  | 2016-07-26T00:00:00.123456789Z
          int64 v (TIMESTAMP(MICROS,true))               | -1                   | 1969-12-31T23:59:59.999999Z
          int32 v (DECIMAL(9,2))                         | 1230                 | 12.3
          int64 v (DECIMAL(18,0))                        | 120                  | 120
          boolean                                        | true                 | true
          double                                         | 12.0                 | 12
          double                                         | 1.5E18               | 1.5E18
          float                                          | 0.5                  | 0.5
          binary v (STRING)                              | bread                | bread
          binary v (ENUM)                                | bread                | bread
          binary v (JSON)                                | ["a"]                | ["a"]
          binary                                         | bread                | bread
          """)
  void aCellIsWhatADelimitedTableWouldHold(String type, String value, String expected)
      throws IOException {
    String named = type.contains(" v ") ? type : type + " v";
    String primitive = named.substring(0, named.indexOf(' '));
    Path file =
        write(
            "types.parquet",
            MessageTypeParser.parseMessageType(
                "message table { required int64 id; optional " + named + "; }"),
            1,
            (row, i) -> {
              row.add("id", 7L);
              switch (primitive) {
                case "int32" -> row.add("v", Integer.parseInt(value));
                case "int64" -> row.add("v", Long.parseLong(value));
                case "boolean" -> row.add("v", Boolean.parseBoolean(value));
                case "double" -> row.add("v", Double.parseDouble(value));
                case "float" -> row.add("v", Float.parseFloat(value));
                default -> row.add("v", value);
              }
            });

    Reading read = read(file, mapped("\"id\": \"id\", \"text\": \"v\""));

    assertThat(read.posts()).extracting(Post::text).containsExactly(expected);
  }

  @Test
  void timesOfOldAndLargeNumbersAreBytes() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message table { required fixed_len_byte_array(9) id (DECIMAL(20,0));"
                + " required int96 created_at; required binary text (STRING); }");
    // 2016-07-26 is the Julian day 2457596.
    byte[] time =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(3_600_000_000_000L)
            .putInt(2_457_596)
            .array();
    Path file =
        write(
            "old.parquet",
            schema,
            1,
            (row, i) -> {
              byte[] id = new byte[9];
              System.arraycopy(ByteBuffer.allocate(8).putLong(Long.MAX_VALUE).array(), 0, id, 1, 8);
              row.add("id", Binary.fromConstantByteArray(id));
              row.add("created_at", Binary.fromConstantByteArray(time));
              row.add("text", "bread");
            });

    Post post = read(file, ReadOptions.defaults()).posts().get(0);

    assertThat(post.postId()).isEqualTo("9223372036854775807");
    assertThat(post.postedAtMicros()).isEqualTo(1_469_494_800_000_000L);
  }

  @Test
  void fieldsWithinOthersAreNamedByDotsAndListsAreJoined() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message table {
              required int64 id;
              required binary text (STRING);
              optional group user { optional binary screen_name (STRING); }
              optional group hashtags (LIST) {
                repeated group list { optional binary element (STRING); }
              }
              optional group links (LIST) {
                repeated group list { optional group element { optional binary url (STRING); } }
              }
              repeated binary mentions (STRING);
            }
            """);
    Path file =
        write(
            "nested.parquet",
            schema,
            2,
            (row, i) -> {
              row.add("id", (long) i);
              row.add("text", "bread");
              if (i == 1) {
                row.addGroup("user").add("screen_name", "ada");
                Group tags = row.addGroup("hashtags");
                tags.addGroup("list").add("element", "rye");
                tags.addGroup("list");
                tags.addGroup("list").add("element", "oat");
                row.addGroup("links")
                    .addGroup("list")
                    .addGroup("element")
                    .add("url", "https://bakery.example/");
                row.add("mentions", "bob");
                row.add("mentions", "cleo");
              }
            });

    Reading read =
        read(file, mapped("\"author_handle\": \"user.screen_name\", \"links\": \"links.url\""));

    assertThat(read.posts()).extracting(Post::authorHandle).containsExactly(null, "ada");
    assertThat(read.posts().get(1).hashtags()).containsExactly("rye", "oat");
    assertThat(read.posts().get(1).links()).containsExactly("https://bakery.example/");
    assertThat(read.posts().get(1).mentions()).extracting("handle").containsExactly("bob", "cleo");
    assertThat(read.posts().get(0).hashtags()).isNull();
  }

  @Test
  void slicesTogetherHoldEveryRowOnceAndTheHashesOfTheWhole() throws IOException {
    Path file = write("many.parquet", PLAIN, 3_000, ParquetRowsTest::plain);
    Reading whole = read(file, ReadOptions.defaults());
    long size = Files.size(file);

    List<Slice> slices = ParquetRows.slices(size, size / 5);
    List<String> ids = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    int slicesWithRows = 0;
    for (Slice slice : slices) {
      Reading part = read(file, slice, ReadOptions.defaults());
      part.posts().forEach(post -> ids.add(post.postId()));
      hashes.addAll(part.summary().blockHashes());
      slicesWithRows += part.records().isEmpty() ? 0 : 1;
    }

    assertThat(slicesWithRows).isGreaterThan(2);
    assertThat(ids).isEqualTo(whole.posts().stream().map(Post::postId).toList()).hasSize(3_000);
    assertThat(hashes).isEqualTo(whole.summary().blockHashes());
    assertThat(ContentId.of(hashes)).isEqualTo(ContentId.of(List.of(sha256(file))));
  }

  @Test
  void aDamagedRowGroupIsRejectedOnceAndTheOthersAreRead() throws IOException {
    Path file = write("damaged.parquet", PLAIN, 3_000, ParquetRowsTest::plain);
    byte[] bytes = Files.readAllBytes(file);
    int middle = bytes.length / 2;
    for (int i = middle; i < middle + 40; i++) {
      bytes[i] ^= 0x5a;
    }
    Files.write(file, bytes);

    Reading read = read(file, ReadOptions.defaults());

    assertThat(read.rejects()).containsExactly(RejectReason.CORRUPT);
    assertThat(read.summary().state()).isEqualTo(FileState.CORRUPT);
    assertThat(read.posts()).hasSizeBetween(1_500, 2_999);
    assertThat(read.posts().get(0).postId()).isEqualTo("1000");
    assertThat(read.posts().get(read.posts().size() - 1).postId()).isEqualTo("3999");
    assertThat(read.summary().records()).isEqualTo(read.records().size());
  }

  @Test
  void aFileThatIsCutOffIsOneReject() throws IOException {
    Path file = write("cut.parquet", PLAIN, 300, ParquetRowsTest::plain);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 30));

    Reading read = read(file, ReadOptions.defaults());

    assertThat(read.records()).hasSize(1);
    assertThat(read.rejects()).containsExactly(RejectReason.TRUNCATED);
    assertThat(read.summary().state()).isEqualTo(FileState.TRUNCATED);
  }

  @Test
  void aFooterThatMakesNoSenseIsOneReject() throws IOException {
    Path file = write("footer.parquet", PLAIN, 300, ParquetRowsTest::plain);
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, bytes.length - 60, bytes.length - 8, (byte) 0xff);
    Files.write(file, bytes);

    Reading read = read(file, ReadOptions.defaults());

    assertThat(read.rejects()).containsExactly(RejectReason.CORRUPT);
    assertThat(read.summary().state()).isEqualTo(FileState.CORRUPT);
  }

  @Test
  void rowsThatMakeNoPostsAreCounted() throws IOException {
    Path file =
        write(
            "prices.parquet",
            MessageTypeParser.parseMessageType(
                "message prices { required int32 day; required double price; }"),
            40,
            (row, i) -> {
              row.add("day", i);
              row.add("price", 1.5);
            });

    Reading read = read(file, ReadOptions.defaults());

    assertThat(read.summary().notPosts()).containsEntry("table_row", 40L).hasSize(1);
    assertThat(read.summary().state()).isEqualTo(FileState.COMPLETE);
  }

  @Test
  void aRowBeyondTheLimitIsRejectedAlone() throws IOException {
    Path file =
        write(
            "long.parquet",
            PLAIN,
            3,
            (row, i) -> {
              plain(row, i);
              if (i == 1) {
                row.add("text", "x".repeat(3_000));
              }
            });
    Limits limits = new Limits(2_048, 1_024, 200, 1_000, 64 << 20, 1L << 40);

    Reading read = read(file, ReadOptions.defaults().withLimits(limits));

    assertThat(read.rejects()).containsExactly(RejectReason.TOO_LONG);
    assertThat(read.posts()).hasSize(2);
  }

  @Test
  void bytesThatCannotBeFetchedAreNoDamage() throws IOException {
    Path file = write("gone.parquet", PLAIN, 3, ParquetRowsTest::plain);
    HadoopBytes bytes = bytes(file);
    Slice slice = new Slice(0, Files.size(file));
    Files.delete(file);

    assertThatThrownBy(() -> ParquetRows.open(bytes, slice, ReadOptions.defaults()))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static void plain(Group row, int i) {
    row.add("id", 1_000L + i);
    if (i != 1) {
      row.add("text", "loaf " + Integer.toHexString(i * 0x9e3779b9) + " of " + i);
    }
    row.add("created_at", 1_469_491_200_000_000L + i);
  }

  private Path write(String name, MessageType schema, int rows, BiConsumer<Group, Integer> filling)
      throws IOException {
    Path file = folder.resolve(name);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new Configuration(false))
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize(8_192L)
            .withPageSize(1_024)
            .withMinRowCountForPageSizeCheck(20)
            .withMaxRowCountForPageSizeCheck(50)
            .build()) {
      for (int i = 0; i < rows; i++) {
        SimpleGroup row = new SimpleGroup(schema);
        filling.accept(row, i);
        writer.write(row);
      }
    }
    return file;
  }

  private static ReadOptions mapped(String columns) {
    return ReadOptions.defaults()
        .withMappings(
            Mapping.parse("{\"columns\": {" + columns + "}, \"time_format\": \"dd.MM.yyyy\"}"));
  }

  private static Reading read(Path file, ReadOptions options) throws IOException {
    return read(file, new Slice(0, Files.size(file)), options);
  }

  private static Reading read(Path file, Slice slice, ReadOptions options) throws IOException {
    HadoopBytes bytes = bytes(file);
    assertThat(ParquetRows.recognises(bytes, options)).isTrue();
    try (ParquetRows rows = ParquetRows.open(bytes, slice, options)) {
      List<ReadRecord> records = new ArrayList<>();
      rows.forEachRemaining(records::add);
      for (int i = 0; i < records.size(); i++) {
        assertThat(records.get(i).record()).isEqualTo(i);
      }
      return new Reading(records, rows.summary());
    }
  }

  private static HadoopBytes bytes(Path file) throws IOException {
    return new HadoopBytes(
        file.toUri().toString(),
        Files.size(file),
        new SerializableConfiguration(new Configuration()),
        null);
  }

  private static String sha256(Path file) throws IOException {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
