package org.afterglow.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.SpoofChecker;
import java.lang.Character.UnicodeScript;

/**
 * Letters that are drawn like the Latin a … z: those that Unicode holds for confusable with one of
 * them in lower or in upper case (UTS #39), and some that spam uses besides. A word that mixes them
 * with Latin letters is a Latin word in disguise. A word of them alone is left as it stands, unless
 * the text is Latin and has words in disguise.
 *
 * <p>Letters of Latin orthographies (ı, ø, …) are none: words in them are not of mixed script.
 */
final class LookAlikes {
  /** Where more than one would do, or Unicode does not think of it. */
  private static final String FROM =
      "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458"
          + "\u04bb\u0501\u051b\u051d\u0261\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1"
          + "\u03c4\u03c5\u03c7\u03c9\u03f2\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a"
          + "\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u01eb\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21"
          + "\u028f\u1d22";

  private static final String TO =
      "abekmhopctyxsijhdqwgabenikvoptuxwc" + "abcdefghijklmnopqrstuvwyz";

  private LookAlikes() {}

  /** Made when the first text that is not ASCII alone is read: half a second, once. */
  private static final class Table {
    static final char[] LATIN = new char[0x10000];

    static {
      SpoofChecker unicode = new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();
      String[] drawn = new String[2 * 26];
      for (int i = 0; i < 26; i++) {
        drawn[i] = unicode.getSkeleton(String.valueOf((char) ('a' + i)));
        drawn[26 + i] = unicode.getSkeleton(String.valueOf((char) ('A' + i)));
      }
      for (int point = 0x80; point < LATIN.length; point++) {
        if (Character.isLetter(point)
            && UCharacter.foldCase(point, true) == point
            && !isLatinOrthography(point)) {
          LATIN[point] = like(unicode, drawn, point);
        }
      }
      for (int i = 0; i < FROM.length(); i++) {
        LATIN[FROM.charAt(i)] = TO.charAt(i);
      }
    }

    private static char like(SpoofChecker unicode, String[] drawn, int point) {
      int upper = UCharacter.toUpperCase(point);
      String lowerDrawn = unicode.getSkeleton(Character.toString(point));
      String upperDrawn = unicode.getSkeleton(Character.toString(upper));
      for (int i = 0; i < 26; i++) {
        if (lowerDrawn.equals(drawn[i])) {
          return (char) ('a' + i);
        }
      }
      for (int i = 26; i < drawn.length; i++) {
        if (upperDrawn.equals(drawn[i]) || lowerDrawn.equals(drawn[i])) {
          return (char) ('a' + i - 26);
        }
      }
      return 0;
    }
  }

  /** Latin letters but for those of phonetic writing, which no language is written in alone. */
  private static boolean isLatinOrthography(int point) {
    return UnicodeScript.of(point) == UnicodeScript.LATIN
        && !(point >= 0x0250 && point < 0x02b0)
        && !(point >= 0x1d00 && point < 0x1dc0)
        && point != 0x01eb
        && !(point >= 0xa730 && point < 0xa732);
  }

  /** The Latin letter that a lower-case one is drawn like, 0 if there is none. */
  static char latin(char c) {
    return c < 0x80 ? 0 : Table.LATIN[c];
  }

  /** Rewrites the words in disguise within text[0, length), which is folded, in Latin letters. */
  static void undo(char[] text, int length) {
    int disguised = 0;
    int latin = 0;
    int other = 0;
    for (int from = 0; from < length; ) {
      int to = endOfWord(text, from, length);
      int plain = 0;
      int alike = 0;
      int foreign = 0;
      for (int i = from; i < to; i++) {
        char c = text[i];
        if (c >= 'a' && c <= 'z') {
          plain++;
        } else if (c >= 0x80 && Character.isLetter(c)) {
          alike += latin(c) != 0 ? 1 : 0;
          foreign += latin(c) == 0 && !isLatinOrthography(c) ? 1 : 0;
        }
      }
      latin += plain;
      if (plain > 0 && alike > 0) {
        rewrite(text, from, to);
        disguised++;
        latin += alike;
        other += foreign;
      } else {
        other += alike + foreign;
      }
      from = to + 1;
    }
    if (disguised > 0 && latin > other) {
      for (int from = 0; from < length; ) {
        int to = endOfWord(text, from, length);
        if (wholly(text, from, to)) {
          rewrite(text, from, to);
        }
        from = to + 1;
      }
    }
  }

  private static int endOfWord(char[] text, int from, int length) {
    int i = from;
    while (i < length && (text[i] >= 0x80 ? isWordPart(text[i]) : isAsciiWordPart(text[i]))) {
      i++;
    }
    return i;
  }

  private static boolean isAsciiWordPart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'';
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.isSurrogate(c);
  }

  private static boolean wholly(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (latin(text[i]) == 0) {
        return false;
      }
    }
    return to > from;
  }

  private static void rewrite(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = latin(text[i]);
      if (c != 0) {
        text[i] = c;
      }
    }
  }
}
