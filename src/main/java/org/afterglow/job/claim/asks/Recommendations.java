package org.afterglow.job.claim.asks;

import static org.afterglow.table.ReasonCodes.ASKS_NOT_SCORED;
import static org.afterglow.table.ReasonCodes.NO_OWNER;
import static org.afterglow.table.ReasonCodes.SAMPLED_ARCHIVE;
import static org.afterglow.table.ReasonCodes.TOO_FEW_EVENTS;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ObservedHours;
import org.afterglow.job.acts.MemberPosts;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.claim.Parts;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Posts by which people recommend owners' accounts, by whether these had asked them
 * (docs/methods.md, 5): what names an account, links to a domain of its campaigns or quotes it, and
 * is no part of talk with it; one for each person, account and UTC day.
 */
public final class Recommendations {
  /** Kinds, of several the first. */
  static final String OWNED = "owned";

  static final String ASKED = "asked";
  static final String ASKED_BEFORE = "asked_before";
  static final String EARNED = "earned";

  private static final long ASKED_WITHIN = 28 * ObservedCalendar.DAY;
  private static final long ANSWERED_WITHIN = 7 * ObservedCalendar.DAY;
  private static final String[] POST = {"platform", "post_id"};
  private static final String[] ACCOUNT_KEY = {"entity_key", "platform"};
  private static final String[] ENTITY_POST = {"entity_key", "platform", "post_id"};
  private static final Encoder<DirectedAsks.Hour> HOUR = Records.encoder(DirectedAsks.Hour.class);
  private static final Encoder<Account> ACCOUNT = Records.encoder(Account.class);
  private static final Encoder<Cell> CELL = Records.encoder(Cell.class);
  private static final Encoder<Recommenders> RECOMMENDERS = Records.encoder(Recommenders.class);

  private Recommendations() {}

  /**
   * An owner's account on a platform that is looked at.
   *
   * @param scored its posts of which it is known whether they ask
   * @param promotedDays days on which it posted promotion that answers nobody
   */
  public record Account(String entityKey, String platform, long scored, long promotedDays) {}

  /**
   * Recommendations of an account of one kind.
   *
   * @param quartile fourth of the recommenders' followers, from 1; 0 where they are not known
   * @param inCampaign of them those while a campaign of the account ran
   * @param followed of them those of which the days behind were observed in which answers count
   * @param acts what those were answered with
   */
  public record Cell(
      String entityKey,
      String platform,
      String kind,
      int quartile,
      long recommendations,
      long inCampaign,
      long followed,
      long acts) {}

  /**
   * Who recommends an account, its own accounts and paid posts left out.
   *
   * @param people persons
   * @param squares Σ m², m the earned and asked recommendations of one person
   */
  public record Recommenders(String entityKey, long people, long squares) {}

  /**
   * Measures them.
   *
   * @param calendars observed time of the platforms that are looked at
   * @param owned rows of {@link Owners#posts}
   */
  static Earned measured(
      ClaimArchive archive, Map<String, ObservedCalendar> calendars, Dataset<Row> owned) {
    if (archive.owners().none()) {
      return Earned.none(NO_OWNER);
    }
    if (calendars.isEmpty()) {
      return Earned.none(SAMPLED_ARCHIVE);
    }
    List<Account> accounts = accounts(owned, calendars);
    List<Account> scored = accounts.stream().filter(account -> account.scored() > 0).toList();
    if (scored.isEmpty()) {
      return Earned.none(accounts.isEmpty() ? TOO_FEW_EVENTS : ASKS_NOT_SCORED);
    }
    Dataset<Row> told =
        archive.keeper().kept("recommendations", of(archive, owned, scored, calendars));
    Dataset<Row> names = ownNames(owned, together(archive.members()));
    return Earned.of(accounts, cells(told, archive, names, calendars.keySet()), recommenders(told));
  }

