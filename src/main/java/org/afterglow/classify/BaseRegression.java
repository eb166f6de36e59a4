package org.afterglow.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.afterglow.text.TextFeatures;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SparseVector;
import org.jspecify.annotations.Nullable;

/**
 * The regression of a base model moved towards a few labels: slope·(the base's margin) + a
 * difference over the features + a shift, the difference L2-penalised, so that what few labels do
 * not contradict stays as the base has it (Evgeniou and Pontil, "Regularized multi-task learning",
 * 2004).
 *
 * <p>The penalty comes from cross-validation within the labels, and no difference at all is among
 * the candidates. Of the penalties whose mean log loss, calibrated, is within one standard error of
 * the least, or within {@value #WORTH_HAVING}, the strongest is taken (Breiman, Friedman, Olshen
 * and Stone, 1984): labels must show that a difference is worth having.
 */
final class BaseRegression {
  /** Infinite: no difference. */
  private static final List<Double> STRONGEST_FIRST =
      List.of(Double.POSITIVE_INFINITY, 16.0, 4.0, 1.0);

  /** Those of a difference. */
  static final List<Double> PENALTIES = STRONGEST_FIRST.subList(1, STRONGEST_FIRST.size());

  /** How far the slope, the shift and the calibration are drawn to those of the base. */
  private static final Calibration.Prior PRIOR = Calibration.Prior.FEW_LABELS;

  /** Log loss a text, in nats, that a difference must gain. */
  static final double WORTH_HAVING = .01;

  private static final double TOLERANCE = 1e-7;

  /** Posts drawn with known probabilities from which on they alone say how many are a yes. */
  static final int LEAST_DRAWN = 20;

  private final JavaSparkContext spark;
  private final List<LabelledText> texts;
  private final List<SparseVector> vectors;
  private final boolean[] yes;
  private final Margin base;
  private final TrainOptions options;
  private final double[] weights;

  BaseRegression(
      JavaSparkContext spark,
      List<LabelledText> texts,
      List<SparseVector> vectors,
      boolean[] yes,
      Margin base,
      TrainOptions options) {
    this.spark = spark;
    this.texts = texts;
    this.vectors = vectors;
    this.yes = yes;
    this.base = base;
    this.options = options;
    weights =
        texts.stream()
            .mapToDouble(text -> options.weights().getOrDefault(text.file(), 1.0))
            .toArray();
  }

  /**
   * What was found.
   *
   * @param margin calibrated, with the base folded in
   * @param penalty of the difference; null if there is none
   * @param calibration that the margin has had
   * @param seen by the way of leaving out, margins of texts left out; empty where there are too few
   *     of a label to leave any out
   * @param drawn texts whose weights alone gave the shift; 0: all texts gave it
   */
  record Moved(
      Margin margin,
      @Nullable Double penalty,
      Calibration calibration,
      Map<String, CrossFit> seen,
      long drawn) {}

  Moved fit() {
    return fit(Folds.ways(texts, yes, options.folds(), options.seed()));
  }

