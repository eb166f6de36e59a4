package org.afterglow.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import org.afterglow.classify.Evaluation;
import org.afterglow.classify.MeasuredGroup;
import org.afterglow.classify.Metrics;
import org.afterglow.classify.ModelCard;
import org.afterglow.classify.ReliabilityBin;
import org.afterglow.classify.ScoreCurves;
import org.afterglow.classify.ScoreDrift;
import org.afterglow.classify.WeightedConfusion;
import org.afterglow.report.Plot.Point;
import org.afterglow.report.Plot.Span;
import org.afterglow.statistics.Interval;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;

/** How far the classes can be trusted: the model against labels, and its scores over time. */
final class ClassifierSection {
  private static final int SHOWN_GROUPS = 24;

  /** Scored posts from which on a language or year has a row. */
  private static final int FEWEST_SCORED = 10;

  private static final int SHOWN_PLATFORMS = 16;
  private static final int SHOWN_PERIODS = 12;

  /** Pixels: height of a bin of probability, and where the mark of a large drift stands. */
  private static final double BIN = 6;

  private static final int BINS = 10;
  private static final double MARK_TOP = BINS * BIN + 3;
  private static final double MARK = 5;

  /** Share of a period's posts from which on a bin is drawn darker. */
  private static final double[] DARKER = {0, .03, .08, .16, .32, .6};

  private ClassifierSection() {}

  static Markup of(ClassifierFacts facts) {
    Markup section =
        Wording.section(
            "classifier",
            "How far classes can be trusted",
            "Classes are measurements with errors: what the model that gave them does on posts that"
                + " people labelled, and how its scores move over this archive.");
    Evaluation evaluation = facts.evaluation();
    MeasuredGroup overall = evaluation == null ? null : evaluation.overall();
    if (evaluation != null && overall != null) {
      labelled(section, evaluation, overall);
    } else {
      unmeasured(section, facts);
    }
    drift(section, facts.drift());
    return section.close("section");
  }

  private static void unmeasured(Markup section, ClassifierFacts facts) {
    section.element(
        "p",
        (facts.otherEvaluated()
            ? "The evaluation in this folder is of another model than the one that gave these"
                + " classes, so it is not shown; the evaluate command measures this one."
            : "Nobody has measured this model on labels of posts like these; the evaluate command"
                + " does so."),
        "class",
        "caveat");
    ModelCard card = facts.card();
    if (card == null) {
      section.element("p", "No card of a model is in this folder.", "class", "none");
      return;
    }
    Map<String, MeasuredGroup> tests = new TreeMap<>(card.metrics());
    tests.keySet().removeIf(name -> name.startsWith("asks/"));
    if (tests.isEmpty()) {
      section.element("p", "The model’s card holds no figures.", "class", "none");
      return;
    }
    section.open("div", "class", "wide").open("table");
    section.element(
        "caption",
        "From the model’s own card: posts left out while it was trained, on its own data");
    section.add(head("Test")).open("tbody");
    tests.entrySet().stream()
        .limit(SHOWN_GROUPS)
        .forEach(
            test ->
                row(
                    section,
                    test.getKey().replace("_apart", " apart").replace("/", ": "),
                    test.getValue()));
    section.close("tbody").close("table").close("div");
    section.add(
        Wording.shown(
            Math.min(SHOWN_GROUPS, tests.size()), tests.size(), "tests of the card", "by name"));
  }

