package org.afterglow.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The language of a text, as the primary subtag of BCP 47: {@code en}, {@code pt}. */
public final class Language {
  private Language() {}

  /** The platform's word where it has one, else what the words are taken for, or null. */
  public static @Nullable String of(@Nullable String ofPlatform, Words words) {
    return ofPlatform(ofPlatform);
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
