package org.afterglow.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.afterglow.report.Plot.Point;
import org.afterglow.report.Plot.Tick;
import org.afterglow.report.ReportData.CountedAgain;
import org.afterglow.report.ReportData.DrawnCampaign;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Estimate;

/**
 * Counters of posts that were read at several times, by the age of the post when they were read.
 */
final class CountersByAge {
  private static final double YOUNGEST_HOURS = 0.5;
  private static final double LEAST_OLDEST_HOURS = 28 * 24;
  private static final int OPEN_AT_FIRST = 1;
  private static final String ALL = "all";
  private static final List<Tick> AGES =
      List.of(
          new Tick(1, "1 h"),
          new Tick(6, "6 h"),
          new Tick(24, "1 d"),
          new Tick(96, "4 d"),
          new Tick(28 * 24, "28 d"),
          new Tick(365 * 24, "1 y"),
          new Tick(3_650 * 24, "10 y"));

  private final CountedAgain again;
  private final double oldest;

  private CountersByAge(CountedAgain again) {
    this.again = again;
    // one axis for all campaigns, so that they can be compared
    oldest =
        again.rows().stream()
            .mapToDouble(EngagementRow::binToHours)
            .reduce(LEAST_OLDEST_HOURS, Math::max);
  }

  static Markup of(ReportData data) {
    CountedAgain again = data.countedAgain();
    Markup part = new Markup().element("h3", "Counters of posts that were counted several times");
    part.element("p", summary(again, data.campaignCount()), "class", "lede");
    if (again.drawn().isEmpty()) {
      return part;
    }
    part.element(
        "p",
        "Per bin of age stand the posts that were counted in it and again in a later bin: what they"
            + " had then as a share of what the same posts had when counted last. Posts that were"
            + " counted several times within one bin alone are left out. From bin to bin the"
            + " posts differ, and so does how old the last counters are: a share near 100 % says"
            + " little where these were read soon after. Posts that are met again are more popular"
            + " than others.",
        "class",
        "note-line");
    CountersByAge figures = new CountersByAge(again);
    part.add(figures.key());
    int place = 0;
    for (DrawnCampaign drawn : again.drawn()) {
      figures.campaign(part, drawn, place++ < OPEN_AT_FIRST);
    }
    return part.add(
        Wording.shown(
            again.drawn().size(), again.campaigns(), "such campaigns", "those with most counters"));
  }

  private static String summary(CountedAgain again, long campaigns) {
    if (again.posts() == 0) {
      return "No post was counted at more than one time.";
    }
    return Figures.count(again.posts(), "post was", "posts were")
        + " counted at more than one time, "
        + Figures.count(again.times())
        + " times in all; for "
        + (again.campaigns() == 0 ? "none" : Figures.count(again.campaigns()))
        + " of "
        + Figures.count(campaigns, "campaign", "campaigns")
        + " that made a series by age.";
  }

  private Markup key() {
    Markup key = new Markup().open("ul", "class", "key");
    for (String postClass : Wording.CLASSES) {
      if (again.rows().stream().anyMatch(row -> row.postClass().equals(postClass))) {
        key.open("li").add(Wording.swatch("line " + postClass));
        key.text(postClass + " posts").close("li");
      }
    }
    if (again.drawn().stream().anyMatch(drawn -> classes(rows(drawn)).contains(ALL))) {
      key.open("li").add(Wording.swatch("line " + ALL));
      key.text("all posts, those without a class too").close("li");
    }
    return key.open("li").text("shaded: 95 % interval").close("li").close("ul");
  }

  private List<EngagementRow> rows(DrawnCampaign drawn) {
    return again.rows().stream()
        .filter(row -> row.campaignId().equals(drawn.campaign().campaignId()))
        .toList();
  }

