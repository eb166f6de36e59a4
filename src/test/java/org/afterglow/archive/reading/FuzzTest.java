package org.afterglow.archive.reading;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.afterglow.archive.Fate;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Limits;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.ReadSummary;
import org.afterglow.archive.reading.Fixtures.Fixture;
import org.afterglow.post.Post;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Archives of every format, damaged at random: whatever the bytes, reading ends, throws nothing,
 * keeps its books and gives nothing that cannot be stored. The seed is fixed, so that what failed
 * fails again; a message names the case.
 *
 * <p>The build reads 100 cases an archive. More, or from another case on:
 *
 * <pre>{@code
 * mvn test -Dtest=FuzzTest -Dafterglow.fuzz.cases=10000 -Dafterglow.fuzz.first=0
 * }</pre>
 */
class FuzzTest {
  private static final int CASES = Integer.getInteger("afterglow.fuzz.cases", 100);
  private static final int FIRST = Integer.getInteger("afterglow.fuzz.first", 0);

  /** What a case of a few kilobytes may take, on a machine that is busy. */
  private static final long MAX_MILLIS = 20_000;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Small, so that hostile records exceed them. */
  private static final Limits SMALL = new Limits(4096, 2048, 40, 100, 1 << 20, 1L << 30);

  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0000b\u0001\u001f\u007f\u0085\u2028",
          "\ud83c",
          "\udf75\ud83c",
          "&#0;&#xd83c;&#x110000;&amp",
          "<p><a href=\"https://e.example/\u0000\">",
          "0000-00-00 00:00:00",
          "9999999999999999999999",
          "-1",
          "1e400",
          "1.316529221557252e+18",
          "NaN",
          "\ufeff",
          "[deleted]",
          "2020-02-30T25:61:61Z",
          "+292278994-08-17T07:12:55Z",
          "https://[::1",
          "at://",
          "@",
          "\u202e\u200b\ufdd0\uffff");

  /** What opens a level of nesting, and what closes it. */
  private static final List<String[]> PAIRS =
      List.of(
          new String[] {"{\"a\":", "}"},
          new String[] {"[", "]"},
          new String[] {"<a>", "</a>"},
          new String[] {"<a b=\"", "\"/>"},
          new String[] {"\"", "\""},
          new String[] {"<!--", "-->"},
          new String[] {"<![CDATA[", "]]>"},
          new String[] {"&lt;div&gt;", "&lt;/div&gt;"});

  static List<Fixture> fixtures() {
    return Fixtures.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void damagedArchivesAreReadToTheirEnd(Fixture fixture) throws InterruptedException {
    long[] current = {FIRST, System.nanoTime()};
    Throwable[] failure = new Throwable[1];
    Thread reading =
        new Thread(
            () -> {
              try {
                for (int number = FIRST; number < FIRST + CASES; number++) {
                  synchronized (current) {
                    current[0] = number;
                    current[1] = System.nanoTime();
                  }
                  check(fixture, number);
                }
              } catch (Throwable e) {
                failure[0] = e;
              }
            });
    reading.setDaemon(true);
    reading.start();
    while (reading.isAlive()) {
      reading.join(500);
      synchronized (current) {
        long millis = (System.nanoTime() - current[1]) / 1_000_000;
        if (reading.isAlive() && millis > MAX_MILLIS) {
          AssertionError hang =
              new AssertionError(fixture + ", case " + current[0] + " takes " + millis + " ms");
          hang.setStackTrace(reading.getStackTrace());
          throw hang;
        }
      }
    }
    if (failure[0] != null) {
      throw new AssertionError(fixture + ", case " + current[0] + ": " + failure[0], failure[0]);
    }
  }

  private static void check(Fixture fixture, int number) throws IOException {
    Random random = new Random(31L * number + fixture.name().hashCode());
    byte[] bytes = damaged(fixture, random);
    ReadOptions options = ReadOptions.defaults();
    if (random.nextInt(4) == 0) {
      options = options.withLimits(SMALL);
    }
    if (random.nextInt(3) == 0) {
      options = options.withFormat(fixture.format());
    }
    expectOrder(Reading.of(bytes, options), bytes.length);
  }

  // ---- what is asked of every reading

  private static void expectOrder(Reading reading, int rawBytes) {
    ReadSummary summary = reading.summary();
    long posts = 0;
    long events = 0;
    long deletions = 0;
    long rejects = 0;
    long number = 0;
    for (ReadRecord record : reading.records()) {
      assertThat(record.record()).isEqualTo(number++);
      assertThat(record.byteOffset()).isBetween(0L, summary.inflatedBytes());
      Fate fate = record.fate();
      if (fate instanceof Fate.Posted posted) {
        posts++;
        expectIdentity(posted.post());
        posted.embedded().forEach(FuzzTest::expectIdentity);
      } else if (fate instanceof Fate.Acted) {
        events++;
      } else if (fate instanceof Fate.Deleted) {
        deletions++;
      } else if (fate instanceof Fate.Rejected rejected) {
        rejects++;
        assertThat(rejected.detail()).isNotEmpty();
      }
      expectStorable(fate);
    }
    long notPosts = summary.notPosts().values().stream().mapToLong(Long::longValue).sum();
    assertThat(summary.records())
        .isEqualTo(number)
        .isEqualTo(posts + events + deletions + rejects + notPosts);
    assertThat(summary.rawBytes()).isEqualTo(rawBytes);
    assertThat(summary.blockHashes()).hasSize(rawBytes == 0 ? 0 : 1);
    if (summary.state() == FileState.EMPTY) {
      assertThat(number).isZero();
    } else if (summary.state() != FileState.COMPLETE) {
      assertThat(rejects + notPosts).isPositive();
    }
  }

  private static void expectIdentity(Post post) {
    assertThat(post.platform()).isNotBlank();
    assertThat(post.postId()).isNotBlank();
    assertThat(post.kind()).isNotNull();
    assertThat(post.origin()).isNotNull();
    assertThat(post.postedAtState()).isNotNull();
  }

  /** Whether all strings of a record, and those of what it holds, are valid UTF-16 without NUL. */
  private static void expectStorable(Object value) {
    if (value instanceof String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (c == 0 || (Character.isSurrogate(c) && !pair)) {
          throw new AssertionError("cannot be stored, at " + i + ": " + text);
        }
        i += pair ? 1 : 0;
      }
    } else if (value instanceof List<?> list) {
      list.forEach(FuzzTest::expectStorable);
    } else if (value instanceof Record) {
      try {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
          Object part = component.getAccessor().invoke(value);
          if (part != null) {
            try {
              expectStorable(part);
            } catch (AssertionError e) {
              throw new AssertionError(component.getName() + ": " + e.getMessage(), e);
            }
          }
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  // ---- damage

  private static byte[] damaged(Fixture fixture, Random random) throws IOException {
    byte[] bytes = fixture.bytes();
    if (!fixture.records().isEmpty() && random.nextBoolean()) {
      bytes = twisted(fixture.records(), random);
    }
    int times = random.nextInt(4);
    for (int i = 0; i < times; i++) {
      bytes = hurt(bytes, random);
    }
    if (random.nextInt(3) == 0) {
      bytes = packed(bytes, random);
      if (random.nextInt(4) == 0) {
        bytes = packed(bytes, random);
      }
      times = random.nextInt(3);
      for (int i = 0; i < times; i++) {
        bytes = hurt(bytes, random);
      }
    }
    return bytes;
  }

  /** Records with some of their values replaced by others of any type. */
  private static byte[] twisted(List<String> records, Random random) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < records.size() + 2; i++) {
      JsonNode record = JSON.readTree(records.get(random.nextInt(records.size())));
      int changes = random.nextInt(4);
      for (int change = 0; change < changes; change++) {
        twist(record, random);
      }
      texts.add(
          random.nextInt(8) == 0
              ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(record)
              : JSON.writeValueAsString(record));
    }
    String text =
        switch (random.nextInt(4)) {
          case 0 -> "[" + String.join(random.nextBoolean() ? "," : ",\n", texts) + "]";
          case 1 -> String.join("", texts);
          default -> String.join("\n", texts) + "\n";
        };
    return text.getBytes(UTF_8);
  }

  private static void twist(JsonNode root, Random random) {
    List<JsonNode> containers = new ArrayList<>();
    gather(root, containers);
    JsonNode chosen = containers.get(random.nextInt(containers.size()));
    if (chosen instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      if (names.isEmpty()) {
        return;
      }
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(8)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name).deepCopy());
        case 2 -> object.set(NASTY.get(random.nextInt(NASTY.size())), object.get(name).deepCopy());
        default -> object.set(name, other(object.get(name), random));
      }
    } else if (chosen instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextInt(3) == 0) {
        array.add(other(NODES.nullNode(), random));
      } else {
        int at = random.nextInt(array.size());
        array.set(at, other(array.get(at), random));
      }
    }
  }

  private static void gather(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> gather(child, containers));
    }
  }

  private static JsonNode other(JsonNode node, Random random) {
    return switch (random.nextInt(15)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextLong());
      case 3 -> NODES.numberNode(random.nextGaussian() * 1e18);
      case 4 -> NODES.numberNode(BigInteger.TEN.pow(random.nextInt(700)).negate());
      case 5 -> NODES.numberNode(new BigDecimal("1e" + (random.nextInt(2_000) - 1_000)));
      case 6 -> NODES.textNode(node.isTextual() ? "" : node.toString());
      case 7, 8 -> NODES.textNode(NASTY.get(random.nextInt(NASTY.size())));
      case 9 -> NODES.arrayNode().add(node.deepCopy());
      case 10 -> NODES.objectNode().set("id", node.deepCopy());
      case 11 -> nested(random.nextInt(90), random);
      case 12 -> NODES.textNode("x".repeat(random.nextInt(6_000)));
      case 13 -> NODES.arrayNode().add(NODES.nullNode()).add(NODES.objectNode()).add(1).add("");
      default -> NODES.numberNode(random.nextInt(5) - 2);
    };
  }

  private static JsonNode nested(int levels, Random random) {
    JsonNode node = NODES.nullNode();
    for (int i = 0; i < levels; i++) {
      node = random.nextBoolean() ? NODES.arrayNode().add(node) : NODES.objectNode().set("a", node);
    }
    return node;
  }

  private static byte[] hurt(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(40, bytes.length - at));
    return switch (random.nextInt(11)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
      case 2 -> spliced(bytes, at, at + length, new byte[0]);
      case 3 -> spliced(bytes, at, at, noise(length, random));
      case 4 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
      case 5 -> spliced(bytes, at, at, new byte[length]);
      case 6 -> spliced(bytes, at, at, NASTY.get(random.nextInt(NASTY.size())).getBytes(UTF_8));
      case 7 -> {
        byte[] marks = "{}[]\"',:;<>&\\\r\n\t|-/ 0e".getBytes(UTF_8);
        byte[] inserted = new byte[1 + random.nextInt(3)];
        for (int i = 0; i < inserted.length; i++) {
          inserted[i] = marks[random.nextInt(marks.length)];
        }
        yield spliced(bytes, at, random.nextBoolean() ? at : at + 1, inserted);
      }
      case 8 -> {
        int from = at;
        while (from < bytes.length && !isWordPart(bytes[from])) {
          from++;
        }
        int to = from;
        while (to < bytes.length && isWordPart(bytes[to])) {
          to++;
        }
        yield spliced(bytes, from, to, word(random).getBytes(UTF_8));
      }
      case 9 -> {
        String[] pair = PAIRS.get(random.nextInt(PAIRS.size()));
        int levels = random.nextInt(400);
        String nest =
            pair[0].repeat(levels) + (random.nextInt(4) == 0 ? "" : pair[1].repeat(levels));
        yield spliced(bytes, at, at, nest.getBytes(UTF_8));
      }
      default -> {
        int to = at + random.nextInt(bytes.length - at);
        yield spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
      }
    };
  }

  private static boolean isWordPart(byte b) {
    return b < 0 || Character.isLetterOrDigit(b);
  }

  /** A value of another type than that which stood there, in archives that have no types. */
  private static String word(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Long.toString(random.nextLong());
      case 1 -> Double.toString(random.nextGaussian() * 1e18);
      case 2 -> BigInteger.TEN.pow(random.nextInt(700)).negate().toString();
      case 3 -> "1e" + (random.nextInt(2_000) - 1_000);
      case 4 -> random.nextBoolean() ? "true" : "null";
      case 5 -> "x".repeat(random.nextInt(6_000));
      default -> NASTY.get(random.nextInt(NASTY.size()));
    };
  }

  private static byte[] noise(int length, Random random) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(instead);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  private static byte[] packed(byte[] bytes, Random random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (random.nextInt(8)) {
      case 0 -> {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
          for (int i = 0; i < 2; i++) {
            zip.putNextEntry(new ZipEntry("member" + i));
            zip.write(bytes);
            zip.closeEntry();
          }
        }
      }
      case 1 -> {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
          TarArchiveEntry entry = new TarArchiveEntry("member");
          entry.setSize(bytes.length);
          tar.putArchiveEntry(entry);
          tar.write(bytes);
          tar.closeArchiveEntry();
        }
      }
      case 2 -> {
        out.write(0xff);
        out.write(0xfe);
        out.writeBytes(new String(bytes, UTF_8).getBytes(UTF_16LE));
      }
      default -> {
        Packer[] packers = Packer.values();
        Packer packer = packers[random.nextInt(packers.length)];
        // Several members, cut anywhere.
        int cut = random.nextInt(bytes.length + 1);
        out.writeBytes(packer.pack(Arrays.copyOf(bytes, cut)));
        out.writeBytes(packer.pack(Arrays.copyOfRange(bytes, cut, bytes.length)));
      }
    }
    return out.toByteArray();
  }
}
