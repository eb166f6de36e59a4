package org.afterglow.archive.xml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.afterglow.archive.markup.HtmlEntities;
import org.afterglow.archive.markup.HtmlTokens;
import org.afterglow.archive.markup.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * One element of XML, with its attributes and the elements within it. Names are taken as written,
 * prefix included, for exports do not vary theirs. Values are decoded when they are asked for.
 *
 * <p>Made for records that were cut out of a document whose declarations are never looked at, so no
 * entity but the predefined and the numbered ones is known, and nothing outside is ever fetched. It
 * is kinder than the standard in what exports are known to get wrong: control characters and
 * unknown entities are left in place. Tags that do not match and quotes that do not close are
 * errors.
 */
final class XmlElement {
  /** The element is not well-formed. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  private static final String CDATA = "<![CDATA[";

  private final String source;
  private final String name;
  private final int start;

  /** Start and end of the name and of the value, for each attribute. */
  private int[] attributes = {};

  private int attributeCount;
  private int contentStart;
  private int contentEnd;
  private List<XmlElement> children = List.of();

  private XmlElement(String source, String name, int start) {
    this.source = source;
    this.name = name;
    this.start = start;
  }

  /**
   * The element that a text is.
   *
   * @throws MalformedException if it is not one whole element
   */
  static XmlElement of(String source) throws MalformedException {
    Parser parser = new Parser(source);
    XmlElement root = parser.element();
    if (parser.at < source.length()) {
      throw new MalformedException("something after the end of the record");
    }
    return root;
  }

  String name() {
    return name;
  }

