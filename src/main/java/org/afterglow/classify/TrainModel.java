package org.afterglow.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.classify.Metrics.Prediction;
import org.afterglow.classify.TextRegression.CrossFit;
import org.afterglow.classify.TextRegression.Margin;
import org.afterglow.text.Language;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a model on labelled texts: a {@link TextVector} and calibrated, L2-penalised logistic
 * regressions of two labels, whether a text is promotional and, where the files say it of enough
 * texts, whether it asks for something.
 *
 * <ul>
 *   <li>The name of a text's source is masked, so that the model learns what is said, not by whom.
 *   <li>Both labels weigh the same, and files among one another: {@link TextRegression}.
 *   <li>A feature counts only if enough texts of enough files have it: what holds across platforms
 *       carries over to archives that nobody labelled (measured in docs/classifier.md), and what
 *       one text alone has never reaches the model.
 *   <li>The penalty is the one whose probabilities are best on whole sources that were left out;
 *       those margins calibrate the model too.
 * </ul>
 *
 * <p>Labels are few; they are read into the driver and fitted in one partition, in the order of the
 * files, so that the same labels, options and seed give the same coefficients.
 */
public final class TrainModel {
  /** Texts with and without an ask from which on a second regression is worth while. */
  private static final int LEAST_ASKS = 100;

  private TrainModel() {}

