package org.afterglow.archive.markup;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The tags and the text of HTML, one after another, however badly it is written. What stands within
 * {@code script}, {@code style} and {@code textarea} is one text; comments and declarations are
 * skipped. Not shared by threads.
 */
public final class HtmlTokens {
  /** What was met. */
  public enum Kind {
    TEXT,
    OPEN,
    CLOSE,
    END
  }

  private static final int MAX_NAME = 32;

  private final String html;
  private int at;
  private int start;
  private int end;
  private String name = "";
  private @Nullable String rawUntil;

  public HtmlTokens(String html) {
    this.html = html;
  }

  /** Goes on to the next token. */
  public Kind next() {
    while (at < html.length()) {
      if (rawUntil != null) {
        String until = rawUntil;
        rawUntil = null;
        int close = closing(until, at);
        if (close > at) {
          return text(close);
        }
      }
      int open = tagFrom(at);
      if (open > at) {
        return text(open);
      }
      char c = at + 1 < html.length() ? html.charAt(at + 1) : ' ';
      if (c == '!' || c == '?') {
        skipDeclaration();
        continue;
      }
      return tag(c == '/');
    }
    return Kind.END;
  }

  /** Where the token begins: the text, or the attributes of a tag. */
  public int start() {
    return start;
  }

  /** Where the token ends. */
  public int end() {
    return end;
  }

  /** Name of a tag, in lower case. */
  public String name() {
    return name;
  }

  /** An attribute of an opening tag, its entities decoded; null if it is not there. */
  public @Nullable String attribute(String wanted) {
    int i = start;
    while (i < end) {
      while (i < end && (isSpace(html.charAt(i)) || html.charAt(i) == '/')) {
        i++;
      }
      int nameStart = i;
      while (i < end && html.charAt(i) != '=' && !isSpace(html.charAt(i))) {
        i++;
      }
      int nameEnd = i;
      while (i < end && isSpace(html.charAt(i))) {
        i++;
      }
      int valueStart = i;
      int valueEnd = i;
      if (i < end && html.charAt(i) == '=') {
        i++;
        while (i < end && isSpace(html.charAt(i))) {
          i++;
        }
        char quote = i < end ? html.charAt(i) : ' ';
        if (quote == '"' || quote == '\'') {
          valueStart = i + 1;
          int close = html.indexOf(quote, valueStart);
          valueEnd = close < 0 || close > end ? end : close;
          i = valueEnd + 1;
        } else {
          valueStart = i;
          while (i < end && !isSpace(html.charAt(i))) {
            i++;
          }
          valueEnd = i;
        }
      } else if (nameEnd == nameStart) {
        i++;
      }
      if (nameEnd - nameStart == wanted.length()
          && html.regionMatches(true, nameStart, wanted, 0, wanted.length())) {
        return HtmlEntities.decoded(html, valueStart, valueEnd).strip();
      }
    }
    return null;
  }

  private Kind text(int to) {
    start = at;
    end = to;
    at = to;
    return Kind.TEXT;
  }

  /** Where the next tag or declaration begins; the end if there is none. */
  private int tagFrom(int from) {
    int open = html.indexOf('<', from);
    while (open >= 0) {
      char c = open + 1 < html.length() ? html.charAt(open + 1) : ' ';
      char after = c == '/' && open + 2 < html.length() ? html.charAt(open + 2) : c;
      if (isLetter(after) || c == '!' || c == '?') {
        return open;
      }
      open = html.indexOf('<', open + 1);
    }
    return html.length();
  }

  private void skipDeclaration() {
    int close;
    if (html.startsWith("<!--", at)) {
      close = html.indexOf("-->", at + 2);
      at = close < 0 ? html.length() : close + 3;
    } else if (html.startsWith("<![CDATA[", at)) {
      close = html.indexOf("]]>", at);
      at = close < 0 ? html.length() : close + 3;
    } else {
      close = html.indexOf('>', at);
      at = close < 0 ? html.length() : close + 1;
    }
  }

  private Kind tag(boolean closing) {
    int i = at + (closing ? 2 : 1);
    int nameStart = i;
    while (i < html.length() && isNamePart(html.charAt(i))) {
      i++;
    }
    name =
        i - nameStart > MAX_NAME
            ? "unknown"
            : html.substring(nameStart, i).toLowerCase(Locale.ROOT);
    start = i;
    char quote = 0;
    boolean value = false;
    while (i < html.length()) {
      char c = html.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        }
      } else if (c == '>') {
        break;
      } else if (value && (c == '"' || c == '\'')) {
        quote = c;
      }
      value = c == '=' || (value && isSpace(c));
      i++;
    }
    if (i == html.length() && quote != 0) {
      // A quote that never closes would swallow the rest: the tag ends at its first bracket.
      int close = html.indexOf('>', start);
      i = close < 0 ? html.length() : close;
    }
    end = i;
    at = Math.min(html.length(), i + 1);
    if (!closing && (name.equals("script") || name.equals("style") || name.equals("textarea"))) {
      rawUntil = name;
    }
    return closing ? Kind.CLOSE : Kind.OPEN;
  }

  private int closing(String tag, int from) {
    int close = html.indexOf("</", from);
    while (close >= 0) {
      if (html.regionMatches(true, close + 2, tag, 0, tag.length())) {
        return close;
      }
      close = html.indexOf("</", close + 2);
    }
    return html.length();
  }

  public static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNamePart(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':';
  }
}
