package org.afterglow.classify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.classify.Metrics.Prediction;
import org.afterglow.statistics.Draws;

/** The figures of a card: of texts that a regression had not seen, of all and of each file. */
final class Figures {
  private final List<LabelledText> texts;
  private final boolean[] yes;
  private final int[] copies;
  private final DecisionCosts costs;
  private final Draws draws;
  private final Map<String, MeasuredGroup> metrics;

  Figures(
      List<LabelledText> texts,
      boolean[] yes,
      TrainOptions options,
      Map<String, MeasuredGroup> metrics) {
    this.texts = texts;
    this.yes = yes;
    this.copies = NearDuplicates.groups(texts.stream().map(LabelledText::text).toList());
    this.costs = options.costs();
    this.draws = new Draws(options.seed(), "metrics");
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
    Map<String, List<MeasuredGroup.Member>> byFile = new TreeMap<>();
    List<MeasuredGroup.Member> all = new ArrayList<>();
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
      MeasuredGroup.Member member = new MeasuredGroup.Member(prediction, text.source(), copies[i]);
      all.add(member);
      byFile.computeIfAbsent(text.file(), key -> new ArrayList<>()).add(member);
    }
    put(name, all);
    byFile.forEach((file, its) -> put(name + '/' + file, its));
  }

  private void put(String name, List<MeasuredGroup.Member> members) {
    metrics.put(name, MeasuredGroup.of(members, draws, name));
  }
}
