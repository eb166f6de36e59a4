package org.afterglow.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.afterglow.text.TextFeatures;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SparseVector;

/**
 * The logistic regression of one yes-or-no label on the features of labelled texts: weighted,
 * L2-penalised, to be calibrated by cross-fitting.
 */
final class TextRegression {
  private static final double TOLERANCE = 1e-7;

  /** Of the folds, whose figures need no more. */
  private static final double TOLERANCE_OF_FOLDS = 1e-5;

  private final JavaSparkContext spark;
  private final List<LabelledText> texts;
  private final List<SparseVector> vectors;
  private final boolean[] yes;
  private final TrainOptions options;
  private final List<String> files;
  private final int[] fileOf;

  TextRegression(
      JavaSparkContext spark,
      List<LabelledText> texts,
      List<SparseVector> vectors,
      boolean[] yes,
      TrainOptions options) {
    this.spark = spark;
    this.texts = texts;
    this.vectors = vectors;
    this.yes = yes;
    this.options = options;
    files = new ArrayList<>(new LinkedHashSet<>(texts.stream().map(LabelledText::file).toList()));
    fileOf = texts.stream().mapToInt(text -> files.indexOf(text.file())).toArray();
  }

  /** The margin of all texts. */
  Margin fit(double regularisation) {
    BitSet all = all();
    try (Chosen chosen = new Chosen(all)) {
      return chosen.margin(chosen.fit(regularisation, chosen.zero(), TOLERANCE));
    }
  }

  /**
   * By penalty, the margins of every text by the regression of the other folds. Folds are fitted at
   * the same time, each in one task; within a fold a penalty starts from what the next stronger one
   * found.
   */
  Map<Double, CrossFit> crossFit(Folds folds, List<Double> regularisations) {
    Map<Double, double[]> margins = new HashMap<>();
    regularisations.forEach(each -> margins.put(each, new double[texts.size()]));
    List<Double> strongestFirst =
        regularisations.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    AtOnce.run(
        folds.count(),
        spark.defaultParallelism(),
        fold -> {
          BitSet test = folds.in(fold);
          if (test.isEmpty()) {
            return;
          }
          try (Chosen training = new Chosen(folds.outside(fold))) {
            double[] at = training.zero();
            for (double each : strongestFirst) {
              at = training.fit(each, at, TOLERANCE_OF_FOLDS);
              Margin margin = training.margin(at);
              double[] found = margins.getOrDefault(each, new double[0]);
              test.stream().forEach(i -> found[i] = margin.of(vectors.get(i)));
            }
          }
        });
    Map<Double, CrossFit> fits = new HashMap<>();
    margins.forEach((each, found) -> fits.put(each, new CrossFit(found, folds, yes)));
    return fits;
  }

  /** Some of the texts, handed out to be fitted. */
  private final class Chosen implements AutoCloseable {
    private final int[] places;
    private final LogisticFit fit;

    Chosen(BitSet chosen) {
      places = features(chosen).stream().toArray();
      Columns columns = new Columns(places);
      double[] all = weights(chosen);
      int[] numbers = chosen.stream().toArray();
      boolean[] labels = new boolean[numbers.length];
      double[] weights = new double[numbers.length];
      List<SparseVector> rows = new ArrayList<>(numbers.length);
      for (int i = 0; i < numbers.length; i++) {
        rows.add(columns.of(vectors.get(numbers[i]), 1));
        labels[i] = yes[numbers[i]];
        weights[i] = all[numbers[i]];
      }
      fit = new LogisticFit(spark, rows, labels, weights);
    }

    double[] zero() {
      return new double[places.length + 1];
    }

    double[] fit(double regularisation, double[] start, double tolerance) {
      double[] penalties = zero();
      Arrays.fill(penalties, 0, places.length, regularisation);
      return fit.coefficients(penalties, zero(), start, tolerance, options.iterations());
    }

    Margin margin(double[] found) {
      double[] coefficients = new double[TextFeatures.DIMENSION];
      for (int i = 0; i < places.length; i++) {
        coefficients[places[i]] = found[i];
      }
      return new Margin(coefficients, found[places.length]);
    }

    @Override
    public void close() {
      fit.close();
    }
  }

  /**
   * The weight of each chosen text, 1 on average: texts with the label weigh the options' share of
   * all; within a label every file weighs the same, but files that have both labels twice as much
   * as files with one, which teach rather what the file is like, and all as the options say.
   */
  private double[] weights(BitSet chosen) {
    int[][] counts = new int[files.size()][2];
    chosen.stream().forEach(i -> counts[fileOf[i]][side(i)]++);
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
    double ofYes = options.share();
    if (ofYes == TrainOptions.AS_LABELLED) {
      ofYes = chosen.stream().filter(i -> yes[i]).count() / (double) chosen.cardinality();
    }
    double shareOfYes = ofYes;
    double[] weights = new double[texts.size()];
    chosen.stream()
        .forEach(
            i -> {
              double share = ofFile[fileOf[i]][side(i)] / ofLabel[side(i)];
              double ofAll = yes[i] ? shareOfYes : 1 - shareOfYes;
              weights[i] = ofAll * share / counts[fileOf[i]][side(i)] * chosen.cardinality();
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
              long file = 1L << (fileOf[i] % Long.SIZE);
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

  /** The weight of each text where all are chosen. */
  double[] weights() {
    return weights(all());
  }

  private int side(int text) {
    return yes[text] ? 1 : 0;
  }
}