  /** The classes that have rows; all posts too, unless those of one class are all of them. */
  private static List<String> classes(List<EngagementRow> rows) {
    List<String> classes = new ArrayList<>();
    for (String postClass : Wording.CLASSES) {
      if (counters(rows, postClass) > 0) {
        classes.add(postClass);
      }
    }
    long all = counters(rows, ALL);
    if (classes.stream().noneMatch(one -> counters(rows, one) == all)) {
      classes.add(ALL);
    }
    return classes;
  }

  private static long counters(List<EngagementRow> rows, String postClass) {
    return rows.stream()
        .filter(row -> row.postClass().equals(postClass))
        .mapToLong(EngagementRow::posts)
        .sum();
  }

  private void campaign(Markup part, DrawnCampaign drawn, boolean open) {
    List<EngagementRow> rows = rows(drawn);
    List<String> classes = classes(rows);
    List<EngagementRow> shown =
        rows.stream().filter(row -> classes.contains(row.postClass())).toList();
    long bins = rows.stream().mapToDouble(EngagementRow::binFromHours).distinct().count();
    String kind =
        rows.stream().flatMap(row -> Stream.ofNullable(row.counterKind())).findFirst().orElse("");
    if (open) {
      part.open("details", "open", "open");
    } else {
      part.open("details");
    }
    part.open("summary").foreign(Wording.name(drawn)).open("span");
    part.text(
        " — "
            + Figures.count(counters(rows, ALL), "counter", "counters")
            + " in "
            + Figures.count(bins, "bin", "bins")
            + " of age, each beside the last of the same post"
            + (kind.isEmpty() ? "" : "; counter: " + kind));
    part.close("span").close("summary").open("div", "class", "panels");
    part.add(share(drawn, shown)).add(mean(drawn, shown)).add(posts(drawn, shown));
    part.close("div");
    table(part, shown);
    part.close("details");
  }

  private Markup share(DrawnCampaign drawn, List<EngagementRow> rows) {
    String words = "of what the same posts had when counted last";
    double most =
        rows.stream()
            .flatMap(row -> Stream.ofNullable(row.counterShareOfNewest()))
            .mapToDouble(share -> share)
            .max()
            .orElse(-1);
    if (most < 0) {
      return CurveSection.figure(
          "Share so far",
          words,
          new Markup()
              .element(
                  "p",
                  "Not estimable: the last counters of these posts add up to nothing.",
                  "class",
                  "none"));
    }
    // likes are taken back too, so that a share may exceed one
    Plot plot =
        plot(
                "Share of the last counters by age, " + Wording.name(drawn),
                "Each step is one bin of age.",
                Scale.fromZero(Math.max(1, most)),
                "% of the last")
            .yTicks(share -> Long.toString(Math.round(100 * share)));
    plot.level(1);
    for (EngagementRow row : beneathFirst(rows)) {
      Double share = row.counterShareOfNewest();
      if (share != null) {
        step(plot, row, share);
      }
    }
    return CurveSection.figure("Share so far", words, plot.markup());
  }

  private Markup mean(DrawnCampaign drawn, List<EngagementRow> rows) {
    double most =
        rows.stream()
            .map(EngagementRow::counterMean)
            .flatMap(mean -> Stream.of(mean.value(), mean.high()))
            .flatMapToDouble(x -> x == null ? DoubleStream.empty() : DoubleStream.of(x))
            .max()
            .orElse(0);
    Plot plot =
        plot(
            "Mean counter by age, " + Wording.name(drawn),
            "Each step is one bin of age.",
            Scale.fromZero(most),
            "mean per post");
    for (EngagementRow row : beneathFirst(rows)) {
      Double low = row.counterMean().low();
      Double high = row.counterMean().high();
      if (low != null && high != null) {
        plot.block(row.postClass(), from(row), row.binToHours(), low, high);
      }
    }
    for (EngagementRow row : beneathFirst(rows)) {
      Double mean = row.counterMean().value();
      if (mean != null) {
        step(plot, row, mean);
      }
    }
    return CurveSection.figure("Mean", "per post, when counted at that age", plot.markup());
  }