  /**
   * The accounts by which recommendations can be told apart, or not.
   *
   * @param owned rows of {@link Owners#posts}
   * @param calendars observed time of the platforms that are looked at
   */
  static List<Account> accounts(Dataset<Row> owned, Map<String, ObservedCalendar> calendars) {
    Column promotes =
        col("post_class")
            .eqNullSafe("promotional")
            .and(col("reply_to_post_id").isNull())
            .and(col("reply_to_author_id").isNull())
            .and(col("sinceMicros").isNotNull());
    Column day = when(promotes, col("posted_at").cast("date"));
    return owned
        .filter(col("platform").isin(calendars.keySet().toArray()))
        .withColumn("hour", ObservedHours.hour(col("posted_at")))
        .join(hours(owned, calendars, 0), new String[] {"platform", "hour"}, "left")
        .groupBy(col("entity_key").as("entityKey"), col("platform"))
        .agg(count(col("ask_probability")).as("scored"), count_distinct(day).as("promotedDays"))
        .orderBy("entityKey", "platform")
        .as(ACCOUNT)
        .collectAsList();
  }

  /**
   * Every recommendation.
   *
   * @param owned rows of {@link Owners#posts}
   * @param accounts those of which it is known whether they ask
   * @param calendars observed time of the platforms that are looked at
   * @return entity_key, platform, author_id, day, micros, post_id, kind, in_campaign, followed; one
   *     for each account, author and day
   */
  static Dataset<Row> of(
      ClaimArchive archive,
      Dataset<Row> owned,
      List<Account> accounts,
      Map<String, ObservedCalendar> calendars) {
    Dataset<Row> looked =
        broadcast(
            owned
                .sparkSession()
                .createDataset(accounts, ACCOUNT)
                .select(col("entityKey").as("entity_key"), col("platform")));
    Dataset<Row> together = broadcast(together(archive.members()));
    Dataset<Row> matches =
        archive
            .keeper()
            .kept(
                "posts_of_owners",
                MemberPosts.of(archive.posts(), named(archive))
                    .select(
                        col("campaign_id").as("entity_key"),
                        col("platform"),
                        col("post_id"),
                        col("relation").equalTo(MemberPosts.WRITES).as("writes"))
                    .distinct());
    Dataset<Row> wrote =
        matches
            .filter(col("writes"))
            .withColumnRenamed("entity_key", "owner_key")
            .join(together, "owner_key")
            .join(looked, ACCOUNT_KEY, "left_semi")
            .groupBy("entity_key", "platform", "post_id")
            .agg(max(col("entity_key").equalTo(col("owner_key"))).as("itself"));
    Dataset<Row> names =
        matches.filter(not(col("writes"))).drop("writes").join(looked, ACCOUNT_KEY, "left_semi");
    Dataset<Row> asks =
        owned
            .filter(col("ask_probability").geq(DirectedAsks.ASKS))
            .withColumnRenamed("entity_key", "owner_key")
            .join(together, "owner_key")
            .join(looked, ACCOUNT_KEY, "left_semi");
    Dataset<Row> candidates =
        archive
            .keeper()
            .kept(
                "recommending",
                candidates(archive, names, wrote, ownNames(owned, together), asks, calendars));
    Dataset<Row> theirs =
        archive
            .posts()
            .join(
                candidates.select("platform", "author_id").distinct(),
                new String[] {"platform", "author_id"},
                "left_semi");
    return kinds(candidates, directed(asks, theirs), archive)
        .groupBy(
            col("entity_key"),
            col("platform"),
            col("author_id"),
            col("posted_at").cast("date").as("day"))
        .agg(
            min(struct(
                    col("micros"),
                    col("post_id"),
                    col("kind"),
                    col("in_campaign"),
                    col("followed")))
                .as("first"))
        .select("entity_key", "platform", "author_id", "day", "first.*");
  }

