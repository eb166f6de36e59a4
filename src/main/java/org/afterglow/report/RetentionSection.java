package org.afterglow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.afterglow.report.Plot.Point;
import org.afterglow.report.Plot.Span;
import org.afterglow.report.Plot.Tick;
import org.afterglow.report.ReportData.DrawnCampaign;
import org.afterglow.report.ReportData.StateCount;
import org.afterglow.report.ReportData.Stays;
import org.afterglow.table.Estimate;
import org.afterglow.table.RetentionRow;
import org.jspecify.annotations.Nullable;

/** How long people whom campaigns acquired went on coming after the stop. */
final class RetentionSection {
  private static final int OPEN_AT_FIRST = 1;
  private static final List<Tick> DAYS =
      List.of(
          new Tick(0, "0"),
          new Tick(15, "15"),
          new Tick(30, "30"),
          new Tick(45, "45"),
          new Tick(60, "60"));
  private static final double LAST_DAY = 60;

  private final Stays stays;

  private RetentionSection(Stays stays) {
    this.stays = stays;
  }

  static Markup of(ReportData data) {
    Stays stays = data.stays();
    Markup section =
        Wording.section(
            "people",
            "People who stay",
            "Of the people who first engaged while a campaign ran and who came often then: how many"
                + " still came, by days since the stop, and by the class of the post that brought"
                + " them. Only what they did upon conversational posts and mentions counts, for"
                + " promotional ones end with the campaign. These curves describe; the contrast of"
                + " people above is what a verdict rests on.");
    RetentionSection people = new RetentionSection(stays);
    section.add(people.difference());
    if (!stays.drawn().isEmpty()) {
      section.add(people.key());
      int place = 0;
      for (DrawnCampaign drawn : stays.drawn()) {
        people.campaign(section, drawn, place++ < OPEN_AT_FIRST);
      }
      section.add(
          Wording.shown(
              stays.drawn().size(),
              stays.campaigns(),
              "campaigns with such people",
              "those with most of them"));
    }
    section.add(people.missing(data.campaignCount()));
    return section.close("section");
  }

  /** By how many days the two kinds of people differ, over all campaigns. */
  private Markup difference() {
    Markup part = new Markup();
    RetentionRow archive = stays.archive();
    if (archive == null) {
      return part.element("p", "No campaign has people to follow.", "class", "none");
    }
    Estimate difference = archive.rmstDifferenceDays();
    part.open("p").text("Days of the first 60 that people brought by promotional posts stayed ");
    part.text("longer than those brought by others in the same week who came as often: ");
    part.open("strong").add(Wording.estimate(difference, Figures::number)).close("strong");
    Long campaigns = archive.campaigns();
    Long accounts = archive.accounts();
    if (campaigns != null && accounts != null && campaigns > 0) {
      part.text(
          ", from "
              + Figures.count(campaigns, "campaign", "campaigns")
              + " of "
              + Figures.count(accounts, "account", "accounts"));
    }
    Double p = archive.pValue();
    if (p != null) {
      part.text(", p = " + Figures.number(p));
    }
    return part.text(". Negative: they left sooner.").close("p");
  }

  private Markup key() {
    Markup key = new Markup().open("ul", "class", "key");
    for (String postClass : Wording.CLASSES) {
      key.open("li").add(Wording.swatch("line " + postClass));
      key.text("people brought by " + postClass + " posts").close("li");
    }
    return key.open("li").text("shaded: 95 % interval").close("li").close("ul");
  }

  private List<RetentionRow> rows(DrawnCampaign drawn, String postClass) {
    return stays.rows().stream()
        .filter(row -> drawn.campaign().campaignId().equals(row.campaignId()))
        .filter(row -> postClass.equals(row.postClass()))
        .toList();
  }

  private void campaign(Markup part, DrawnCampaign drawn, boolean open) {
    if (open) {
      part.open("details", "open", "open");
    } else {
      part.open("details");
    }
    part.open("summary").foreign(Wording.name(drawn)).open("span");
    part.text(" — " + TimelineSection.dates(drawn.campaign()));
    part.close("span").close("summary").open("div", "class", "panels two");
    part.add(share(drawn)).add(atRisk(drawn)).close("div");
    part.open("div", "class", "wide").open("table");
    part.add(
        Wording.head(
            "Brought by",
            "#People",
            "#Days stayed of 60 [95 %]",
            "#Came back within 60 d of leaving",
            "#Conversational posts a week"));
    part.open("tbody");
    for (String postClass : Wording.CLASSES) {
      rows(drawn, postClass).stream().findFirst().ifPresent(row -> row(part, row));
    }
    part.close("tbody").close("table").close("div").close("details");
  }

