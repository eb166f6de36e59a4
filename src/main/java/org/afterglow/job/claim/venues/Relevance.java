package org.afterglow.job.claim.venues;

import static org.afterglow.table.ReasonCodes.NO_EVENT_TIMES;
import static org.afterglow.table.ReasonCodes.NO_VENUE;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udaf;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.functions.year;

import java.util.List;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.Parts;
import org.afterglow.job.claim.Weeks;
import org.afterglow.spark.Records;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.PlaceboSample;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.afterglow.text.TextMeasures;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * C7: promotion far from what its venue talks about meets less response; table {@code relevance}
 * (docs/methods.md, 5).
 */
public final class Relevance {
  private static final Encoder<VenuePost> POST_OF_VENUE = Records.encoder(VenuePost.class);
  private static final Encoder<Venue> VENUE = Records.encoder(Venue.class);

  static final int FEWEST_WORDS = 8;
  private static final int MONTHS_OF_TALK = 3;
  static final int FEWEST_POSTS_OF_OTHERS = 200;
  static final int FEWEST_OTHERS = 20;

  /** Non-promotional posts of a venue, month and tenth that a mean and deviation are taken of. */
  private static final int FEWEST_ALIKE = 5;

  private static final int TENTHS = 10;
  private static final long RESPONSE = 7 * ObservedCalendar.DAY;
  private static final double OBSERVED = .8;

  /** Posts of a class that are taken into memory, some 100 MB. */
  private static final long MOST_POSTS = 300_000;

  private static final long PARTS_OF_ACCOUNTS = 1_000_000;

  private static final String[] POST = {"platform", "post_id"};
  private static final String[] VENUE_MONTH = {"platform", "venue", "month"};
  private static final String[] AUTHOR_THERE = {"platform", "venue", "author_id"};

  private static final UserDefinedFunction TOPIC_SUM = udaf(new TopicSum(), Encoders.BINARY());

  /** In hundred-thousandths, so that sums are the same in any order. */
  private static final UserDefinedFunction DISTANCE =
      udf(
          (UDF3<byte[], byte[], byte @Nullable [], @Nullable Long>)
              (sketch, all, own) -> {
                Double distance = TopicSum.distance(sketch, all, own);
                return distance == null ? null : Long.valueOf(Math.round(distance * Relevant.UNIT));
              },
          DataTypes.LongType);

  private Relevance() {}

  /**
   * Promotional posts of a venue.
   *
   * @param key platform/venue
   * @param promoPosts all of 8 words or more
   * @param promoAuthors who wrote them
   * @param posts those whose distance is known
   * @param authors who wrote these
   * @param distance sum of it, in hundred-thousandths
   */
  public record Venue(
      String key, long promoPosts, long promoAuthors, long posts, long authors, long distance) {}

  /** Measures it, and writes its table. */
  public static ClaimEvidence of(ClaimArchive archive, OutputFolder.Publication publication) {
    Relevant relevant = measured(archive);
    publication.table(
        Tables.RELEVANCE,
        archive.posts().sparkSession().createDataset(relevant.rows(), Tables.RELEVANCE.encoder()));
    return relevant.evidence();
  }

  /** Measures it. */
  static Relevant measured(ClaimArchive archive) {
    Found found = found(archive);
    return found.missing == null
        ? Relevant.of(
            found.venues,
            VenueFit.of(
                found.of(true),
                new Draws(archive.seed(), Tables.RELEVANCE.name()),
                PlaceboSample.DRAWS),
            VenueFit.estimate(found.of(false)))
        : Relevant.none(found.missing);
  }

  /**
   * What there is to measure.
   *
   * @param missing what the archive lacks; null where there may be something
   * @param posts that can be compared
   */
  record Found(@Nullable String missing, List<Venue> venues, List<VenuePost> posts) {
    /** The posts of one class. */
    List<VenuePost> of(boolean promotional) {
      return posts.stream().filter(post -> post.promotional() == promotional).toList();
    }
  }

