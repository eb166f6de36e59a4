package org.afterglow.archive.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.Limits;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.archive.packing.PeekStream;
import org.jspecify.annotations.Nullable;

/**
 * JSON values over any number of lines: one after another, the elements of an array, or records
 * within a larger document, which is never held whole. The bytes are matched bracket by bracket;
 * after a value that cannot be matched, reading goes on at the next line that begins a value at the
 * same indentation.
 */
final class JsonValues implements RecordStream {
  private static final int ENVELOPE_BYTES = 1 << 16;
  private static final int MAX_PATH = 8;
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  /** One level of the document above the records. */
  private static final class Level {
    final boolean array;

    /** Key of the value that comes next, or {@code []}. */
    String key;

    /** Where it begins in the envelope. */
    final int start;

    Level(boolean array, int start) {
      this.array = array;
      this.start = start;
      this.key = array ? "[]" : "";
    }
  }

  private final PeekStream in;
  private final JsonUnit unit;
  private final Limits limits;
  private final Set<String> containers;
  private final boolean inEnvelope;
  private final Deque<Level> levels = new ArrayDeque<>();
  private byte[] buffer = new byte[1 << 18];
  private int from;
  private int filled;
  private long offset;
  private boolean began;
  private boolean endsEarly;
  private boolean objects;

  /** Indentation of the last record, by which the next is known behind damage. */
  private int lastIndent;

  private boolean resumed;

  /** Levels of the document that hold records as elements, 0 outside of any array. */
  private int recordLevels;

  private boolean containerMet;
  private byte[] envelope = new byte[1 << 10];
  private int envelopeLength;
  private byte @Nullable [] types;

  JsonValues(
      PeekStream in,
      Format.Bounds bounds,
      JsonFormat format,
      JsonFormat.Reader reader,
      Head head,
      Limits limits) {
    this.in = in;
    this.unit = new JsonUnit(reader, limits);
    this.limits = limits;
    this.offset = bounds.offset();
    this.containers = new HashSet<>(format.containers());
    this.inEnvelope = !containers.isEmpty() && isEnvelope(head);
  }

  private boolean isEnvelope(Head head) {
    if (head.samples().isEmpty() || startsWithArray(head)) {
      return false;
    }
    return head.isPartial()
        || containers.stream().anyMatch(path -> holds(head.samples().get(0), path));
  }

  private static boolean startsWithArray(Head head) {
    for (int i = head.start(); i < head.length(); i++) {
      if (!Head.isSpace(head.bytes()[i])) {
        return head.bytes()[i] == '[';
      }
    }
    return false;
  }

