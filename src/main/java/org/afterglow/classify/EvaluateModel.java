package org.afterglow.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.afterglow.classify.Metrics.Prediction;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.Draws;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Measures a saved model against labels that it was not trained on. */
public final class EvaluateModel {
  private EvaluateModel() {}

  /**
   * Scores every labelled text as ingest would, with the name of its source masked, and compares.
   * The order of the files does not matter.
   *
   * @param modelFolder as {@link Model#save} wrote it
   * @param labels with sources, languages and years where known and, of a sample drawn in
   *     proportion to engagement, how it was drawn
   * @param seed of the draws that intervals come from
   * @throws IllegalArgumentException if the model is not there or not what it should be, or nothing
   *     is labelled
   */
  public static Evaluation evaluate(
      String modelFolder, List<LabelFile> labels, Configuration hadoop, long seed) {
    List<LabelFile> files = labels.stream().sorted(Comparator.comparing(LabelFile::name)).toList();
    List<LabelledText> texts = new ArrayList<>();
    Map<String, String> hashes = new TreeMap<>();
    for (LabelFile file : files) {
      texts.addAll(file.rows());
      hashes.put(file.name(), file.sha256());
    }
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(
          "no labelled row in " + String.join(", ", hashes.keySet()) + TrainModel.leftOut(files));
    }
    Model model = Model.load(modelFolder, hadoop);
    return of(
        Model.hash(modelFolder, hadoop),
        hashes,
        learntFrom(model.card(), hashes),
        texts,
        predict(model.scorer(), texts),
        List.of(model.card().uncertainFrom(), .5, model.card().uncertainTo()),
        new Draws(seed, "metrics"));
  }

  /** Names of the files that a model learnt from, by their contents, or the one before it. */
  private static List<String> learntFrom(ModelCard card, Map<String, String> hashes) {
    Set<String> known = new HashSet<>();
    card.dataSets().forEach(set -> known.add(set.sha256()));
    for (ModelCard.Base base = card.base(); base != null; base = base.base()) {
      base.dataSets().forEach(set -> known.add(set.sha256()));
    }
    return hashes.entrySet().stream()
        .filter(file -> known.contains(file.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  static List<Prediction> predict(PostScorer scorer, List<LabelledText> texts) {
    return texts.stream()
        .map(
            text ->
                new Prediction(
                    text.promotional(),
                    scorer.score(text.text(), text.language(), text.ownNames())))
        .toList();
  }

  private record Measured(LabelledText text, MeasuredGroup.Member member) {}

  /** Compares; one prediction a text, in the same order. */
  static Evaluation of(
      String modelHash,
      Map<String, String> hashes,
      List<String> learntFrom,
      List<LabelledText> texts,
      List<Prediction> predictions,
      List<Double> thresholds,
      Draws draws) {
    int[] copies = NearDuplicates.groups(texts.stream().map(LabelledText::text).toList());
    List<Measured> all = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      LabelledText text = texts.get(i);
      all.add(
          new Measured(
              text, new MeasuredGroup.Member(predictions.get(i), text.source(), copies[i])));
    }
    LabelledScores scores = LabelledScores.of(predictions);
    return new Evaluation(
        modelHash,
        hashes,
        learntFrom,
        MeasuredGroup.of(all.stream().map(Measured::member).toList(), draws, "overall"),
        groups(all, "source", EvaluateModel::source, draws),
        groups(all, "language", EvaluateModel::language, draws),
        groups(all, "year", EvaluateModel::year, draws),
        ReliabilityBin.of(scores),
        ScoreCurves.of(scores, thresholds),
        weightedConfusion(all, draws),
        null);
  }

  private static Map<String, MeasuredGroup> groups(
      List<Measured> all, String kind, Function<Measured, String> key, Draws draws) {
    Map<String, List<MeasuredGroup.Member>> members = new TreeMap<>();
    for (Measured one : all) {
      members.computeIfAbsent(key.apply(one), name -> new ArrayList<>()).add(one.member());
    }
    Map<String, MeasuredGroup> groups = new TreeMap<>();
    members.forEach(
        (name, group) -> groups.put(name, MeasuredGroup.of(group, draws, kind + ' ' + name)));
    return groups;
  }

  private static String source(Measured one) {
    return one.text().source().isEmpty() ? one.text().file() : one.text().source();
  }

  private static String language(Measured one) {
    String language = one.member().prediction().score().language();
    return language == null ? Evaluation.UNKNOWN : language;
  }

  private static String year(Measured one) {
    Integer year = one.text().year();
    return year == null ? Evaluation.UNKNOWN : "%04d".formatted(year);
  }

  private static @Nullable WeightedConfusion weightedConfusion(List<Measured> all, Draws draws) {
    List<CheckedSample.Post> posts = new ArrayList<>();
    long notScored = 0;
    for (Measured one : all) {
      LabelledText.Drawn drawn = one.text().drawn();
      Double probability = one.member().prediction().score().promotionalProbability();
      if (drawn != null && probability == null) {
        notScored++;
      } else if (drawn != null && probability != null) {
        posts.add(
            new CheckedSample.Post(
                one.text().promotional(),
                probability >= .5,
                drawn.weight(),
                drawn.earlyWeighted(),
                drawn.lateWeighted()));
      }
    }
    return posts.isEmpty() && notScored == 0
        ? null
        : WeightedConfusion.of(new CheckedSample(posts), notScored, draws);
  }
}