  /** The penalty is chosen by the first of these ways of leaving texts out. */
  Moved fit(Map<String, Folds> ways) {
    Map<String, CrossFit> seen = new LinkedHashMap<>();
    double penalty = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, Folds> way : ways.entrySet()) {
      Map<Double, CrossFit> tried = crossFit(way.getValue());
      if (seen.isEmpty()) {
        penalty = strongestOfTheBest(tried);
      }
      CrossFit found = tried.get(penalty);
      if (found != null) {
        seen.put(way.getKey(), found);
      }
    }
    Margin raw = fit(penalty);
    double[] unseen =
        seen.isEmpty()
            ? vectors.stream().mapToDouble(raw::of).toArray()
            : seen.values().iterator().next().margins();
    Calibration calibration = calibration(unseen);
    return new Moved(
        raw.calibrated(calibration),
        Double.isInfinite(penalty) ? null : penalty,
        calibration,
        seen,
        drawn().length < LEAST_DRAWN ? 0 : drawn().length);
  }

  /**
   * The slope by all labels; the shift, which says how many are a yes, by the posts that were drawn
   * with known probabilities, each for as many as it stands for, if there are enough of them.
   */
  private Calibration calibration(double[] margins) {
    Calibration byAll = Calibration.of(margins, yes, weights, PRIOR);
    int[] drawn = drawn();
    if (drawn.length < LEAST_DRAWN) {
      return byAll;
    }
    double[] ofDrawn = new double[drawn.length];
    boolean[] yesOfDrawn = new boolean[drawn.length];
    double[] weightsOfDrawn = new double[drawn.length];
    double sum = 0;
    for (int i = 0; i < drawn.length; i++) {
      ofDrawn[i] = margins[drawn[i]];
      yesOfDrawn[i] = yes[drawn[i]];
      Double weight = texts.get(drawn[i]).weight();
      weightsOfDrawn[i] = weight == null ? 0 : weight;
      sum += weightsOfDrawn[i];
    }
    double mean = sum / drawn.length;
    return byAll.shifted(
        ofDrawn,
        yesOfDrawn,
        Arrays.stream(weightsOfDrawn).map(each -> each / mean).toArray(),
        PRIOR);
  }

  private int[] drawn() {
    BitSet drawn = new BitSet();
    for (int i = 0; i < texts.size(); i++) {
      drawn.set(i, texts.get(i).weight() != null);
    }
    return drawn.stream().toArray();
  }

  /** Without a difference that of the base, whose slope and shift are the calibration's. */
  private Margin fit(double penalty) {
    if (Double.isInfinite(penalty)) {
      return base;
    }
    BitSet all = new BitSet();
    all.set(0, texts.size());
    try (Chosen chosen = new Chosen(all, features(all))) {
      return chosen.margin(chosen.fit(penalty, chosen.begin()));
    }
  }

  private Map<Double, CrossFit> crossFit(Folds folds) {
    Map<Double, double[]> margins = new LinkedHashMap<>();
    STRONGEST_FIRST.forEach(each -> margins.put(each, new double[texts.size()]));
    AtOnce.run(
        folds.count(),
        spark.defaultParallelism(),
        fold -> {
          BitSet test = folds.in(fold);
          BitSet training = folds.outside(fold);
          if (test.isEmpty()) {
            return;
          }
          try (Chosen chosen = new Chosen(training, features(training))) {
            double[] at = chosen.begin();
            for (Map.Entry<Double, double[]> each : margins.entrySet()) {
              Margin margin;
              if (Double.isInfinite(each.getKey())) {
                margin = base;
              } else {
                at = chosen.fit(each.getKey(), at);
                margin = chosen.margin(at);
              }
              double[] found = each.getValue();
              test.stream().forEach(i -> found[i] = margin.of(vectors.get(i)));
            }
          }
        });
    Map<Double, CrossFit> fits = new LinkedHashMap<>();
    margins.forEach((each, found) -> fits.put(each, new CrossFit(found, folds, yes)));
    return fits;
  }

  private double strongestOfTheBest(Map<Double, CrossFit> tried) {
    Map<Double, double[]> losses = new LinkedHashMap<>();
    tried.forEach((penalty, fit) -> losses.put(penalty, losses(fit)));
    double[] least = losses.values().iterator().next();
    for (double[] each : losses.values()) {
      least = sum(each) < sum(least) ? each : least;
    }
    for (Map.Entry<Double, double[]> each : losses.entrySet()) {
      if (isAsGood(each.getValue(), least)) {
        return each.getKey();
      }
    }
    throw new AssertionError("the least is within an error of itself");
  }

  /** Whether the mean of the differences is at most their standard error, or not worth having. */
  private static boolean isAsGood(double[] losses, double[] least) {
    int n = losses.length;
    double mean = (sum(losses) - sum(least)) / n;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double off = losses[i] - least[i] - mean;
      squares += off * off;
    }
    return mean <= Math.max(WORTH_HAVING, Math.sqrt(squares / (n - 1) / n));
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  private double[] losses(CrossFit fit) {
    double[] losses = fit.probabilities(weights, PRIOR);
    for (int i = 0; i < losses.length; i++) {
      losses[i] = -weights[i] * Math.log(yes[i] ? losses[i] : 1 - losses[i]);
    }
    return losses;
  }

  /** The features that enough of the chosen texts have. */
  private int[] features(BitSet chosen) {
    int[] have = new int[TextFeatures.DIMENSION];
    chosen.stream()
        .forEach(
            i -> {
              for (int index : vectors.get(i).indices()) {
                have[index]++;
              }
            });
    BitSet kept = new BitSet(TextFeatures.DIMENSION);
    for (int index = 0; index < have.length; index++) {
      kept.set(index, have[index] >= options.leastTexts());
    }
    return kept.stream().toArray();
  }

  /** Some of the texts, handed out; columns are the features kept, the base's margin, and 1. */
  private final class Chosen implements AutoCloseable {
    private final int[] places;
    private final LogisticFit fit;

    Chosen(BitSet chosen, int[] places) {
      this.places = places;
      Columns columns = new Columns(places);
      int[] numbers = chosen.stream().toArray();
      boolean[] labels = new boolean[numbers.length];
      double[] weightsOfChosen = new double[numbers.length];
      List<SparseVector> rows = new ArrayList<>(numbers.length);
      for (int i = 0; i < numbers.length; i++) {
        SparseVector vector = vectors.get(numbers[i]);
        rows.add(columns.of(vector, base.of(vector), 1));
        labels[i] = yes[numbers[i]];
        weightsOfChosen[i] = weights[numbers[i]];
      }
      fit = new LogisticFit(spark, rows, labels, weightsOfChosen);
    }

    /** No difference: the base as it is. */
    double[] begin() {
      double[] begin = new double[places.length + 2];
      begin[places.length] = 1;
      return begin;
    }

    double[] fit(double penalty, double[] start) {
      double[] penalties = new double[start.length];
      Arrays.fill(penalties, 0, places.length, penalty);
      penalties[places.length] = PRIOR.ofSlope(); // near 1 a slope is its logarithm plus 1
      penalties[places.length + 1] = PRIOR.ofShift();
      return fit.coefficients(penalties, begin(), start, TOLERANCE, options.iterations());
    }

    Margin margin(double[] found) {
      double slope = found[places.length];
      double shift = found[places.length + 1];
      Margin margin = base.calibrated(new Calibration(slope, shift));
      for (int i = 0; i < places.length; i++) {
        margin.coefficients()[places[i]] += found[i];
      }
      return margin;
    }

    @Override
    public void close() {
      fit.close();
    }
  }
}
