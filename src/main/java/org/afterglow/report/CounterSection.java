package org.afterglow.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.afterglow.report.Plot.Point;
import org.afterglow.report.ReportData.DrawnCampaign;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * Lifetime counters by day of posting: how many posts, their total, mean and median; and those of
 * posts that were counted several times, by age.
 */
final class CounterSection {
  private static final int FIRST_DAY = -56;
  private static final int LAST_DAY = 56;
  private static final int OPEN_AT_FIRST = 1;

  private CounterSection() {}

  static Markup of(ReportData data) {
    Markup section =
        Wording.section(
            "counters",
            "Counters",
            "Where an archive gives how often a post was liked or passed on in all, without times."
                + " Posts, total, mean and median stand side by side: a falling total with a steady"
                + " median means that posting stopped, not that the audience left.");
    List<DrawnCampaign> with =
        data.campaigns().stream().filter(drawn -> !rows(data, drawn).isEmpty()).toList();
    if (with.isEmpty()) {
      section.element("p", "No campaign has posts with counters around its stop.", "class", "none");
    }
    int place = 0;
    for (DrawnCampaign drawn : with) {
      campaign(section, drawn, rows(data, drawn), place++ < OPEN_AT_FIRST);
    }
    if (!with.isEmpty()) {
      section.add(
          Wording.shown(
              with.size(),
              data.campaignCount(),
              "campaigns",
              "those with the most acts of engagement"));
    }
    return section.add(CountersByAge.of(data)).close("section");
  }

  /** Days of all classes together where the table has them, else of each class. */
  private static List<EngagementRow> rows(ReportData data, DrawnCampaign drawn) {
    List<EngagementRow> rows =
        data.engagement().stream()
            .filter(row -> row.campaignId().equals(drawn.campaign().campaignId()))
            .filter(row -> row.series().equals("S4_counters") && row.posts() > 0)
            .toList();
    List<EngagementRow> all = rows.stream().filter(row -> row.postClass().equals("all")).toList();
    return all.isEmpty() ? rows : all;
  }

  private static void campaign(
      Markup section, DrawnCampaign drawn, List<EngagementRow> rows, boolean open) {
    String kind =
        rows.stream().flatMap(row -> Stream.ofNullable(row.counterKind())).findFirst().orElse("");
    if (open) {
      section.open("details", "open", "open");
    } else {
      section.open("details");
    }
    section.open("summary").foreign(Wording.name(drawn)).open("span");
    section.text(
        " — "
            + Figures.count(rows.stream().mapToLong(EngagementRow::posts).sum(), "post", "posts")
            + (kind.isEmpty() ? "" : ", counter: " + kind));
    section.close("span").close("summary").open("div", "class", "panels two");
    String name = Wording.name(drawn);
    section.add(panel("Posts", "made on that day", name, rows, row -> (double) row.posts(), true));
    section.add(
        panel(
            "Total",
            "sum of their counters",
            name,
            rows,
            row -> {
              Long total = row.counterTotal();
              return total == null ? null : total.doubleValue();
            },
            true));
    section.add(panel("Mean", "per post", name, rows, row -> row.counterMean().value(), false));
    section.add(panel("Median", "per post", name, rows, EngagementRow::counterMedian, false));
    section.close("div");
    periods(section, rows);
    section.close("details");
  }

  private static Markup panel(
      String title,
      String words,
      String campaign,
      List<EngagementRow> rows,
      Function<EngagementRow, @Nullable Double> value,
      boolean bars) {
    double most =
        rows.stream()
            .flatMap(row -> Stream.ofNullable(value.apply(row)))
            .mapToDouble(x -> x)
            .max()
            .orElse(0);
    Plot plot =
        new Plot(
                title + " by day, " + campaign,
                title + " " + words + ", by days since the stop.",
                Scale.linear(FIRST_DAY, LAST_DAY),
                "day of posting, from the stop",
                Scale.fromZero(most),
                title.toLowerCase(Locale.ROOT))
            .xTicks(
                List.of(
                    new Plot.Tick(-56, "−56"),
                    new Plot.Tick(-28, "−28"),
                    new Plot.Tick(0, "stop"),
                    new Plot.Tick(28, "28"),
                    new Plot.Tick(56, "56")));
    for (EngagementRow row : rows) {
      Double height = value.apply(row);
      if (height != null) {
        if (bars && row.postClass().equals("all")) {
          plot.bar(row.postClass(), row.binFromHours() / 24, row.binToHours() / 24, height);
        } else {
          plot.dots(
              row.postClass(),
              List.of(new Point((row.binFromHours() + row.binToHours()) / 48, height)));
        }
      }
    }
    plot.rule(0, "");
    return CurveSection.figure(title, words, plot.markup());
  }

  private static void periods(Markup section, List<EngagementRow> rows) {
    section.open("div", "class", "wide").open("table");
    section.add(
        Wording.head(
            "Days from the stop",
            "#Posts",
            "#Total",
            "#Mean per post",
            "#Median of the days’ medians",
            "State"));
    section.open("tbody");
    for (int from = FIRST_DAY; from < LAST_DAY; from += 28) {
      int first = from;
      List<EngagementRow> within =
          rows.stream()
              .filter(
                  row ->
                      row.binFromHours() >= first * 24.0
                          && row.binFromHours() < (first + 28) * 24.0)
              .toList();
      long posts = within.stream().mapToLong(EngagementRow::posts).sum();
      long total =
          within.stream()
              .flatMap(row -> Stream.ofNullable(row.counterTotal()))
              .mapToLong(x -> x)
              .sum();
      double[] medians =
          within.stream()
              .flatMap(row -> Stream.ofNullable(row.counterMedian()))
              .mapToDouble(x -> x)
              .sorted()
              .toArray();
      section.open("tr");
      section.element("th", (first + " to " + (first + 27)).replace('-', '−'), "scope", "row");
      section.element("td", Figures.count(posts), "class", "num");
      section.element("td", posts == 0 ? "–" : Figures.count(total), "class", "num");
      section.element(
          "td", posts == 0 ? "–" : Figures.number((double) total / posts), "class", "num");
      section.element(
          "td",
          medians.length == 0
              ? "–"
              : Figures.number(
                  (medians[(medians.length - 1) / 2] + medians[medians.length / 2]) / 2),
          "class",
          "num");
      section.open("td");
      List<String> states =
          within.stream()
              .map(EngagementRow::counterMean)
              .filter(mean -> mean.value() == null)
              .map(Estimate::state)
              .distinct()
              .toList();
      for (String state : states) {
        section.add(Wording.code(state)).text(" ");
      }
      if (states.isEmpty()) {
        section.text(posts == 0 ? "no posts" : "");
      }
      section.close("td").close("tr");
    }
    section.close("tbody").close("table").close("div");
  }
}
