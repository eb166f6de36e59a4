package org.afterglow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A small chart as inline SVG, 360 × 236 units: axes with ticks, bands, lines and marks. Colours
 * come from the page's style sheet by class name, so that they follow light, dark and print.
 */
final class Plot {
  /** A place on the chart. */
  record Point(double x, double y) {}

  /** An interval above a place on the horizontal axis. */
  record Span(double x, double low, double high) {}

  /** A tick with its label. */
  record Tick(double at, String label) {}

  private static final double WIDTH = 360;
  private static final double HEIGHT = 236;
  private static final double LEFT = 50;
  private static final double RIGHT = 12;
  private static final double TOP = 12;
  private static final double BOTTOM = 42;

  private final String title;
  private final String description;
  private final Scale x;
  private final Scale y;
  private final String xLabel;
  private final String yLabel;
  private List<Tick> xTicks;
  private List<Tick> yTicks;
  private final Markup marks = new Markup();

  /**
   * A chart without marks.
   *
   * @param title what it is, for those who cannot see it and for the pointer
   * @param description what it shows, in a sentence
   */
  Plot(String title, String description, Scale x, String xLabel, Scale y, String yLabel) {
    this.title = title;
    this.description = description;
    this.x = x;
    this.y = y;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
    this.xTicks = ticks(x, Figures::tick);
    this.yTicks = ticks(y, Figures::tick);
  }

  Plot xTicks(List<Tick> ticks) {
    xTicks = ticks;
    return this;
  }

  Plot yTicks(DoubleFunction<String> format) {
    yTicks = ticks(y, format);
    return this;
  }

