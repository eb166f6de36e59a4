package org.afterglow.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.afterglow.text.TextFeatures;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The logistic regression of one yes-or-no label on the features of labelled texts: weighted,
 * L2-penalised, calibrated by cross-fitting (Platt, "Probabilistic outputs for support vector
 * machines", 1999: a logistic curve over margins of texts that the regression had not seen).
 */
final class TextRegression {
  private static final StructType ROWS =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType);

  private static final double TOLERANCE = 1e-7;

  /** Of the folds, whose figures need no more: a third of the time. */
  private static final double TOLERANCE_OF_FOLDS = 1e-5;

  private final SparkSession spark;
  private final List<LabelledText> texts;
  private final Predicate<LabelledText> yes;
  private final TrainOptions options;
  private final List<SparseVector> vectors;
  private final List<String> files;

  TextRegression(
      SparkSession spark,
      List<LabelledText> texts,
      Predicate<LabelledText> yes,
      TrainOptions options) {
    this.spark = spark;
    this.texts = texts;
    this.yes = yes;
    this.options = options;
    this.vectors = texts.stream().map(text -> TextVector.of(text.text(), text.ownNames())).toList();
    this.files =
        new ArrayList<>(new LinkedHashSet<>(texts.stream().map(LabelledText::file).toList()));
  }

  /**
   * A margin over the features: the sum of the coefficients of a text's features, each times its
   * value, and the intercept.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a List would box each
  record Margin(double[] coefficients, double intercept) {
    double of(SparseVector vector) {
      double sum = intercept;
      int[] indices = vector.indices();
      double[] values = vector.values();
      for (int i = 0; i < indices.length; i++) {
        sum += coefficients[indices[i]] * values[i];
      }
      return sum;
    }

    Margin calibrated(Calibration calibration) {
      return new Margin(
          Arrays.stream(coefficients).map(each -> each * calibration.slope).toArray(),
          intercept * calibration.slope + calibration.shift);
    }

    /** The same as a stage of a pipeline. */
    LogisticRegressionModel stage(String uid) {
      return new LogisticRegressionModel(uid, Vectors.dense(coefficients).compressed(), intercept);
    }
  }

  /** Margins m become slope·m + shift. */
  record Calibration(double slope, double shift) {
    double probability(double margin) {
      return 1 / (1 + Math.exp(-(slope * margin + shift)));
    }
  }

  /**
   * What texts got that the regression had not seen.
   *
   * @param margins by text
   * @param folds by text
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a List would box each
  record CrossFit(double[] margins, int[] folds) {}

  /** The margin of all texts. */
  Margin fit(double regularisation) {
    return fit(all(), regularisation, TOLERANCE);
  }

  /** Whether each fold leaves texts of both labels to learn from. */
  boolean canLeaveOut(int[] groups) {
    int[] folds = folds(groups);
    for (int fold = 0; fold < options.folds(); fold++) {
      boolean[] left = new boolean[2];
      for (int i = 0; i < folds.length; i++) {
        left[side(i)] |= folds[i] != fold;
      }
      if (!left[0] || !left[1]) {
        return false;
      }
    }
    return true;
  }

  /** The margins of every text by the regression of the other folds; groups stay in one fold. */
  CrossFit crossFit(int[] groups, double regularisation) {
    int[] folds = folds(groups);
    double[] margins = new double[texts.size()];
    for (int fold = 0; fold < options.folds(); fold++) {
      BitSet test = inFold(folds, fold);
      BitSet training = all();
      training.andNot(test);
      if (!test.isEmpty()) {
        Margin margin = fit(training, regularisation, TOLERANCE_OF_FOLDS);
        test.stream().forEach(i -> margins[i] = margin.of(vectors.get(i)));
      }
    }
    return new CrossFit(margins, folds);
  }

  /**
   * The calibration by the margins of these texts, weighted as in training. Where the margins tell
   * the labels apart without fault no curve is steep enough; then each label is held for doubtful
   * by one text in two more than there are, as Platt does.
   */
  Calibration calibration(CrossFit seen, BitSet chosen) {
    double[] weights = weights(chosen);
    double doubt = separated(seen, chosen) ? 1.0 / (chosen.cardinality() + 2) : 0;
    List<Row> rows = new ArrayList<>();
    chosen.stream()
        .forEach(
            i -> {
              Vector margin = Vectors.dense(new double[] {seen.margins[i]});
              rows.add(RowFactory.create(margin, label(i), weights[i] * (1 - doubt)));
              if (doubt > 0) {
                rows.add(RowFactory.create(margin, 1 - label(i), weights[i] * doubt));
              }
            });
    LogisticRegressionModel curve = regression(rows, 0, TOLERANCE);
    return new Calibration(curve.coefficients().apply(0), curve.intercept());
  }

  private boolean separated(CrossFit seen, BitSet chosen) {
    double highestNo =
        chosen.stream().filter(i -> !isYes(i)).mapToDouble(i -> seen.margins[i]).max().orElse(0);
    double lowestYes =
        chosen.stream().filter(this::isYes).mapToDouble(i -> seen.margins[i]).min().orElse(0);
    return highestNo < lowestYes;
  }

  Calibration calibration(CrossFit seen) {
    return calibration(seen, all());
  }

  /** The probability of each text by a calibration that the text's fold had no part in. */
  double[] probabilities(CrossFit seen) {
    double[] probabilities = new double[texts.size()];
    for (int fold = 0; fold < options.folds(); fold++) {
      BitSet test = inFold(seen.folds, fold);
      BitSet others = all();
      others.andNot(test);
      if (!test.isEmpty()) {
        Calibration calibration = calibration(seen, others);
        test.stream().forEach(i -> probabilities[i] = calibration.probability(seen.margins[i]));
      }
    }
    return probabilities;
  }

  /** The mean loss, −log of the probability of the label, weighted as in training. */
  double logLoss(CrossFit seen) {
    double[] probabilities = probabilities(seen);
    double[] weights = weights(all());
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      sum -= weights[i] * Math.log(isYes(i) ? probabilities[i] : 1 - probabilities[i]);
    }
    return sum / probabilities.length;
  }

  private Margin fit(BitSet chosen, double regularisation, double tolerance) {
    int[] places = features(chosen).stream().toArray();
    int[] rank = new int[TextFeatures.DIMENSION];
    Arrays.fill(rank, -1);
    for (int i = 0; i < places.length; i++) {
      rank[places[i]] = i;
    }
    double[] weights = weights(chosen);
    List<Row> rows = new ArrayList<>();
    chosen.stream()
        .forEach(
            i ->
                rows.add(
                    RowFactory.create(
                        ranked(vectors.get(i), rank, places.length), label(i), weights[i])));
    LogisticRegressionModel fitted = regression(rows, regularisation, tolerance);
    double[] coefficients = new double[TextFeatures.DIMENSION];
    Vector found = fitted.coefficients();
    for (int i = 0; i < places.length; i++) {
      coefficients[places[i]] = found.apply(i);
    }
    return new Margin(coefficients, fitted.intercept());
  }

  private LogisticRegressionModel regression(
      List<Row> rows, double regularisation, double tolerance) {
    Dataset<Row> data = spark.createDataFrame(rows, ROWS).coalesce(1).cache();
    try {
      // MLlib's loss is the mean over texts, the penalty is meant against their sum
      return new LogisticRegression()
          .setFamily("binomial")
          .setWeightCol("weight")
          .setRegParam(regularisation / rows.size())
          .setStandardization(false)
          .setMaxIter(options.iterations())
          .setTol(tolerance)
          .fit(data);
    } finally {
      data.unpersist();
    }
  }

  private static SparseVector ranked(SparseVector vector, int[] rank, int size) {
    int[] indices = vector.indices();
    int[] places = new int[indices.length];
    double[] values = new double[indices.length];
    int kept = 0;
    for (int i = 0; i < indices.length; i++) {
      if (rank[indices[i]] >= 0) {
        places[kept] = rank[indices[i]];
        values[kept++] = vector.values()[i];
      }
    }
    return new SparseVector(size, Arrays.copyOf(places, kept), Arrays.copyOf(values, kept));
  }

  /**
   * The weight of each chosen text, 1 on average: texts with the label weigh the options' share of
   * all; within a label every file weighs the same, but files that have both labels twice as much
   * as files with one, which teach rather what the file is like, and all as the options say.
   */
  private double[] weights(BitSet chosen) {
    int[][] counts = new int[files.size()][2];
    chosen.stream().forEach(i -> counts[file(i)][side(i)]++);
    double[] ofLabel = new double[2];
    double[][] ofFile = new double[files.size()][2];
    for (int f = 0; f < counts.length; f++) {
      boolean both = counts[f][0] > 0 && counts[f][1] > 0;
      for (int c = 0; c < 2; c++) {
        double weight = options.weights().getOrDefault(files.get(f), 1.0);
        ofFile[f][c] = counts[f][c] == 0 ? 0 : both ? 2 * weight : weight;
        ofLabel[c] += ofFile[f][c];
      }
    }
    double[] weights = new double[texts.size()];
    chosen.stream()
        .forEach(
            i -> {
              double share = ofFile[file(i)][side(i)] / ofLabel[side(i)];
              double ofAll = isYes(i) ? options.share() : 1 - options.share();
              weights[i] = ofAll * share / counts[file(i)][side(i)] * chosen.cardinality();
            });
    return weights;
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
          index, have[index] >= options.leastTexts() && Long.bitCount(where[index]) >= leastFiles);
    }
    return kept;
  }

  private BitSet all() {
    BitSet all = new BitSet(texts.size());
    all.set(0, texts.size());
    return all;
  }

  private static BitSet inFold(int[] folds, int fold) {
    BitSet in = new BitSet();
    for (int i = 0; i < folds.length; i++) {
      in.set(i, folds[i] == fold);
    }
    return in;
  }

  private int file(int text) {
    return files.indexOf(texts.get(text).file());
  }

  private double label(int text) {
    return isYes(text) ? 1 : 0;
  }

  private int side(int text) {
    return isYes(text) ? 1 : 0;
  }

  boolean isYes(int text) {
    return yes.test(texts.get(text));
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
