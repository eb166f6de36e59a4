package org.afterglow.classify;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The curves of precision and recall (PR) and of recall and false positives (ROC) in one: what a
 * threshold gives, for thresholds from the highest probability down to the lowest.
 *
 * @param points at most {@value #MOST_POINTS}, each exact, falling thresholds; the first is that at
 *     which nothing is predicted promotional
 * @param thresholds the model's own: both ends of its band of doubt, and one half between
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ScoreCurves(List<Point> points, List<Point> thresholds) {
  static final int MOST_POINTS = 200;

  /** Way along the ROC curve, of 2 in all, between points that are kept. */
  private static final double STEP = 2.0 / (MOST_POINTS - 10);

  public ScoreCurves {
    points = List.copyOf(points);
    thresholds = List.copyOf(thresholds);
  }

  /**
   * What is predicted promotional from a threshold on.
   *
   * @param threshold in it; null above all probabilities
   * @param recall share of the promotional predicted so
   * @param precision share promotional among those predicted so; null where none is
   * @param falsePositiveRate share of the conversational predicted promotional
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Point(
      @Nullable Double threshold,
      double recall,
      @Nullable Double precision,
      double falsePositiveRate) {}

  /** Null unless both classes are there. */
  static @Nullable ScoreCurves of(LabelledScores scores, List<Double> thresholds) {
    long promotional = 0;
    for (int i = 0; i < scores.size(); i++) {
      promotional += scores.promotional(i) ? 1 : 0;
    }
    long conversational = scores.size() - promotional;
    if (promotional == 0 || conversational == 0) {
      return null;
    }
    List<Point> points = new ArrayList<>();
    points.add(new Point(null, 0, null, 0));
    double kept = 0;
    long hits = 0;
    for (int i = 0; i < scores.size(); i++) {
      hits += scores.promotional(i) ? 1 : 0;
      boolean last = i + 1 == scores.size();
      if (!last && scores.probability(i + 1) == scores.probability(i)) {
        continue;
      }
      Point point = point(scores.probability(i), hits, i + 1, promotional, conversational);
      double way = point.recall() + point.falsePositiveRate();
      if (last || points.size() == 1 || way - kept >= STEP) {
        points.add(point);
        kept = way;
      }
    }
    List<Point> own = new ArrayList<>();
    for (double threshold : thresholds) {
      int predicted = 0;
      long found = 0;
      while (predicted < scores.size() && scores.probability(predicted) >= threshold) {
        found += scores.promotional(predicted++) ? 1 : 0;
      }
      own.add(point(threshold, found, predicted, promotional, conversational));
    }
    return new ScoreCurves(points, own);
  }

  private static Point point(
      double threshold, long hits, long predicted, long promotional, long conversational) {
    return new Point(
        threshold,
        (double) hits / promotional,
        predicted == 0 ? null : Double.valueOf((double) hits / predicted),
        (double) (predicted - hits) / conversational);
  }
}
