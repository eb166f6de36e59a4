package org.afterglow.archive.json;

import org.afterglow.archive.Fates;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.Limits;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.archive.packing.PeekStream;

/** JSON with a value a line. A broken line is one rejection and leaves its neighbours alone. */
final class JsonLines implements RecordStream {
  private final PeekStream in;
  private final JsonUnit unit;
  private final Limits limits;
  private final long to;
  private byte[] buffer = new byte[1 << 18];
  private int from;
  private int filled;

  /** Offset in the input of the first byte of the buffer. */
  private long offset;

  private boolean skipLine;
  private boolean first;

  /** Whether the next line may lack its beginning. */
  private boolean resumed;

  JsonLines(PeekStream in, Format.Bounds bounds, JsonFormat.Reader reader, Limits limits) {
    this.in = in;
    this.unit = new JsonUnit(reader, limits);
    this.limits = limits;
    this.offset = bounds.offset();
    this.skipLine = bounds.skipLine();
    this.first = !bounds.skipLine();
    this.to = bounds.to();
  }

  @Override
  public boolean zoneAssumed() {
    return unit.reader().times.zoneAssumed();
  }

  @Override
  public long position() {
    return offset + from;
  }

  @Override
  public boolean resume(long at) {
    offset = at;
    from = 0;
    filled = 0;
    resumed = true;
    return true;
  }

  @Override
  public boolean read(Fates out) {
    if (skipLine) {
      skipLine = false;
      long begun = offset + from;
      if (!skipToNextLine() || begun >= to) {
        return false;
      }
    }
    long start = offset + from;
    if (start >= to) {
      return false;
    }
    int scanned = from;
    while (true) {
      int end = newline(scanned);
      if (end >= 0) {
        line(from, end, out);
        from = end + 1;
        return true;
      }
      scanned = filled;
      if (filled - from > limits.maxRecordBytes()) {
        return tooLong(start, out);
      }
      int lineLength = filled - from;
      if (!fill()) {
        if (lineLength > 0) {
          lastLine(out);
        }
        return false;
      }
      scanned = from + lineLength;
    }
  }

  private boolean tooLong(long start, Fates out) {
    out.begin(start);
    String excerpt = PlainText.excerpt(buffer, from, filled);
    from = filled;
    boolean more = skipToNextLine();
    if (resumed) {
      resumed = false;
      return more;
    }
    out.begin(start);
    out.reject(
        RejectReason.TOO_LONG,
        (offset + from - start) + " bytes, more than " + limits.maxRecordBytes(),
        excerpt);
    return more;
  }

  /** Moves behind the next newline; false at the end. */
  private boolean skipToNextLine() {
    while (true) {
      int end = newline(from);
      if (end >= 0) {
        from = end + 1;
        return true;
      }
      from = filled;
      if (!fill()) {
        return false;
      }
    }
  }

  private int newline(int start) {
    byte[] bytes = buffer;
    for (int i = start; i < filled; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void line(int start, int end, Fates out) {
    if (resumed) {
      resumed = false;
      Fates maybe = new Fates();
      line(start, end, maybe);
      maybe.moveIfWholeTo(out);
      return;
    }
    int begin = start;
    if (first) {
      first = false;
      begin = Head.afterMark(buffer, begin, end);
    }
    int solid = begin;
    while (solid < end && Head.isSpace(buffer[solid])) {
      solid++;
    }
    if (solid == end) {
      out.blankLine();
      return;
    }
    if (end - solid > limits.maxRecordBytes()) {
      out.begin(offset + begin);
      out.reject(
          RejectReason.TOO_LONG,
          (end - solid) + " bytes, more than " + limits.maxRecordBytes(),
          PlainText.excerpt(buffer, solid, end));
      return;
    }
    unit.read(buffer, begin, Head.withoutComma(buffer, solid, end), offset + begin, out);
  }

  /** What follows the last newline; where the stream is damaged, only if it is whole. */
  private void lastLine(Fates out) {
    if (in.damage() == null) {
      line(from, filled, out);
    } else {
      Fates tail = new Fates();
      line(from, filled, tail);
      tail.moveWholeTo(out);
    }
    from = filled;
  }

  /** Reads more bytes behind those of the current line. */
  private boolean fill() {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, filled - from);
      offset += from;
      filled -= from;
      from = 0;
    }
    if (filled == buffer.length) {
      byte[] larger = new byte[Math.min(2 * buffer.length, limits.maxRecordBytes() + (1 << 18))];
      System.arraycopy(buffer, 0, larger, 0, filled);
      buffer = larger;
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read <= 0) {
      return false;
    }
    filled += read;
    return true;
  }
}
