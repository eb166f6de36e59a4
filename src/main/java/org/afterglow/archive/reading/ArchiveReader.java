package org.afterglow.archive.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.archive.ByteSource;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.Limits;
import org.afterglow.archive.RawStream;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.ReadSummary;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.Slice;
import org.afterglow.archive.SliceReading;
import org.afterglow.archive.json.JsonFormat;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.archive.packing.Inflation;
import org.afterglow.archive.packing.Packing;
import org.afterglow.archive.packing.PeekStream;
import org.afterglow.archive.packing.Unpacker;
import org.afterglow.archive.packing.Utf16Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records of a slice of an input, one by one, each with its fate. Holds no more than a record
 * at a time. Bad content never throws; {@link UncheckedIOException} says that bytes could not be
 * fetched.
 *
 * <pre>{@code
 * try (ArchiveReader reader = ArchiveReader.open(source, slice, ReadOptions.defaults())) {
 *   reader.forEachRemaining(record -> …);
 *   ReadSummary summary = reader.summary();
 * }
 * }</pre>
 */
public final class ArchiveReader implements SliceReading {
  private final ByteSource source;
  private final Slice slice;
  private final ReadOptions options;
  private final RawStream raw;
  private final Fates fates = new Fates();
  private final Set<String> formats = new LinkedHashSet<>();
  private final Map<String, Long> notPosts = new TreeMap<>();
  private final boolean whole;
  private final @Nullable Unpacker unpacker;

  private @Nullable RecordStream records;
  private @Nullable PeekStream file;
  private @Nullable ReadRecord next;
  private @Nullable ReadSummary summary;
  private FileState state = FileState.COMPLETE;
  private String charset = "UTF-8";
  private boolean zoneAssumed;
  private boolean solid;
  private boolean unknown;
  private boolean stopped;
  private long recordCount;
  private long inflatedBytes;

  private ArchiveReader(ByteSource source, Slice slice, ReadOptions options, long size) {
    this.source = source;
    this.slice = slice;
    this.options = options;
    this.whole = slice.from() == 0 && slice.to() >= size;
    this.raw = new RawStream(source, slice);
    this.unpacker =
        whole ? new Unpacker(raw, source.folder() + "/" + source.name(), inflation()) : null;
  }

  private Inflation inflation() {
    Limits limits = options.limits();
    return new Inflation(
        raw::position, limits.maxRatio(), limits.graceBytes(), limits.maxInflatedBytes());
  }

  /**
   * Opens a slice.
   *
   * @param slice one of those that {@link Slices#plan} gave for the input
   * @throws UncheckedIOException if bytes cannot be fetched
   * @throws IllegalArgumentException if the input cannot be read in more than one slice
   */
  public static ArchiveReader open(ByteSource source, Slice slice, ReadOptions options) {
    try {
      ArchiveReader reader = new ArchiveReader(source, slice, options, source.size());
      if (!reader.whole) {
        try {
          reader.openPart();
        } catch (IOException | RuntimeException e) {
          reader.close();
          throw e;
        }
      }
      return reader;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void openPart() throws IOException {
    Head head = Head.ofRaw(source);
    Format format = Formats.recognise(head, options);
    if (Packing.of(head.bytes(), head.length()) != null
        || !(format instanceof JsonFormat)
        || head.layout() != Head.Layout.LINES) {
      throw new IllegalArgumentException(
          "an input that is not newline-delimited JSON must be read as one slice");
    }
    boolean late = slice.from() > 0;
    formats.add(format.name());
    PeekStream part = new PeekStream(raw);
    file = part;
    records =
        format.records(
            part, head, new Format.Bounds(late ? slice.from() - 1 : 0, late, slice.to()), options);
  }

  @Override
  public boolean hasNext() {
    while (next == null && summary == null) {
      next = fates.poll(recordCount);
      if (next == null && !advance()) {
        finish();
      }
    }
    return next != null;
  }

  @Override
  public ReadRecord next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the slice has no more records");
    }
    ReadRecord record = next;
    next = null;
    recordCount++;
    if (record.fate() instanceof Fate.NotPost notPost) {
      notPosts.merge(notPost.kind(), 1L, Long::sum);
    }
    return record;
  }

  @Override
  public ReadSummary summary() {
    ReadSummary known = summary;
    if (known == null || next != null) {
      throw new IllegalStateException("the slice is not read to its end");
    }
    return known;
  }

  /** Reads on by a step; false at the end of the slice. */
  private boolean advance() {
    RecordStream current = records;
    if (current != null) {
      if (!current.read(fates)) {
        endOfFile(current);
      }
      return true;
    }
    if (unpacker == null || stopped) {
      return false;
    }
    boolean inContainer = unpacker.inContainer();
    PeekStream opened = unpacker.next();
    Exception damage = unpacker.damage();
    if (damage != null) {
      damaged(damage, inflatedBytes, true);
      stopped = !inContainer && !unpacker.inContainer();
      return true;
    }
    if (opened == null) {
      return false;
    }
    openFile(opened, unpacker);
    return true;
  }

