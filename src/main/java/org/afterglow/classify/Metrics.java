package org.afterglow.classify;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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
 * @param rocAuc area under the ROC curve: the share of pairs of a promotional and a conversational
 *     post in which the promotional one has the higher probability, ties as half; null unless both
 *     classes are there, or where a card older than it was read
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
    @Nullable Double rocAuc,
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
  /** A label and what was predicted for it. */
  public record Prediction(boolean promotional, Score score) {}

  /** The metrics of these predictions, the same in any order of them. */
  public static Metrics of(List<Prediction> predictions) {
    long promotional = predictions.stream().filter(Prediction::promotional).count();
    long unsupported = count(predictions, PostClass.UNSUPPORTED_LANGUAGE);
    LabelledScores scored = LabelledScores.of(predictions);
    LabelledScores.Measures found = scored.measures();
    long tp = found.truePositives();
    long fp = found.falsePositives();
    long tn = found.trueNegatives();
    long fn = found.falseNegatives();
    return new Metrics(
        predictions.size(),
        share(promotional, predictions.size()),
        found.macroF1(),
        found.prAuc(),
        found.rocAuc(),
        found.brier(),
        found.ece(),
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

  private static long count(List<Prediction> predictions, PostClass postClass) {
    return predictions.stream().filter(p -> p.score().postClass() == postClass).count();
  }

  private static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }
}
