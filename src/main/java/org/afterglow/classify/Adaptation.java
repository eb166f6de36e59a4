package org.afterglow.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was done to move a model towards an archive, by what the archive tells of itself or by
 * people's labels, and what came of it.
 *
 * @param signals by name, what the archive gave
 * @param bySignals what learning from them gained; null if it could not be measured
 * @param prior how often posts are promotional, re-estimated; null if it could not be
 * @param chosen {@value #BASE}, {@value #SIGNALS}, {@value #PRIOR} or {@value #BOTH}; {@value
 *     #LABELS} where no archive was asked
 * @param reasons sentences: why so
 * @param byLabels how people's labels moved what was chosen; null if there were none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Adaptation(
    Map<String, Signal> signals,
    @Nullable Gain bySignals,
    @Nullable Prior prior,
    String chosen,
    List<String> reasons,
    @Nullable ByLabels byLabels) {
  static final String BASE = "base";
  static final String SIGNALS = "signals";
  static final String PRIOR = "prior";
  static final String BOTH = "signals and prior";
  static final String LABELS = "labels";

  /** By labels alone. */
  static Adaptation of(ByLabels byLabels) {
    return new Adaptation(Map.of(), null, null, LABELS, List.of(), byLabels);
  }

  /** The same, moved by labels after. */
  Adaptation with(@Nullable ByLabels moved) {
    return new Adaptation(signals, bySignals, prior, chosen, reasons, moved);
  }

  /** Whether the model is its base as it was. */
  public boolean keptBase() {
    return chosen.equals(BASE) && byLabels == null;
  }

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

  /**
   * What people's labels did. Figures are of labels left out (the moved model's) and of the same
   * ones by the base as it was.
   *
   * @param labels learnt from
   * @param promotional of them
   * @param weighted of them: that have a weight
   * @param learnt {@value #SLOPE_AND_SHIFT} or {@value #DIFFERENCE}
   * @param drawn labels with weights, which alone say how many posts are promotional; 0 where there
   *     are too few and all of them say it. The shift by them is in no figure here.
   * @param heldOut how labels were left out; null if there were too few to leave any out, and then
   *     nothing was compared
   * @param gain of the moved model over the base
   * @param baseBrier Brier score of the base
   * @param brier of the moved model
   * @param baseMacroF1 macro-F1 of the base
   * @param macroF1 of the moved model
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ByLabels(
      long labels,
      long promotional,
      long weighted,
      String learnt,
      long drawn,
      @Nullable String heldOut,
      @Nullable Gain gain,
      @Nullable Double baseBrier,
      @Nullable Double brier,
      @Nullable Double baseMacroF1,
      @Nullable Double macroF1) {
    static final String SLOPE_AND_SHIFT = "slope and shift of the base's margin alone";
    static final String DIFFERENCE = "slope, shift and a difference over features";

    /** Whether saying how often posts are promotional, of all alike, would do as well. */
    boolean tellsNothingApart() {
      double share = (double) promotional / labels;
      return brier != null && promotional > 0 && brier >= share * (1 - share);
    }

    /** The figures in which the moved model is worse than its base on labels left out. */
    List<String> worse() {
      List<String> worse = new ArrayList<>();
      if (brier != null && baseBrier != null && brier > baseBrier) {
        worse.add("Brier score");
      }
      if (macroF1 != null && baseMacroF1 != null && macroF1 < baseMacroF1) {
        worse.add("macro-F1");
      }
      return worse;
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add(
          "  "
              + labels
              + " labels, "
              + promotional
              + " promotional, moved it: "
              + learnt
              + (drawn == 0
                  ? ""
                  : "; how many posts are promotional by the " + drawn + " with weights"));
      if (drawn == 0 && weighted > 0) {
        lines.add(
            "  warning: only "
                + weighted
                + " of them have weights, so how many posts are promotional is taken from all,"
                + " those too that were picked for being hard; "
                + BaseRegression.LEAST_DRAWN
                + " with weights are enough, some 70 rows of label --for training");
      }
      if (heldOut == null || gain == null) {
        lines.add("  not compared with the base: too few labels of one class to leave any out");
        return lines;
      }
      lines.add(
          "  base -> moved, "
              + heldOut.replace('_', ' ')
              + ": Brier "
              + figure(baseBrier)
              + " -> "
              + figure(brier)
              + ", macro-F1 "
              + figure(baseMacroF1)
              + " -> "
              + figure(macroF1)
              + (drawn == 0 ? "" : ", before the shift by weights"));
      lines.add("  " + gain.told());
      if (tellsNothingApart()) {
        double share = (double) promotional / labels;
        lines.add(
            "  warning: on labels left out the moved model is no better than calling every post "
                + "promotional with probability %.2f (Brier %.3f); label more posts"
                    .formatted(share, share * (1 - share)));
      }
      if (!worse().isEmpty()) {
        lines.add(
            "  warning: on labels left out the moved model is worse than its base by its "
                + String.join(" and its ", worse())
                + "; label more posts, or stay with the base");
      }
      return lines;
    }

    private static String figure(@Nullable Double value) {
      return value == null ? "unknown" : String.format(Locale.ROOT, "%.3f", value);
    }
  }

  /** Lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
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
    if (byLabels != null) {
      lines.addAll(byLabels.lines());
    }
    return lines;
  }
}
