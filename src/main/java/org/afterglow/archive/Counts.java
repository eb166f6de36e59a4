package org.afterglow.archive;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and truth values as archives write them. */
public final class Counts {
  private Counts() {}

  /**
   * A whole number: {@code 12}, {@code 12.0}, {@code 1,234}, {@code 1.2e3}; null for anything that
   * is none, the empty string and NaN among them.
   */
  public static @Nullable Long parse(String raw) {
    String text = raw.strip();
    if (text.isEmpty() || text.length() > 30) {
      return null;
    }
    boolean plain = true;
    boolean grouped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      plain &= digit || (i == 0 && c == '-' && text.length() > 1);
      grouped |= c == ',';
      if (!digit && c != '-' && c != '+' && c != '.' && c != ',' && c != 'e' && c != 'E') {
        return null;
      }
    }
    if (grouped) {
      if (!isGrouped(text)) {
        return null;
      }
      text = text.replace(",", "");
      plain = text.indexOf('.') < 0;
    }
    try {
      if (plain && text.length() <= 18) {
        return Long.parseLong(text);
      }
      double value = Double.parseDouble(text);
      return Math.rint(value) == value && Math.abs(value) < 9e15 ? (long) value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether commas stand where thousands are divided. */
  private static boolean isGrouped(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int end = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
    int run = 0;
    int groups = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == ',') {
        if (run == 0 || run > 3 || (groups > 0 && run != 3)) {
          return false;
        }
        groups++;
        run = 0;
      } else if (c >= '0' && c <= '9') {
        run++;
      } else {
        return false;
      }
    }
    return run == 3 || groups == 0;
  }

  /** A counter that cannot be negative: null if it is. */
  public static @Nullable Long natural(@Nullable Long count) {
    return count == null || count < 0 ? null : count;
  }

  /** A truth value: true, false, yes, no, 1, 0, t, f; null for anything else. */
  public static @Nullable Boolean truth(String raw) {
    return switch (raw.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1", "1.0" -> true;
      case "false", "f", "no", "n", "0", "0.0" -> false;
      default -> null;
    };
  }
}
