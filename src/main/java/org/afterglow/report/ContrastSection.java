package org.afterglow.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.afterglow.classify.WeightedConfusion;
import org.afterglow.report.ReportData.DrawnCampaign;
import org.afterglow.statistics.Interval;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.ReasonCodes;
import org.jspecify.annotations.Nullable;

/** The contrast of the classes, campaign by campaign and pooled. */
final class ContrastSection {
  private static final double HEADLINE_CUT_HOURS = 24;

  private ContrastSection() {}

  static Markup of(ReportData data) {
    Markup section =
        Wording.section(
            "contrast",
            "Promotional against conversational",
            "The late-odds ratio compares posts made in the same week of the same campaign over the"
                + " same ages: the odds that an act comes after the first day. Left of 1,"
                + " promotional engagement ends sooner. The shaded band is the margin of no"
                + " material difference.");
    Map<String, DrawnCampaign> campaigns =
        data.campaigns().stream()
            .collect(
                Collectors.toMap(
                    drawn -> drawn.campaign().campaignId(),
                    Function.identity(),
                    (one, other) -> one));
    List<DecayContrastRow> posts =
        data.contrasts().stream()
            .filter(row -> campaigns.containsKey(row.campaignId()))
            .filter(row -> row.unit().equals("post") && row.cutHours() == HEADLINE_CUT_HOURS)
            .toList();
    if (posts.isEmpty() && data.pooled().isEmpty()) {
      section.element(
          "p",
          "No campaign has posts of both classes to compare, so that there is no contrast.",
          "class",
          "none");
      return section.close("section");
    }
    forest(section, data, posts, campaigns);
    labels(section, data);
    otherUnits(section, data, campaigns);
    runs(section, data.pooled());
    placebos(section, data.placebos());
    crude(section, posts, campaigns);
    return section.close("section");
  }

  private static void forest(
      Markup section,
      ReportData data,
      List<DecayContrastRow> rows,
      Map<String, DrawnCampaign> campaigns) {
    Optional<DecayContrastPooledRow> pooled = AnswerSection.primary(data, "post");
    Scale scale =
        RatioAxis.around(
            Stream.concat(
                    rows.stream().map(row -> Wording.exponential(row.lnlor())),
                    pooled.stream().map(Wording::headline))
                .toList());
    section.open("table", "class", "rows");
    section.element("caption", "Posts, cut at one day of age");
    section.add(
        Wording.head(
            "Campaign (posts: promotional, conversational)",
            "Late-odds ratio with 95 % interval",
            "#Ratio [95 %]",
            "#p"));
    section.open("tbody");
    for (DecayContrastRow row : rows) {
      Estimate ratio = Wording.exponential(row.lnlor());
      section.open("tr").open("th", "scope", "row");
      name(section, row.campaignId(), campaigns);
      section
          .element(
              "span",
              " n = " + Figures.count(row.unitsPromo()) + ", " + Figures.count(row.unitsConv()),
              "class",
              "small")
          .close("th");
      plotCell(section, scale, ratio, false);
      numbers(section, ratio, row.pValue());
      section.close("tr");
    }
    pooled.ifPresent(row -> pooledRow(section, scale, row));
    axis(section, scale);
    section.close("tbody").close("table");
    section.add(
        Wording.shown(
            rows.size(),
            Math.max(data.campaignCount(), rows.size()),
            "campaigns",
            "those with the most acts; the pooled value is over all that are eligible"));
    pooled.ifPresent(row -> spread(section, row));
  }

  private static void pooledRow(Markup section, Scale scale, DecayContrastPooledRow row) {
    Estimate ratio = Wording.headline(row);
    section.open("tr", "class", "pooled").open("th", "scope", "row").text("Pooled");
    section
        .element(
            "span",
            " n = "
                + Figures.count(row.campaigns(), "campaign", "campaigns")
                + ", "
                + Figures.count(row.accounts(), "account", "accounts"),
            "class",
            "small")
        .close("th");
    plotCell(section, scale, ratio, true);
    numbers(section, ratio, row.pValue());
    section.close("tr");
  }

