package org.afterglow.job.claim.answers;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ObservedHours;
import org.afterglow.job.claim.Owners;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Posts by persons that name an owner or answer one, and how soon the owner answered them
 * (docs/methods.md, 5). An answer is the owner's reply to the post itself, or anywhere in the
 * thread that the post began: one in a thread of the owner's own may be meant for anybody there.
 */
public final class AnsweredMentions {
  /** Days within which an answer counts. */
  static final int ANSWER_DAYS = 7;

  private static final double OBSERVED = .8;
  private static final Encoder<Counted> COUNTED = Records.encoder(Counted.class);
  private static final Encoder<Hour> HOUR = Records.encoder(Hour.class);
  private static final Encoder<TalkSpan> SPAN = Records.encoder(TalkSpan.class);
  private static final Encoder<Daily> DAILY = Records.encoder(Daily.class);
  private static final Encoder<Owner> OWNER = Records.encoder(Owner.class);
  private static final Encoder<Said> SAID = Records.encoder(Said.class);
  private static final Encoder<Answers> ANSWERS = Records.encoder(Answers.class);

  private AnsweredMentions() {}

  /** An hour with the time after it observed in which answers count. */
  public record Hour(String platform, long hour) {}

  /**
   * What a window holds, all of its spans together.
   *
   * @param all mentions
   * @param matured those with the days behind them observed in which answers count
   * @param answered of the matured ones
   * @param replied answered ones, matured or not
   * @param people who wrote them all
   */
  public record Counted(
      String entityKey,
      String platform,
      String campaignId,
      String window,
      long all,
      long matured,
      long answered,
      long replied,
      long people) {}

  /** Matured mentions of a UTC day since 1970, and those answered. */
  public record Daily(String entityKey, String platform, long day, long matured, long answered) {}

  /** An owner on a platform. */
  public record Owner(String entityKey, String platform) {}

  /** All mentions of an owner on a UTC day since 1970. */
  public record Said(String entityKey, String platform, long day, long mentions) {}

  /** Of mentions after stops, how many were answered within the hour after so many whole hours. */
  public record Answers(String entityKey, long hours, long answered) {}

  /**
   * Each mention once for each owner.
   *
   * @param owned rows of {@link Owners#posts}
   * @param mentions rows of {@link Owners#mentions}
   * @param calendars observed time by platform
   * @return entity_key, platform, author_id, micros, hour, matured, answered, hours (whole ones to
   *     the answer, NULL without)
   */
  static Dataset<Row> of(
      Dataset<Row> owned, Dataset<Row> mentions, Map<String, ObservedCalendar> calendars) {
    Dataset<Row> replies =
        owned
            .filter(col("kind").isin("reply", "comment"))
            .select(
                col("entity_key"),
                col("platform"),
                col("reply_to_post_id"),
                col("root_post_id"),
                unix_micros(col("posted_at")).as("replied"));
    Dataset<Row> answers =
        replies
            .select(
                col("entity_key"),
                col("platform"),
                col("reply_to_post_id").as("post_id"),
                col("replied"))
            .union(
                replies.select(
                    col("entity_key"), col("platform"), col("root_post_id"), col("replied")))
            .filter(col("post_id").isNotNull());
    Column asked = unix_micros(col("posted_at"));
    String[] key = {"entity_key", "platform", "post_id"};
    Dataset<Row> timed =
        mentions
            .join(answers, key, "left")
            .groupBy("entity_key", "platform", "post_id", "author_id", "posted_at")
            .agg(min(when(col("replied").geq(asked), col("replied"))).as("replied"))
            .withColumn("micros", asked)
            .withColumn("hour", ObservedHours.hour(col("posted_at")))
            .withColumn("waited", col("replied").minus(col("micros")));
    Dataset<Row> matured =
        broadcast(maturedHours(mentions.sparkSession(), calendars).withColumn("known", lit(true)));
    return timed
        .join(matured, new String[] {"platform", "hour"}, "left")
        .select(
            col("entity_key"),
            col("platform"),
            col("author_id"),
            col("micros"),
            coalesce(col("known"), lit(false)).as("matured"),
            when(
                    col("waited").lt(ANSWER_DAYS * ObservedCalendar.DAY),
                    floor(col("waited").divide(lit((double) ObservedCalendar.HOUR))))
                .as("hours"));
  }

