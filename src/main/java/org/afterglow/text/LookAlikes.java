package org.afterglow.text;

/**
 * Letters of other scripts that are drawn like Latin ones. A word that mixes them with Latin
 * letters is a Latin word in disguise; a word wholly in its own script is left alone.
 */
final class LookAlikes {
  private static final String FROM =
      "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458"
          + "\u04bb\u0501\u051b\u051d\u0261\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1"
          + "\u03c4\u03c5\u03c7\u03c9\u03f2\u0131";
  private static final String TO = "abekmhopctyxsijhdqwgabenikvoptuxwci";
  private static final char[] LATIN = new char[0x0530];

  static {
    for (int i = 0; i < FROM.length(); i++) {
      LATIN[FROM.charAt(i)] = TO.charAt(i);
    }
  }

  private LookAlikes() {}

  /** The Latin letter that a lower-case one is drawn like, 0 if there is none. */
  static char latin(char c) {
    return c < LATIN.length ? LATIN[c] : 0;
  }

  /** Rewrites chars[from, to) in Latin letters if it mixes them with look-alikes. */
  static void unmask(char[] chars, int from, int to) {
    boolean latin = false;
    boolean other = false;
    for (int i = from; i < to; i++) {
      char c = chars[i];
      latin |= c >= 'a' && c <= 'z';
      other |= c >= 0x80 && latin(c) != 0;
    }
    if (latin && other) {
      for (int i = from; i < to; i++) {
        char c = latin(chars[i]);
        if (c != 0) {
          chars[i] = c;
        }
      }
    }
  }
}
