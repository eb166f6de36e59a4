package org.afterglow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.afterglow.report.ReportData.StateCount;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;

/** What could not be estimated, how often, and what each code says. */
final class MissingSection {
  private MissingSection() {}

  static Markup of(ReportData data) {
    Markup section =
        Wording.section(
            "missing",
            "What could not be estimated and why",
            "Every estimate of the tables stands or carries a code. These are the codes met in this"
                + " archive, over all campaigns. Under "
                + String.join(", ", new TreeSet<>(Estimate.QUALIFYING))
                + " a point is printed all the same, with what it lacks.");
    Map<String, List<StateCount>> met = new TreeMap<>();
    for (StateCount count : data.states()) {
      if (!count.state().equals(Estimate.OK)) {
        met.computeIfAbsent(count.state(), code -> new ArrayList<>()).add(count);
      }
    }
    besidesTables(data)
        .forEach(count -> met.computeIfAbsent(count.state(), c -> new ArrayList<>()).add(count));
    if (met.isEmpty()) {
      section.element(
          "p",
          data.states().isEmpty()
              ? "There was nothing to estimate: the tables of estimates are empty."
              : "Every estimate stands.",
          "class",
          "none");
    } else {
      section.open("dl", "class", "codes");
      met.forEach((code, counts) -> entry(section, code, counts));
      section.close("dl");
    }
    section.open("details").element("summary", "Codes not met here");
    section.open("dl", "class", "codes");
    ReasonCodes.all()
        .forEach(
            (code, sentence) -> {
              if (!met.containsKey(code)) {
                entry(section, code, List.of());
              }
            });
    return section.close("dl").close("details").close("section");
  }

  /** Codes that qualify a whole run and stand in no column. */
  private static List<StateCount> besidesTables(ReportData data) {
    List<StateCount> counts = new ArrayList<>();
    int seasonless = data.run().withoutSeason().size();
    if (seasonless > 0) {
      counts.add(new StateCount("manifest", "platforms_without_season", "NO_SEASON", seasonless));
    }
    long unchecked =
        data.pooled().stream().filter(row -> row.hindrances().contains("LABELS_UNCHECKED")).count();
    if (unchecked > 0) {
      counts.add(
          new StateCount("decay_contrast_pooled", "hindrances", "LABELS_UNCHECKED", unchecked));
    }
    return counts;
  }

  private static void entry(Markup section, String code, List<StateCount> counts) {
    section.open("dt", "id", "code-" + code);
    section.element("span", code, "class", "code").close("dt");
    section.open("dd");
    section.text(
        ReasonCodes.sentence(code)
            .orElse("A code that this version of the report cannot explain."));
    if (!counts.isEmpty()) {
      section.open("span", "class", "small");
      List<String> where = new ArrayList<>();
      for (StateCount count : counts) {
        where.add(
            count.table()
                + "."
                + count.estimate()
                + " in "
                + Figures.count(count.rows(), "row", "rows"));
      }
      section.text(" Met in " + String.join(", ", where) + ".").close("span");
    }
    section.close("dd");
  }
}