  private static void labelled(Markup section, Evaluation evaluation, MeasuredGroup overall) {
    Metrics metrics = overall.metrics();
    section.element(
        "p",
        "Measured on "
            + Figures.count(metrics.n(), "labelled post", "labelled posts")
            + " of "
            + Figures.count(evaluation.files().size(), "file", "files")
            + ", of this folder’s model: "
            + Figures.count(metrics.truePositives())
            + " of "
            + Figures.count(
                metrics.truePositives() + metrics.falseNegatives(),
                "promotional post",
                "promotional posts")
            + " were predicted so, and "
            + Figures.count(metrics.falsePositives())
            + " of "
            + Figures.count(
                metrics.trueNegatives() + metrics.falsePositives(),
                "conversational one",
                "conversational ones")
            + "; "
            + Figures.count(metrics.notScored())
            + " were not scored.");
    section.open("div", "class", "wide").open("table", "class", "stacked dense");
    section.element("caption", "The model against labels, with 95 % intervals");
    section.add(head("Posts")).open("tbody");
    row(section, "all", overall);
    several(section, "language ", evaluation.languages());
    several(section, "year ", evaluation.years());
    section.close("tbody").close("table").close("div");
    section.element("p", sources(evaluation.sources()), "class", "note-line");
    section.open("div", "class", "panels");
    figure(section, "Reliability", "by probability", reliability(evaluation));
    ScoreCurves curves = evaluation.curves();
    if (curves != null) {
      double prevalence = metrics.prevalence() == null ? 0 : metrics.prevalence();
      figure(section, "Precision and recall", "by threshold", precision(curves, prevalence));
      figure(section, "ROC", "by threshold", roc(curves));
    }
    section.close("div");
    if (curves != null) {
      section.element(
          "p",
          "Marked on the curves: one half, where the classes are parted, and both ends of the band of"
              + " doubt. Precision depends on how many of the labelled posts are promotional"
              + (metrics.prevalence() == null
                  ? "."
                  : ", " + Figures.percent(metrics.prevalence()) + " here."),
          "class",
          "note-line");
    }
    WeightedConfusion confusion = evaluation.weightedConfusion();
    if (confusion != null) {
      confusion(section, confusion);
    }
  }

  /** A single group, or none that is named, repeats what stands above. */
  private static void several(Markup section, String kind, Map<String, MeasuredGroup> groups) {
    if (groups.size() > 1) {
      groups.entrySet().stream()
          .filter(
              group ->
                  group.getValue().metrics().n() - group.getValue().metrics().notScored()
                      >= FEWEST_SCORED)
          .limit(SHOWN_GROUPS)
          .forEach(group -> row(section, kind + group.getKey(), group.getValue()));
    }
  }

  private static String sources(Map<String, MeasuredGroup> sources) {
    List<Double> sorted =
        sources.values().stream()
            .map(group -> group.metrics().macroF1())
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    return Figures.count(sources.size(), "source", "sources")
        + (sorted.isEmpty()
            ? ", none with both classes."
            : ", "
                + sorted.size()
                + " with both classes: macro-F1 from "
                + Figures.decimals(sorted.get(0))
                + " to "
                + Figures.decimals(sorted.get(sorted.size() - 1))
                + ", median "
                + Figures.decimals(sorted.get((sorted.size() - 1) / 2))
                + ".")
        + " Their names, and languages and years of fewer than "
        + FEWEST_SCORED
        + " scored posts, stand in metrics.json alone.";
  }

  private static Markup head(String first) {
    return Wording.head(
        first,
        "#n",
        "#Macro-F1",
        "#PR-AUC",
        "#ROC-AUC",
        "#Brier",
        "#ECE",
        "#Recall",
        "#False positives",
        "#Uncertain");
  }

  private static void row(Markup section, String name, MeasuredGroup group) {
    Metrics metrics = group.metrics();
    section.open("tr").open("th", "scope", "row").foreign(name).close("th");
    section.element("td", Figures.count(metrics.n()), "class", "num");
    cell(section, group, "macro_f1", metrics.macroF1(), Figures::decimals);
    cell(section, group, "pr_auc", metrics.prAuc(), Figures::decimals);
    cell(section, group, "roc_auc", metrics.rocAuc(), Figures::decimals);
    cell(section, group, "brier", metrics.brier(), ClassifierSection::thousandths);
    cell(section, group, "ece", metrics.ece(), ClassifierSection::thousandths);
    cell(section, group, "recall", metrics.recall(), Figures::decimals);
    cell(section, group, "false_positive_rate", metrics.falsePositiveRate(), Figures::decimals);
    cell(section, group, "uncertain_share", metrics.uncertainShare(), Figures::decimals);
    section.close("tr");
  }

