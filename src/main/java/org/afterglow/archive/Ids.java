package org.afterglow.archive;

import java.math.BigDecimal;
import org.afterglow.archive.markup.PlainText;
import org.jspecify.annotations.Nullable;

/** Ids as archives write them. */
public final class Ids {
  /** Stands for an id that went through a floating-point number; no platform has such an id. */
  public static final String LOSSY = "\0lossy";

  /** Doubles hold every integer below this. */
  private static final BigDecimal EXACT = BigDecimal.valueOf(1L << 53);

  private Ids() {}

  /** Whether the id lost digits. */
  public static boolean isLossy(@Nullable String id) {
    return LOSSY.equals(id);
  }

  /** The id if it is one, null where it is missing or lost digits. */
  public static @Nullable String known(@Nullable String id) {
    return isLossy(id) ? null : id;
  }

  /**
   * A decimal id, of a platform whose ids are numbers: {@code 360666534.0} is 360666534, {@code
   * 1.316529221557252e+18} is {@link #LOSSY}, white space and {@code ""} are null.
   */
  public static @Nullable String decimal(String raw) {
    String id = raw.strip();
    boolean plain = true;
    boolean number = !id.isEmpty();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c < '0' || c > '9') {
        plain = false;
        number &= c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
      }
    }
    if (id.isEmpty()) {
      return null;
    }
    if (plain || !number || id.length() > 40) {
      return plain ? id : PlainText.storable(id);
    }
    try {
      BigDecimal value = new BigDecimal(id);
      if (value.precision() - value.scale() > 17) {
        return LOSSY;
      }
      if (value.signum() < 0 || value.stripTrailingZeros().scale() > 0) {
        return id;
      }
      return value.compareTo(EXACT) < 0 ? value.toBigInteger().toString() : LOSSY;
    } catch (NumberFormatException e) {
      return id;
    }
  }
}
