package org.afterglow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReasonCodes;

/** The head of the page: the pooled contrast in one sentence, its interval and its verdict. */
final class AnswerSection {
  private AnswerSection() {}

  /** The pooled contrast of posts without any sensitivity change, where there is one. */
  static Optional<DecayContrastPooledRow> primary(ReportData data, String unit) {
    return data.pooled().stream()
        .filter(row -> row.unit().equals(unit) && row.run().equals("primary"))
        .findFirst();
  }

  static Markup of(ReportData data) {
    Markup section = new Markup();
    section.open("section", "id", "answer", "class", "answer", "aria-labelledby", "answer-title");
    section.element("h2", "Promotion against conversation, in one line", "id", "answer-title");
    Optional<DecayContrastPooledRow> primary = primary(data, "post");
    if (primary.isEmpty()) {
      section.open("p", "class", "sentence");
      section.text("Whether promotional engagement ends sooner is not estimable here: ");
      section.text(whyNothingIsPooled(data));
      if (countersAlone(data)) {
        section.text(" ").add(seeCounters());
      }
      return section.close("p").close("section");
    }
    DecayContrastPooledRow row = primary.get();
    Estimate ratio = Wording.headline(row);
    section.open("p", "class", "sentence").add(sentence(data, row, ratio)).close("p");
    if (ratio.value() != null) {
      figure(section, row, ratio);
    }
    section.element("p", verdict(data, row), "class", "verdict");
    for (String caveat : caveats(row)) {
      section.element("p", caveat, "class", "caveat");
    }
    legs(section, data);
    return section.close("section");
  }

  private static String whyNothingIsPooled(ReportData data) {
    if (data.campaignCount() == 0) {
      return "no campaign was declared, and none was detected in what came in.";
    }
    return "of "
        + Figures.count(data.campaignCount(), "campaign", "campaigns")
        + " none has 30 acts of engagement on posts of each class.";
  }

  private static Markup sentence(ReportData data, DecayContrastPooledRow row, Estimate ratio) {
    Markup sentence = new Markup();
    Double value = ratio.value();
    if (value == null) {
      sentence.text("Whether promotional engagement ends sooner is not estimable here: ");
      sentence.add(Wording.code(ratio.state()));
      ReasonCodes.sentence(ratio.state()).ifPresent(why -> sentence.text(" — " + why));
      sentence.text(" " + basis(row));
      return countersAlone(data) ? sentence.text(" ").add(seeCounters()) : sentence;
    }
    Double low = ratio.low();
    Double high = ratio.high();
    String direction;
    if (low == null || high == null) {
      direction = "Without an interval the direction is open";
    } else if (high < 1) {
      direction = "Engagement with promotional posts came earlier than with conversational posts";
    } else if (low > 1) {
      direction = "Engagement with promotional posts came later than with conversational posts";
    } else {
      direction = "Promotional and conversational posts did not clearly differ in timing";
    }
    sentence.text(direction);
    sentence.text(
        " of the same week of the same campaign: the odds that an act came after a post’s first"
            + " day were ");
    sentence.element("strong", Figures.interval(ratio, Wording::ratio) + " times");
    return sentence.text(" those of conversational posts. " + basis(row));
  }

  /** Whether some campaigns have nothing but counters, and none has an act with a time. */
  private static boolean countersAlone(ReportData data) {
    return data.states().stream().anyMatch(count -> count.state().equals("COUNTERS"))
        && data.contrasts().isEmpty();
  }

  private static Markup seeCounters() {
    Markup markup = new Markup();
    markup.text("The archive has counters, and no times at which people answered or passed on:");
    markup.text(" what it can tell stands under ");
    markup.element("a", "Counters", "href", "#counters");
    return markup.text(".");
  }

  private static String basis(DecayContrastPooledRow row) {
    return Figures.count(row.campaigns(), "campaign", "campaigns")
        + " of "
        + Figures.count(row.accounts(), "account or topic", "accounts or topics")
        + " went into this.";
  }

  private static void figure(Markup section, DecayContrastPooledRow row, Estimate ratio) {
    double value = ratio.value() == null ? 1 : ratio.value();
    Double low = ratio.low();
    Double high = ratio.high();
    section.open("div", "class", "headline");
    section.open("div");
    section.element("span", Wording.ratio(value) + " ×", "class", "figure-number");
    section.open("span", "class", "figure-words");
    section.text(
        "late-odds ratio, promotional against conversational; 95 % interval "
            + (low == null || high == null
                ? "not estimable"
                : "[" + Wording.ratio(low) + ", " + Wording.ratio(high) + "]"));
    Double p = row.pValue();
    if (p != null) {
      section.text(", " + Figures.p(p));
    }
    section.text(", n = " + Figures.count(row.campaigns(), "campaign", "campaigns"));
    section.close("span").close("div");
    section.open("div");
    Scale scale = RatioAxis.around(List.of(ratio));
    Strip strip =
        Strip.of(
            68,
            "Late-odds ratio "
                + Figures.interval(ratio, Wording::ratio)
                + " on a scale where 1 means no difference.");
    RatioAxis.ground(strip, scale, 0, 36);
    if (low != null && high != null) {
      strip.diamond("diamond", scale.at(low), scale.at(value), scale.at(high), 8, 20);
    } else {
      strip.disc("point", scale.at(value), 18, 5);
    }
    RatioAxis.ticks(strip, scale, 36);
    strip.text("label", 0, 65, "← promotional ends sooner");
    strip.text("label", 1, 65, "promotional lasts longer →");
    section.add(strip.markup());
    section.close("div").close("div");
  }

