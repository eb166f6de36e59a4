package org.afterglow.text;

import com.carrotsearch.labs.langid.DetectedLanguage;
import com.carrotsearch.labs.langid.LangIdV3;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.afterglow.text.Words.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The language of a text, as the primary subtag of BCP 47: {@code en}, {@code pt}. What the
 * platform says goes before what is detected; see docs/decisions/0020-language.md for what was
 * measured. One instance serves one thread.
 */
public final class Language {
  /** Below this many letters nothing is detected: too many languages share so short a text. */
  static final int LEAST_LETTERS = 20;

  /** The same for other scripts than Latin, of which few languages share one. */
  static final int LEAST_LETTERS_NOT_LATIN = 4;

  private static final int MOST_CHARS = 300;
  private static final float LEAST_CONFIDENCE = .5f;

  private final LangIdV3 detector = new LangIdV3();
  private final CharsetEncoder utf8 =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final char[] letters = new char[MOST_CHARS];
  private final ByteBuffer bytes = ByteBuffer.allocate(4 * MOST_CHARS);

  /**
   * The language of the text that the words were read from.
   *
   * @param platformLanguage as the platform writes it, null where it says nothing
   * @return null where the platform does not say and the text is too short or cannot be decided
   */
  public @Nullable String of(@Nullable String platformLanguage, Words words) {
    String given = ofPlatform(platformLanguage);
    return given == null ? detected(words) : given;
  }

  private @Nullable String detected(Words words) {
    int used = 0;
    int english = 0;
    int plainWords = 0;
    for (int t = 0; t < words.count; t++) {
      if (words.kinds[t] != Kind.WORD) {
        continue;
      }
      int start = words.starts[t];
      int end = words.ends[t];
      plainWords++;
      english +=
          (WordLists.ROLES.of(words.chars, start, end) & WordLists.ONLY_ENGLISH) != 0 ? 1 : 0;
      int length = Math.min(end - start, MOST_CHARS - used);
      System.arraycopy(words.chars, start, letters, used, length);
      used += length;
      if (used == MOST_CHARS) {
        break;
      }
      letters[used++] = ' ';
    }
    int found = used - plainWords;
    if (found < LEAST_LETTERS && (found < LEAST_LETTERS_NOT_LATIN || !words.mostlyNotLatin())) {
      return null;
    }
    if (english >= 2 && 6 * english >= plainWords) {
      return "en"; // most posts of English archives end here, at a fraction of the cost
    }
    utf8.reset();
    bytes.clear();
    utf8.encode(CharBuffer.wrap(letters, 0, used), bytes, true);
    detector.reset();
    detector.append(bytes.array(), 0, bytes.position());
    DetectedLanguage guess = detector.classify(true);
    return guess.confidence >= LEAST_CONFIDENCE ? guess.langCode : null;
  }

  /**
   * What a platform says of the language of a post, brought to one form: {@code en-GB} and {@code
   * EN} to {@code en}; null where it says nothing or that it does not know ({@code und}, {@code
   * zxx}, the private {@code qaa} to {@code qtz} by which Twitter marks posts of media or tags
   * alone).
   */
  public static @Nullable String ofPlatform(@Nullable String given) {
    if (given == null) {
      return null;
    }
    String code = given.strip().toLowerCase(Locale.ROOT);
    int end = 0;
    while (end < code.length() && code.charAt(end) >= 'a' && code.charAt(end) <= 'z') {
      end++;
    }
    if (end < 2 || end > 3) {
      return null;
    }
    boolean whole = end == code.length() || code.charAt(end) == '-' || code.charAt(end) == '_';
    String primary = code.substring(0, end);
    return switch (primary) {
      case "und", "zxx", "mis", "mul", "art" -> null;
      case "in" -> "id"; // the codes that ISO 639 withdrew and Twitter and Java kept
      case "iw" -> "he";
      case "ji" -> "yi";
      default ->
          !whole || (end == 3 && primary.compareTo("qaa") >= 0 && primary.compareTo("qtz") <= 0)
              ? null
              : primary;
    };
  }
}
