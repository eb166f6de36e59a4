package org.afterglow.archive.table;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.Limits;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.archive.packing.PeekStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a delimited table. A row that does not fit its header costs its own physical line
 * alone: reading goes on at the next line, so that a stray quote swallows no neighbours.
 */
final class DelimitedRows implements RecordStream {
  private final PeekStream in;
  private final TableFormat.Dialect dialect;
  private final TableRow row;
  private final Limits limits;
  private final RowScanner scanner;
  private final RowScanner literal;
  private byte[] buffer = new byte[1 << 18];
  private int from;
  private int filled;
  private long offset;
  private boolean last;
  private boolean headerDue;
  private boolean badBytes;

  /** Whether the next physical line may lack its beginning. */
  private boolean resumed;

  DelimitedRows(
      PeekStream in,
      Format.Bounds bounds,
      TableFormat.Dialect dialect,
      TableRow row,
      ReadOptions options) {
    this.in = in;
    this.offset = bounds.offset();
    this.dialect = dialect;
    this.row = row;
    this.limits = options.limits();
    this.scanner = dialect.scanner();
    this.literal = dialect.literalScanner();
    this.headerDue = dialect.hasHeader();
  }

  @Override
  public boolean zoneAssumed() {
    return row.zoneAssumed();
  }

  @Override
  public String charset() {
    return dialect.charset().name();
  }

  @Override
  public long position() {
    return offset + from;
  }

  /** Drops a line: cells that lack their beginning could be taken for others. */
  @Override
  public boolean resume(long at) {
    offset = at;
    from = 0;
    filled = 0;
    last = false;
    headerDue = false;
    resumed = true;
    return true;
  }

  private void skipLine() {
    int end = scanner.nextLine(buffer, from, filled);
    while (end < 0) {
      from = filled;
      end = fill() ? scanner.nextLine(buffer, from, filled) : filled;
    }
    from = end;
  }

  @Override
  public boolean read(Fates out) {
    if (resumed) {
      resumed = false;
      skipLine();
    }
    skipMark();
    if (from == filled && !fill()) {
      return false;
    }
    int end;
    while ((end = scanner.scan(buffer, from, filled, last)) == RowScanner.NEEDS_MORE
        && filled - from <= limits.maxRowBytes()) {
      fill();
    }
    if (end == RowScanner.NEEDS_MORE
        || end == RowScanner.MALFORMED
        || end - from > limits.maxRowBytes()) {
      broken(
          end == RowScanner.MALFORMED ? "a quote out of place" : "a quote that never closes", out);
      return true;
    }
    if (end == filled && last && in.damage() != null) {
      // The damage cuts this row.
      from = filled;
      return false;
    }
    int cells = scanner.count();
    if (cells == 1 && isBlank(from, end)) {
      out.blankLine();
      from = end;
      return true;
    }
    if (headerDue) {
      headerDue = false;
      from = end;
      return true;
    }
    int wanted = row.columns().size();
    if (cells == wanted || (cells > wanted && scanner.isEmptyFrom(wanted))) {
      out.begin(offset + from);
      out.add(fate(scanner, end));
      from = end;
    } else {
      broken(cells + " cells, the header has " + wanted, out);
    }
    return true;
  }

  /** Passes over a byte-order mark, which files that were joined bring along. */
  private void skipMark() {
    boolean more = true;
    while (more && filled - from < 3) {
      more = fill();
    }
    from = Head.afterMark(buffer, from, filled);
  }

  private Fate fate(RowScanner cells, int end) {
    badBytes = false;
    Fate fate;
    if (isHeaderAgain(cells)) {
      fate = new Fate.NotPost("header_row");
    } else {
      fate = row.readColumns(column -> cell(cells, column));
    }
    if (badBytes && !PlainText.isUtf8(buffer, from, end)) {
      fate = new Fate.Rejected(RejectReason.NOT_UTF8, "bytes that are not UTF-8", null);
    }
    if (fate instanceof Fate.Rejected rejected && rejected.excerpt() == null) {
      return new Fate.Rejected(
          rejected.reason(), rejected.detail(), PlainText.excerpt(buffer, from, end));
    }
    return fate;
  }

  private @Nullable String cell(RowScanner cells, int column) {
    if (cells.isEmpty(column)) {
      return null;
    }
    Charset charset = dialect.charset();
    String text = cells.cell(buffer, column, charset);
    badBytes |= charset.equals(StandardCharsets.UTF_8) && text.indexOf('\ufffd') >= 0;
    return text;
  }

  /** Tables that were joined repeat their header. */
  private boolean isHeaderAgain(RowScanner cells) {
    if (!dialect.hasHeader()) {
      return false;
    }
    for (int column = 0; column < row.columns().size(); column++) {
      String text = cells.cell(buffer, column, dialect.charset());
      if (!text.strip().equals(row.columns().get(column))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes the physical line at {@code from}: as it stands if it fits the header when quotes mean
   * nothing, as many a table was written; otherwise as one rejection.
   */
  private void broken(String detail, Fates out) {
    long start = offset + from;
    int end = scanner.nextLine(buffer, from, filled);
    while (end < 0 && filled - from <= limits.maxRowBytes() && fill()) {
      end = scanner.nextLine(buffer, from, filled);
    }
    out.begin(start);
    if (end < 0 && !last) {
      String excerpt = PlainText.excerpt(buffer, from, filled);
      do {
        from = filled;
        end = fill() ? scanner.nextLine(buffer, from, filled) : filled;
      } while (end < 0);
      from = end;
      out.begin(start);
      out.reject(
          RejectReason.TOO_LONG,
          (offset + from - start) + " bytes, more than " + limits.maxRowBytes(),
          excerpt);
      return;
    }
    if (end < 0) {
      end = filled;
    }
    if (in.damage() != null && end == filled && last) {
      from = filled;
      return;
    }
    boolean headerRow = headerDue;
    headerDue = false;
    int next = literal.scan(buffer, from, end, true);
    if (!headerRow && next == end && literal.count() == row.columns().size()) {
      Fate fate = fate(literal, end);
      if (fate instanceof Fate.Posted) {
        out.add(fate);
        from = end;
        return;
      }
    }
    out.reject(RejectReason.BROKEN_ROW, detail, PlainText.excerpt(buffer, from, end));
    from = end;
  }

  private boolean isBlank(int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Head.isSpace(buffer[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean fill() {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, filled - from);
      offset += from;
      filled -= from;
      from = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, limits.maxRowBytes() + (1 << 18)));
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read <= 0) {
      last = true;
      return false;
    }
    filled += read;
    return true;
  }
}
