package org.afterglow.job.draw;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.afterglow.classify.NearDuplicates;
import org.afterglow.classify.NoisyLabel;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.spark.Records;
import org.afterglow.text.Disclosure;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Collects texts that an archive itself labels: promotional where the platform was paid to show
 * them and they ask for something, or where they disclose it ({@link Disclosure}); conversational
 * where they are turns of an exchange between two people and link to nothing. Nobody checked the
 * labels, and what has none may be either: they are good for adapting a model to an archive, not
 * for measuring it. docs/labelling.md says how pure each signal was found.
 */
public final class CollectSignals {
  /** Paid for, by the platform's word, and asking for something at the beginning of a sentence. */
  static final String AD_FLAG = "ad_flag";

  /** A turn of an exchange of four turns or more. */
  static final String LONG_EXCHANGE = "long_exchange";

  /** A turn of an exchange of three turns: somebody came back to what they were answered. */
  static final String SHORT_EXCHANGE = "short_exchange";

  /** A list of offers or a guide with links is no post like those that are to be classified. */
  private static final int LONGEST_TEXT = 2000;

  private static final long LEAST_WORDS = 3;

  private static final Encoder<Told> TOLD = Records.encoder(Told.class);
  private static final Encoder<Found> FOUND = Records.encoder(Found.class);
  private static final Encoder<SignalCount> SIGNAL_COUNT = Records.encoder(SignalCount.class);

  private CollectSignals() {}

  /**
   * How much is taken.
   *
   * @param side texts with either label, at most
   * @param author texts by one author with either label, at most
   * @param venue texts from one venue with either label, at most
   */
  public record Limits(int side, int author, int venue) {
    /** 20,000 a side, 10 by an author, 500 from a venue. */
    public static final Limits STANDARD = new Limits(20_000, 10, 500);

    public Limits {
      if (side < 1 || author < 1 || venue < 1) {
        throw new IllegalArgumentException(
            "at most " + side + " a side, " + author + " an author, " + venue + " a venue; 1 each");
      }
    }
  }

  /**
   * What became of a signal.
   *
   * @param posts that have it
   * @param taken texts with it that are in the set
   */
  public record Yield(long posts, long taken) {}

  /**
   * The set.
   *
   * @param labels as many of the one label as of the other
   * @param bySignal what became of each signal
   */
  public record Collected(List<NoisyLabel> labels, SortedMap<String, Yield> bySignal) {}

  /** A post as the rules see it. */
  public record Told(
      String platform,
      String postId,
      String source,
      @Nullable String author,
      @Nullable String venue,
      @Nullable String language,
      @Nullable String textHash,
      boolean paidFor,
      boolean links,
      boolean answers,
      int turns,
      double place,
      String text) {}

  /** A text with a signal. */
  public record Found(
      String platform,
      String postId,
      String source,
      @Nullable String author,
      @Nullable String venue,
      @Nullable String language,
      @Nullable String textHash,
      String signal,
      boolean promotional,
      double place,
      String text) {
    NoisyLabel label() {
      return new NoisyLabel(text, promotional, source, signal, language);
    }
  }

  /** Posts with one signal. */
  public record SignalCount(String signal, long posts) {}

  /**
   * Collects texts.
   *
   * @param posts rows of table posts
   * @param texts rows of table texts, or of {@link org.afterglow.ingest.ReadTexts}
   * @param limits how much is taken
   * @param seed that the choice among more than that starts from
   */
  public static Collected of(Dataset<Row> posts, Dataset<Row> texts, Limits limits, long seed) {
    Dataset<Found> found = found(posts, texts, seed).persist(StorageLevel.DISK_ONLY());
    try {
      SortedMap<String, Yield> bySignal = new TreeMap<>();
      found
          .groupBy("signal")
          .agg(count(lit(1)).as("posts"))
          .as(SIGNAL_COUNT)
          .collectAsList()
          .forEach(signal -> bySignal.put(signal.signal, new Yield(signal.posts, 0)));
      List<NoisyLabel> labels = balanced(limited(found, limits), limits.side);
      labels.forEach(
          label ->
              bySignal.compute(
                  label.signal(),
                  (signal, before) ->
                      before == null
                          ? new Yield(0, 1)
                          : new Yield(before.posts, before.taken + 1)));
      return new Collected(labels, Collections.unmodifiableSortedMap(bySignal));
    } finally {
      found.unpersist();
    }
  }