  private static void cell(
      Markup section,
      MeasuredGroup group,
      String name,
      @Nullable Double value,
      DoubleFunction<String> format) {
    section.open("td", "class", "num").add(figure(value, group.interval(name), format));
    section.close("td");
  }

  private static Markup figure(
      @Nullable Double value, @Nullable Interval interval, DoubleFunction<String> format) {
    if (value == null) {
      return new Markup().text("–");
    }
    return Wording.stacked(
        new Estimate(
            value,
            interval == null ? null : interval.low(),
            interval == null ? null : interval.high(),
            Estimate.OK),
        format);
  }

  private static String thousandths(double x) {
    return String.format(java.util.Locale.ROOT, "%.3f", x);
  }

  private static void figure(Markup section, String title, String words, Plot plot) {
    section.open("figure").open("figcaption").text(title + " ");
    section.element("span", words).close("figcaption").add(plot.markup()).close("figure");
  }

  private static Plot plot(String title, String description, String xLabel, String yLabel) {
    return new Plot(title, description, Scale.linear(0, 1), xLabel, Scale.linear(0, 1), yLabel);
  }

  private static Plot reliability(Evaluation evaluation) {
    Plot plot =
        plot(
            "Reliability",
            "Share of labelled posts that are promotional by the mean of the probabilities given to"
                + " them, in ten bins with 95 % intervals; on the diagonal probabilities mean what"
                + " they say.",
            "mean probability",
            "share promotional");
    plot.line("thin rule", List.of(new Point(0, 0), new Point(1, 1)));
    List<Point> points = new ArrayList<>();
    for (ReliabilityBin bin : evaluation.reliability()) {
      Double mean = bin.meanProbability();
      Double share = bin.promotionalShare();
      Double low = bin.promotionalShareLow();
      Double high = bin.promotionalShareHigh();
      if (mean != null && share != null && low != null && high != null) {
        points.add(new Point(mean, share));
        plot.band("promotional", List.of(new Span(mean, low, high)));
      }
    }
    return plot.line("thin promotional", points).dots("promotional", points);
  }

  private static Plot precision(ScoreCurves curves, double prevalence) {
    Plot plot =
        plot(
            "Precision and recall",
            "Precision by recall, threshold by threshold; the level is the share promotional, which"
                + " guessing would give.",
            "recall",
            "precision");
    plot.level(prevalence);
    plot.line("promotional", precisions(curves.points()));
    marks(plot, curves, precisions(curves.thresholds()), point -> point.precision() != null);
    return plot;
  }

  private static List<Point> precisions(List<ScoreCurves.Point> points) {
    List<Point> places = new ArrayList<>();
    for (ScoreCurves.Point point : points) {
      Double precision = point.precision();
      if (precision != null) {
        places.add(new Point(point.recall(), precision));
      }
    }
    return places;
  }

  private static Plot roc(ScoreCurves curves) {
    Plot plot =
        plot(
            "ROC",
            "Recall by the share of conversational posts predicted promotional, threshold by"
                + " threshold; the diagonal is what guessing would give.",
            "false positive rate",
            "recall");
    plot.line("thin rule", List.of(new Point(0, 0), new Point(1, 1)));
    plot.line("promotional", rates(curves.points()));
    marks(plot, curves, rates(curves.thresholds()), point -> true);
    return plot;
  }

  private static List<Point> rates(List<ScoreCurves.Point> points) {
    return points.stream()
        .map(point -> new Point(point.falsePositiveRate(), point.recall()))
        .toList();
  }

