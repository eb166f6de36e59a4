package org.afterglow.job.claim.feeds;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.Season;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.claim.Weeks;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;

/**
 * What owners did and what came of it, by week: what C3 and C5 are asked of.
 *
 * @param written rows of {@link Owners#posts}, narrow
 * @param talk rows of {@link Owners#mentions} by persons and suspected bots, with suspected
 * @param weeks the panel, a row for each week in which there was anything
 */
public record FeedWeeks(Dataset<Row> written, Dataset<Row> talk, Dataset<FeedWeek> weeks) {
  private static final Encoder<FeedWeek> WEEK = Records.encoder(FeedWeek.class);
  private static final Encoder<AccountFeeds> ACCOUNT = Records.encoder(AccountFeeds.class);

  /** Age up to which acts on a post count. */
  private static final long RESPONSE = 7 * ObservedCalendar.DAY;

  private static final String[] KEY = {"entityKey", "platform", "week"};
  private static final List<String> COUNTS =
      Arrays.stream(FeedWeek.class.getRecordComponents())
          .map(component -> component.getName())
          .filter(name -> !Arrays.asList(KEY).contains(name))
          .toList();

  /** In doubt, by the end of their class. */
  private static final String DOUBTFUL = "_in_doubt";

  /** Aggregates the archive once. */
  public static FeedWeeks of(ClaimArchive archive) {
    Dataset<Row> written =
        archive
            .keeper()
            .kept(
                "feed_posts",
                archive
                    .owners()
                    .posts(
                        archive
                            .posts()
                            .withColumn("doubtful", col("post_class").equalTo("uncertain")))
                    .select(
                        "entity_key",
                        "platform",
                        "post_id",
                        "author_id",
                        "author_handle_id",
                        "posted_at",
                        "kind",
                        "reply_to_post_id",
                        "reply_to_author_id",
                        "post_class",
                        "doubtful",
                        "first_person_plural_count",
                        "second_person_count",
                        "own_name_count"));
    Dataset<Row> talk = archive.keeper().kept("feed_talk", talk(archive));
    Dataset<Row> counted =
        union(List.of(posts(written), replies(written), events(archive, written), mentions(talk)));
    return new FeedWeeks(written, talk, archive.keeper().kept("feed_weeks", counted).as(WEEK));
  }

  /**
   * The panel by account.
   *
   * @param observed by platform, those alone that are asked about
   * @param atHand up to how many weeks of accounts are taken into memory
   */
  Feeds feeds(Map<String, ObservedWeeks> observed, long atHand) {
    Column[] columns = Arrays.stream(weeks.columns()).map(name -> col(name)).toArray(Column[]::new);
    Dataset<AccountFeeds> accounts =
        weeks
            .toDF()
            .groupBy("entityKey")
            .agg(collect_list(struct(columns)).as("weeks"))
            .as(ACCOUNT);
    return weeks.count() <= atHand
        ? new FeedsAtHand(accounts.collectAsList(), observed)
        : new FeedsAfar(accounts, observed);
  }

  /** Posts that answer nobody. */
  static Column inFeed() {
    return not(col("kind").isin("reply", "comment"));
  }

  private static Dataset<Row> posts(Dataset<Row> written) {
    Column promotional = inFeed().and(col("post_class").equalTo("promotional"));
    Column conversational = inFeed().and(col("post_class").equalTo("conversational"));
    return written
        .groupBy(col("entity_key").as("entityKey"), col("platform"), Weeks.of(col("posted_at")))
        .agg(
            count_if(inFeed()).as("posts"),
            count_if(promotional).as("promotional"),
            count_if(conversational).as("conversational"),
            count_if(promotional.and(col("doubtful"))).as("doubtfulPromotional"),
            count_if(conversational.and(col("doubtful"))).as("doubtfulConversational"),
            sum(coalesce(col("first_person_plural_count"), lit(0L))
                    .plus(coalesce(col("own_name_count"), lit(0L))))
                .as("ownWords"),
            sum(coalesce(col("second_person_count"), lit(0L))).as("yourWords"));
  }

