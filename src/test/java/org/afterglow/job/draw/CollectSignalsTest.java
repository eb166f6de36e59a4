package org.afterglow.job.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.classify.NoisyLabel;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.draw.CollectSignals.Collected;
import org.afterglow.job.draw.CollectSignals.Limits;
import org.afterglow.job.draw.CollectSignals.Told;
import org.afterglow.job.draw.CollectSignals.Yield;
import org.afterglow.table.Tables;
import org.afterglow.table.TextRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class CollectSignalsTest {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
  private static final Limits PLENTY = new Limits(100, 100, 100);

  private final SmallArchive archive = new SmallArchive();
  private final List<TextRow> texts = new ArrayList<>();

  private void post(String id, String author, @Nullable String answers, String text) {
    archive.post(id, author, START.plusSeconds(texts.size()), .3, 0, List.of(), List.of(), answers);
    texts.add(new TextRow(SmallArchive.PLATFORM, id, text));
  }

  /** An exchange of four turns, one of three, a monologue, and three adverts. */
  @BeforeEach
  void writePosts() {
    post("a1", "ada", null, "why will my rye dough not rise at all");
    post("a2", "ben", "a1", "is your kitchen cold perhaps");
    post("a3", "ada", "a2", "eighteen degrees I should think");
    post("a4", "ben", "a3", "that is too cold, try the airing cupboard");
    post("a5", "eve", "a3", "mine rises in the fridge");
    post("b1", "cleo", null, "our new ovens have arrived");
    post("b2", "dan", "b1", "what did you do with the old ones");
    post("b3", "cleo", "b2", "they went to the school down the road");
    post("m1", "eve", null, "first of many");
    post("m2", "eve", "m1", "second of many posts");
    post("m3", "eve", "m2", "third of many posts");
    post("p1", "shop", null, "Loaves at half price, promo code CRUMB50 until noon");
    post("p2", "shop", null, "My favourite knife #ad, I could not do without it");
    post("p3", "else", null, "loaves at half price, promo code CRUMB51 until noon!");
  }

  private Dataset<Row> posts(SparkSession spark) {
    return archive.posts(spark).withColumn("word_count", functions.lit(9L));
  }

  private Dataset<Row> texts(SparkSession spark) {
    return Tables.TEXTS.published(spark.createDataset(texts, Tables.TEXTS.encoder()));
  }

  @Test
  void turnsOfExchangesBetweenTwoPeopleAreFound(SparkSession spark) {
    assertThat(
            TurnsOfTalk.of(archive.posts(spark)).orderBy("post_id").collectAsList().stream()
                .map(row -> row.getString(1) + " " + row.getInt(2)))
        .containsExactly("a1 4", "a2 4", "a3 4", "a4 4", "b1 3", "b2 3", "b3 3");
  }

  @Test
  void anArchiveLabelsTextsOnBothSides(SparkSession spark) {
    Collected collected = CollectSignals.of(posts(spark), texts(spark), PLENTY, 1);

    assertThat(collected.bySignal())
        .containsOnly(
            entry("disclosed", new Yield(1, 1)),
            entry("promo_code", new Yield(2, 1)),
            entry("long_exchange", new Yield(3, 1)),
            entry("short_exchange", new Yield(2, 1)));
    assertThat(collected.labels())
        .extracting(NoisyLabel::promotional, NoisyLabel::signal)
        .containsExactlyInAnyOrder(
            tuple(true, "promo_code"),
            tuple(true, "disclosed"),
            tuple(false, "long_exchange"),
            tuple(false, "short_exchange"));
    assertThat(collected.labels())
        .allSatisfy(
            label -> {
              assertThat(label.text()).doesNotContain("#ad", "code", "CRUMB");
              assertThat(label.source()).matches("net:[0-9A-F]+");
              assertThat(label.language()).isEqualTo("en");
            });
    assertThat(CollectSignals.of(posts(spark).repartition(5), texts(spark), PLENTY, 1))
        .isEqualTo(collected);
  }

  @Test
  void nobodyAndNoVenueHasMoreThanTheirPart(SparkSession spark) {
    for (int i = 0; i < 6; i++) {
      post(
          "s" + i,
          "shop",
          null,
          "word" + i + " another" + i + " offer" + i + " voucher code A10B" + i);
    }
    Dataset<Row> unlike = posts(spark).filter("post_id <> 'p1'");
    Dataset<Row> inVenue = unlike.withColumn("venue", functions.lit("market"));

    assertThat(promotional(unlike, texts(spark), PLENTY)).isEqualTo(5);
    assertThat(promotional(unlike, texts(spark), new Limits(100, 2, 100))).isEqualTo(3);
    assertThat(promotional(inVenue, texts(spark), new Limits(100, 100, 4))).isEqualTo(4);
    assertThat(promotional(unlike, texts(spark), new Limits(2, 100, 100))).isEqualTo(2);
  }

  private static long promotional(Dataset<Row> posts, Dataset<Row> texts, Limits limits) {
    return CollectSignals.of(posts, texts, limits, 1).labels().stream()
        .filter(NoisyLabel::promotional)
        .count();
  }

  @Test
  void whatIsTakenBackPassedOnOrNotScoredHasNoSignal(SparkSession spark) {
    Dataset<Row> posts =
        posts(spark)
            .withColumn("kind", functions.expr("if(post_id = 'p1', 'repost', kind)"))
            .withColumn("deleted_state", functions.expr("if(post_id = 'p2', 'removed', null)"))
            .withColumn(
                "promotional_probability",
                functions.expr("if(post_id = 'p3', null, promotional_probability)"));

    assertThat(CollectSignals.of(posts, texts(spark), PLENTY, 1).bySignal())
        .containsOnlyKeys("long_exchange", "short_exchange");
  }

  private static Told told(
      boolean paidFor, boolean links, boolean answers, int turns, String text) {
    return new Told(
        "net", "p", "net:bread", "ada", null, "en", "h", paidFor, links, answers, turns, .5, text);
  }

  private static String signal(Told post) {
    java.util.Iterator<CollectSignals.Found> found = CollectSignals.signals(post);
    return found.hasNext() ? found.next().signal() : "none";
  }

  @Test
  void anAdvertCountsWhereItAsksForSomething() {
    assertThat(signal(told(true, false, false, 0, "Join us on Saturday!"))).isEqualTo("ad_flag");
    assertThat(signal(told(true, false, false, 0, "what a week it was"))).isEqualTo("none");
    assertThat(signal(told(false, false, false, 0, "Join us on Saturday!"))).isEqualTo("none");
  }

  @Test
  void aTurnOfAnExchangeCountsWhereItAnswersWithoutALink() {
    assertThat(signal(told(false, false, true, 4, "quite so"))).isEqualTo("long_exchange");
    assertThat(signal(told(false, false, true, 3, "quite so"))).isEqualTo("short_exchange");
    assertThat(signal(told(false, true, true, 4, "quite so"))).isEqualTo("none");
    assertThat(signal(told(false, false, true, 4, "see http://b.example"))).isEqualTo("none");
    assertThat(signal(told(false, false, false, 4, "quite so"))).isEqualTo("none");
    assertThat(signal(told(true, false, true, 4, "quite so"))).isEqualTo("none");
    assertThat(signal(told(false, false, true, 4, "have 10%, use code OVEN10")))
        .isEqualTo("promo_code");
    assertThat(signal(told(false, false, true, 4, "long ".repeat(500)))).isEqualTo("none");
  }
}
