package org.afterglow.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.afterglow.classify.Evaluation;
import org.afterglow.classify.MeasuredGroup;
import org.afterglow.classify.Metrics;
import org.afterglow.classify.ScoreDrift;
import org.afterglow.classify.WeightedConfusion;
import org.afterglow.statistics.Interval;
import org.jspecify.annotations.Nullable;

/** An evaluation as lines to read. */
final class EvaluationText {
  /** Groups of one kind that are printed; the file has all. */
  private static final int SHOWN = 20;

  private static final int NAME_WIDTH = 26;

  /** By the names that they have in the file, written with hyphens or spaces. */
  private static final Map<String, Function<Metrics, @Nullable Double>> FIGURES = figures();

  private static final List<String> GROUP_FIGURES =
      List.of("macro-F1", "PR-AUC", "recall", "false positive rate");

  /** Posts of a class below which a group's figures that need both say nothing. */
  private static final int FEWEST = 5;

  /** Posts of a class from which on a source is held against others. */
  private static final int ENOUGH = 30;

  private static final Set<String> OF_BOTH = Set.of("macro-F1", "PR-AUC", "ROC-AUC");

  private static final String NONE = "–";

  private EvaluationText() {}

  private static Map<String, Function<Metrics, @Nullable Double>> figures() {
    Map<String, Function<Metrics, @Nullable Double>> figures = new LinkedHashMap<>();
    figures.put("prevalence", Metrics::prevalence);
    figures.put("macro-F1", Metrics::macroF1);
    figures.put("PR-AUC", Metrics::prAuc);
    figures.put("ROC-AUC", Metrics::rocAuc);
    figures.put("Brier", Metrics::brier);
    figures.put("ECE", Metrics::ece);
    figures.put("recall", Metrics::recall);
    figures.put("false positive rate", Metrics::falsePositiveRate);
    figures.put("uncertain share", Metrics::uncertainShare);
    figures.put("unsupported language share", Metrics::unsupportedLanguageShare);
    return figures;
  }

  /**
   * The lines.
   *
   * @param model path of the model that was measured, or what it is
   */
  static List<String> lines(Evaluation evaluation, String model) {
    List<String> lines = new ArrayList<>();
    MeasuredGroup overall = evaluation.overall();
    if (overall != null) {
      labelled(lines, evaluation, overall, model);
    }
    WeightedConfusion confusion = evaluation.weightedConfusion();
    if (confusion != null) {
      confusion(lines, confusion);
    }
    ScoreDrift drift = evaluation.drift();
    if (drift != null) {
      drift(lines, drift);
    }
    return lines;
  }

  private static void labelled(
      List<String> lines, Evaluation evaluation, MeasuredGroup overall, String model) {
    Metrics metrics = overall.metrics();
    long promotional = metrics.truePositives() + metrics.falseNegatives();
    lines.add(
        "Model "
            + String.valueOf(evaluation.modelHash()).substring(0, 12)
            + " ("
            + model
            + ") on "
            + grouped(metrics.n())
            + " labelled posts of "
            + evaluation.files().size()
            + (evaluation.files().size() == 1 ? " file" : " files"));
    lines.add(
        "of "
            + grouped(promotional)
            + " promotional posts "
            + grouped(metrics.truePositives())
            + " are predicted so, of "
            + grouped(metrics.trueNegatives() + metrics.falsePositives())
            + " conversational ones "
            + grouped(metrics.falsePositives())
            + "; "
            + grouped(metrics.notScored())
            + " not scored, in prevalence alone");
    lines.addAll(acquaintance(evaluation));
    lines.add("");
    FIGURES.forEach(
        (name, figure) ->
            lines.add(
                "  %-27s %s"
                    .formatted(
                        name,
                        figure(figure.apply(metrics), overall.interval(word(name)), "%.3f"))));
    lines.add("");
    lines.add(row("", NAME_WIDTH, "n", GROUP_FIGURES));
    groups(lines, "sources", evaluation.sources());
    groups(lines, "languages", evaluation.languages());
    groups(lines, "years", evaluation.years());
    sourcesDiffer(lines, evaluation.sources(), "false positive rate");
    sourcesDiffer(lines, evaluation.sources(), "recall");
    lines.add("");
    lines.add(
        "In brackets 95 % intervals: of all posts by drawing "
            + (overall.drawnUnit().equals("source") ? "whole sources" : "posts, copies together")
            + ", of shares by Wilson's formula,");
    lines.add(
        "which takes posts for independent: read those as the narrowest that could be. Groups with"
            + " fewer than "
            + FEWEST);
    lines.add("posts of a class show no figure that needs both.");
    lines.add("All figures of every group: " + Evaluation.FILE);
  }

