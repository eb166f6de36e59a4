package org.afterglow.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.afterglow.SparkExtension;
import org.afterglow.post.PostClass;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ModelTest {
  private final Path folder;
  private final Configuration hadoop = new Configuration();

  ModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static final List<String> OFFERS =
      List.of("boots", "lamps", "tea", "bikes", "plants", "books", "soap", "chairs");

  /** Two files of our own: one of both classes, one of talk alone. */
  private List<String> labels() throws IOException {
    StringBuilder both = new StringBuilder("id,text,label,source\r\n");
    StringBuilder talk = new StringBuilder("text,label\n");
    int id = 0;
    for (String thing : OFFERS) {
      both.append(id++).append(",Buy our new ").append(thing);
      both.append(" now and save 20%! https://x.example,promotional,shop:a")
          .append(OFFERS.indexOf(thing) % 4);
      both.append("\r\n").append(id++).append(",\"Do you still like the ").append(thing);
      both.append(",\r\nmy friend?\",conversational,shop:a")
          .append(OFFERS.indexOf(thing) % 4)
          .append("\r\n");
      both.append(id++).append(",Order ").append(thing);
      both.append(" today: free shipping,promotional,shop:a")
          .append(OFFERS.indexOf(thing) % 4)
          .append("\r\n");
      talk.append("I was so happy with these ").append(thing).append(" thanks,conversational\n");
      talk.append("Nobody asked me about ").append(thing).append(" yet,Conversational\n");
    }
    both.append("99,not labelled yet,,shop:a1\r\n");
    Path one = folder.resolve("both.csv");
    Path two = folder.resolve("talk.csv");
    Files.writeString(one, both.toString());
    Files.writeString(two, talk.toString());
    return List.of(two.toString(), one.toString());
  }

  private static TrainOptions options(int folds) {
    return TrainOptions.standard()
        .withRegularisations(List.of(.1))
        .withLeast(2, 1)
        .withFolds(folds)
        .withShare(.5)
        .withCredits(Map.of("talk.csv", "ourselves"));
  }

  @Test
  void aTrainedModelIsSavedLoadedAndScoresAsItsPipeline(SparkSession spark) throws IOException {
    Model trained = TrainModel.train(spark, labels(), options(2));
    String saved = folder.resolve("model").toString();
    trained.save(saved, hadoop);
    Model loaded = Model.load(saved, hadoop);
    assertThat(loaded.card()).isEqualTo(trained.card());
    assertThat(loaded.card().dataSets())
        .extracting(
            ModelCard.DataSet::name,
            ModelCard.DataSet::promotional,
            ModelCard.DataSet::conversational,
            ModelCard.DataSet::credit)
        .containsExactly(tuple("both.csv", 16L, 8L, ""), tuple("talk.csv", 0L, 16L, "ourselves"));
    assertThat(loaded.card().metrics())
        .containsKeys("sources_apart", "sources_apart/both.csv")
        .doesNotContainKey("near_duplicates_apart"); // copies of one class fill a fold
    assertThat(loaded.scorer().score("Buy lamps now and save!", null, List.of()).postClass())
        .isEqualTo(PostClass.PROMOTIONAL);
    assertThat(loaded.scorer().score("Do you like my friend?", null, List.of()).postClass())
        .isEqualTo(PostClass.CONVERSATIONAL);
    agrees(spark, loaded);
    assertThat(
            TrainModel.train(spark, labels(), options(2))
                .scorer()
                .score("Buy tea", "en", List.of()))
        .isEqualTo(trained.scorer().score("Buy tea", "en", List.of()));
  }

  @Test
  void aModelForArchivesLikeItsLabelsHoldsPromotionForAsFrequent(SparkSession spark)
      throws IOException {
    TrainOptions options = options(0);
    Model asLabelled =
        TrainModel.train(spark, labels(), options.withShare(TrainOptions.AS_LABELLED));
    assertThat(asLabelled.card().assumedShare()).isEqualTo(16.0 / 40);
    assertThat(asLabelled.scorer().score("Buy tea", "en", List.of()))
        .isEqualTo(
            TrainModel.train(spark, labels(), options.withShare(16.0 / 40))
                .scorer()
                .score("Buy tea", "en", List.of()))
        .isNotEqualTo(
            TrainModel.train(spark, labels(), options).scorer().score("Buy tea", "en", List.of()));
  }

  /** The scorer gives what the pipeline gives, over ordinary and odd texts. */
  private static void agrees(SparkSession spark, Model model) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String thing = OFFERS.get(i % OFFERS.size());
      texts.add("Order " + thing + " no. " + i + " at https://x.example/" + i + "! ".repeat(i % 5));
      texts.add("@you \ud83d\ude00 do " + thing.repeat(i % 40) + " matter, really? WHY #" + thing);
    }
    texts.add("word ".repeat(40_000));
    Dataset<Row> data = spark.createDataset(texts, Encoders.STRING()).toDF("text");
    Dataset<Row> scored = model.pipeline().transform(data);
    PostScorer scorer = model.scorer();
    List<Score> scores = texts.stream().map(text -> scorer.score(text, "en", List.of())).toList();
    agree(scored, "probability", scores.stream().map(Score::promotionalProbability).toList());
    if (model.pipeline().stages().length == 3) {
      agree(scored, "ask_probability", scores.stream().map(Score::askProbability).toList());
    }
  }

  private static void agree(Dataset<Row> scored, String column, List<Double> ours) {
    List<Row> theirs = scored.select(column).collectAsList();
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i)).isCloseTo(((Vector) theirs.get(i).get(0)).apply(1), within(1e-9));
    }
  }

  @Test
  void whatIsNotToBeScoredIsNot(SparkSession spark) {
    String unpacked = folder.resolve("default").toString();
    Model.unpackDefault(unpacked, hadoop);
    PostScorer scorer = Model.load(unpacked, hadoop).scorer();
    assertThat(scorer.score(null, "en", List.of()))
        .isEqualTo(new Score(null, PostClass.NO_TEXT, null, "en"));
    assertThat(scorer.score(" \u200b\n", null, List.of()).postClass()).isEqualTo(PostClass.NO_TEXT);
    assertThat(scorer.score("Kauft unsere neuen Schuhe", "de", List.of()))
        .isEqualTo(new Score(null, PostClass.UNSUPPORTED_LANGUAGE, null, "de"));
    assertThat(scorer.score("\u043f\u0440\u0438", null, List.of()).postClass())
        .isEqualTo(PostClass.UNSUPPORTED_LANGUAGE);
    assertThat(scorer.score("lol ok", null, List.of()).promotionalProbability()).isNotNull();
  }

  @Test
  void theDefaultModelTellsObviousPostsApart(SparkSession spark) throws IOException {
    String unpacked = folder.resolve("default").toString();
    Model.unpackDefault(unpacked, hadoop);
    Model model = Model.load(unpacked, hadoop);
    PostScorer scorer = model.scorer();
    List<String> promotional =
        List.of(
            "Check out our new video and subscribe to the channel! https://x.example/v",
            "Register today for our free webinar on saving for your future: https://x.example/w",
            "Learn how our products can help your business grow. Find out more: https://x.example",
            "Visit my website and get free gift cards, click here https://x.example/free",
            "Please subscribe to my channel and like my videos",
            "Join us for the launch of our report. Download it here: https://x.example/r #growth");
    List<String> conversational =
        List.of(
            "@maria Thanks so much for your kind words!",
            "haha this made my day, thank you",
            "My phone has not worked since yesterday, can somebody help me please?",
            "@joe I am sorry to hear that. Which version are you on?",
            "I love this song, it reminds me of my grandfather",
            "Why did you change the recipe? It was better before");
    assertThat(promotional)
        .allSatisfy(
            text ->
                assertThat(scorer.score(text, null, List.of()).promotionalProbability())
                    .as(text)
                    .isGreaterThan(.5));
    assertThat(conversational)
        .allSatisfy(
            text ->
                assertThat(scorer.score(text, null, List.of()).promotionalProbability())
                    .as(text)
                    .isLessThan(.5));
    assertThat(
            scorer.score(
                "Fr\u200bee g\u0456ft cards, cl\u0456ck here https://x.example", "en", List.of()))
        .isEqualTo(scorer.score("Free gift cards, click here https://x.example", "en", List.of()));
    agrees(spark, model);
    assertThat(PipelineModel.load(unpacked).stages()).hasSize(3);
    asksWhenAsked(scorer);
  }

  private static void asksWhenAsked(PostScorer scorer) {
    assertThat(
            List.of(
                "Please share this with your friends and vote for us!",
                "@maria could you please send me your order number?",
                "Can anyone recommend a good dentist near the station?"))
        .allSatisfy(
            text ->
                assertThat(scorer.score(text, "en", List.of()).askProbability())
                    .as(text)
                    .isGreaterThan(.5));
    assertThat(
            List.of(
                "I love this song so much",
                "We had a wonderful time at the lake yesterday",
                "@maria Thanks so much for your kind words!"))
        .allSatisfy(
            text ->
                assertThat(scorer.score(text, "en", List.of()).askProbability())
                    .as(text)
                    .isLessThan(.5));
  }

  @Test
  void theHashIsOfContentAlone() throws IOException {
    String one = folder.resolve("one").toString();
    String two = folder.resolve("two").toString();
    Model.unpackDefault(one, hadoop);
    Model.unpackDefault(two, hadoop);
    assertThat(Model.hash(one, hadoop)).hasSize(64).isEqualTo(Model.hash(two, hadoop));
    Files.delete(Path.of(two, ".card.json.crc"));
    Files.writeString(Path.of(two, "card.json"), "{}");
    assertThat(Model.hash(one, hadoop)).isNotEqualTo(Model.hash(two, hadoop));
  }

  @Test
  void aModelOfAnotherKindIsRefused() throws IOException {
    String unpacked = folder.resolve("other").toString();
    Model.unpackDefault(unpacked, hadoop);
    Path card = Path.of(unpacked, "card.json");
    Files.delete(Path.of(unpacked, ".card.json.crc"));
    Files.writeString(card, Files.readString(card).replace(ModelCard.KIND, "kind-of-old"));
    assertThatThrownBy(() -> Model.load(unpacked, hadoop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kind-of-old")
        .hasMessageContaining(ModelCard.KIND);
    assertThatThrownBy(() -> Model.load(folder.resolve("none").toString(), hadoop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("card.json");
  }

  private String unpacked(String name) {
    String unpacked = folder.resolve(name).toString();
    Model.unpackDefault(unpacked, hadoop);
    return unpacked;
  }

  private void refused(String model, String... words) {
    assertThatThrownBy(() -> Model.load(model, hadoop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(model)
        .hasMessageContainingAll(words);
  }

  @Test
  void aDamagedModelIsRefusedInWords(SparkSession spark) throws IOException {
    String stageless = unpacked("stageless");
    hadoopDelete(stageless + "/stages");
    refused(stageless, "is damaged or incomplete: it has no folder stages");

    String data = unpacked("data");
    hadoopDelete(data + "/stages/1_afterglow-regression/data");
    refused(data, "is damaged or incomplete: a stage of it cannot be read");

    String edited = unpacked("edited");
    Path card = Path.of(edited, "card.json");
    Files.writeString(card, Files.readString(card).replace(": 0.7,", ": 0.8,"));
    refused(
        edited, "does not match its checksum .card.json.crc", "who edited it deletes that file");
    Files.delete(Path.of(edited, ".card.json.crc"));
    assertThat(Model.load(edited, hadoop).card().uncertainTo()).isEqualTo(.8);
    Files.writeString(card, Files.readString(card).replace(": 0.8,", ": 0.1,"));
    refused(edited, "uncertainFrom is 0.3 and uncertainTo 0.1, should be from 0 to 1");
    Files.writeString(card, "{\"kind\": \"" + ModelCard.KIND + "\"}");
    refused(edited, "is not a whole model card: it lacks programVersion; train the model anew");
    String whole = Files.readString(Path.of(unpacked("another"), "card.json"));
    Files.writeString(card, whole.replaceFirst("\"uncertainFrom\" : 0.3,", ""));
    refused(edited, "is not a whole model card: it lacks uncertainFrom");
    Files.writeString(card, whole.replaceFirst("\"seed\" : 1,", "\"seed\" : \"one\","));
    refused(edited, "is not a model card: a field of it is none that this program could have");
    Files.writeString(card, "{\n\"kind\": ");
    refused(edited, "is not a model card, near line 2");
  }

  private void hadoopDelete(String path) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(path);
    assertThat(folder.getFileSystem(hadoop).delete(folder, true)).isTrue();
  }

  @Test
  void evaluationCountsWhatTheModelSays(SparkSession spark) throws IOException {
    String saved = folder.resolve("evaluated").toString();
    TrainModel.train(spark, labels(), options(2)).save(saved, hadoop);
    Path test = folder.resolve("test.csv");
    Files.writeString(
        test,
        """
        text,label,source,lang
        Buy our new hats now and save 20%! https://x.example,promotional,shop:z,en
        Do you still like my friend?,conversational,shop:z,en
        I was so happy with these thanks,promotional,shop:y,en
        Achetez nos chapeaux,promotional,shop:y,fr
        """);
    Evaluation evaluation =
        EvaluateModel.evaluate(
            saved, LabelFile.readAll(List.of(test.toString()), hadoop), hadoop, 1);
    Metrics overall = Objects.requireNonNull(evaluation.overall()).metrics();
    assertThat(overall.truePositives()).isEqualTo(1);
    assertThat(overall.trueNegatives()).isEqualTo(1);
    assertThat(overall.falseNegatives()).isEqualTo(1);
    assertThat(overall.unsupportedLanguageShare()).isEqualTo(.25);
    assertThat(evaluation.sources().keySet()).containsExactly("shop:y", "shop:z");
    assertThat(evaluation.modelHash()).isEqualTo(Model.hash(saved, hadoop));
    Path json = folder.resolve("metrics.json");
    evaluation.write(json.toString(), hadoop);
    assertThat(Files.readString(json))
        .contains(
            "\"macro_f1\"", "\"pr_auc\"", "\"false_positive_rate\"", "\"true_positives\" : 1");
  }

  /** Talk and offers of ours, each of a year, none of a source, no two nearly alike. */
  private static List<LabelledText> dated(String file, @Nullable Integer firstYear) {
    List<LabelledText> rows = new ArrayList<>();
    for (int i = 0; i < 2 * OFFERS.size(); i++) {
      String thing = OFFERS.get(i / 2);
      rows.add(
          new LabelledText(
              i % 2 == 0 ? "Buy new " + thing : "my " + thing + " broke",
              i % 2 == 0,
              file,
              "",
              null,
              null,
              firstYear == null ? null : Integer.valueOf(firstYear + i / 4),
              null,
              null));
    }
    return rows;
  }

  @Test
  void yearsLeftOutGiveFiguresOfTheTextsThatHaveOneAndChooseNothing(SparkSession spark) {
    List<LabelFile> files =
        List.of(
            LabelFile.of("a.csv", dated("a.csv", 2012)),
            LabelFile.of("b.csv", dated("b.csv", 2014)),
            LabelFile.of("c.csv", List.of(LabelledText.of("no year here", false, "c.csv", ""))));
    TrainOptions two = options(2).withRegularisations(List.of(.1, 1.0));
    Model withYears = TrainModel.trainOn(spark, files, two);
    Map<String, MeasuredGroup> metrics = withYears.card().metrics();
    assertThat(Objects.requireNonNull(metrics.get("years_apart")).metrics().n()).isEqualTo(32);
    assertThat(metrics)
        .containsKeys("sources_apart/c.csv", "years_apart/a.csv", "years_apart/b.csv")
        .doesNotContainKey("years_apart/c.csv");
    List<LabelFile> undated =
        List.of(
            LabelFile.of("a.csv", dated("a.csv", null)),
            LabelFile.of("b.csv", dated("b.csv", 2014)),
            files.get(2));
    Model without = TrainModel.trainOn(spark, undated, two);
    assertThat(without.card().metrics()).doesNotContainKey("years_apart");
    assertThat(without.card().regularisation()).isEqualTo(withYears.card().regularisation());
    assertThat(without.scorer().score("Buy tea", "en", List.of()))
        .isEqualTo(withYears.scorer().score("Buy tea", "en", List.of()));
  }

  @Test
  void labelsThatAreNotSayWhere(SparkSession spark) throws IOException {
    Path wrong = folder.resolve("wrong.csv");
    Files.writeString(wrong, "text,label\nhello,maybe\n");
    assertThatThrownBy(() -> TrainModel.train(spark, List.of(wrong.toString()), options(0)))
        .hasMessageContaining("wrong.csv, line 2: label is something of 5 characters");
    Files.writeString(wrong, "text,class\nhello,promotional\n");
    assertThatThrownBy(() -> TrainModel.train(spark, List.of(wrong.toString()), options(0)))
        .hasMessageContaining("column label");
    Files.writeString(wrong, "text,label\nhello,promotional\n");
    assertThatThrownBy(() -> TrainModel.train(spark, List.of(wrong.toString()), options(0)))
        .hasMessageContaining("both classes");
  }
}
