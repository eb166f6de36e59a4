package org.afterglow.cli;

import java.util.Locale;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;
import org.jspecify.annotations.Nullable;

/** The scale that a figure of a claim stands on in its table, and how it is read. */
enum ExplainedFigure {
  /** A ratio, judged by its logarithm. */
  RATIO,
  /** The logarithm of one. */
  LOGARITHM,
  /** A change in percent. */
  PERCENT,
  /** By how much a logarithm changes. */
  SLOPE;

  /**
   * That of a figure.
   *
   * @param figure as table.column
   */
  static ExplainedFigure of(String figure) {
    String column = figure.substring(figure.indexOf('.') + 1);
    if (column.contains("_pct_")) {
      return PERCENT;
    }
    return switch (column) {
      case "slope_ln_gap" -> SLOPE;
      case "answer_ratio", "talk_ratio", "rr_warm_cold", "pass_on_ratio" -> RATIO;
      default -> LOGARITHM;
    };
  }

  /** An estimate with its interval, or why there is none. */
  String text(Estimate estimate) {
    Double value = estimate.value();
    if (value != null) {
      return brief(estimate)
          + (this == LOGARITHM ? "; its logarithm is " + number(value) : "")
          + ".";
    }
    String code = estimate.state();
    return "none, " + code + ReasonCodes.sentence(code).map(words -> ": " + words).orElse(".");
  }

  /** The same without a full stop, or its code alone. */
  String brief(Estimate estimate) {
    Double value = estimate.value();
    return value == null
        ? "none, " + estimate.state()
        : point(value) + unit() + interval(estimate.low(), estimate.high());
  }

  private String unit() {
    return switch (this) {
      case RATIO, LOGARITHM -> " times";
      case PERCENT -> " %";
      case SLOPE -> "";
    };
  }

  private String interval(@Nullable Double low, @Nullable Double high) {
    return low == null || high == null
        ? ", without an interval"
        : " (95 % interval " + point(low) + " to " + point(high) + ")";
  }

  private String point(double value) {
    return number(this == LOGARITHM ? Math.exp(value) : value);
  }

  /** A point on the scale that it is judged on: the logarithm of a ratio. */
  String judged(double point) {
    return switch (this) {
      case RATIO, LOGARITHM -> number(Math.exp(point)) + unit();
      case PERCENT, SLOPE -> number(point) + unit();
    };
  }

  /** What would be no difference. */
  String none() {
    return this == RATIO || this == LOGARITHM ? "1" : "0";
  }

  /** What the least difference that matters leaves out; empty where any matters. */
  String margin(double margin) {
    if (margin == 0) {
      return "";
    }
    return switch (this) {
      case RATIO, LOGARITHM ->
          "between " + number(Math.exp(-margin)) + " and " + number(Math.exp(margin)) + " times";
      case PERCENT, SLOPE -> "less than " + number(margin) + unit() + " either way";
    };
  }

  /** Two decimals, two significant digits where that is less than .1, whole from ten on. */
  static String number(double x) {
    if (x == 0) {
      return "0";
    }
    double size = Math.abs(x);
    if (size >= 9.995) {
      return String.format(Locale.ROOT, "%,.0f", x).replace("-", "−");
    }
    return size >= .0995
        ? String.format(Locale.ROOT, "%.2f", x).replaceFirst("\\.?0+$", "").replace("-", "−")
        : String.format(Locale.ROOT, "%.2g", x).replace("-", "−");
  }
}
