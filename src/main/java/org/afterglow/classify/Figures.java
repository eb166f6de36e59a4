package org.afterglow.classify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.classify.Metrics.Prediction;

/** The figures of a card: of texts that a regression had not seen, of all and of each file. */
final class Figures {
  private final List<LabelledText> texts;
  private final boolean[] yes;
  private final DecisionCosts costs;
  private final Map<String, Metrics> metrics;

  Figures(
      List<LabelledText> texts, boolean[] yes, DecisionCosts costs, Map<String, Metrics> metrics) {
    this.texts = texts;
    this.yes = yes;
    this.costs = costs;
    this.metrics = metrics;
  }

  /** Adds what these probabilities come to, under a name and under the name and each file. */
  void add(String name, double[] probabilities) {
    BitSet all = new BitSet(probabilities.length);
    all.set(0, probabilities.length);
    add(name, probabilities, all);
  }

  /** Adds what the probabilities of some of the texts come to. */
  void add(String name, double[] probabilities, BitSet some) {
    Map<String, List<Prediction>> byFile = new TreeMap<>();
    List<Prediction> all = new ArrayList<>();
    for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
      LabelledText text = texts.get(i);
      Prediction prediction =
          new Prediction(
              yes[i],
              new Score(
                  probabilities[i],
                  PostScorer.postClass(
                      probabilities[i], costs.uncertainFrom(), costs.uncertainTo()),
                  null,
                  text.language()));
      all.add(prediction);
      byFile.computeIfAbsent(text.file(), key -> new ArrayList<>()).add(prediction);
    }
    metrics.put(name, Metrics.of(all));
    byFile.forEach((file, its) -> metrics.put(name + '/' + file, Metrics.of(its)));
  }
}
