package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.afterglow.SparkExtension;
import org.afterglow.classify.Adaptation;
import org.afterglow.classify.Model;
import org.afterglow.job.TinyModel;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model moved by what a user has: a few labels, or an archive alone. */
@ExtendWith(SparkExtension.class)
class TrainCommandTest {
  private static final List<String> WORDS =
      List.of(
          ("bread oven flour garden kettle window bicycle river market station table winter summer"
                  + " morning evening letter teacher doctor village bridge forest mountain island"
                  + " harbour blanket candle mirror basket ladder hammer button pocket feather pillow"
                  + " saddle barrel lantern anchor meadow orchard")
              .split(" "));

  private final Path folder;
  private final StringWriter printed = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<String> comments = new ArrayList<>();

  TrainCommandTest(@TempDir Path folder) {
    this.folder = folder;
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

  private String out() {
    return folder.resolve("own").toString();
  }

  private String tiny(SparkSession spark) {
    return TinyModel.saved(spark).toString();
  }

  @Test
  void nineteenLabelsAreRefusedInOneLine(SparkSession spark) throws IOException {
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < 19; i++) {
      csv.append(words(5)).append(i % 2 == 0 ? ",promotional\n" : ",conversational\n");
    }
    Path labels = Files.writeString(folder.resolve("few.csv"), csv);
    assertThat(program("train", out(), "--base", tiny(spark), "--labels", labels.toString()))
        .isEqualTo(2);
    assertThat(err.toString().lines().filter(line -> line.contains("too few")))
        .singleElement()
        .asString()
        .contains("train: 19 labelled texts in the base's languages are too few to move it");
    assertThat(err.toString()).doesNotContain("\tat ");
    assertThat(folder.resolve("own/model")).doesNotExist();
  }