  static Found found(ClaimArchive archive) {
    Dataset<Row> posts = kept(archive, "posts", posts(archive.posts()));
    Dataset<Row> promotional = posts.filter(col("promotional").and(col("enough")));
    if (promotional.isEmpty()) {
      return new Found(NO_VENUE, List.of(), List.of());
    }
    if (timed(archive.events()).isEmpty()) {
      return new Found(NO_EVENT_TIMES, List.of(), List.of());
    }
    Dataset<Row> distances = kept(archive, "distances", distances(archive, posts, promotional));
    return new Found(null, venues(promotional, distances), comparable(archive, posts, distances));
  }

  /** Scored posts that stand in a venue which is not their author's own, and say anything. */
  private static Dataset<Row> posts(Dataset<Row> posts) {
    return posts
        .filter(
            col("origin")
                .equalTo("record")
                .and(col("kind").notEqual("repost"))
                .and(col("posted_at").isNotNull())
                .and(col("promotional_probability").isNotNull())
                .and(col("topic_sketch").notEqual(lit(new byte[TextMeasures.SKETCH_LENGTH])))
                .and(col("venue").notEqual(col("author_id")))
                .and(coalesce(col("venue").notEqual(col("author_handle_id")), lit(true))))
        .select(
            col("platform"),
            col("post_id"),
            col("author_id"),
            col("author_handle_id"),
            col("venue"),
            year(col("posted_at")).multiply(12).plus(month(col("posted_at"))).as("month"),
            Weeks.of(col("posted_at")),
            unix_micros(col("posted_at")).as("posted"),
            col("word_count").as("words"),
            col("word_count").geq(FEWEST_WORDS).as("enough"),
            size(col("link_domains")).gt(0).as("linked"),
            col("promotional_probability").as("probability"),
            col("promotional_probability").geq(.5).as("promotional"),
            col("post_class").equalTo("uncertain").as("doubtful"),
            col("topic_sketch"));
  }

  /**
   * Posts of enough words in months of venues that have promotional ones, with their distance from
   * what others talk about there and the tenth of their platform's posts that their words put them
   * in; without those where others wrote too little.
   */
  private static Dataset<Row> distances(
      ClaimArchive archive, Dataset<Row> posts, Dataset<Row> promotional) {
    Dataset<Row> wanted = promotional.select("platform", "venue", "month").distinct();
    Dataset<Row> before =
        posts
            .select(
                col("platform"),
                col("venue"),
                col("author_id"),
                explode(sequence(col("month").plus(1), col("month").plus(MONTHS_OF_TALK)))
                    .as("month"),
                col("topic_sketch"))
            .join(wanted, VENUE_MONTH, "left_semi");
    Dataset<Row> own =
        kept(
            archive,
            "own",
            before
                .groupBy("platform", "venue", "month", "author_id")
                .agg(
                    TOPIC_SUM.apply(col("topic_sketch")).as("own"), count(lit(1)).as("own_posts")));
    Dataset<Row> all =
        before
            .groupBy("platform", "venue", "month")
            .agg(TOPIC_SUM.apply(col("topic_sketch")).as("all"), count(lit(1)).as("all_posts"))
            .join(
                own.groupBy("platform", "venue", "month").agg(count(lit(1)).as("all_authors")),
                VENUE_MONTH,
                "inner");
    Column enough = col("enough");
    Dataset<Row> limits =
        posts
            .filter(enough)
            .groupBy("platform")
            .agg(percentile(col("words"), Parts.of(TENTHS)).as("limits"));
    return posts
        .filter(enough)
        .join(all, VENUE_MONTH, "inner")
        .join(own, new String[] {"platform", "venue", "month", "author_id"}, "left")
        .filter(
            col("all_posts")
                .minus(coalesce(col("own_posts"), lit(0L)))
                .geq(FEWEST_POSTS_OF_OTHERS)
                .and(
                    col("all_authors")
                        .minus(col("own_posts").isNotNull().cast("long"))
                        .geq(FEWEST_OTHERS)))
        .withColumn("away", DISTANCE.apply(col("topic_sketch"), col("all"), col("own")))
        .filter(col("away").isNotNull())
        .join(broadcast(limits), new String[] {"platform"}, "inner")
        .withColumn("tenth", Parts.above("limits", "words"))
        .drop(
            "topic_sketch",
            "all",
            "all_posts",
            "all_authors",
            "own",
            "own_posts",
            "limits",
            "enough");
  }

