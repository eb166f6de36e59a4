package org.afterglow.job.draw;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.afterglow.SparkExtension;
import org.afterglow.UserError;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.contrast.ContrastPost;
import org.afterglow.spark.Records;
import org.afterglow.table.Tables;
import org.afterglow.text.TextMeasures;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class DrawPostsTest {
  private static final int POSTS = 1_500;
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  /** What a test says of a post; the rest is as {@link SmallArchive} makes it. */
  @SuppressWarnings("ArrayRecordComponent") // as in table posts
  public record Sketched(String post_id, byte[] topic_sketch, String text_hash, long word_count) {}

  /**
   * Posts of 50 authors over a year, most of low probability, each with words of its own; every
   * third from 600 on has the text of one post.
   */
  private static Dataset<Row> posts(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    List<Sketched> sketches = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < POSTS; i++) {
      boolean copy = i >= 600 && i % 3 == 0;
      double probability = copy ? .02 : Math.pow(random.nextDouble(), 3);
      String author = i % 2 == 0 ? "busy" : "author " + i % 49;
      archive.post(
          "p" + i,
          author,
          START.plusSeconds(i * 20_000L),
          probability,
          0,
          List.of(),
          List.of(),
          null);
      byte[] sketch = new byte[TextMeasures.SKETCH_LENGTH];
      SplittableRandom words = new SplittableRandom(copy ? 1 : i + 2L);
      for (int word = 0; word < 12; word++) {
        sketch[words.nextInt(sketch.length)] = (byte) (words.nextBoolean() ? 1 : -1);
      }
      sketches.add(new Sketched("p" + i, sketch, copy ? "copy" : "text " + i, i % 10 == 0 ? 2 : 9));
    }
    return Tables.POSTS
        .published(spark.createDataset(archive.posts, Tables.POSTS.encoder()))
        .drop("topic_sketch", "text_hash", "word_count")
        .join(spark.createDataset(sketches, Records.encoder(Sketched.class)).toDF(), "post_id");
  }

  private static Map<String, Double> probabilities(Dataset<Row> posts) {
    return posts
        .select("post_id", "promotional_probability")
        .as(Encoders.tuple(Encoders.STRING(), Encoders.DOUBLE()))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(scala.Tuple2::_1, scala.Tuple2::_2));
  }

  @Test
  void thoseDrawnAtRandomStandForAllPostsAndTheOthersAreNewTextsInDoubt(SparkSession spark) {
    Dataset<Row> posts = posts(spark).persist();
    Map<String, Double> probability = probabilities(posts);
    double mean = probability.values().stream().mapToDouble(p -> p).average().orElseThrow();
    double estimates = 0;
    for (long seed = 1; seed <= 2; seed++) {
      List<DrawnPost> drawn = DrawTrainingPosts.of(posts, 200, seed);

      assertThat(drawn).hasSize(200).extracting(DrawnPost::postId).doesNotHaveDuplicates();
      List<DrawnPost> random = drawn.stream().filter(post -> post.weight() != null).toList();
      assertThat(random).hasSizeBetween(40, 60);
      assertThat(random.stream().mapToDouble(DrawPostsTest::weight).sum())
          .isCloseTo(POSTS, within(1e-6));
      assertThat(
              random.stream()
                  .collect(
                      Collectors.groupingBy(
                          post -> (int) (10 * p(probability, post)), Collectors.counting())))
          .hasSize(10);
      estimates +=
          random.stream().mapToDouble(post -> weight(post) * p(probability, post)).sum() / POSTS;

      List<DrawnPost> chosen = drawn.stream().filter(post -> post.weight() == null).toList();
      assertThat(chosen)
          .allSatisfy(post -> assertThat(number(post) % 10).as("words").isNotZero())
          .filteredOn(post -> number(post) >= 600 && number(post) % 3 == 0)
          .hasSizeLessThanOrEqualTo(1);
      assertThat(
              chosen.stream()
                  .mapToDouble(post -> Math.abs(p(probability, post) - .5))
                  .average()
                  .orElseThrow())
          .isLessThan(.25);
      assertThat(
              chosen.stream()
                  .map(post -> String.valueOf(post.postedAt()).substring(0, 7))
                  .distinct())
          .hasSizeGreaterThan(9);
      assertThat(chosen).filteredOn(post -> number(post) % 2 == 0).hasSizeLessThanOrEqualTo(8);
    }
    assertThat(estimates / 2).isCloseTo(mean, within(.02));
    posts.unpersist();
  }

  private static int number(DrawnPost post) {
    return Integer.parseInt(post.postId().substring(1));
  }

  private static double p(Map<String, Double> probability, DrawnPost post) {
    return Objects.requireNonNull(probability.get(post.postId()));
  }

  private static double weight(DrawnPost post) {
    return Objects.requireNonNull(post.weight());
  }

  @Test
  void theSameSeedDrawsTheSameHoweverTheRowsLie(SparkSession spark) {
    Dataset<Row> posts = posts(spark);

    List<DrawnPost> drawn = DrawTrainingPosts.of(posts, 50, 7);

    assertThat(DrawTrainingPosts.of(posts.repartition(5, col("text_hash")), 50, 7))
        .isEqualTo(drawn);
    assertThat(DrawTrainingPosts.of(posts, 50, 8)).isNotEqualTo(drawn);
  }

  @Test
  void whatCannotBeLabelledIsNeverDrawn(SparkSession spark) {
    Dataset<Row> posts =
        posts(spark)
            .filter("post_id in ('p1', 'p2', 'p3', 'p4', 'p5')")
            .withColumn("kind", expr("if(post_id = 'p1', 'repost', kind)"))
            .withColumn("deleted_state", expr("if(post_id = 'p2', 'removed', null)"))
            .withColumn(
                "promotional_probability",
                expr("if(post_id = 'p3', null, promotional_probability)"));

    assertThat(DrawTrainingPosts.of(posts, 100, 1))
        .extracting(DrawnPost::postId)
        .containsExactlyInAnyOrder("p4", "p5");
    assertThatThrownBy(() -> DrawTrainingPosts.of(posts, 0, 1)).hasMessageContaining("0 posts");
  }

  @Test
  void aSourceNamesAVenueOrHidesItsAuthor(SparkSession spark) {
    Dataset<Row> posts =
        posts(spark)
            .filter("post_id in ('p1', 'p2', 'p3', 'p5')")
            .withColumn("venue", expr("if(post_id = 'p1', 'bread', null)"))
            .withColumn("author_id", expr("if(post_id = 'p3', null, 'known')"));

    assertThat(DrawTrainingPosts.of(posts, 9, 1))
        .extracting(DrawnPost::source)
        .hasSize(4)
        .contains("net:bread", "net")
        .filteredOn(source -> source.matches("net:[0-9A-F]{1,16}"))
        .hasSize(2);
  }

  private static ContrastPost contrast(String campaign, int i, long events, boolean eligible) {
    return new ContrastPost(
        campaign,
        "net",
        "net/p" + i,
        0,
        i % 2 == 0,
        false,
        false,
        eligible,
        0,
        0,
        0,
        null,
        events,
        0,
        events * 300_000,
        0,
        events * 1_000_000,
        new ContrastPost.Earned(0, 0, 0),
        new ContrastPost.Earned(0, 0, 0),
        new ContrastPost.Earned(0, 0, 0),
        0,
        0,
        0);
  }

  /** Posts of a campaign with 1 … 10 acts, the first with many. */
  private static Dataset<ContrastPost> contrasted(SparkSession spark) {
    List<ContrastPost> posts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      posts.add(contrast("c", i, i == 0 ? 5_000 : i % 10 + 1, true));
    }
    posts.add(contrast("c", 401, 0, true));
    posts.add(contrast("c", 403, 50, false));
    posts.add(contrast("also c", 1, 40, true));
    posts.add(contrast("also c", 2, 40, true));
    posts.add(contrast("one class", 501, 900, true));
    posts.add(contrast("one class", 502, 29, true));
    return spark.createDataset(posts, Records.encoder(ContrastPost.class));
  }

  @Test
  void postsAreDrawnForValidationInProportionToTheirActs(SparkSession spark) {
    Dataset<Row> sized = DrawValidationPosts.sized(contrasted(spark)).persist();
    long total = sized.agg(sum("acts")).as(Encoders.LONG()).head();
    assertThat(sized.count()).isEqualTo(400);
    List<Row> drawn = DrawValidationPosts.drawn(sized, 40, 1).collectAsList();
    Map<String, Double> weights =
        drawn.stream().collect(Collectors.toMap(row -> row.getString(0), row -> row.getDouble(1)));

    double factor = 39.0 / (total - 5_000);
    assertThat(drawn).hasSize(40);
    assertThat(weights).containsEntry("net/p0", 1.0);
    weights.forEach(
        (key, weight) -> {
          int i = Integer.parseInt(key.substring("net/p".length()));
          if (i > 2) {
            assertThat(weight).as(key).isCloseTo(1 / (factor * (i % 10 + 1)), within(1e-9));
          }
        });
    assertThat(weights)
        .doesNotContainKeys("net/p401", "net/p403", "net/p501", "net/p502")
        .isNotEqualTo(
            DrawValidationPosts.drawn(sized, 40, 2).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getDouble(1))));

    assertThat(DrawValidationPosts.drawn(sized, 500, 1).collectAsList())
        .hasSize(400)
        .allSatisfy(row -> assertThat(row.getDouble(1)).isEqualTo(1))
        .contains(RowFactory.create("net/p1", 1.0, 42 * 300_000L, 42 * 700_000L));
    sized.unpersist();
  }

  @Test
  void withoutACampaignThatHasEnoughActsThereIsNothingToCheck(SparkSession spark) {
    Dataset<ContrastPost> few = contrasted(spark).filter("campaignId = 'one class'");

    assertThatThrownBy(() -> DrawValidationPosts.drawn(DrawValidationPosts.sized(few), 5, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("30 acts");
  }
}
