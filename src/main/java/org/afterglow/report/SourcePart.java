package org.afterglow.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.afterglow.report.ReportData.BySource;
import org.afterglow.report.ReportData.OutcomeCount;
import org.afterglow.report.ReportData.SourceCount;
import org.afterglow.report.ReportData.SpanDay;
import org.afterglow.table.ReasonCodes;

/** Campaigns told apart by where they are known from, and the days on which adverts ran. */
final class SourcePart {
  /** Columns of a strip at most. */
  static final int COLUMNS = 366;

  private static final int STRIP_PIXELS = 36;
  private static final List<String> ESTIMATES =
      List.of("state", "half_of_28d_age_hours", "t50_days", "lnlor");

  private SourcePart() {}

  /**
   * How many spans ran in a stretch of days.
   *
   * @param firstEpochDay days from 1970-01-01 to its first day, UTC
   * @param days its length
   * @param spanDays spans by days that they ran, summed
   */
  record Running(long firstEpochDay, long days, long spanDays) {
    double mean() {
      return (double) spanDays / days;
    }
  }

  /** The day on which most spans ran, the first of several. */
  record Peak(long epochDay, long spans) {}

  /** What campaigns are called by where they are known from. */
  static String name(String source) {
    return switch (source) {
      case ReportData.DECLARED -> "Declared";
      case ReportData.DETECTED -> "Detected";
      case ReportData.AD_RECORD -> "Adverts";
      default -> source;
    };
  }

  /** A row a source, and below it how many have an estimate and why the others have none. */
  static Markup overview(BySource bySource) {
    Markup part = new Markup();
    part.open("div", "class", "wide").open("table");
    part.element("caption", "Campaigns by where they are known from");
    part.add(
        Wording.head(
            "Source",
            "#Campaigns",
            "#First start",
            "#Last stop",
            "#Median length",
            "#Promotional posts",
            "#Conversational posts",
            "#With a half-life by age",
            "#With one after the stop",
            "#With a contrast"));
    part.open("tbody");
    for (SourceCount one : bySource.sources()) {
      part.open("tr").open("th", "scope", "row").text(name(one.source()));
      part.element("span", one.source(), "class", "under").close("th");
      part.element("td", Figures.count(one.campaigns()), "class", "num");
      Instant first = one.firstStart();
      part.element("td", first == null ? "–" : Figures.day(first), "class", "num");
      Instant last = one.lastStop();
      part.element(
          "td",
          last == null ? "none stopped" : Figures.day(last.minus(Duration.ofNanos(1000))),
          "class",
          "num");
      Double length = one.medianDays();
      part.element("td", length == null ? "–" : Figures.days(length), "class", "num");
      part.element("td", Figures.count(one.promotionalPosts()), "class", "num");
      part.element("td", Figures.count(one.conversationalPosts()), "class", "num");
      for (String estimate : ESTIMATES.subList(1, ESTIMATES.size())) {
        part.element(
            "td", Figures.count(standing(bySource, one.source(), estimate)), "class", "num");
      }
      part.close("tr");
    }
    part.close("tbody").close("table").close("div");
    for (SourceCount one : bySource.sources()) {
      outcomes(part, bySource, one);
    }
    return part;
  }

  private static long standing(BySource bySource, String source, String estimate) {
    return bySource.outcomes().stream()
        .filter(one -> one.source().equals(source) && one.estimate().equals(estimate))
        .filter(OutcomeCount::stands)
        .mapToLong(OutcomeCount::campaigns)
        .sum();
  }

  private static void outcomes(Markup part, BySource bySource, SourceCount source) {
    List<OutcomeCount> own =
        bySource.outcomes().stream().filter(one -> one.source().equals(source.source())).toList();
    if (own.isEmpty()) {
      return;
    }
    part.open("details");
    part.element(
        "summary",
        name(source.source()) + ": what is estimated of how many, and why not of the others");
    part.open("div", "class", "wide").open("table");
    part.add(Wording.head("Estimate", "#Campaigns", "State")).open("tbody");
    for (String estimate : ESTIMATES) {
      List<OutcomeCount> states =
          own.stream().filter(one -> one.estimate().equals(estimate)).toList();
      for (int i = 0; i < states.size(); i++) {
        OutcomeCount one = states.get(i);
        part.open("tr");
        if (i == 0) {
          part.element(
              "th",
              words(estimate),
              "scope",
              "rowgroup",
              "rowspan",
              Integer.toString(states.size()));
        }
        part.element("td", Figures.count(one.campaigns()), "class", "num");
        part.open("td", "class", "meaning").add(Wording.code(one.state()));
        ReasonCodes.sentence(one.state())
            .ifPresent(sentence -> part.text(" ").element("span", sentence, "class", "small"));
        part.close("td").close("tr");
      }
    }
    part.close("tbody").close("table").close("div").close("details");
  }

  private static String words(String estimate) {
    return switch (estimate) {
      case "state" -> "The time after the stop";
      case "half_of_28d_age_hours" -> "Half-life by age";
      case "t50_days" -> "Half-life after the stop";
      default -> "Contrast of posts";
    };
  }

