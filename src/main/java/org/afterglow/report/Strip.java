package org.afterglow.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A drawing as wide as its place on the page, of a height in pixels. Horizontal places are shares
 * of the width, so that strokes and words keep their size on a phone.
 */
final class Strip {
  /** A tick of a time axis: a share of the width and its label. */
  record TimeTick(double at, String label) {}

  private final Markup svg = new Markup();

  private Strip() {}

  /** An empty strip that says what it shows. */
  static Strip of(int heightPixels, String description) {
    Strip strip = new Strip();
    strip.svg.open(
        "svg",
        "class",
        "strip",
        "width",
        "100%",
        "height",
        Integer.toString(heightPixels),
        "role",
        "img",
        "aria-label",
        description);
    strip.svg.element("title", description);
    return strip;
  }

  /** An empty strip that adds nothing for those who hear the page. */
  static Strip silent(int heightPixels) {
    Strip strip = new Strip();
    strip.svg.open(
        "svg",
        "class",
        "strip",
        "width",
        "100%",
        "height",
        Integer.toString(heightPixels),
        "aria-hidden",
        "true");
    return strip;
  }

  Strip rect(String cssClass, double from, double to, double top, double height) {
    svg.empty(
        "rect",
        "class",
        cssClass,
        "x",
        percent(from),
        "y",
        pixels(top),
        "width",
        percent(Math.max(0, to - from)),
        "height",
        pixels(height));
    return this;
  }

  Strip line(String cssClass, double from, double to, double fromTop, double toTop) {
    svg.empty(
        "line",
        "class",
        cssClass,
        "x1",
        percent(from),
        "x2",
        percent(to),
        "y1",
        pixels(fromTop),
        "y2",
        pixels(toTop));
    return this;
  }

  Strip disc(String cssClass, double at, double top, double radius) {
    svg.empty(
        "circle", "class", cssClass, "cx", percent(at), "cy", pixels(top), "r", pixels(radius));
    return this;
  }

  /** A diamond from one limit over the point to the other. */
  Strip diamond(String cssClass, double low, double point, double high, double top, double height) {
    double width = Math.max(high - low, 0.012);
    double peak = high > low ? 100 * (point - low) / (high - low) : 50;
    svg.open(
        "svg",
        "x",
        percent(low - (width - (high - low)) / 2),
        "y",
        pixels(top),
        "width",
        percent(width),
        "height",
        pixels(height),
        "viewBox",
        "0 0 100 100",
        "preserveAspectRatio",
        "none");
    svg.empty(
        "polygon",
        "class",
        cssClass,
        "points",
        String.format(Locale.ROOT, "0,50 %.1f,0 100,50 %.1f,100", peak, peak));
    svg.close("svg");
    return this;
  }

  /** A word; at the ends of the strip it keeps within it. */
  Strip text(String cssClass, double at, double top, String word) {
    String anchor = at < 0.05 ? "start" : at > 0.95 ? "end" : "mid";
    svg.element("text", word, "class", cssClass + " " + anchor, "x", percent(at), "y", pixels(top));
    return this;
  }

  Markup markup() {
    return svg.close("svg");
  }

  /** At most six first days of months or years between two instants, as shares of the time. */
  static List<TimeTick> timeTicks(Instant from, Instant to) {
    LocalDate first = LocalDate.ofInstant(from, ZoneOffset.UTC);
    LocalDate last = LocalDate.ofInstant(to, ZoneOffset.UTC);
    long days = last.toEpochDay() - first.toEpochDay();
    int months = 1;
    for (int step : new int[] {1, 2, 3, 6, 12, 24, 60, 120, 240, 600}) {
      months = step;
      if (days / (30.4 * step) <= 5) {
        break;
      }
    }
    List<LocalDate> at = new ArrayList<>();
    if (days < 45) {
      long every = Math.max(1, (days + 4) / 5);
      for (LocalDate day = first.plusDays(1); !day.isAfter(last); day = day.plusDays(every)) {
        at.add(day);
      }
    } else {
      LocalDate day = first.withDayOfMonth(1);
      while (day.isBefore(first) || (12 * day.getYear() + day.getMonthValue() - 1) % months != 0) {
        day = day.plusMonths(1);
      }
      for (; !day.isAfter(last); day = day.plusMonths(months)) {
        at.add(day);
      }
    }
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern(
            days < 45 ? "d MMM" : months >= 12 ? "uuuu" : "MMM uuuu", Locale.ENGLISH);
    double length = Math.max(1, to.getEpochSecond() - from.getEpochSecond());
    List<TimeTick> ticks = new ArrayList<>();
    for (LocalDate day : at) {
      double share =
          (day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() - from.getEpochSecond()) / length;
      if (share >= 0 && share <= 1) {
        ticks.add(new TimeTick(share, format.format(day)));
      }
    }
    return ticks;
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  private static String pixels(double x) {
    return String.format(Locale.ROOT, "%.1f", x);
  }
}
