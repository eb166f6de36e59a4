package org.afterglow.archive.xml;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.Limits;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.markup.MaskedAddresses;
import org.afterglow.archive.markup.PlainText;
import org.afterglow.archive.packing.PeekStream;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an XML document at one depth, cut out of it tag by tag, so that the document is
 * never held whole, each has its offset, and one that is broken costs itself alone: reading goes on
 * at the next start tag of the same name. Declarations are skipped unread. What stands around the
 * records and between them is neither checked nor counted.
 */
final class XmlRecords implements RecordStream {
  /** What a piece of markup is. */
  private enum Markup {
    OPEN,
    EMPTY,
    CLOSE,
    /** A comment, a section of text, a declaration. */
    OTHER,
    /** A tag that another begins in. */
    BROKEN,
    /** The bytes end within it, or it reaches beyond the limit. */
    CUT
  }

  private final PeekStream in;
  private final int recordDepth;
  private final XmlFormat.Reader reader;
  private final Charset charset;
  private final Limits limits;
  private byte[] buffer = new byte[1 << 18];

  /** The next byte to take; all other places count from here, for a buffer moves as it fills. */
  private int from;

  private int filled;
  private long offset;

  /** Names of the elements that are open around the records. */
  private final byte[][] around;

  private int depth;
  private boolean ended;
  private boolean endsEarly;

  /** Name of the last record, at whose like reading goes on behind damage. */
  private byte @Nullable [] lastName;

  private boolean resumed;

  /** Where the markup that was met last begins and ends, and the name in it. */
  private int tagStart;

  private int tagEnd;
  private int nameStart;
  private int nameEnd;

  XmlRecords(
      PeekStream in,
      Format.Bounds bounds,
      int recordDepth,
      XmlFormat.Reader reader,
      Charset charset,
      Limits limits) {
    this.in = in;
    this.offset = bounds.offset();
    this.recordDepth = recordDepth;
    this.around = new byte[recordDepth][];
    this.reader = reader;
    this.charset = charset;
    this.limits = limits;
  }

  @Override
  public boolean zoneAssumed() {
    return reader.times.zoneAssumed();
  }

  @Override
  public String charset() {
    return charset.name();
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
    if (lastName == null) {
      return false;
    }
    offset = at;
    from = 0;
    filled = 0;
    ended = false;
    depth = recordDepth;
    resumed = true;
    return true;
  }

  @Override
  public boolean read(Fates out) {
    if (resumed && lastName != null) {
      resumed = false;
      resume(lastName);
    }
    while (!ended) {
      skipText();
      Markup found = markup(0);
      switch (found) {
        case OPEN, EMPTY -> {
          if (depth == recordDepth) {
            record(found, out);
            return true;
          }
          if (found == Markup.OPEN) {
            around[depth++] = name();
          }
          from += tagEnd;
        }
        case CLOSE -> {
          depth = Math.max(0, depth - 1);
          from += tagEnd;
        }
        case BROKEN -> {
          if (depth == recordDepth && nameEnd > nameStart) {
            broken(name(), tagEnd, "a tag that does not end", offset + from, out);
            return true;
          }
          from += tagEnd;
        }
        case OTHER -> from += tagEnd;
        case CUT -> {
          if (depth == recordDepth && filled - from > limits.maxRecordBytes()) {
            name(1, filled - from);
            cut(name(), offset + from, out);
          } else {
            endOfDocument(out);
          }
          return true;
        }
      }
    }
    return false;
  }

  private void endOfDocument(Fates out) {
    ended = true;
    long end = offset + from;
    do {
      from = filled;
    } while (fill());
    if (depth > 0 && in.damage() == null) {
      endsEarly = true;
      out.begin(end);
      out.reject(RejectReason.TRUNCATED, "the document ends before its last tag", null);
    }
  }

