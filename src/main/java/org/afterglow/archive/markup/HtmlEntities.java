package org.afterglow.archive.markup;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.translate.EntityArrays;
import org.jspecify.annotations.Nullable;

/** The entities of HTML 4, decoded as browsers do. */
public final class HtmlEntities {
  private static final int LONGEST = 10;

  /** What the numbers 128 to 159 are taken for, which pages of Windows wrote for these. */
  private static final String WINDOWS =
      "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d"
          + "\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153"
          + "\u009d\u017e\u0178";

  private static final Map<String, String> NAMED = named();

  private HtmlEntities() {}

  private static Map<String, String> named() {
    Map<String, String> named = new HashMap<>();
    for (Map<CharSequence, CharSequence> entities :
        List.of(
            EntityArrays.BASIC_UNESCAPE,
            EntityArrays.APOS_UNESCAPE,
            EntityArrays.ISO8859_1_UNESCAPE,
            EntityArrays.HTML40_EXTENDED_UNESCAPE)) {
      entities.forEach(
          (entity, character) ->
              named.put(
                  entity.subSequence(1, entity.length() - 1).toString(), character.toString()));
    }
    return named;
  }

  /** A range of a text with its entities decoded once. */
  public static String decoded(String text, int from, int to) {
    if (ampersand(text, from, to) < 0) {
      return text.substring(from, to);
    }
    StringBuilder out = new StringBuilder(to - from);
    append(text, from, to, out);
    return out.toString();
  }

  /** Adds a range of a text with its entities decoded once. */
  static void append(String text, int from, int to, StringBuilder out) {
    int at = from;
    while (at < to) {
      int amp = ampersand(text, at, to);
      if (amp < 0) {
        break;
      }
      out.append(text, at, amp);
      int semicolon = semicolon(text, amp + 1, to);
      at = amp + 1;
      if (semicolon > 0 && entity(text, amp + 1, semicolon, out)) {
        at = semicolon + 1;
      } else {
        out.append('&');
      }
    }
    out.append(text, Math.min(at, to), to);
  }

  /**
   * The next ampersand of the range: what comes after it is not searched, or ranges cost squares.
   */
  private static int ampersand(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '&') {
        return i;
      }
    }
    return -1;
  }

  private static int semicolon(String text, int from, int to) {
    int limit = Math.min(to, from + LONGEST);
    for (int i = from; i < limit; i++) {
      char c = text.charAt(i);
      if (c == ';') {
        return i > from ? i : -1;
      }
      if (c > 'z' || c == ' ' || c == '&' || c == '<') {
        return -1;
      }
    }
    return -1;
  }

  private static boolean entity(String text, int from, int to, StringBuilder out) {
    if (text.charAt(from) == '#') {
      int point = number(text, from + 1, to);
      if (point < 0) {
        return false;
      }
      out.appendCodePoint(point);
      return true;
    }
    int length = to - from;
    if (length == 2 && text.charAt(from + 1) == 't') {
      char c = text.charAt(from);
      if (c == 'l' || c == 'g') {
        out.append(c == 'l' ? '<' : '>');
        return true;
      }
    }
    if (length == 3 && text.startsWith("amp", from)) {
      out.append('&');
      return true;
    }
    @Nullable String named = NAMED.get(text.substring(from, to));
    if (named == null) {
      return false;
    }
    out.append(named);
    return true;
  }

  /** The code point that a number stands for, U+FFFD for none, -1 if it is no number. */
  private static int number(String text, int from, int to) {
    boolean hex = from < to && (text.charAt(from) == 'x' || text.charAt(from) == 'X');
    int radix = hex ? 16 : 10;
    int at = hex ? from + 1 : from;
    if (at == to) {
      return -1;
    }
    int point = 0;
    for (; at < to; at++) {
      int digit = Character.digit(text.charAt(at), radix);
      if (digit < 0) {
        return -1;
      }
      point = Math.min(Character.MAX_CODE_POINT + 1, point * radix + digit);
    }
    if (point >= 128 && point < 160) {
      return WINDOWS.charAt(point - 128);
    }
    boolean control = point < 32 && point != '\t' && point != '\n' && point != '\r';
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return control || surrogate || point > Character.MAX_CODE_POINT ? 0xfffd : point;
  }
}
