package org.afterglow.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained.
 *
 * @param seed deals the groups of near-duplicates to folds
 * @param regularisations r of the penalty r/2·|w|² that stands against the sum of the texts' log
 *     losses, over 0; of several the one is taken that is best in cross-validation by source, the
 *     first without folds
 * @param iterations at most, of L-BFGS
 * @param leastTexts a feature of fewer texts than this is left out; 2 or more keeps what only one
 *     text has out of the model
 * @param leastFiles nor of texts of fewer files of labels, or of as many as there are
 * @param folds of the cross-validation whose figures the card holds; 0 leaves it out
 * @param costs from which the band of doubt follows
 * @param languages that the model shall score; labels in others are left out
 * @param share of the weight of all texts that those with the label get, so the share of them that
 *     an archive is expected to have; 0 ({@link #AS_LABELLED}): as many as there are among the
 *     texts that it learns from
 * @param weights by file name: how much more than others a file counts, 1 where it is not named
 * @param credits by file name: whose work the labels are
 * @param language of labels whose rows do not say theirs; null: identified text by text, as that of
 *     posts is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainOptions(
    long seed,
    List<Double> regularisations,
    int iterations,
    int leastTexts,
    int leastFiles,
    int folds,
    DecisionCosts costs,
    List<String> languages,
    double share,
    Map<String, Double> weights,
    Map<String, String> credits,
    @Nullable String language) {
  /** The share of a model for archives like the labels. */
  public static final double AS_LABELLED = 0;

  /** Checks every option. */
  public TrainOptions {
    check(
        !regularisations.isEmpty() && regularisations.stream().allMatch(each -> each > 0),
        "regularisations",
        regularisations,
        "some, each above 0");
    check(iterations >= 1, "iterations", iterations, "at least 1");
    check(leastTexts >= 1, "leastTexts", leastTexts, "at least 1");
    check(leastFiles >= 1, "leastFiles", leastFiles, "at least 1");
    check(folds == 0 || folds >= 2, "folds", folds, "0 or at least 2");
    check(!languages.isEmpty(), "languages", languages, "at least one language");
    regularisations = List.copyOf(regularisations);
    languages = List.copyOf(languages);
    check(share >= 0 && share < 1, "share", share, "from 0 to below 1");
    check(weights.values().stream().allMatch(each -> each > 0), "weights", weights, "above 0");
    weights = Map.copyOf(weights);
    credits = Map.copyOf(credits);
    costs = orStandard(costs);
  }

  /** A card may be of a program that knew no costs. */
  private static DecisionCosts orStandard(@Nullable DecisionCosts costs) {
    return costs == null ? DecisionCosts.STANDARD : costs;
  }

  /** What is used where nothing else is asked for. */
  public static TrainOptions standard() {
    return new TrainOptions(
        1,
        List.of(.4, .1, 1.6),
        200,
        3,
        3,
        5,
        DecisionCosts.STANDARD,
        List.of("en"),
        .4,
        Map.of(),
        Map.of(),
        null);
  }

  /** The same with another seed. */
  public TrainOptions withSeed(long other) {
    return with(parts -> parts.seed = other);
  }

  /** The same with other penalties to choose from. */
  public TrainOptions withRegularisations(List<Double> others) {
    return with(parts -> parts.regularisations = others);
  }

  /** The same with other features kept: of so many texts and of so many files. */
  public TrainOptions withLeast(int texts, int files) {
    return with(
        parts -> {
          parts.leastTexts = texts;
          parts.leastFiles = files;
        });
  }

  /** The same with another number of folds. */
  public TrainOptions withFolds(int other) {
    return with(parts -> parts.folds = other);
  }

  /** The same with other costs. */
  public TrainOptions withCosts(DecisionCosts others) {
    return with(parts -> parts.costs = others);
  }

  /** The same with another share of those with the label. */
  public TrainOptions withShare(double other) {
    return with(parts -> parts.share = other);
  }

  /** The same with weights of files. */
  public TrainOptions withWeights(Map<String, Double> others) {
    return with(parts -> parts.weights = others);
  }

  /** The same with the credits of the files. */
  public TrainOptions withCredits(Map<String, String> others) {
    return with(parts -> parts.credits = others);
  }

  /** The same where labels that do not say their language have this one. */
  public TrainOptions withLanguage(@Nullable String other) {
    return with(parts -> parts.language = other);
  }

  private TrainOptions with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return parts.options();
  }

  /** The options that may be asked for otherwise. */
  private static final class Parts {
    private final TrainOptions rest;
    private long seed;
    private List<Double> regularisations;
    private int leastTexts;
    private int leastFiles;
    private int folds;
    private DecisionCosts costs;
    private double share;
    private Map<String, Double> weights;
    private Map<String, String> credits;
    private @Nullable String language;

    Parts(TrainOptions options) {
      rest = options;
      seed = options.seed;
      regularisations = options.regularisations;
      leastTexts = options.leastTexts;
      leastFiles = options.leastFiles;
      folds = options.folds;
      costs = options.costs;
      share = options.share;
      weights = options.weights;
      credits = options.credits;
      language = options.language;
    }

    TrainOptions options() {
      return new TrainOptions(
          seed,
          regularisations,
          rest.iterations,
          leastTexts,
          leastFiles,
          folds,
          costs,
          rest.languages,
          share,
          weights,
          credits,
          language);
    }
  }

  private static void check(boolean right, String option, Object value, String wanted) {
    if (!right) {
      throw new IllegalArgumentException(option + " is " + value + ", should be " + wanted);
    }
  }
}
