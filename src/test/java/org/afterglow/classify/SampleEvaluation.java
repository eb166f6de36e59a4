package org.afterglow.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.afterglow.classify.Metrics.Prediction;
import org.afterglow.post.PostClass;
import org.afterglow.statistics.Draws;

/** Labels and predictions of a made-up model, measured as real ones are. */
public final class SampleEvaluation {
  /** What the made-up model's files would hash to. */
  public static final String MODEL = "ab".repeat(32);

  private SampleEvaluation() {}

  /**
   * An evaluation of posts that are promotional as often as their probability says.
   *
   * @param sources from which on they come, all alike
   */
  public static Evaluation of(int posts, int sources, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledText> texts = new ArrayList<>();
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < posts; i++) {
      double p = random.nextDouble();
      double probability = p * p / (p * p + (1 - p) * (1 - p));
      boolean promotional = random.nextDouble() < probability;
      double early = random.nextInt(20);
      texts.add(
          new LabelledText(
              "w%d x%d y%d z%d".formatted(i, i, i, i),
              promotional,
              "labels.csv",
              "shop:" + i % sources,
              null,
              null,
              2013 + i % 3,
              1 / (1 + early),
              new LabelledText.Drawn(1 / (1 + early), early, random.nextInt(5))));
      predictions.add(
          i % 40 == 0
              ? new Prediction(
                  promotional, new Score(null, PostClass.UNSUPPORTED_LANGUAGE, null, "fr"))
              : new Prediction(
                  promotional,
                  new Score(
                      probability,
                      PostScorer.postClass(probability, .3, .7),
                      null,
                      i % 10 == 0 ? null : "en")));
    }
    return EvaluateModel.of(
        MODEL,
        Map.of("labels.csv", "00"),
        List.of(),
        texts,
        predictions,
        List.of(.3, .5, .7),
        new Draws(seed, "metrics"));
  }

  /** Two platforms over three years, one of whose years turns promotional. */
  public static ScoreDrift drift(String postsHash) {
    List<ScoreDrift.Counted> counts = new ArrayList<>();
    for (int month = 0; month < 36; month++) {
      int year = 2012 + month / 12;
      boolean turned = year == 2014;
      for (int cell = 0; cell < ScoreDrift.CELLS; cell += 10) {
        double p = (cell + .5) / ScoreDrift.CELLS;
        long posts = Math.round(40 * (turned ? .2 + p * p * 6 : .2 + (1 - p) * (1 - p) * 6));
        counts.add(
            new ScoreDrift.Counted(
                "twitter",
                year,
                month % 12 + 1,
                cell,
                posts,
                Math.round(posts * p * 1e6),
                p > .3 && p < .7 ? posts : 0,
                0));
        if (month > 9) {
          counts.add(
              new ScoreDrift.Counted(
                  "reddit", year, month % 12 + 1, cell, 7, Math.round(7e6 * p), 0, 0));
        }
      }
      counts.add(
          new ScoreDrift.Counted(
              "twitter", year, month % 12 + 1, ScoreDrift.NOT_SCORED, 100, 0, 0, 100));
    }
    return ScoreDrift.of(MODEL, postsHash, counts);
  }
}