  /** The owners' accounts and the domains of their campaigns, by the account's key. */
  private static Dataset<Row> named(ClaimArchive archive) {
    Dataset<Row> keyed = Owners.keyed(archive.members()).select("campaign_id", "entity_key");
    Dataset<Row> domains =
        archive
            .members()
            .filter(col("entity_type").equalTo("domain"))
            .join(keyed, "campaign_id")
            .withColumn("campaign_id", col("entity_key"))
            .drop("entity_key")
            .distinct();
    return archive.owners().members().unionByName(domains);
  }

  /** entity_key, owner_key: accounts that own a campaign together; each with itself, too. */
  private static Dataset<Row> together(Dataset<Row> members) {
    Dataset<Row> keyed = Owners.keyed(members).select("campaign_id", "entity_key");
    return keyed
        .join(keyed.withColumnRenamed("entity_key", "owner_key"), "campaign_id")
        .select("entity_key", "owner_key")
        .distinct();
  }

  /**
   * Posts that name or quote an account without being part of talk with it: entity_key, platform,
   * post_id, author_id, posted_at, micros, since, followed, owned, quotes_ask.
   */
  private static Dataset<Row> candidates(
      ClaimArchive archive,
      Dataset<Row> names,
      Dataset<Row> wrote,
      Dataset<Row> ownNames,
      Dataset<Row> asks,
      Map<String, ObservedCalendar> calendars) {
    Dataset<Row> posts =
        archive
            .posts()
            .filter(
                col("origin")
                    .equalTo("record")
                    .and(col("posted_at").isNotNull())
                    .and(col("author_id").isNotNull())
                    .and(col("kind").notEqual("repost")))
            .select(
                col("platform"),
                col("post_id"),
                col("author_id"),
                col("posted_at"),
                unix_micros(col("posted_at")).as("micros"),
                ObservedHours.hour(col("posted_at")).as("hour"),
                col("ad_flag").eqNullSafe(true).as("paid"),
                col("reply_to_post_id"),
                col("reply_to_author_id"),
                when(col("root_post_id").notEqual(col("post_id")), col("root_post_id"))
                    .as("root_post_id"),
                col("quoted_post_id"));
    Dataset<Row> quoting =
        posts
            .filter(col("quoted_post_id").isNotNull())
            .select("platform", "post_id", "quoted_post_id")
            .join(
                wrote
                    .filter(col("itself"))
                    .select(
                        col("entity_key"), col("platform"), col("post_id").as("quoted_post_id")),
                new String[] {"platform", "quoted_post_id"},
                "inner")
            .select("entity_key", "platform", "post_id");
    Dataset<Row> found = posts.join(names.union(quoting).distinct(), POST, "inner");
    Dataset<Row> talk = wrote.drop("itself").union(names).distinct();
    for (String above : new String[] {"reply_to_post_id", "root_post_id"}) {
      found =
          found.join(
              talk.withColumnRenamed("post_id", above),
              new String[] {"entity_key", "platform", above},
              "left_anti");
    }
    return found
        .join(
            broadcast(ownNames.withColumnRenamed("name", "reply_to_author_id")),
            new String[] {"entity_key", "platform", "reply_to_author_id"},
            "left_anti")
        .join(
            broadcast(archive.bots().select("platform", "author_id")),
            new String[] {"platform", "author_id"},
            "left_anti")
        .join(
            hours(archive.posts(), calendars, 0).withColumnRenamed("sinceMicros", "since"),
            new String[] {"platform", "hour"},
            "inner")
        .join(
            hours(archive.posts(), calendars, ANSWERED_WITHIN)
                .select(col("platform"), col("hour"), lit(true).as("matured")),
            new String[] {"platform", "hour"},
            "left")
        .join(wrote, ENTITY_POST, "left")
        .filter(not(coalesce(col("itself"), lit(false))))
        .join(
            asks.select(
                    col("entity_key"),
                    col("platform"),
                    col("post_id").as("quoted_post_id"),
                    lit(true).as("asks"))
                .distinct(),
            new String[] {"entity_key", "platform", "quoted_post_id"},
            "left")
        .select(
            col("entity_key"),
            col("platform"),
            col("post_id"),
            col("author_id"),
            col("posted_at"),
            col("micros"),
            col("since"),
            coalesce(col("matured"), lit(false)).as("followed"),
            col("itself").isNotNull().or(col("paid")).as("owned"),
            coalesce(col("asks"), lit(false)).as("quotes_ask"));
  }

