package org.afterglow.archive.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.afterglow.archive.ByteSource;
import org.afterglow.archive.Fate;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.ReadSummary;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.Slice;
import org.afterglow.post.Post;

/** All that reading an input gave, for tests. */
public record Reading(List<ReadRecord> records, ReadSummary summary) {
  /** Bytes of a test, by a name. */
  public static final class Bytes implements ByteSource {
    private final String name;
    private final byte[] bytes;

    public Bytes(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open(long from) {
      return new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from);
    }
  }

  /** A file of a test. */
  record OnDisk(Path path) implements ByteSource {
    @Override
    public String name() {
      return path.getFileName().toString();
    }

    @Override
    public String folder() {
      Path parent = path.toAbsolutePath().getParent();
      return parent == null ? "" : String.valueOf(parent.getFileName());
    }

    @Override
    public long size() throws IOException {
      return Files.size(path);
    }

    @Override
    public InputStream open(long from) throws IOException {
      InputStream in = Files.newInputStream(path);
      in.skipNBytes(from);
      return in;
    }
  }

  public static Reading of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Reading of(byte[] bytes) {
    return of(bytes, ReadOptions.defaults());
  }

  public static Reading of(byte[] bytes, ReadOptions options) {
    return of(new Bytes("input", bytes), new Slice(0, bytes.length), options);
  }

  public static Reading of(String text, ReadOptions options) {
    return of(text.getBytes(StandardCharsets.UTF_8), options);
  }

  public static Reading of(Path path) {
    return of(path, ReadOptions.defaults());
  }

  public static Reading of(Path path, ReadOptions options) {
    try {
      return of(new OnDisk(path), new Slice(0, Files.size(path)), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Reading of(ByteSource source, Slice slice, ReadOptions options) {
    try (ArchiveReader reader = ArchiveReader.open(source, slice, options)) {
      List<ReadRecord> records = new ArrayList<>();
      reader.forEachRemaining(records::add);
      return new Reading(records, reader.summary());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Post> posts() {
    List<Post> posts = new ArrayList<>();
    for (ReadRecord record : records) {
      if (record.fate() instanceof Fate.Posted posted) {
        posts.add(posted.post());
      }
    }
    return posts;
  }

  public Post post() {
    List<Post> posts = posts();
    if (posts.size() != 1) {
      throw new AssertionError("one post was expected, of " + records);
    }
    return posts.get(0);
  }

  public List<Post> embedded() {
    List<Post> posts = new ArrayList<>();
    for (ReadRecord record : records) {
      if (record.fate() instanceof Fate.Posted posted) {
        posts.addAll(posted.embedded());
      }
    }
    return posts;
  }

  public List<RejectReason> rejects() {
    List<RejectReason> reasons = new ArrayList<>();
    for (ReadRecord record : records) {
      if (record.fate() instanceof Fate.Rejected rejected) {
        reasons.add(rejected.reason());
      }
    }
    return reasons;
  }

  /** How many records had each fate, by its short name. */
  public Map<String, Long> fates() {
    return records.stream()
        .map(record -> name(record.fate()))
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }

  private static String name(Fate fate) {
    if (fate instanceof Fate.Rejected rejected) {
      return "rejected " + rejected.reason();
    }
    return fate instanceof Fate.NotPost notPost
        ? "not a post " + notPost.kind()
        : fate.getClass().getSimpleName();
  }
}
