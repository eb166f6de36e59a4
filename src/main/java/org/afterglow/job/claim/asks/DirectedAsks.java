package org.afterglow.job.claim.asks;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ObservedHours;
import org.afterglow.job.claim.Parts;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Posts that ask somebody for something, once for each person whom they name or answer, with
 * whether the two had spoken before and whether the person did anything with it (docs/methods.md,
 * 5). Those asked are authors who had written in the archive before: nobody else could be seen to
 * do what was asked.
 */
public final class DirectedAsks {
  /** Probability from which a post asks. */
  static final double ASKS = .5;

  /** Probability up to which it may as well not. */
  private static final double SURELY_ASKS = .7;

  private static final long MET_WITHIN = 7 * ObservedCalendar.DAY;
  private static final long SPOKEN_WITHIN = 90 * ObservedCalendar.DAY;
  private static final long ACTIVE_WITHIN = 28 * ObservedCalendar.DAY;
  private static final double OBSERVED = .8;
  private static final int TENTHS = 10;
  private static final String[] PERSON = {"platform", "name"};
  private static final Encoder<Hour> HOUR = Records.encoder(Hour.class);

  private DirectedAsks() {}

  /**
   * An hour with enough time observed before and after it.
   *
   * @param sinceMicros from when to it as much was observed as is needed
   */
  public record Hour(String platform, long hour, long sinceMicros) {}

  /**
   * Every ask that can be followed.
   *
   * @param posts rows of table posts
   * @param events rows of table events
   * @param bots platform and author_id of authors who are no persons
   * @param calendars observed time of the platforms that are looked at
   * @return platform, post_id, asker, target (author keys), warm, met, activity (posts of the
   *     target in the 28 days before), suspected (either is no person), sure (it asks beyond doubt)
   */
  static Dataset<Row> of(
      Dataset<Row> posts,
      Dataset<Row> events,
      Dataset<Row> bots,
      Map<String, ObservedCalendar> calendars) {
    Dataset<Row> hours = broadcast(hours(posts.sparkSession(), calendars));
    Dataset<Row> platforms = broadcast(hours.select("platform").distinct());
    String[] platform = {"platform"};
    Dataset<Row> written = written(posts.join(platforms, platform, "left_semi"));
    Dataset<Row> wrote = wrote(posts.join(platforms, platform, "left_semi"));
    Dataset<Row> acts =
        events
            .join(platforms, platform, "left_semi")
            .filter(
                col("at")
                    .isNotNull()
                    .and(col("actor_id").isNotNull())
                    .and(col("day_only").eqNullSafe(false)));
    Dataset<Row> names = names(wrote);
    Dataset<Row> asks =
        spokenBefore(
            asked(wrote, written, names, hours),
            replies(acts.filter(col("kind").equalTo("reply")), written, names));
    return marked(met(active(asks, wrote), acts), bots);
  }

  private static Dataset<Row> written(Dataset<Row> posts) {
    return posts.filter(col("author_id").isNotNull()).select("platform", "post_id", "author_id");
  }

  private static Dataset<Row> wrote(Dataset<Row> posts) {
    return posts.filter(
        col("origin")
            .equalTo("record")
            .and(col("posted_at").isNotNull())
            .and(col("author_id").isNotNull()));
  }

  /** The author behind each key that a record may name an author by. */
  private static Dataset<Row> names(Dataset<Row> wrote) {
    return wrote
        .select(
            col("platform"),
            col("author_id"),
            explode(array(col("author_id"), col("author_handle_id"))).as("name"))
        .filter(col("name").isNotNull())
        .groupBy("platform", "name")
        .agg(min("author_id").as("person"));
  }

  /** platform, post_id, asker, target, micros, since, sure; each target of a post once. */
  private static Dataset<Row> asked(
      Dataset<Row> wrote, Dataset<Row> written, Dataset<Row> names, Dataset<Row> hours) {
    Dataset<Row> asking =
        wrote
            .filter(col("kind").notEqual("repost").and(col("ask_probability").geq(ASKS)))
            .withColumn("hour", ObservedHours.hour(col("posted_at")))
            .join(hours, new String[] {"platform", "hour"}, "inner")
            .select(
                col("platform"),
                col("post_id"),
                col("author_id").as("asker"),
                unix_micros(col("posted_at")).as("micros"),
                col("sinceMicros").as("since"),
                col("ask_probability").geq(SURELY_ASKS).as("sure"),
                col("mentions"),
                col("reply_to_author_id"),
                col("reply_to_post_id"));
    return directed(asking, written, names);
  }