  /** entity_key, platform, name: by what records call the account and those beside it. */
  private static Dataset<Row> ownNames(Dataset<Row> owned, Dataset<Row> together) {
    return owned
        .select(
            col("entity_key").as("owner_key"),
            col("platform"),
            explode(array(col("author_id"), col("author_handle_id"))).as("name"))
        .filter(col("name").isNotNull())
        .distinct()
        .join(together, "owner_key")
        .select("entity_key", "platform", "name")
        .distinct();
  }

  /**
   * entity_key, platform, author_id, micros of asks of the account and those beside it.
   *
   * @param posts of those who may have been asked
   */
  private static Dataset<Row> directed(Dataset<Row> asks, Dataset<Row> posts) {
    return DirectedAsks.directed(
            asks.select(
                col("entity_key"),
                col("platform"),
                col("post_id"),
                col("author_id").as("asker"),
                unix_micros(col("posted_at")).as("micros"),
                col("mentions"),
                col("reply_to_author_id"),
                col("reply_to_post_id")),
            posts)
        .select(col("entity_key"), col("platform"), col("target").as("author_id"), col("micros"));
  }

  /** Candidates with kind and in_campaign. */
  private static Dataset<Row> kinds(
      Dataset<Row> candidates, Dataset<Row> asks, ClaimArchive archive) {
    WindowSpec before =
        Window.partitionBy("entity_key", "platform", "author_id")
            .orderBy("micros")
            .rangeBetween(Window.unboundedPreceding(), -1);
    Dataset<Row> spans =
        Owners.keyed(archive.members())
            .select("campaign_id", "entity_key")
            .join(
                archive.campaigns().select("campaign_id", "started_at", "stopped_at"),
                "campaign_id")
            .groupBy("entity_key")
            .agg(
                collect_list(
                        struct(
                            unix_micros(col("started_at")).as("from"),
                            coalesce(unix_micros(col("stopped_at")), lit(Long.MAX_VALUE))
                                .as("until")))
                    .as("spans"));
    Column runs =
        exists(
            col("spans"),
            span ->
                col("micros")
                    .geq(span.getField("from"))
                    .and(col("micros").lt(span.getField("until"))));
    return candidates
        .unionByName(asks.withColumn("ask", col("micros")), true)
        .withColumn("last", max("ask").over(before))
        .filter(col("post_id").isNotNull())
        .join(broadcast(spans), new String[] {"entity_key"}, "left")
        .withColumn(
            "kind",
            when(col("owned"), OWNED)
                .when(col("quotes_ask").or(col("last").geq(col("since"))), ASKED)
                .when(col("last").isNotNull(), ASKED_BEFORE)
                .otherwise(EARNED))
        .withColumn("in_campaign", coalesce(runs, lit(false)));
  }