  /** Whether the labels are new to the model; without that no figure means anything. */
  private static List<String> acquaintance(Evaluation evaluation) {
    List<String> known = evaluation.learntFrom();
    if (known == null) {
      return List.of();
    }
    if (known.isEmpty()) {
      return List.of(
          "the model learnt from none of these files; what it fails at is under knownFailures in"
              + " its card");
    }
    List<String> lines = new ArrayList<>();
    known.forEach(
        name ->
            lines.add(
                "warning: the model learnt from " + cut(name) + "; on new posts it does worse"));
    return lines;
  }

  /** Says so where two sources' intervals do not meet: figures of all are then of their mixture. */
  private static void sourcesDiffer(
      List<String> lines, Map<String, MeasuredGroup> sources, String figure) {
    String lowest = null;
    String highest = null;
    double leastHigh = Double.POSITIVE_INFINITY;
    double mostLow = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, MeasuredGroup> source : sources.entrySet()) {
      Interval interval =
          large(figure, source.getValue()) ? source.getValue().interval(word(figure)) : null;
      if (interval != null && interval.high() < leastHigh) {
        leastHigh = interval.high();
        lowest = source.getKey();
      }
      if (interval != null && interval.low() > mostLow) {
        mostLow = interval.low();
        highest = source.getKey();
      }
    }
    if (lowest != null && highest != null && leastHigh < mostLow) {
      Function<Metrics, @Nullable Double> of = figureOf(figure);
      lines.add(
          "The %s differs by source, from %s to %s: that of all holds for such a mixture alone."
              .formatted(
                  figure,
                  figure(of.apply(Objects.requireNonNull(sources.get(lowest)).metrics())),
                  figure(of.apply(Objects.requireNonNull(sources.get(highest)).metrics()))));
    }
  }

  /** Of many small sources two would differ by chance. */
  private static boolean large(String share, MeasuredGroup source) {
    Metrics metrics = source.metrics();
    return share.equals("recall")
        ? metrics.truePositives() + metrics.falseNegatives() >= ENOUGH
        : metrics.trueNegatives() + metrics.falsePositives() >= ENOUGH;
  }

  private static void groups(List<String> lines, String kind, Map<String, MeasuredGroup> groups) {
    if (groups.isEmpty()) {
      return;
    }
    lines.add(kind);
    Stream<Map.Entry<String, MeasuredGroup>> shown =
        groups.size() <= SHOWN
            ? groups.entrySet().stream()
            : groups.entrySet().stream()
                .sorted(
                    Comparator.comparing(
                        (Map.Entry<String, MeasuredGroup> entry) ->
                            -entry.getValue().metrics().n()))
                .limit(SHOWN);
    shown.forEach(entry -> lines.add(row("  " + entry.getKey(), entry.getValue())));
    if (groups.size() > SHOWN) {
      lines.add(
          "  the largest "
              + SHOWN
              + " of "
              + grouped(groups.size())
              + "; "
              + Evaluation.FILE
              + " has all");
    }
  }

  private static String row(String name, MeasuredGroup group) {
    return row(cut(name), NAME_WIDTH, group, GROUP_FIGURES);
  }

  /** A line of a table: a group, how many it has, and some of its figures with intervals. */
  static String row(String name, int width, MeasuredGroup group, List<String> figures) {
    Metrics metrics = group.metrics();
    long fewer =
        Math.min(
            metrics.truePositives() + metrics.falseNegatives(),
            metrics.trueNegatives() + metrics.falsePositives());
    return row(
        name,
        width,
        grouped(metrics.n()),
        figures.stream()
            .map(
                figure ->
                    fewer < FEWEST && OF_BOTH.contains(figure)
                        ? NONE
                        : figure(
                            figureOf(figure).apply(metrics), group.interval(word(figure)), "%.2f"))
            .toList());
  }

  static String row(String name, int width, String n, List<String> figures) {
    StringBuilder row = new StringBuilder();
    row.append(("%-" + width + "s").formatted(name));
    row.append("%7s".formatted(n));
    figures.forEach(figure -> row.append("  ").append("%-17s".formatted(figure)));
    return row.toString().stripTrailing();
  }

  private static Function<Metrics, @Nullable Double> figureOf(String name) {
    return Objects.requireNonNull(FIGURES.get(name));
  }

  /** The name of a figure in the file. */
  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[- ]", "_");
  }

  /** Names come from files: what would steer a terminal is left out. */
  static String plain(String name) {
    return name.replaceAll("\\p{C}", "");
  }

  static String cut(String name) {
    String plain = plain(name);
    return plain.codePointCount(0, plain.length()) <= NAME_WIDTH
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, NAME_WIDTH - 1)) + "…";
  }

  private static void confusion(List<String> lines, WeightedConfusion confusion) {
    lines.add("");
    lines.add(
        "Weighted by engagement, share predicted promotional ("
            + grouped(confusion.n())
            + " scored posts of the sample, "
            + grouped(confusion.notScored())
            + " not scored)");
    Map<String, String> names =
        Map.of(
            "s_e", "promotional, first day",
            "f_e", "conversational, first day",
            "s_l", "promotional, later",
            "f_l", "conversational, later");
    confusion
        .rates()
        .forEach(
            (name, rate) ->
                lines.add(
                    "  %-3s %-26s %s, worth %s posts of equal weight"
                        .formatted(
                            name,
                            names.getOrDefault(name, ""),
                            figure(rate.share(), rate.interval(), "%.3f"),
                            grouped(Math.round(rate.kish())))));
    lines.add(
        confusion.labelUncertain().isEmpty()
            ? "  nothing in the sample makes labels uncertain"
            : "  LABEL_UNCERTAIN: " + String.join(", ", confusion.labelUncertain()));
  }

  private static void drift(List<String> lines, ScoreDrift drift) {
    lines.add("");
    lines.add("Scores of the posts in the folder");
    for (ScoreDrift.Period platform : drift.platforms()) {
      List<ScoreDrift.Period> periods =
          drift.periods().stream()
              .filter(period -> period.platform().equals(platform.platform()))
              .toList();
      long judged =
          periods.stream().filter(period -> period.populationStabilityIndex() != null).count();
      lines.add(
          "  %s: %s posts, mean probability %s, uncertain %s, other languages %s; %d of %d periods judged"
              .formatted(
                  platform.platform(),
                  grouped(platform.n()),
                  figure(platform.mean()),
                  figure(platform.uncertainShare()),
                  figure(platform.unsupportedLanguageShare()),
                  judged,
                  periods.size()));
      List<ScoreDrift.Period> large =
          periods.stream()
              .filter(
                  period ->
                      period.flags().contains(ScoreDrift.SCORES)
                          || period.flags().contains(ScoreDrift.LANGUAGES))
              .toList();
      large.stream()
          .limit(SHOWN)
          .forEach(
              period ->
                  lines.add(
                      "    %s: %s posts, mean %s, stability index %s, distance %s: %s"
                          .formatted(
                              period.period(),
                              grouped(period.n()),
                              figure(period.mean()),
                              figure(period.populationStabilityIndex()),
                              figure(period.jensenShannonDistance()),
                              String.join(", ", period.flags()))));
      if (large.isEmpty()) {
        lines.add(
            judged == 0
                ? "    no period has enough scored posts to be judged"
                : "    no period differs much from the whole");
      } else if (large.size() > SHOWN) {
        lines.add("    and " + (large.size() - SHOWN) + " more in " + Evaluation.FILE);
      }
    }
    if (drift.undated() > 0) {
      lines.add("  " + grouped(drift.undated()) + " posts without a time are left out");
    }
    if (drift.platforms().isEmpty()) {
      lines.add("  no post with a text and a time");
    }
  }

  /** A figure with three decimals, or a dash. */
  static String figure(@Nullable Double value) {
    return figure(value, null, "%.2f");
  }

  private static String figure(
      @Nullable Double value, @Nullable Interval interval, String boundFormat) {
    if (value == null) {
      return NONE;
    }
    return interval == null
        ? decimals("%.3f", value)
        : decimals("%.3f", value)
            + " ["
            + decimals(boundFormat, interval.low())
            + " "
            + decimals(boundFormat, interval.high())
            + "]";
  }

  private static String decimals(String format, double value) {
    return String.format(Locale.ROOT, format, value).replaceFirst("^0(?=\\.)", "");
  }

  static String grouped(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
