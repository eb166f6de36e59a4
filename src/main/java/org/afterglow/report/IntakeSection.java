package org.afterglow.report;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.afterglow.report.ReportData.ClassCount;
import org.afterglow.report.ReportData.CoverageBin;
import org.afterglow.report.ReportData.RejectCount;
import org.afterglow.table.ReasonCodes;

/** What came in: records by fate, classes, coverage and rejects. */
final class IntakeSection {
  private static final List<String> POST_CLASSES =
      List.of("promotional", "conversational", "uncertain", "unsupported_language", "no_text");
  private static final int SHOWN_PLATFORMS = 16;
  private static final int DAY_SECONDS = 86_400;

  /** Pixels: where the band of hours begins, its height, and the least that is seen of a kind. */
  private static final double BAND_TOP = 38;

  private static final double BAND = 11;
  private static final double VISIBLE = 2.5;

  private IntakeSection() {}

  static Markup of(ReportData data) {
    Markup section =
        Wording.section(
            "intake",
            "What came in",
            "Every record has exactly one fate, so that the rows below add up to what was read.");
    fates(section, data.run());
    classes(section, data.classes());
    coverage(section, data.coverage());
    rejects(section, data);
    return section.close("section");
  }

  private static void fates(Markup section, RunFacts run) {
    RunFacts.Fates fates = run.fates();
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("posts", fates.posts());
    rows.put("acts of engagement that are no posts", fates.events());
    rows.put("duplicates of a post kept from another record", fates.duplicates());
    rows.put("notices of deletion", fates.deletions());
    rows.put("rejected: could not be read", fates.rejects());
    rows.put("whole records that are no posts", fates.notPosts());
    rows.put("outside the chosen window or selection", fates.filtered());
    rows.put("of people on the opt-out list", fates.optedOut());
    section.open("div", "class", "wide").open("table");
    section.element("caption", "Records by fate");
    section.add(Wording.head("Fate", "#Records", "#Share")).open("tbody");
    for (Map.Entry<String, Long> row : rows.entrySet()) {
      section.open("tr").element("th", row.getKey(), "scope", "row");
      section.element("td", Figures.count(row.getValue()), "class", "num");
      section
          .element(
              "td",
              fates.records() == 0
                  ? "–"
                  : Figures.percent((double) row.getValue() / fates.records()),
              "class",
              "num")
          .close("tr");
    }
    section.close("tbody").open("tfoot").open("tr");
    section.element(
        "th",
        "records read from " + Figures.count(run.inputs(), "input", "inputs"),
        "scope",
        "row");
    section.element("td", Figures.count(fates.records()), "class", "num");
    section.element("td", "", "class", "num").close("tr").close("tfoot");
    section.close("table").close("div");
    long difference = fates.records() - fates.accountedFor();
    if (difference == 0) {
      section.element(
          "p",
          "The fates add up. Beside the sum stand "
              + Figures.count(fates.embeddedPosts(), "post", "posts")
              + " read out of other records and "
              + Figures.count(fates.blankLines(), "blank line", "blank lines")
              + ".",
          "class",
          "note-line");
    } else {
      section.element(
          "p",
          "The fates do not add up: they differ from the records read by "
              + Figures.count(Math.abs(difference), "record", "records")
              + ". Run the check command before trusting anything below.",
          "class",
          "warning");
    }
  }

