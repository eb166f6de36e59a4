package org.afterglow.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;

/** Numbers as a reader sees them: grouped, rounded to what they can bear, with their units. */
final class Figures {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  private Figures() {}

  /** A count; a dash where it is withheld. */
  static String count(@Nullable Long n) {
    return n == null ? "–" : count(n.longValue());
  }

  /** 1234567 as 1,234,567. */
  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n).replace('-', '−');
  }

  /** A count with its noun: 1 post, 2 posts. */
  static String count(long n, String one, String many) {
    return count(n) + " " + (n == 1 ? one : many);
  }

  /** Three significant digits, never in powers of ten: 0.00123, 1.23, 123, 12,300. */
  static String number(double x) {
    if (x == 0) {
      return "0";
    }
    double size = Math.abs(x);
    if (size < 1000 && x == Math.rint(x)) {
      return Long.toString((long) x).replace('-', '−');
    }
    BigDecimal rounded = BigDecimal.valueOf(x).round(THREE_DIGITS);
    String digits;
    if (size >= 1000) {
      digits = String.format(Locale.ROOT, "%,d", rounded.toBigInteger());
    } else if (size < 1e-4) {
      return (x < 0 ? "−" : "") + "under 0.0001";
    } else {
      digits = rounded.toPlainString();
    }
    return digits.replace('-', '−');
  }

  /** The same without zeros that say nothing, for the ticks of an axis: 0.1, 0.25, 20. */
  static String tick(double x) {
    if (x == 0 || Math.abs(x) >= 1000) {
      return number(x);
    }
    return BigDecimal.valueOf(x)
        .round(THREE_DIGITS)
        .stripTrailingZeros()
        .toPlainString()
        .replace('-', '−');
  }

  /** Two decimals, for log ratios and ratios near one. */
  static String decimals(double x) {
    String digits = String.format(Locale.ROOT, "%.2f", x);
    return digits.equals("-0.00") ? "0.00" : digits.replace('-', '−');
  }

  /** A share of one as per cent, with a decimal below ten. */
  static String percent(double share) {
    double points = 100 * share;
    if (points > 0 && points < 0.1) {
      return "< 0.1 %";
    }
    return String.format(Locale.ROOT, Math.abs(points) < 10 ? "%.1f %%" : "%.0f %%", points)
        .replace('-', '−');
  }

  /** Hours, in days from three days on. */
  static String hours(double hours) {
    return hours < 72 ? number(hours) + " h" : number(hours / 24) + " d";
  }

  static String days(double days) {
    return number(days) + " d";
  }

  static String p(double p) {
    return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
  }

  static String day(Instant instant) {
    return DAY.format(instant);
  }

  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /**
   * A point with its interval, or the limit that stands without a point; null where the estimate
   * has neither.
   */
  static @Nullable String interval(Estimate estimate, DoubleFunction<String> format) {
    Double value = estimate.value();
    Double low = estimate.low();
    Double high = estimate.high();
    if (value != null) {
      if (low == null && high == null) {
        return format.apply(value);
      }
      return format.apply(value) + " " + bounds(low, high, format);
    }
    if (low != null && high != null) {
      return bounds(low, high, format);
    }
    if (low != null) {
      return "> " + format.apply(low);
    }
    return high == null ? null : "≤ " + format.apply(high);
  }

  private static String bounds(
      @Nullable Double low, @Nullable Double high, DoubleFunction<String> format) {
    return "["
        + (low == null ? "–" : format.apply(low))
        + ", "
        + (high == null ? "–" : format.apply(high))
        + "]";
  }
}