  private static Dataset<Found> found(Dataset<Row> posts, Dataset<Row> texts, long seed) {
    Dataset<Row> turns = TurnsOfTalk.of(posts);
    String[] key = {"platform", "post_id"};
    return posts
        .filter(PostSource.canBeLabelled().and(col("word_count").geq(LEAST_WORDS)))
        .join(turns, key, "left")
        .join(texts, key, "inner")
        .select(
            col("platform"),
            col("post_id").as("postId"),
            PostSource.source().as("source"),
            PostSource.author().as("author"),
            col("venue"),
            col("language"),
            col("text_hash").as("textHash"),
            coalesce(col("ad_flag"), lit(false)).as("paidFor"),
            size(col("link_domains")).gt(0).as("links"),
            col("reply_to_post_id").isNotNull().as("answers"),
            coalesce(col("turns"), lit(0)).as("turns"),
            PostSource.uniform(seed, "signals", col("platform"), col("post_id")).as("place"),
            col("text"))
        .as(TOLD)
        .flatMap((FlatMapFunction<Told, Found>) CollectSignals::signals, FOUND);
  }

  /** The row of a post with a signal; none where it has none. */
  static Iterator<Found> signals(Told post) {
    if (post.text.length() > LONGEST_TEXT) {
      return Collections.emptyIterator();
    }
    Disclosure disclosure = Disclosure.of(post.text);
    if (disclosure.rest().isBlank()) {
      return Collections.emptyIterator();
    }
    if (!disclosure.signals().isEmpty()) {
      String signal = disclosure.signals().get(0).name().toLowerCase(Locale.ROOT);
      return one(post, signal, true, disclosure.rest());
    }
    if (post.paidFor) {
      return Disclosure.invites(post.text)
          ? one(post, AD_FLAG, true, post.text)
          : Collections.emptyIterator();
    }
    if (post.links || !post.answers || post.text.contains("://")) {
      return Collections.emptyIterator();
    }
    return post.turns >= TurnsOfTalk.LONG
        ? one(post, LONG_EXCHANGE, false, post.text)
        : post.turns >= TurnsOfTalk.SHORT
            ? one(post, SHORT_EXCHANGE, false, post.text)
            : Collections.emptyIterator();
  }

  private static Iterator<Found> one(Told post, String signal, boolean promotional, String text) {
    Found found =
        new Found(
            post.platform,
            post.postId,
            post.source,
            post.author,
            post.venue,
            post.language,
            post.textHash,
            signal,
            promotional,
            post.place,
            text);
    return List.of(found).iterator();
  }

  /** Each text once, no more than is wanted by an author, from a venue and with a signal. */
  private static List<Found> limited(Dataset<Found> found, Limits limits) {
    Column post = CampaignActs.postKey(col("platform"), col("postId"));
    Dataset<Row> once =
        found
            .groupBy(coalesce(col("textHash"), post))
            .agg(min_by(struct(col("*")), struct(col("place"), col("postId"))).as("found"))
            .select("found.*");
    return once.withColumn("byAuthor", numbered(col("platform"), coalesce(col("author"), post)))
        .filter(col("byAuthor").leq(limits.author))
        .withColumn("byVenue", numbered(col("platform"), coalesce(col("venue"), post)))
        .filter(col("byVenue").leq(limits.venue))
        .withColumn("bySignal", numbered(col("signal")))
        .filter(col("bySignal").leq(limits.side))
        .orderBy("place", "platform", "postId")
        .select(
            Arrays.stream(FOUND.schema().fieldNames()).map(functions::col).toArray(Column[]::new))
        .as(FOUND)
        .collectAsList();
  }

  private static Column numbered(Column... by) {
    Column[] all = Arrays.copyOf(by, by.length + 1);
    all[by.length] = col("promotional");
    return row_number().over(Window.partitionBy(all).orderBy("place", "postId"));
  }

  /** As many of the one side as of the other, the signals of a side in turn, no near copies. */
  static List<NoisyLabel> balanced(List<Found> found, int side) {
    List<List<Found>> sides = new ArrayList<>();
    for (boolean promotional : new boolean[] {true, false}) {
      sides.add(inTurn(found.stream().filter(f -> f.promotional == promotional).toList()));
    }
    List<Found> all = Stream.concat(sides.get(0).stream(), sides.get(1).stream()).toList();
    int[] groups = NearDuplicates.groups(all.stream().map(Found::text).toList());
    List<List<NoisyLabel>> kept = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < groups.length; i++) {
      if (groups[i] == i) {
        kept.get(all.get(i).promotional ? 0 : 1).add(all.get(i).label());
      }
    }
    int each = Math.min(side, Math.min(kept.get(0).size(), kept.get(1).size()));
    return kept.stream().flatMap(labels -> labels.stream().limit(each)).toList();
  }

  /** The first of each signal, then the second of each, and so on. */
  private static List<Found> inTurn(List<Found> found) {
    Map<String, List<Found>> bySignal = new TreeMap<>();
    found.forEach(each -> bySignal.computeIfAbsent(each.signal, s -> new ArrayList<>()).add(each));
    List<Found> inTurn = new ArrayList<>(found.size());
    for (int turn = 0; inTurn.size() < found.size(); turn++) {
      for (List<Found> signal : bySignal.values()) {
        if (turn < signal.size()) {
          inTurn.add(signal.get(turn));
        }
      }
    }
    return inTurn;
  }
}