  private static void classes(Markup section, List<ClassCount> classes) {
    section.element("h3", "Posts by platform and class");
    if (classes.isEmpty()) {
      section.element("p", "No post came in.", "class", "none");
      return;
    }
    List<String> platforms =
        List.copyOf(new TreeSet<>(classes.stream().map(ClassCount::platform).toList()));
    section.open("div", "class", "wide").open("table");
    section.add(
        Wording.head(
            "Platform",
            "#Posts",
            "#Promotional",
            "#Conversational",
            "#Uncertain",
            "#Language not supported",
            "#No text",
            "#Of them embedded"));
    section.open("tbody");
    for (String platform : platforms.stream().limit(SHOWN_PLATFORMS).toList()) {
      List<ClassCount> own =
          classes.stream().filter(one -> one.platform().equals(platform)).toList();
      long posts = own.stream().mapToLong(ClassCount::posts).sum();
      section.open("tr").open("th", "scope", "row").foreign(platform).close("th");
      section.element("td", Figures.count(posts), "class", "num");
      for (String postClass : POST_CLASSES) {
        long count =
            own.stream()
                .filter(one -> one.postClass().equals(postClass))
                .mapToLong(ClassCount::posts)
                .sum();
        section.element(
            "td",
            count == 0
                ? "0"
                : Figures.count(count) + " (" + Figures.percent((double) count / posts) + ")",
            "class",
            "num");
      }
      long embedded =
          own.stream()
              .filter(one -> one.origin().equals("embedded"))
              .mapToLong(ClassCount::posts)
              .sum();
      section.element("td", Figures.count(embedded), "class", "num").close("tr");
    }
    section.close("tbody").close("table").close("div");
    section.add(
        Wording.shown(
            Math.min(SHOWN_PLATFORMS, platforms.size()), platforms.size(), "platforms", "by name"));
    section.element(
        "p",
        "Promotional and conversational are what the model says at a probability of one half, with"
            + " the band of doubt between them set apart as uncertain. Counting below uses one half"
            + " throughout. Reposts have no text of their own.",
        "class",
        "note-line");
  }

  private static void coverage(Markup section, List<CoverageBin> bins) {
    section.element("h3", "Coverage");
    if (bins.isEmpty()) {
      section.element("p", "No hour of any platform was observed.", "class", "none");
      return;
    }
    List<String> platforms =
        List.copyOf(new TreeSet<>(bins.stream().map(CoverageBin::platform).toList()));
    long first = bins.stream().mapToLong(CoverageBin::firstEpochDay).min().orElse(0);
    long end = bins.stream().mapToLong(bin -> bin.firstEpochDay() + bin.days()).max().orElse(1);
    section.open("ul", "class", "key");
    keyed(section, "records", "records a day");
    for (HourKind kind : HourKind.values()) {
      keyed(section, kind.word, kind.meaning);
    }
    section.close("ul");
    section.open("table", "class", "rows timeline");
    section.open("tbody");
    for (String platform : platforms.stream().limit(SHOWN_PLATFORMS).toList()) {
      List<CoverageBin> own = bins.stream().filter(bin -> bin.platform().equals(platform)).toList();
      section.open("tr").open("th", "scope", "row").foreign(platform);
      section
          .element(
              "span",
              Figures.count(own.stream().mapToLong(CoverageBin::records).sum(), "record", "records")
                  + "; "
                  + hours(own),
              "class",
              "small")
          .close("th");
      section.open("td", "class", "drawn");
      section.add(strip(platform, own, first, end)).close("td").close("tr");
    }
    section.open("tr", "class", "scale").element("th", "").open("td", "class", "drawn");
    section.add(timeAxis(instant(first), instant(end))).close("td").close("tr");
    section.close("tbody").close("table");
    section.add(
        Wording.shown(
            Math.min(SHOWN_PLATFORMS, platforms.size()), platforms.size(), "platforms", "by name"));
    section.element(
        "p",
        "The band below the columns shows what share of the hours is of which kind. An hour is judged"
            + " by the same hour of the week over four weeks before and after, or by its day where"
            + " hours are thin: an outage has less than a twentieth of what is usual there, and counts"
            + " as not observed; half of a partial hour counts; where fewer than 20 records are usual"
            + " nothing can be inferred, and the hour counts as observed.",
        "class",
        "note-line");
    long days = bins.get(0).days();
    if (days > 1) {
      section.element(
          "p",
          "One column is " + days + " days, whose records are averaged.",
          "class",
          "note-line");
    }
  }

  /** What an hour of an archive is, as the report draws and explains it. */
  private enum HourKind {
    FULL("full", "full: collected as usual") {
      @Override
      long of(CoverageBin bin) {
        return bin.fullHours();
      }
    },
    OUTAGE("outage", "outage: hardly anything of what is usual") {
      @Override
      long of(CoverageBin bin) {
        return bin.outageHours();
      }
    },
    PARTIAL("partial", "partial: an input begins or ends within the hour") {
      @Override
      long of(CoverageBin bin) {
        return bin.partialHours();
      }
    },
    UNKNOWN("unknown", "unknown: too thin to judge") {
      @Override
      long of(CoverageBin bin) {
        return bin.unknownHours();
      }
    };

    private final String word;
    private final String meaning;

    HourKind(String word, String meaning) {
      this.word = word;
      this.meaning = meaning;
    }

