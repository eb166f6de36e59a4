package org.afterglow.job.draw;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log10;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.afterglow.classify.InformativeChoice;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Allocation;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Draws the posts that are most worth labelling for training, in two parts.
 *
 * <ul>
 *   <li>Three in ten are drawn at random, as many from each tenth of the probability as from any
 *       other, and weigh 1/probability of being drawn: what they show holds for all posts that can
 *       be labelled, so that a threshold can be estimated from them. Copies of one text are drawn
 *       as the posts that they are, and handed out once with the sum of their weights.
 *   <li>The others are chosen by {@link InformativeChoice} from candidates that scans of the posts
 *       reduce an archive of any size to: a random sample of the texts of each stratum (platform,
 *       month, doubt) of a size in proportion to the square root of the stratum's (Bankier, "Power
 *       allocations", The American Statistician 42, 1988), more where the model is in doubt.
 * </ul>
 */
public final class DrawTrainingPosts {
  /** Most posts that may be asked for: all of them are compared with all candidates. */
  public static final int MOST = 10_000;

  private static final double RANDOM_SHARE = .3;
  private static final int CANDIDATES_A_POST = 50;
  private static final int MOST_CANDIDATES = 50_000;

  /** Posts by one author are one in this many of those chosen. */
  private static final int AUTHOR_SHARE = 20;

  private static final int LEAST_BY_AUTHOR = 2;

  /** Fewer words tell a person as little as the model. */
  private static final int LEAST_WORDS = 3;

  private static final int TENTHS = 10;

  /** Distances from a probability of ½ that part the strata, and how much each stratum counts. */
  private static final double[] DOUBT_EDGES = {.15, .35};

  private static final double[] DOUBT_COUNTS = {4, 2, 1};

  private static final Encoder<Found> FOUND = Records.encoder(Found.class);
  private static final Encoder<Stratum> STRATUM = Records.encoder(Stratum.class);
  private static final Encoder<Rate> RATE = Records.encoder(Rate.class);

  private static final Column[] COLUMNS =
      Arrays.stream(FOUND.schema().fieldNames()).map(functions::col).toArray(Column[]::new);

  private static final Seq<String> JOINED =
      CollectionConverters.asScala(List.of("platform", "year", "month", "doubt")).toSeq();

  /** One that says nothing of how posts were drawn. */
  private static final Comparator<Found> ORDER =
      Comparator.comparingDouble(Found::place)
          .thenComparing(Found::platform)
          .thenComparing(Found::postId);

  private final Dataset<Row> posts;
  private final int n;

  private DrawTrainingPosts(Dataset<Row> posts, int n, long seed) {
    this.posts = measured(posts, seed);
    this.n = n;
  }

  /** Posts of one kind, and how many. */
  public record Stratum(String platform, int year, int month, int doubt, int tenth, long posts) {}

  /** The share of a stratum's texts that become candidates. */
  public record Rate(String platform, int year, int month, int doubt, double rate) {}

  /** A post that may be drawn. */
  @SuppressWarnings("ArrayRecordComponent") // as in table posts
  public record Found(
      String platform,
      String postId,
      String source,
      @Nullable String author,
      @Nullable Instant postedAt,
      int year,
      int month,
      @Nullable String language,
      double probability,
      int tenth,
      int engagement,
      String textKey,
      byte[] sketch,
      double uniform,
      double place) {
    DrawnPost drawn(@Nullable Double weight) {
      return new DrawnPost(platform, postId, source, postedAt, language, weight, null, null);
    }

    InformativeChoice.Candidate candidate() {
      return new InformativeChoice.Candidate(
          probability,
          sketch,
          author == null ? null : platform + "/" + author,
          List.of(
              "platform " + platform,
              "month " + year + "-" + month,
              "source " + source,
              "engagement " + engagement));
    }
  }

  /**
   * Draws posts.
   *
   * @param posts rows of table posts
   * @param n posts, 1 … {@value #MOST}; fewer where there are fewer different texts
   * @param seed that the draw starts from
   * @return in an order that says nothing of how they were drawn
   */
  public static List<DrawnPost> of(Dataset<Row> posts, int n, long seed) {
    if (n < 1 || n > MOST) {
      throw new IllegalArgumentException(n + " posts; 1 to " + MOST);
    }
    return new DrawTrainingPosts(posts, n, seed).drawn();
  }

  private List<DrawnPost> drawn() {
    List<Stratum> strata =
        posts
            .groupBy("platform", "year", "month", "doubt", "tenth")
            .agg(count(lit(1)).as("posts"))
            .as(STRATUM)
            .collectAsList();
    Map<String, Weighed> random = random(strata);
    List<Weighed> all = new ArrayList<>(random.values());
    List<Found> candidates =
        candidates(strata).stream().filter(found -> !random.containsKey(found.textKey)).toList();
    int left = n - all.size();
    InformativeChoice.of(
            candidates.stream().map(Found::candidate).toList(),
            all.stream().map(post -> post.found.sketch).toList(),
            left,
            Math.max(LEAST_BY_AUTHOR, left / AUTHOR_SHARE))
        .forEach(place -> all.add(new Weighed(candidates.get(place), null)));
    return all.stream()
        .sorted(Comparator.comparing(Weighed::found, ORDER))
        .map(post -> post.found.drawn(post.weight))
        .toList();
  }