  private static void spread(Markup section, DecayContrastPooledRow row) {
    section.open("p", "class", "note-line");
    Estimate other =
        Wording.exponential(
            row.headline().equals("mh_estimate") ? row.estimate() : row.mhEstimate());
    section.text(
        row.headline().equals("mh_estimate")
            ? "Headline: pooled Mantel–Haenszel. Beside it, the random-effects mean: "
            : "Headline: random-effects mean (Paule–Mandel). Beside it, pooled Mantel–Haenszel: ");
    section.add(Wording.estimate(other, Wording::ratio));
    Double tau = row.tau();
    Double i2 = row.i2();
    if (tau != null) {
      section.text("; spread between campaigns τ = " + Figures.decimals(tau) + " (log scale)");
    }
    if (i2 != null) {
      section.text(", I² = " + Figures.percent(i2));
    }
    Double low = row.predictionLow();
    Double high = row.predictionHigh();
    if (low != null && high != null) {
      section.text(
          "; a new campaign is expected within ["
              + Wording.ratio(Math.exp(low))
              + ", "
              + Wording.ratio(Math.exp(high))
              + "]");
    }
    section.text(".").close("p");
  }

  /** Whether anybody checked the classes, how often they were right, and what that changed. */
  private static void labels(Markup section, ReportData data) {
    Optional<DecayContrastPooledRow> primary = AnswerSection.primary(data, "post");
    if (primary.isEmpty()) {
      return;
    }
    section.element("h3", "Were the classes right?");
    LabelCheck check = data.run().labels();
    if (check == null) {
      section.element(
          "p",
          ReasonCodes.sentence("LABELS_UNCHECKED").orElseThrow()
              + " Labels for some of its posts would tell: afterglow label --for validation draws"
              + " them, afterglow decay --validation takes them back.",
          "class",
          "warning");
      return;
    }
    long checked = check.labelled() - check.notContrasted();
    section.element(
        "p",
        Figures.count(checked, "post", "posts")
            + " of these campaigns, drawn in proportion to the engagement with them, were labelled"
            + " by people. Errors of the classes are counted where engagement is, apart for the"
            + " first day and later: errors that go with how long a post lives would else make a"
            + " contrast out of nothing."
            + (check.neutral() == 0
                ? ""
                : " Neutral, which counts as not promotional: "
                    + Figures.count(check.neutral())
                    + ".")
            + (check.blank() == 0 ? "" : " Rows left blank: " + Figures.count(check.blank()) + ".")
            + (check.notContrasted() == 0
                ? ""
                : " Labelled posts that are not contrasted here: "
                    + Figures.count(check.notContrasted())
                    + ".")
            + " "
            + others(check),
        "class",
        "lede");
    section.open("div", "class", "wide").open("table");
    section.element("caption", "Share predicted promotional, weighted by acts");
    section.add(Wording.head("Acts", "#Share [95 %]", "#Worth so many posts of equal weight"));
    section.open("tbody");
    for (WeightedConfusion.Name name : WeightedConfusion.Name.values()) {
      WeightedConfusion.Rate rate = check.confusion().rates().get(name.word());
      if (rate == null) {
        continue;
      }
      Double share = rate.share();
      Interval interval = rate.interval();
      section.open("tr").element("th", on(name), "scope", "row");
      section.element(
          "td",
          share == null
              ? "–"
              : Figures.percent(share)
                  + (interval == null
                      ? ""
                      : " ["
                          + Figures.percent(interval.low())
                          + ", "
                          + Figures.percent(interval.high())
                          + "]"),
          "class",
          "num");
      section.element("td", Figures.count(Math.round(rate.kish())), "class", "num").close("tr");
    }
    section.close("tbody").close("table").close("div");
    effect(section, data, primary.get());
  }

  /**
   * People have their class from the post that acquired them, threads from the one they began with.
   */
  private static String others(LabelCheck check) {
    if (check.people() && check.threads()) {
      return "People and threads are corrected as well, by the posts that they came from.";
    }
    if (check.people() || check.threads()) {
      return (check.people() ? "People" : "Threads")
          + " are corrected as well, by the posts that they came from; of "
          + (check.people() ? "threads" : "people")
          + " the labels say too little, so that no verdict is given of them.";
    }
    return "Of people and threads, whose classes are those of the posts that they came from, the"
        + " labels say too little, so that no verdict is given of them.";
  }

  private static String on(WeightedConfusion.Name name) {
    return switch (name) {
      case S_E -> "first day, on promotional posts";
      case F_E -> "first day, on others";
      case S_L -> "later, on promotional posts";
      case F_L -> "later, on others";
    };
  }

  /** What the correction did to the pooled value. */
  private static void effect(Markup section, ReportData data, DecayContrastPooledRow primary) {
    section.open("p", "class", "note-line");
    data.pooled().stream()
        .filter(row -> row.unit().equals("post") && row.run().equals("labels_as_predicted"))
        .findFirst()
        .ifPresent(
            row ->
                section
                    .text("With classes as predicted the pooled ratio is ")
                    .add(Wording.estimate(Wording.headline(row), Wording::ratio))
                    .text(", corrected "));
    section.add(Wording.estimate(Wording.headline(primary), Wording::ratio)).text(".");
    Double error = primary.validationSe();
    if (error != null) {
      section.text(
          " The sample’s own error, a standard error of "
              + Figures.decimals(error)
              + " on the log scale, is part of the corrected interval.");
    }
    if (primary.hindrances().contains("LABEL_UNCERTAIN")) {
      section.text(" " + ReasonCodes.sentence("LABEL_UNCERTAIN").orElseThrow());
    }
    section.text(" A campaign’s own interval leaves the sample’s error out.").close("p");
  }

