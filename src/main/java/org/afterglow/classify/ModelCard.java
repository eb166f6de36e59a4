package org.afterglow.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model is made of and how far it can be trusted; {@code card.json} beside its pipeline.
 *
 * @param kind {@value #KIND}: the kind of features and stages, which a program must know to load it
 * @param programVersion of the program that trained it
 * @param dataSets what it was trained on
 * @param split how the figures under metrics were held apart from training
 * @param options of the training
 * @param regularisation of the margin that says promotional: the one of the options' that was best;
 *     with a base that of the difference, null if there is none
 * @param calibration folded into that margin; null without folds
 * @param versions of Spark, Java
 * @param metrics by name of the test, each by name of the metric with its interval; none in cards
 *     that are older than intervals
 * @param uncertainFrom lower end of the open band of probability within which a post is UNCERTAIN
 * @param uncertainTo upper end of it
 * @param languages it was trained on, primary subtags of BCP 47
 * @param base what it was before these labels moved it; null if they are all it was trained on
 * @param knownFailures sentences
 * @param adaptation what was tried to move it towards an archive, and what that gained or lost;
 *     null: nothing, or moved by labels by a program that did not compare
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCard(
    String kind,
    String programVersion,
    List<DataSet> dataSets,
    String split,
    TrainOptions options,
    @Nullable Double regularisation,
    @Nullable Calibration calibration,
    Map<String, String> versions,
    Map<String, MeasuredGroup> metrics,
    double uncertainFrom,
    double uncertainTo,
    List<String> languages,
    @Nullable Base base,
    List<String> knownFailures,
    @Nullable Adaptation adaptation) {
  /** The kind of model that this program makes and loads. */
  public static final String KIND = "afterglow-text-logistic-3";

  /** The share of promotional posts at which the model's probabilities mean what they say. */
  double assumedShare() {
    if (options.share() != TrainOptions.AS_LABELLED) {
      return options.share();
    }
    double promotional = dataSets.stream().mapToLong(DataSet::promotional).sum();
    double all = promotional + dataSets.stream().mapToLong(DataSet::conversational).sum();
    return promotional / all;
  }

  /**
   * A file of labels.
   *
   * @param name of the file, without its folder
   * @param sha256 of its bytes, in hexadecimal
   * @param promotional rows used
   * @param conversational rows used
   * @param credit whose work it is
   * @param read what became of all its rows; null in cards that are older than it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DataSet(
      String name,
      String sha256,
      long promotional,
      long conversational,
      String credit,
      @Nullable LabelCounts read) {
    /** What became of the file's rows, in one line. */
    public String told() {
      LabelCounts counts = read == null ? LabelCounts.allOf(promotional + conversational) : read;
      return LabelFile.told(name, promotional, conversational, counts);
    }
  }

  /**
   * The model that another one was made from.
   *
   * @param hash see {@link Model#hash}
   * @param dataSets what it was trained on
   * @param base what it was made from in turn
   */
  public record Base(String hash, List<DataSet> dataSets, @Nullable Base base) {}

  /** The same with what was tried. */
  ModelCard with(Adaptation tried) {
    return new ModelCard(
        kind,
        programVersion,
        dataSets,
        split,
        options,
        regularisation,
        calibration,
        versions,
        metrics,
        uncertainFrom,
        uncertainTo,
        languages,
        base,
        knownFailures,
        tried);
  }
}