  private static Dataset<Row> maturedHours(
      SparkSession session, Map<String, ObservedCalendar> calendars) {
    List<Hour> hours = new ArrayList<>();
    long length = ANSWER_DAYS * ObservedCalendar.DAY;
    calendars.forEach(
        (platform, calendar) -> {
          long first = calendar.begin() / ObservedCalendar.HOUR;
          long last = (calendar.end() - length) / ObservedCalendar.HOUR;
          for (long hour = first; hour < last; hour++) {
            long from = hour * ObservedCalendar.HOUR;
            if (calendar.observedMicros(from, from + length) >= OBSERVED * length) {
              hours.add(new Hour(platform, hour));
            }
          }
        });
    return session.createDataset(hours, HOUR).toDF();
  }

  /** Mentions by window. */
  static List<Counted> byWindow(Dataset<Row> mentions, List<TalkSpan> spans) {
    return spanned(mentions, spans)
        .groupBy("entityKey", "platform", "campaignId", "window")
        .agg(
            count(lit(1)).as("all"),
            count_if(col("matured")).as("matured"),
            count_if(col("matured").and(col("hours").isNotNull())).as("answered"),
            count_if(col("hours").isNotNull()).as("replied"),
            count_distinct(col("author_id")).as("people"))
        .as(COUNTED)
        .collectAsList();
  }

  /** Hours to the answers of matured mentions after stops, by account. */
  static List<Answers> hours(Dataset<Row> mentions, List<TalkSpan> spans) {
    return spanned(mentions, spans.stream().filter(s -> s.window().equals(TalkSpan.POST)).toList())
        .filter(col("matured").and(col("hours").isNotNull()))
        .groupBy(col("entityKey"), col("hours"))
        .agg(count(lit(1)).as("answered"))
        .as(ANSWERS)
        .collectAsList();
  }

  /** Matured mentions by day. */
  static Dataset<Daily> daily(Dataset<Row> mentions) {
    return mentions
        .filter(col("matured"))
        .groupBy(
            col("entity_key").as("entityKey"),
            col("platform"),
            floor(col("micros").divide(lit((double) ObservedCalendar.DAY))).as("day"))
        .agg(count(lit(1)).as("matured"), count_if(col("hours").isNotNull()).as("answered"))
        .as(DAILY);
  }

  /** All mentions of some owners by day. */
  static List<Said> said(Dataset<Row> mentions, List<Owner> owners) {
    Dataset<Row> asked = broadcast(mentions.sparkSession().createDataset(owners, OWNER).toDF());
    return mentions
        .withColumnRenamed("entity_key", "entityKey")
        .join(asked, new String[] {"entityKey", "platform"}, "left_semi")
        .groupBy(
            col("entityKey"),
            col("platform"),
            floor(col("micros").divide(lit((double) ObservedCalendar.DAY))).as("day"))
        .agg(count(lit(1)).as("mentions"))
        .as(SAID)
        .collectAsList();
  }

  private static Dataset<Row> spanned(Dataset<Row> mentions, List<TalkSpan> spans) {
    Dataset<Row> windows =
        broadcast(
            mentions
                .sparkSession()
                .createDataset(spans, SPAN)
                .toDF()
                .withColumnRenamed("platform", "span_platform"));
    return mentions.join(
        windows,
        col("entity_key")
            .equalTo(col("entityKey"))
            .and(col("platform").equalTo(col("span_platform")))
            .and(col("micros").geq(col("fromMicros")))
            .and(col("micros").lt(col("untilMicros"))));
  }
}