  private static void marks(
      Plot plot,
      ScoreCurves curves,
      List<Point> places,
      java.util.function.Predicate<ScoreCurves.Point> placed) {
    plot.dots("conversational", places);
    List<ScoreCurves.Point> marked = curves.thresholds().stream().filter(placed).toList();
    for (int i = 0; i < places.size(); i++) {
      Double threshold = marked.get(i).threshold();
      plot.note(places.get(i), threshold == null ? "" : Figures.tick(threshold));
    }
  }

  private static void confusion(Markup section, WeightedConfusion confusion) {
    section.open("div", "class", "wide").open("table");
    section.element("caption", "Predicted promotional, weighted by engagement");
    section.add(
        Wording.head("Posts", "Acts", "#Share [95 % interval]", "#Standard error", "#Worth posts"));
    section.open("tbody");
    confusion
        .rates()
        .forEach(
            (name, rate) -> {
              section
                  .open("tr")
                  .element(
                      "th",
                      name.startsWith("s") ? "promotional" : "conversational",
                      "scope",
                      "row");
              section.element("td", name.endsWith("_e") ? "of the first day" : "of later days");
              Double share = rate.share();
              Interval interval = rate.interval();
              section.element(
                  "td",
                  share == null
                      ? "–"
                      : thousandths(share)
                          + (interval == null
                              ? ""
                              : " ["
                                  + thousandths(interval.low())
                                  + ", "
                                  + thousandths(interval.high())
                                  + "]"),
                  "class",
                  "num");
              Double error = rate.standardError();
              section.element("td", error == null ? "–" : thousandths(error), "class", "num");
              section.element("td", Figures.number(rate.kish()), "class", "num").close("tr");
            });
    section.close("tbody").close("table").close("div");
    section.element(
        "p",
        Figures.count(confusion.n(), "scored post", "scored posts")
            + " of a sample drawn by engagement. "
            + (confusion.labelUncertain().isEmpty()
                ? "Nothing in the sample makes labels uncertain."
                : "Labels are uncertain: a class is worth fewer than 100 posts of equal weight, or"
                    + " the two shares differ by less than one half ("
                    + String.join(", ", confusion.labelUncertain())
                    + ")."),
        "class",
        "note-line");
  }

  private static void drift(Markup section, @Nullable ScoreDrift drift) {
    section.element("h3", "Scores over time");
    if (drift == null || drift.periods().isEmpty()) {
      section.element(
          "p",
          drift == null
              ? "Not measured for the posts that stand here now; the evaluate command does so."
              : "No post has a text and a time.",
          "class",
          "none");
      return;
    }
    int first = drift.periods().stream().mapToInt(ClassifierSection::from).min().orElse(0);
    int end = drift.periods().stream().mapToInt(ClassifierSection::to).max().orElse(1);
    section.open("table", "class", "rows timeline").open("tbody");
    drift.platforms().stream()
        .limit(SHOWN_PLATFORMS)
        .forEach(platform -> platform(section, drift, platform, first, end));
    section.open("tr", "class", "scale").element("th", "").open("td", "class", "drawn");
    section.add(IntakeSection.timeAxis(instant(first), instant(end))).close("td").close("tr");
    section.close("tbody").close("table");
    section.add(
        Wording.shown(
            Math.min(SHOWN_PLATFORMS, drift.platforms().size()),
            drift.platforms().size(),
            "platforms",
            "by name"));
    section.element(
        "p",
        "One column a month, or a quarter where months are thin; in it ten bins of probability, sure"
            + " to be promotional at the top, darker where more of the posts lie. Marked below: the"
            + " distribution differs much from the whole platform’s (population stability index of"
            + " 0.25 or more), or the share in other languages by ten points or more. Posts may have"
            + " changed, or the model may not know their words: labels of that time would tell.",
        "class",
        "note-line");
    flagged(section, drift);
  }

