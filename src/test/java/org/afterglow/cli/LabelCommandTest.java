package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.classify.DecisionCosts;
import org.afterglow.classify.Model;
import org.afterglow.classify.TrainModel;
import org.afterglow.classify.TrainOptions;
import org.afterglow.job.TinyModel;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From archives to a file that a person fills in, and back. */
@ExtendWith(SparkExtension.class)
class LabelCommandTest {
  private static final List<String> TEXTS =
      List.of(
          "Buy two loaves today and get one free, only this week",
          "Order now and save, use the code CRUMB at the till",
          "Get your tickets for the harvest feast, doors open at eight",
          "thanks so much, that was a lovely evening with you all",
          "does anybody know why my dough will not rise",
          "I agree, the crust was better last week though",
          "what did you do with the old oven",
          "the cat slept in the flour again, \"of course\"");

  private final Path folder;
  private final Path archive;
  private final Path out;
  private final Path sheet;
  private final StringWriter printed = new StringWriter();
  private final StringWriter err = new StringWriter();

  LabelCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.archive = folder.resolve("RC_a");
    this.out = folder.resolve("out");
    this.sheet = folder.resolve("out-training.csv");
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < TEXTS.size(); i++) {
      records.append(
          String.format(
              "{\"id\":\"c%d\",\"author\":\"someone%d\",\"subreddit\":\"bread%d\",\"body\":\"%s\","
                  + "\"created_utc\":%d,\"link_id\":\"t3_s\",\"parent_id\":\"t3_s\",\"score\":1}%n",
              i, i, i % 2, TEXTS.get(i).replace("\"", "\\\""), 1_700_000_000 + i * 90_000));
    }
    Files.writeString(archive, records);
  }

  /** The program uses a session that is already there; these tests share one. */
  @BeforeEach
  void haveASession(SparkSession spark) {
    SparkSession.setActiveSession(spark);
  }

  private int program(String... arguments) {
    printed.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(printed), new PrintWriter(err), arguments);
  }

  private int withKey(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--key";
    all[arguments.length + 1] = folder.resolve("key").toString();
    return program(all);
  }

  private int label(String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("label", out.toString(), "--for", "training", "-n", "100"));
    arguments.addAll(List.of(more));
    return withKey(arguments.toArray(String[]::new));
  }

  @Test
  void postsOfAFolderWithoutTextsGoOutWithTheirTextsAndComeBackWithLabels(SparkSession spark)
      throws IOException {
    assertThat(
            withKey(
                "ingest",
                out.toString(),
                "--posts",
                archive.toString(),
                "--model",
                TinyModel.saved(spark).toString()))
        .as(err.toString())
        .isZero();
    assertThat(label()).isEqualTo(2);
    assertThat(err.toString()).contains("--posts");
    assertThat(label("--posts", archive.toString(), "--output", out.resolve("a.csv").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("lies in the output folder");

    assertThat(label("--posts", archive.toString())).as(err.toString()).isZero();

    assertThat(printed.toString())
        .contains(sheet + ": " + TEXTS.size() + " posts to label")
        .doesNotContain(TEXTS.get(0), "someone");
    String written = Files.readString(sheet);
    assertThat(written)
        .contains("\"reddit/", "\"reddit:bread0\"", "\"2023-11-14T22:13:20Z\"", "\"\"of course\"\"")
        .contains(TEXTS.subList(0, 7))
        .doesNotContain("someone");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sheet)))
        .isEqualTo("rw-------");
    assertThat(label("--posts", archive.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is there already; --replace");

    for (int i = 0; i < 6; i++) {
      written =
          written.replace(
              "\"" + TEXTS.get(i) + "\",\"\"",
              "\"" + TEXTS.get(i) + "\",\"" + (i < 3 ? "promotional" : "conversational") + "\"");
    }
    Files.writeString(sheet, written);

    assertThat(
            program(
                "evaluate",
                folder.resolve("measured").toString(),
                "--labels",
                sheet.toString(),
                "--model",
                TinyModel.saved(spark).toString()))
        .as(err.toString())
        .isZero();
    assertThat(Files.readString(folder.resolve("measured/metrics.json")))
        .containsPattern("\"n\"\\s*:\\s*6");
    Model trained =
        TrainModel.train(
            spark,
            List.of(sheet.toString()),
            new TrainOptions(
                1,
                List.of(.2),
                50,
                1,
                1,
                0,
                DecisionCosts.STANDARD,
                List.of("en"),
                .5,
                java.util.Map.of(),
                java.util.Map.of(),
                null));
    assertThat(trained.card().toString()).contains("out-training.csv");
  }

  @Test
  void aSheetThatCannotBeUsedIsSaidBeforeAnythingIsRead() throws IOException {
    Path filled =
        Files.writeString(
            folder.resolve("filled.csv"),
            "id,text,label,weight\nreddit/c1,a secret,promotionall,2\n");
    Path config =
        Files.writeString(folder.resolve("config.json"), "{\"validation\": [\"" + filled + "\"]}");
    String message =
        "--validation: "
            + filled
            + ", row 2: label is \"promotionall\", which is none of promotional, conversational,"
            + " neutral\n";

    assertThat(program("decay", out.toString(), "--validation", filled.toString())).isEqualTo(2);
    assertThat(err.toString()).isEqualTo(message);
    assertThat(program("decay", out.toString(), "--config", config.toString())).isEqualTo(2);
    assertThat(err.toString()).isEqualTo(message);
    assertThat(
            program(
                "run",
                out.toString(),
                "--posts",
                archive.toString(),
                "--validation",
                filled.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).isEqualTo(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void whatCannotBeDrawnIsSaidBeforeAnythingIsRead() {
    assertThat(program("label", out.toString(), "--for", "training", "-n", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("-n 0");
    assertThat(program("label", out.toString(), "--for", "fun", "-n", "5")).isEqualTo(2);
    assertThat(err.toString()).contains("--for");
    assertThat(program("label", out.toString(), "--for", "training", "-n", "5")).isEqualTo(2);
    assertThat(err.toString()).contains("does not exist");
    assertThat(
            program(
                "label",
                out.toString(),
                "--for",
                "training",
                "-n",
                "5",
                "--output",
                folder.resolve("no/where.csv").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("lies in no folder");
    if (Files.isDirectory(Path.of("/proc"))) {
      assertThat(label("--output", "/proc/a.csv")).isEqualTo(2);
      assertThat(err.toString()).contains("--output /proc/a.csv cannot be written");
    }
  }
}
