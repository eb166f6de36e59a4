package org.afterglow.ingest;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.afterglow.archive.ContentId;
import org.afterglow.archive.Fate;
import org.afterglow.archive.FileState;
import org.afterglow.archive.Limits;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.ReadRecord;
import org.afterglow.archive.ReadSummary;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.Slice;
import org.afterglow.archive.SliceReading;
import org.afterglow.archive.table.TableFormat;
import org.afterglow.archive.table.TableRow;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.BadConfigurationException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a Parquet table that lie in a slice of its file, one by one, by a mapping or by the
 * common names of their columns. Only the columns that make posts are read.
 *
 * <p>A row group belongs to the slice in which its first byte lies. One that is damaged is rejected
 * from the damage on, by one record; the others are read.
 */
final class ParquetRows implements SliceReading {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final int EXCERPT_CHARACTERS = 200;

  private final HadoopBytes source;
  private final Slice slice;
  private final Limits limits;
  private final List<String> blockHashes;
  private final Map<String, Long> notPosts = new HashMap<>();
  private final List<Integer> groups = new ArrayList<>();
  private @Nullable ParquetFileReader file;
  private @Nullable TableRow table;
  private @Nullable MessageColumnIO columns;
  private @Nullable RecordReader<ParquetCells> rows;
  private @Nullable ReadRecord next;
  private long rowsLeft;
  private long offset;
  private int group;
  private long records;
  private long inflatedBytes;
  private FileState state = FileState.COMPLETE;

  private ParquetRows(HadoopBytes source, Slice slice, Limits limits, List<String> blockHashes) {
    this.source = source;
    this.slice = slice;
    this.limits = limits;
    this.blockHashes = blockHashes;
  }

