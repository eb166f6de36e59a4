package org.afterglow.classify;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Intervals of figures that are no plain shares, by drawing whole clusters of posts with
 * replacement (Efron &amp; Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13). Posts of
 * one source resemble one another, copies more so; drawn post by post they would feign knowledge.
 */
final class Bootstrap {
  static final int DRAWS = 999;

  /** Clusters below which nothing is drawn: their spread is unknown. */
  static final int FEWEST_CLUSTERS = 5;

  private final LabelledScores scores;
  private final int[] cluster;
  private final int clusters;

  /**
   * Of scored posts.
   *
   * @param cluster of each rank, from 0
   * @param clusters how many there are
   */
  Bootstrap(LabelledScores scores, int[] cluster, int clusters) {
    this.scores = scores;
    this.cluster = cluster;
    this.clusters = clusters;
  }

  /**
   * Intervals by name of the figure, of those that at least nine in ten draws can give. Where all
   * draws are alike, as where few posts are told apart without fault, they say nothing of what more
   * posts would show, and there is no interval. The calibration error is a sum of distances, to
   * which drawing adds noise of its own: its draws are moved so that their mean is the figure.
   */
  SortedMap<String, Interval> intervals(Draws draws, String group) {
    SortedMap<String, Interval> intervals = new TreeMap<>();
    if (clusters < FEWEST_CLUSTERS) {
      return intervals;
    }
    LabelledScores.Measures[] drawn = new LabelledScores.Measures[DRAWS];
    int[] times = new int[scores.size()];
    int[] drawnClusters = new int[clusters];
    for (int draw = 0; draw < DRAWS; draw++) {
      SplittableRandom random = draws.stream(group, "bootstrap", draw);
      Arrays.fill(drawnClusters, 0);
      for (int i = 0; i < clusters; i++) {
        drawnClusters[random.nextInt(clusters)]++;
      }
      for (int i = 0; i < times.length; i++) {
        times[i] = drawnClusters[cluster[i]];
      }
      drawn[draw] = scores.measures(times);
    }
    LabelledScores.Measures whole = scores.measures();
    add(intervals, "macro_f1", whole, drawn, LabelledScores.Measures::macroF1, false);
    add(intervals, "pr_auc", whole, drawn, LabelledScores.Measures::prAuc, false);
    add(intervals, "roc_auc", whole, drawn, LabelledScores.Measures::rocAuc, false);
    add(intervals, "brier", whole, drawn, LabelledScores.Measures::brier, false);
    add(intervals, "ece", whole, drawn, LabelledScores.Measures::ece, true);
    return intervals;
  }

  private static void add(
      SortedMap<String, Interval> intervals,
      String name,
      LabelledScores.Measures whole,
      LabelledScores.Measures[] drawn,
      Function<LabelledScores.Measures, @Nullable Double> measure,
      boolean centred) {
    Double figure = measure.apply(whole);
    double[] found = new double[drawn.length];
    int count = 0;
    for (LabelledScores.Measures one : drawn) {
      Double value = measure.apply(one);
      if (value != null) {
        found[count++] = value;
      }
    }
    if (figure == null || count < .9 * drawn.length) {
      return;
    }
    double[] values = Arrays.copyOf(found, count);
    if (Arrays.stream(values).allMatch(value -> value == values[0])) {
      return;
    }
    if (centred) {
      double excess = Arrays.stream(values).sum() / count - figure;
      Arrays.setAll(values, i -> Math.max(0, Math.min(1, values[i] - excess)));
    }
    intervals.put(name, Interval.percentile(values, figure));
  }
}