  /** A band between the limits of each place, in order of x. */
  Plot band(String cssClass, List<Span> spans) {
    if (spans.size() < 2) {
      for (Span span : spans) {
        whisker(cssClass, span);
      }
      return this;
    }
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < spans.size(); i++) {
      path.append(i == 0 ? 'M' : 'L').append(place(spans.get(i).x(), spans.get(i).high()));
    }
    for (int i = spans.size() - 1; i >= 0; i--) {
      path.append('L').append(place(spans.get(i).x(), spans.get(i).low()));
    }
    marks.empty("path", "class", "band " + cssClass, "d", path.append('Z').toString());
    return this;
  }

  /** The rectangle of an interval that holds over a stretch of the horizontal axis. */
  Plot block(String cssClass, double fromX, double toX, double low, double high) {
    marks.empty(
        "rect",
        "class",
        "band " + cssClass,
        "x",
        number(px(fromX)),
        "y",
        number(py(high)),
        "width",
        number(Math.max(0, px(toX) - px(fromX))),
        "height",
        number(Math.max(0.8, py(low) - py(high))));
    return this;
  }

  /** A broken line through places in order. */
  Plot line(String cssClass, List<Point> points) {
    if (points.isEmpty()) {
      return this;
    }
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      path.append(i == 0 ? 'M' : 'L').append(place(points.get(i).x(), points.get(i).y()));
    }
    marks.empty("path", "class", "line " + cssClass, "d", path.toString());
    return this;
  }

  /** A disc at each place; hollow where the value lies beyond the axis. */
  Plot dots(String cssClass, List<Point> points) {
    for (Point point : points) {
      marks.empty(
          "circle",
          "class",
          (y.holds(point.y()) ? "dot " : "dot beyond ") + cssClass,
          "cx",
          number(px(point.x())),
          "cy",
          number(py(point.y())),
          "r",
          "2.2");
    }
    return this;
  }

  /** A bar from the foot of the chart. */
  Plot bar(String cssClass, double fromX, double toX, double value) {
    marks.empty(
        "rect",
        "class",
        "bar " + cssClass,
        "x",
        number(px(fromX)),
        "y",
        number(py(value)),
        "width",
        number(Math.max(0.6, px(toX) - px(fromX) - 0.4)),
        "height",
        number(HEIGHT - BOTTOM - py(value)));
    return this;
  }

  /** An interval across the chart at one height, with its point where there is one. */
  Plot across(String cssClass, double atY, @Nullable Double point, double low, double high) {
    String height = number(py(atY));
    marks.empty(
        "line",
        "class",
        "whisker " + cssClass,
        "x1",
        number(px(low)),
        "x2",
        number(px(high)),
        "y1",
        height,
        "y2",
        height);
    if (point != null) {
      marks.empty(
          "circle", "class", "dot " + cssClass, "cx", number(px(point)), "cy", height, "r", "3.4");
    }
    return this;
  }

  /** A vertical rule with a word beside its top. */
  Plot rule(double atX, String word) {
    String left = number(px(atX));
    marks.empty(
        "line",
        "class",
        "rule",
        "x1",
        left,
        "x2",
        left,
        "y1",
        number(TOP),
        "y2",
        number(HEIGHT - BOTTOM));
    if (!word.isEmpty()) {
      marks.element("text", word, "class", "note", "x", number(px(atX) + 4), "y", number(TOP + 9));
    }
    return this;
  }

  /** A word below a place, on the side where there is room: clear of a curve that bends there. */
  Plot note(Point point, String word) {
    boolean right = x.at(point.x()) < 0.6;
    marks.element(
        "text",
        word,
        "class",
        right ? "label start" : "label end",
        "x",
        number(px(point.x()) + (right ? 7 : -7)),
        "y",
        number(py(point.y()) + 11));
    return this;
  }

  /** A horizontal rule. */
  Plot level(double atY) {
    String top = number(py(atY));
    marks.empty(
        "line",
        "class",
        "rule",
        "x1",
        number(LEFT),
        "x2",
        number(WIDTH - RIGHT),
        "y1",
        top,
        "y2",
        top);
    return this;
  }

  Markup markup() {
    Markup svg = new Markup();
    svg.open(
        "svg",
        "class",
        "plot",
        "viewBox",
        "0 0 " + number(WIDTH) + " " + number(HEIGHT),
        "role",
        "img",
        "aria-label",
        title + ". " + description);
    svg.element("title", title).element("desc", description);
    double foot = HEIGHT - BOTTOM;
    for (Tick tick : yTicks) {
      String top = number(py(tick.at()));
      svg.empty(
          "line",
          "class",
          "grid",
          "x1",
          number(LEFT),
          "x2",
          number(WIDTH - RIGHT),
          "y1",
          top,
          "y2",
          top);
      svg.element(
          "text",
          tick.label(),
          "class",
          "tick end",
          "x",
          number(LEFT - 6),
          "y",
          number(py(tick.at()) + 3.6));
    }
    for (Tick tick : xTicks) {
      String left = number(px(tick.at()));
      svg.empty(
          "line",
          "class",
          "axis",
          "x1",
          left,
          "x2",
          left,
          "y1",
          number(foot),
          "y2",
          number(foot + 4));
      svg.element("text", tick.label(), "class", "tick mid", "x", left, "y", number(foot + 15));
    }
    svg.empty(
        "line",
        "class",
        "axis",
        "x1",
        number(LEFT),
        "x2",
        number(WIDTH - RIGHT),
        "y1",
        number(foot),
        "y2",
        number(foot));
    svg.add(marks);
    svg.element(
        "text",
        xLabel,
        "class",
        "label mid",
        "x",
        number((LEFT + WIDTH - RIGHT) / 2),
        "y",
        number(HEIGHT - 8));
    double middle = (TOP + foot) / 2;
    svg.element(
        "text",
        yLabel,
        "class",
        "label mid",
        "x",
        "11",
        "y",
        number(middle),
        "transform",
        "rotate(-90 11 " + number(middle) + ")");
    return svg.close("svg");
  }

  private void whisker(String cssClass, Span span) {
    String left = number(px(span.x()));
    marks.empty(
        "line",
        "class",
        "whisker " + cssClass,
        "x1",
        left,
        "x2",
        left,
        "y1",
        number(py(span.low())),
        "y2",
        number(py(span.high())));
  }

  private static List<Tick> ticks(Scale scale, DoubleFunction<String> format) {
    List<Tick> ticks = new ArrayList<>();
    for (double at : scale.ticks()) {
      ticks.add(new Tick(at, format.apply(at)));
    }
    return ticks;
  }

  private String place(double atX, double atY) {
    return number(px(atX)) + " " + number(py(atY));
  }

  private double px(double value) {
    return LEFT + x.at(value) * (WIDTH - LEFT - RIGHT);
  }

  private double py(double value) {
    return HEIGHT - BOTTOM - y.at(value) * (HEIGHT - TOP - BOTTOM);
  }

  /** A tenth of a unit is finer than any screen shows. */
  private static String number(double x) {
    String digits = String.format(Locale.ROOT, "%.1f", x);
    return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
  }
}