  /**
   * Posts, once for each person whom they name or answer, whenever these wrote.
   *
   * @param asking platform, asker, mentions, reply_to_author_id, reply_to_post_id, and others
   * @param posts rows of table posts
   * @return the others with platform, asker and target, an author key
   */
  static Dataset<Row> directed(Dataset<Row> asking, Dataset<Row> posts) {
    return directed(asking, written(posts), names(wrote(posts)));
  }

  private static Dataset<Row> directed(
      Dataset<Row> asking, Dataset<Row> written, Dataset<Row> names) {
    Column named =
        concat(
            flatten(
                transform(
                    col("mentions"),
                    mention ->
                        array(
                            mention.getField("author_id"), mention.getField("author_handle_id")))),
            array(col("reply_to_author_id")));
    Dataset<Row> byName =
        asking
            .withColumn("name", explode(named))
            .filter(col("name").isNotNull())
            .join(names, PERSON, "inner")
            .withColumnRenamed("person", "target");
    Dataset<Row> byAnswer =
        asking
            .filter(col("reply_to_post_id").isNotNull())
            .join(
                written.select(
                    col("platform"),
                    col("post_id").as("reply_to_post_id"),
                    col("author_id").as("target")),
                new String[] {"platform", "reply_to_post_id"},
                "inner");
    String[] addressed = {"name", "mentions", "reply_to_author_id", "reply_to_post_id"};
    return byName
        .drop(addressed)
        .unionByName(byAnswer.drop(addressed))
        .filter(col("target").notEqual(col("asker")))
        .distinct();
  }

  /** platform, asker, target and micros of replies, whoever asks for anything in them. */
  private static Dataset<Row> replies(
      Dataset<Row> replies, Dataset<Row> written, Dataset<Row> names) {
    return replies
        .join(
            written.withColumnRenamed("post_id", "target_post_id"),
            new String[] {"platform", "target_post_id"},
            "left")
        .join(
            names.withColumnRenamed("name", "target_author_id"),
            new String[] {"platform", "target_author_id"},
            "left")
        .select(
            col("platform"),
            col("actor_id").as("asker"),
            coalesce(col("author_id"), col("person")).as("target"),
            unix_micros(col("at")).as("micros"))
        .filter(col("target").isNotNull().and(col("target").notEqual(col("asker"))));
  }

  /** Asks with warm: whether one of the two had replied to the other since. */
  private static Dataset<Row> spokenBefore(Dataset<Row> asks, Dataset<Row> replies) {
    WindowSpec before =
        Window.partitionBy(
                col("platform"),
                least(col("asker"), col("target")),
                greatest(col("asker"), col("target")))
            .orderBy("micros")
            .rangeBetween(Window.unboundedPreceding(), -1);
    return asks.withColumn("replied", lit(null).cast("bigint"))
        .unionByName(replies.withColumn("replied", col("micros")), true)
        .withColumn("last", max("replied").over(before))
        .filter(col("post_id").isNotNull())
        .withColumn("warm", coalesce(col("last").geq(col("since")), lit(false)))
        .drop("replied", "last", "since");
  }

  /** Asks of people who had written before, with activity. */
  private static Dataset<Row> active(Dataset<Row> asks, Dataset<Row> wrote) {
    WindowSpec person = Window.partitionBy("platform", "target").orderBy("micros");
    Dataset<Row> targets = asks.select("platform", "target").distinct();
    Dataset<Row> theirs =
        wrote
            .select(
                col("platform"),
                col("author_id").as("target"),
                unix_micros(col("posted_at")).as("micros"),
                lit(1).as("post"))
            .join(targets, new String[] {"platform", "target"}, "left_semi");
    return asks.withColumn("post", lit(0))
        .unionByName(theirs, true)
        .withColumn("activity", sum("post").over(person.rangeBetween(-ACTIVE_WITHIN, -1)))
        .withColumn("ever", sum("post").over(person.rangeBetween(Window.unboundedPreceding(), -1)))
        .filter(col("post_id").isNotNull().and(col("ever").gt(0)))
        .withColumn("activity", coalesce(col("activity"), lit(0L)))
        .drop("post", "ever");
  }

