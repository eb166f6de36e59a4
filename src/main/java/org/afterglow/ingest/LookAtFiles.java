package org.afterglow.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.UserError;
import org.afterglow.archive.Fate;
import org.afterglow.archive.FileState;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.ReadSummary;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.Slice;
import org.afterglow.archive.SliceReading;
import org.afterglow.archive.reading.ArchiveReader;
import org.afterglow.archive.reading.Slices;
import org.afterglow.ingest.FileLook.Rejects;
import org.afterglow.post.Post;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A first look at a file without a session: the beginning of it is read as an ingest would read it,
 * and, where it can be read from the middle, as much at further places.
 */
public final class LookAtFiles {
  /** Places of a divisible file that are looked at. */
  static final int PLACES = 4;

  /** Read of every place, however late it is. */
  private static final long SURE_RECORDS = 20;

  /**
   * How much of a file is looked at.
   *
   * @param records at most
   * @param bytes as they are stored, at most
   * @param time until reading stops; a first megabyte is read however long it takes
   * @param firstPosts posts to show
   */
  public record Extent(long records, long bytes, Duration time, int firstPosts) {
    public Extent {
      if (records < 1 || bytes < 1 || time.isNegative() || firstPosts < 0) {
        throw new IllegalArgumentException(
            "records " + records + ", bytes " + bytes + ": must be at least 1");
      }
    }
  }

  private LookAtFiles() {}

