package org.afterglow.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.afterglow.table.Estimate;

/** The axis of ratios that forest plots share: one in the midst, equal factors equally long. */
final class RatioAxis {
  private static final double WIDEST = 32;

  private RatioAxis() {}

  /** An axis that holds all intervals, no wider than 1/32 to 32, no narrower than 1/4 to 4. */
  static Scale around(List<Estimate> ratios) {
    return around(ratios, 4);
  }

  /**
   * The same with another least width.
   *
   * @param least the ratio above 1 that it holds in any case, a power of two
   */
  static Scale around(List<Estimate> ratios, int least) {
    double farthest =
        ratios.stream()
            .flatMap(ratio -> Stream.of(ratio.value(), ratio.low(), ratio.high()))
            .flatMapToDouble(x -> x == null ? DoubleStream.empty() : DoubleStream.of(x))
            .map(x -> Math.exp(Math.abs(Math.log(Math.max(x, 1e-300)))))
            .max()
            .orElse(1);
    double end = least;
    while (end < Math.min(farthest * 1.02, WIDEST)) {
      end *= 2;
    }
    return Scale.log(1 / end, end);
  }

  /** The margin of no material difference and the line at one. */
  static void ground(Strip strip, Scale scale, double top, double height) {
    ground(strip, scale, Wording.MARGIN, top, height);
  }

  /**
   * The same with a margin of its own.
   *
   * @param margin the ratio above 1 that it ends at
   */
  static void ground(Strip strip, Scale scale, double margin, double top, double height) {
    strip.rect("margin", scale.at(1 / margin), scale.at(margin), top, height);
    strip.line("one", scale.at(1), scale.at(1), top, top + height);
  }

  /** An interval with its point; a limit beyond the axis ends at its edge. */
  static void interval(Strip strip, Scale scale, Estimate ratio, double middle) {
    Double low = ratio.low();
    Double high = ratio.high();
    if (low != null && high != null) {
      strip.line("estimate", scale.at(low), scale.at(high), middle, middle);
    }
    Double value = ratio.value();
    if (value != null) {
      strip.disc("point", scale.at(value), middle, 4);
    }
  }

  /** Powers of two below the axis, fewer on a wide one. */
  static void ticks(Strip strip, Scale scale, double top) {
    strip.line("axis", 0, 1, top, top);
    int step = scale.to() > 8 ? 2 : 1;
    int powers = (int) Math.round(Math.log(scale.to()) / Math.log(2));
    for (int power = -powers; power <= powers; power++) {
      if (Math.floorMod(power, step) == 0) {
        double ratio = Math.pow(2, power);
        strip.line("axis", scale.at(ratio), scale.at(ratio), top, top + 4);
        strip.text(
            "tick",
            scale.at(ratio),
            top + 15,
            power < 0 ? "1/" + (int) Math.pow(2, -power) : Integer.toString((int) ratio));
      }
    }
  }
}
