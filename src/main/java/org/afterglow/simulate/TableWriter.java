package org.afterglow.simulate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.afterglow.simulate.SimulatedPost.Link;
import org.jspecify.annotations.Nullable;

/**
 * The table that a forum's operators hand out: one CSV file, a row a post, with its counters at the
 * end of the archive and the post that it answers.
 */
final class TableWriter implements NativeWriter {
  static final List<String> COLUMNS =
      List.of(
          "id",
          "created_at",
          "author",
          "venue",
          "text",
          "lang",
          "in_reply_to_id",
          "root_id",
          "likes",
          "replies",
          "views");
  private static final String STREAM = "forum";

  @Override
  public String stream(SimulatedPost post) {
    return STREAM;
  }

  @Override
  public List<String> streams() {
    return List.of(STREAM);
  }

  @Override
  public String file(String stream, long atMicros) {
    return "forum/posts.csv";
  }

  @Override
  public OutputStream open(OutputStream file) throws IOException {
    OutputStream out = new BufferedOutputStream(file, 1 << 16);
    out.write(CsvLine.of(COLUMNS.toArray()).getBytes(StandardCharsets.UTF_8));
    return out;
  }

  @Override
  public boolean toleratesBrokenLines() {
    return false;
  }

  @Override
  public byte @Nullable [] deletion(SimulatedPost post, long atMicros) {
    return null;
  }

  @Override
  public byte[] record(SimulatedPost post) {
    String text = post.words().text();
    for (Link link : post.words().links()) {
      text = text.replace(link.shortForm(), link.expanded());
    }
    SimulatedPost parent = post.parent();
    SimulatedPost root = post.root();
    return CsvLine.of(
            post.id(),
            DateTimeFormatter.ISO_INSTANT.format(
                Instant.ofEpochMilli(post.atMicros() / 1000).truncatedTo(ChronoUnit.SECONDS)),
            post.author().handle(),
            post.venue(),
            text,
            post.words().language(),
            parent == null ? null : parent.id(),
            root == null ? null : root.id(),
            post.counters().likes(),
            post.counters().replies(),
            post.counters().views())
        .getBytes(StandardCharsets.UTF_8);
  }
}
