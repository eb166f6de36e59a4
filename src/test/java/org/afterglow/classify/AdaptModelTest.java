package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.afterglow.SparkExtension;
import org.afterglow.post.PostClass;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class AdaptModelTest {
  private static final List<String> THINGS =
      List.of("boots", "lamps", "tea", "bikes", "plants", "books", "soap", "chairs", "hats", "jam");
  private static final List<String> PLACES =
      List.of("harbour", "station", "library", "market", "mill", "bridge", "square", "park");

  private final Configuration hadoop = new Configuration();
  private final Path folder;

  AdaptModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String defaultModel() {
    String base = folder.resolve("base").toString();
    Model.unpackDefault(base, hadoop);
    return base;
  }

  private static LabelledText text(String text, boolean promotional, int source) {
    return LabelledText.of(text, promotional, "labels.csv", "forum:s" + source);
  }

  /** What every model takes for what it is. */
  private static List<LabelledText> ordinary(int count) {
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String thing = THINGS.get(i % THINGS.size());
      String place = PLACES.get(i / THINGS.size() % PLACES.size());
      texts.add(
          i % 2 == 0
              ? text(
                  "Buy our " + thing + " at the " + place + " now, 20% off! https://x.example",
                  true,
                  i % 7)
              : text(
                  "I lost my " + thing + " near the " + place + " yesterday, so sad",
                  false,
                  i % 7));
    }
    return texts;
  }

  /** A habit of this archive: invitations that read like talk are promotional. */
  private static List<LabelledText> invitations(int count) {
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String thing = THINGS.get(i % THINGS.size());
      String place = PLACES.get(i / THINGS.size() % PLACES.size());
      texts.add(text("we knit " + thing + " by the " + place + " with wool friends", true, i % 9));
      texts.add(text("I lost my " + thing + " by the " + place + " with my friends", false, i % 9));
    }
    return texts;
  }

  private static Model adapted(
      SparkSession spark, Model base, List<LabelledText> labels, TrainOptions options) {
    return AdaptModel.adaptTo(
        spark, base, "ab".repeat(32), List.of(LabelFile.of("labels.csv", labels)), options);
  }

  @Test
  void labelsThatTheBaseMeetsTeachNoDifference(SparkSession spark) {
    Model base = Model.load(defaultModel(), hadoop);
    Model moved = adapted(spark, base, ordinary(60), TrainOptions.standard());
    assertThat(moved.card().regularisation()).isNull();
    ModelCard.Base from = Objects.requireNonNull(moved.card().base());
    assertThat(from.hash()).isEqualTo("ab".repeat(32));
    assertThat(from.dataSets()).isEqualTo(base.card().dataSets());
    assertThat(moved.card().dataSets()).singleElement().extracting("promotional").isEqualTo(30L);
    assertThat(moved.card().metrics()).containsKeys("base", "sources_apart/labels.csv");
    Adaptation.ByLabels done =
        Objects.requireNonNull(Objects.requireNonNull(moved.card().adaptation()).byLabels());
    assertThat(done.labels()).isEqualTo(60);
    assertThat(done.learnt()).isEqualTo(Adaptation.ByLabels.SLOPE_AND_SHIFT);
    assertThat(done.heldOut()).isEqualTo("sources_apart");
    assertThat(done.baseBrier())
        .isEqualTo(Objects.requireNonNull(moved.card().metrics().get("base")).metrics().brier());
    assertThat(Objects.requireNonNull(done.gain()).groups()).isEqualTo(7);
    assertThat(moved.card().assumedShare()).as("as the labels say").isEqualTo(.5);
    double[] before = stage(base, 1).coefficients().toArray();
    double[] after = stage(moved, 1).coefficients().toArray();
    double slope = ratio(before, after);
    assertThat(slope).isPositive();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(slope * before[i], within(1e-9));
    }
    assertThat(stage(moved, 2).coefficients()).isEqualTo(stage(base, 2).coefficients());
    String saved = folder.resolve("moved").toString();
    moved.save(saved, hadoop);
    assertThat(Model.load(saved, hadoop).card()).isEqualTo(moved.card());
  }

  private static LogisticRegressionModel stage(Model model, int number) {
    return (LogisticRegressionModel) model.pipeline().stages()[number];
  }

  private static double ratio(double[] before, double[] after) {
    int largest = 0;
    for (int i = 0; i < before.length; i++) {
      largest = Math.abs(before[i]) > Math.abs(before[largest]) ? i : largest;
    }
    return after[largest] / before[largest];
  }

  @Test
  void aHabitOfTheArchiveIsLearntAndTheRestIsKept(SparkSession spark) {
    Model base = Model.load(defaultModel(), hadoop);
    String invitation = "we knit scarves by the river with wool friends";
    Model moved = adapted(spark, base, invitations(70), TrainOptions.standard());
    assertThat(base.scorer().score(invitation, "en", List.of()).postClass())
        .isNotEqualTo(PostClass.PROMOTIONAL);
    assertThat(moved.scorer().score(invitation, "en", List.of()).postClass())
        .isEqualTo(PostClass.PROMOTIONAL);
    assertThat(moved.card().regularisation()).isNotNull();
    assertThat(String.join("\n", Objects.requireNonNull(moved.card().adaptation()).lines()))
        .contains(
            "140 labels, 70 promotional, moved it: slope, shift and a difference over features")
        .contains("base -> moved, sources apart: Brier ")
        .doesNotContain("warning");
    Score sale = moved.scorer().score("Order now and save 20%! https://x.example", "en", List.of());
    Score thanks = moved.scorer().score("@joe thanks so much, that helps", "en", List.of());
    assertThat(sale.promotionalProbability()).isGreaterThan(thanks.promotionalProbability());
    Model again = adapted(spark, base, invitations(70), TrainOptions.standard());
    assertThat(stage(again, 1).coefficients()).isEqualTo(stage(moved, 1).coefficients());
  }

  @Test
  void postsDrawnWithKnownProbabilitiesSayHowManyArePromotional(SparkSession spark) {
    // one label in three is the other one, so that texts alone do not tell
    List<LabelledText> texts = new ArrayList<>();
    List<LabelledText> drawn = new ArrayList<>();
    for (LabelledText plain : ordinary(100)) {
      boolean promotional = plain.promotional() ^ texts.size() % 3 == 0;
      String source = plain.source();
      texts.add(LabelledText.of(plain.text(), promotional, "labels.csv", source));
      double weight = promotional ? 1 : 19;
      drawn.add(
          new LabelledText(
              plain.text(), promotional, "labels.csv", source, null, null, null, weight, null));
    }
    Model base = Model.load(defaultModel(), hadoop);
    String sale = "Buy our hats at the mill now, 20% off! https://x.example";
    double asLabelled = said(adapted(spark, base, texts, TrainOptions.standard()), sale);
    double asDrawn = said(adapted(spark, base, drawn, TrainOptions.standard()), sale);
    assertThat(asLabelled).isBetween(.5, .9);
    assertThat(asDrawn).isBetween(.02, .4);
  }

  private static double said(Model model, String text) {
    Double probability = model.scorer().score(text, "en", List.of()).promotionalProbability();
    return Objects.requireNonNull(probability);
  }

  @Test
  void labelsThatCannotMoveAModelAreRefusedInOneLine(SparkSession spark) {
    Model base = Model.load(defaultModel(), hadoop);
    assertThatThrownBy(() -> adapted(spark, base, ordinary(19), TrainOptions.standard()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "19 labelled texts in the base's languages are too few to move it: at least 20 are"
                + " needed");
    List<LabelledText> talk = ordinary(60).stream().filter(t -> !t.promotional()).toList();
    assertThatThrownBy(() -> adapted(spark, base, talk, TrainOptions.standard()))
        .hasMessage("of 30 labelled texts 0 are promotional: both classes are needed");
    List<LabelledText> one = new ArrayList<>(talk);
    one.add(ordinary(1).get(0));
    Model moved = adapted(spark, base, one, TrainOptions.standard());
    assertThat(moved.card().split()).startsWith("none");
    assertThat(Objects.requireNonNull(moved.card().adaptation()).lines())
        .contains("  not compared with the base: too few labels of one class to leave any out");
    assertThat(said(moved, "@joe thanks so much")).isBetween(0.0, .5);
  }

  @Test
  void aFitMeetsTheEquationsOfItsOptimum(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    double[][] x = {{1, 0, 1}, {0, 2, 1}, {1, 1, 1}, {.5, 0, 1}, {0, .1, 1}};
    boolean[] yes = {true, false, true, false, true};
    double[] weights = {1, 2, .5, 1, 3};
    double[] penalties = {.3, .3, 0};
    double[] centres = {1, 0, 0};
    List<SparseVector> rows = new ArrayList<>();
    for (double[] row : x) {
      rows.add(new SparseVector(3, new int[] {0, 1, 2}, row));
    }
    try (LogisticFit fit = new LogisticFit(context, rows, yes, weights)) {
      double[] found = fit.coefficients(penalties, centres, new double[3], 1e-9, 200);
      for (int j = 0; j < 3; j++) {
        double slope = penalties[j] * (found[j] - centres[j]);
        for (int i = 0; i < x.length; i++) {
          double margin = found[0] * x[i][0] + found[1] * x[i][1] + found[2] * x[i][2];
          slope += weights[i] * (1 / (1 + Math.exp(-margin)) - (yes[i] ? 1 : 0)) * x[i][j];
        }
        assertThat(slope).isCloseTo(0, within(1e-4));
      }
    }
  }
}
