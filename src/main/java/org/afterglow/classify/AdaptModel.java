package org.afterglow.classify;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Moves a model towards a few labels of one archive, some fifty to five hundred; the result is a
 * model of the same kind: {@link BaseRegression}. Whether a text asks for something stays as the
 * base has it, unless enough labels say so.
 */
public final class AdaptModel {
  /** Labels below which nothing is learnt that could be told from chance. */
  static final int LEAST_LABELS = 20;

  private AdaptModel() {}

  /**
   * Moves a saved model.
   *
   * @param baseFolder as {@link Model#save} wrote it
   * @param labelFiles CSV as {@link LabelFile} says, in any order
   * @throws IllegalArgumentException if the base or a file is not there or not what it should be,
   *     or if the labels are too few or of one class
   */
  public static Model adapt(
      SparkSession spark, String baseFolder, List<String> labelFiles, TrainOptions options) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Model base = Model.load(baseFolder, hadoop);
    return adaptTo(
        spark,
        base,
        Model.hash(baseFolder, hadoop),
        LabelFile.readAll(labelFiles, hadoop),
        options);
  }

  /**
   * Moves a model towards labels, wherever they come from; throws as {@link #adapt} does.
   *
   * @param baseHash of the base's files, for the card
   */
  public static Model adaptTo(
      SparkSession spark,
      Model base,
      String baseHash,
      List<LabelFile> labels,
      TrainOptions options) {
    base.scorer(); // refuses a pipeline that is none of ours
    List<LabelFile> files = TrainModel.usable(labels, base.card().languages(), options.language());
    List<LabelledText> texts = files.stream().flatMap(file -> file.rows().stream()).toList();
    demandEnough(files);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<SparseVector> vectors = TrainModel.vectors(texts);
    PipelineStage[] stages = base.pipeline().stages().clone();
    Map<String, MeasuredGroup> metrics = new TreeMap<>();
    boolean[] yes = TrainModel.flags(texts, LabelledText::promotional);
    Margin ofBase = Margin.of((LogisticRegressionModel) stages[1]);
    BaseRegression.Moved promotion =
        new BaseRegression(context, texts, vectors, yes, ofBase, options).fit();
    figures("", texts, vectors, yes, ofBase, promotion, options, metrics);
    stages[1] = promotion.margin().stage("afterglow-regression");
    List<Integer> known = TrainModel.whereAsksIsKnown(texts);
    if (stages.length == 3 && TrainModel.enoughAsks(texts)) {
      List<LabelledText> some = known.stream().map(texts::get).toList();
      List<SparseVector> theirs = known.stream().map(vectors::get).toList();
      boolean[] asks = TrainModel.flags(some, TrainModel::asks);
      Margin before = Margin.of((LogisticRegressionModel) stages[2]);
      BaseRegression.Moved ask =
          new BaseRegression(context, some, theirs, asks, before, options).fit();
      figures("asks/", some, theirs, asks, before, ask, options, metrics);
      stages[2] = Model.askStage(ask.margin());
    }
    return new Model(
        TrainModel.pipeline(spark, stages),
        new ModelCard(
            ModelCard.KIND,
            TrainModel.programVersion(),
            TrainModel.dataSets(files, options),
            promotion.seen().isEmpty()
                ? "none: too few labels of one class to leave any out"
                : options.folds()
                    + " folds of the labels added, of which the penalty was chosen too;"
                    + " near_duplicates_apart: dealt by group of near-duplicates; sources_apart:"
                    + " dealt by source; base: the base as it was, on the same labels",
            asUsed(options),
            promotion.penalty(),
            promotion.calibration(),
            TrainModel.versions(spark),
            metrics,
            options.costs().uncertainFrom(),
            options.costs().uncertainTo(),
            base.card().languages(),
            new ModelCard.Base(baseHash, base.card().dataSets(), base.card().base()),
            base.card().knownFailures(),
            Adaptation.of(byLabels(texts, yes, vectors, ofBase, promotion, metrics))));
  }

  /** Without what only a training from nothing has. */
  private static TrainOptions asUsed(TrainOptions options) {
    return options
        .withShare(TrainOptions.AS_LABELLED)
        .withRegularisations(BaseRegression.PENALTIES)
        .withLeast(options.leastTexts(), 1);
  }

  /**
   * The base is as it was, for it saw none of the labels; the moved model's figures are of labels
   * left out.
   */
  private static Adaptation.ByLabels byLabels(
      List<LabelledText> texts,
      boolean[] yes,
      List<SparseVector> vectors,
      Margin base,
      BaseRegression.Moved moved,
      Map<String, MeasuredGroup> metrics) {
    Map.Entry<String, CrossFit> first =
        moved.seen().isEmpty() ? null : moved.seen().entrySet().iterator().next();
    Metrics before = figures(metrics, "base");
    Metrics after = first == null ? null : figures(metrics, first.getKey());
    Adaptation.Gain gain = null;
    if (first != null) {
      double[] ones = new double[yes.length];
      Arrays.fill(ones, 1);
      double[] ofBase = probabilities(vectors, base);
      double[] found = first.getValue().probabilities(ones, Calibration.Prior.FEW_LABELS);
      gain =
          new PairedGain(AdaptToArchive.sources(texts), yes, ones)
              .of("labels left out", ofBase, found, ofBase, found);
    }
    return new Adaptation.ByLabels(
        texts.size(),
        texts.stream().filter(LabelledText::promotional).count(),
        texts.stream().filter(text -> text.weight() != null).count(),
        moved.penalty() == null
            ? Adaptation.ByLabels.SLOPE_AND_SHIFT
            : Adaptation.ByLabels.DIFFERENCE,
        moved.drawn(),
        first == null ? null : first.getKey(),
        gain,
        first == null || before == null ? null : before.brier(),
        after == null ? null : after.brier(),
        first == null || before == null ? null : before.macroF1(),
        after == null ? null : after.macroF1());
  }

  private static @Nullable Metrics figures(Map<String, MeasuredGroup> tests, String name) {
    MeasuredGroup test = tests.get(name);
    return test == null ? null : test.metrics();
  }

  private static double[] probabilities(List<SparseVector> vectors, Margin margin) {
    Calibration none = new Calibration(1, 0);
    return vectors.stream().mapToDouble(vector -> none.probability(margin.of(vector))).toArray();
  }

  /** Refuses labels that are too few or of one class. */
  static void demandEnough(List<LabelFile> files) {
    long texts = files.stream().mapToLong(file -> file.rows().size()).sum();
    if (texts < LEAST_LABELS) {
      throw new IllegalArgumentException(
          texts
              + " labelled texts in the base's languages are too few to move it: at least "
              + LEAST_LABELS
              + " are needed"
              + TrainModel.leftOut(files));
    }
    TrainModel.demandBoth(files);
  }

  private static void figures(
      String prefix,
      List<LabelledText> texts,
      List<SparseVector> vectors,
      boolean[] yes,
      Margin base,
      BaseRegression.Moved moved,
      TrainOptions options,
      Map<String, MeasuredGroup> metrics) {
    Figures figures = new Figures(texts, yes, options, metrics);
    figures.add(prefix + "base", probabilities(vectors, base));
    double[] weights = texts.stream().mapToDouble(text -> 1).toArray();
    moved
        .seen()
        .forEach(
            (name, seen) ->
                figures.add(
                    prefix + name, seen.probabilities(weights, Calibration.Prior.FEW_LABELS)));
  }
}
