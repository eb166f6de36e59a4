package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.afterglow.SparkExtension;
import org.afterglow.post.PostClass;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that a release made load in every later one and say the same. {@code golden-model-1} was
 * trained on the first 120 rows each of companies.csv, comments.csv and talk.csv of
 * data-samples/labels/train ({@code --least-texts 5 --least-files 2 --penalty .4}); beside it are
 * texts with what it said of them.
 *
 * <p>Neither model nor scores are ever made anew: what fails here breaks the models that people
 * have trained. Where features have to change (a folding, a hash, a fact of the surface), {@link
 * ModelCard#KIND} gets its next number and a folder golden-model-N beside this one a model and
 * scores of the new kind ({@link GoldenScore#main}). The program then either still reads the old
 * kind with its old features, and this test runs on both folders, or it refuses it, and the test of
 * the old folder becomes one that {@link Model#load} says so in one line that names both kinds and
 * tells to train anew; docs/classifier.md and CHANGELOG.md say which.
 */
@ExtendWith(SparkExtension.class)
class GoldenModelTest {
  private static final double ALIKE = 1e-9;

  private final Path folder;
  private final Configuration hadoop = new Configuration();

  GoldenModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Path golden() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(GoldenModelTest.class.getResource("golden-model-1")).toURI());
  }

  private Model model() throws URISyntaxException {
    return Model.load(golden().toString(), hadoop);
  }

  private static void same(@Nullable Double now, @Nullable Double then) {
    if (then == null || now == null) {
      assertThat(now).isEqualTo(then);
    } else {
      assertThat(now).isCloseTo(then, within(ALIKE));
    }
  }

  private static void scoresAsThen(PostScorer scorer) throws IOException, URISyntaxException {
    assertThat(GoldenScore.read(golden()))
        .hasSizeGreaterThanOrEqualTo(30)
        .allSatisfy(
            then -> {
              Score now = scorer.score(then.text(), then.language(), then.ownNames());
              assertThat(now.postClass()).isEqualTo(then.postClass());
              same(now.promotionalProbability(), then.promotional());
              same(now.askProbability(), then.asks());
            });
  }

  @Test
  void theScorerSaysWhatItSaidThen(SparkSession spark) throws IOException, URISyntaxException {
    scoresAsThen(model().scorer());
  }

  @Test
  void theGoldenScoresTellTextsApart() throws IOException, URISyntaxException {
    List<GoldenScore> scores = GoldenScore.read(golden());
    assertThat(scores)
        .extracting(GoldenScore::postClass)
        .contains(
            PostClass.PROMOTIONAL,
            PostClass.CONVERSATIONAL,
            PostClass.UNCERTAIN,
            PostClass.UNSUPPORTED_LANGUAGE,
            PostClass.NO_TEXT);
    assertThat(scores.stream().map(GoldenScore::promotional).filter(Objects::nonNull).distinct())
        .hasSizeGreaterThan(20);
  }

  @Test
  void thePipelineSaysInABatchWhatTheScorerSaysOfEachText(SparkSession spark)
      throws IOException, URISyntaxException {
    List<GoldenScore> then =
        GoldenScore.read(golden()).stream()
            .filter(each -> each.promotional() != null && each.ownNames().isEmpty())
            .toList();
    List<Row> now =
        model()
            .pipeline()
            .transform(
                spark
                    .createDataset(then.stream().map(GoldenScore::text).toList(), Encoders.STRING())
                    .toDF("text"))
            .select("probability", "ask_probability")
            .collectAsList();
    assertThat(now).hasSameSizeAs(then);
    for (int i = 0; i < now.size(); i++) {
      same(((Vector) now.get(i).get(0)).apply(1), then.get(i).promotional());
      same(((Vector) now.get(i).get(1)).apply(1), then.get(i).asks());
    }
  }

  @Test
  void itsRegressionsSayTheSameOfOneVectorAlone(SparkSession spark)
      throws IOException, URISyntaxException {
    Model model = model();
    LogisticRegressionModel promotion = (LogisticRegressionModel) model.pipeline().stages()[1];
    LogisticRegressionModel ask = (LogisticRegressionModel) model.pipeline().stages()[2];
    for (GoldenScore then : GoldenScore.read(golden())) {
      if (then.promotional() != null) {
        SparseVector vector = TextVector.of(then.text(), then.ownNames());
        same(promotion.predictProbability(vector).apply(1), then.promotional());
        same(ask.predictProbability(vector).apply(1), then.asks());
      }
    }
  }

  @Test
  void savedAndLoadedAgainItSaysTheSame(SparkSession spark) throws IOException, URISyntaxException {
    Model model = model();
    String again = folder.resolve("again").toString();
    model.save(again, hadoop);
    Model loaded = Model.load(again, hadoop);
    assertThat(loaded.card()).isEqualTo(model.card());
    scoresAsThen(loaded.scorer());
  }

  @Test
  void aCardOfALaterVersionThatSaysMoreLoads(SparkSession spark)
      throws IOException, URISyntaxException {
    Path later = folder.resolve("later");
    model().save(later.toString(), hadoop);
    JsonMapper json = new JsonMapper();
    Path card = later.resolve("card.json");
    Files.deleteIfExists(later.resolve(".card.json.crc"));
    ObjectNode content = (ObjectNode) json.readTree(card.toFile());
    content.put("programVersion", "9.0.0").putObject("fairness").put("by_dialect", .9);
    ((ObjectNode) content.path("options")).put("optimiser", "newton");
    ((ObjectNode) content.path("calibration")).put("knots", 7);
    ((ObjectNode) content.path("dataSets").path(0)).putArray("licences").add("CC0");
    content.path("metrics").forEach(figures -> ((ObjectNode) figures).put("log_loss", .3));
    json.writeValue(card.toFile(), content);
    Model loaded = Model.load(later.toString(), hadoop);
    assertThat(loaded.card().programVersion()).isEqualTo("9.0.0");
    assertThat(loaded.card().dataSets()).isEqualTo(model().card().dataSets());
    assertThat(loaded.card().metrics()).isEqualTo(model().card().metrics());
    scoresAsThen(loaded.scorer());
  }
}