  private static void row(Markup part, RetentionRow first) {
    part.open("tr").open("th", "scope", "row");
    part.add(Wording.postClass(String.valueOf(first.postClass()))).close("th");
    Long people = first.atRisk();
    cell(part, people == null ? null : Figures.count(people));
    part.open("td", "class", "num");
    part.add(Wording.estimate(first.rmst60Days(), Figures::number)).close("td");
    Double back = first.backWithin60dShare();
    cell(part, back == null ? null : Math.round(100 * back) + " %");
    Double supply = first.supplyPostsPerWeek();
    cell(part, supply == null ? null : Figures.number(supply));
    part.close("tr");
  }

  private static void cell(Markup part, @Nullable String words) {
    part.element("td", words == null ? "–" : words, "class", "num");
  }

  private Markup share(DrawnCampaign drawn) {
    Plot plot =
        plot(
                "Share of people still coming since the stop, " + Wording.name(drawn),
                Scale.linear(0, 1),
                "still coming")
            .yTicks(share -> Math.round(100 * share) + " %");
    for (String postClass : Wording.CLASSES) {
      List<Span> spans = new ArrayList<>();
      for (RetentionRow row : rows(drawn, postClass)) {
        Double low = row.retainedShare().low();
        Double high = row.retainedShare().high();
        if (low != null && high != null) {
          // the share of a day holds until the next one
          spans.add(new Span(day(row), low, high));
          spans.add(new Span(day(row) + 1, low, high));
        }
      }
      if (!spans.isEmpty()) {
        plot.band(postClass, spans);
      }
    }
    boolean any = false;
    for (String postClass : Wording.CLASSES) {
      List<Point> steps =
          rows(drawn, postClass).stream()
              .flatMap(
                  row -> {
                    Double share = row.retainedShare().value();
                    return share == null
                        ? Stream.empty()
                        : Stream.of(new Point(day(row), share), new Point(day(row) + 1, share));
                  })
              .toList();
      plot.line(postClass, steps);
      any |= !steps.isEmpty();
    }
    return CurveSection.figure(
        "Still coming",
        "share of people whose first long absence has not begun",
        any
            ? plot.markup()
            : new Markup().element("p", "Too few people to draw.", "class", "none"));
  }

  private Markup atRisk(DrawnCampaign drawn) {
    List<RetentionRow> both =
        Wording.CLASSES.stream().flatMap(one -> rows(drawn, one).stream()).toList();
    double most =
        both.stream()
            .flatMap(row -> Stream.ofNullable(row.atRisk()))
            .mapToDouble(people -> people)
            .max()
            .orElse(0);
    Plot plot =
        plot(
            "People followed since the stop, " + Wording.name(drawn),
            Scale.fromZero(Math.max(4, most)),
            "people");
    for (String postClass : Wording.CLASSES) {
      plot.line(
          postClass,
          rows(drawn, postClass).stream()
              .flatMap(
                  row -> {
                    Long people = row.atRisk();
                    return people == null
                        ? Stream.empty()
                        : Stream.of(new Point(day(row), people), new Point(day(row) + 1, people));
                  })
              .toList());
    }
    return CurveSection.figure(
        "What it rests on", "people who were there until that day", plot.markup());
  }

  private static double day(RetentionRow row) {
    Long day = row.day();
    return day == null ? 0 : day;
  }

  private Plot plot(String title, Scale y, String yLabel) {
    return new Plot(
            title,
            "Each step is one day that was observed, in a week with a conversational post.",
            Scale.linear(0, LAST_DAY),
            "days since the stop",
            y,
            yLabel)
        .xTicks(DAYS);
  }

  /** Why campaigns have no curve, with how many of each. */
  private Markup missing(long campaigns) {
    Markup part = new Markup();
    List<StateCount> reasons = stays.reasons();
    if (reasons.isEmpty()) {
      return part;
    }
    part.open("p", "class", "note-line");
    part.text(
        "Of "
            + Figures.count(campaigns, "campaign", "campaigns")
            + " and their two classes without a share: ");
    for (int i = 0; i < reasons.size(); i++) {
      part.text(i == 0 ? "" : ", ").add(Wording.code(reasons.get(i).state()));
      part.text(" (" + Figures.count(reasons.get(i).rows()) + ")");
    }
    return part.text(".").close("p");
  }
}