  /**
   * Looks at a file.
   *
   * @throws UserError if its bytes cannot be fetched
   */
  public static FileLook at(
      InputFile file, ReadOptions options, Extent extent, Configuration hadoop) {
    HadoopBytes bytes =
        new HadoopBytes(file.path(), file.size(), new SerializableConfiguration(hadoop), null);
    try {
      Look look = new Look(bytes, options, extent);
      look.read();
      return look.taken();
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (UncheckedIOException e) {
      throw unreadable(file, e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Some of many files, spread evenly over them, the first and the last among them.
   *
   * @param most how many, at least 1
   */
  public static List<InputFile> spread(List<InputFile> files, int most) {
    if (files.size() <= most) {
      return files;
    }
    List<InputFile> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(
          files.get(
              most == 1 ? 0 : (int) Math.round((double) i * (files.size() - 1) / (most - 1))));
    }
    return some;
  }

  private static UserError unreadable(InputFile file, Exception e) {
    return UserError.unreadable(file.path() + " cannot be read: " + e.getMessage());
  }

  /** A look while it is taken. */
  private static final class Look {
    private final HadoopBytes bytes;
    private final RationedBytes rationed;
    private final ReadOptions options;
    private final Extent extent;
    private final long until;
    private final Map<RejectReason, Rejects> rejects = new EnumMap<>(RejectReason.class);
    private final Map<String, Long> notPosts = new TreeMap<>();
    private final Map<String, Long> kinds = new TreeMap<>();
    private final Map<PostField, Long> fields = new EnumMap<>(PostField.class);
    private final List<Post> firstPosts = new ArrayList<>();
    private final List<ReadSummary> summaries = new ArrayList<>();
    private FileLook.@Nullable Limit endedBy;
    private double bytesRead;
    private long records;
    private long posts;
    private long embedded;
    private long acts;
    private long deletions;
    private @Nullable Long firstAt;
    private @Nullable Long lastAt;

    Look(HadoopBytes bytes, ReadOptions options, Extent extent) {
      this.bytes = bytes;
      this.options = options;
      this.extent = extent;
      this.until = System.nanoTime() + extent.time().toNanos();
      this.rationed = new RationedBytes(bytes, until);
    }

    void read() throws IOException {
      if (ParquetRows.recognises(bytes, options)) {
        take(ParquetRows.openToLook(bytes, options), new Slice(0, bytes.size()), extent.records());
        return;
      }
      rationed.allow(extent.bytes());
      List<Slice> slices =
          bytes.size() <= extent.bytes()
              ? List.of(new Slice(0, bytes.size()))
              : Slices.plan(bytes, options, (bytes.size() + PLACES - 1) / PLACES);
      for (Slice slice : slices) {
        rationed.allow(Math.max(1, extent.bytes() / slices.size()));
        SliceReading reading;
        try {
          reading = ArchiveReader.open(rationed, slice, options);
        } catch (UncheckedIOException e) {
          refuse(e);
          continue;
        }
        take(reading, slice, Math.max(1, extent.records() / slices.size()));
      }
    }

    private void take(SliceReading reading, Slice slice, long most) throws IOException {
      try (reading) {
        long taken = 0;
        boolean refused = false;
        boolean more = true;
        ReadRecord beyond = null;
        while (more) {
          try {
            more = reading.hasNext();
            if (more && (taken >= most || taken >= SURE_RECORDS && late())) {
              ended(taken >= most ? FileLook.Limit.RECORDS : FileLook.Limit.TIME);
              beyond = reading.next();
              break;
            }
            if (more) {
              take(reading.next());
              taken++;
            }
          } catch (UncheckedIOException e) {
            refuse(e);
            if (refused) {
              break;
            }
            refused = true; // what was read already is given out still
          }
        }
        ReadSummary summary = reading.soFar();
        summaries.add(summary);
        // Readers hold bytes ahead of the records; those are not read yet.
        bytesRead +=
            beyond == null || summary.inflatedBytes() == 0
                ? summary.rawBytes()
                : (double) (beyond.byteOffset() - slice.from())
                    / summary.inflatedBytes()
                    * summary.rawBytes();
      }
    }

    private boolean late() {
      return System.nanoTime() - until > 0;
    }

    private void refuse(UncheckedIOException e) {
      if (!(e.getCause() instanceof RationedBytes.Enough enough)) {
        throw e;
      }
      ended(enough.limit());
    }

    /** Of several places each may end by another limit: the first is told. */
    private void ended(FileLook.Limit limit) {
      endedBy = endedBy == null ? limit : endedBy;
    }

    private void take(ReadRecord read) {
      records++;
      Fate fate = read.fate();
      if (fate instanceof Fate.Posted posted) {
        embedded += posted.embedded().size();
        take(posted.post());
      } else if (fate instanceof Fate.Acted) {
        acts++;
      } else if (fate instanceof Fate.Deleted) {
        deletions++;
      } else if (fate instanceof Fate.NotPost notPost) {
        notPosts.merge(notPost.kind(), 1L, Long::sum);
      } else if (fate instanceof Fate.Rejected rejected) {
        rejects.merge(
            rejected.reason(),
            new Rejects(1, read.byteOffset(), rejected.detail(), rejected.excerpt()),
            (first, next) ->
                new Rejects(
                    first.count() + 1, first.byteOffset(), first.detail(), first.excerpt()));
      }
    }

    private void take(Post post) {
      posts++;
      kinds.merge(
          post.platform() + " " + post.kind().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
      PostEntities named = PostEntities.of(post);
      for (PostField field : PostField.values()) {
        fields.merge(field, field.of(post, named) ? 1L : 0L, Long::sum);
      }
      Long at = post.postedAtMicros();
      if (at != null) {
        firstAt = firstAt == null ? at : Math.min(firstAt, at);
        lastAt = lastAt == null ? at : Math.max(lastAt, at);
      }
      if (firstPosts.size() < extent.firstPosts()) {
        firstPosts.add(post);
      }
    }

    FileLook taken() throws IOException {
      FileState state = FileState.COMPLETE;
      for (ReadSummary each : summaries) {
        state = state == FileState.COMPLETE ? each.state() : state;
      }
      // A file that yields nothing within what was allowed has no summary.
      ReadSummary first = summaries.isEmpty() ? null : summaries.get(0);
      return new FileLook(
          bytes.size(),
          first == null ? "unknown" : first.format(),
          first == null ? "none" : first.compression(),
          state,
          endedBy,
          Math.max(1, summaries.size()),
          endedBy == null || first != null && first.compression().equals("parquet")
              ? bytes.size()
              : Math.min(bytes.size(), Math.round(bytesRead)),
          records,
          summaries.stream().mapToLong(ReadSummary::blankLines).sum(),
          posts,
          embedded,
          acts,
          deletions,
          rejects,
          notPosts,
          kinds,
          fields,
          firstAt,
          lastAt,
          summaries.stream().anyMatch(ReadSummary::zoneAssumed),
          first == null ? "UTF-8" : first.charset(),
          firstPosts);
    }
  }
}