  private static boolean holds(JsonNode document, String path) {
    JsonNode node = document;
    for (String step : path.split("\\.", -1)) {
      node = step.equals("[]") ? node.path(0) : node.path(step);
    }
    return node.isArray();
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
  public boolean endsEarly() {
    return endsEarly;
  }

  @Override
  public boolean resume(long at) {
    if (inEnvelope && !atRecords()) {
      return false;
    }
    offset = at;
    from = 0;
    filled = 0;
    resumed = true;
    return true;
  }

  @Override
  public boolean read(Fates out) {
    if (!began) {
      began = true;
      skipByteOrderMark();
    }
    if (resumed) {
      resumed = false;
      toNextLine();
    }
    while (true) {
      int next = solid();
      if (next < 0) {
        if (!levels.isEmpty() && in.damage() == null) {
          endsEarly = true;
          levels.clear();
          out.begin(offset + from);
          out.reject(RejectReason.TRUNCATED, "the document ends before its last bracket", null);
        }
        return false;
      }
      if (inEnvelope && !atRecords()) {
        if (walk(next, out)) {
          return true;
        }
        continue;
      }
      switch (next) {
        case ',' -> from++;
        case ']' -> {
          from++;
          if (!levels.isEmpty()) {
            closeRecords();
          }
        }
        case '[' -> {
          if (levels.isEmpty()) {
            from++;
            levels.push(new Level(true, 0));
            recordLevels = 1;
          } else {
            return value(out);
          }
        }
        default -> {
          if (next != '{' && objects) {
            return stray(out);
          }
          objects |= next == '{';
          return value(out);
        }
      }
    }
  }

  /**
   * Takes what stands between records that are objects and is none: the rest of one that a damaged
   * byte closed too early. The next record is an object that follows another.
   */
  private boolean stray(Fates out) {
    long start = offset + from;
    String excerpt = PlainText.excerpt(buffer, from, filled);
    byte last = 0;
    byte beforeLast = 0;
    boolean inString = false;
    boolean escaped = false;
    while (from < filled || fill()) {
      byte value = buffer[from];
      boolean follows = last == '}' || (last == ',' && beforeLast == '}');
      if (value == '{' && !inString && follows) {
        break;
      }
      from++;
      if (escaped) {
        escaped = false;
      } else if (inString && value == '\\') {
        escaped = true;
      } else if (value == '"') {
        inString = !inString;
      } else if (value == '\n') {
        inString = false;
      }
      if (!inString && !Head.isSpace(value)) {
        beforeLast = last;
        last = value;
      }
    }
    if (from == filled && in.damage() != null) {
      return true;
    }
    if (from == filled && last == ']') {
      levels.clear();
    }
    out.begin(start);
    out.reject(
        RejectReason.NOT_JSON, (offset + from - start) + " bytes between two records", excerpt);
    return true;
  }

  private boolean atRecords() {
    return recordLevels > 0 && levels.size() == recordLevels;
  }

  private void closeRecords() {
    forget(levels.pop());
    recordLevels = 0;
  }

  /** Leaves null in the envelope of what is closed: its path may go on for ever. */
  private void forget(Level closed) {
    envelopeLength = closed.start;
    for (byte letter : NULL) {
      keep(letter);
    }
  }

  // ---- the document above the records

  /** Takes one token of the document above the records; true if a record came of it. */
  private boolean walk(int next, Fates out) {
    if (levels.isEmpty()) {
      if (next != '{') {
        return value(out);
      }
      containerMet = false;
      envelopeLength = 0;
    }
    switch (next) {
      case '{', '[' -> {
        String path = path();
        levels.push(new Level(next == '[', envelopeLength));
        keep();
        if (next == '[' && containers.contains(path)) {
          recordLevels = levels.size();
          containerMet = true;
          unit.reader().enter(Head.partial(envelope, envelopeLength));
        } else if (levels.size() > limits.maxDepth()) {
          from = filled;
          return rejectRest(out, RejectReason.TOO_DEEP, "nested deeper than the limit");
        }
      }
      case '}', ']' -> {
        from++;
        forget(levels.pop());
        if (levels.isEmpty() && !containerMet) {
          out.begin(offset + from);
          out.add(new Fate.NotPost("page_without_records"));
          return true;
        }
      }
      case '"' -> {
        @Nullable String text = string();
        Level level = levels.element();
        if (text != null && !level.array && isKey()) {
          level.key = text;
        }
      }
      default -> keep();
    }
    return false;
  }

  /** Whether a colon follows. */
  private boolean isKey() {
    return solid() == ':';
  }

  private String path() {
    if (levels.size() > MAX_PATH) {
      return "";
    }
    StringBuilder path = new StringBuilder();
    for (Iterator<Level> at = levels.descendingIterator(); at.hasNext(); ) {
      if (path.length() > 0) {
        path.append('.');
      }
      path.append(at.next().key);
    }
    return path.toString();
  }

  /** Takes a string that is no record; itself if it is short enough for a key. */
  private @Nullable String string() {
    StringBuilder text = new StringBuilder();
    keep();
    boolean escaped = false;
    while (from < filled || fill()) {
      byte value = buffer[from];
      keep();
      if (escaped) {
        escaped = false;
      } else if (value == '\\') {
        escaped = true;
      } else if (value == '"') {
        return text.length() < 256 ? text.toString() : null;
      }
      if (text.length() < 256) {
        text.append((char) (value & 0xff));
      }
    }
    return null;
  }

  /** Takes a byte, into the envelope while it is short. */
  private void keep() {
    keep(buffer[from++]);
  }

  private void keep(byte value) {
    if (envelopeLength < ENVELOPE_BYTES) {
      if (envelopeLength == envelope.length) {
        envelope = Arrays.copyOf(envelope, 2 * envelope.length);
      }
      envelope[envelopeLength++] = value;
    }
  }

  private boolean rejectRest(Fates out, RejectReason reason, String detail) {
    out.begin(offset + from);
    out.reject(reason, detail, null);
    while (fill()) {
      from = filled;
    }
    levels.clear();
    return true;
  }

  // ---- the records

  /** Takes one value; always gives a record, unless it is the broken tail of a damaged stream. */
  private boolean value(Fates out) {
    long start = offset + from;
    lastIndent = indent(from);
    int length = match();
    if (length > 0) {
      unit.read(buffer, from, from + length, start, out);
      from += length;
      return true;
    }
    boolean ended = length == 0;
    if (ended && in.damage() != null) {
      from = filled;
      return true;
    }
    boolean tooLong = filled - from > limits.maxRecordBytes();
    String excerpt = PlainText.excerpt(buffer, from, filled);
    boolean resumed = resume(ended || tooLong);
    out.begin(start);
    if (tooLong && !resumed) {
      long end = skipMatching();
      out.reject(
          RejectReason.TOO_LONG,
          (end - start) + " bytes, more than " + limits.maxRecordBytes(),
          excerpt);
      return true;
    }
    if (resumed) {
      out.reject(RejectReason.NOT_JSON, "brackets or quotes that do not match", excerpt);
      return true;
    }
    while (fill()) {
      from = filled;
    }
    from = filled;
    endsEarly = true;
    levels.clear();
    out.reject(
        ended ? RejectReason.TRUNCATED : RejectReason.NOT_JSON,
        ended
            ? "the document ends within a record"
            : "brackets or quotes that do not match, and nothing after them can be told apart",
        excerpt);
    return true;
  }

  /**
   * Finds the end of the value that begins at {@code from}; its length, 0 if the bytes end before
   * it, -1 if brackets do not match, a string goes over a line's end, or the limit is exceeded.
   */
  private int match() {
    byte[] kinds = types;
    if (kinds == null) {
      kinds = new byte[limits.maxDepth() + 1];
      types = kinds;
    }
    int at = from;
    int depth = 0;
    boolean inString = false;
    boolean scalar = buffer[from] != '{' && buffer[from] != '[' && buffer[from] != '"';
    while (true) {
      if (at == filled) {
        int done = at - from;
        if (done > limits.maxRecordBytes()) {
          return -1;
        }
        if (!fill()) {
          return scalar ? done : 0;
        }
        at = from + done;
      }
      byte value = buffer[at++];
      if (inString) {
        if (value == '\\') {
          if (at == filled) {
            int done = at - from;
            if (!fill()) {
              return 0;
            }
            at = from + done;
          }
          at++;
        } else if (value == '"') {
          inString = false;
          if (depth == 0) {
            return at - from;
          }
        } else if (value == '\n') {
          return -1;
        }
        continue;
      }
      switch (value) {
        case '"' -> {
          if (scalar) {
            return Math.max(1, at - 1 - from);
          }
          inString = true;
        }
        case '{', '[' -> {
          if (scalar) {
            return Math.max(1, at - 1 - from);
          }
          if (depth < kinds.length) {
            kinds[depth] = value;
          }
          depth++;
        }
        case '}', ']' -> {
          if (depth == 0) {
            // The end of what is around a bare value, or a stray bracket, which is a record of its
            // own.
            return Math.max(1, at - 1 - from);
          }
          depth--;
          if (depth < kinds.length && kinds[depth] != (value == '}' ? '{' : '[')) {
            return -1;
          }
          if (depth == 0) {
            return at - from;
          }
        }
        case ',', ' ', '\t', '\n', '\r' -> {
          if (scalar) {
            return Math.max(1, at - 1 - from);
          }
        }
        default -> {
          // Part of a number or a word.
        }
      }
    }
  }

  /** Goes to the next line that begins a value no deeper indented than the one at {@code from}. */
  private boolean resume(boolean onlyBuffered) {
    int indent = indent(from);
    int at = from + 1;
    while (true) {
      while (at < filled && buffer[at] != '\n') {
        at++;
      }
      int spaces = at + 1;
      while (spaces < filled
          && (buffer[spaces] == ' ' || buffer[spaces] == '\t' || buffer[spaces] == ',')) {
        spaces++;
      }
      if (spaces >= filled) {
        if (onlyBuffered) {
          return false;
        }
        int done = Math.min(at, filled) - from;
        if (done > limits.maxRecordBytes()) {
          from += done;
          done = 0;
        }
        if (!fill()) {
          return false;
        }
        at = from + done;
        continue;
      }
      if (buffer[spaces] == '{' && spaces - at - 1 <= indent) {
        from = spaces;
        return true;
      }
      at = spaces;
    }
  }

  /** Goes to the next line that begins as the last record did, or to the end. */
  private void toNextLine() {
    while (true) {
      while (from < filled && buffer[from] != '\n') {
        from++;
      }
      int at = from + 1;
      while (at < filled && (buffer[at] == ' ' || buffer[at] == '\t' || buffer[at] == ',')) {
        at++;
      }
      if (at < filled) {
        if (buffer[at] == '{' && at - from - 1 <= lastIndent) {
          from = at;
          return;
        }
        from = at;
      } else if (at - from > limits.maxRecordBytes() || !fill()) {
        from = filled;
        if (!fill()) {
          return;
        }
      }
    }
  }

  private int indent(int start) {
    int at = start;
    while (at > 0 && (buffer[at - 1] == ' ' || buffer[at - 1] == '\t' || buffer[at - 1] == ',')) {
      at--;
    }
    return at == 0 || buffer[at - 1] == '\n' ? start - at : 0;
  }

  /** Goes behind a value that is too long to be held; the offset of its end. */
  private long skipMatching() {
    int depth = 0;
    boolean inString = false;
    boolean escaped = false;
    while (from < filled || fill()) {
      byte value = buffer[from++];
      if (escaped) {
        escaped = false;
      } else if (value == '\\') {
        escaped = inString;
      } else if (value == '"') {
        inString = !inString;
        if (!inString && depth == 0) {
          return offset + from;
        }
      } else if (!inString && (value == '{' || value == '[')) {
        depth++;
      } else if (!inString && (value == '}' || value == ']') && --depth <= 0) {
        return offset + from;
      }
    }
    endsEarly = true;
    levels.clear();
    return offset + from;
  }

  // ---- the bytes

  private void skipByteOrderMark() {
    boolean more = true;
    while (more && filled - from < 3) {
      more = fill();
    }
    from = Head.afterMark(buffer, from, filled);
  }

  /** The next byte that is no white space, not taken; -1 at the end. */
  private int solid() {
    while (true) {
      while (from < filled) {
        if (!Head.isSpace(buffer[from])) {
          return buffer[from] & 0xff;
        }
        from++;
      }
      if (!fill()) {
        return -1;
      }
    }
  }

  /** Reads more bytes; those from {@code from} on, and a line's indentation before it, are kept. */
  private boolean fill() {
    int keep = Math.min(from, 256);
    if (from > keep) {
      System.arraycopy(buffer, from - keep, buffer, 0, filled - from + keep);
      offset += from - keep;
      filled -= from - keep;
      from = keep;
    }
    if (filled == buffer.length) {
      buffer =
          Arrays.copyOf(buffer, Math.min(2 * buffer.length, limits.maxRecordBytes() + (1 << 19)));
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read <= 0) {
      return false;
    }
    filled += read;
    return true;
  }
}