  /** Whether an input is a Parquet file that is to be read as a table. */
  static boolean recognises(HadoopBytes source, ReadOptions options) throws IOException {
    if (options.format() != null && !options.format().equals(TableFormat.NAME)) {
      return false;
    }
    HadoopBytes unmetered = source.unmetered();
    try (InputStream in = unmetered.open(0)) {
      return java.util.Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /** Slices of a file, about as large as asked for; of whatever row groups begin in them. */
  static List<Slice> slices(long size, long sliceBytes) {
    List<Slice> slices = new ArrayList<>();
    for (long from = 0; from < size; from += sliceBytes) {
      slices.add(new Slice(from, Math.min(size, from + sliceBytes)));
    }
    return slices;
  }

  /**
   * Opens a slice.
   *
   * @throws UncheckedIOException if bytes cannot be fetched
   */
  static ParquetRows open(HadoopBytes source, Slice slice, ReadOptions options) {
    try {
      // The content is told by all bytes, of which the columns that are read are some.
      return open(source, slice, options, ContentId.blockHashes(source, slice));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a file for a look at its first rows, whose summary has no hashes.
   *
   * @throws UncheckedIOException if bytes cannot be fetched
   */
  static ParquetRows openToLook(HadoopBytes source, ReadOptions options) {
    return open(source, new Slice(0, source.size()), options, List.of());
  }

  private static ParquetRows open(
      HadoopBytes source, Slice slice, ReadOptions options, List<String> blockHashes) {
    try {
      ParquetRows rows = new ParquetRows(source, slice, options.limits(), blockHashes);
      try {
        rows.openFile(options);
      } catch (IOException | RuntimeException | StackOverflowError e) {
        rows.close();
        rows.unreadableFile(e);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void openFile(ReadOptions options) throws IOException {
    ParquetFileReader opened =
        new ParquetFileReader(
            new Bytes(source.unmetered()),
            HadoopReadOptions.builder(source.hadoop().value())
                .usePageChecksumVerification(true)
                .build());
    file = opened;
    MessageType schema = opened.getFileMetaData().getSchema();
    Map<String, List<String[]>> paths = ParquetCells.columns(schema);
    TableRow row = TableRow.of(List.copyOf(paths.keySet()), source.name(), options);
    Set<String> read = row.holdsPosts() ? row.columnsRead() : Set.of();
    List<String[]> wanted = new ArrayList<>();
    int depth = 0;
    for (Map.Entry<String, List<String[]>> column : paths.entrySet()) {
      // Rows that make no posts are counted by one of their columns.
      if (read.isEmpty() ? wanted.isEmpty() : read.contains(column.getKey())) {
        wanted.addAll(column.getValue());
      }
      depth = Math.max(depth, column.getValue().get(0).length);
    }
    if (depth > limits.maxDepth()) {
      reject(
          RejectReason.TOO_DEEP,
          "columns lie " + depth + " levels deep, at most " + limits.maxDepth() + " are read",
          null);
      return;
    }
    MessageType projected = new MessageType(schema.getName(), projected(schema, wanted, 0));
    opened.setRequestedSchema(projected);
    table = row;
    columns = new ColumnIOFactory().getColumnIO(projected, schema);
    List<BlockMetaData> all = opened.getRowGroups();
    for (int i = 0; i < all.size(); i++) {
      long start = all.get(i).getColumns().isEmpty() ? 0 : all.get(i).getStartingPos();
      if (start >= slice.from() && start < slice.to()) {
        groups.add(i);
      }
    }
  }

  /** The fields of a group that lead to one of the paths. */
  private static List<Type> projected(GroupType group, List<String[]> paths, int depth) {
    List<Type> fields = new ArrayList<>();
    for (Type field : group.getFields()) {
      List<String[]> through =
          paths.stream().filter(path -> path[depth].equals(field.getName())).toList();
      if (through.isEmpty()) {
        continue;
      }
      fields.add(
          field.isPrimitive()
              ? field
              : field
                  .asGroupType()
                  .withNewFields(projected(field.asGroupType(), through, depth + 1)));
    }
    return fields;
  }

  @Override
  public boolean hasNext() {
    while (next == null && (rows != null || group < groups.size())) {
      try {
        advance();
      } catch (IOException | RuntimeException | StackOverflowError e) {
        rows = null;
        damaged(e);
      }
    }
    return next != null;
  }

  private void advance() throws IOException {
    RecordReader<ParquetCells> open = rows;
    if (open == null) {
      openGroup();
    } else if (rowsLeft == 0) {
      rows = null;
    } else {
      rowsLeft--;
      give(open.read());
    }
  }

  private void openGroup() throws IOException {
    ParquetFileReader opened = java.util.Objects.requireNonNull(file);
    MessageColumnIO io = java.util.Objects.requireNonNull(columns);
    int number = groups.get(group++);
    BlockMetaData block = opened.getRowGroups().get(number);
    offset = block.getStartingPos();
    inflatedBytes += block.getTotalByteSize();
    if (block.getTotalByteSize() > limits.graceBytes()
            && block.getTotalByteSize() / limits.maxRatio() > block.getCompressedSize()
        || inflatedBytes > limits.maxInflatedBytes()) {
      state = FileState.CORRUPT;
      reject(
          RejectReason.BOMB,
          "a row group of "
              + block.getCompressedSize()
              + " bytes would inflate to "
              + block.getTotalByteSize(),
          null);
      return;
    }
    PageReadStore pages = opened.readRowGroup(number);
    if (pages == null) {
      return; // it has no rows
    }
    rows = io.getRecordReader(pages, new ParquetCells(io.getType()));
    rowsLeft = pages.getRowCount();
  }

  private void give(@Nullable ParquetCells row) {
    if (row == null) {
      throw new IllegalStateException("a row group ends early");
    }
    if (row.characters() > limits.maxRecordBytes()) {
      reject(
          RejectReason.TOO_LONG,
          "a row of more than " + limits.maxRecordBytes() + " characters",
          row.excerpt(EXCERPT_CHARACTERS));
      return;
    }
    Fate fate = java.util.Objects.requireNonNull(table).read(row::cell);
    if (fate instanceof Fate.NotPost notPost) {
      notPosts.merge(notPost.kind(), 1L, Long::sum);
    } else if (fate instanceof Fate.Rejected rejected && rejected.excerpt() == null) {
      fate =
          new Fate.Rejected(rejected.reason(), rejected.detail(), row.excerpt(EXCERPT_CHARACTERS));
    }
    next = new ReadRecord(records, offset, fate);
  }

  @Override
  public ReadRecord next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the slice has no more records");
    }
    ReadRecord record = next;
    next = null;
    records++;
    return record;
  }

  private void reject(RejectReason reason, String detail, @Nullable String excerpt) {
    next = new ReadRecord(records, offset, new Fate.Rejected(reason, detail, excerpt));
  }

  /** The end of the file, where everything else is found from, cannot be read. */
  private void unreadableFile(Throwable e) {
    rethrowFetching(e);
    boolean whole = endsAsItBegins();
    state = whole ? FileState.CORRUPT : FileState.TRUNCATED;
    if (slice.from() > 0) {
      return; // the first slice says it
    }
    if (whole) {
      damaged(e);
    } else {
      reject(
          RejectReason.TRUNCATED, "a Parquet file without its end, which tells its columns", null);
    }
  }

  private boolean endsAsItBegins() {
    long from = source.size() - MAGIC.length;
    if (from < 0) {
      return false;
    }
    try (InputStream in = source.unmetered().open(from)) {
      return java.util.Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void damaged(Throwable e) {
    rethrowFetching(e);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadConfigurationException) {
        state = FileState.UNKNOWN_FORMAT;
        reject(
            RejectReason.UNKNOWN_FORMAT,
            "a Parquet file packed in a way that is not known here; write it by snappy or zstd",
            null);
        return;
      }
    }
    state = FileState.CORRUPT;
    reject(
        RejectReason.CORRUPT,
        "the Parquet file is damaged (" + e.getClass().getSimpleName() + ")",
        null);
  }

  /** That bytes cannot be fetched is no damage. */
  private static void rethrowFetching(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UncheckedIOException fetching) {
        throw fetching;
      }
    }
  }

  @Override
  public ReadSummary summary() {
    if (hasNext()) {
      throw new IllegalStateException("the slice is not read to its end");
    }
    return soFar();
  }

  @Override
  public ReadSummary soFar() {
    TableRow row = table;
    return new ReadSummary(
        TableFormat.NAME,
        "parquet",
        state,
        records,
        0,
        notPosts,
        row != null && row.zoneAssumed(),
        "UTF-8",
        blockHashes,
        slice.to() - slice.from(),
        inflatedBytes);
  }

  @Override
  public void close() throws IOException {
    ParquetFileReader opened = file;
    if (opened != null) {
      file = null;
      groups.clear();
      rows = null;
      opened.close();
    }
  }

  /** The bytes as Parquet's reader asks for them. */
  private static final class Bytes implements InputFile {
    private final HadoopBytes source;

    Bytes(HadoopBytes source) {
      this.source = source;
    }

    @Override
    public long getLength() {
      return source.size();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      FSDataInputStream stream = source.stream();
      return new DelegatingSeekableInputStream(new Fetched(stream)) {
        @Override
        public long getPos() throws IOException {
          return stream.getPos();
        }

        @Override
        public void seek(long position) throws IOException {
          if (position < 0 || position > source.size()) {
            throw new EOFException("a place that the file does not have");
          }
          try {
            stream.seek(position);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };
    }
  }

  /** Tells bytes that cannot be fetched from bytes that make no sense. */
  private static final class Fetched extends FilterInputStream {
    Fetched(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      try {
        return in.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      try {
        return in.read(buffer, from, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
