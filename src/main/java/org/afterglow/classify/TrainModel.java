package org.afterglow.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.afterglow.text.Language;
import org.afterglow.text.Words;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

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
 *       those margins calibrate the model too. Near-copies and blocks of years left out give
 *       figures alone.
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
   * @param labelFiles CSV as {@link LabelFile} says, in any order
   * @throws IllegalArgumentException if a file is not there or not what it should be, or if the
   *     labels are all of one class
   */
  public static Model train(SparkSession spark, List<String> labelFiles, TrainOptions options) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return trainOn(spark, LabelFile.readAll(labelFiles, hadoop), options);
  }

  /** Trains on labels, wherever they come from; throws as {@link #train} does. */
  public static Model trainOn(SparkSession spark, List<LabelFile> labels, TrainOptions options) {
    List<LabelFile> files = usable(labels, options.languages(), options.language());
    List<LabelledText> texts = files.stream().flatMap(file -> file.rows().stream()).toList();
    demandBoth(files);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<SparseVector> vectors = vectors(texts);
    Map<String, MeasuredGroup> metrics = new TreeMap<>();
    boolean[] yes = flags(texts, LabelledText::promotional);
    Trained promotion =
        new Trained(context, texts, vectors, yes, ways(texts, yes, options), options);
    promotion.measure("", metrics);
    List<PipelineStage> stages = new ArrayList<>();
    stages.add(new TextVector("afterglow-text").from("text", "features"));
    stages.add(promotion.margin.stage("afterglow-regression"));
    if (enoughAsks(texts)) {
      List<Integer> known = whereAsksIsKnown(texts);
      List<LabelledText> some = known.stream().map(texts::get).toList();
      boolean[] asks = flags(some, TrainModel::asks);
      Trained ask =
          new Trained(
              context,
              some,
              known.stream().map(vectors::get).toList(),
              asks,
              ways(some, asks, options),
              options);
      ask.measure("asks/", metrics);
      stages.add(Model.askStage(ask.margin));
    }
    return new Model(
        pipeline(spark, stages.toArray(new PipelineStage[0])),
        card(spark, files, options, promotion, metrics, stages.size() == 3));
  }

  /** The last of them, {@code years_apart}, never is the first, which chooses and calibrates. */
  private static Map<String, Folds> ways(
      List<LabelledText> texts, boolean[] yes, TrainOptions options) {
    Map<String, Folds> ways = Folds.ways(texts, yes, options.folds(), options.seed());
    Folds years = ways.isEmpty() ? null : Folds.years(texts, yes, options.folds());
    if (years != null) {
      ways.put("years_apart", years);
    }
    return ways;
  }

  /** The pipeline of stages that are fitted already. */
  static PipelineModel pipeline(SparkSession spark, PipelineStage[] stages) {
    return new Pipeline("afterglow")
        .setStages(stages)
        .fit(spark.createDataFrame(List.of(), new StructType().add("text", DataTypes.StringType)));
  }

  static void demandBoth(List<LabelFile> files) {
    long promotional = files.stream().mapToLong(file -> file.count(true)).sum();
    long all = files.stream().mapToLong(file -> file.rows().size()).sum();
    if (promotional == 0 || promotional == all) {
      throw new IllegalArgumentException(
          "of "
              + all
              + " labelled texts "
              + promotional
              + " are promotional: both classes are needed"
              + leftOut(files));
    }
  }

  /** What was left out of the files, for a message; empty: nothing. */
  static String leftOut(List<LabelFile> files) {
    List<String> told =
        files.stream()
            .filter(file -> !file.counts().leftOut().isEmpty())
            .map(file -> file.counts().leftOut() + " in " + file.name())
            .toList();
    return told.isEmpty() ? "" : "; left out are " + String.join("; ", told);
  }

  static List<SparseVector> vectors(List<LabelledText> texts) {
    return texts.stream().map(text -> TextVector.of(text.text(), text.ownNames())).toList();
  }

  static boolean[] flags(List<LabelledText> texts, Predicate<LabelledText> yes) {
    boolean[] flags = new boolean[texts.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = yes.test(texts.get(i));
    }
    return flags;
  }

  static boolean asks(LabelledText text) {
    return Boolean.TRUE.equals(text.asks());
  }

  static List<Integer> whereAsksIsKnown(List<LabelledText> texts) {
    return IntStream.range(0, texts.size())
        .filter(i -> texts.get(i).asks() != null)
        .boxed()
        .toList();
  }

  static boolean enoughAsks(List<LabelledText> texts) {
    long asking = texts.stream().filter(TrainModel::asks).count();
    return asking >= LEAST_ASKS && whereAsksIsKnown(texts).size() - asking >= LEAST_ASKS;
  }

  /**
   * The files by name, with the texts that can be learnt from: those that a model of these
   * languages would score.
   *
   * @param language of rows that do not say theirs; null: identified text by text, as posts are
   */
  static List<LabelFile> usable(
      List<LabelFile> files, List<String> languages, @Nullable String language) {
    Set<String> supported = Set.copyOf(languages);
    return files.stream()
        .map(file -> usable(file, supported, language))
        .sorted(Comparator.comparing(LabelFile::name))
        .toList();
  }

  private static LabelFile usable(
      LabelFile file, Set<String> languages, @Nullable String language) {
    Words words = new Words();
    Language reader = new Language();
    List<LabelledText> rows = new ArrayList<>();
    long textless = 0;
    long others = 0;
    for (LabelledText row : file.rows()) {
      words.read(row.text(), row.ownNames());
      String given = row.language() == null ? language : row.language();
      if (words.isEmpty()) {
        textless++;
      } else if (PostScorer.supported(reader.of(given, words), words, languages)) {
        rows.add(row);
      } else {
        others++;
      }
    }
    return new LabelFile(file.name(), file.sha256(), rows, file.counts().without(textless, others));
  }

  /**
   * A regression with its penalty chosen by the first way of leaving texts out, calibrated by what
   * that gave, and what the others gave.
   */
  static final class Trained {
    private final List<LabelledText> texts;
    private final boolean[] yes;
    private final TrainOptions options;
    final double[] weights;
    final double regularisation;
    final @Nullable Calibration calibration;
    final Margin margin;
    final Map<String, CrossFit> seen = new LinkedHashMap<>();

    Trained(
        JavaSparkContext spark,
        List<LabelledText> texts,
        List<SparseVector> vectors,
        boolean[] yes,
        Map<String, Folds> ways,
        TrainOptions options) {
      this.texts = texts;
      this.yes = yes;
      this.options = options;
      TextRegression regression = new TextRegression(spark, texts, vectors, yes, options);
      weights = regression.weights();
      double best = options.regularisations().get(0);
      for (Map.Entry<String, Folds> way : ways.entrySet()) {
        List<Double> candidates = seen.isEmpty() ? options.regularisations() : List.of(best);
        Map<Double, CrossFit> tried = regression.crossFit(way.getValue(), candidates);
        double least = Double.POSITIVE_INFINITY;
        for (double each : candidates) {
          CrossFit fit = Objects.requireNonNull(tried.get(each));
          double loss = candidates.size() == 1 ? 0 : fit.logLoss(weights);
          if (loss < least) {
            least = loss;
            best = each;
            seen.put(way.getKey(), fit);
          }
        }
      }
      regularisation = best;
      Margin raw = regression.fit(best);
      calibration = seen.isEmpty() ? null : seen.values().iterator().next().calibration(weights);
      margin = calibration == null ? raw : raw.calibrated(calibration);
    }

    /** Adds the figures of cross-validation, of all and of each file. */
    void measure(String prefix, Map<String, MeasuredGroup> metrics) {
      Figures figures = new Figures(texts, yes, options, metrics);
      seen.forEach(
          (name, found) ->
              figures.add(prefix + name, found.probabilities(weights), found.folds().tested()));
    }
  }

  private static ModelCard card(
      SparkSession spark,
      List<LabelFile> files,
      TrainOptions options,
      Trained promotion,
      Map<String, MeasuredGroup> metrics,
      boolean asks) {
    return new ModelCard(
        ModelCard.KIND,
        programVersion(),
        dataSets(files, options),
        options.folds() == 0
            ? "none"
            : options.folds()
                + " folds within each file, near-duplicates in one fold; near_duplicates_apart:"
                + " dealt by group of near-duplicates; sources_apart: dealt by source;"
                + " years_apart: blocks of successive years, of the texts that have a year, learnt"
                + " from all other years",
        options,
        promotion.regularisation,
        promotion.calibration,
        versions(spark),
        metrics,
        options.costs().uncertainFrom(),
        options.costs().uncertainTo(),
        options.languages(),
        null,
        knownFailures(asks),
        null);
  }

  static List<ModelCard.DataSet> dataSets(List<LabelFile> files, TrainOptions options) {
    return files.stream()
        .map(
            file ->
                new ModelCard.DataSet(
                    file.name(),
                    file.sha256(),
                    file.count(true),
                    file.count(false),
                    options.credits().getOrDefault(file.name(), ""),
                    file.counts()))
        .toList();
  }

  static Map<String, String> versions(SparkSession spark) {
    return Map.of("spark", spark.version(), "java", System.getProperty("java.version"));
  }

  static String programVersion() {
    String version = TrainModel.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  private static List<String> knownFailures(boolean asks) {
    List<String> failures = new ArrayList<>(KNOWN_FAILURES);
    if (!asks) {
      failures.add(
          "Whether a post asks for something it does not say (ask_probability is NULL): that takes "
              + LEAST_ASKS
              + " labels whose asks is 1 and as many whose asks is 0.");
    }
    return failures;
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
