package org.afterglow.archive.markup;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of a piece of HTML that somebody wrote: its text, and where its links lead.
 * Links to people and to hashtags, as federated platforms mark them, are words alone; a link whose
 * words are its own address cut short is written out; of pictures, emojis are read.
 *
 * @param text paragraphs divided by a blank line, lines by a line break; null if there is none
 * @param links where its links lead, whole addresses alone, each once, in their order
 */
public record Markup(@Nullable String text, List<String> links) {
  private static final Markup NOTHING = new Markup(null, List.of());

  /** How many line breaks an element makes before and after itself. */
  private static final Map<String, Integer> BREAKS =
      Map.ofEntries(
          Map.entry("p", 2),
          Map.entry("h1", 2),
          Map.entry("h2", 2),
          Map.entry("h3", 2),
          Map.entry("h4", 2),
          Map.entry("h5", 2),
          Map.entry("h6", 2),
          Map.entry("blockquote", 2),
          Map.entry("pre", 2),
          Map.entry("ul", 2),
          Map.entry("ol", 2),
          Map.entry("dl", 2),
          Map.entry("table", 2),
          Map.entry("hr", 2),
          Map.entry("figure", 2),
          Map.entry("article", 2),
          Map.entry("section", 2),
          Map.entry("body", 2),
          Map.entry("title", 2),
          Map.entry("header", 2),
          Map.entry("footer", 2),
          Map.entry("nav", 2),
          Map.entry("aside", 2),
          Map.entry("main", 2),
          Map.entry("form", 2),
          Map.entry("address", 2),
          Map.entry("div", 1),
          Map.entry("li", 1),
          Map.entry("dt", 1),
          Map.entry("dd", 1),
          Map.entry("tr", 1),
          Map.entry("figcaption", 1),
          Map.entry("option", 1));

  /** Line breaks around an element; 0 for one that stands within a line. */
  public static int breaks(String element) {
    return BREAKS.getOrDefault(element, 0);
  }

  /** HTML whose own line breaks mean no more than blanks. */
  public static Markup of(@Nullable String html) {
    return of(html, false);
  }

  /** HTML whose line breaks are the author's, as blogs' editors keep them. */
  public static Markup ofLines(@Nullable String html) {
    return of(html, true);
  }

  private static Markup of(@Nullable String html, boolean keepLines) {
    if (html == null || html.isBlank()) {
      return NOTHING;
    }
    Flow flow = new Flow(keepLines);
    Set<String> links = Set.of();
    HtmlTokens tokens = new HtmlTokens(html);
    HtmlTokens.Kind kind;
    String hidden = "";
    int preformatted = 0;
    while ((kind = tokens.next()) != HtmlTokens.Kind.END) {
      if (kind == HtmlTokens.Kind.TEXT) {
        if (hidden.isEmpty()) {
          flow.add(html, tokens.start(), tokens.end(), preformatted > 0);
        }
        continue;
      }
      String name = tokens.name();
      boolean open = kind == HtmlTokens.Kind.OPEN;
      if (name.equals("script") || name.equals("style")) {
        hidden = open ? name : "";
        continue;
      }
      if (name.equals("br")) {
        flow.line();
      } else if (name.equals("td") || name.equals("th")) {
        flow.blank();
      } else if (name.equals("a")) {
        flow.endLink();
        String address = open ? tokens.attribute("href") : null;
        if (address != null && isAddress(address) && !isNamed(tokens.attribute("class"))) {
          String link = PlainText.storable(address);
          if (links.isEmpty()) {
            links = new LinkedHashSet<>(4);
          }
          links.add(link);
          flow.beginLink(link);
        }
      } else if (name.equals("img")) {
        String shape = tokens.attribute("class");
        String words = tokens.attribute("alt");
        if (words != null && shape != null && shape.contains("emoji")) {
          flow.word(words);
        }
      } else {
        if (name.equals("pre")) {
          preformatted = Math.max(0, preformatted + (open ? 1 : -1));
        }
        flow.breaks(breaks(name));
      }
    }
    flow.endLink();
    String text = flow.text();
    return new Markup(
        text.isEmpty() ? null : PlainText.storable(text),
        links.isEmpty() ? List.of() : List.copyOf(links));
  }

  /** Whether an anchor's class says that it names an account or a hashtag. */
  private static boolean isNamed(@Nullable String anchorClass) {
    return anchorClass != null
        && (anchorClass.contains("mention") || anchorClass.contains("hashtag"));
  }

  private static boolean isAddress(String address) {
    return address.startsWith("http://") || address.startsWith("https://");
  }

  /** Text that is being laid out. */
  public static final class Flow {
    private final boolean keepLines;
    private final StringBuilder out = new StringBuilder();

    /** Line breaks due before the next word, and whether a blank is. */
    private int due;

    private boolean blank;

    private @Nullable String link;
    private int linkStart;

    public Flow(boolean keepLines) {
      this.keepLines = keepLines;
    }

    /** Adds a range of HTML text. */
    public void add(String html, int from, int to, boolean preformatted) {
      int at = from;
      int lines = 0;
      while (at < to) {
        char c = html.charAt(at);
        if (HtmlTokens.isSpace(c)) {
          blank = true;
          if (c == '\n' && (keepLines || preformatted)) {
            lines++;
            breaks(Math.min(2, lines));
          }
          at++;
          continue;
        }
        lines = 0;
        int word = at;
        boolean entity = false;
        while (at < to && !HtmlTokens.isSpace(html.charAt(at))) {
          entity |= html.charAt(at) == '&';
          at++;
        }
        settle();
        if (entity) {
          HtmlEntities.append(html, word, at, out);
        } else {
          out.append(html, word, at);
        }
      }
    }

    /** Adds words as they are. */
    void word(String words) {
      settle();
      out.append(words);
    }

    /** What follows are the words of a link. */
    void beginLink(String address) {
      link = address;
      linkStart = out.length();
    }

    /** The words of the link are over: if they are its beginning and an ellipsis, it is whole. */
    void endLink() {
      String address = link;
      link = null;
      if (address == null) {
        return;
      }
      int start = linkStart;
      while (start < out.length() && HtmlTokens.isSpace(out.charAt(start))) {
        start++;
      }
      int end = out.length();
      int cut = out.indexOf("...", Math.max(start, end - 3)) >= 0 ? 3 : 1;
      if (end - start < cut + 4 || (cut == 1 && out.charAt(end - 1) != '\u2026')) {
        return;
      }
      String shown = out.substring(start, end - cut);
      String bare = address.substring(address.indexOf("//") + 2);
      if (address.startsWith(shown)
          || bare.startsWith(shown)
          || (bare.startsWith("www.") && bare.startsWith(shown, 4))) {
        out.setLength(start);
        out.append(address);
      }
    }

    private void settle() {
      if (out.length() > 0) {
        if (due > 0) {
          out.append(due > 1 ? "\n\n" : "\n");
        } else if (blank) {
          out.append(' ');
        }
      }
      due = 0;
      blank = false;
    }

    /** Ends the line, once more each time. */
    public void line() {
      due++;
    }

    /** Parts words. */
    void blank() {
      blank = true;
    }

    /** Ends the line, with at least so many breaks. */
    void breaks(int lines) {
      due = Math.max(due, lines);
    }

    public String text() {
      return out.toString().strip();
    }
  }
}