  @Test
  void whatCannotBeLearntFromIsSaid(SparkSession spark) {
    assertThat(program("train", out())).isEqualTo(2);
    assertThat(err.toString()).contains("--labels FILE, or --base MODEL with --archive FOLDER");
    assertThat(program("train", out(), "--archive", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--base default");
    assertThat(program("train", out(), "--base", tiny(spark), "--posts", "a")).isEqualTo(2);
    assertThat(err.toString()).contains("nothing to learn from");
  }

  private String labels(String name, int count) throws IOException {
    StringBuilder csv = new StringBuilder("id,text,label\n0,nothing yet,\n");
    for (int i = 0; i < count; i++) {
      csv.append(i + 1).append(i % 2 == 0 ? ",buy the " : ",thanks for the ").append(words(5));
      csv.append(i % 2 == 0 ? ",promotional\n" : ",conversational\n");
    }
    return Files.writeString(folder.resolve(name), csv).toString();
  }

  private void refused(String words, String... arguments) {
    assertThat(program(arguments)).as(words).isEqualTo(2);
    assertThat(err.toString().lines().filter(line -> line.contains(words)))
        .as(err.toString())
        .hasSize(1);
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void whatCannotBeWrittenIsSaidBeforeTheFit(SparkSession spark) throws IOException {
    String labels = labels("a.csv", 4);
    refused("a.csv is a file, should be a folder", "train", labels, "--labels", labels);
    refused("should be a folder", "train", labels + "/own", "--labels", labels);
    if (Files.isDirectory(Path.of("/proc"))) {
      refused("cannot be written", "train", "/proc/afterglow", "--labels", labels);
    }
  }

  @Test
  void optionsThatWouldDoNothingAreRefused(SparkSession spark) throws IOException {
    String labels = labels("a.csv", 4);
    for (String unused : List.of("--share", "--penalty", "--least-files")) {
      refused(
          unused + " is of a training from labels alone",
          "train",
          out(),
          "--labels",
          labels,
          "--base",
          tiny(spark),
          unused + "=" + (unused.equals("--least-files") ? "2" : ".5"));
    }
    refused(
        "--credit b.csv names no file of --labels, which are a.csv",
        "train",
        out(),
        "--labels",
        labels,
        "--credit",
        "b.csv=us");
    refused(
        "--weight b.csv names no file", "train", out(), "--labels", labels, "--weight", "b.csv=2");
    refused("--folds is 1, should be", "train", out(), "--labels", labels, "--folds", "1");
    refused(
        "--cost-uncertain is -1.0, should be above 0",
        "train",
        out(),
        "--labels",
        labels,
        "--cost-uncertain",
        "-1");
  }

  @Test
  void linesSayWhatBecameOfEveryRowAndWhatTheLabelsDid(SparkSession spark) throws IOException {
    String labels = labels("a.csv", 24);
    assertThat(program("train", out(), "--base", tiny(spark), "--labels", labels))
        .as(err.toString())
        .isZero();
    assertThat(printed.toString().lines())
        .contains(
            "a.csv: 25 rows, 12 promotional, 12 conversational; left out 1 without a label",
            "adaptation: labels")
        .anyMatch(line -> line.startsWith("  24 labels, 12 promotional, moved it: "))
        .anyMatch(line -> line.matches("  base +24 +[.\\d]+( \\[[.\\d ]+\\])? .*"));
    assertThat(printed.toString()).doesNotContain("Metrics[");
    String card = Files.readString(folder.resolve("own/model/card.json"));
    assertThat(card).contains("\"byLabels\"", "\"blank\" : 1");
  }

  private String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " the ").append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  private String comment(String author, int venue, String parent, String text) {
    String id = "c" + comments.size();
    comments.add(
        String.format(
            "{\"id\":\"%s\",\"author\":\"%s\",\"subreddit\":\"place%d\",\"body\":\"%s\","
                + "\"created_utc\":%d,\"link_id\":\"t3_s\",\"parent_id\":\"%s\",\"score\":1}",
            id, author, venue, text, 1_700_000_000 + comments.size() * 600, parent));
    return "t1_" + id;
  }

  /** Twenty places, each with four offers with a code and two exchanges of three turns. */
  private Path archive() throws IOException {
    for (int venue = 0; venue < 20; venue++) {
      for (int i = 0; i < 4; i++) {
        comment(
            "shop" + venue + "x" + i,
            venue,
            "t3_s",
            "Get the " + words(6) + " now with promo code SAVE" + venue + i);
      }
      for (int i = 0; i < 2; i++) {
        String ada = "ada" + venue + "x" + i;
        String first = comment(ada, venue, "t3_s", "I lost my " + words(5) + " and then?");
        String second = comment("ben" + venue + "x" + i, venue, first, "was it " + words(6));
        comment(ada, venue, second, "no it was " + words(6) + " thanks");
      }
    }
    return Files.write(folder.resolve("RC_a"), comments);
  }

  @Test
  void anArchiveAloneMovesAModelOrKeepsItAndTheCardSaysWhich(SparkSession spark)
      throws IOException {
    String archive = archive().toString();
    String tables = folder.resolve("out").toString();
    String key = folder.resolve("key").toString();
    assertThat(program("ingest", tables, "--posts", archive, "--model", tiny(spark), "--key", key))
        .as(err.toString())
        .isZero();
    String[] train = {"train", out(), "--base", tiny(spark), "--archive", tables, "--key", key};
    assertThat(program(train)).isEqualTo(2);
    assertThat(err.toString()).contains("keeps no texts; name the archives by --posts");

    String[] withPosts = Arrays.copyOf(train, train.length + 2);
    withPosts[train.length] = "--posts";
    withPosts[train.length + 1] = archive;
    assertThat(program(withPosts)).as(err.toString()).isZero();

    Model moved = Model.load(out() + "/model", new Configuration());
    Adaptation adaptation = Objects.requireNonNull(moved.card().adaptation());
    assertThat(adaptation.signals()).containsOnlyKeys("promo_code", "short_exchange");
    Adaptation.Signal codes = Objects.requireNonNull(adaptation.signals().get("promo_code"));
    assertThat(codes.posts()).isEqualTo(80);
    assertThat(codes.learnt()).isGreaterThanOrEqualTo(20);
    assertThat(codes.heldOut()).isGreaterThanOrEqualTo(20);
    // a third of twenty places is too few to judge by
    assertThat(adaptation.chosen()).isEqualTo("base");
    assertThat(adaptation.reasons())
        .first()
        .asString()
        .endsWith("sources to judge by, should be 10.");
    Adaptation.Prior prior = Objects.requireNonNull(adaptation.prior());
    assertThat(prior.refused()).isEqualTo("fewer than 1000 scored posts");
    assertThat(printed.toString())
        .contains("adaptation: " + adaptation.chosen(), "promo_code: 80 posts");
    String card = Files.readString(folder.resolve("own/model/card.json"));
    assertThat(card + printed).doesNotContain("SAVE", "place1", "shop", "I lost my");
  }
}