  /** How many adverts there are, what they make, and when they and their campaigns ran. */
  static Markup adverts(ReportData data) {
    RunFacts.Adverts adverts = data.run().adverts();
    long campaigns =
        data.bySource().sources().stream()
            .filter(one -> one.source().equals(ReportData.AD_RECORD))
            .mapToLong(SourceCount::campaigns)
            .sum();
    Markup part = new Markup();
    if (adverts.marked() == 0 && campaigns == 0) {
      return part;
    }
    long ended = adverts.marked() - adverts.withoutEnd();
    part.element("h3", "Adverts");
    part.element(
        "p",
        Figures.count(adverts.marked(), "post is", "posts are")
            + " marked as paid for; "
            + Figures.count(ended)
            + " of them tell when they ended, and of these "
            + Figures.count(ended - adverts.withoutEntity())
            + " an account or the one domain that they belong to. Joined where they follow within 7"
            + " days, and without those that overlap a declared campaign of the same entity, they"
            + " make "
            + Figures.count(campaigns, "campaign", "campaigns")
            + ".");
    strips(part, data.bySource().spans());
    return part;
  }

  private static void strips(Markup part, List<SpanDay> spans) {
    List<SpanDay> adverts = of(spans, "advert");
    List<SpanDay> campaigns = of(spans, "campaign");
    List<SpanDay> longest = adverts.isEmpty() ? campaigns : adverts;
    if (longest.isEmpty()) {
      return;
    }
    long first = spans.stream().mapToLong(SpanDay::epochDay).min().orElseThrow();
    long last = spans.stream().mapToLong(SpanDay::epochDay).max().orElseThrow();
    part.open("table", "class", "rows timeline").open("tbody");
    strip(part, "Adverts running", adverts, first, last);
    strip(part, "Campaigns of adverts running", campaigns, first, last);
    part.open("tr", "class", "scale").element("th", "").open("td", "class", "drawn");
    part.add(IntakeSection.timeAxis(instant(first), instant(last + 1))).close("td").close("tr");
    part.close("tbody").close("table");
    long days = running(longest, first, last).get(0).days();
    part.element(
        "p",
        "By UTC day, a span counting on each day that it touches"
            + (days == 1
                ? "."
                : "; one column is " + days + " days, whose running spans are averaged."),
        "class",
        "note-line");
  }

  private static List<SpanDay> of(List<SpanDay> spans, String what) {
    return spans.stream().filter(day -> day.what().equals(what)).toList();
  }

  private static void strip(Markup part, String name, List<SpanDay> spans, long first, long last) {
    Optional<Peak> peak = peak(spans);
    if (peak.isEmpty()) {
      return;
    }
    String words =
        Figures.count(spans.stream().mapToLong(SpanDay::begun).sum())
            + " from "
            + Figures.day(instant(spans.get(0).epochDay()))
            + " to "
            + Figures.day(instant(spans.get(spans.size() - 1).epochDay()))
            + "; at most "
            + Figures.count(peak.get().spans())
            + " at once, on "
            + Figures.day(instant(peak.get().epochDay()));
    part.open("tr").open("th", "scope", "row").text(name);
    part.element("span", words, "class", "small").close("th").open("td", "class", "drawn");
    Strip strip = Strip.of(STRIP_PIXELS, name + ": " + words + ".");
    strip.rect("lane", 0, 1, STRIP_PIXELS - 1, 1);
    List<Running> columns = running(spans, first, last);
    double most = columns.stream().mapToDouble(Running::mean).max().orElse(0);
    double length = last + 1 - first;
    for (Running column : columns) {
      double height = (STRIP_PIXELS - 2) * column.mean() / most;
      if (height > 0) {
        double from = (column.firstEpochDay() - first) / length;
        strip.rect(
            "campaign", from, from + column.days() / length, STRIP_PIXELS - 1 - height, height);
      }
    }
    part.add(strip.markup()).close("td").close("tr");
  }

  /** Spans by stretches of equally many days; the last may be shorter. */
  static List<Running> running(List<SpanDay> spans, long first, long last) {
    long length = (last - first + COLUMNS) / COLUMNS;
    List<Running> columns = new ArrayList<>();
    long now = 0;
    long endedBefore = 0;
    int next = 0;
    for (long from = first; from <= last; from += length) {
      long until = Math.min(last + 1, from + length);
      long sum = 0;
      for (long day = from; day < until; day++) {
        now -= endedBefore;
        endedBefore = 0;
        if (next < spans.size() && spans.get(next).epochDay() == day) {
          now += spans.get(next).begun();
          endedBefore = spans.get(next++).ended();
        }
        sum += now;
      }
      columns.add(new Running(from, until - from, sum));
    }
    return columns;
  }

  /** Nothing where there are no spans. */
  static Optional<Peak> peak(List<SpanDay> spans) {
    long now = 0;
    Peak peak = null;
    for (SpanDay day : spans) {
      now += day.begun();
      if (peak == null || now > peak.spans()) {
        peak = new Peak(day.epochDay(), now);
      }
      now -= day.ended();
    }
    return Optional.ofNullable(peak);
  }

  private static Instant instant(long epochDay) {
    return Instant.EPOCH.plus(Duration.ofDays(epochDay));
  }
}
