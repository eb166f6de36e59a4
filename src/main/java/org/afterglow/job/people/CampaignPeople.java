package org.afterglow.job.people;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.afterglow.decay.FirstAbsence;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.decay.SupplyClock;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.EntityPosts;
import org.afterglow.job.acts.OrganicTalk;
import org.afterglow.job.acts.PostsAtRisk;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.contrast.CheckedUnit;
import org.afterglow.job.contrast.ContrastCell;
import org.afterglow.job.contrast.ContrastCells;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.ContrastUnit;
import org.afterglow.job.contrast.DealtUnit;
import org.afterglow.job.contrast.FitContrast;
import org.afterglow.job.contrast.PermutedUnit;
import org.afterglow.job.contrast.RunPlacebos;
import org.afterglow.spark.LowestHashes;
import org.afterglow.spark.Records;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.Tuple3;

/**
 * Follows the people whom campaigns acquired: those whose first engagement with the entity falls in
 * [start, stop), after {@value EntityPosts#NEW_AFTER_DAYS} observed days without one. What they
 * came back for is anything conversational by the entity and talk about it, which promotion ending
 * takes nothing away from (docs/methods.md, 4). A person's engagements pass by in the order of time
 * and are never held together.
 */
public final class CampaignPeople {
  /** First engaged by talking of the entity, which has no class. */
  static final String MENTION = "mention";

  /** Engaged with the entity too shortly before, or seen too shortly, to be called new. */
  static final String KNOWN = "known";

  /** The mark of posts by which people are followed. */
  public static final String FOLLOWED = "followed";

  /** Whole days on the supply clock that staying is told for. */
  static final int HORIZON_DAYS = 60;

  public static final Encoder<CampaignPerson> PERSON = Records.encoder(CampaignPerson.class);

  private static final String CONVERSATIONAL = "conversational";
  private static final String PROMOTIONAL = "promotional";
  private static final long WINDOW = CampaignSupply.WINDOW_DAYS * ObservedCalendar.DAY;
  private static final int FIFTHS = 5;
  private static final Encoder<Engagement> ENGAGEMENT = Records.encoder(Engagement.class);

  /** A hash, by which rows are sorted faster than by a campaign alike, campaign and person. */
  private static final Encoder<Tuple3<Long, String, String>> KEY =
      Encoders.tuple(Encoders.LONG(), Encoders.STRING(), Encoders.STRING());

  /** People of a campaign above which those of the lowest hashes tell the fifths of their rates. */
  private static final int MOST_FOR_FIFTHS = 100_000;

  private CampaignPeople() {}

  /**
   * One engagement of a person with a campaign's entity, and the campaign.
   *
   * @param personKey platform/author
   * @param at microseconds since 1970
   * @param key of the post acted upon, or of the post that talks of the entity
   * @param postClass of the post acted upon; null for talk
   */
  public record Engagement(
      String campaignId,
      String platform,
      String personKey,
      long at,
      String key,
      String kind,
      @Nullable String postClass,
      long weightMillionths,
      boolean suspected,
      long startMicros,
      long stopMicros,
      long endMicros,
      long suppliedWeeks) {
    /** Whether it is what people are followed by: it has not to do with a promotional post. */
    boolean conversational() {
      return postClass == null || postClass.equals(CONVERSATIONAL);
    }
  }

  /**
   * Posts of [start − 60 d, stop + 120 d), upon which acts are looked for. An act upon an older
   * post is not seen, and its actor may be called new.
   *
   * @param entityPosts rows of {@link EntityPosts}
   * @param campaigns rows of table campaigns, as published
   */
  public static Dataset<Row> posts(Dataset<Row> entityPosts, Dataset<Row> campaigns) {
    return withFollowed(entityPosts, campaigns).filter(col(FOLLOWED)).drop(FOLLOWED);
  }

