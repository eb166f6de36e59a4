package org.afterglow.archive.xml;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.Times;
import org.afterglow.archive.packing.PeekStream;

/** A format whose records are elements of one XML document. */
abstract class XmlFormat implements Format {
  /** Reads the records of one file. May keep state from record to record. */
  abstract static class Reader {
    /** Reads the times of the file; whether it had to assume a zone is asked of it. */
    final Times times;

    Reader(Times times) {
      this.times = times;
    }

    /**
     * Reads one element into its fate; none, if it says something of the whole file.
     *
     * @param out takes fates at offsets within the record, 0 for those of the element itself
     */
    abstract void read(XmlElement element, Fates out);
  }

  private static final Pattern ENCODING =
      Pattern.compile("<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
  private static final Pattern ROOT =
      Pattern.compile(
          "\\s*(?:<\\?.*?\\?>\\s*|<!--.*?-->\\s*|<!DOCTYPE[^>\\[]*(?:\\[.*?\\])?[^>]*>\\s*)*"
              + "<([A-Za-z_][^\\s/>]*)([^>]*)>",
          Pattern.DOTALL);
  private static final int LOOKED_AT = 1 << 14;

  /** The start tag of a document, as far as the first bytes hold it. */
  record Root(String name, String attributes, String rest) {}

  /** Whether a document is of this format. */
  abstract boolean recognises(Root root);

  /** How many elements stand around a record: 1 if records are the children of the root. */
  abstract int depth();

  abstract Reader reader(Head head, ReadOptions options);

  @Override
  public int recognises(Head head, ReadOptions options) {
    int at = head.start();
    while (at < head.length() && Head.isSpace(head.bytes()[at])) {
      at++;
    }
    if (at == head.length() || head.bytes()[at] != '<') {
      return 0;
    }
    Root root = root(head);
    return !root.name().isEmpty() && recognises(root) ? 1_000 : 0;
  }

  /** The start tag of the root; one without a name if the first bytes hold none. */
  static Root root(Head head) {
    String text = text(head);
    Matcher root = ROOT.matcher(text);
    return root.lookingAt()
        ? new Root(root.group(1), root.group(2), text.substring(root.end()))
        : new Root("", "", "");
  }

  private static String text(Head head) {
    int length = Math.min(LOOKED_AT, head.length() - head.start());
    return new String(head.bytes(), head.start(), length, StandardCharsets.UTF_8);
  }

  @Override
  public RecordStream records(PeekStream in, Head head, Bounds bounds, ReadOptions options) {
    return new XmlRecords(
        in, bounds, depth(), reader(head, options), charset(head), options.limits());
  }

  /** The charset that the document declares, if its bytes are those of ASCII; UTF-8 otherwise. */
  private static Charset charset(Head head) {
    Matcher declared = ENCODING.matcher(text(head));
    if (declared.find()) {
      String name = declared.group(1).toUpperCase(Locale.ROOT);
      boolean wide = name.startsWith("UTF-16") || name.startsWith("UTF-32");
      try {
        Charset charset = Charset.forName(name);
        byte[] ascii = "<a b=\"c\">&/!?-[]".getBytes(StandardCharsets.US_ASCII);
        // What was UTF-16 has been turned into UTF-8 by now.
        if (!wide && "<a b=\"c\">&/!?-[]".equals(new String(ascii, charset))) {
          return charset;
        }
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        // Read as UTF-8; what is none is rejected record by record.
      }
    }
    return StandardCharsets.UTF_8;
  }
}
