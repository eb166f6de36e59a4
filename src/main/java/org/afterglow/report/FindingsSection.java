package org.afterglow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.table.Estimate;
import org.afterglow.table.FindingRow;
import org.jspecify.annotations.Nullable;

/** A card for each claim: what it says, what the archive says of it, and what that rests on. */
final class FindingsSection {
  /** How a figure becomes a ratio, so that all cards have one kind of axis. */
  private enum Scaling {
    /** A ratio as it is. */
    RATIO,
    /** The logarithm of one. */
    LOGARITHM,
    /** So many percent more than without. */
    PERCENT,
    /** So many percent less than without. */
    PENALTY;

    @Nullable Double ratio(@Nullable Double x) {
      if (x == null) {
        return null;
      }
      return switch (this) {
        case RATIO -> x;
        case LOGARITHM -> Math.exp(x);
        case PERCENT -> Math.max(0, 1 + x / 100);
        case PENALTY -> Math.max(0, 1 - x / 100);
      };
    }

    Estimate ratio(Estimate x) {
      Double value = ratio(x.value());
      Double low = ratio(this == PENALTY ? x.high() : x.low());
      Double high = ratio(this == PENALTY ? x.low() : x.high());
      return new Estimate(value, low, high, x.state());
    }

    /** Changes of some percent need a narrower axis than ratios. */
    int leastWidth() {
      return this == PERCENT ? 2 : 4;
    }

    /** The margin, which stands on the scale that the verdict is judged on, as a ratio above 1. */
    double margin(double margin) {
      return this == RATIO || this == LOGARITHM ? Math.exp(margin) : 1 + margin / 100;
    }
  }

  /**
   * How a claim is shown.
   *
   * @param words the claim itself
   * @param below what a ratio below 1 means
   * @param above what one above 1 means
   * @param tables whose rows it rests on
   */
  private record Shown(
      String words, Scaling scaling, String below, String above, List<String> tables) {}

  private static final Map<String, Shown> CLAIMS =
      Map.of(
          "C1",
          new Shown(
              "Promotion expires; conversations and relationships do not.",
              Scaling.LOGARITHM,
              "promotion ends sooner",
              "promotion lasts longer",
              List.of("decay_contrast_pooled", "decay_contrast")),
          "C2",
          new Shown(
              "Long after the promotion people still talk, and nobody answers.",
              Scaling.RATIO,
              "answered less after it",
              "answered more",
              List.of("unanswered")),
          "C3",
          new Shown(
              "A feed that spews company news gets shut off.",
              Scaling.PERCENT,
              "talk earns less",
              "talk earns more",
              List.of("talk_balance")),
          "C4",
          new Shown(
              "Asking a favour of people you just met does not work.",
              Scaling.RATIO,
              "strangers do it more",
              "acquaintances do it more",
              List.of("asks", "advocacy")),
          "C5",
          new Shown(
              "Give before you take.",
              Scaling.PERCENT,
              "giving went with less",
              "with more",
              List.of("reciprocity")),
          "C6",
          new Shown(
              "Go silent and the audience is gone.",
              Scaling.PENALTY,
              "less after a silence",
              "more after it",
              List.of("comebacks")),
          "C7",
          new Shown(
              "Be relevant to where you promote.",
              Scaling.PERCENT,
              "far from it: fewer",
              "far from it: more",
              List.of("relevance")),
          "C8",
          new Shown(
              "Promote to millions or build relationships with thousands?",
              Scaling.LOGARITHM,
              "reached once: more",
              "came back: more",
              List.of("reach_depth")));

  private FindingsSection() {}