  /** Takes the record whose start tag was met last. */
  private void record(Markup start, Fates out) {
    long begin = offset + from;
    byte[] name = name();
    lastName = name;
    if (start == Markup.EMPTY) {
      give(tagEnd, begin, out);
      return;
    }
    int levels = 1;
    int deepest = 1;
    while (levels > 0) {
      Markup found = markup(tagEnd);
      switch (found) {
        case CUT -> {
          cut(name, begin, out);
          return;
        }
        case BROKEN -> {
          broken(name, tagEnd, "a tag that does not end", begin, out);
          return;
        }
        case OPEN, EMPTY -> {
          if (isName(name)) {
            broken(name, tagStart, "a record that begins within another", begin, out);
            return;
          }
          levels += found == Markup.OPEN ? 1 : 0;
          deepest = Math.max(deepest, levels);
        }
        case CLOSE -> {
          if (isName(name)) {
            levels = 0;
          } else if (--levels == 0) {
            broken(name, tagStart, "a record without an end tag", begin, out);
            return;
          }
        }
        case OTHER -> {
          // Part of the record.
        }
      }
    }
    if (deepest > limits.maxDepth()) {
      String excerpt = excerpt(from, from + tagEnd);
      from += tagEnd;
      out.begin(begin);
      out.reject(
          RejectReason.TOO_DEEP, "nested deeper than " + limits.maxDepth() + " levels", excerpt);
    } else {
      give(tagEnd, begin, out);
    }
  }

  /** Gives out the next bytes as a record. */
  private void give(int length, long begin, Fates out) {
    int start = from;
    int before = out.size();
    out.begin(begin);
    from += length;
    String text = new String(buffer, start, length, charset);
    if (charset.equals(StandardCharsets.UTF_8)
        && text.indexOf('\ufffd') >= 0
        && !PlainText.isUtf8(buffer, start, start + length)) {
      out.reject(RejectReason.NOT_UTF8, "bytes that are not UTF-8", null);
    } else {
      element(text, out);
    }
    out.excerpt(before, () -> excerpt(start, start + length));
  }