  private Markup posts(DrawnCampaign drawn, List<EngagementRow> rows) {
    ToDoubleFunction<EngagementRow> posts = row -> (double) row.posts();
    Plot plot =
        plot(
            "Posts counted by age, " + Wording.name(drawn),
            "Each step is one bin of age.",
            Scale.fromZero(Math.max(4, rows.stream().mapToDouble(posts).max().orElse(0))),
            "posts");
    beneathFirst(rows).forEach(row -> step(plot, row, posts.applyAsDouble(row)));
    return CurveSection.figure(
        "What it rests on", "posts counted in the bin and again later", plot.markup());
  }

  /** All posts before the classes, which would be hidden where nearly all posts have one. */
  private static List<EngagementRow> beneathFirst(List<EngagementRow> rows) {
    return rows.stream().sorted(Comparator.comparing(row -> !row.postClass().equals(ALL))).toList();
  }

  private Plot plot(String title, String description, Scale y, String yLabel) {
    return new Plot(
            title,
            description + " The horizontal axis is logarithmic.",
            Scale.log(YOUNGEST_HOURS, oldest),
            "age of the post when counted (log)",
            y,
            yLabel)
        .xTicks(AGES.stream().filter(tick -> tick.at() <= oldest).toList());
  }

  /** A line over the bin alone: its neighbours hold other posts. */
  private static void step(Plot plot, EngagementRow row, double height) {
    plot.line(
        row.postClass(),
        List.of(new Point(from(row), height), new Point(row.binToHours(), height)));
  }

  private static double from(EngagementRow row) {
    return Math.max(YOUNGEST_HOURS, row.binFromHours());
  }

  private static void table(Markup part, List<EngagementRow> rows) {
    part.open("div", "class", "wide").open("table");
    part.add(
        Wording.head(
            "Age when counted",
            "Class",
            "#Posts",
            "#Share of the last",
            "#Mean [95 %]",
            "#Median",
            "#Median age of the last",
            "State"));
    part.open("tbody");
    Map<Double, List<EngagementRow>> bins = new TreeMap<>();
    rows.forEach(
        row -> bins.computeIfAbsent(row.binFromHours(), bin -> new ArrayList<>()).add(row));
    for (List<EngagementRow> bin : bins.values()) {
      for (int i = 0; i < bin.size(); i++) {
        part.open("tr");
        if (i == 0) {
          part.element(
              "th",
              Figures.hours(bin.get(0).binFromHours())
                  + " – "
                  + Figures.hours(bin.get(0).binToHours()),
              "scope",
              "rowgroup",
              "rowspan",
              Integer.toString(bin.size()));
        }
        row(part, bin.get(i));
        part.close("tr");
      }
    }
    part.close("tbody").close("table").close("div");
  }

  private static void row(Markup part, EngagementRow row) {
    part.open("td").add(Wording.postClass(row.postClass())).close("td");
    part.element("td", Figures.count(row.posts()), "class", "num");
    Double share = row.counterShareOfNewest();
    part.element("td", share == null ? "–" : Figures.number(100 * share) + " %", "class", "num");
    Estimate mean = row.counterMean();
    String interval = Figures.interval(mean, Figures::number);
    part.element("td", interval == null ? "–" : interval, "class", "num");
    Double median = row.counterMedian();
    part.element("td", median == null ? "–" : Figures.number(median), "class", "num");
    Double days = row.counterAgeMedianDays();
    part.element("td", days == null ? "–" : Figures.hours(24 * days), "class", "num");
    part.open("td", "class", "lacks");
    List<String> lacks = new ArrayList<>();
    if (share == null) {
      lacks.add("no share: the last add up to nothing");
    }
    if (mean.value() != null && mean.low() == null) {
      lacks.add("no interval (n < 20)");
    }
    part.text(String.join("; ", lacks));
    if (mean.value() == null) {
      part.text(lacks.isEmpty() ? "" : "; ").add(Wording.code(mean.state()));
    }
    part.close("td");
  }
}