  /**
   * Trains, and measures by cross-validation.
   *
   * @param labelFiles CSV with {@code text,label[,source,lang,asks]}, in any order
   * @throws IllegalArgumentException if a file is not there or not what it should be, or if the
   *     labels are all of one class
   */
  public static Model train(SparkSession spark, List<String> labelFiles, TrainOptions options) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<LabelFile> files =
        LabelFile.readAll(labelFiles, hadoop).stream()
            .map(file -> usable(file, options))
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .toList();
    List<LabelledText> texts = files.stream().flatMap(file -> file.rows().stream()).toList();
    long promotional = texts.stream().filter(LabelledText::promotional).count();
    if (promotional == 0 || promotional == texts.size()) {
      throw new IllegalArgumentException(
          "of "
              + texts.size()
              + " labelled texts "
              + promotional
              + " are promotional: both classes are needed");
    }
    Map<String, Metrics> metrics = new TreeMap<>();
    Trained promotion =
        new Trained(
            texts, new TextRegression(spark, texts, LabelledText::promotional, options), options);
    promotion.measure("", metrics);
    List<PipelineStage> stages = new ArrayList<>();
    stages.add(new TextVector("afterglow-text").from("text", "features"));
    stages.add(promotion.margin.stage("afterglow-regression"));
    List<LabelledText> known = texts.stream().filter(text -> text.asks() != null).toList();
    long asking = known.stream().filter(TrainModel::asks).count();
    if (asking >= LEAST_ASKS && known.size() - asking >= LEAST_ASKS) {
      Trained ask =
          new Trained(known, new TextRegression(spark, known, TrainModel::asks, options), options);
      ask.measure("asks/", metrics);
      stages.add(Model.askStage(ask.margin));
    }
    PipelineModel pipeline =
        new Pipeline("afterglow")
            .setStages(stages.toArray(new PipelineStage[0]))
            .fit(
                spark.createDataFrame(
                    List.of(), new StructType().add("text", DataTypes.StringType)));
    return new Model(pipeline, card(spark, files, options, promotion.regularisation, metrics));
  }

  private static boolean asks(LabelledText text) {
    return Boolean.TRUE.equals(text.asks());
  }

  private static LabelFile usable(LabelFile file, TrainOptions options) {
    Set<String> languages = Set.copyOf(options.languages());
    List<LabelledText> rows =
        file.rows().stream()
            .filter(row -> !row.text().isBlank())
            .filter(
                row -> {
                  String language = Language.ofPlatform(row.language());
                  return language == null || languages.contains(language);
                })
            .toList();
    return new LabelFile(file.name(), file.sha256(), rows);
  }

  /** A regression with its penalty chosen, calibrated, and what it gave texts left out. */
  private static final class Trained {
    private final List<LabelledText> texts;
    private final TextRegression regression;
    private final TrainOptions options;
    final double regularisation;
    final Margin margin;
    private final Map<String, CrossFit> seen = new LinkedHashMap<>();

    Trained(List<LabelledText> texts, TextRegression regression, TrainOptions options) {
      this.texts = texts;
      this.regression = regression;
      this.options = options;
      double best = options.regularisations().get(0);
      for (Map.Entry<String, int[]> group : groups().entrySet()) {
        if (seen.isEmpty()) {
          best = choose(group.getKey(), group.getValue());
        } else {
          seen.put(group.getKey(), regression.crossFit(group.getValue(), best));
        }
      }
      regularisation = best;
      Margin raw = regression.fit(best);
      margin =
          seen.isEmpty()
              ? raw
              : raw.calibrated(regression.calibration(seen.values().iterator().next()));
    }

    /** The penalty whose probabilities are best; keeps what it gave. */
    private double choose(String name, int[] apart) {
      double best = Double.NaN;
      double least = Double.POSITIVE_INFINITY;
      for (double each : options.regularisations()) {
        CrossFit tried = regression.crossFit(apart, each);
        double loss = regression.logLoss(tried);
        if (!(loss >= least)) {
          least = loss;
          best = each;
          seen.put(name, tried);
        }
      }
      return best;
    }

    /** The ways of leaving texts out, the hardest that the labels allow first. */
    private Map<String, int[]> groups() {
      Map<String, int[]> groups = new LinkedHashMap<>();
      if (options.folds() > 0) {
        int[] copies = NearDuplicates.groups(texts.stream().map(LabelledText::text).toList());
        groups.put("sources_apart", bySource(texts, copies));
        groups.put("near_duplicates_apart", copies);
        groups.values().removeIf(apart -> !regression.canLeaveOut(apart));
      }
      return groups;
    }

    /** Adds the figures of cross-validation, of all and of each file. */
    void measure(String prefix, Map<String, Metrics> metrics) {
      seen.forEach((name, found) -> add(prefix + name, found, metrics));
    }

    private void add(String name, CrossFit found, Map<String, Metrics> metrics) {
      double[] probabilities = regression.probabilities(found);
      Map<String, List<Prediction>> byFile = new TreeMap<>();
      List<Prediction> all = new ArrayList<>();
      for (int i = 0; i < probabilities.length; i++) {
        LabelledText text = texts.get(i);
        Prediction prediction =
            new Prediction(
                regression.isYes(i),
                new Score(
                    probabilities[i],
                    PostScorer.postClass(
                        probabilities[i], options.uncertainFrom(), options.uncertainTo()),
                    null,
                    text.language()));
        all.add(prediction);
        byFile.computeIfAbsent(text.file(), key -> new ArrayList<>()).add(prediction);
      }
      metrics.put(name, Metrics.of(all));
      byFile.forEach((file, some) -> metrics.put(name + '/' + file, Metrics.of(some)));
    }
  }

  /** Groups of whole sources; texts without a source by near-copies. */
  private static int[] bySource(List<LabelledText> texts, int[] copies) {
    Map<String, Integer> first = new HashMap<>();
    int[] groups = new int[texts.size()];
    for (int i = 0; i < texts.size(); i++) {
      LabelledText text = texts.get(i);
      String source = text.source().isEmpty() ? "\n" + copies[i] : text.source();
      groups[i] = first.computeIfAbsent(source, key -> first.size());
    }
    return groups;
  }

  private static ModelCard card(
      SparkSession spark,
      List<LabelFile> files,
      TrainOptions options,
      double regularisation,
      Map<String, Metrics> metrics) {
    return new ModelCard(
        ModelCard.KIND,
        programVersion(),
        files.stream()
            .map(
                file ->
                    new ModelCard.DataSet(
                        file.name(),
                        file.sha256(),
                        file.count(true),
                        file.count(false),
                        options.credits().getOrDefault(file.name(), "")))
            .toList(),
        options.folds() == 0
            ? "none"
            : options.folds()
                + " folds within each file, near-duplicates in one fold; near_duplicates_apart:"
                + " dealt by group of near-duplicates; sources_apart: dealt by source",
        options,
        regularisation,
        Map.of("spark", spark.version(), "java", System.getProperty("java.version")),
        metrics,
        options.uncertainFrom(),
        options.uncertainTo(),
        options.languages(),
        KNOWN_FAILURES);
  }

  private static String programVersion() {
    String version = TrainModel.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  private static final List<String> KNOWN_FAILURES =
      List.of(
          "On a kind of archive that it was not trained on the probabilities are not calibrated:"
              + " label some posts of it, evaluate, and train anew with them.",
          "Announcements and neutral news stand near the threshold.",
          "Spam that flatters instead of selling passes as conversation.",
          "An address alone, or a text of a few words, tells little; irony tells the contrary.",
          "Other languages than those named are not scored; posts that mix languages may be"
              + " scored by the part that is in one of these.");
}
