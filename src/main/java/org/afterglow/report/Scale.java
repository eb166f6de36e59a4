package org.afterglow.report;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis: which part of its length a value stands at, and where its ticks stand.
 *
 * @param from value at its beginning
 * @param to value at its end, above {@code from}
 * @param logarithmic whether equal lengths are equal ratios; both ends are then positive
 */
record Scale(double from, double to, boolean logarithmic) {
  Scale {
    if (!(from < to)
        || logarithmic && from <= 0
        || !Double.isFinite(from)
        || !Double.isFinite(to)) {
      throw new IllegalArgumentException("no axis from " + from + " to " + to);
    }
  }

  static Scale linear(double from, double to) {
    return new Scale(from, to, false);
  }

  static Scale log(double from, double to) {
    return new Scale(from, to, true);
  }

  /** From 0 to a round number that holds {@code max}. */
  static Scale fromZero(double max) {
    if (max <= 0) {
      return linear(0, 1);
    }
    double step = step(max, 4);
    return linear(0, Math.ceil(max / step - 1e-9) * step);
  }

  /** Between the nearest 1, 2 or 5 times a power of ten that hold both. */
  static Scale logAround(double min, double max) {
    double from = power(min);
    double to = power(max);
    for (double factor : new double[] {5, 2}) {
      if (from * factor <= min) {
        from *= factor;
        break;
      }
    }
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (to * factor >= max) {
        to *= factor;
        break;
      }
    }
    return log(from, to > from ? to : from * 10);
  }

  /** Where a value stands, in [0, 1]; what lies outside stands at the end that it lies beyond. */
  double at(double value) {
    double part =
        logarithmic
            ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
            : (value - from) / (to - from);
    return Math.max(0, Math.min(1, part));
  }

  boolean holds(double value) {
    return value >= from && value <= to;
  }

  /** Values for ticks, round and ascending. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (!logarithmic) {
      double step = step(to - from, 4);
      for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
        ticks.add(i * step);
      }
      return ticks;
    }
    double decades = Math.log10(to / from);
    double[] factors = decades > 2.2 ? new double[] {1} : new double[] {1, 2, 5};
    int every = (int) Math.max(1, Math.ceil(decades / 6));
    int first = (int) Math.floor(Math.log10(from) + 1e-9);
    for (int power = first; Math.pow(10, power) <= to * (1 + 1e-9); power += every) {
      for (double factor : factors) {
        double tick = factor * Math.pow(10, power);
        if (tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9)) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private static double power(double x) {
    return Math.pow(10, Math.floor(Math.log10(x) + 1e-9));
  }

  private static double step(double range, int wanted) {
    double raw = range / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double part = raw / power;
    return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
  }
}
