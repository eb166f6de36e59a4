package org.afterglow.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was tried to move a model towards an archive that nobody labelled, and what came of it.
 *
 * @param signals by name, what the archive gave
 * @param bySignals what learning from them gained; null if it could not be measured
 * @param prior how often posts are promotional, re-estimated; null if it could not be
 * @param chosen {@value #BASE}, {@value #SIGNALS}, {@value #PRIOR} or {@value #BOTH}
 * @param reasons sentences: why so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Adaptation(
    Map<String, Signal> signals,
    @Nullable Gain bySignals,
    @Nullable Prior prior,
    String chosen,
    List<String> reasons) {
  static final String BASE = "base";
  static final String SIGNALS = "signals";
  static final String PRIOR = "prior";
  static final String BOTH = "signals and prior";

  /**
   * Texts with one signal.
   *
   * @param posts of the archive that have it
   * @param learnt texts that were learnt from
   * @param heldOut texts that were held out
   */
  public record Signal(long posts, long learnt, long heldOut) {}

  /**
   * The share of promotional posts that scores alone suggest, by expectation and maximisation.
   *
   * @param posts whose scores were counted
   * @param assumed the share that the base takes for given
   * @param estimate the share found
   * @param shift of the margin that leads from the one to the other
   * @param steps taken
   * @param refused why it was not even considered; null if it was
   * @param gain on labelled posts with weights; null if there were too few
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Prior(
      long posts,
      double assumed,
      double estimate,
      double shift,
      int steps,
      @Nullable String refused,
      @Nullable Gain gain) {}

  /**
   * Two models on the same texts. Standard errors are of differences, by group: texts of one source
   * count as one draw.
   *
   * @param judgedBy whose labels
   * @param texts how many
   * @param groups of one source
   * @param baseLogLoss of the base
   * @param logLoss of the other
   * @param gainSe standard error of baseLogLoss − logLoss
   * @param baseRocAuc of the base
   * @param rocAuc of the other
   * @param rocAucSe standard error of rocAuc − baseRocAuc
   */
  public record Gain(
      String judgedBy,
      long texts,
      long groups,
      double baseLogLoss,
      double logLoss,
      double gainSe,
      double baseRocAuc,
      double rocAuc,
      double rocAucSe) {
    /** Whether the loss is less by more than a standard error, and the ranking no worse. */
    boolean helps() {
      return baseLogLoss - logLoss > gainSe && rocAuc >= baseRocAuc;
    }

    String told() {
      return String.format(
          Locale.ROOT,
          "log loss %.4f -> %.4f (se of the difference %.4f), area under ROC %.4f -> %.4f (se %.4f)"
              + " on %d texts of %d sources, by %s",
          baseLogLoss,
          logLoss,
          gainSe,
          baseRocAuc,
          rocAuc,
          rocAucSe,
          texts,
          groups,
          judgedBy);
    }
  }

  /** Lines for people. */
  public List<String> lines() {
    List<String> lines = new java.util.ArrayList<>();
    lines.add("adaptation: " + chosen);
    signals.forEach(
        (name, signal) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "  %s: %d posts, %d texts learnt from, %d held out",
                    name,
                    signal.posts,
                    signal.learnt,
                    signal.heldOut)));
    if (bySignals != null) {
      lines.add("  signals: " + bySignals.told());
    }
    if (prior != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  prior: %.3f -> %.3f (shift %+.2f, %d steps, %d posts)",
              prior.assumed,
              prior.estimate,
              prior.shift,
              prior.steps,
              prior.posts));
      if (prior.gain != null) {
        lines.add("  prior: " + prior.gain.told());
      }
    }
    reasons.forEach(reason -> lines.add("  " + reason));
    return lines;
  }
}