  /** In standard deviations of non-promotional posts of the same venue, month and tenth. */
  private static Dataset<Row> standardised(Dataset<Row> distances) {
    Dataset<Row> alike =
        distances
            .filter(not(col("promotional")))
            .groupBy("platform", "venue", "month", "tenth")
            .agg(
                count(lit(1)).as("alike"),
                sum("away").as("sum"),
                sum(col("away").multiply(col("away"))).as("squares"))
            .filter(col("alike").geq(FEWEST_ALIKE))
            .withColumn("mean", col("sum").divide(col("alike")))
            .withColumn(
                "deviation",
                sqrt(
                    col("squares")
                        .minus(col("sum").multiply(col("mean")))
                        .divide(col("alike").minus(1))))
            // what lies within the unit that distances are rounded to is no deviation
            .filter(col("deviation").geq(1))
            .select("platform", "venue", "month", "tenth", "mean", "deviation");
    return distances
        .join(alike, new String[] {"platform", "venue", "month", "tenth"}, "inner")
        .withColumn("distance", col("away").minus(col("mean")).divide(col("deviation")));
  }

  /**
   * Posts of either class, in months in which their author posted in two venues; of a class that
   * has too many those of a random part of the accounts.
   */
  private static List<VenuePost> comparable(
      ClaimArchive archive, Dataset<Row> posts, Dataset<Row> distances) {
    Dataset<Row> standardised = standardised(distances);
    Dataset<Row> several =
        standardised
            .groupBy("platform", "author_id", "month", "promotional")
            .agg(count_distinct(col("venue")).as("venues"))
            .filter(col("venues").gt(1));
    Dataset<Row> candidates =
        kept(
            archive,
            "candidates",
            standardised
                .join(
                    several,
                    new String[] {"platform", "author_id", "month", "promotional"},
                    "left_semi")
                .withColumn("account", concat(col("platform"), lit("/"), col("author_id"))));
    Dataset<Row> rows =
        candidates.filter(
            pmod(xxhash64(col("account")), lit(PARTS_OF_ACCOUNTS))
                .lt(
                    when(col("promotional"), parts(candidates, true))
                        .otherwise(parts(candidates, false))));
    return rows
        .join(venuePosts(archive.posts()), new String[] {"platform", "venue", "week"}, "inner")
        .join(responders(archive, rows), POST, "left")
        .join(earlierReplies(archive, posts, rows), POST, "left")
        .select(
            col("account"),
            col("platform"),
            col("venue"),
            col("month"),
            col("posted"),
            xxhash64(col("platform"), col("post_id")).as("key"),
            col("promotional"),
            col("doubtful"),
            col("distance"),
            col("venuePosts"),
            col("words"),
            col("linked"),
            col("probability"),
            coalesce(col("earlierReplies"), lit(0L)).as("earlierReplies"),
            coalesce(col("responders"), lit(0L)).as("responders"),
            coalesce(col("respondersWithBots"), lit(0L)).as("respondersWithBots"))
        .as(POST_OF_VENUE)
        .collectAsList()
        .stream()
        .filter(post -> observed(archive.calendars().get(post.platform()), post.posted()))
        .toList();
  }

  /** Of how many parts of the accounts a class is taken. */
  private static long parts(Dataset<Row> candidates, boolean promotional) {
    long posts = candidates.filter(col("promotional").equalTo(promotional)).count();
    return PARTS_OF_ACCOUNTS * MOST_POSTS / Math.max(posts, MOST_POSTS);
  }

  private static boolean observed(@Nullable ObservedCalendar calendar, long posted) {
    return calendar != null
        && calendar.observedMicros(posted, posted + RESPONSE) >= OBSERVED * RESPONSE;
  }

  /** Posts of any kind in each venue and week. */
  private static Dataset<Row> venuePosts(Dataset<Row> posts) {
    return posts
        .filter(
            col("origin")
                .equalTo("record")
                .and(col("venue").isNotNull())
                .and(col("posted_at").isNotNull()))
        .groupBy(col("platform"), col("venue"), Weeks.of(col("posted_at")))
        .agg(count(lit(1)).as("venuePosts"));
  }

  private static Dataset<Row> timed(Dataset<Row> events) {
    return events.filter(col("at").isNotNull().and(not(col("day_only"))));
  }