  /** All posts, with whether they are such as column {@link #FOLLOWED}. */
  public static Dataset<Row> withFollowed(Dataset<Row> entityPosts, Dataset<Row> campaigns) {
    Column posted = unix_micros(col("posted_at"));
    Dataset<Row> windows =
        broadcast(
            campaigns
                .filter(col("started_at").isNotNull().and(col("stopped_at").isNotNull()))
                .select(
                    col("campaign_id"),
                    unix_micros(col("started_at"))
                        .minus(EntityPosts.NEW_AFTER_DAYS * ObservedCalendar.DAY)
                        .as("from"),
                    unix_micros(col("stopped_at"))
                        .plus(EntityPosts.FOLLOWED_DAYS * ObservedCalendar.DAY)
                        .as("until")));
    return entityPosts
        .join(windows, new String[] {"campaign_id"}, "left")
        .withColumn(
            FOLLOWED, coalesce(posted.geq(col("from")).and(posted.lt(col("until"))), lit(false)))
        .drop("from", "until");
  }

  /**
   * Talk of entities with its weight.
   *
   * @param talk rows of {@link OrganicTalk#of}, suspected bots included
   * @param bots rows of {@link SuspectedBots}
   * @param weights rows of {@link Season#weights}
   * @return campaign_id, platform, post_id, author_id, at, weight_millionths, suspected
   */
  public static Dataset<Row> talk(Dataset<Row> talk, Dataset<Row> bots, Dataset<Row> weights) {
    return Season.weighted(talk.filter(col("author_id").isNotNull()), weights)
        .join(
            bots.select("platform", "author_id").withColumn("suspected", lit(true)),
            new String[] {"platform", "author_id"},
            "left")
        .select(
            col("campaign_id"),
            col("platform"),
            col("post_id"),
            col("author_id"),
            col("at"),
            col("weight_millionths"),
            coalesce(col("suspected"), lit(false)).as("suspected"));
  }

  /**
   * Everybody who engaged with a campaign's entity in [start, stop).
   *
   * @param acts upon {@link #posts}, as {@link CampaignActs#timed}
   * @param talk as {@link #talk}
   * @param supply of every campaign and platform
   * @param calendars by platform, from {@link Calendars#of}
   */
  public static Dataset<CampaignPerson> of(
      Dataset<Row> acts,
      Dataset<Row> talk,
      Dataset<PlatformSupply> supply,
      Map<String, ObservedCalendar> calendars) {
    Dataset<Row> engagements =
        acts.filter(col("actor_id").isNotNull())
            .select(
                col("campaign_id").as("campaignId"),
                col("platform"),
                CampaignActs.postKey(col("platform"), col("actor_id")).as("personKey"),
                unix_micros(col("at")).as("at"),
                col("post_key").as("key"),
                col("kind"),
                col("post_class").as("postClass"),
                col("weight_millionths").as("weightMillionths"),
                col("suspected"))
            .unionByName(
                talk.select(
                    col("campaign_id").as("campaignId"),
                    col("platform"),
                    CampaignActs.postKey(col("platform"), col("author_id")).as("personKey"),
                    unix_micros(col("at")).as("at"),
                    CampaignActs.postKey(col("platform"), col("post_id")).as("key"),
                    lit(MENTION).as("kind"),
                    lit(null).cast("string").as("postClass"),
                    col("weight_millionths").as("weightMillionths"),
                    col("suspected")));
    Dataset<Row> campaigns =
        supply
            .select(
                "campaignId", "platform", "startMicros", "stopMicros", "endMicros", "suppliedWeeks")
            .toDF();
    Broadcast<Map<String, ObservedCalendar>> shared = PostsAtRisk.broadcast(acts, calendars);
    return engagements
        .join(broadcast(campaigns), new String[] {"campaignId", "platform"}, "inner")
        .groupBy(xxhash64(col("personKey")), col("campaignId"), col("personKey"))
        .as(KEY, ENGAGEMENT)
        .flatMapSortedGroups(
            new Column[] {col("at"), col("key"), col("kind")},
            (FlatMapGroupsFunction<Tuple3<Long, String, String>, Engagement, CampaignPerson>)
                (key, person) -> follow(person, shared.value()),
            PERSON);
  }

