package org.afterglow.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.ULocale;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a text, read in one pass: compatibility forms and case folded (Unicode
 * NFKC_Casefold, which also drops zero-width characters); addresses, handles, e-mail addresses,
 * numbers, prices and percentages each one sign; letters of other scripts in Latin words put back
 * to Latin; spaced-out words joined; repeated letters cut to two; the given names masked.
 *
 * <p>Buffers are reused: one instance serves one thread, and what it tells is of the text read
 * last. Of a text longer than {@link #MAX_CHARS} the rest is not read.
 */
public final class Words {
  /** UTF-16 units of a text that are read. */
  public static final int MAX_CHARS = 100_000;

  /** What a token is. */
  enum Kind {
    WORD(0, '\0'),
    HASHTAG(1, '\0'),
    NAME(2, '\uE000'),
    HANDLE(3, '\uE001'),
    URL(4, '\uE002'),
    EMAIL(5, '\uE003'),
    NUMBER(6, '\uE004'),
    PRICE(7, '\uE005'),
    PERCENT(8, '\uE006'),
    SIGN(9, '\0');

    /** The private-use character that stands for what is masked, 0 where nothing is. */
    final char mask;

    /** Where its count stands in a table of kinds. */
    final int at;

    Kind(int at, char mask) {
      this.at = at;
      this.mask = mask;
    }
  }

  /** Signs too, for the faces of ASCII. */
  private static final char SMILE = '\uE010';

  private static final char FROWN = '\uE011';

  /** The first half of the code points of framed letters. */
  private static final char FRAMED = '\ud83c';

  private static final int IN_CIRCLES = 0x1f150;
  private static final int IN_SQUARES = 0x1f170;

  private static final String[] ENTITIES = {"amp", "lt", "gt", "quot", "nbsp", "#39"};
  private static final int AHEAD = 4;
  private static final byte LETTER = 1;
  private static final byte DIGIT = 2;
  private static final byte[] ASCII = new byte[128];

  static {
    Arrays.fill(ASCII, 'a', 'z' + 1, LETTER);
    Arrays.fill(ASCII, 'A', 'Z' + 1, LETTER);
    ASCII['_'] = LETTER;
    Arrays.fill(ASCII, '0', '9' + 1, DIGIT);
  }

  private final Normalizer2 caseFold = Normalizer2.getNFKCCasefoldInstance();
  private final StringBuilder folded = new StringBuilder();
  private final OwnNames names = new OwnNames();
  private @Nullable BreakIterator breaks;

  /** The folded text, with zero characters after its end so that looking ahead needs no check. */
  private char[] text = new char[512];

  private int length;

  /** The tokens' characters, each token with one space before it, one space after the last. */
  char[] chars = new char[512];

  private int used;
  int count;
  Kind[] kinds = new Kind[64];
  int[] starts = new int[64];
  int[] ends = new int[64];

  /** Where each token stands in the folded text. */
  private int[] from = new int[64];

  private int[] to = new int[64];

  int codePoints;
  int letters;
  int capitals;
  int ownNameCount;

  /** Reads a text; names are those by which its author goes, as written, with or without @. */
  public void read(String raw, List<String> ownNames) {
    fold(raw);
    count = 0;
    ownNameCount = 0;
    used = 0;
    int most = 2 * length + 4; // each character at most one token of one character and its space
    if (chars.length < most) {
      chars = new char[Math.max(most, 2 * chars.length)];
    }
    chars[used++] = ' ';
    int i = 0;
    while (i < length) {
      i = token(i);
    }
    if (names.compile(ownNames)) {
      ownNameCount = names.mask(this);
    }
  }

  private void fold(String raw) {
    int n = Math.min(raw.length(), MAX_CHARS);
    codePoints = raw.codePointCount(0, raw.length());
    letters = 0;
    capitals = 0;
    if (text.length < n + AHEAD) {
      text = new char[Math.max(n + AHEAD, 2 * text.length)];
    }
    raw.getChars(0, n, text, 0);
    boolean ascii = true;
    for (int i = 0; i < n; i++) {
      char c = text[i];
      if (c >= 'a' && c <= 'z') {
        letters++;
      } else if (c >= 'A' && c <= 'Z') {
        letters++;
        capitals++;
        text[i] = (char) (c + 'a' - 'A');
      } else if (c >= 0x80) {
        ascii = false;
        if (Character.isLetter(c)) {
          letters++;
          capitals += Character.isUpperCase(c) ? 1 : 0;
        }
      }
    }
    length = n;
    if (!ascii) {
      folded.setLength(0);
      caseFold.normalize(plainLetters(n == raw.length() ? raw : raw.substring(0, n)), folded);
      length = folded.length();
      if (text.length < length + AHEAD) {
        text = new char[Math.max(length + AHEAD, 2 * text.length)];
      }
      folded.getChars(0, length, text, 0);
      for (int i = 0; i < length; i++) {
        if (text[i] == '\u2019' || text[i] == '\u02bc') {
          text[i] = '\'';
        }
      }
      withoutOverlays();
      LookAlikes.undo(text, length);
    }
    Arrays.fill(text, length, length + AHEAD, '\0');
  }

  /** White on black letters, in squares and circles, as the letters that they frame. */
  private static String plainLetters(String raw) {
    if (raw.indexOf(FRAMED) < 0) {
      return raw;
    }
    StringBuilder plain = new StringBuilder(raw.length());
    raw.codePoints()
        .map(
            point ->
                point >= IN_CIRCLES && point < IN_CIRCLES + 26
                    ? 'a' + point - IN_CIRCLES
                    : point >= IN_SQUARES && point < IN_SQUARES + 26
                        ? 'a' + point - IN_SQUARES
                        : point)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** Takes out what is only drawn over letters: strokes (U+0334 to 0338) and enclosing signs. */
  private void withoutOverlays() {
    int kept = 0;
    for (int i = 0; i < length; i++) {
      char c = text[i];
      boolean overlay = (c >= '\u0334' && c <= '\u0338') || (c >= '\u20d0' && c <= '\u20ff');
      if (!overlay) {
        text[kept++] = c;
      }
    }
    length = kept;
  }

  /** Reads the token that begins at i, if one does; returns where to go on. */
  private int token(int i) {
    char c = text[i];
    if (c < 0x80) {
      return switch (ASCII[c]) {
        case LETTER -> word(i, i, Kind.WORD);
        case DIGIT -> number(i, i, false);
        default -> asciiSign(i, c);
      };
    }
    int point = Character.codePointAt(text, i, length);
    int width = Character.charCount(point);
    if (isWordPart(point)) {
      return word(i, i, Kind.WORD);
    }
    int type = Character.getType(point);
    if (type == Character.CURRENCY_SYMBOL) {
      return price(i);
    }
    if (type == Character.OTHER_SYMBOL) {
      return sign(i, i + width, c, width == 2 ? text[i + 1] : 0);
    }
    return i + width;
  }

  private int asciiSign(int i, char c) {
    return switch (c) {
      case '@' -> isWordStart(i + 1) && (i == 0 || !isWordChar(text[i - 1])) ? handle(i) : i + 1;
      case '#' -> isWordStart(i + 1) ? word(i, i + 1, Kind.HASHTAG) : i + 1;
      case '$' -> price(i);
      case '!', '?' -> sign(i, i + 1, c, (char) 0);
      case ':', ';' -> face(i);
      case '<' ->
          text[i + 1] == '3' && !isWordChar(text[i + 2]) ? sign(i, i + 2, SMILE, (char) 0) : i + 1;
      case '&' -> afterEntity(i);
      default -> i + 1;
    };
  }

  /** Skips what archives left undecoded: &amp;amp; with its semicolon or, as some have it, none. */
  private int afterEntity(int i) {
    for (String entity : ENTITIES) {
      if (matches(i + 1, entity)) {
        int end = i + 1 + entity.length();
        return text[end] == ';' ? end + 1 : text[end] <= ' ' ? end : i + 1;
      }
    }
    return i + 1;
  }

  private int face(int i) {
    int mouth = text[i + 1] == '-' ? i + 2 : i + 1;
    char m = mouth < length ? text[mouth] : 0;
    if (m == ')' || ((m == 'd' || m == 'p') && !isWordChar(text[mouth + 1]))) {
      return sign(i, mouth + 1, SMILE, (char) 0);
    }
    if (m == '(') {
      return sign(i, mouth + 1, FROWN, (char) 0);
    }
    return i + 1;
  }

  /** A sign counts once, however often it stands in a row. */
  private int sign(int start, int end, char first, char second) {
    int width = end - start;
    int i = end;
    while (i + width <= length && Arrays.equals(text, start, end, text, i, i + width)) {
      i += width;
    }
    begin(Kind.SIGN, start);
    chars[used++] = first;
    if (second != 0) {
      chars[used++] = second;
    }
    end(i);
    return i;
  }

  private int masked(Kind kind, int start, int end) {
    begin(kind, start);
    chars[used++] = kind.mask;
    end(end);
    return end;
  }

  private int handle(int start) {
    int i = start + 1;
    while (i < length
        && (isWordChar(text[i])
            || ((text[i] == '.' || text[i] == '-' || text[i] == '@') && isWordStart(i + 1)))) {
      i++;
    }
    return masked(Kind.HANDLE, start, i);
  }

  private int price(int start) {
    int i = start + 1;
    if (i < length && text[i] == ' ') {
      i++;
    }
    return i < length && text[i] >= '0' && text[i] <= '9' ? number(start, i, true) : start + 1;
  }

  private int number(int start, int firstDigit, boolean price) {
    int i = digits(firstDigit);
    int point = i < length ? Character.codePointAt(text, i, length) : 0;
    if (Character.getType(point) == Character.CURRENCY_SYMBOL) {
      return masked(Kind.PRICE, start, i + 1);
    }
    if (!price && point == '%') {
      return masked(Kind.PERCENT, start, i + 1);
    }
    if (!price && isWordPart(point)) {
      return word(start, start, Kind.WORD);
    }
    return masked(price ? Kind.PRICE : Kind.NUMBER, start, i);
  }

  /** The end of a number: digits with single points, commas, colons, slashes or dashes inside. */
  private int digits(int start) {
    int i = start;
    while (i < length) {
      char c = text[i];
      boolean joins = c == '.' || c == ',' || c == ':' || c == '/' || c == '-';
      if ((c < '0' || c > '9') && !(joins && text[i + 1] >= '0' && text[i + 1] <= '9')) {
        break;
      }
      i++;
    }
    return i;
  }

  /** A word from first on; start is where its token begins, one before if that is a #. */
  private int word(int start, int first, Kind kind) {
    if (kind == Kind.WORD) {
      int address = scheme(first);
      if (address > 0) {
        return masked(Kind.URL, start, untilSpace(address));
      }
      int spaced = spacedOut(first);
      if (spaced > 0) {
        begin(kind, start);
        for (int i = first; i < spaced; i += 2) {
          chars[used++] = text[i];
        }
        end(spaced);
        return spaced;
      }
    }
    int i = first;
    boolean dictionary = false;
    while (i < length) {
      char c = text[i];
      if (c < 0x80 ? ASCII[c] == 0 : !isWordPart(Character.codePointAt(text, i, length))) {
        if (c != '\'' || i == first || !isWordChar(text[i + 1])) {
          break;
        }
      }
      dictionary |= c >= 0x0e00 && withoutSpaces(c);
      i += c < 0x80 || !Character.isHighSurrogate(c) || i + 1 == length ? 1 : 2;
    }
    i = Math.min(i, length);
    if (kind == Kind.WORD && i < length) {
      int end = bareAddress(first, i);
      if (end > 0) {
        return masked(text[i] == '@' ? Kind.EMAIL : Kind.URL, start, end);
      }
    }
    if (dictionary && kind == Kind.WORD) {
      return wordsWithoutSpaces(first, i);
    }
    begin(kind, start);
    if (kind == Kind.HASHTAG) {
      chars[used++] = '#';
    }
    int clean = used;
    for (int j = first; j < i; j++) {
      char c = text[j];
      if (c >= '0' && c <= '9') {
        c = '0';
      }
      if (used - clean < 2 || chars[used - 1] != c || chars[used - 2] != c) {
        chars[used++] = c;
      }
    }
    end(i);
    return i;
  }

  /** Where an address with a scheme or www. goes on after it, or 0. */
  private int scheme(int i) {
    if (text[i] == 'h' && matches(i, "http")) {
      int colon = text[i + 4] == 's' ? i + 5 : i + 4;
      return matches(colon, "://") ? colon + 3 : 0;
    }
    return text[i] == 'w' && matches(i, "www.") && isWordStart(i + 4) ? i + 4 : 0;
  }

  private boolean matches(int at, String what) {
    if (at + what.length() > length) {
      return false;
    }
    for (int i = 0; i < what.length(); i++) {
      if (text[at + i] != what.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int untilSpace(int start) {
    int i = start;
    while (i < length && text[i] > ' ' && !Character.isWhitespace(text[i]) && text[i] != '"') {
      i++;
    }
    return i;
  }

  /**
   * Where an e-mail address or an address without scheme ends whose first part is [start, stop), or
   * 0 if it is none.
   */
  private int bareAddress(int start, int stop) {
    char c = text[stop];
    if (c != '.' && c != '@' && c != '-') {
      return 0;
    }
    int i = stop;
    int lastDot = -1;
    boolean at = false;
    while (i < length) {
      c = text[i];
      if (c == '@' && !at) {
        at = true;
        lastDot = -1;
      } else if (c == '.') {
        lastDot = i;
      } else if (c != '-' && (c >= 0x80 || ASCII[c] == 0)) {
        break;
      }
      if ((c == '.' || c == '-' || c == '@') && (i + 1 >= length || !isAsciiWord(text[i + 1]))) {
        break;
      }
      i++;
    }
    if (lastDot < 0 || lastDot + 2 >= i) {
      return 0;
    }
    if (at) {
      return i;
    }
    boolean path = i < length && text[i] == '/';
    boolean name = text[start] < 0x80 && ASCII[text[start]] != 0 && lastDot > start;
    for (int j = lastDot + 1; j < i; j++) {
      if (text[j] < 'a' || text[j] > 'z') {
        return 0;
      }
    }
    if (name
        && (path
            || (WordLists.ROLES.of(text, lastDot + 1, i) & WordLists.PLAIN_TOP_LEVEL_DOMAIN)
                != 0)) {
      return path ? untilSpace(i) : i;
    }
    return 0;
  }

  /** The end of at least four single letters with the same single sign between them, or 0. */
  private int spacedOut(int first) {
    char gap = first + 1 < length ? text[first + 1] : 0;
    if (gap != ' ' && gap != '.' && gap != '-' && gap != '*') {
      return 0;
    }
    int i = first;
    while (i < length
        && isAsciiLetter(text[i])
        && text[i + 1] == gap
        && i + 2 < length
        && isAsciiLetter(text[i + 2])) {
      i += 2;
    }
    // the last letter must stand alone too, or it begins an ordinary word
    int last = isWordChar(text[i + 1]) ? i - 2 : i;
    return last - first >= 6 ? last + 1 : 0;
  }

  /** Chinese, Japanese, Thai and their like, by dictionary. */
  private int wordsWithoutSpaces(int first, int stop) {
    if (breaks == null) {
      breaks = BreakIterator.getWordInstance(ULocale.ROOT);
    }
    String run = new String(text, first, stop - first);
    breaks.setText(run);
    int at = breaks.first();
    for (int next = breaks.next(); next != BreakIterator.DONE; next = breaks.next()) {
      begin(Kind.WORD, first + at);
      run.getChars(at, next, chars, used);
      used += next - at;
      end(first + next);
      at = next;
    }
    return stop;
  }

  private static boolean withoutSpaces(char c) {
    return UCharacter.hasBinaryProperty(c, UProperty.IDEOGRAPHIC)
        || (c >= '\u3040' && c <= '\u30ff')
        || UCharacter.getIntPropertyValue(c, UProperty.LINE_BREAK)
            == UCharacter.LineBreak.COMPLEX_CONTEXT;
  }

  private boolean isWordStart(int i) {
    return i < length && (text[i] < 0x80 ? ASCII[text[i]] != 0 : isWordPart(text[i]));
  }

  private static boolean isWordChar(char c) {
    return c < 0x80 ? ASCII[c] != 0 : isWordPart(c);
  }

  private static boolean isAsciiWord(char c) {
    return c < 0x80 && ASCII[c] != 0;
  }

  private static boolean isAsciiLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isWordPart(int point) {
    return Character.isLetterOrDigit(point)
        || switch (Character.getType(point)) {
          case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
          default -> point == '_';
        };
  }

  private void begin(Kind kind, int start) {
    if (count == starts.length) {
      int more = 2 * count;
      kinds = Arrays.copyOf(kinds, more);
      starts = Arrays.copyOf(starts, more);
      ends = Arrays.copyOf(ends, more);
      from = Arrays.copyOf(from, more);
      to = Arrays.copyOf(to, more);
    }
    kinds[count] = kind;
    starts[count] = used;
    from[count] = start;
  }

  private void end(int stop) {
    ends[count] = used;
    to[count] = stop;
    count++;
    chars[used++] = ' ';
  }

  /** Whether the text has nothing to read: no word, no sign, no mark. */
  public boolean isEmpty() {
    for (int i = 0; i < length; i++) {
      if (text[i] > ' ' && !Character.isWhitespace(text[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether more of the words' letters are of other scripts than Latin. */
  public boolean mostlyNotLatin() {
    int latin = 0;
    int other = 0;
    for (int t = 0; t < count; t++) {
      if (kinds[t] == Kind.WORD || kinds[t] == Kind.HASHTAG) {
        for (int i = starts[t]; i < ends[t]; i++) {
          char c = chars[i];
          if (c < 0x0250 || (c >= 0x1e00 && c < 0x1f00)) {
            latin += Character.isLetter(c) ? 1 : 0;
          } else if (Character.isLetter(c) || Character.isSurrogate(c)) {
            other++;
          }
        }
      }
    }
    return other > latin;
  }

  /** The first token after the handles that a reply begins with; count if there is none. */
  int firstAddressed() {
    int t = 0;
    while (t < count && kinds[t] == Kind.HANDLE) {
      t++;
    }
    return t;
  }

  /** Whether a token stands after the end of a sentence, of a line or after a colon. */
  boolean beginsSentence(int token) {
    for (int i = token == 0 ? 0 : to[token - 1]; i < from[token]; i++) {
      switch (text[i]) {
        case '.', ':', ';', '\n', '\r', '\u2026', '|', '*', '\u2022' -> {
          return true;
        }
        default -> {}
      }
    }
    return token > 0 && (kinds[token - 1] == Kind.SIGN || kinds[token - 1] == Kind.URL);
  }

  /** Whether a token is the rt of a repost by hand, or the mt of one that was shortened. */
  boolean isRepost(int token) {
    return kinds[token] == Kind.WORD
        && ends[token] - starts[token] == 2
        && (chars[starts[token]] == 'r' || chars[starts[token]] == 'm')
        && chars[starts[token] + 1] == 't';
  }

  /**
   * How many tokens the author wrote: where words of one's own stand before a repost by hand
   * ({@code Well said! RT @them: …}) those up to the handle of who is reposted, else all. What
   * comes after it was said by somebody else.
   */
  int ownCount() {
    boolean said = false;
    for (int t = 0; t + 1 < count; t++) {
      if (said && isRepost(t) && kinds[t + 1] == Kind.HANDLE) {
        return t + 2;
      }
      said |= kinds[t] == Kind.WORD && !isRepost(t);
    }
    return count;
  }

  /** Puts the mask of a name in the place of a token. */
  void mask(int token) {
    kinds[token] = Kind.NAME;
    ends[token] = starts[token] + 1;
    chars[starts[token]] = Kind.NAME.mask;
    chars[ends[token]] = ' ';
  }

  /** The folded characters of a token, {@code @} and {@code #} included. */
  int foldedStart(int token) {
    return from[token];
  }

  int foldedEnd(int token) {
    return to[token];
  }

  char[] foldedText() {
    return text;
  }

  /** Whether a token is one that a reader would call a word or a number. */
  boolean isWord(int token) {
    return switch (kinds[token]) {
      case WORD, HASHTAG, NAME, NUMBER, PRICE, PERCENT -> true;
      case HANDLE, URL, EMAIL, SIGN -> false;
    };
  }

  /**
   * The folded text with addresses, handles and spaces collapsed: equal for copies of one text that
   * differ in what is tracked, tagged or wrapped.
   */
  String collapsed() {
    StringBuilder out = new StringBuilder(length);
    int at = 0;
    for (int t = 0; t < count; t++) {
      if (kinds[t] == Kind.URL || kinds[t] == Kind.HANDLE) {
        copy(out, at, from[t]);
        out.append(kinds[t].mask);
        at = to[t];
      }
    }
    copy(out, at, length);
    int end = out.length();
    return out.substring(0, end > 0 && out.charAt(end - 1) == ' ' ? end - 1 : end);
  }

  private void copy(StringBuilder out, int start, int stop) {
    for (int i = start; i < stop; i++) {
      char c = text[i];
      if (c > ' ' && !Character.isWhitespace(c)) {
        out.append(c);
      } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    }
  }
}