  /** Acts upon posts by others than their authors, with what the posts have. */
  private static Dataset<Row> acts(ClaimArchive archive, Dataset<Row> posts) {
    Dataset<Row> bots =
        archive
            .bots()
            .select(col("platform"), col("author_id").as("actor_id"))
            .withColumn("bot", lit(true));
    return timed(archive.events())
        .select(
            col("platform"),
            col("target_post_id").as("post_id"),
            col("kind").as("act"),
            col("actor_id"),
            // unknown actors are somebody else each time
            coalesce(col("actor_id"), col("event_id")).as("actor"),
            unix_micros(col("at")).as("acted"))
        .join(posts, POST, "inner")
        .filter(
            col("acted")
                .geq(col("posted"))
                .and(not(coalesce(col("actor_id").equalTo(col("author_id")), lit(false))))
                .and(not(coalesce(col("actor_id").equalTo(col("author_handle_id")), lit(false)))))
        .join(broadcast(bots), new String[] {"platform", "actor_id"}, "left")
        .withColumn("suspected", coalesce(col("bot"), lit(false)));
  }

  private static Dataset<Row> responders(ClaimArchive archive, Dataset<Row> rows) {
    return acts(
            archive, rows.select("platform", "post_id", "author_id", "author_handle_id", "posted"))
        .filter(col("acted").lt(col("posted").plus(RESPONSE)))
        .groupBy("platform", "post_id", "actor")
        .agg(max("suspected").as("suspected"))
        .groupBy("platform", "post_id")
        .agg(
            count_if(not(col("suspected"))).as("responders"),
            count(lit(1)).as("respondersWithBots"));
  }

  /** How many replies by persons an author's posts in the venue had before each of the posts. */
  private static Dataset<Row> earlierReplies(
      ClaimArchive archive, Dataset<Row> posts, Dataset<Row> rows) {
    Dataset<Row> theirs =
        posts
            .select("platform", "post_id", "venue", "author_id", "author_handle_id", "posted")
            .join(
                rows.select("platform", "venue", "author_id").distinct(),
                AUTHOR_THERE,
                "left_semi");
    Dataset<Row> replies =
        acts(archive, theirs)
            .filter(col("act").equalTo("reply").and(not(col("suspected"))))
            .select(
                col("platform"),
                col("venue"),
                col("author_id"),
                col("acted").as("at"),
                lit(1L).as("reply"),
                lit(null).cast("string").as("post_id"));
    Dataset<Row> marks =
        rows.select(
            col("platform"),
            col("venue"),
            col("author_id"),
            col("posted").as("at"),
            lit(0L).as("reply"),
            col("post_id"));
    return replies
        .unionByName(marks)
        .withColumn(
            "earlierReplies",
            sum("reply")
                .over(
                    Window.partitionBy("platform", "venue", "author_id")
                        .orderBy("at")
                        .rangeBetween(Window.unboundedPreceding(), -1)))
        .filter(col("post_id").isNotNull())
        .select("platform", "post_id", "earlierReplies");
  }

  private static List<Venue> venues(Dataset<Row> promotional, Dataset<Row> distances) {
    return promotional
        .groupBy("platform", "venue")
        .agg(count(lit(1)).as("promoPosts"), count_distinct(col("author_id")).as("promoAuthors"))
        .join(
            distances
                .filter(col("promotional"))
                .groupBy("platform", "venue")
                .agg(
                    count(lit(1)).as("posts"),
                    count_distinct(col("author_id")).as("authors"),
                    sum("away").as("distance")),
            new String[] {"platform", "venue"},
            "left")
        .select(
            concat(col("platform"), lit("/"), col("venue")).as("key"),
            col("promoPosts"),
            col("promoAuthors"),
            coalesce(col("posts"), lit(0L)).as("posts"),
            coalesce(col("authors"), lit(0L)).as("authors"),
            coalesce(col("distance"), lit(0L)).as("distance"))
        .as(VENUE)
        .collectAsList();
  }

  private static Dataset<Row> kept(ClaimArchive archive, String name, Dataset<Row> rows) {
    return archive.keeper().kept("relevance_" + name, rows);
  }
}