  /** Recommendations added up. */
  private static List<Cell> cells(
      Dataset<Row> told, ClaimArchive archive, Dataset<Row> ownNames, Set<String> platforms) {
    Dataset<Row> theirs =
        archive
            .posts()
            .join(
                told.select("platform", "author_id").distinct(),
                new String[] {"platform", "author_id"},
                "left_semi");
    Dataset<Row> followers =
        Advocacy.people(theirs, platforms)
            .select(col("platform"), col("actor_id").as("author_id"), col("followers"));
    Dataset<Row> known = told.join(followers, new String[] {"platform", "author_id"}, "left");
    Dataset<Row> limits =
        known
            .filter(col("kind").notEqual(OWNED).and(col("followers").isNotNull()))
            .select("platform", "author_id", "followers")
            .distinct()
            .groupBy("platform")
            .agg(percentile(col("followers"), Parts.of(Advocacy.FOURTHS)).as("limits"));
    Column quartile =
        when(col("followers").isNull().or(col("limits").isNull()), 0)
            .otherwise(Parts.above("limits", "followers").plus(1));
    return known
        .join(broadcast(limits), new String[] {"platform"}, "left")
        .withColumn("quartile", quartile)
        .join(acts(told, archive, ownNames), ENTITY_POST, "left")
        .groupBy(col("entity_key").as("entityKey"), col("platform"), col("kind"), col("quartile"))
        .agg(
            count(lit(1)).as("recommendations"),
            count_if(col("in_campaign")).as("inCampaign"),
            count_if(col("followed")).as("followed"),
            coalesce(sum(when(col("followed"), col("acts"))), lit(0L)).as("acts"))
        .orderBy("entityKey", "platform", "kind", "quartile")
        .as(CELL)
        .collectAsList();
  }

  /** entity_key, platform, post_id, acts: what people did with it in time. */
  private static Dataset<Row> acts(Dataset<Row> told, ClaimArchive archive, Dataset<Row> ownNames) {
    Column waited = unix_micros(col("at")).minus(col("micros"));
    return archive
        .events()
        .filter(
            col("at")
                .isNotNull()
                .and(col("actor_id").isNotNull())
                .and(col("day_only").eqNullSafe(false)))
        .select(
            col("platform"),
            col("target_post_id").as("post_id"),
            col("actor_id"),
            col("kind").as("act"),
            col("at"))
        .join(
            told.select("entity_key", "platform", "post_id", "author_id", "micros"), POST, "inner")
        .filter(
            waited
                .geq(0)
                .and(waited.lt(ANSWERED_WITHIN))
                .and(col("actor_id").notEqual(col("author_id"))))
        .join(
            broadcast(archive.bots().select(col("platform"), col("author_id").as("actor_id"))),
            new String[] {"platform", "actor_id"},
            "left_anti")
        .join(
            broadcast(ownNames.withColumnRenamed("name", "actor_id")),
            new String[] {"entity_key", "platform", "actor_id"},
            "left_anti")
        .select(
            col("entity_key"),
            col("platform"),
            col("post_id"),
            col("actor_id"),
            col("act"),
            col("at").cast("date").as("acted_on"))
        .distinct()
        .groupBy("entity_key", "platform", "post_id")
        .agg(count(lit(1)).as("acts"));
  }

  /** Who recommends, by account. */
  static List<Recommenders> recommenders(Dataset<Row> told) {
    return told.filter(col("kind").notEqual(OWNED))
        .groupBy("entity_key", "platform", "author_id")
        .agg(count_if(col("kind").isin(EARNED, ASKED)).as("told"))
        .groupBy(col("entity_key").as("entityKey"))
        .agg(count(lit(1)).as("people"), sum(col("told").multiply(col("told"))).as("squares"))
        .orderBy("entityKey")
        .as(RECOMMENDERS)
        .collectAsList();
  }

  /**
   * platform, hour, sinceMicros of hours with 28 observed days before them, and so long after them
   * observed by four fifths.
   */
  private static Dataset<Row> hours(
      Dataset<Row> of, Map<String, ObservedCalendar> calendars, long after) {
    List<DirectedAsks.Hour> hours = new ArrayList<>();
    calendars.forEach(
        (platform, calendar) ->
            hours.addAll(DirectedAsks.hours(platform, calendar, ASKED_WITHIN, after)));
    return broadcast(of.sparkSession().createDataset(hours, HOUR).toDF());
  }
}
