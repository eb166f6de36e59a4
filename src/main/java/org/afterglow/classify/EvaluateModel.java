package org.afterglow.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.classify.Metrics.Prediction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Measures a saved model against labels that it was not trained on. */
public final class EvaluateModel {
  private EvaluateModel() {}

  /**
   * Scores every labelled text as ingest would, with the name of its source masked, and compares.
   *
   * @param modelFolder as {@link Model#save} wrote it
   * @param labelFiles CSV with {@code text,label[,source,lang]}
   * @throws IllegalArgumentException if the model or a file is not there or not what it should be
   */
  public static Evaluation evaluate(
      SparkSession spark, String modelFolder, List<String> labelFiles) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<LabelFile> files = LabelFile.readAll(labelFiles, hadoop);
    PostScorer scorer = Model.load(modelFolder, hadoop).scorer();
    List<LabelledText> texts = new ArrayList<>();
    Map<String, String> hashes = new TreeMap<>();
    for (LabelFile file : files) {
      texts.addAll(file.rows());
      hashes.put(file.name(), file.sha256());
    }
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("no labelled row in " + String.join(", ", labelFiles));
    }
    return of(Model.hash(modelFolder, hadoop), hashes, texts, predict(scorer, texts));
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

  static Evaluation of(
      String modelHash,
      Map<String, String> hashes,
      List<LabelledText> texts,
      List<Prediction> predictions) {
    Map<String, List<Prediction>> bySource = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      LabelledText text = texts.get(i);
      bySource
          .computeIfAbsent(
              text.source().isEmpty() ? text.file() : text.source(), key -> new ArrayList<>())
          .add(predictions.get(i));
    }
    Map<String, Metrics> sources = new TreeMap<>();
    bySource.forEach((source, list) -> sources.put(source, Metrics.of(list)));
    return new Evaluation(modelHash, hashes, Metrics.of(predictions), sources);
  }
}