  private static String verdict(ReportData data, DecayContrastPooledRow row) {
    return switch (row.legVerdict()) {
      case "supports" ->
          "Verdict for posts: supports the claim that promotion expires sooner, by more than the"
              + " margin. "
              + peopleAndThreads(data, "supports");
      case "contradicts" ->
          "Verdict for posts: contradicts the claim; promotional posts held their engagement"
              + " longer, by more than the margin. "
              + peopleAndThreads(data, "contradicts");
      case "no_material_difference" ->
          "Verdict for posts: no material difference; the whole interval lies within the margin of"
              + " 0.80 to 1.25.";
      case "not_estimable" -> "Verdict for posts: not estimable.";
      default ->
          "Verdict for posts: undetermined. The figures are printed; nothing is concluded from"
              + " them.";
    };
  }

  /** One leg alone says nothing of relationships (docs/methods.md, 6). */
  private static String peopleAndThreads(ReportData data, String verdict) {
    boolean another =
        List.of("person", "thread").stream()
            .flatMap(unit -> primary(data, unit).stream())
            .anyMatch(row -> row.legVerdict().equals(verdict));
    return another
        ? "People or threads point the same way."
        : "It speaks of posts alone; nothing is known here of relationships.";
  }

  private static List<String> caveats(DecayContrastPooledRow row) {
    List<String> caveats = new ArrayList<>();
    Estimate ratio = Wording.headline(row);
    if (ratio.value() != null && !ReportData.stands(ratio.state())) {
      ReasonCodes.sentence(ratio.state()).ifPresent(caveats::add);
    }
    for (String code : row.hindrances()) {
      hindrance(code).ifPresent(caveats::add);
    }
    Double zeroCells = row.zeroCellShare();
    if (row.headline().equals("mh_estimate")) {
      caveats.add(
          "The headline is the pooled Mantel–Haenszel ratio: "
              + (zeroCells == null ? "too many" : Figures.percent(zeroCells))
              + " of the campaigns have no ratio of their own.");
    }
    return caveats;
  }

  /** What a code means where it stands against a verdict. */
  private static Optional<String> hindrance(String code) {
    return switch (code) {
      case "FEW_ACCOUNTS" ->
          Optional.of(
              "Fewer than 10 accounts or topics stand behind the pooled value; no verdict is drawn"
                  + " from so few.");
      case "NOT_RUN" ->
          Optional.of(
              "Placebos, which show how often such a difference comes of nothing, could not all be"
                  + " run on this archive.");
      default -> ReasonCodes.sentence(code);
    };
  }

  private static void legs(Markup section, ReportData data) {
    List<DecayContrastPooledRow> legs =
        List.of("post", "person", "thread").stream()
            .flatMap(unit -> primary(data, unit).stream())
            .toList();
    if (legs.size() < 2) {
      return;
    }
    section.open("div", "class", "wide").open("table");
    section.element("caption", "The same question asked of posts, people and threads");
    section.add(
        Wording.head(
            "Unit", "#Late-odds ratio [95 %]", "#p", "#Campaigns", "#Accounts", "Verdict"));
    section.open("tbody");
    for (DecayContrastPooledRow leg : legs) {
      section.open("tr").element("th", units(leg.unit()), "scope", "row");
      section
          .open("td", "class", "num")
          .add(Wording.estimate(Wording.headline(leg), Wording::ratio))
          .close("td");
      Double p = leg.pValue();
      section.element("td", p == null ? "–" : Figures.p(p), "class", "num");
      section.element("td", Figures.count(leg.campaigns()), "class", "num");
      section.element("td", Figures.count(leg.accounts()), "class", "num");
      section.element("td", leg.legVerdict().replace('_', ' ')).close("tr");
    }
    section.close("tbody").close("table").close("div");
  }

  static String units(String unit) {
    return switch (unit) {
      case "post" -> "posts: acts after the first day against before";
      case "person" -> "people: days 28–56 after the stop against 0–28";
      case "thread" -> "threads: days 28–56 of their age against 0–28";
      default -> unit;
    };
  }
}