  private void element(String text, Fates out) {
    try {
      reader.read(XmlElement.of(text), out);
    } catch (XmlElement.MalformedException e) {
      out.reject(RejectReason.NOT_XML, String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      // One hostile record must not end the job; the name of the failure stays visible.
      out.reject(
          RejectReason.BAD_VALUE, "a value that fails with " + e.getClass().getSimpleName(), null);
    }
  }

  /** Rejects the next bytes as a record, and goes on at the next of its name. */
  private void broken(byte[] name, int length, String detail, long begin, Fates out) {
    String excerpt = excerpt(from, from + length);
    from += length;
    resume(name);
    out.begin(begin);
    out.reject(RejectReason.NOT_XML, detail, excerpt);
  }

  /** Rejects a record that ends with the bytes, or reaches beyond the limit. */
  private void cut(byte[] name, long begin, Fates out) {
    boolean tooLong = filled - from > limits.maxRecordBytes();
    String excerpt = excerpt(from, filled);
    from++;
    boolean resumed = resume(name);
    if (!resumed && !tooLong) {
      ended = true;
      if (in.damage() == null) {
        endsEarly = true;
        out.begin(begin);
        out.reject(RejectReason.TRUNCATED, "the document ends within a record", excerpt);
      }
      return;
    }
    out.begin(begin);
    if (tooLong) {
      out.reject(
          RejectReason.TOO_LONG,
          (offset + from - begin) + " bytes, more than " + limits.maxRecordBytes(),
          excerpt);
    } else {
      out.reject(RejectReason.NOT_XML, "a record that does not end", excerpt);
    }
  }

  /** Goes to the next start tag of that name or the end tag of what is around; false at the end. */
  private boolean resume(byte[] name) {
    byte[] parent = around[recordDepth - 1];
    while (true) {
      skipText();
      if (!has(0)) {
        return false;
      }
      if (startsTag(1, name) || (has(1) && buffer[from + 1] == '/' && startsTag(2, parent))) {
        return true;
      }
      from++;
    }
  }

  private boolean startsTag(int at, byte[] name) {
    if (!has(at + name.length)) {
      return false;
    }
    int start = from + at;
    byte after = buffer[start + name.length];
    return Arrays.equals(buffer, start, start + name.length, name, 0, name.length)
        && (Head.isSpace(after) || after == '>' || after == '/');
  }

  private String excerpt(int start, int end) {
    return MaskedAddresses.in(buffer, start, Math.min(end, filled));
  }

  private byte[] name() {
    return Arrays.copyOfRange(buffer, from + nameStart, from + nameEnd);
  }

  private boolean isName(byte[] name) {
    return Arrays.equals(buffer, from + nameStart, from + nameEnd, name, 0, name.length);
  }

  // ---- the markup

  /** Drops what stands before the next markup. */
  private void skipText() {
    while (has(0)) {
      while (from < filled) {
        if (buffer[from] == '<') {
          return;
        }
        from++;
      }
    }
  }

  /** Finds the next markup from a place on. */
  private Markup markup(int start) {
    int at = find(start, '<');
    if (at < 0 || !has(at + 1)) {
      return Markup.CUT;
    }
    tagStart = at;
    return switch (buffer[from + at + 1]) {
      case '!' -> {
        if (starts(at, "<!--")) {
          yield section(at + 4, "-->");
        }
        yield starts(at, "<![CDATA[") ? section(at + 9, "]]>") : declaration(at + 2);
      }
      case '?' -> section(at + 2, "?>");
      case '/' -> tag(at + 2, Markup.CLOSE);
      default -> tag(at + 1, Markup.OPEN);
    };
  }

  private Markup tag(int start, Markup kind) {
    int quote = 0;
    for (int at = start; has(at); at++) {
      byte value = buffer[from + at];
      if (value == '<') {
        tagEnd = at;
        name(start, kind == Markup.CLOSE ? start : at);
        return Markup.BROKEN;
      }
      if (quote != 0) {
        if (value == quote) {
          quote = 0;
        }
      } else if (value == '"' || value == '\'') {
        quote = value;
      } else if (value == '>') {
        tagEnd = at + 1;
        name(start, at);
        return buffer[from + at - 1] == '/' ? Markup.EMPTY : kind;
      }
    }
    return Markup.CUT;
  }

  /** Notes the name that begins at a place. */
  private void name(int start, int limit) {
    nameStart = start;
    nameEnd = start;
    while (nameEnd < limit
        && !Head.isSpace(buffer[from + nameEnd])
        && buffer[from + nameEnd] != '/') {
      nameEnd++;
    }
  }

  private Markup section(int start, String end) {
    char last = end.charAt(end.length() - 1);
    int at = start;
    while ((at = find(at, last)) >= 0) {
      if (at - end.length() + 1 >= start && starts(at - end.length() + 1, end)) {
        tagEnd = at + 1;
        return Markup.OTHER;
      }
      at++;
    }
    return Markup.CUT;
  }

  /** A document type, whose own declarations stand in brackets. */
  private Markup declaration(int start) {
    int open = 0;
    for (int at = start; has(at); at++) {
      byte value = buffer[from + at];
      if (value == '[') {
        open++;
      } else if (value == ']') {
        open--;
      } else if (value == '>' && open <= 0) {
        tagEnd = at + 1;
        return Markup.OTHER;
      }
    }
    return Markup.CUT;
  }

  private boolean starts(int at, String text) {
    if (!has(at + text.length() - 1)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (buffer[from + at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where a byte comes next, -1 if it does not before the end or the limit. */
  private int find(int start, char wanted) {
    int at = start;
    while (has(at)) {
      int limit = Math.min(filled - from, limits.maxRecordBytes() + 1);
      while (at < limit) {
        if (buffer[from + at] == wanted) {
          return at;
        }
        at++;
      }
    }
    return -1;
  }

  // ---- the bytes

  /** Whether there is a byte at a place, within the limit. */
  private boolean has(int at) {
    if (at > limits.maxRecordBytes()) {
      return false;
    }
    while (from + at >= filled) {
      if (!fill()) {
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
      buffer =
          Arrays.copyOf(buffer, Math.min(2 * buffer.length, limits.maxRecordBytes() + (1 << 18)));
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read <= 0) {
      return false;
    }
    filled += read;
    return true;
  }
}
