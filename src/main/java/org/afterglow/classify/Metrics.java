package org.afterglow.classify;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Arrays;
import java.util.List;
import org.afterglow.post.PostClass;
import org.jspecify.annotations.Nullable;

/**
 * How well predictions meet labels. Promotional is the positive class, predicted from probability
 * .5 on; posts in the band of doubt count as what they are nearer to. A figure that the posts
 * cannot give (recall with nothing promotional) is null.
 *
 * @param n labelled posts
 * @param prevalence share of n labelled promotional
 * @param macroF1 mean of both classes' F1, over scored posts; null unless both classes are there
 * @param prAuc average precision: the mean of precision at each promotional post, ranked by
 *     probability, ties as one step
 * @param brier mean squared difference of probability and label
 * @param ece expected calibration error over ten bins of equal width: mean distance of a bin's mean
 *     probability from its share promotional, weighted by posts
 * @param recall share of the promotional that are predicted so
 * @param falsePositiveRate share of the conversational that are predicted promotional
 * @param uncertainShare share of the scored posts inside the band of doubt
 * @param unsupportedLanguageShare share of n not scored for their language
 * @param truePositives promotional predicted promotional
 * @param falsePositives conversational predicted promotional
 * @param trueNegatives conversational predicted conversational
 * @param falseNegatives promotional predicted conversational
 * @param notScored posts without a probability, for language or want of text
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Metrics(
    long n,
    @Nullable Double prevalence,
    @Nullable Double macroF1,
    @Nullable Double prAuc,
    @Nullable Double brier,
    @Nullable Double ece,
    @Nullable Double recall,
    @Nullable Double falsePositiveRate,
    @Nullable Double uncertainShare,
    @Nullable Double unsupportedLanguageShare,
    long truePositives,
    long falsePositives,
    long trueNegatives,
    long falseNegatives,
    long notScored) {
  private static final int BINS = 10;

  /** A label and what was predicted for it. */
  public record Prediction(boolean promotional, Score score) {}

  /** The metrics of these predictions, the same in any order of them. */
  public static Metrics of(List<Prediction> predictions) {
    long promotional = predictions.stream().filter(Prediction::promotional).count();
    long unsupported = count(predictions, PostClass.UNSUPPORTED_LANGUAGE);
    List<Scored> scored =
        predictions.stream()
            .filter(p -> p.score().promotionalProbability() != null)
            .map(p -> new Scored(p.promotional(), probability(p.score())))
            .sorted()
            .toList();
    long tp = scored.stream().filter(s -> s.promotional && s.probability >= .5).count();
    long fp = scored.stream().filter(s -> !s.promotional && s.probability >= .5).count();
    long tn = scored.stream().filter(s -> !s.promotional && s.probability < .5).count();
    long fn = scored.stream().filter(s -> s.promotional && s.probability < .5).count();
    boolean both = tp + fn > 0 && tn + fp > 0;
    return new Metrics(
        predictions.size(),
        share(promotional, predictions.size()),
        both ? (f1(tp, fp, fn) + f1(tn, fn, fp)) / 2 : null,
        both ? averagePrecision(scored, tp + fn) : null,
        brier(scored),
        calibrationError(scored),
        share(tp, tp + fn),
        share(fp, fp + tn),
        share(count(predictions, PostClass.UNCERTAIN), scored.size()),
        share(unsupported, predictions.size()),
        tp,
        fp,
        tn,
        fn,
        predictions.size() - scored.size());
  }

  private record Scored(boolean promotional, double probability) implements Comparable<Scored> {
    @Override
    public int compareTo(Scored other) {
      int order = Double.compare(other.probability, probability);
      return order != 0 ? order : Boolean.compare(promotional, other.promotional);
    }
  }

  private static double probability(Score score) {
    Double probability = score.promotionalProbability();
    return probability == null ? Double.NaN : probability;
  }

  private static long count(List<Prediction> predictions, PostClass postClass) {
    return predictions.stream().filter(p -> p.score().postClass() == postClass).count();
  }

  private static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  private static double f1(long hits, long wrong, long missed) {
    return hits == 0 ? 0 : 2.0 * hits / (2 * hits + wrong + missed);
  }

  private static double averagePrecision(List<Scored> descending, long positives) {
    double sum = 0;
    long hits = 0;
    int i = 0;
    while (i < descending.size()) {
      int stop = i;
      long before = hits;
      double probability = descending.get(i).probability;
      while (stop < descending.size() && descending.get(stop).probability == probability) {
        hits += descending.get(stop).promotional ? 1 : 0;
        stop++;
      }
      sum += (double) hits / stop * (hits - before);
      i = stop;
    }
    return sum / positives;
  }

  private static @Nullable Double brier(List<Scored> scored) {
    double sum = 0;
    for (Scored s : scored) {
      double error = s.probability - (s.promotional ? 1 : 0);
      sum += error * error;
    }
    return scored.isEmpty() ? null : sum / scored.size();
  }

  private static @Nullable Double calibrationError(List<Scored> scored) {
    double[] expected = new double[BINS];
    double[] seen = new double[BINS];
    for (Scored s : scored) {
      int bin = Math.min(BINS - 1, (int) (s.probability * BINS));
      expected[bin] += s.probability;
      seen[bin] += s.promotional ? 1 : 0;
    }
    Arrays.setAll(seen, bin -> Math.abs(seen[bin] - expected[bin]));
    return scored.isEmpty() ? null : Arrays.stream(seen).sum() / scored.size();
  }
}
