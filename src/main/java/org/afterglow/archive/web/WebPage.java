package org.afterglow.archive.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.afterglow.archive.markup.HtmlTokens;
import org.afterglow.archive.markup.Markup;
import org.afterglow.archive.markup.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * What a page of the web is about: its title, its main text without what stands around it, the
 * links in that text, and the time at which it says that it was published.
 *
 * <p>The main text is found block by block, from how many words a block has and how many of them
 * are links, and from the same of the blocks before and after it: the decision tree of
 * Kohlschütter, Fankhauser and Nejdl, "Boilerplate detection using shallow text features" (WSDM
 * 2010, algorithm 2). What markup itself says to be navigation, a menu or a footer is left out
 * before. If nothing is left, all blocks are the text.
 *
 * @param title null if it has none
 * @param text main text, paragraphs divided by a blank line; null if it has none
 * @param links whole addresses that the main text links to, in their order
 * @param published as the page writes it, null if it does not say
 */
record WebPage(
    @Nullable String title, @Nullable String text, List<String> links, @Nullable String published) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_JSON_LEVELS = 20;

  /** How far an element that nobody reads may reach, if it is not a script. */
  private static final int MAX_HIDDEN = 1 << 16;

  /** Elements whose text nobody reads. */
  private static final Set<String> HIDDEN =
      Set.of("script", "style", "noscript", "template", "textarea", "svg", "object", "iframe");

  /** Elements that stand around the text by their meaning. */
  private static final Set<String> AROUND =
      Set.of("nav", "footer", "aside", "select", "button", "menu");

  /** Names under which pages state when they were published, the surest first. */
  private static final List<String> DATES =
      List.of(
          "article:published_time",
          "og:published_time",
          "datepublished",
          "parsely-pub-date",
          "sailthru.date",
          "dc.date.issued",
          "dcterms.created",
          "dc.date",
          "pubdate",
          "publishdate",
          "publication_date",
          "date");

  /** A run of text between two elements that are blocks. */
  private record Block(String text, int words, int linkedWords, List<String> links) {
    static final Block NONE = new Block("", 0, 0, List.of());

    double linkDensity() {
      return words == 0 ? 0 : (double) linkedWords / words;
    }

    /** The decision tree. */
    boolean isContent(Block before, Block after) {
      if (linkDensity() > 1.0 / 3) {
        return false;
      }
      if (before.linkDensity() > 5.0 / 9) {
        return words > 40 || after.words > 17;
      }
      return words > 16 || after.words > 15 || before.words > 4;
    }
  }

  /** Reads a page. */
  static WebPage of(String html) {
    return new Reader(html).page();
  }

  private static final class Reader {
    private final String html;
    private final HtmlTokens tokens;
    private final List<Block> blocks = new ArrayList<>();
    private Markup.Flow flow = new Markup.Flow(false);
    private int words;
    private int linkedWords;
    private List<String> links = new ArrayList<>();
    private boolean inLink;
    private boolean inWord;
    private int around;
    private @Nullable String title;
    private @Nullable String jsonDate;
    private @Nullable String timeElement;
    private final @Nullable String[] metaDates = new @Nullable String[DATES.size()];

    Reader(String html) {
      this.html = html;
      this.tokens = new HtmlTokens(html);
    }

    WebPage page() {
      HtmlTokens.Kind kind;
      while ((kind = tokens.next()) != HtmlTokens.Kind.END) {
        switch (kind) {
          case TEXT -> text();
          case OPEN -> open(tokens.name());
          case CLOSE -> close(tokens.name());
          default -> throw new IllegalStateException();
        }
      }
      endBlock();
      List<Block> content = content();
      StringBuilder text = new StringBuilder();
      List<String> kept = new ArrayList<>();
      for (Block block : content) {
        text.append(text.length() == 0 ? "" : "\n\n").append(block.text());
        kept.addAll(block.links());
      }
      return new WebPage(
          title,
          text.length() == 0 ? null : PlainText.storable(text.toString()),
          List.copyOf(kept),
          published());
    }

    private List<Block> content() {
      List<Block> content = new ArrayList<>();
      for (int i = 0; i < blocks.size(); i++) {
        Block before = i == 0 ? Block.NONE : blocks.get(i - 1);
        Block after = i + 1 == blocks.size() ? Block.NONE : blocks.get(i + 1);
        if (blocks.get(i).isContent(before, after)) {
          content.add(blocks.get(i));
        }
      }
      return content.isEmpty() ? blocks : content;
    }

    private @Nullable String published() {
      if (metaDates[0] != null) {
        return metaDates[0];
      }
      if (jsonDate != null) {
        return jsonDate;
      }
      for (String date : metaDates) {
        if (date != null) {
          return date;
        }
      }
      return timeElement;
    }

    private void open(String name) {
      if (HIDDEN.contains(name)) {
        hidden(name);
      } else if (name.equals("title") && title == null) {
        title = titleText();
      } else if (name.equals("meta")) {
        meta();
      } else if (name.equals("time") && timeElement == null && around == 0) {
        timeElement = blankToNull(tokens.attribute("datetime"));
      } else if (name.equals("a")) {
        inLink = true;
        String address = tokens.attribute("href");
        if (around == 0
            && address != null
            && (address.startsWith("http://") || address.startsWith("https://"))) {
          links.add(PlainText.storable(address));
        }
      } else if (AROUND.contains(name)) {
        endBlock();
        around++;
      } else {
        boundary(name);
      }
    }

    private void close(String name) {
      if (name.equals("a")) {
        inLink = false;
      } else if (AROUND.contains(name)) {
        endBlock();
        around = Math.max(0, around - 1);
      } else {
        boundary(name);
      }
    }

    private void boundary(String name) {
      if (name.equals("br")) {
        flow.line();
        inWord = false;
      } else if (name.equals("td") || name.equals("th") || Markup.breaks(name) > 0) {
        endBlock();
      }
    }

    private void text() {
      if (around > 0) {
        return;
      }
      for (int i = tokens.start(); i < tokens.end(); i++) {
        boolean space = HtmlTokens.isSpace(html.charAt(i));
        if (!space && !inWord) {
          words++;
          linkedWords += inLink ? 1 : 0;
        }
        inWord = !space;
      }
      flow.add(html, tokens.start(), tokens.end(), false);
    }

    private void endBlock() {
      String text = flow.text();
      if (!text.isEmpty()) {
        blocks.add(new Block(text, words, linkedWords, links));
      }
      flow = new Markup.Flow(false);
      links = new ArrayList<>();
      words = 0;
      linkedWords = 0;
      inWord = false;
    }

    private @Nullable String titleText() {
      Markup.Flow text = new Markup.Flow(false);
      HtmlTokens.Kind kind;
      while ((kind = tokens.next()) == HtmlTokens.Kind.TEXT) {
        text.add(html, tokens.start(), tokens.end(), false);
      }
      if (kind == HtmlTokens.Kind.OPEN && !tokens.name().equals("title")) {
        open(tokens.name());
      }
      return blankToNull(PlainText.storable(text.text()));
    }

    /** Goes behind an element that nobody reads, but for what a script says of the page. */
    private void hidden(String name) {
      boolean json =
          name.equals("script") && "application/ld+json".equalsIgnoreCase(tokens.attribute("type"));
      int start = tokens.end();
      HtmlTokens.Kind kind;
      while ((kind = tokens.next()) != HtmlTokens.Kind.END
          && !(kind == HtmlTokens.Kind.CLOSE && tokens.name().equals(name))) {
        if (json && kind == HtmlTokens.Kind.TEXT) {
          linkedData(html.substring(tokens.start(), tokens.end()));
        }
        if (tokens.end() - start > MAX_HIDDEN && !name.equals("script") && !name.equals("style")) {
          // Its end is missing: better too much text than none.
          return;
        }
      }
    }

    private void meta() {
      String name = tokens.attribute("property");
      if (name == null) {
        name = tokens.attribute("name");
      }
      if (name == null) {
        name = tokens.attribute("itemprop");
      }
      int rank = name == null ? -1 : DATES.indexOf(name.toLowerCase(Locale.ROOT));
      if (rank >= 0 && metaDates[rank] == null) {
        metaDates[rank] = blankToNull(tokens.attribute("content"));
      }
    }

    private void linkedData(String json) {
      if (jsonDate != null || json.indexOf("datePublished") < 0) {
        return;
      }
      try {
        jsonDate = published(JSON.readTree(json), 0);
      } catch (JsonProcessingException e) {
        // A page whose data is broken states no date by it.
      }
    }

    private static @Nullable String published(JsonNode node, int level) {
      if (level > MAX_JSON_LEVELS) {
        return null;
      }
      if (node.path("datePublished").isTextual()) {
        return blankToNull(node.path("datePublished").asText());
      }
      for (JsonNode child : node) {
        String found = child.isContainerNode() ? published(child, level + 1) : null;
        if (found != null) {
          return found;
        }
      }
      return null;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
      return text == null || text.isBlank() ? null : text;
    }
  }
}
