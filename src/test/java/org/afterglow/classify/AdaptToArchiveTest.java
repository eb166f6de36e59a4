package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.afterglow.SparkExtension;
import org.afterglow.classify.AdaptToArchive.Evidence;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class AdaptToArchiveTest {
  private static final List<String> THINGS =
      List.of("boots", "lamps", "tea", "bikes", "plants", "books", "soap", "chairs", "hats", "jam");
  private static final List<String> PLACES =
      List.of("harbour", "station", "library", "market", "mill", "bridge", "square", "park");
  private static final Map<String, Long> POSTS = Map.of("promo_code", 90L, "long_exchange", 80L);

  /** Three folds: the fewest fits that leave anything out. */
  private static final TrainOptions OPTIONS = TrainOptions.standard().withFolds(3);

  private final Configuration hadoop = new Configuration();
  private final Path folder;

  AdaptToArchiveTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Model defaultModel() {
    String base = folder.resolve("base").toString();
    Model.unpackDefault(base, hadoop);
    return Model.load(base, hadoop);
  }

  private static String invitation(int i) {
    String thing = THINGS.get(i % THINGS.size());
    return "we knit " + thing + " by the " + PLACES.get(i / 10 % 8) + " with wool friends";
  }

  private static String talk(int i) {
    String thing = THINGS.get(i % THINGS.size());
    return "I lost my " + thing + " by the " + PLACES.get(i / 10 % 8) + " with my friends";
  }

  /** An archive whose invitations read like talk; or, by chance, neither is anything. */
  private static List<NoisyLabel> signals(boolean byChance) {
    List<NoisyLabel> labels = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      boolean swapped = byChance && i % 2 == 0;
      String source = "forum:s" + i % 40;
      labels.add(
          new NoisyLabel(swapped ? talk(i) : invitation(i), true, source, "promo_code", "en"));
      labels.add(
          new NoisyLabel(swapped ? invitation(i) : talk(i), false, source, "long_exchange", null));
    }
    return labels;
  }

  private static Model adapted(
      SparkSession spark, Model base, List<NoisyLabel> signals, List<LabelledText> people) {
    return AdaptToArchive.adapt(
        spark,
        base,
        "ab".repeat(32),
        new Evidence(signals, POSTS, List.of()),
        people.isEmpty() ? List.of() : List.of(LabelFile.of("people.csv", people)),
        OPTIONS);
  }

  private static Adaptation adaptation(Model model) {
    return Objects.requireNonNull(model.card().adaptation());
  }

  private static double said(Model model, String text) {
    return Objects.requireNonNull(
        model.scorer().score(text, "en", List.of()).promotionalProbability());
  }

  private static LogisticRegressionModel stage(Model model) {
    return (LogisticRegressionModel) model.pipeline().stages()[1];
  }

  @Test
  void aHabitThatSourcesHeldOutHaveTooIsLearntWithoutLabels(SparkSession spark) {
    Model base = defaultModel();
    Model moved = adapted(spark, base, signals(false), List.of());
    Adaptation adaptation = adaptation(moved);
    assertThat(adaptation.chosen()).isEqualTo("signals");
    Adaptation.Gain gain = Objects.requireNonNull(adaptation.bySignals());
    assertThat(gain.judgedBy()).isEqualTo("signals held out");
    assertThat(gain.rocAuc()).isGreaterThan(gain.baseRocAuc());
    assertThat(gain.groups()).isBetween(10L, 25L);
    Adaptation.Signal codes = Objects.requireNonNull(adaptation.signals().get("promo_code"));
    assertThat(codes.posts()).isEqualTo(90);
    assertThat(codes.learnt() + codes.heldOut()).isEqualTo(80);
    assertThat(codes.heldOut()).isBetween(15L, 40L);
    String scarves = "we knit scarves by the river with wool friends";
    String lost = "I lost my scarves by the river with my friends";
    assertThat(said(moved, scarves) - said(moved, lost))
        .isGreaterThan(said(base, scarves) - said(base, lost) + .03);
    assertThat(Objects.requireNonNull(moved.card().base()).hash()).isEqualTo("ab".repeat(32));
    assertThat(moved.card().dataSets()).extracting("name").contains("promo_code", "long_exchange");
    // signals are picked: they say nothing of how often and how sure
    double before = 0;
    double after = 0;
    for (int i = 0; i < 80; i++) {
      for (String text : List.of(invitation(i), talk(i))) {
        before += logit(said(base, text)) / 160;
        after += logit(said(moved, text)) / 160;
      }
    }
    assertThat(after).isCloseTo(before, within(.3));
    String saved = folder.resolve("moved").toString();
    moved.save(saved, hadoop);
    assertThat(Model.load(saved, hadoop).card()).isEqualTo(moved.card());
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  @Test
  void signalsThatAreChanceLeaveTheBaseAsItIs(SparkSession spark) {
    Model base = defaultModel();
    Model kept = adapted(spark, base, signals(true), List.of());
    assertThat(adaptation(kept).chosen()).isEqualTo("base");
    assertThat(stage(kept).coefficients()).isEqualTo(stage(base).coefficients());
    assertThat(stage(kept).intercept()).isEqualTo(stage(base).intercept());
    assertThat(kept.card().metrics()).isEqualTo(base.card().metrics());
    assertThat(adaptation(kept).reasons())
        .anyMatch(reason -> reason.startsWith("Signals "))
        .anyMatch(reason -> reason.contains("scored by another model"));
  }

  @Test
  void fewSignalsOrFewSourcesAreNotEvenTried(SparkSession spark) {
    Model base = defaultModel();
    Model few = adapted(spark, base, signals(false).subList(0, 60), List.of());
    assertThat(adaptation(few).bySignals()).isNull();
    assertThat(adaptation(few).reasons().get(0)).contains("should be 20 of each");
    List<NoisyLabel> ofThree =
        signals(false).stream()
            .map(
                label ->
                    new NoisyLabel(
                        label.text(),
                        label.promotional(),
                        "forum:s" + label.text().length() % 3,
                        label.signal(),
                        null))
            .toList();
    assertThat(adaptation(adapted(spark, base, ofThree, List.of())).reasons().get(0))
        .contains("sources to judge by, should be 10");
  }

  @Test
  void peopleWhoDisagreeOverruleTheSignals(SparkSession spark) {
    Model base = defaultModel();
    List<LabelledText> people = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      people.add(LabelledText.of(invitation(i), false, "people.csv", "forum:t" + i));
      people.add(
          LabelledText.of(
              "Buy our " + THINGS.get(i % 10) + " at the " + PLACES.get(i / 10) + " now, 20% off!",
              true,
              "people.csv",
              "forum:u" + i));
    }
    Model moved = adapted(spark, base, signals(false), people);
    Adaptation adaptation = adaptation(moved);
    assertThat(adaptation.chosen()).isEqualTo("base");
    assertThat(Objects.requireNonNull(adaptation.bySignals()).judgedBy()).isEqualTo("labels");
    assertThat(moved.card().dataSets()).extracting("name").containsExactly("people.csv");
  }

  @Test
  void aShareIsTakenOnTheWordOfWeightedLabelsAlone(SparkSession spark) {
    Model base = defaultModel();
    // scores of an archive with fewer promotional posts than the base takes for given
    List<Long> scores = new ArrayList<>(Collections.nCopies(1000, 0L));
    for (int bin = 0; bin < 1000; bin++) {
      double p = (bin + .5) / 1000;
      scores.set(bin, Math.round(1000 * (.6 * (1 - p) / .6 + .25 * p)));
    }
    Evidence evidence = new Evidence(List.of(), Map.of(), scores);
    Model alone = AdaptToArchive.adapt(spark, base, "ab".repeat(32), evidence, List.of(), OPTIONS);
    Adaptation.Prior unjudged = Objects.requireNonNull(adaptation(alone).prior());
    assertThat(unjudged.estimate()).isLessThan(.4);
    assertThat(unjudged.gain()).isNull();
    assertThat(adaptation(alone).chosen()).isEqualTo("base");

    List<LabelledText> drawn = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      drawn.add(
          new LabelledText(
              i % 8 == 0 ? talk(i) : invitation(i),
              i % 16 == 0,
              "people.csv",
              "forum:t" + i,
              null,
              null,
              null,
              5.0,
              null));
    }
    Model judged =
        AdaptToArchive.adapt(
            spark,
            base,
            "ab".repeat(32),
            evidence,
            List.of(LabelFile.of("people.csv", drawn)),
            OPTIONS);
    Adaptation.Prior prior = Objects.requireNonNull(adaptation(judged).prior());
    Adaptation.Gain gain = Objects.requireNonNull(prior.gain());
    assertThat(gain.judgedBy()).isEqualTo("labels with weights");
    assertThat(gain.baseLogLoss() - gain.logLoss()).isPositive();
    assertThat(adaptation(judged).chosen()).isEqualTo("prior");
  }
}
