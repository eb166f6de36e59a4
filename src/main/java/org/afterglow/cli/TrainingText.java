package org.afterglow.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.classify.Adaptation;
import org.afterglow.classify.MeasuredGroup;
import org.afterglow.classify.ModelCard;

/** What a training came to, as lines to read. */
final class TrainingText {
  private static final List<String> FIGURES =
      List.of("macro-F1", "ROC-AUC", "ECE", "false positive rate", "uncertain share");

  private static final String ASKS = "asks/";

  private TrainingText() {}

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
              : "On texts left out of training, with 95 % intervals (all figures and counts:"
                  + " card.json):");
      table(lines, card.metrics(), card.dataSets().size() == 1);
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
    return test.startsWith(ASKS);
  }

  /** Of one file alone, its own line would repeat that of all. */
  private static void table(
      List<String> lines, Map<String, MeasuredGroup> tests, boolean ofOneFile) {
    Map<String, MeasuredGroup> shown = new TreeMap<>();
    tests.forEach(
        (name, group) -> {
          if (!ofOneFile || name.indexOf('/', ofAsks(name) ? ASKS.length() : 0) < 0) {
            shown.put(EvaluationText.plain(name), group);
          }
        });
    int width = 2 + shown.keySet().stream().mapToInt(String::length).max().orElse(0);
    lines.add(EvaluationText.row("", width, "n", FIGURES));
    shown.forEach(
        (name, group) -> lines.add(EvaluationText.row("  " + name, width, group, FIGURES)));
  }
}
