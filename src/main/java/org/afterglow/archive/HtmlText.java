package org.afterglow.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What readers saw of a piece of HTML, and where it leads.
 *
 * <p>Paragraphs stand two lines apart, other blocks and line breaks one; runs of white space are
 * one blank except in preformatted text; entities are decoded once; scripts, styles and comments
 * are left out. A picture counts as its alternative text where it is an emoji. Links to people and
 * to hashtags, as federated platforms mark them, are words and no links. A link whose words are its
 * own address cut short is written out.
 *
 * @param text null where nothing can be read
 * @param links addresses of anchors, each once, as they come
 */
record HtmlText(@Nullable String text, List<String> links) {
  private static final HtmlText NOTHING = new HtmlText(null, List.of());

  /** Reads a piece of HTML, of whatever soundness; plain text is HTML without tags. */
  static HtmlText of(@Nullable String html) {
    if (html == null || html.isBlank()) {
      return NOTHING;
    }
    if (html.indexOf('<') < 0 && html.indexOf('\n') < 0) {
      return new HtmlText(PlainText.decoded(html.strip()), List.of());
    }
    return new Scan(html).read();
  }

  private static final class Scan {
    private final String html;
    private final StringBuilder text;
    private final List<String> links = new ArrayList<>(2);

    /** Newlines owed before the next word. */
    private int breaks;

    private boolean blank;
    private int preformatted;
    private @Nullable String href;
    private int anchorStart;

    Scan(String html) {
      this.html = html;
      this.text = new StringBuilder(html.length());
    }

    HtmlText read() {
      int at = 0;
      while (at < html.length()) {
        int open = html.indexOf('<', at);
        if (open < 0) {
          words(at, html.length());
          break;
        }
        if (!isTag(open)) {
          words(at, open + 1);
          at = open + 1;
          continue;
        }
        words(at, open);
        at = html.startsWith("<!--", open) ? behind("-->", open + 4) : tag(open);
      }
      closeAnchor();
      String read = text.toString().stripTrailing();
      return new HtmlText(
          read.isBlank() ? null : PlainText.storable(read),
          links.isEmpty() ? List.of() : List.copyOf(links));
    }

    /** Whether the sign begins a tag, and is no sign of comparison. */
    private boolean isTag(int open) {
      if (open + 1 >= html.length()) {
        return false;
      }
      char next = html.charAt(open + 1);
      return (next | 0x20) >= 'a' && (next | 0x20) <= 'z' || next == '/' || next == '!';
    }

    private int behind(String end, int from) {
      int found = html.indexOf(end, from);
      return found < 0 ? html.length() : found + end.length();
    }

    /** Takes a tag; the place behind it. */
    private int tag(int open) {
      boolean closing = html.charAt(open + 1) == '/';
      int start = closing ? open + 2 : open + 1;
      int nameEnd = start;
      while (nameEnd < html.length() && Character.isLetterOrDigit(html.charAt(nameEnd))) {
        nameEnd++;
      }
      int end = end(nameEnd);
      String name = html.substring(start, nameEnd).toLowerCase(Locale.ROOT);
      switch (name) {
        case "br" -> breaks = Math.min(2, breaks + 1); // two in a row leave an empty line
        case "p", "blockquote", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "hr" ->
            breaks = 2;
        case "pre" -> {
          breaks = 2;
          preformatted = Math.max(0, preformatted + (closing ? -1 : 1));
        }
        case "div", "li", "tr", "dt", "dd", "section", "article", "header", "footer" ->
            breaks = Math.max(breaks, 1);
        case "td", "th" -> blank = true;
        case "a" -> {
          closeAnchor();
          if (!closing) {
            anchor(nameEnd, end);
          }
        }
        case "img" -> {
          String alt = attribute("alt", nameEnd, end);
          String cssClass = attribute("class", nameEnd, end);
          if (alt != null && cssClass != null && cssClass.contains("emoji")) {
            append(alt);
          }
        }
        case "script", "style" -> {
          if (!closing) {
            return behind("</" + name + ">", end);
          }
        }
        default -> {
          // Changes how words look, not what they say.
        }
      }
      return end;
    }

    /** The place behind the bracket that closes a tag, those within quotes left out. */
    private int end(int from) {
      char quote = 0;
      for (int i = from; i < html.length(); i++) {
        char c = html.charAt(i);
        if (quote != 0) {
          quote = c == quote ? 0 : quote;
        } else if (c == '>') {
          return i + 1;
        } else if ((c == '"' || c == '\'') && html.charAt(i - 1) == '=') {
          quote = c;
        }
      }
      return html.length();
    }

    private @Nullable String attribute(String name, int from, int to) {
      int at = from;
      while (at < to) {
        int found = html.indexOf(name, at);
        if (found < 0 || found + name.length() >= to) {
          return null;
        }
        int equals = found + name.length();
        if (!Character.isWhitespace(html.charAt(found - 1)) || html.charAt(equals) != '=') {
          at = equals;
          continue;
        }
        char quote = equals + 1 < to ? html.charAt(equals + 1) : '>';
        if (quote == '"' || quote == '\'') {
          int end = html.indexOf(quote, equals + 2);
          return end < 0 || end > to ? null : PlainText.entities(html.substring(equals + 2, end));
        }
        int end = equals + 1;
        while (end < to - 1 && !Character.isWhitespace(html.charAt(end))) {
          end++;
        }
        return PlainText.entities(html.substring(equals + 1, end));
      }
      return null;
    }

    private void anchor(int from, int to) {
      String address = attribute("href", from, to);
      String cssClass = attribute("class", from, to);
      String rel = attribute("rel", from, to);
      boolean named =
          cssClass != null && (cssClass.contains("mention") || cssClass.contains("hashtag"));
      if (address == null
          || named
          || (rel != null && List.of(rel.split(" ", -1)).contains("tag"))
          || !(address.startsWith("http://") || address.startsWith("https://"))) {
        return;
      }
      href = PlainText.storable(address.strip());
      anchorStart = text.length();
    }

    private void closeAnchor() {
      String address = href;
      if (address == null) {
        return;
      }
      href = null;
      if (!links.contains(address)) {
        links.add(address);
      }
      int start = anchorStart;
      while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      String words = text.substring(start);
      int cut = words.endsWith("...") ? 3 : words.endsWith("…") ? 1 : 0;
      if (cut > 0 && words.length() > cut + 3) {
        String shown = words.substring(0, words.length() - cut);
        if (address.startsWith(shown) || bare(address).startsWith(shown)) {
          text.setLength(start);
          text.append(address);
        }
      }
    }

    private static String bare(String address) {
      String rest = address.substring(address.indexOf("//") + 2);
      return rest.startsWith("www.") ? rest.substring(4) : rest;
    }

    private void words(int from, int to) {
      if (from >= to) {
        return;
      }
      String raw = html.substring(from, to);
      append(raw.indexOf('&') < 0 ? raw : PlainText.entities(raw));
    }

    private void append(String words) {
      for (int i = 0; i < words.length(); i++) {
        char c = words.charAt(i);
        boolean space = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
        if (space && preformatted == 0) {
          blank = true;
          continue;
        }
        if (c == '\r') {
          continue;
        }
        if (breaks > 0) {
          if (text.length() > 0) {
            text.append("\n\n", 0, breaks);
          }
        } else if (blank && text.length() > 0) {
          text.append(' ');
        }
        breaks = 0;
        blank = false;
        text.append(c);
      }
    }
  }
}
