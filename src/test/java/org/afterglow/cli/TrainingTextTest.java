package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.classify.Adaptation;
import org.afterglow.classify.DecisionCosts;
import org.afterglow.classify.MeasuredGroup;
import org.afterglow.classify.Metrics;
import org.afterglow.classify.ModelCard;
import org.afterglow.classify.TrainOptions;
import org.afterglow.statistics.Interval;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrainingTextTest {
  private static ModelCard card(DecisionCosts costs, @Nullable Adaptation adaptation) {
    Metrics metrics =
        new Metrics(1200, .5, .8125, .9, null, .1, .04, .8, .1, .2, 0.0, 300, 300, 300, 300, 0);
    MeasuredGroup group =
        new MeasuredGroup(
            metrics,
            new TreeMap<>(Map.of("macro_f1", new Interval(.78, .84))),
            "near_duplicates",
            1100);
    return new ModelCard(
        ModelCard.KIND,
        "0.1.0",
        List.of(new ModelCard.DataSet("a\u001b[31m.csv", "00", 3, 4, "", null)),
        "",
        TrainOptions.standard(),
        1.0,
        null,
        Map.of(),
        Map.of("sources_apart", group, "sources_apart/a.csv", group),
        costs.uncertainFrom(),
        costs.uncertainTo(),
        List.of("en"),
        null,
        List.of("ask_probability is NULL"),
        adaptation);
  }

  @Test
  void figuresStandInColumns() {
    List<String> lines = TrainingText.lines(card(DecisionCosts.STANDARD, null), false);
    assertThat(lines)
        .contains("a[31m.csv: 7 rows, 3 promotional, 4 conversational", "ask_probability is NULL")
        .contains(
            "  sources_apart  1,200  .813 [.78 .84]     –                  .040               .100"
                + "               .200")
        .as("a file alone does not repeat what stands of all")
        .noneMatch(line -> line.contains("sources_apart/a.csv"))
        .noneMatch(line -> line.contains("No post will be called uncertain"));
  }

  @Test
  void aBandThatIsEmptyIsSaid() {
    assertThat(TrainingText.lines(card(new DecisionCosts(1, 1, .5), null), false))
        .anyMatch(line -> line.startsWith("No post will be called uncertain"));
  }

  @Test
  void figuresOfABaseThatWasKeptAreCalledItsOwn() {
    Adaptation kept =
        new Adaptation(Map.of(), null, null, "base", List.of("Signals taught nothing."), null);
    assertThat(TrainingText.lines(card(DecisionCosts.STANDARD, kept), true))
        .contains("The base was kept. Its figures, of its own training:")
        .contains("adaptation: base", "  Signals taught nothing.")
        .noneMatch(line -> line.contains("7 rows"));
  }

  @Test
  void aModelThatIsWorseThanItsBaseIsSaidToBe() {
    assertThat(moved(.2, .3, .8, .7).lines())
        .anyMatch(line -> line.contains("Brier 0.200 -> 0.300, macro-F1 0.800 -> 0.700"))
        .anyMatch(
            line ->
                line.contains(
                    "warning: on labels left out the moved model is worse than its base by its"
                        + " Brier score and its macro-F1"));
    assertThat(moved(.3, .15, .7, .7).lines())
        .noneMatch(line -> line.contains("worse than its base") || line.contains("no better than"));
  }

  @Test
  void aModelThatTellsNothingApartIsSaidTo() {
    assertThat(moved(.3, .167, .5, .6).lines())
        .anyMatch(
            line ->
                line.contains("no better than calling every post promotional with probability 0.20")
                    && line.contains("(Brier 0.160)"));
  }

  @Test
  void weightsThatAreTooFewToCountAreNamed() {
    assertThat(moved(.3, .1, .5, .6).lines())
        .anyMatch(line -> line.contains("60 labels, 12 promotional, moved it"))
        .anyMatch(line -> line.contains("warning: only 19 of them have weights"));
  }

  private static Adaptation moved(double baseBrier, double brier, double baseF1, double f1) {
    return new Adaptation(
        Map.of(),
        null,
        null,
        "labels",
        List.of(),
        new Adaptation.ByLabels(
            60,
            12,
            19,
            "slope and shift of the base's margin alone",
            0,
            "sources_apart",
            new Adaptation.Gain("labels left out", 60, 7, .5, .4, .02, .8, .9, .01),
            baseBrier,
            brier,
            baseF1,
            f1));
  }
}
