package org.afterglow.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.afterglow.post.PostClass;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A text and what a golden model said of it when it was made.
 *
 * @param text written by us
 * @param ownNames masked in it
 * @param language as a platform gives it; null where it gives none
 * @param promotional probability; null where the text is not scored, as {@code asks} is
 * @param asks probability
 * @param postClass of the text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GoldenScore(
    String text,
    List<String> ownNames,
    @Nullable String language,
    @Nullable Double promotional,
    @Nullable Double asks,
    @Nullable PostClass postClass) {
  private static final String FILE = "golden-scores.json";

  /** ASCII alone, so that letters in disguise can be told from plain ones. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  /** The scores that lie beside a golden model. */
  static List<GoldenScore> read(Path folder) throws IOException {
    return List.of(JSON.readValue(folder.resolve(FILE).toFile(), GoldenScore[].class));
  }

  /**
   * Writes down what a new golden model says: {@code GoldenScore FOLDER}, in which the model lies
   * and a golden-scores.json, whose texts are kept and whose scores are written anew. Never for a
   * model that was released.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate();
    PostScorer scorer = Model.load(folder.toString(), new Configuration()).scorer();
    List<GoldenScore> scores = read(folder).stream().map(each -> each.by(scorer)).toList();
    Files.writeString(folder.resolve(FILE), JSON.writeValueAsString(scores) + "\n");
    spark.stop();
  }

  private GoldenScore by(PostScorer scorer) {
    Score score = scorer.score(text, language, ownNames);
    return new GoldenScore(
        text,
        ownNames,
        language,
        score.promotionalProbability(),
        score.askProbability(),
        score.postClass());
  }
}
