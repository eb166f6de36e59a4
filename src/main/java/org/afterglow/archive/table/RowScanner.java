package org.afterglow.archive.table;

import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Finds the cells of one delimited row in a buffer (RFC 4180: quoted cells may hold delimiters,
 * line ends and doubled quotes).
 */
final class RowScanner {
  /** The row goes on behind the buffer. */
  static final int NEEDS_MORE = -1;

  /** A quote that closes is followed by neither a delimiter nor a line's end. */
  static final int MALFORMED = -2;

  private final byte delimiter;
  private final int quote;
  private final boolean carriageReturns;
  private int count;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private boolean[] doubled = new boolean[64];

  /**
   * A scanner.
   *
   * @param quote -1 if quotes mean nothing
   * @param carriageReturns whether rows end with a carriage return alone
   */
  RowScanner(byte delimiter, int quote, boolean carriageReturns) {
    this.delimiter = delimiter;
    this.quote = quote;
    this.carriageReturns = carriageReturns;
  }

  /** Cells of the row scanned last. */
  int count() {
    return count;
  }

  /** Where the next row begins, or {@link #NEEDS_MORE} or {@link #MALFORMED}. */
  int scan(byte[] bytes, int start, int limit, boolean last) {
    count = 0;
    int at = start;
    while (true) {
      if (at < limit && bytes[at] == quote) {
        int end = at + 1;
        boolean pairs = false;
        while (true) {
          while (end < limit && bytes[end] != quote) {
            end++;
          }
          if (end >= limit) {
            return last ? MALFORMED : NEEDS_MORE;
          }
          if (end + 1 >= limit && !last) {
            return NEEDS_MORE;
          }
          if (end + 1 < limit && bytes[end + 1] == quote) {
            pairs = true;
            end += 2;
            continue;
          }
          break;
        }
        cell(at + 1, end, pairs);
        at = end + 1;
        if (at >= limit) {
          return limit;
        }
        if (bytes[at] == delimiter) {
          at++;
          continue;
        }
        if (bytes[at] == '\r' && !carriageReturns) {
          if (at + 1 >= limit) {
            return last ? limit : NEEDS_MORE;
          }
          if (bytes[at + 1] == '\n') {
            return at + 2;
          }
          return MALFORMED;
        }
        return isEnd(bytes[at]) ? at + 1 : MALFORMED;
      }
      int end = at;
      while (end < limit && bytes[end] != delimiter && !isEnd(bytes[end])) {
        end++;
      }
      if (end >= limit) {
        if (!last) {
          return NEEDS_MORE;
        }
        cell(at, end, false);
        return limit;
      }
      if (bytes[end] == delimiter) {
        cell(at, end, false);
        at = end + 1;
        continue;
      }
      boolean crlf = !carriageReturns && end > at && bytes[end - 1] == '\r';
      cell(at, crlf ? end - 1 : end, false);
      return end + 1;
    }
  }

  /** Where the physical line after the one at {@code start} begins, -1 if not in the buffer. */
  int nextLine(byte[] bytes, int start, int limit) {
    for (int i = start; i < limit; i++) {
      if (isEnd(bytes[i])) {
        return i + 1;
      }
    }
    return -1;
  }

  private boolean isEnd(byte value) {
    return value == (carriageReturns ? '\r' : '\n');
  }

  private void cell(int start, int end, boolean pairs) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      doubled = Arrays.copyOf(doubled, 2 * count);
    }
    starts[count] = start;
    ends[count] = end;
    doubled[count++] = pairs;
  }

  /** A cell's content. */
  String cell(byte[] bytes, int column, Charset charset) {
    String text = new String(bytes, starts[column], ends[column] - starts[column], charset);
    if (!doubled[column]) {
      return text;
    }
    String mark = String.valueOf((char) quote);
    return text.replace(mark + mark, mark);
  }

  /** Whether the cells from a column on hold nothing. */
  boolean isEmptyFrom(int column) {
    for (int i = column; i < count; i++) {
      if (!isEmpty(i)) {
        return false;
      }
    }
    return true;
  }

  boolean isEmpty(int column) {
    return starts[column] >= ends[column];
  }
}
