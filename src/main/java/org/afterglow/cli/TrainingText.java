package org.afterglow.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.afterglow.classify.Adaptation;
import org.afterglow.classify.Metrics;
import org.afterglow.classify.ModelCard;
import org.jspecify.annotations.Nullable;

/** What a training came to, as lines to read. */
final class TrainingText {
  private static final Map<String, Function<Metrics, @Nullable Double>> FIGURES = figures();

  private TrainingText() {}

  private static Map<String, Function<Metrics, @Nullable Double>> figures() {
    Map<String, Function<Metrics, @Nullable Double>> figures = new LinkedHashMap<>();
    figures.put("macro-F1", Metrics::macroF1);
    figures.put("PR-AUC", Metrics::prAuc);
    figures.put("ROC-AUC", Metrics::rocAuc);
    figures.put("Brier", Metrics::brier);
    figures.put("ECE", Metrics::ece);
    figures.put("false pos.", Metrics::falsePositiveRate);
    figures.put("uncertain", Metrics::uncertainShare);
    return figures;
  }

  /**
   * The lines.
   *
   * @param moved whether a base was moved, or kept
   */
  static List<String> lines(ModelCard card, boolean moved) {
    List<String> lines = new ArrayList<>();
    Adaptation adaptation = moved ? card.adaptation() : null;
    boolean kept = adaptation != null && adaptation.keptBase();
    if (!kept) {
      card.dataSets().forEach(file -> lines.add(EvaluationText.plain(file.told())));
    }
    if (adaptation != null) {
      lines.addAll(adaptation.lines());
    }
    if (!card.metrics().isEmpty()) {
      lines.add("");
      lines.add(
          kept
              ? "The base was kept. Its figures, of its own training:"
              : "On texts left out of training (all figures and counts: card.json):");
      table(lines, card.metrics());
    }
    if (card.uncertainFrom() >= card.uncertainTo()) {
      lines.add(
          "No post will be called uncertain: doubt costs as much as half an error or more; with"
              + " errors of cost 1 a --cost-uncertain below .5 leaves a band.");
    }
    if (!kept && !moved && card.metrics().keySet().stream().noneMatch(TrainingText::ofAsks)) {
      card.knownFailures().stream()
          .filter(failure -> failure.contains("ask_probability"))
          .forEach(lines::add);
    }
    return lines;
  }

  private static boolean ofAsks(String test) {
    return test.startsWith("asks/");
  }

  private static void table(List<String> lines, Map<String, Metrics> tests) {
    int width =
        tests.keySet().stream()
            .mapToInt(name -> EvaluationText.plain(name).length())
            .max()
            .orElse(0);
    StringBuilder head = new StringBuilder("  " + " ".repeat(width) + "%9s".formatted("n"));
    FIGURES.keySet().forEach(name -> head.append("%11s".formatted(name)));
    lines.add(head.toString());
    tests.forEach(
        (name, metrics) -> {
          StringBuilder row = new StringBuilder("  ");
          row.append(("%-" + width + "s").formatted(EvaluationText.plain(name)));
          row.append("%9s".formatted(EvaluationText.grouped(metrics.n())));
          FIGURES
              .keySet()
              .forEach(
                  figure ->
                      row.append(
                          "%11s"
                              .formatted(
                                  EvaluationText.figure(
                                      Objects.requireNonNull(FIGURES.get(figure))
                                          .apply(metrics)))));
          lines.add(row.toString());
        });
  }
}
