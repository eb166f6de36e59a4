package org.afterglow.classify;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.afterglow.classify.Metrics.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * Labels and probabilities of scored posts, ranked once, the most probably promotional first, to be
 * measured under any whole weights in one pass.
 */
final class LabelledScores {
  private static final int BINS = 10;

  private final double[] probability;
  private final boolean[] promotional;
  private final int[] bin;

  /** For each rank the place of its prediction in the list that was given. */
  private final int[] place;

  private LabelledScores(double[] probability, boolean[] promotional, int[] place) {
    this.probability = probability;
    this.promotional = promotional;
    this.place = place;
    bin = new int[probability.length];
    for (int i = 0; i < bin.length; i++) {
      bin[i] = bin(probability[i]);
    }
  }

  /** Of those predictions that have a probability. */
  static LabelledScores of(List<Prediction> predictions) {
    int[] place =
        IntStream.range(0, predictions.size())
            .filter(i -> predictions.get(i).score().promotionalProbability() != null)
            .boxed()
            .sorted(
                (a, b) -> {
                  Prediction one = predictions.get(a);
                  Prediction other = predictions.get(b);
                  int order = Double.compare(probability(other), probability(one));
                  return order != 0
                      ? order
                      : Boolean.compare(one.promotional(), other.promotional());
                })
            .mapToInt(Integer::intValue)
            .toArray();
    double[] probability = new double[place.length];
    boolean[] promotional = new boolean[place.length];
    for (int i = 0; i < place.length; i++) {
      probability[i] = probability(predictions.get(place[i]));
      promotional[i] = predictions.get(place[i]).promotional();
    }
    return new LabelledScores(probability, promotional, place);
  }

  private static double probability(Prediction prediction) {
    return Objects.requireNonNull(prediction.score().promotionalProbability());
  }

  /** The bin of ten that a probability lies in; the last one holds its upper end. */
  static int bin(double probability) {
    return Math.min(BINS - 1, (int) (probability * BINS));
  }

  int size() {
    return place.length;
  }

  double probability(int rank) {
    return probability[rank];
  }

  boolean promotional(int rank) {
    return promotional[rank];
  }

  /** The place that a rank had in the list of predictions. */
  int place(int rank) {
    return place[rank];
  }

  /** Every post counted once. */
  Measures measures() {
    int[] once = new int[place.length];
    java.util.Arrays.fill(once, 1);
    return measures(once);
  }

  /**
   * Measures with each post counted so many times.
   *
   * @param times by rank
   */
  Measures measures(int[] times) {
    long tp = 0;
    long fp = 0;
    long tn = 0;
    long fn = 0;
    double precisions = 0;
    double pairs = 0;
    double squares = 0;
    double[] expected = new double[BINS];
    long[] seen = new long[BINS];
    long hits = 0;
    long misses = 0;
    int i = 0;
    while (i < times.length) {
      double at = probability[i];
      long hitsHere = 0;
      long missesHere = 0;
      for (; i < times.length && probability[i] == at; i++) {
        if (promotional[i]) {
          hitsHere += times[i];
        } else {
          missesHere += times[i];
        }
      }
      if (hitsHere + missesHere == 0) {
        continue;
      }
      pairs += hits * (double) missesHere + hitsHere * (double) missesHere / 2;
      hits += hitsHere;
      misses += missesHere;
      precisions += (double) hits / (hits + misses) * hitsHere;
      squares += hitsHere * (1 - at) * (1 - at) + missesHere * at * at;
      int own = bin[i - 1];
      expected[own] += (hitsHere + missesHere) * at;
      seen[own] += hitsHere;
      if (at >= .5) {
        tp += hitsHere;
        fp += missesHere;
      } else {
        fn += hitsHere;
        tn += missesHere;
      }
    }
    long n = hits + misses;
    double distance = 0;
    for (int b = 0; b < BINS; b++) {
      distance += Math.abs(seen[b] - expected[b]);
    }
    boolean both = hits > 0 && misses > 0;
    return new Measures(
        tp,
        fp,
        tn,
        fn,
        both ? (f1(tp, fp, fn) + f1(tn, fn, fp)) / 2 : null,
        both ? precisions / hits : null,
        both ? pairs / ((double) hits * misses) : null,
        n == 0 ? null : squares / n,
        n == 0 ? null : distance / n);
  }

  private static double f1(long hits, long wrong, long missed) {
    return hits == 0 ? 0 : 2.0 * hits / (2 * hits + wrong + missed);
  }

  /** What {@link Metrics} says of scored posts, by the same names. */
  record Measures(
      long truePositives,
      long falsePositives,
      long trueNegatives,
      long falseNegatives,
      @Nullable Double macroF1,
      @Nullable Double prAuc,
      @Nullable Double rocAuc,
      @Nullable Double brier,
      @Nullable Double ece) {}
}
