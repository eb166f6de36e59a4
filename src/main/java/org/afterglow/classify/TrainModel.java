package org.afterglow.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.afterglow.classify.Metrics.Prediction;
import org.afterglow.text.Language;
import org.afterglow.text.TextFeatures;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a model on labelled texts: a {@link TextVector} and an L2-penalised logistic regression.
 *
 * <ul>
 *   <li>The name of a text's source is masked, so that the model learns what is said, not by whom.
 *   <li>Both classes weigh the same; within a class every file weighs the same, but files with both
 *       classes twice as much as files with one, which teach rather what the file is like.
 *   <li>A feature counts only if enough texts of enough files have it: what holds across platforms
 *       carries over to archives that nobody labelled (measured in docs/classifier.md), and what
 *       one text alone has never reaches the model.
 * </ul>
 *
 * <p>Labels are few; they are read into the driver and fitted in one partition, in the order of the
 * files, so that the same labels, options and seed give the same coefficients.
 */
public final class TrainModel {
  private static final StructType ROWS =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType);

  private TrainModel() {}

  /**
   * Trains, and measures by cross-validation.
   *
   * @param labelFiles CSV with {@code text,label[,source,lang]}, in any order
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
    Training training = new Training(spark, texts, options);
    Map<String, Metrics> metrics = new TreeMap<>();
    if (options.folds() > 0) {
      int[] copies = NearDuplicates.groups(texts.stream().map(LabelledText::text).toList());
      training.validate("near_duplicates_apart", copies, metrics);
      training.validate("sources_apart", bySource(texts, copies), metrics);
    }
    LogisticRegressionModel regression = training.fit();
    PipelineModel pipeline =
        new Pipeline("afterglow")
            .setStages(
                new PipelineStage[] {
                  new TextVector("afterglow-text").from("text", "features"), regression
                })
            .fit(
                spark.createDataFrame(
                    List.of(), new StructType().add("text", DataTypes.StringType)));
    return new Model(pipeline, card(spark, files, options, metrics));
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

  private static BitSet all(int size) {
    BitSet all = new BitSet(size);
    all.set(0, size);
    return all;
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

  /** The texts of one training and what is computed of them once. */
  private static final class Training {
    private final SparkSession spark;
    private final List<LabelledText> texts;
    private final TrainOptions options;
    private final List<SparseVector> vectors;
    private final List<String> files;

    Training(SparkSession spark, List<LabelledText> texts, TrainOptions options) {
      this.spark = spark;
      this.texts = texts;
      this.options = options;
      this.vectors =
          texts.stream().map(text -> TextVector.of(text.text(), text.ownNames())).toList();
      this.files =
          new ArrayList<>(new LinkedHashSet<>(texts.stream().map(LabelledText::file).toList()));
    }

    /** The regression of all texts, over all places of the feature vector. */
    LogisticRegressionModel fit() {
      BitSet all = all(texts.size());
      BitSet kept = features(all);
      return fit(all, vector -> only(vector, kept));
    }

    /** The scorer of some texts, fitted over the places that it uses alone, which is faster. */
    private PostScorer scorer(BitSet chosen) {
      BitSet kept = features(chosen);
      int[] places = kept.stream().toArray();
      int[] rank = new int[TextFeatures.DIMENSION];
      for (int i = 0; i < places.length; i++) {
        rank[places[i]] = i;
      }
      LogisticRegressionModel regression =
          fit(
              chosen,
              vector -> {
                SparseVector some = only(vector, kept);
                int[] ranks = Arrays.stream(some.indices()).map(index -> rank[index]).toArray();
                return new SparseVector(places.length, ranks, some.values());
              });
      double[] coefficients = new double[TextFeatures.DIMENSION];
      for (int i = 0; i < places.length; i++) {
        coefficients[places[i]] = regression.coefficients().apply(i);
      }
      return new PostScorer(
          coefficients,
          regression.intercept(),
          options.uncertainFrom(),
          options.uncertainTo(),
          options.languages());
    }

    private LogisticRegressionModel fit(BitSet chosen, UnaryOperator<SparseVector> reduced) {
      double[] weights = weights(chosen);
      List<Row> rows = new ArrayList<>();
      chosen.stream()
          .forEach(
              i ->
                  rows.add(
                      RowFactory.create(
                          reduced.apply(vectors.get(i)),
                          texts.get(i).promotional() ? 1.0 : 0.0,
                          weights[i])));
      Dataset<Row> data = spark.createDataFrame(rows, ROWS).coalesce(1).cache();
      try {
        // MLlib's loss is the mean over texts, the penalty is meant against their sum
        return new LogisticRegression("afterglow-regression")
            .setFamily("binomial")
            .setWeightCol("weight")
            .setRegParam(options.regularisation() / chosen.cardinality())
            .setStandardization(false)
            .setMaxIter(options.iterations())
            .setTol(1e-7)
            .fit(data);
      } finally {
        data.unpersist();
      }
    }

    /** The weight of each chosen text, 1 on average. */
    private double[] weights(BitSet chosen) {
      int[][] counts = new int[files.size()][2];
      chosen.stream().forEach(i -> counts[file(i)][label(i)]++);
      double[] ofClass = new double[2];
      double[][] ofFile = new double[files.size()][2];
      for (int f = 0; f < counts.length; f++) {
        boolean both = counts[f][0] > 0 && counts[f][1] > 0;
        for (int c = 0; c < 2; c++) {
          ofFile[f][c] = counts[f][c] == 0 ? 0 : both ? 2 : 1;
          ofClass[c] += ofFile[f][c];
        }
      }
      double[] weights = new double[texts.size()];
      chosen.stream()
          .forEach(
              i -> {
                double share = ofFile[file(i)][label(i)] / ofClass[label(i)];
                weights[i] = share / counts[file(i)][label(i)] * chosen.cardinality() / 2;
              });
      return weights;
    }

    private int file(int text) {
      return files.indexOf(texts.get(text).file());
    }

    private int label(int text) {
      return texts.get(text).promotional() ? 1 : 0;
    }

    /** The features that enough of the chosen texts and of their files have. */
    private BitSet features(BitSet chosen) {
      int[] have = new int[TextFeatures.DIMENSION];
      long[] where = new long[TextFeatures.DIMENSION];
      long[] present = {0};
      chosen.stream()
          .forEach(
              i -> {
                long file = 1L << (file(i) % Long.SIZE);
                present[0] |= file;
                for (int index : vectors.get(i).indices()) {
                  have[index]++;
                  where[index] |= file;
                }
              });
      int leastFiles = Math.min(options.leastFiles(), Long.bitCount(present[0]));
      BitSet kept = new BitSet(TextFeatures.DIMENSION);
      for (int index = 0; index < have.length; index++) {
        kept.set(
            index,
            have[index] >= options.leastTexts() && Long.bitCount(where[index]) >= leastFiles);
      }
      return kept;
    }

    private static SparseVector only(SparseVector vector, BitSet kept) {
      int[] indices = Arrays.stream(vector.indices()).filter(kept::get).toArray();
      double[] values = new double[indices.length];
      for (int i = 0, from = 0; i < indices.length; i++, from++) {
        while (vector.indices()[from] != indices[i]) {
          from++;
        }
        values[i] = vector.values()[from];
      }
      return new SparseVector(TextFeatures.DIMENSION, indices, values);
    }

    /** Cross-validates with whole groups in a fold; adds figures of all and of each file. */
    void validate(String name, int[] groups, Map<String, Metrics> metrics) {
      int[] folds = folds(groups);
      Prediction[] predictions = new Prediction[texts.size()];
      for (int fold = 0; fold < options.folds(); fold++) {
        BitSet test = new BitSet();
        for (int i = 0; i < folds.length; i++) {
          test.set(i, folds[i] == fold);
        }
        BitSet training = all(texts.size());
        training.andNot(test);
        if (test.isEmpty()) {
          continue;
        }
        PostScorer scorer = scorer(training);
        test.stream()
            .forEach(
                i -> {
                  LabelledText text = texts.get(i);
                  predictions[i] =
                      new Prediction(
                          text.promotional(),
                          scorer.score(text.text(), text.language(), text.ownNames()));
                });
      }
      metrics.put(name, Metrics.of(List.of(predictions)));
      for (String file : files) {
        List<Prediction> some = new ArrayList<>();
        for (int i = 0; i < predictions.length; i++) {
          if (texts.get(i).file().equals(file)) {
            some.add(predictions[i]);
          }
        }
        metrics.put(name + '/' + file, Metrics.of(some));
      }
    }

    /**
     * Deals groups to folds: within each file, in an order shuffled by the seed, each group to the
     * fold with the fewest texts of that file so far.
     */
    private int[] folds(int[] groups) {
      Map<Integer, List<Integer>> members = new TreeMap<>();
      for (int i = 0; i < groups.length; i++) {
        members.computeIfAbsent(groups[i], key -> new ArrayList<>()).add(i);
      }
      List<Integer> order = new ArrayList<>(members.keySet());
      ToIntFunction<Integer> size = group -> -members.getOrDefault(group, List.of()).size();
      order.sort(
          (a, b) -> {
            int bySize = Integer.compare(size.applyAsInt(a), size.applyAsInt(b));
            return bySize != 0
                ? bySize
                : Long.compare(
                    NearDuplicates.mix(options.seed() * 31 + a),
                    NearDuplicates.mix(options.seed() * 31 + b));
          });
      int[] folds = new int[groups.length];
      int[][] filled = new int[files.size()][options.folds()];
      for (int group : order) {
        List<Integer> all = members.getOrDefault(group, List.of());
        int file = file(all.get(0));
        int least = 0;
        for (int fold = 1; fold < options.folds(); fold++) {
          least = filled[file][fold] < filled[file][least] ? fold : least;
        }
        for (int text : all) {
          folds[text] = least;
          filled[file(text)][least]++;
        }
      }
      return folds;
    }
  }
}