  /** Where each element directly within this one begins, in bytes of UTF-8 from its beginning. */
  long[] childOffsets() {
    long[] offsets = new long[children.size()];
    long bytes = 0;
    int at = start;
    for (int i = 0; i < offsets.length; i++) {
      int to = children.get(i).start;
      for (; at < to; at++) {
        char c = source.charAt(at);
        bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
      offsets[i] = bytes;
    }
    return offsets;
  }

  /** The value of an attribute; null if it is missing or blank. */
  @Nullable String attribute(String wanted) {
    for (int i = 0; i < attributeCount; i++) {
      int from = attributes[4 * i];
      if (attributes[4 * i + 1] - from == wanted.length() && source.startsWith(wanted, from)) {
        return PlainText.stored(
            HtmlEntities.decoded(source, attributes[4 * i + 2], attributes[4 * i + 3]));
      }
    }
    return null;
  }

  List<XmlElement> children() {
    return children;
  }

  /** The first element of that name directly within this one. */
  @Nullable XmlElement child(String wanted) {
    for (XmlElement child : children) {
      if (child.name.equals(wanted)) {
        return child;
      }
    }
    return null;
  }

  /** The text of the first element of that name; null if it is missing or blank. */
  @Nullable String text(String wanted) {
    XmlElement child = child(wanted);
    return child == null ? null : child.text();
  }

  /** The text directly within this element; null if it is missing or blank. */
  @Nullable String text() {
    if (contentStart == contentEnd) {
      return null;
    }
    int open = source.indexOf('<', contentStart);
    if (open < 0 || open >= contentEnd) {
      return PlainText.stored(HtmlEntities.decoded(source, contentStart, contentEnd));
    }
    if (open == contentStart && source.startsWith(CDATA, open)) {
      int close = source.indexOf("]]>", open);
      if (close + 3 == contentEnd) {
        return PlainText.stored(source.substring(open + CDATA.length(), close));
      }
    }
    StringBuilder text = new StringBuilder();
    int at = contentStart;
    int child = 0;
    while (at < contentEnd) {
      open = source.indexOf('<', at);
      int to = open < 0 || open > contentEnd ? contentEnd : open;
      text.append(HtmlEntities.decoded(source, at, to));
      if (to == contentEnd) {
        break;
      }
      if (source.startsWith(CDATA, to)) {
        int close = source.indexOf("]]>", to);
        text.append(source, to + CDATA.length(), close);
        at = close + 3;
      } else if (source.startsWith("<!--", to)) {
        at = source.indexOf("-->", to) + 3;
      } else if (source.startsWith("<?", to)) {
        at = source.indexOf("?>", to) + 2;
      } else {
        at = source.indexOf('>', children.get(child++).contentEnd) + 1;
      }
    }
    return PlainText.stored(text.toString());
  }

  private static final class Parser {
    private final String source;
    private int at;

    Parser(String source) {
      this.source = source;
    }

    XmlElement element() throws MalformedException {
      int start = at++;
      String name = name();
      XmlElement element = new XmlElement(source, name, start);
      if (attributes(element)) {
        element.contentStart = at - 1;
        element.contentEnd = at - 1;
        return element;
      }
      element.contentStart = at;
      while (true) {
        int open = source.indexOf('<', at);
        if (open < 0) {
          throw new MalformedException("an element that does not end");
        }
        at = open;
        if (source.startsWith("</", open)) {
          element.contentEnd = open;
          at = open + 2;
          if (!name().equals(name)) {
            throw new MalformedException("an end tag of another element");
          }
          skipSpace();
          expect('>');
          return element;
        }
        if (source.startsWith(CDATA, open)) {
          after("]]>");
        } else if (source.startsWith("<!--", open)) {
          after("-->");
        } else if (source.startsWith("<?", open)) {
          after("?>");
        } else {
          if (element.children.isEmpty()) {
            element.children = new ArrayList<>();
          }
          element.children.add(element());
        }
      }
    }

    /** Takes the rest of a start tag; whether the element ends with it. */
    private boolean attributes(XmlElement element) throws MalformedException {
      while (true) {
        boolean space = skipSpace();
        char c = peek();
        if (c == '>') {
          at++;
          return false;
        }
        if (c == '/') {
          at++;
          expect('>');
          return true;
        }
        if (!space) {
          throw new MalformedException("an attribute that follows without a blank");
        }
        int nameStart = at;
        skipName();
        int nameEnd = at;
        skipSpace();
        expect('=');
        skipSpace();
        char quote = peek();
        if (quote != '"' && quote != '\'') {
          throw new MalformedException("an attribute without quotes");
        }
        int close = source.indexOf(quote, at + 1);
        if (close < 0) {
          throw new MalformedException("a quote that never closes");
        }
        int index = 4 * element.attributeCount++;
        if (index == element.attributes.length) {
          element.attributes = Arrays.copyOf(element.attributes, Math.max(32, 2 * index));
        }
        element.attributes[index] = nameStart;
        element.attributes[index + 1] = nameEnd;
        element.attributes[index + 2] = at + 1;
        element.attributes[index + 3] = close;
        at = close + 1;
      }
    }

    private char peek() throws MalformedException {
      if (at >= source.length()) {
        throw new MalformedException("a tag that does not end");
      }
      return source.charAt(at);
    }

    private void expect(char wanted) throws MalformedException {
      if (peek() != wanted) {
        throw new MalformedException("a tag that is not well-formed");
      }
      at++;
    }

    private boolean skipSpace() {
      int before = at;
      while (at < source.length() && HtmlTokens.isSpace(source.charAt(at))) {
        at++;
      }
      return at > before;
    }

    private String name() throws MalformedException {
      int start = at;
      skipName();
      return source.substring(start, at);
    }

    private void skipName() throws MalformedException {
      int start = at;
      while (at < source.length() && isNamePart(source.charAt(at))) {
        at++;
      }
      if (at == start) {
        throw new MalformedException("a tag without a name");
      }
    }

    private void after(String end) throws MalformedException {
      int found = source.indexOf(end, at);
      if (found < 0) {
        throw new MalformedException("a section that does not end");
      }
      at = found + end.length();
    }

    private static boolean isNamePart(char c) {
      return c > ' ' && c != '>' && c != '/' && c != '=' && c != '<' && c != '"' && c != '\'';
    }
  }
}