  /** Answers to others: what an account adds to its own words is none. */
  private static Dataset<Row> replies(Dataset<Row> written) {
    Dataset<Row> own =
        written.select(col("entity_key"), col("platform"), col("post_id").as("reply_to_post_id"));
    Column toItself =
        coalesce(
            col("reply_to_author_id")
                .equalTo(col("author_id"))
                .or(col("reply_to_author_id").equalTo(col("author_handle_id"))),
            lit(false));
    return written
        .filter(not(inFeed()).and(col("reply_to_post_id").isNotNull()).and(not(toItself)))
        .join(own, new String[] {"entity_key", "platform", "reply_to_post_id"}, "left_anti")
        .groupBy(col("entity_key").as("entityKey"), col("platform"), Weeks.of(col("posted_at")))
        .agg(count(lit(1)).as("replies"));
  }

  private static Dataset<Row> events(ClaimArchive archive, Dataset<Row> written) {
    Dataset<Row> feed =
        written
            .filter(inFeed())
            .withColumn("campaign_id", col("entity_key"))
            .withColumn("is_owner", lit(true))
            .withColumn(
                "post_class",
                when(col("doubtful"), concat(col("post_class"), lit(DOUBTFUL)))
                    .otherwise(col("post_class")));
    Dataset<Row> acts =
        CampaignActs.of(
                archive.events(),
                feed,
                archive.owners().members(),
                archive.bots(),
                Season.flat().weights(feed.sparkSession()),
                CampaignActs.DIRECT,
                (name, rows) -> archive.keeper().kept("feed_" + name, rows))
            .timed()
            .filter(col("age_micros").lt(RESPONSE));
    Column suspected = col("suspected");
    Column promotional = col("post_class").startsWith("promotional");
    Column doubtful = col("post_class").endsWith(DOUBTFUL);
    Column person = not(suspected);
    return acts.groupBy(
            col("campaign_id").as("entityKey"), col("platform"), Weeks.of(col("posted_at")))
        .agg(
            count_if(person.and(promotional)).as("promotionalEvents"),
            count_if(person.and(not(promotional))).as("conversationalEvents"),
            count_if(person.and(promotional).and(doubtful)).as("doubtfulPromotionalEvents"),
            count_if(person.and(not(promotional)).and(doubtful)).as("doubtfulConversationalEvents"),
            count_if(suspected.and(promotional)).as("botPromotionalEvents"),
            count_if(suspected.and(not(promotional))).as("botConversationalEvents"));
  }

  private static Dataset<Row> talk(ClaimArchive archive) {
    Dataset<Row> marked =
        archive.bots().select("platform", "author_id").withColumn("bot", lit(true));
    return archive
        .owners()
        .mentions(archive.posts(), archive.bots().limit(0))
        .join(broadcast(marked), new String[] {"platform", "author_id"}, "left")
        .withColumn("suspected", coalesce(col("bot"), lit(false)))
        .drop("bot");
  }

  private static Dataset<Row> mentions(Dataset<Row> talk) {
    return talk.groupBy(
            col("entity_key").as("entityKey"), col("platform"), Weeks.of(col("posted_at")))
        .agg(
            count_if(not(col("suspected"))).as("mentions"),
            count_if(col("suspected")).as("botMentions"));
  }

  /** Rows that count different things of a week become one. */
  private static Dataset<Row> union(List<Dataset<Row>> parts) {
    Dataset<Row> all =
        parts.stream().map(FeedWeeks::filled).reduce(Dataset::unionByName).orElseThrow();
    Column[] sums = COUNTS.stream().map(count -> sum(col(count)).as(count)).toArray(Column[]::new);
    return all.groupBy(KEY[0], KEY[1], KEY[2])
        .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length))
        .select(
            Arrays.stream(FeedWeek.class.getRecordComponents())
                .map(component -> col(component.getName()))
                .toArray(Column[]::new));
  }

  private static Dataset<Row> filled(Dataset<Row> part) {
    List<String> there = Arrays.asList(part.columns());
    List<Column> columns = new ArrayList<>();
    for (String key : KEY) {
      columns.add(col(key));
    }
    for (String count : COUNTS) {
      columns.add(there.contains(count) ? col(count) : lit(0L).as(count));
    }
    return part.select(columns.toArray(Column[]::new));
  }
}
