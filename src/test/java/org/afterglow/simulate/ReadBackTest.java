package org.afterglow.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.afterglow.archive.ByteSource;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.Slice;
import org.afterglow.archive.reading.ArchiveReader;
import org.afterglow.post.Post;
import org.afterglow.post.PostKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's own readers find in a synthetic archive what the simulator says it wrote. */
class ReadBackTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path out;

  @SuppressWarnings("NullAway.Init")
  private static SimulationSummary summary;

  private long records;
  private long duplicates;
  private long deletions;
  private long rejects;
  private long blankLines;
  private final Map<PostKind, Long> kinds = new EnumMap<>(PostKind.class);
  private final Set<String> ids = new HashSet<>();
  private final Set<String> embedded = new HashSet<>();
  private final Set<String> platforms = new TreeSet<>();
  private final Set<String> targets = new HashSet<>();

  @BeforeAll
  static void write() throws IOException {
    summary =
        Synthesize.write(
            SimulationOptions.defaults()
                .with("days", 60)
                .with("entities", 7)
                .with("leadDays", 5)
                .with("tailDays", 20)
                .with("campaignDaysMax", 20)
                .with("campaignsMin", 1)
                .with("campaignsMax", 1)
                .with("volumeMean", .5)
                .with("backgroundPerDay", 10)
                .with("duplicateShare", .02)
                .with("deletionShare", .03)
                .with("brokenShare", .02)
                .with("blankShare", .02),
            out.resolve("out"));
  }

  private void read(String platform, String format) throws IOException {
    ReadOptions options =
        ReadOptions.defaults()
            .withMappings(Mapping.parse(Files.readString(out.resolve("out/mapping.json"))));
    try (var files = Files.walk(out.resolve("out/archives").resolve(platform))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (ArchiveReader reader =
            ArchiveReader.open(
                new FileBytes(file.toString()), new Slice(0, Files.size(file)), options)) {
          reader.forEachRemaining(record -> take(record.fate()));
          assertThat(reader.summary().format()).startsWith(format);
          records += reader.summary().records();
          blankLines += reader.summary().blankLines();
        }
      }
    }
    embedded.removeAll(ids);
  }

  private void take(Fate fate) {
    if (fate instanceof Fate.Posted posted) {
      Post post = posted.post();
      platforms.add(post.platform());
      if (!ids.add(post.postId())) {
        duplicates++;
        return;
      }
      kinds.merge(post.kind(), 1L, Long::sum);
      posted.embedded().forEach(inside -> embedded.add(inside.postId()));
      if (post.replyToPostId() != null) {
        targets.add(post.replyToPostId());
      }
    } else if (fate instanceof Fate.Deleted) {
      deletions++;
    } else if (fate instanceof Fate.Rejected) {
      rejects++;
    }
  }

  private void agreesWith(SimulationCounts written) {
    assertThat(written.records()).isPositive();
    assertThat(
            List.of(
                records,
                (long) ids.size(),
                kinds.getOrDefault(PostKind.POST, 0L),
                kinds.getOrDefault(PostKind.REPLY, 0L),
                kinds.getOrDefault(PostKind.REPOST, 0L),
                kinds.getOrDefault(PostKind.QUOTE, 0L),
                kinds.getOrDefault(PostKind.COMMENT, 0L),
                duplicates,
                deletions,
                rejects,
                blankLines,
                (long) embedded.size()))
        .containsExactly(
            written.records(),
            written.posts(),
            written.standalone(),
            written.replies(),
            written.reposts(),
            written.quotes(),
            written.comments(),
            written.duplicates(),
            written.deletions(),
            written.rejects(),
            written.blankLines(),
            written.embedded());
  }

  @Test
  void theStatusesAreRead() throws IOException {
    read("twitter", "twitter");
    agreesWith(summary.of("twitter"));
  }

  @Test
  void theCommentsAndSubmissionsAreRead() throws IOException {
    read("reddit", "reddit");
    agreesWith(summary.of("reddit"));
  }

  @Test
  void theForumIsReadAsOneAndItsAnswersFindTheirPosts() throws IOException {
    read("forum", "");
    agreesWith(summary.of("forum"));
    assertThat(platforms).containsExactly("forum");
    Set<String> seen = new HashSet<>(targets);
    seen.retainAll(ids);
    assertThat(seen).hasSizeGreaterThan(targets.size() * 9 / 10);
  }

  /** The bytes of a local file. */
  private record FileBytes(String path) implements ByteSource {
    @Override
    public String name() {
      return String.valueOf(Path.of(path).getFileName());
    }

    @Override
    public long size() throws IOException {
      return Files.size(Path.of(path));
    }

    @Override
    public InputStream open(long from) throws IOException {
      SeekableByteChannel channel = Files.newByteChannel(Path.of(path));
      channel.position(from);
      return Channels.newInputStream(channel);
    }
  }
}
