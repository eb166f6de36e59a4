package org.afterglow.classify;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.afterglow.post.PostClass;
import org.afterglow.text.FeatureSink;
import org.afterglow.text.Language;
import org.afterglow.text.TextFeatures;
import org.afterglow.text.TextMeasures;
import org.afterglow.text.Words;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.jspecify.annotations.Nullable;

/**
 * The model folded into one pass over a text: features are added into the margin as they are found,
 * no vector and no row is made. Gives the probability that the pipeline would, up to the order in
 * which doubles are added. Safe to share by threads; sent to executors once, as a broadcast.
 */
public final class PostScorer implements Serializable {
  private static final long serialVersionUID = 1;

  private static final ThreadLocal<Reader> READER = ThreadLocal.withInitial(Reader::new);

  /** For each place that of the promotional margin, then that of the margin of asking. */
  private final double[] coefficients;

  private final double promotionIntercept;
  private final double askIntercept;
  private final boolean knowsAsks;
  private final double uncertainFrom;
  private final double uncertainTo;
  private final Set<String> languages;

  private PostScorer(
      LogisticRegressionModel promotion,
      @Nullable LogisticRegressionModel ask,
      double uncertainFrom,
      double uncertainTo,
      List<String> languages) {
    coefficients = new double[2 * TextFeatures.DIMENSION];
    place(promotion, 0);
    if (ask != null) {
      place(ask, 1);
    }
    promotionIntercept = promotion.intercept();
    askIntercept = ask == null ? 0 : ask.intercept();
    knowsAsks = ask != null;
    this.uncertainFrom = uncertainFrom;
    this.uncertainTo = uncertainTo;
    this.languages = Set.copyOf(languages);
  }

  /**
   * The scorer of a saved model.
   *
   * @throws IllegalArgumentException if the pipeline is not one of a {@link TextVector} and one or
   *     two binary logistic regressions over it
   */
  public static PostScorer of(PipelineModel pipeline, ModelCard card) {
    Transformer[] stages = pipeline.stages();
    if (stages.length >= 2
        && stages.length <= 3
        && stages[0] instanceof TextVector
        && isRegression(stages[1])
        && isRegression(stages[stages.length - 1])) {
      return new PostScorer(
          (LogisticRegressionModel) stages[1],
          stages.length == 3 ? (LogisticRegressionModel) stages[2] : null,
          card.uncertainFrom(),
          card.uncertainTo(),
          card.languages());
    }
    throw new IllegalArgumentException(
        "the pipeline "
            + pipeline.uid()
            + " is not a TextVector followed by one or two binary LogisticRegressionModels of "
            + TextFeatures.DIMENSION
            + " features");
  }

  private void place(LogisticRegressionModel regression, int offset) {
    double[] values = regression.coefficients().toArray();
    for (int i = 0; i < values.length; i++) {
      coefficients[2 * i + offset] = values[i];
    }
  }

  private static boolean isRegression(Transformer stage) {
    return stage instanceof LogisticRegressionModel regression
        && regression.numClasses() == 2
        && regression.numFeatures() == TextFeatures.DIMENSION;
  }

  /**
   * Scores a text.
   *
   * @param text as the reader saw it; null or blank gives {@code NO_TEXT}
   * @param platformLanguage as the platform writes it, null where it says nothing
   * @param ownNames handle and name of its author, of the brand, which the model shall not see
   */
  public Score score(
      @Nullable String text, @Nullable String platformLanguage, List<String> ownNames) {
    if (text == null || text.isBlank()) {
      return new Score(null, PostClass.NO_TEXT, null, Language.ofPlatform(platformLanguage));
    }
    Reader reader = READER.get();
    reader.words.read(text, ownNames);
    return score(reader, platformLanguage);
  }

  /** Scores a text and measures it; arguments as for {@link #score}. */
  public MeasuredScore measured(
      @Nullable String text, @Nullable String platformLanguage, List<String> ownNames) {
    Reader reader = READER.get();
    reader.words.read(text == null ? "" : text, ownNames);
    Score score =
        text == null || text.isBlank()
            ? new Score(null, PostClass.NO_TEXT, null, Language.ofPlatform(platformLanguage))
            : score(reader, platformLanguage);
    return new MeasuredScore(score, TextMeasures.of(reader.words));
  }

  private Score score(Reader reader, @Nullable String platformLanguage) {
    if (reader.words.isEmpty()) {
      return new Score(null, PostClass.NO_TEXT, null, Language.ofPlatform(platformLanguage));
    }
    String language = reader.language.of(platformLanguage, reader.words);
    if (!supported(language, reader.words, languages)) {
      return new Score(null, PostClass.UNSUPPORTED_LANGUAGE, null, language);
    }
    reader.read(coefficients);
    double promotional = probability(reader.promotion + promotionIntercept);
    Double asks = knowsAsks ? probability(reader.ask + askIntercept) : null;
    return new Score(
        promotional, postClass(promotional, uncertainFrom, uncertainTo), asks, language);
  }

  /**
   * Whether a text is scored: it is in one of the languages, or undecided and in Latin letters.
   *
   * @param language null: undecided
   */
  static boolean supported(@Nullable String language, Words words, Set<String> languages) {
    return language == null ? !words.mostlyNotLatin() : languages.contains(language);
  }

  private static double probability(double margin) {
    return 1 / (1 + Math.exp(-margin));
  }

  /** The class of a probability: uncertain strictly inside the band. */
  static PostClass postClass(double probability, double uncertainFrom, double uncertainTo) {
    if (probability > uncertainFrom && probability < uncertainTo) {
      return PostClass.UNCERTAIN;
    }
    return probability >= .5 ? PostClass.PROMOTIONAL : PostClass.CONVERSATIONAL;
  }

  /** The buffers of one thread. */
  private static final class Reader implements FeatureSink {
    private final Words words = new Words();
    private final TextFeatures features = new TextFeatures();
    private final Language language = new Language();
    private double[] coefficients = {};
    private double promotion;
    private double ask;

    void read(double[] modelCoefficients) {
      coefficients = modelCoefficients;
      promotion = 0;
      ask = 0;
      features.emit(words, this);
    }

    @Override
    public void add(int index, double value) {
      promotion += coefficients[2 * index] * value;
      ask += coefficients[2 * index + 1] * value;
    }
  }
}