  /** Asks with met: whether the target replied to it, passed it on or quoted it in time. */
  private static Dataset<Row> met(Dataset<Row> asks, Dataset<Row> acts) {
    Dataset<Row> responses =
        acts.filter(col("kind").isin("reply", "repost", "quote"))
            .select(
                col("platform"),
                col("target_post_id").as("post_id"),
                col("actor_id").as("target"),
                unix_micros(col("at")).as("responded"));
    Column waited = col("responded").minus(col("micros"));
    return asks.join(responses, new String[] {"platform", "post_id", "target"}, "left")
        .groupBy("platform", "post_id", "asker", "target", "micros", "sure", "warm", "activity")
        .agg(coalesce(max(waited.geq(0).and(waited.lt(MET_WITHIN))), lit(false)).as("met"));
  }

  private static Dataset<Row> marked(Dataset<Row> asks, Dataset<Row> bots) {
    Dataset<Row> marks =
        broadcast(bots.select("platform", "author_id").withColumn("bot", lit(true)));
    Dataset<Row> both = asks;
    for (String side : new String[] {"asker", "target"}) {
      both =
          both.join(
              marks.withColumnRenamed("author_id", side).withColumnRenamed("bot", "bot_" + side),
              new String[] {"platform", side},
              "left");
    }
    return both.select(
        col("platform"),
        col("post_id"),
        col("asker"),
        col("target"),
        col("warm"),
        col("met"),
        col("activity"),
        coalesce(col("bot_asker"), col("bot_target"), lit(false)).as("suspected"),
        col("sure"));
  }

  /**
   * Asks with tenth: of how many of the nine limits of their platform the target's activity lies
   * above; limits are those among persons.
   */
  static Dataset<Row> withTenth(Dataset<Row> asks) {
    Dataset<Row> limits =
        asks.groupBy("platform")
            .agg(
                percentile(
                        when(col("suspected"), null).otherwise(col("activity")), Parts.of(TENTHS))
                    .as("limits"));
    return asks.join(broadcast(limits), new String[] {"platform"}, "inner")
        .withColumn("tenth", coalesce(Parts.above("limits", "activity"), lit(0)))
        .drop("limits");
  }

  private static Dataset<Row> hours(SparkSession session, Map<String, ObservedCalendar> calendars) {
    List<Hour> hours = new ArrayList<>();
    calendars.forEach((platform, calendar) -> hours.addAll(hours(platform, calendar)));
    return session.createDataset(hours, HOUR).toDF();
  }

  /** The hours of a platform with enough observed for an ask before and after them. */
  static List<Hour> hours(String platform, ObservedCalendar calendar) {
    return hours(platform, calendar, SPOKEN_WITHIN, MET_WITHIN);
  }

  /**
   * The hours of a platform with enough observed before and after them.
   *
   * @param before microseconds that have to be
   * @param after microseconds of which four fifths have to be
   */
  static List<Hour> hours(String platform, ObservedCalendar calendar, long before, long after) {
    List<Hour> hours = new ArrayList<>();
    long since = calendar.begin() / ObservedCalendar.HOUR;
    for (long hour = since; hour * ObservedCalendar.HOUR < calendar.end(); hour++) {
      long at = hour * ObservedCalendar.HOUR;
      while (calendar.observedMicros((since + 1) * ObservedCalendar.HOUR, at) >= before) {
        since++;
      }
      if (calendar.observedMicros(since * ObservedCalendar.HOUR, at) >= before
          && calendar.observedMicros(at, at + after) >= OBSERVED * after) {
        hours.add(new Hour(platform, hour, since * ObservedCalendar.HOUR));
      }
    }
    return hours;
  }
}