    /** Hours of a stretch that are of this kind. */
    abstract long of(CoverageBin bin);
  }

  /** How many hours are of which kind, in words; kinds that do not occur are left out. */
  private static String hours(List<CoverageBin> bins) {
    StringJoiner words = new StringJoiner(", ");
    for (HourKind kind : HourKind.values()) {
      long hours = bins.stream().mapToLong(kind::of).sum();
      if (hours > 0) {
        words.add(Figures.count(hours, "hour", "hours") + " " + kind.word);
      }
    }
    return words.toString();
  }

  private static Markup strip(String platform, List<CoverageBin> bins, long first, long end) {
    double length = end - first;
    double most =
        bins.stream().mapToDouble(bin -> (double) bin.records() / bin.days()).max().orElse(1);
    Strip strip =
        Strip.of(
            (int) (BAND_TOP + BAND + 1),
            platform
                + " from "
                + Figures.day(instant(first))
                + " to "
                + Figures.day(instant(end - 1))
                + ": at most "
                + Figures.number(most)
                + " records a day; "
                + hours(bins)
                + ".");
    strip.rect("lane", 0, 1, BAND_TOP, BAND);
    for (CoverageBin bin : bins) {
      double from = (bin.firstEpochDay() - first) / length;
      double to = (bin.firstEpochDay() + bin.days() - first) / length;
      double height = most == 0 ? 0 : 34.0 * bin.records() / bin.days() / most;
      if (height > 0) {
        strip.rect("records", from, to, 35 - height, height);
      }
      band(strip, bin, from, to);
    }
    return strip.markup();
  }

  /** The kinds of a stretch's hours, one upon the other; what is rare stays visible. */
  private static void band(Strip strip, CoverageBin bin, double from, double to) {
    double hours = Math.max(1, Arrays.stream(HourKind.values()).mapToLong(k -> k.of(bin)).sum());
    double bottom = BAND_TOP + BAND;
    if (bin.fullHours() > 0) {
      strip.rect(HourKind.FULL.word, from, to, BAND_TOP, BAND);
    }
    for (HourKind kind : List.of(HourKind.OUTAGE, HourKind.PARTIAL, HourKind.UNKNOWN)) {
      if (kind.of(bin) > 0) {
        double height = Math.min(bottom - BAND_TOP, Math.max(VISIBLE, BAND * kind.of(bin) / hours));
        strip.rect(kind.word, from, to, bottom - height, height);
        bottom -= height;
      }
    }
  }

  /** Ticks of time below a column of strips. */
  static Markup timeAxis(Instant from, Instant to) {
    Strip axis = Strip.silent(20);
    axis.line("axis", 0, 1, 0.5, 0.5);
    for (Strip.TimeTick tick : Strip.timeTicks(from, to)) {
      axis.line("axis", tick.at(), tick.at(), 0, 4);
      axis.text("tick", tick.at(), 16, tick.label());
    }
    return axis.markup();
  }

  private static void rejects(Markup section, ReportData data) {
    section.element("h3", "Rejected records");
    if (data.rejects().isEmpty()) {
      section.element("p", "Every record could be read.", "class", "none");
      return;
    }
    section.open("div", "class", "wide").open("table");
    section.add(Wording.head("Reason", "Meaning", "#Input", "#Records")).open("tbody");
    for (RejectCount reject : data.rejects()) {
      section.open("tr").open("th", "scope", "row");
      section.element("span", reject.reason(), "class", "code").close("th");
      section.element("td", ReasonCodes.rejection(reject.reason()).orElse(""));
      section.element("td", Integer.toString(reject.input()), "class", "num");
      section.element("td", Figures.count(reject.records()), "class", "num").close("tr");
    }
    section.close("tbody").close("table").close("div");
    section.add(
        Wording.shown(
            data.rejects().size(),
            data.rejectGroups(),
            "pairs of input and reason",
            "the most frequent"));
    section.element(
        "p", "Inputs are named by number; the manifest has their paths.", "class", "note-line");
  }

  private static void keyed(Markup section, String cssClass, String word) {
    section.open("li").open("svg", "width", "14", "height", "10", "aria-hidden", "true");
    section.empty("rect", "class", cssClass, "width", "14", "height", "10").close("svg");
    section.text(word).close("li");
  }

  private static Instant instant(long epochDay) {
    return Instant.ofEpochSecond(epochDay * DAY_SECONDS);
  }
}
