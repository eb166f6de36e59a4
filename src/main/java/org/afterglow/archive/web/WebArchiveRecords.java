package org.afterglow.archive.web;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.afterglow.archive.Fate;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.Limits;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.RejectReason;
import org.afterglow.archive.packing.PeekStream;
import org.afterglow.archive.web.WebArchiveFormat.PageReader;
import org.jspecify.annotations.Nullable;

/**
 * The records of a WARC or ARC file. Each says how long it is; where that does not lead to the next
 * one, what lies between is one rejection, and reading goes on at the next header.
 */
final class WebArchiveRecords implements RecordStream {
  private static final int MAX_HEADER_BYTES = 1 << 18;
  private static final byte[] VERSION = "WARC/".getBytes(StandardCharsets.US_ASCII);

  private final PeekStream in;
  private final PageReader pages;
  private final Limits limits;
  private final long base;
  private boolean older;
  private boolean endsEarly;
  private int headerBytes;
  private boolean resumed;

  WebArchiveRecords(PeekStream in, Format.Bounds bounds, PageReader pages, Limits limits) {
    this.in = in;
    this.pages = pages;
    this.limits = limits;
    this.base = bounds.offset() - in.count();
    if (startsWith("\u00ef\u00bb\u00bf".getBytes(StandardCharsets.ISO_8859_1))) {
      in.skipAvailable(3);
    }
  }

  /** What the header of a record says, whichever the format. */
  private record Header(
      String type, String address, @Nullable String date, String media, long length) {}

  /** The bytes end before the record does. */
  private static final class CutException extends Exception {
    private static final long serialVersionUID = 1;

    CutException() {
      super("the file ends within a record");
    }
  }

  @Override
  public boolean zoneAssumed() {
    return pages.zoneAssumed();
  }

  @Override
  public long position() {
    return base + in.count();
  }

  @Override
  public boolean endsEarly() {
    return endsEarly;
  }

  @Override
  public boolean resume(long offset) {
    resumed = true;
    return true;
  }

  @Override
  public boolean read(Fates out) {
    skipLineEnds();
    if (in.peek(1) == 0) {
      return false;
    }
    long start = position();
    out.begin(start);
    boolean covered = resumed;
    resumed = false;
    try {
      Header header = header();
      if (header == null) {
        gap(start, covered ? new Fates() : out);
      } else {
        record(header, out);
      }
    } catch (CutException e) {
      if (in.damage() == null) {
        endsEarly = true;
        out.reject(RejectReason.TRUNCATED, "the file ends within a record", null);
      }
    }
    return true;
  }

  private void skipLineEnds() {
    while (in.peek(1) == 1 && Head.isSpace(in.peeked(1)[0])) {
      in.skipAvailable(1);
    }
  }

  private boolean startsWith(byte[] bytes) {
    return in.peek(bytes.length) == bytes.length && Arrays.equals(in.peeked(bytes.length), bytes);
  }

  // ---- headers

  /** Takes the header of a record; null if what was taken is none. */
  private @Nullable Header header() throws CutException {
    headerBytes = 0;
    boolean warc = startsWith(VERSION);
    if (!warc && !startsWithAddress()) {
      return null;
    }
    String first = line();
    if (first == null) {
      return null;
    }
    if (!warc) {
      return older(first);
    }
    Map<String, String> fields = new HashMap<>();
    String name = null;
    String line;
    while ((line = line()) != null) {
      if (line.isEmpty()) {
        return header(fields);
      }
      int colon = line.indexOf(':');
      if (name != null && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
        fields.merge(name, line.strip(), (before, more) -> (before + " " + more).strip());
      } else if (colon > 0) {
        name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.putIfAbsent(name, line.substring(colon + 1).strip());
      } else {
        return null;
      }
    }
    return null;
  }

  private static @Nullable Header header(Map<String, String> fields) {
    String type = fields.get("warc-type");
    Long length = length(fields.get("content-length"));
    if (type == null || length == null) {
      return null;
    }
    String address = fields.getOrDefault("warc-target-uri", "");
    if (address.startsWith("<") && address.endsWith(">")) {
      address = address.substring(1, address.length() - 1);
    }
    return new Header(
        type.toLowerCase(Locale.ROOT),
        address,
        fields.get("warc-date"),
        fields.getOrDefault("content-type", ""),
        length);
  }