  static Markup of(ReportData data) {
    Markup section = new Markup();
    section.open("section", "id", "findings", "aria-labelledby", "findings-title");
    section.element("h2", "What the archive says of the claims", "id", "findings-title");
    section.element(
        "p",
        "Eight claims, each judged by rules that stood before anything was measured"
            + " (docs/verdicts.md). In brackets stands the 95 % interval, the range in which the true"
            + " figure plausibly lies; engagement is what people do with posts: reply, repost, quote,"
            + " like, vote. Undetermined is not no. That one thing came after another, or with it,"
            + " does not show that it brought it about.",
        "class",
        "lede");
    section.open("div", "class", "cards");
    data.findings().forEach(finding -> section.add(card(finding)));
    return section.close("div").close("section");
  }

  private static Markup card(FindingRow finding) {
    Shown shown = CLAIMS.get(finding.claim());
    Markup card = new Markup();
    card.open("article", "class", "card " + finding.verdict());
    card.open("h3");
    card.element("span", finding.claim(), "class", "claim");
    card.text(" " + (shown == null ? "" : shown.words())).close("h3");
    card.open("p", "class", "verdict");
    card.element("span", finding.verdict().replace('_', ' '), "class", "badge");
    if (!finding.reason().equals(Estimate.OK)) {
      card.text(" ").add(Wording.code(finding.reason()));
    }
    card.close("p");
    card.element("p", finding.sentence());
    if (shown != null && finding.estimate().value() != null) {
      card.add(picture(finding, shown));
    }
    String basis = basis(finding);
    if (!basis.isEmpty()) {
      card.element("p", basis, "class", "small");
    }
    if (shown != null) {
      card.add(wayDown(finding, shown));
    }
    return card.close("article");
  }

  /** Where what it rests on stands: on this page, and by which commands. */
  private static Markup wayDown(FindingRow finding, Shown shown) {
    Markup way = new Markup();
    way.open("details", "class", "way").element("summary", "How it came about");
    if (finding.claim().equals("C1")) {
      way.open("p", "class", "small");
      way.element("a", "The contrast, campaign by campaign", "href", "#contrast").text(".");
      way.close("p");
    }
    way.element(
        "p", "Told in words, and as rows, where OUT is the folder of this page:", "class", "small");
    List<String> lines = new ArrayList<>();
    lines.add("afterglow claims OUT --explain " + finding.claim());
    for (String table : shown.tables()) {
      lines.add("afterglow query OUT \"SELECT * FROM " + table + "\"");
    }
    way.element("pre", String.join("\n", lines), "class", "code");
    return way.close("details");
  }

  private static Markup picture(FindingRow finding, Shown shown) {
    Estimate ratio = shown.scaling().ratio(finding.estimate());
    Scale scale = RatioAxis.around(List.of(ratio), shown.scaling().leastWidth());
    Strip strip =
        Strip.of(
            62,
            finding.claim()
                + ": "
                + Figures.interval(ratio, Wording::ratio)
                + " on a scale where 1 means no difference.");
    RatioAxis.ground(strip, scale, shown.scaling().margin(finding.margin()), 0, 28);
    RatioAxis.interval(strip, scale, ratio, 14);
    RatioAxis.ticks(strip, scale, 28);
    strip.text("label", 0, 60, "← " + shown.below());
    strip.text("label", 1, 60, shown.above() + " →");
    return strip.markup();
  }

  private static String basis(FindingRow finding) {
    List<String> parts = new ArrayList<>();
    Double q = finding.qValue();
    if (q != null) {
      parts.add(Figures.p(q).replace("p ", "q "));
    }
    if (finding.campaigns() > 0) {
      parts.add(Figures.count(finding.campaigns(), "campaign", "campaigns"));
    }
    if (finding.accounts() > 0) {
      parts.add(Figures.count(finding.accounts(), "account", "accounts"));
    }
    if (finding.posts() > 0) {
      parts.add(Figures.count(finding.posts(), "post", "posts"));
    }
    Double share = finding.placeboRejectionShare();
    if (share != null) {
      parts.add(
          "found in "
              + Figures.percent(share)
              + " of draws where there is nothing to find ("
              + finding.placebo()
              + ")");
    }
    return String.join("; ", parts);
  }
}