  /** People and threads, where a later cut or another unit was estimated. */
  private static void otherUnits(
      Markup section, ReportData data, Map<String, DrawnCampaign> campaigns) {
    for (String unit : List.of("person", "thread")) {
      List<DecayContrastRow> rows =
          data.contrasts().stream()
              .filter(row -> row.unit().equals(unit) && campaigns.containsKey(row.campaignId()))
              .sorted(Comparator.comparing(row -> row.lnlor().value() == null))
              .toList();
      Optional<DecayContrastPooledRow> pooled = AnswerSection.primary(data, unit);
      if (rows.isEmpty() && pooled.isEmpty()) {
        continue;
      }
      Scale scale =
          RatioAxis.around(
              Stream.concat(
                      rows.stream().map(row -> Wording.exponential(row.lnlor())),
                      pooled.stream().map(Wording::headline))
                  .toList());
      section.open("details").open("summary").text("The same for " + AnswerSection.units(unit));
      section.close("summary").open("table", "class", "rows");
      section.add(
          Wording.head("Campaign", "Late-odds ratio with 95 % interval", "#Ratio [95 %]", "#p"));
      section.open("tbody");
      for (DecayContrastRow row : rows) {
        section.open("tr").open("th", "scope", "row");
        name(section, row.campaignId(), campaigns);
        section
            .element(
                "span",
                " n = " + Figures.count(row.unitsPromo()) + ", " + Figures.count(row.unitsConv()),
                "class",
                "small")
            .close("th");
        Estimate ratio = Wording.exponential(row.lnlor());
        plotCell(section, scale, ratio, false);
        numbers(section, ratio, row.pValue());
        section.close("tr");
      }
      pooled.ifPresent(row -> pooledRow(section, scale, row));
      axis(section, scale);
      section.close("tbody").close("table").close("details");
    }
  }

  private static void runs(Markup section, List<DecayContrastPooledRow> pooled) {
    List<DecayContrastPooledRow> others =
        pooled.stream().filter(row -> !row.run().equals("primary")).toList();
    if (others.isEmpty()) {
      return;
    }
    Scale scale = RatioAxis.around(pooled.stream().map(Wording::headline).toList());
    section.element("h3", "Does the answer depend on a choice?");
    section.element(
        "p",
        "The pooled ratio again, with one choice changed at a time. A verdict needs all of them on"
            + " the same side.",
        "class",
        "lede");
    section.open("table", "class", "rows");
    section.add(
        Wording.head("Run", "Pooled late-odds ratio with 95 % interval", "#Ratio [95 %]", "#p"));
    section.open("tbody");
    for (DecayContrastPooledRow row : pooled) {
      section.open("tr").open("th", "scope", "row");
      section.text(row.unit() + ": " + row.run().replace('_', ' ')).close("th");
      plotCell(section, scale, Wording.headline(row), row.run().equals("primary"));
      numbers(section, Wording.headline(row), row.pValue());
      section.close("tr");
    }
    axis(section, scale);
    section.close("tbody").close("table");
  }

  private static void placebos(Markup section, List<PlaceboRow> placebos) {
    if (placebos.isEmpty()) {
      return;
    }
    section.element("h3", "Is a difference found where there is none?");
    section.element(
        "p",
        "The whole contrast of posts, people or threads repeated between classes that were dealt to"
            + " them at random, or by when the other class was posted. A sound method tells them"
            + " apart in at most about 5 % of the draws.",
        "class",
        "lede");
    section.open("div", "class", "wide").open("table");
    section.element("caption", "Placebos");
    section.add(
        Wording.head(
            "Classes dealt",
            "#Accounts",
            "#Draws pooled",
            "#Told apart",
            "#Mean ratio",
            "What it says"));
    section.open("tbody");
    for (PlaceboRow row : placebos) {
      if (row.draws() == 0 && !row.claim().startsWith("C1")) {
        continue; // nothing to deal to: the claim's card says why
      }
      Double share = row.rejectionShare();
      Double mean = row.meanEstimate();
      section.open("tr").element("th", dealt(row), "scope", "row");
      section.element("td", Figures.count(row.accounts()), "class", "num");
      section.element("td", Figures.count(row.draws()), "class", "num");
      section.element("td", share == null ? "–" : Figures.percent(share), "class", "num");
      section.element("td", mean == null ? "–" : Wording.ratio(Math.exp(mean)), "class", "num");
      section.element("td", says(row)).close("tr");
    }
    section.close("tbody").close("table").close("div");
  }

