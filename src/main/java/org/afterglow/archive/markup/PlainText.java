package org.afterglow.archive.markup;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What authors wrote, from what archives keep of it. */
public final class PlainText {
  private static final int EXCERPT_CHARACTERS = 200;

  private PlainText() {}

  /**
   * The text with its entities decoded once and with nothing that cannot be stored: NUL and halves
   * of surrogate pairs become U+FFFD. Null for null and for blank.
   */
  public static @Nullable String decoded(@Nullable String raw) {
    if (raw == null || raw.isBlank()) {
      return null;
    }
    return storable(raw.indexOf('&') < 0 ? raw : entities(raw));
  }

  /** The text with NUL and halves of surrogate pairs replaced by U+FFFD. */
  public static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return replaced(text);
      }
      if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          return replaced(text);
        }
      }
    }
    return text;
  }

  /** The text as it can be stored; null for null and for blank. */
  public static @Nullable String stored(@Nullable String raw) {
    return raw == null || raw.isBlank() ? null : storable(raw);
  }

  private static String replaced(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                clean.appendCodePoint(
                    c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        ? 0xfffd
                        : c));
    return clean.toString();
  }

  /** The text with its entities decoded once. */
  public static String entities(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int amp = text.indexOf('&', at);
      if (amp < 0) {
        break;
      }
      out.append(text, at, amp);
      int semicolon = text.indexOf(';', amp);
      String decoded =
          semicolon < 0 || semicolon - amp > 10 ? null : entity(text.substring(amp + 1, semicolon));
      if (decoded == null) {
        out.append('&');
        at = amp + 1;
      } else {
        out.append(decoded);
        at = semicolon + 1;
      }
    }
    return out.append(text, Math.min(at, text.length()), text.length()).toString();
  }

  private static @Nullable String entity(String name) {
    return switch (name) {
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      case "quot" -> "\"";
      case "apos" -> "'";
      case "nbsp" -> "\u00a0";
      default -> name.startsWith("#") ? numbered(name) : null;
    };
  }

  private static @Nullable String numbered(String name) {
    try {
      int point =
          name.startsWith("#x") || name.startsWith("#X")
              ? Integer.parseInt(name.substring(2), 16)
              : Integer.parseInt(name.substring(1));
      return Character.isValidCodePoint(point) ? Character.toString(point) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Adds the web addresses that stand in a text. */
  public static void addresses(String text, List<String> into) {
    int at = text.indexOf("http");
    while (at >= 0) {
      int end = at;
      while (end < text.length() && " \t\r\n<>\"()[]{}|\\^`".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      String found = text.substring(at, end);
      if (found.startsWith("http://") || found.startsWith("https://")) {
        into.add(found);
      }
      at = text.indexOf("http", Math.max(end, at + 4));
    }
  }

  /** The text between the tags of a little HTML: {@code <a href="…">App</a>} is App. */
  public static @Nullable String withoutTags(@Nullable String html) {
    if (html == null || html.isBlank()) {
      return null;
    }
    if (html.indexOf('<') < 0) {
      return decoded(html.strip());
    }
    StringBuilder text = new StringBuilder();
    boolean inTag = false;
    for (int i = 0; i < html.length(); i++) {
      char c = html.charAt(i);
      if (c == '<') {
        inTag = true;
      } else if (c == '>' && inTag) {
        inTag = false;
      } else if (!inTag) {
        text.append(c);
      }
    }
    return decoded(text.toString().strip());
  }

  /** The first characters of a record, whatever bytes it has, as they can be stored. */
  public static String excerpt(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + 4 * EXCERPT_CHARACTERS);
    String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
    return storable(
        text.length() <= EXCERPT_CHARACTERS ? text : text.substring(0, EXCERPT_CHARACTERS));
  }

  /** Whether the bytes are well-formed UTF-8. */
  public static boolean isUtf8(byte[] bytes, int from, int to) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** A title and what is under it. */
  public static @Nullable String joined(@Nullable String title, @Nullable String body) {
    if (title == null) {
      return body;
    }
    return body == null ? title : title + "\n\n" + body;
  }
}
