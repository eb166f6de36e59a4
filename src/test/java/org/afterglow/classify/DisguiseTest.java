package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the default model says of posts that it has not learnt from, as they are and in disguise.
 */
@ExtendWith(SparkExtension.class)
class DisguiseTest {
  private final Path folder;

  DisguiseTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static List<LabelledText> heldOut() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("data-samples/labels/held-out"))) {
      return LabelFile.readAll(files.map(Path::toString).toList(), new Configuration()).stream()
          .flatMap(file -> file.rows().stream())
          .toList();
    }
  }

  private static List<Metrics.Prediction> predictions(
      PostScorer scorer, List<LabelledText> texts, UnaryOperator<String> as) {
    return texts.stream()
        .map(
            text ->
                new Metrics.Prediction(
                    text.promotional(), scorer.score(as.apply(text.text()), "en", text.ownNames())))
        .toList();
  }

  private static double logit(Metrics.Prediction prediction) {
    double probability = Objects.requireNonNull(prediction.score().promotionalProbability());
    return Math.log(probability / (1 - probability));
  }

  private static void near(Double now, Double plain) {
    assertThat(now).isCloseTo(plain, within(.01));
  }

  @ParameterizedTest
  @EnumSource
  void aDisguiseHardlyMovesWhatTheModelSays(Disguise disguise, SparkSession spark)
      throws IOException {
    String model = folder.resolve("model").toString();
    Model.unpackDefault(model, new Configuration());
    PostScorer scorer = Model.load(model, new Configuration()).scorer();
    List<LabelledText> texts = heldOut();
    List<Metrics.Prediction> plain = predictions(scorer, texts, text -> text);
    UnaryOperator<String> worn = disguise.of(1);
    List<Metrics.Prediction> disguised = predictions(scorer, texts, worn);
    assertThat(texts)
        .filteredOn(text -> !worn.apply(text.text()).equals(text.text()))
        .hasSizeGreaterThan(texts.size() / 2);
    Metrics before = Metrics.of(plain);
    Metrics now = Metrics.of(disguised);
    near(Objects.requireNonNull(now.macroF1()), Objects.requireNonNull(before.macroF1()));
    near(Objects.requireNonNull(now.rocAuc()), Objects.requireNonNull(before.rocAuc()));
    List<Double> moves = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      moves.add(Math.abs(logit(disguised.get(i)) - logit(plain.get(i))));
    }
    assertThat(moves.stream().sorted().toList().get(moves.size() / 2)).isLessThanOrEqualTo(.2);
  }
}
