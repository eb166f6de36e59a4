package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.afterglow.classify.Metrics.Prediction;
import org.afterglow.post.PostClass;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.Interval;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final double[] PROBABILITIES = {
    .95, .9, .9, .8, .8, .7, .55, .5, .45, .4, .4, .3, .2, .2, .1, .05
  };
  private static final int[] LABELS = {1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0};
  private static final int[] TIMES = {2, 0, 1, 3, 1, 0, 2, 1, 1, 0, 4, 1, 1, 0, 2, 1};

  private static final Evaluation SAMPLE = SampleEvaluation.of(1_200, 8, 3);

  private static List<Prediction> known() {
    return IntStream.range(0, LABELS.length)
        .mapToObj(
            i ->
                new Prediction(
                    LABELS[i] == 1,
                    new Score(
                        PROBABILITIES[i],
                        PostScorer.postClass(PROBABILITIES[i], .3, .7),
                        null,
                        "en")))
        .toList();
  }

  private static MeasuredGroup overall(Evaluation evaluation) {
    return Objects.requireNonNull(evaluation.overall());
  }

  private static Interval interval(MeasuredGroup group, String metric) {
    return Objects.requireNonNull(group.interval(metric));
  }

  /** By scikit-learn: roc_auc_score, average_precision_score, brier_score_loss, f1_score. */
  @Test
  void figuresAreThoseOfScikitLearn() {
    Metrics metrics = Metrics.of(known());
    assertThat(metrics.rocAuc()).isCloseTo(0.7421875, within(1e-12));
    assertThat(metrics.prAuc()).isCloseTo(0.731926406926407, within(1e-12));
    assertThat(metrics.brier()).isCloseTo(0.215625, within(1e-12));
    assertThat(metrics.macroF1()).isCloseTo(0.625, within(1e-12));
  }

  /** The same with sample_weight. */
  @Test
  void aPostCountedSeveralTimesIsAsManyPosts() {
    LabelledScores scores = LabelledScores.of(known());
    int[] times = new int[scores.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = TIMES[scores.place(i)];
    }
    LabelledScores.Measures measures = scores.measures(times);
    assertThat(measures.rocAuc()).isCloseTo(0.8241758241758242, within(1e-12));
    assertThat(measures.prAuc()).isCloseTo(0.883938283938284, within(1e-12));
    assertThat(measures.brier()).isCloseTo(0.17625, within(1e-12));
    assertThat(measures.macroF1()).isCloseTo(0.6419437340153453, within(1e-12));
    List<Prediction> repeated = new ArrayList<>();
    for (int i = 0; i < TIMES.length; i++) {
      for (int n = 0; n < TIMES[i]; n++) {
        repeated.add(known().get(i));
      }
    }
    assertThat(measures.ece()).isCloseTo(Metrics.of(repeated).ece(), within(1e-12));
  }

  @Test
  void everyIntervalHoldsItsFigure() throws IOException {
    JsonNode json = Evaluation.JSON.valueToTree(SAMPLE);
    List<JsonNode> groups = new ArrayList<>(List.of(json.path("overall")));
    List.of("sources", "languages", "years").forEach(kind -> json.path(kind).forEach(groups::add));
    assertThat(groups).hasSize(1 + 8 + 3 + 3);
    for (JsonNode group : groups) {
      for (String metric :
          List.of(
              "prevalence",
              "macro_f1",
              "pr_auc",
              "roc_auc",
              "brier",
              "ece",
              "recall",
              "false_positive_rate",
              "uncertain_share",
              "unsupported_language_share")) {
        assertThat(group.has(metric + "_low") && group.has(metric + "_high")).as(metric).isTrue();
        if (group.path(metric).isNull()) {
          assertThat(group.path(metric + "_low").isNull()).as(metric).isTrue();
        } else {
          assertThat(group.path(metric).asDouble())
              .as(metric)
              .isBetween(
                  group.path(metric + "_low").asDouble(), group.path(metric + "_high").asDouble());
        }
      }
    }
    assertThat(json.at("/languages/fr/macro_f1").isNull()).isTrue();
    assertThat(json.at("/languages/unknown/n").asLong()).isEqualTo(90);
  }

  /** A mean's interval is known: 1.96 standard errors to both sides. */
  @Test
  void drawnIntervalsOfTheBrierScoreAreThoseOfItsMean() {
    List<MeasuredGroup.Member> members = new ArrayList<>();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 400; i++) {
      double p = (i % 97) / 97.0;
      boolean promotional = i % 3 == 0;
      double loss = promotional ? (1 - p) * (1 - p) : p * p;
      sum += loss;
      squares += loss * loss;
      members.add(
          new MeasuredGroup.Member(
              new Prediction(promotional, new Score(p, PostClass.UNCERTAIN, null, "en")), "", i));
    }
    double error = Math.sqrt((squares / 400 - sum * sum / 160_000) / 400);
    MeasuredGroup group = MeasuredGroup.of(members, new Draws(1, "metrics"), "x");
    assertThat(group.drawnUnit()).isEqualTo("near_duplicates");
    assertThat(group.drawnUnits()).isEqualTo(400);
    Interval drawn = interval(group, "brier");
    assertThat(drawn.low()).isCloseTo(sum / 400 - 1.96 * error, within(.25 * error));
    assertThat(drawn.high()).isCloseTo(sum / 400 + 1.96 * error, within(.25 * error));
  }

  /** Posts that are copies of one another tell no more than one of them. */
  @Test
  void copiesDoNotNarrowAnInterval() {
    List<MeasuredGroup.Member> apart = new ArrayList<>();
    List<MeasuredGroup.Member> copies = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double p = (i * 37 % 60) / 60.0;
      Prediction prediction =
          new Prediction(i % 3 != 0, new Score(p, PostClass.UNCERTAIN, null, "en"));
      for (int copy = 0; copy < 10; copy++) {
        apart.add(new MeasuredGroup.Member(prediction, "", 10 * i + copy));
        copies.add(new MeasuredGroup.Member(prediction, "", i));
      }
    }
    Interval narrow = interval(MeasuredGroup.of(apart, new Draws(1, "metrics"), "x"), "roc_auc");
    Interval wide = interval(MeasuredGroup.of(copies, new Draws(1, "metrics"), "x"), "roc_auc");
    assertThat((wide.high() - wide.low()) / (narrow.high() - narrow.low()))
        .isCloseTo(Math.sqrt(10), within(.4));
  }

  @Test
  void wholeSourcesAreDrawnFromFiveOn() {
    assertThat(overall(SAMPLE).drawnUnit()).isEqualTo("source");
    assertThat(overall(SAMPLE).drawnUnits()).isEqualTo(8);
    assertThat(overall(SampleEvaluation.of(200, 4, 3)).drawnUnit()).isEqualTo("near_duplicates");
  }

  @Test
  void fourPostsHaveFiguresAndNoDrawnIntervals() {
    MeasuredGroup group = overall(SampleEvaluation.of(4, 4, 5));
    assertThat(group.metrics().brier()).isNotNull();
    assertThat(group.interval("brier")).isNull();
    assertThat(group.interval("prevalence")).isNotNull();
  }

  /** A source whose few posts are told apart without fault would do worse on more of them. */
  @Test
  void drawsThatAreAllAlikeGiveNoInterval() {
    List<MeasuredGroup.Member> members = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      members.add(
          new MeasuredGroup.Member(
              new Prediction(
                  i % 2 == 0,
                  new Score(i % 2 == 0 ? .9 - i / 100.0 : .2, PostClass.UNCERTAIN, null, "en")),
              "",
              i));
    }
    MeasuredGroup group = MeasuredGroup.of(members, new Draws(1, "metrics"), "x");
    assertThat(group.metrics().rocAuc()).isEqualTo(1);
    assertThat(group.interval("roc_auc")).isNull();
    assertThat(group.interval("macro_f1")).isNull();
    assertThat(group.interval("brier")).isNotNull();
  }

  @Test
  void theSameLabelsAndSeedGiveTheSameAndTheSeedMatters() {
    assertThat(SampleEvaluation.of(300, 6, 9)).isEqualTo(SampleEvaluation.of(300, 6, 9));
    assertThat(MeasuredGroup.of(members(), new Draws(1, "metrics"), "x"))
        .isNotEqualTo(MeasuredGroup.of(members(), new Draws(2, "metrics"), "x"));
  }

  private static List<MeasuredGroup.Member> members() {
    List<Prediction> known = known();
    return IntStream.range(0, known.size())
        .mapToObj(i -> new MeasuredGroup.Member(known.get(i), "", i))
        .toList();
  }

  @Test
  void curvesAreExactAtTheThresholdsAndShort() {
    ScoreCurves curves = Objects.requireNonNull(SAMPLE.curves());
    assertThat(curves.points().size()).isBetween(100, ScoreCurves.MOST_POINTS);
    Metrics metrics = overall(SAMPLE).metrics();
    ScoreCurves.Point half = curves.thresholds().get(1);
    assertThat(half.threshold()).isEqualTo(.5);
    assertThat(half.recall()).isEqualTo(metrics.recall());
    assertThat(half.falsePositiveRate()).isEqualTo(metrics.falsePositiveRate());
    assertThat(half.precision())
        .isEqualTo(
            (double) metrics.truePositives()
                / (metrics.truePositives() + metrics.falsePositives()));
    ScoreCurves.Point last = curves.points().get(curves.points().size() - 1);
    assertThat(last.recall()).isEqualTo(1);
    assertThat(last.falsePositiveRate()).isEqualTo(1);
    // the trapezoids under the thinned curve are the area, nearly
    double area = 0;
    for (int i = 1; i < curves.points().size(); i++) {
      ScoreCurves.Point one = curves.points().get(i - 1);
      ScoreCurves.Point next = curves.points().get(i);
      area +=
          (next.falsePositiveRate() - one.falsePositiveRate()) * (next.recall() + one.recall()) / 2;
    }
    assertThat(area).isCloseTo(metrics.rocAuc(), within(.003));
    assertThat(ScoreCurves.of(LabelledScores.of(known().subList(0, 2)), List.of(.5))).isNull();
  }

  @Test
  void tenBinsOfReliabilityHoldAllScoredPosts() {
    List<ReliabilityBin> bins = SAMPLE.reliability();
    assertThat(bins).hasSize(10);
    assertThat(bins.stream().mapToLong(ReliabilityBin::n).sum()).isEqualTo(1_170);
    // made to be calibrated
    assertThat(bins)
        .allSatisfy(
            bin ->
                assertThat(bin.meanProbability())
                    .isBetween(bin.fromProbability(), bin.toProbability()));
    assertThat(
            bins.stream()
                .filter(
                    bin ->
                        Objects.requireNonNull(bin.promotionalShareLow())
                                <= Objects.requireNonNull(bin.meanProbability())
                            && Objects.requireNonNull(bin.promotionalShareHigh())
                                >= Objects.requireNonNull(bin.meanProbability())))
        .hasSizeGreaterThanOrEqualTo(8);
    ReliabilityBin empty =
        ReliabilityBin.of(LabelledScores.of(known())).get(6); // nothing from .6 to .7
    assertThat(empty.n()).isZero();
    assertThat(empty.promotionalShare()).isNull();
  }

  @Test
  void weightedConfusionStandsUnderTheNamesOfTheMethods() {
    JsonNode json = Evaluation.JSON.valueToTree(SAMPLE).path("weighted_confusion");
    assertThat(json.path("n").asLong()).isEqualTo(1_170);
    assertThat(json.path("not_scored").asLong()).isEqualTo(30);
    for (String rate : List.of("s_e", "f_e", "s_l", "f_l")) {
      assertThat(json.path(rate).asDouble())
          .as(rate)
          .isBetween(json.path(rate + "_low").asDouble(), json.path(rate + "_high").asDouble());
      assertThat(json.path(rate + "_se").asDouble()).isBetween(.001, .1);
      assertThat(json.path(rate + "_kish").asDouble()).isBetween(100.0, 1_170.0);
    }
    assertThat(json.path("s_e").asDouble()).isGreaterThan(json.path("f_e").asDouble() + .5);
    assertThat(json.path("label_uncertain")).isEmpty();
    assertThat(
            Objects.requireNonNull(SampleEvaluation.of(60, 6, 1).weightedConfusion())
                .labelUncertain())
        .contains("S_E_KISH", "F_L_KISH");
  }

  @Test
  void whatIsWrittenIsReadAgain(@TempDir Path folder) throws IOException {
    Evaluation evaluation = SAMPLE.with(SampleEvaluation.drift("posts"));
    Path file = folder.resolve("metrics.json");
    evaluation.write(file.toString(), new Configuration());
    String json = Files.readString(file);
    assertThat(json)
        .doesNotContain("NaN")
        .contains("\"macro_f1_low\"", "\"population_stability_index\"");
    assertThat(Evaluation.read(json)).contains(evaluation);
  }

  /** As the program wrote them before it knew languages. */
  @Test
  void anOlderFileIsReadAsFarAsItGoes() {
    Evaluation old =
        Evaluation.read(
                "{\"model_hash\":\"ab\",\"files\":{\"a.csv\":\"00\"},\"overall\":{\"n\":3,"
                    + "\"macro_f1\":0.5,\"true_positives\":1},\"sources\":{}}")
            .orElseThrow();
    assertThat(overall(old).metrics().macroF1()).isEqualTo(.5);
    assertThat(overall(old).interval("macro_f1")).isNull();
    assertThat(old.languages()).isEmpty();
    assertThat(old.drift()).isNull();
    assertThat(Evaluation.read("{\"model_hash\":")).isEmpty();
    assertThat(Evaluation.read("[1]")).isEmpty();
  }

  @Test
  void labelsTellTheirYearAndHowTheyWereDrawn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("drawn.csv");
    Files.writeString(
        file,
        """
        text,label,created_at,weight,early_weighted,late_weighted
        one,promotional,2013-12-31T23:30:00-01:00,2.5,4,0
        two,promotional,2013-02-01T11:14Z,,,
        three,conversational,2015-06-30,1,0,0.25
        four,conversational,2016-06-30 12:00:00,1,,3
        five,conversational,Tuesday,,,
        six,conversational,,,,
        """);
    List<LabelledText> rows = LabelFile.read(file.toString(), new Configuration()).rows();
    assertThat(rows)
        .extracting(LabelledText::year)
        .containsExactly(2014, 2013, 2015, 2016, null, null);
    assertThat(rows)
        .extracting(LabelledText::drawn)
        .containsExactly(
            new LabelledText.Drawn(2.5, 4, 0),
            null,
            new LabelledText.Drawn(1, 0, .25),
            null,
            null,
            null);
    Files.writeString(file, "text,label,year\none,promotional,2011\ntwo,promotional,11\n");
    assertThat(LabelFile.read(file.toString(), new Configuration()).rows())
        .extracting(LabelledText::year)
        .containsExactly(2011, null);
    Files.writeString(
        file, "text,label,weight,early_weighted,late_weighted\none,promotional,1,-1,0\n");
    assertThatThrownBy(() -> LabelFile.read(file.toString(), new Configuration()))
        .hasMessageContaining("drawn.csv, line 2: early_weighted is \"-1\"")
        .hasMessageContaining("a number of 0 or more");
    Files.writeString(file, "text,label,weight\none,promotional,-1\n");
    assertThatThrownBy(() -> LabelFile.read(file.toString(), new Configuration()))
        .hasMessageContaining(
            "drawn.csv, line 2: weight is \"-1\", should be a number of 0 or more");
    Files.writeString(file, "text,label,weight\none,promotional,1\n");
    assertThat(LabelFile.read(file.toString(), new Configuration()).rows().get(0).drawn()).isNull();
  }

  @Test
  void labelsWithoutWeightsHaveNoWeightedConfusion() {
    Evaluation evaluation =
        EvaluateModel.of(
            "ab",
            Map.of(),
            List.of(),
            List.of(new LabelledText("a b c", true, "a.csv", "", null, null, null, null, null)),
            List.of(known().get(0)),
            List.of(.5),
            new Draws(1, "metrics"));
    assertThat(evaluation.weightedConfusion()).isNull();
    assertThat(evaluation.curves()).isNull();
    assertThat(evaluation.sources()).containsOnlyKeys("a.csv");
    assertThat(evaluation.years()).containsOnlyKeys("unknown");
  }
}