  private void openFile(PeekStream stored, Unpacker from) {
    PeekStream opened = Utf16Stream.decoded(stored);
    if (opened != stored) {
      charset = "UTF-16";
    }
    Head head = Head.of(opened, from.memberPath(), options.limits().maxRecordBytes());
    file = opened;
    if (head.isBlank() && head.whole()) {
      countBlankLines(head);
      if (from.inContainer() && opened.damage() == null) {
        fates.begin(inflatedBytes);
        fates.add(new Fate.NotPost("empty_member"));
      }
      endOfFile(null);
      return;
    }
    solid = true;
    Format format = Formats.recognise(head, options);
    if (format == null) {
      notRecognised(head, from.inContainer());
      return;
    }
    formats.add(format.name());
    records =
        format.records(
            opened, head, new Format.Bounds(inflatedBytes, false, Long.MAX_VALUE), options);
  }

  private void notRecognised(Head head, boolean inContainer) {
    boolean json = head.layout() != Head.Layout.NONE;
    boolean parquet = head.isParquet();
    fates.begin(inflatedBytes);
    if (inContainer && !json && !parquet) {
      fates.add(new Fate.NotPost(head.isText() ? "text_member" : "binary_member"));
    } else {
      unknown = true;
      formats.add("unknown");
      fates.reject(
          RejectReason.UNKNOWN_FORMAT,
          parquet
              ? "a Parquet table is read from its end, as a file of its own; unpack it"
              : json
                  ? "JSON whose fields are those of no known format; a mapping could name them"
                  : "neither a known format nor a table with known columns; known are "
                      + String.join(", ", Formats.names()),
          parquet ? null : PlainText.excerpt(head.bytes(), 0, head.length()));
    }
    endOfFile(null);
  }

  private void countBlankLines(Head head) {
    for (int i = 0; i < head.length(); i++) {
      if (head.bytes()[i] == '\n') {
        fates.blankLine();
      }
    }
  }

  /** Ends the current file, whose bytes are read to their end for what lies behind them. */
  private void endOfFile(@Nullable RecordStream ended) {
    PeekStream current = file;
    records = null;
    file = null;
    if (ended != null) {
      zoneAssumed |= ended.zoneAssumed();
      if (!ended.charset().equals("UTF-8")) {
        charset = ended.charset();
      }
    }
    if (current == null) {
      return;
    }
    if (whole) {
      current.drain();
    }
    Exception damage = current.damage();
    boolean resumed = false;
    if (damage != null && ended != null && current.resume()) {
      resumed = true;
      damaged(damage, inflatedBytes + current.count(), false);
      if (ended.resume(inflatedBytes + current.count())) {
        records = ended;
        file = current;
        return;
      }
    }
    inflatedBytes += current.count();
    if (damage != null) {
      if (unpacker != null) {
        unpacker.wasDamaged();
        stopped = !unpacker.inContainer();
      }
      if (!resumed) {
        damaged(damage, inflatedBytes, true);
      }
    } else if (ended != null && ended.endsEarly()) {
      worsen(FileState.TRUNCATED);
    }
  }

  /** Tells of damage; what has something behind it was not cut. */
  private void damaged(Exception damage, long offset, boolean last) {
    fates.begin(offset);
    boolean bomb = damage instanceof Inflation.BombException;
    boolean truncated = last && !bomb && unpacker != null && unpacker.isTruncation(damage);
    stopped |= bomb;
    solid = true;
    worsen(truncated ? FileState.TRUNCATED : FileState.CORRUPT);
    if (bomb) {
      fates.reject(RejectReason.BOMB, String.valueOf(damage.getMessage()), null);
    } else if (truncated) {
      fates.reject(
          RejectReason.TRUNCATED, "the stream ends in the middle of its compressed data", null);
    } else {
      fates.reject(
          RejectReason.CORRUPT,
          damage instanceof Unpacker.UnreadableException
              ? String.valueOf(damage.getMessage())
              : "the compressed data is damaged (" + damage.getClass().getSimpleName() + ")",
          null);
    }
  }

  private void worsen(FileState to) {
    if (state == FileState.COMPLETE || to == FileState.CORRUPT) {
      state = to;
    }
  }

  private void finish() {
    state = stateNow();
    if (state == FileState.COMPLETE && whole && !solid && recordCount == 0) {
      state = FileState.EMPTY;
    }
    List<String> hashes = raw.drain();
    long rawBytes = slice.to() - slice.from();
    summary = summary(hashes, rawBytes, whole ? inflatedBytes : rawBytes);
  }

  private FileState stateNow() {
    return state == FileState.COMPLETE && whole && unknown && formats.size() == 1
        ? FileState.UNKNOWN_FORMAT
        : state;
  }

  @Override
  public ReadSummary soFar() {
    RecordStream open = records;
    if (open != null) {
      zoneAssumed |= open.zoneAssumed();
      if (!open.charset().equals("UTF-8")) {
        charset = open.charset();
      }
    }
    state = stateNow();
    ReadSummary known = summary;
    if (known != null) {
      return known;
    }
    PeekStream current = file;
    return summary(
        List.of(),
        raw.position() - slice.from(),
        inflatedBytes + (current == null ? 0 : current.count()));
  }

  private ReadSummary summary(List<String> blockHashes, long rawBytes, long inflated) {
    return new ReadSummary(
        formats.isEmpty() ? "unknown" : String.join("+", formats),
        unpacker == null ? "none" : unpacker.compression(),
        state,
        recordCount,
        fates.blankLines(),
        notPosts,
        zoneAssumed,
        charset,
        blockHashes,
        rawBytes,
        inflated);
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
