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

  private final double[] coefficients;
  private final double intercept;
  private final double uncertainFrom;
  private final double uncertainTo;
  private final Set<String> languages;

  PostScorer(
      double[] coefficients,
      double intercept,
      double uncertainFrom,
      double uncertainTo,
      List<String> languages) {
    this.coefficients = coefficients;
    this.intercept = intercept;
    this.uncertainFrom = uncertainFrom;
    this.uncertainTo = uncertainTo;
    this.languages = Set.copyOf(languages);
  }

  /**
   * The scorer of a saved model.
   *
   * @throws IllegalArgumentException if the pipeline is not one of a {@link TextVector} and a
   *     binary logistic regression over it
   */
  public static PostScorer of(PipelineModel pipeline, ModelCard card) {
    Transformer[] stages = pipeline.stages();
    if (stages.length == 2
        && stages[0] instanceof TextVector
        && stages[1] instanceof LogisticRegressionModel regression
        && regression.numClasses() == 2
        && regression.numFeatures() == TextFeatures.DIMENSION) {
      return new PostScorer(
          regression.coefficients().toArray(),
          regression.intercept(),
          card.uncertainFrom(),
          card.uncertainTo(),
          card.languages());
    }
    throw new IllegalArgumentException(
        "the pipeline "
            + pipeline.uid()
            + " is not a TextVector followed by a binary LogisticRegressionModel of "
            + TextFeatures.DIMENSION
            + " features");
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
      return new Score(null, PostClass.NO_TEXT, Language.ofPlatform(platformLanguage));
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
            ? new Score(null, PostClass.NO_TEXT, Language.ofPlatform(platformLanguage))
            : score(reader, platformLanguage);
    return new MeasuredScore(score, TextMeasures.of(reader.words));
  }

  private Score score(Reader reader, @Nullable String platformLanguage) {
    if (reader.words.isEmpty()) {
      return new Score(null, PostClass.NO_TEXT, Language.ofPlatform(platformLanguage));
    }
    String language = reader.language.of(platformLanguage, reader.words);
    boolean supported =
        language == null ? !reader.words.mostlyNotLatin() : languages.contains(language);
    if (!supported) {
      return new Score(null, PostClass.UNSUPPORTED_LANGUAGE, language);
    }
    double probability = reader.probability(coefficients, intercept);
    return new Score(probability, postClass(probability), language);
  }

  /** The class of a probability: uncertain strictly inside the band. */
  private PostClass postClass(double probability) {
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
    private double margin;

    double probability(double[] modelCoefficients, double intercept) {
      coefficients = modelCoefficients;
      margin = 0;
      features.emit(words, this);
      return 1 / (1 + Math.exp(-(margin + intercept)));
    }

    @Override
    public void add(int index, double value) {
      margin += coefficients[index] * value;
    }
  }
}