  /**
   * What became of one person of a campaign; nothing where it did not engage in [start, stop).
   *
   * @param engagements at least one, in the order of time
   */
  static Iterator<CampaignPerson> follow(
      Iterator<Engagement> engagements, Map<String, ObservedCalendar> calendars) {
    Engagement first = engagements.next();
    ObservedCalendar calendar = calendars.get(first.platform());
    if (calendar == null) {
      return List.<CampaignPerson>of().iterator();
    }
    Followed person = new Followed(first, calendar);
    person.see(first);
    engagements.forEachRemaining(person::see);
    CampaignPerson followed = person.person();
    return followed == null ? List.<CampaignPerson>of().iterator() : List.of(followed).iterator();
  }

  /** A person while its engagements pass by. */
  private static final class Followed {
    private final Engagement campaign;
    private final ObservedCalendar calendar;
    private final SupplyClock clock;
    private final FirstAbsence absence;
    private long unseenSince;
    private @Nullable Engagement acquired;
    private long came;
    private long lastDay = Long.MIN_VALUE;
    private int engagedDays;
    private long events;
    private long early;
    private long late;

    Followed(Engagement any, ObservedCalendar calendar) {
      campaign = any;
      this.calendar = calendar;
      clock = new SupplyClock(calendar, any.stopMicros(), any.endMicros(), any.suppliedWeeks());
      absence = new FirstAbsence(clock.length());
      unseenSince = calendar.begin();
    }

    void see(Engagement engagement) {
      if (engagement.at() < campaign.startMicros()) {
        unseenSince = engagement.at();
      } else if (engagement.at() < campaign.stopMicros()) {
        during(engagement);
      } else if (engagement.at() < campaign.endMicros() && engagement.conversational()) {
        after(engagement);
      }
    }

    private void during(Engagement engagement) {
      long day = Math.floorDiv(engagement.at(), ObservedCalendar.DAY);
      engagedDays += day == lastDay ? 0 : 1;
      lastDay = day;
      if (acquired == null) {
        acquired = engagement;
      } else if (engagement.conversational() && !engagement.key().equals(acquired.key())) {
        came++;
      }
    }

    private void after(Engagement engagement) {
      long since = engagement.at() - campaign.stopMicros();
      if (since < WINDOW) {
        early += engagement.weightMillionths();
        events++;
      } else if (since < 2 * WINDOW) {
        late += engagement.weightMillionths();
        events++;
      }
      if (since < EntityPosts.FOLLOWED_DAYS * ObservedCalendar.DAY) {
        absence.seen(clock.days(engagement.at()));
      }
    }

    @Nullable CampaignPerson person() {
      if (acquired == null) {
        return null;
      }
      int horizon = (int) Math.floor(Math.min(HORIZON_DAYS, absence.horizon()));
      Double from = absence.from();
      boolean left = from != null && from <= horizon;
      return new CampaignPerson(
          campaign.campaignId(),
          campaign.platform(),
          campaign.personKey(),
          campaign.suspected(),
          acquiredBy(acquired),
          acquired.key(),
          acquired.at(),
          (int) Math.floorDiv(acquired.at() - campaign.startMicros(), 7 * ObservedCalendar.DAY),
          came / Math.max(days(acquired.at(), campaign.stopMicros()), 1),
          engagedDays,
          events,
          early,
          late,
          Math.max(horizon, -1),
          left && from != null ? Integer.valueOf((int) Math.ceil(from)) : null,
          left && from != null ? back(from) : null);
    }

    private String acquiredBy(Engagement first) {
      if (days(unseenSince, first.at()) < EntityPosts.NEW_AFTER_DAYS) {
        return KNOWN;
      }
      return first.postClass() == null ? MENTION : first.postClass();
    }

    private @Nullable Boolean back(double from) {
      if (clock.length() - from < HORIZON_DAYS) {
        return null;
      }
      Double back = absence.back();
      return back != null && back <= from + HORIZON_DAYS;
    }

    private double days(long since, long until) {
      return (double) calendar.observedMicros(since, until) / ObservedCalendar.DAY;
    }
  }

  /** Those acquired by a post, suspected bots included. */
  static Dataset<CampaignPerson> acquired(Dataset<CampaignPerson> people) {
    return people.filter(col("acquiredBy").isin(PROMOTIONAL, CONVERSATIONAL));
  }

