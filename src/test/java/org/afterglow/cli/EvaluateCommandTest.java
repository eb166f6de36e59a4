package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.afterglow.classify.SampleEvaluation;
import org.afterglow.job.TinyModel;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class EvaluateCommandTest {
  private final Path folder;
  private final StringWriter printed = new StringWriter();
  private final StringWriter err = new StringWriter();

  EvaluateCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void haveASession(SparkSession spark) {
    SparkSession.setActiveSession(spark);
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(printed), new PrintWriter(err), arguments);
  }

  private String labels() throws IOException {
    StringBuilder csv =
        new StringBuilder("text,label,source,created_at,weight,early_weighted,late_weighted\n");
    for (int i = 0; i < 12; i++) {
      String word = List.of("loaf", "dough", "crust", "order", "tickets", "evening").get(i % 6);
      csv.append("buy ").append(word).append(" now and win a bag of flour today,promotional,");
      csv.append("shop:").append(i % 6).append(",2013-02-01,2,3,4\n");
      csv.append("thanks for the ").append(word).append(" what a day,conversational,");
      csv.append("shop:").append(i % 6).append(",2014-02-01,2,3,4\n");
    }
    return Files.writeString(folder.resolve("labels.csv"), csv).toString();
  }

  /** A folder whose ingest is whole. */
  private Path withPosts(SparkSession spark, String name) {
    Path out = folder.resolve(name);
    OutputFolder.toWrite(spark, out.toString())
        .publish(Stage.INGEST)
        .published(
            Tables.POSTS,
            spark
                .range(900)
                .selectExpr(
                    Stream.of(Tables.POSTS.schema().fields())
                        .map(
                            field ->
                                switch (field.name()) {
                                  case "platform" -> "'twitter' AS platform";
                                  case "post_id" -> "CAST(id AS STRING) AS post_id";
                                  case "promotional_probability" ->
                                      "(id % 100) / 100.0D AS promotional_probability";
                                  case "post_class" ->
                                      "IF(id % 100 >= 50, 'promotional', 'conversational')"
                                          + " AS post_class";
                                  case "year" -> "2013 AS year";
                                  case "month" -> "1 AS month";
                                  default ->
                                      "CAST(NULL AS "
                                          + field.dataType().sql()
                                          + ") AS "
                                          + field.name();
                                })
                        .toArray(String[]::new)))
        .commit(
            Manifest.JSON
                .createObjectNode()
                .set("settings", Manifest.JSON.createObjectNode().put("model", "abc")));
    return out;
  }

  private static JsonNode metrics(Path out) throws IOException {
    return Manifest.JSON.readTree(Files.readString(out.resolve("metrics.json")));
  }

  @Test
  void labelsAndPostsGiveFiguresAndDriftAndATable(SparkSession spark) throws IOException {
    Path out = withPosts(spark, "both");
    String model = TinyModel.saved(spark).toString();

    int exit = run("evaluate", out.toString(), "--labels", labels(), "--model", model);

    assertThat(err.toString()).doesNotContain("bug");
    assertThat(exit).isZero();
    JsonNode metrics = metrics(out);
    assertThat(metrics.at("/overall/n").asLong()).isEqualTo(24);
    assertThat(metrics.at("/overall/brier_low").isNumber()).isTrue();
    assertThat(metrics.path("years").fieldNames()).toIterable().containsExactly("2013", "2014");
    assertThat(metrics.at("/weighted_confusion/s_l").isNumber()).isTrue();
    assertThat(metrics.at("/drift/periods/0/n").asLong()).isEqualTo(900);
    assertThat(metrics.at("/drift/model_hash").asText()).isEqualTo("abc");
    List<String> lines = printed.toString().lines().toList();
    assertThat(lines)
        .contains("labels.csv: 24 rows, 12 promotional, 12 conversational")
        .anyMatch(line -> line.startsWith("Model ") && line.contains(" (" + model + ") on 24"));
    assertThat(lines).anyMatch(line -> line.matches("  ROC-AUC +(1|\\.[0-9])[0-9.]*( \\[.*\\])?"));
    assertThat(lines)
        .anyMatch(line -> line.matches("  false positive rate +[0-9.]+ \\[[0-9.]+ [0-9.]+\\]"));
    assertThat(lines).anyMatch(line -> line.matches("  shop:0 +4 .*"));
    assertThat(lines).anyMatch(line -> line.matches("  2013 +12 .*"));
    assertThat(lines).anyMatch(line -> line.contains("LABEL_UNCERTAIN: ") && line.contains("KISH"));
    assertThat(lines).anyMatch(line -> line.matches("  twitter: 900 posts.*1 of 1 periods judged"));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("the model learnt from none of these files"))
        .as("four posts of two classes each")
        .anyMatch(line -> line.matches("  shop:0 +4 +– +– +.*"));
    assertThat(lines).allMatch(line -> line.length() <= 120);
  }

  @Test
  void labelsThatTheModelLearntFromAreNoTestOfIt(SparkSession spark) throws IOException {
    String own = folder.resolve("own").toString();
    run("train", own, "--labels", labels(), "--folds", "0", "--penalty", "1");
    printed.getBuffer().setLength(0);

    assertThat(run("evaluate", own, "--labels", labels())).isZero();

    assertThat(printed.toString()).contains("warning: the model learnt from labels.csv; on new");
    assertThat(metrics(Path.of(own)).at("/learnt_from/0").asText()).isEqualTo("labels.csv");
  }

  @Test
  void sourcesThatDifferAreSaidTo(SparkSession spark) throws IOException {
    StringBuilder csv = new StringBuilder("text,label,source\n");
    for (int i = 0; i < 40; i++) {
      csv.append("buy loaf ").append(i).append(" now and win a bag of flour,conversational,odd\n");
      csv.append("thanks for the ").append(i).append(" loaves what a day,conversational,usual\n");
    }
    String file = Files.writeString(folder.resolve("two.csv"), csv).toString();

    run(
        "evaluate",
        folder.resolve("two").toString(),
        "--labels",
        file,
        "--model",
        TinyModel.saved(spark).toString());

    assertThat(printed.toString())
        .contains("The false positive rate differs by source, from .000 to 1.000");
    assertThat(EvaluationText.lines(SampleEvaluation.of(4_000, 4, 1), "own"))
        .noneMatch(line -> line.contains("differs by source"));
  }

  @Test
  void aDamagedCardBesideThePostsIsNamed(SparkSession spark) throws IOException {
    Path out = withPosts(spark, "damaged");
    Files.writeString(Files.createDirectories(out.resolve("model")).resolve("card.json"), "{");
    refused("card.json is not a model card", run("evaluate", out.toString()));
  }

  @Test
  void postsAloneGiveDriftAlone(SparkSession spark) throws IOException {
    Path out = withPosts(spark, "alone");

    assertThat(run("evaluate", out.toString())).isZero();

    assertThat(metrics(out).path("overall").isNull()).isTrue();
    assertThat(metrics(out).at("/drift/platforms/0/mean").asDouble()).isEqualTo(.495);
    assertThat(printed.toString()).contains("no period differs much").doesNotContain("macro-F1");
  }

  @Test
  void withoutLabelsAndPostsThereIsNothingToMeasure(SparkSession spark) {
    refused("holds no posts", run("evaluate", folder.resolve("none").toString()));
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void aModelWithoutLabelsIsAMistake(SparkSession spark) {
    refused(
        "name them by --labels",
        run("evaluate", folder.toString(), "--model", TinyModel.saved(spark).toString()));
  }

  @Test
  void aFileWhereAFolderShouldBeIsAMistakeBeforeAnythingIsScored(SparkSession spark)
      throws IOException {
    refused("should be a folder", run("evaluate", labels(), "--labels", labels()));
  }

  @Test
  void labelsThatAreNotThereAreAMistake(SparkSession spark) {
    refused(
        "no labels at",
        run("evaluate", folder.toString(), "--labels", folder.resolve("no.csv").toString()));
  }

  @Test
  void namesOfSourcesCannotSteerATerminal() {
    assertThat(EvaluationText.lines(SampleEvaluation.of(200, 30, 1), "own"))
        .anyMatch(line -> line.contains("the largest 20 of 30"))
        .noneMatch(line -> line.contains("\u001b"));
    assertThat(EvaluationText.cut("shop:\u001b[31mred\u202e" + "x".repeat(40)))
        .isEqualTo("shop:[31mred" + "x".repeat(13) + "…");
  }

  @Test
  void helpNamesEveryColumnAndFigure() {
    assertThat(run("evaluate", "--help")).isZero();
    assertThat(printed.toString())
        .contains("early_weighted", "created_at", "ROC", "ECE", "metrics.json", "drift")
        .doesNotContain("%%");
  }

  private void refused(String words, int exit) {
    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().lines().filter(line -> !line.matches("evaluate( …|: \\d.*)")))
        .singleElement()
        .asString()
        .contains(words);
    assertThat(printed.toString()).isEmpty();
  }
}
