package org.afterglow.archive.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Slice;

/**
 * How many records a core reads in a second, from memory to {@link org.afterglow.archive.Fate},
 * hashing of the bytes included. Not a test: {@code java -cp …
 * org.afterglow.archive.reading.ParseTiming [FILE]}.
 */
final class ParseTiming {
  private static final int ROUNDS = 8;
  private static final int BYTES = 120 << 20;

  private ParseTiming() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    byte[] comments = args.length > 0 ? repeated(Files.readAllBytes(Path.of(args[0]))) : comments();
    for (int round = 0; round < ROUNDS; round++) {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long records = 0;
      long bytes = 0;
      try (ArchiveReader reader =
          ArchiveReader.open(
              new Reading.Bytes("input", comments),
              new Slice(0, comments.length),
              ReadOptions.defaults())) {
        while (reader.hasNext()) {
          reader.next();
        }
        records = reader.summary().records();
        bytes = reader.summary().rawBytes();
      }
      double seconds =
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%,d records of %d bytes, %.2f CPU s, %,.0f records/s/core, %.0f MB/s%n",
          records,
          bytes / Math.max(1, records),
          seconds,
          records / seconds,
          bytes / seconds / 1e6);
    }
  }

  private static byte[] repeated(byte[] lines) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(BYTES + lines.length);
    while (all.size() < BYTES) {
      all.writeBytes(lines);
    }
    return all.toByteArray();
  }

  /** Comments of about 600 bytes in the shape of Pushshift's. */
  private static byte[] comments() {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines
          .append("{\"controversiality\":0,\"body\":\"")
          .append("some words of a comment &gt; ".repeat(4 + random.nextInt(6)))
          .append("\",\"subreddit_id\":\"t5_2qh1i\",\"link_id\":\"t3_")
          .append(Integer.toString(random.nextInt(1 << 30), 36))
          .append("\",\"stickied\":false,\"subreddit\":\"tea\",\"score\":")
          .append(random.nextInt(100))
          .append(",\"ups\":2,\"author_flair_css_class\":null,\"created_utc\":")
          .append(1_500_000_000 + random.nextInt(10_000_000))
          .append(",\"author_flair_text\":null,\"author\":\"user")
          .append(random.nextInt(100_000))
          .append("\",\"id\":\"")
          .append(Integer.toString(random.nextInt(1 << 30), 36))
          .append("\",\"edited\":false,\"parent_id\":\"t1_")
          .append(Integer.toString(random.nextInt(1 << 30), 36))
          .append("\",\"gilded\":0,\"distinguished\":null,\"retrieved_on\":1510000000,")
          .append("\"author_fullname\":\"t2_abc\",\"can_gild\":true,\"permalink\":\"/r/tea/x\"}\n");
    }
    return repeated(lines.toString().getBytes(UTF_8));
  }
}