  private static void platform(
      Markup section, ScoreDrift drift, ScoreDrift.Period whole, int first, int end) {
    List<ScoreDrift.Period> periods =
        drift.periods().stream()
            .filter(period -> period.platform().equals(whole.platform()))
            .toList();
    long marked = periods.stream().filter(ClassifierSection::large).count();
    String words =
        Figures.count(whole.n(), "post", "posts")
            + "; mean probability "
            + (whole.mean() == null ? "–" : Figures.decimals(whole.mean()))
            + "; uncertain "
            + percent(whole.uncertainShare())
            + ", other languages "
            + percent(whole.unsupportedLanguageShare())
            + "; "
            + marked
            + " of "
            + Figures.count(periods.size(), "period differs", "periods differ")
            + " much";
    section.open("tr").open("th", "scope", "row").foreign(whole.platform());
    section.element("span", words, "class", "small").close("th");
    Strip strip =
        Strip.of((int) (MARK_TOP + MARK + 1), whole.platform() + ", scores by period: " + words);
    double start = seconds(first);
    double length = seconds(end) - start;
    for (ScoreDrift.Period period : periods) {
      double from = (seconds(from(period)) - start) / length;
      double to = (seconds(to(period)) - start) / length;
      for (int bin = 0; bin < BINS && period.scored() > 0; bin++) {
        int darkness = darkness((double) period.histogram().get(bin) / period.scored());
        if (darkness > 0) {
          strip.rect("heat" + darkness, from, to, (BINS - 1 - bin) * BIN, BIN);
        }
      }
      if (large(period)) {
        strip.rect("outage", from, to, MARK_TOP, MARK);
      }
    }
    section.open("td", "class", "drawn").add(strip.markup()).close("td").close("tr");
  }

  private static void flagged(Markup section, ScoreDrift drift) {
    List<ScoreDrift.Period> large =
        drift.periods().stream().filter(ClassifierSection::large).toList();
    if (large.isEmpty()) {
      section.element("p", "No period differs much from its platform.", "class", "note-line");
      return;
    }
    section.open("div", "class", "wide").open("table");
    section.element("caption", "Periods that differ much from their platform");
    section.add(
        Wording.head(
            "Platform",
            "Period",
            "#Posts",
            "#Mean probability",
            "#Uncertain",
            "#Other languages",
            "#Stability index",
            "#Jensen–Shannon distance"));
    section.open("tbody");
    for (ScoreDrift.Period period : large.stream().limit(SHOWN_PERIODS).toList()) {
      section.open("tr").open("th", "scope", "row").foreign(period.platform()).close("th");
      section.element("td", period.period());
      section.element("td", Figures.count(period.n()), "class", "num");
      number(section, period.mean());
      section.element("td", percent(period.uncertainShare()), "class", "num");
      section.element("td", percent(period.unsupportedLanguageShare()), "class", "num");
      number(section, period.populationStabilityIndex());
      number(section, period.jensenShannonDistance());
      section.close("tr");
    }
    section.close("tbody").close("table").close("div");
    section.add(
        Wording.shown(
            Math.min(SHOWN_PERIODS, large.size()), large.size(), "such periods", "by platform"));
  }

  private static void number(Markup section, @Nullable Double value) {
    section.element("td", value == null ? "–" : Figures.decimals(value), "class", "num");
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "–" : Figures.percent(share);
  }

  private static boolean large(ScoreDrift.Period period) {
    return period.flags().contains(ScoreDrift.SCORES)
        || period.flags().contains(ScoreDrift.LANGUAGES);
  }

  private static int darkness(double share) {
    int darkness = 0;
    while (darkness < DARKER.length && share > DARKER[darkness]) {
      darkness++;
    }
    return darkness;
  }

  private static int from(ScoreDrift.Period period) {
    return Objects.requireNonNullElse(period.firstMonth(), 0);
  }

  private static int to(ScoreDrift.Period period) {
    return from(period) + Objects.requireNonNullElse(period.months(), 1);
  }

  private static double seconds(int month) {
    return instant(month).getEpochSecond();
  }

  private static Instant instant(int month) {
    return LocalDate.of(month / 12, month % 12 + 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