  private static String dealt(PlaceboRow row) {
    return switch (row.claim() + " " + row.placebo()) {
      case "C1a split_half" -> "Halves of conversational posts";
      case "C1a opposite_schedule" -> "Conversational posts, by when promotional ones were posted";
      case "C1a split_half_promotional" -> "Halves of promotional posts";
      case "C1a crude_opposite_schedule" ->
          "The crude contrast of conversational posts, by when promotional ones were posted";
      case "C1b permuted" -> "People acquired in one week, their classes exchanged at random";
      case "C1c split_half" -> "Halves of conversational threads";
      case "C1c permuted" -> "Threads begun in one week, their classes exchanged at random";
      default -> row.claim() + ": " + row.placebo().replace('_', ' ');
    };
  }

  private static String says(PlaceboRow row) {
    String said =
        row.placeboState().equals(Estimate.OK)
            ? "Passes: at most 8 % of the draws were told apart."
            : ReasonCodes.sentence(row.placeboState()).orElse(row.placeboState());
    return row.judged() ? said : said + " No verdict depends on it.";
  }

  private static void crude(
      Markup section, List<DecayContrastRow> rows, Map<String, DrawnCampaign> campaigns) {
    List<DecayContrastRow> with =
        rows.stream()
            .filter(row -> Figures.interval(row.lnlorCrude(), Wording::ratio) != null)
            .toList();
    section.element("h3", "The crude contrast, and why it is not used");
    section.element(
        "p",
        "Warning: by days since the stop, unstratified, the classes differ in age. The crude ratio"
            + " measures when posts were made, not how their engagement decays; it enters no"
            + " verdict.",
        "class",
        "warning");
    if (with.isEmpty()) {
      section
          .open("p", "class", "none apart")
          .text("Its value is withheld: ")
          .add(Wording.code("SCHEDULE"))
          .close("p");
      return;
    }
    section.open("details", "class", "apart").element("summary", "Show it all the same");
    section.open("div", "class", "wide").open("table");
    section.add(
        Wording.head("Campaign", "#Crude ratio [95 %]", "#Stratified by age at the stop [95 %]"));
    section.open("tbody");
    for (DecayContrastRow row : with) {
      section.open("tr").open("th", "scope", "row");
      name(section, row.campaignId(), campaigns);
      section.close("th").open("td", "class", "num");
      section.add(Wording.estimate(Wording.exponential(row.lnlorCrude()), Wording::ratio));
      section.close("td").open("td", "class", "num");
      section.add(Wording.estimate(Wording.exponential(row.lnlorStop()), Wording::ratio));
      section.close("td").close("tr");
    }
    section.close("tbody").close("table").close("div").close("details");
  }

  private static void name(
      Markup section, String campaignId, Map<String, DrawnCampaign> campaigns) {
    DrawnCampaign drawn = campaigns.get(campaignId);
    section.foreign(drawn == null ? campaignId : Wording.name(drawn));
  }

  private static void plotCell(Markup section, Scale scale, Estimate ratio, boolean pooled) {
    String words = Figures.interval(ratio, Wording::ratio);
    Strip strip =
        Strip.of(
            24, words == null ? "not estimable: " + ratio.state() : "late-odds ratio " + words);
    RatioAxis.ground(strip, scale, 0, 24);
    Double value = ratio.value();
    Double low = ratio.low();
    Double high = ratio.high();
    if (pooled && value != null && low != null && high != null) {
      strip.diamond("diamond", scale.at(low), scale.at(value), scale.at(high), 5, 14);
    } else {
      RatioAxis.interval(strip, scale, ratio, 12);
    }
    section.open("td", "class", "drawn").add(strip.markup()).close("td");
  }

  private static void numbers(Markup section, Estimate ratio, @Nullable Double p) {
    section.open("td", "class", "num").add(Wording.estimate(ratio, Wording::ratio)).close("td");
    section.element("td", p == null ? "–" : Figures.p(p), "class", "num");
  }

  private static void axis(Markup section, Scale scale) {
    Strip axis = Strip.silent(22);
    RatioAxis.ticks(axis, scale, 0.5);
    section.open("tr", "class", "scale").element("th", "").open("td", "class", "drawn");
    section.add(axis.markup()).close("td");
    section.element("td", "", "class", "num").element("td", "", "class", "num").close("tr");
  }
}