  private record Weighed(Found found, @Nullable Double weight) {}

  /** By text, the posts that are drawn at random from the tenths. */
  private Map<String, Weighed> random(List<Stratum> strata) {
    long[] sizes = new long[TENTHS];
    strata.forEach(stratum -> sizes[stratum.tenth] += stratum.posts);
    int[] wanted = Allocation.even(sizes, (int) Math.round(RANDOM_SHARE * n));
    Column below = lit(0.0);
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      if (wanted[tenth] > 0) {
        // Beyond what is wanted by ten standard deviations: what is left over is cut off below.
        double enough = (wanted[tenth] + 10 * Math.sqrt(wanted[tenth]) + 10) / sizes[tenth];
        below = when(col("tenth").equalTo(tenth), enough).otherwise(below);
      }
    }
    List<List<Found>> byTenth = new ArrayList<>();
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      byTenth.add(new ArrayList<>());
    }
    found(posts.filter(col("uniform").lt(below)))
        .collectAsList()
        .forEach(found -> byTenth.get(found.tenth).add(found));
    Map<String, Weighed> drawn = new LinkedHashMap<>();
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      double weight = (double) sizes[tenth] / Math.max(1, wanted[tenth]);
      byTenth.get(tenth).stream()
          .sorted(Comparator.comparingDouble(Found::uniform).thenComparing(ORDER))
          .limit(wanted[tenth])
          .forEach(
              found ->
                  drawn.merge(
                      found.textKey,
                      new Weighed(found, weight),
                      (first, copy) -> new Weighed(first.found, sum(first, copy))));
    }
    return drawn;
  }

  private static double sum(Weighed one, Weighed other) {
    return (one.weight == null ? 0 : one.weight) + (other.weight == null ? 0 : other.weight);
  }

  /** The texts that may be chosen, each once. */
  private List<Found> candidates(List<Stratum> strata) {
    Map<Rate, Long> sizes = new HashMap<>();
    strata.forEach(
        s -> sizes.merge(new Rate(s.platform, s.year, s.month, s.doubt, 0), s.posts, Long::sum));
    double counts =
        sizes.entrySet().stream().mapToDouble(s -> share(s.getKey(), s.getValue())).sum();
    long most = Math.min((long) CANDIDATES_A_POST * n, MOST_CANDIDATES);
    List<Rate> rates = new ArrayList<>();
    sizes.forEach(
        (stratum, size) ->
            rates.add(
                new Rate(
                    stratum.platform,
                    stratum.year,
                    stratum.month,
                    stratum.doubt,
                    Math.min(1, most * share(stratum, size) / counts / size))));
    Dataset<Row> within =
        posts
            .filter(col("words").geq(LEAST_WORDS))
            .join(broadcast(posts.sparkSession().createDataset(rates, RATE)), JOINED, "inner")
            .filter(col("textUniform").lt(col("rate")));
    return within
        .groupBy("textKey")
        .agg(min_by(struct(COLUMNS), struct("platform", "postId")).as("found"))
        .select("found.*")
        .as(FOUND)
        .collectAsList()
        .stream()
        .sorted(ORDER)
        .toList();
  }

  private static double share(Rate stratum, long size) {
    return DOUBT_COUNTS[stratum.doubt] * Math.sqrt((double) size);
  }

  private static Dataset<Found> found(Dataset<Row> posts) {
    return posts.select(COLUMNS).as(FOUND);
  }

  /** Posts that can be labelled, with what decides whether they are drawn. */
  private static Dataset<Row> measured(Dataset<Row> posts, long seed) {
    Column probability = col("promotional_probability");
    Column distance = abs(probability.minus(.5));
    Column doubt = lit(DOUBT_EDGES.length);
    for (int i = DOUBT_EDGES.length - 1; i >= 0; i--) {
      doubt = when(distance.lt(DOUBT_EDGES[i]), i).otherwise(doubt);
    }
    Column acts =
        coalesce(
            col("likes")
                .plus(coalesce(col("reposts"), lit(0)))
                .plus(coalesce(col("replies"), lit(0))),
            col("score"),
            col("replies"),
            col("views"));
    Column text = coalesce(col("text_hash"), CampaignActs.postKey(col("platform"), col("post_id")));
    return posts
        .filter(PostSource.canBeLabelled().and(col("topic_sketch").isNotNull()))
        .select(
            col("platform"),
            col("post_id").as("postId"),
            PostSource.source().as("source"),
            PostSource.author().as("author"),
            col("posted_at").as("postedAt"),
            col("year"),
            col("month"),
            col("language"),
            probability.as("probability"),
            least(floor(probability.multiply(TENTHS)), lit(TENTHS - 1)).cast("int").as("tenth"),
            doubt.cast("int").as("doubt"),
            coalesce(floor(log10(greatest(acts, lit(0)).plus(1))), lit(-1))
                .cast("int")
                .as("engagement"),
            text.as("textKey"),
            col("topic_sketch").as("sketch"),
            col("word_count").as("words"),
            PostSource.uniform(seed, "random", col("platform"), col("post_id")).as("uniform"),
            PostSource.uniform(seed, "chosen", text).as("textUniform"),
            PostSource.uniform(seed, "order", col("platform"), col("post_id")).as("place"));
  }
}