  /**
   * People with the fifth of their campaign's rates that theirs falls into, as column quintile: how
   * many of the four quintiles it is above.
   *
   * @param people some of {@link #of}
   * @param among those whose rates make the quintiles
   */
  static Dataset<Row> withQuintile(Dataset<CampaignPerson> people, Column among) {
    Column[] parts = new Column[FIFTHS - 1];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = lit((i + 1) / (double) FIFTHS);
    }
    Dataset<Row> limits =
        LowestHashes.of(
                people
                    .filter(among)
                    .select(col("campaignId"), xxhash64(col("personKey")).as("hash"), col("rate")),
                "hash",
                MOST_FOR_FIFTHS,
                "campaignId")
            .groupBy("campaignId")
            .agg(percentile(col("rate"), array(parts)).as("limits"));
    Column above = size(filter(col("limits"), limit -> limit.lt(col("rate"))));
    return people
        .toDF()
        .join(broadcast(limits), new String[] {"campaignId"}, "left")
        .withColumn("quintile", coalesce(above, lit(0)))
        .drop("limits");
  }

  /** Cells of all runs of people, with classes as they were predicted. */
  public static Dataset<ContrastCell> cells(Dataset<CampaignPerson> people) {
    return ContrastCells.summed(
        counted(people).withColumn("bucket", ContrastCells.bucket(col("personKey"))),
        ContrastUnit.PERSON);
  }

  /**
   * The same for classes that are corrected. People whom one post acquired are mistaken together:
   * they are one another's company in a bucket, and one unit where pairs of a unit with itself are
   * taken out.
   */
  public static Dataset<ContrastCell> correctedCells(Dataset<CampaignPerson> people) {
    return ContrastCells.summedByPost(
        counted(people).withColumn("bucket", ContrastCells.bucket(col("acquiringPost"))),
        ContrastUnit.PERSON,
        col("acquiringPost"));
  }

  /**
   * What people bring to the runs that a checked sample of the posts that acquired them corrects.
   */
  public static Dataset<CheckedUnit> checked(Dataset<CampaignPerson> people) {
    return ContrastCells.checked(counted(people), ContrastUnit.PERSON, col("acquiringPost"));
  }

  /** Everybody acquired, with promotional and runs. */
  private static Dataset<Row> counted(Dataset<CampaignPerson> people) {
    Column person = not(col("suspected"));
    Column byRate = col("week").multiply(FIFTHS).plus(col("quintile"));
    return withQuintile(acquired(people), person)
        .withColumn("promotional", promotional())
        .withColumn(
            "runs",
            array(
                cell(ContrastFit.PRIMARY, person, col("week")),
                cell(ContrastFit.RATE_QUINTILES, person, byRate),
                cell(ContrastFit.BOTS_IN, lit(true), col("week"))));
  }

  private static Column cell(String run, Column counts, Column stratum) {
    return ContrastCells.cell(run, counts, stratum, col("events"), col("early"), col("late"));
  }

  /** The people of the primary run, whose p comes by permutation. */
  public static Dataset<PermutedUnit> permuted(Dataset<CampaignPerson> people) {
    return acquired(people)
        .filter(not(col("suspected")))
        .select(
            col("campaignId"),
            lit(ContrastUnit.PERSON.word()).as("unit"),
            lit(ContrastFit.PRIMARY).as("run"),
            col("personKey").as("unitKey"),
            col("week").as("stratum"),
            promotional().as("promotional"),
            col("events"),
            col("early"),
            col("late"))
        .as(FitContrast.PERMUTED);
  }

  /** The people of the primary run, which placebos deal classes to. */
  public static Dataset<DealtUnit> dealt(Dataset<CampaignPerson> people) {
    return acquired(people)
        .filter(not(col("suspected")))
        .select(
            col("campaignId"),
            lit(ContrastUnit.PERSON.word()).as("unit"),
            lit(ContrastFit.PRIMARY).as("run"),
            col("personKey").as("unitKey"),
            xxhash64(col("personKey")).as("hash"),
            col("week").as("stratum"),
            ContrastCells.bucket(col("personKey")).as("bucket"),
            promotional().as("promotional"),
            col("acquiredMicros").as("atMicros"),
            col("events"),
            col("early"),
            col("late"))
        .as(RunPlacebos.UNIT);
  }

  static Column promotional() {
    return col("acquiredBy").equalTo(PROMOTIONAL);
  }
}