  /**
   * A line of ARC: address, network address, {@code 20200913122640}, media type, in version 2 five
   * more, length.
   */
  private @Nullable Header older(String line) {
    String[] parts = line.split(" ", -1);
    Long length = length(parts[parts.length - 1]);
    if (parts.length < 5 || length == null || parts[0].indexOf(':') <= 0) {
      return null;
    }
    older = true;
    String date = parts[2];
    String iso =
        date.matches("\\d{14}")
            ? date.substring(0, 4)
                + "-"
                + date.substring(4, 6)
                + "-"
                + date.substring(6, 8)
                + "T"
                + date.substring(8, 10)
                + ":"
                + date.substring(10, 12)
                + ":"
                + date.substring(12, 14)
                + "Z"
            : null;
    return new Header(
        parts[0].startsWith("filedesc:") ? "warcinfo" : "response",
        parts[0],
        iso,
        parts[3],
        length);
  }

  private static @Nullable Long length(@Nullable String text) {
    return text == null || !text.matches("\\d{1,18}") ? null : (Long) Long.parseLong(text);
  }

  /** The next line without its end; null if the header is too long for one. */
  private @Nullable String line() throws CutException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    int value;
    while ((value = in.read()) != '\n') {
      if (value < 0) {
        throw new CutException();
      }
      if (headerBytes++ > MAX_HEADER_BYTES) {
        return null;
      }
      line.write(value);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Goes to the next header; what lies before it is one rejection. */
  private void gap(long start, Fates out) {
    int last = '\n';
    while (in.peek(1) == 1) {
      // Holes in a file that was not written whole are zeros.
      if ((last == '\n' || last == 0) && (startsWith(VERSION) || (older && startsWithAddress()))) {
        break;
      }
      last = in.read();
    }
    if (in.peek(1) == 0 && in.damage() != null) {
      return;
    }
    out.reject(
        RejectReason.BAD_VALUE,
        (position() - start) + " bytes that are no record of a web archive",
        null);
  }

  private boolean startsWithAddress() {
    int length = in.peek(8);
    String text = new String(in.peeked(length), StandardCharsets.ISO_8859_1);
    return text.startsWith("http://")
        || text.startsWith("https://")
        || text.startsWith("dns:")
        || text.startsWith("filedesc");
  }

  // ---- records

  private void record(Header header, Fates out) throws CutException {
    Fate known = kind(header);
    if (known != null) {
      skip(header.length());
      out.add(known);
      return;
    }
    if (header.length() > limits.maxRecordBytes()) {
      skip(header.length());
      out.reject(
          RejectReason.TOO_LONG,
          header.length() + " bytes, more than " + limits.maxRecordBytes(),
          null);
      return;
    }
    byte[] content = content((int) header.length());
    try {
      out.add(
          switch (header.type()) {
            case "response" -> pages.response(header.address(), header.date(), content);
            case "resource" ->
                pages.page(
                    header.address(), header.date(), PageReader.html(content, header.media()));
            default -> pages.conversion(header.address(), header.date(), content);
          });
    } catch (RuntimeException e) {
      // One hostile record must not end the job; the name of the failure stays visible.
      out.reject(
          RejectReason.BAD_VALUE, "a page that fails with " + e.getClass().getSimpleName(), null);
    }
  }

  /** The content, which takes no more memory than the file has bytes for it. */
  private byte[] content(int length) throws CutException {
    byte[] content = new byte[Math.min(length, 1 << 16)];
    int filled = 0;
    while (filled < length) {
      if (filled == content.length) {
        content = Arrays.copyOf(content, Math.min(length, 2 * content.length));
      }
      int read = in.read(content, filled, content.length - filled);
      if (read < 0) {
        throw new CutException();
      }
      filled += read;
    }
    return content;
  }

  private void skip(long length) throws CutException {
    byte[] rest = new byte[(int) Math.min(length, 1 << 16)];
    long left = length;
    try {
      while (left > 0) {
        int step = (int) Math.min(left, rest.length);
        in.readWhole(rest, step);
        left -= step;
      }
    } catch (EOFException e) {
      throw new CutException();
    }
  }

  /** What a record is that can hold no page; null if its content must tell. */
  private static @Nullable Fate kind(Header header) {
    boolean http =
        header.address().startsWith("http://") || header.address().startsWith("https://");
    return switch (header.type()) {
      case "warcinfo", "request", "metadata", "revisit", "continuation" ->
          new Fate.NotPost(header.type());
      case "response" ->
          http
              ? null
              : new Fate.NotPost(header.address().startsWith("dns:") ? "dns" : "other_protocol");
      case "resource" ->
          http && PageReader.isHtml(header.media()) ? null : new Fate.NotPost("resource");
      case "conversion" ->
          http && header.media().toLowerCase(Locale.ROOT).startsWith("text/plain")
              ? null
              : new Fate.NotPost("conversion");
      default -> new Fate.NotPost("other_record");
    };
  }
}
