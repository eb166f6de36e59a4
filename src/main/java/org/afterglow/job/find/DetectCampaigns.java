package org.afterglow.job.find;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.afterglow.campaign.DeclaredCampaign;
import org.afterglow.campaign.DeclaredCampaign.Member;
import org.afterglow.campaign.EntityType;
import org.afterglow.campaign.ObservedTime;
import org.afterglow.campaign.Vnb;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.acts.EntityKeys;
import org.afterglow.job.acts.EntityPosts;
import org.afterglow.post.Identities;
import org.afterglow.spark.Records;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.Tables;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes the tables {@code campaigns} and {@code campaign_members}: the campaigns that the user
 * declared, those that records of adverts tell the start and the end of, and those that {@link Vnb}
 * detects in the daily promotional posts of each account, venue, hashtag and registrable domain
 * (docs/methods.md, 1.3).
 *
 * <p>Of campaigns of one entity that overlap, one that was declared goes before those of adverts,
 * and these before detected ones: what is known wins. Posts are read out of records only for
 * detection; what is embedded in other records is there by other people's choice. Posts are
 * aggregated, never collected; campaigns are.
 */
public final class DetectCampaigns {
  /** Day of a post, numbered from 1970-01-01 UTC, whatever the session's zone. */
  private static final String EPOCH_DAY = "(unix_micros(posted_at) div 86400000000)";

  /** Adverts at most this far apart belong to one campaign, as do detected ones. */
  private static final long JOINED_MICROS = 7 * 86_400_000_000L;

  private DetectCampaigns() {}

  /**
   * What came out.
   *
   * @param campaigns by campaign_id
   * @param members by campaign_id, platform, entity type and id
   * @param skipped entities without a detected campaign, by type and reason
   * @param adverts what became of records of adverts
   */
  public record Campaigns(
      Dataset<CampaignRow> campaigns,
      Dataset<CampaignMemberRow> members,
      List<Skipped> skipped,
      Adverts adverts) {}

  /**
   * Posts that were paid for, by what they tell of their campaign.
   *
   * @param marked all that the platform marks as paid for
   * @param withoutEnd of these, those without an end after their start
   * @param withoutEntity of the others, those that name neither an account nor one domain
   */
  public record Adverts(long marked, long withoutEnd, long withoutEntity) {}

  /**
   * How many entities have no detected campaign.
   *
   * @param entityType account, venue, hashtag or domain
   * @param state TOO_FEW_PROMO_POSTS, SHORT_WINDOW (fewer than 14 days from first to last),
   *     GAP_HEAVY, NO_OFF_STATE, NONE (nothing found), or DECLARED: campaigns, not entities, left
   *     out for a declared one or one of adverts
   * @param entities their number
   */
  public record Skipped(String entityType, String state, long entities) {}

  /** Promotional posts of a day, numbered from 1970-01-01 UTC. */
  public record DayCount(long day, long posts) implements Serializable {}

  /** An entity's promotional posts; days from its first post of any kind to its last. */
  public record Series(
      String platform,
      String key,
      String entityId,
      long firstDay,
      long lastDay,
      List<DayCount> counts)
      implements Serializable {}

  /** A campaign found in a series, or with state other than OK that there is none. */
  public record Found(
      String platform,
      String key,
      String entityId,
      String state,
      long startDay,
      long stopDay,
      double campaignRate)
      implements Serializable {}

  /**
   * Detects, and joins what was declared.
   *
   * @param posts as published
   * @param coverage as published
   * @param facts what the user knows of the archive
   * @param declared the user's own list, empty if there is none
   * @param identities as the posts' keys were made
   */
  public static Campaigns from(
      Dataset<Row> posts,
      Dataset<Row> coverage,
      ArchiveFacts facts,
      List<DeclaredCampaign> declared,
      Identities identities) {
    SparkSession spark = posts.sparkSession();
    Map<String, ObservedTime> observed = observedTime(coverage, facts);
    List<Skipped> skipped = new ArrayList<>();

    List<CampaignDraft> drafts = declared(posts, declared, identities);
    Dataset<Row> adverts = adverts(posts);
    Adverts marked = marked(adverts);
    Map<String, Long> dropped = new TreeMap<>();
    if (marked.marked() > marked.withoutEnd() + marked.withoutEntity()) {
      add(drafts, runs(adverts).stream().map(CampaignDraft::ofAdverts).toList(), dropped);
    }
    add(
        drafts,
        detected(posts, observed, skipped).stream().map(CampaignDraft::detected).toList(),
        dropped);
    dropped.forEach((type, n) -> skipped.add(new Skipped(type, "DECLARED", n)));
    drafts.sort(CampaignDraft.BY_ID);

    Dataset<Row> inside =
        EntityPosts.of(
                posts,
                Tables.CAMPAIGNS.published(campaigns(spark, drafts)),
                Tables.CAMPAIGN_MEMBERS.published(members(spark, drafts)))
            .where("in_campaign")
            .select("campaign_id", "platform", "post_id", "author_id", "post_class")
            .persist();
    try {
      Map<String, CampaignDraft> byId = new HashMap<>();
      drafts.forEach(draft -> byId.put(draft.id(), draft));
      countPosts(inside, byId);
      nameOwners(inside, byId);
      groupOverlaps(inside, campaigns(spark, drafts), byId);
    } finally {
      inside.unpersist();
    }
    drafts.forEach(draft -> draft.judge(observed));
    followUp(drafts);

    return new Campaigns(
        campaigns(spark, drafts),
        members(spark, drafts),
        skipped.stream()
            .sorted(Comparator.comparing(Skipped::entityType).thenComparing(Skipped::state))
            .toList(),
        marked);
  }

  private static Map<String, ObservedTime> observedTime(Dataset<Row> coverage, ArchiveFacts facts) {
    HashMap<String, ObservedTime> observed = new HashMap<>();
    coverage
        .groupBy("platform")
        .agg(min("hour").as("first"), max("hour").as("last"))
        .select(
            col("platform"),
            expr("unix_micros(first)").as("firstMicros"),
            expr("unix_micros(last)").as("lastMicros"))
        .as(Records.encoder(Span.class))
        .collectAsList()
        .forEach(
            span ->
                observed.put(
                    span.platform(),
                    new ObservedTime(instant(span.firstMicros()), instant(span.lastMicros()))));
    coverage
        .where("state in ('outage', 'partial')")
        .select(
            col("platform"),
            expr("unix_micros(hour)").as("micros"),
            expr("state = 'outage'").as("outage"))
        .as(Records.encoder(Hour.class))
        .collectAsList()
        .forEach(
            hour -> {
              ObservedTime time = Objects.requireNonNull(observed.get(hour.platform()));
              if (hour.outage()) {
                time.outage(instant(hour.micros()));
              } else {
                time.partial(instant(hour.micros()));
              }
            });
    observed.forEach(
        (platform, time) ->
            facts
                .of(platform)
                .outages()
                .forEach(outage -> time.outage(outage.from(), outage.until())));
    return observed;
  }

  /** First and last hour of a platform's archive, in microseconds since 1970. */
  public record Span(String platform, long firstMicros, long lastMicros) {}

  /** An hour that was not observed whole. */
  public record Hour(String platform, long micros, boolean outage) {}

  /** A platform's first day, numbered from 1970-01-01 UTC; null where no record has a time. */
  public record FirstDay(String platform, @Nullable Long day) {}

  /** A key by which a declared account may stand in posts, by id or by handle. */
  public record Candidate(String platform, String candidate) {}

  /** The account that a candidate turned out to be. */
  public record Resolved(String platform, String candidate, String account) {}

  /**
   * The declared campaigns. Their accounts are found by id, else by handle, on their platform or on
   * each; one that is nowhere in the archive is kept under its id. Two accounts that bore a
   * declared handle are both members. Venues that are accounts are found by these accounts' keys.
   */
  private static List<CampaignDraft> declared(
      Dataset<Row> posts, List<DeclaredCampaign> declared, Identities identities) {
    if (declared.isEmpty()) {
      return new ArrayList<>();
    }
    TreeSet<String> platforms = new TreeSet<>();
    TreeMap<String, Instant> firstDays = new TreeMap<>();
    posts
        .groupBy("platform")
        .agg(expr("min(case when origin = 'record' then " + EPOCH_DAY + " end)").as("day"))
        .as(Records.encoder(FirstDay.class))
        .collectAsList()
        .forEach(
            first -> {
              platforms.add(first.platform());
              Long day = first.day();
              if (day != null) {
                firstDays.put(first.platform(), Instant.EPOCH.plus(Duration.ofDays(day)));
              }
            });

    Set<Candidate> candidates = new LinkedHashSet<>();
    for (DeclaredCampaign campaign : declared) {
      for (Member member : campaign.members()) {
        if (member.type() == EntityType.ACCOUNT) {
          for (String platform : CampaignDraft.platforms(member, platforms)) {
            String id = member.entityId();
            candidates.add(new Candidate(platform, identities.account(platform, id)));
            candidates.add(new Candidate(platform, identities.handle(platform, id)));
          }
        }
      }
    }
    Map<Candidate, TreeSet<String>> accounts = new HashMap<>();
    for (Resolved resolved : resolved(posts, List.copyOf(candidates))) {
      accounts
          .computeIfAbsent(
              new Candidate(resolved.platform(), resolved.candidate()), key -> new TreeSet<>())
          .add(resolved.account());
    }
    Set<Candidate> venues = venues(posts, declared, platforms, identities);
    List<CampaignDraft> drafts = new ArrayList<>();
    for (DeclaredCampaign campaign : declared) {
      drafts.add(
          CampaignDraft.declared(campaign, firstDays, platforms, identities, accounts, venues));
    }
    return drafts;
  }

  /** The declared venues in which posts stand, as places or as accounts, in lower case. */
  private static Set<Candidate> venues(
      Dataset<Row> posts,
      List<DeclaredCampaign> declared,
      Set<String> platforms,
      Identities identities) {
    Set<Candidate> candidates = new LinkedHashSet<>();
    for (DeclaredCampaign campaign : declared) {
      for (Member member : campaign.members()) {
        if (member.type() == EntityType.VENUE) {
          for (String platform : CampaignDraft.platforms(member, platforms)) {
            candidates.add(CampaignDraft.place(platform, member.entityId()));
            candidates.add(CampaignDraft.channel(platform, member.entityId(), identities));
          }
        }
      }
    }
    if (candidates.isEmpty()) {
      return Set.of();
    }
    Dataset<Candidate> wanted =
        posts
            .sparkSession()
            .createDataset(List.copyOf(candidates), Records.encoder(Candidate.class));
    return new HashSet<>(
        posts
            .select(col("platform"), expr("lower(venue)").as("candidate"))
            .join(broadcast(wanted), columns("platform", "candidate"), "left_semi")
            .distinct()
            .as(Records.encoder(Candidate.class))
            .collectAsList());
  }

  private static List<Resolved> resolved(Dataset<Row> posts, List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    Dataset<Candidate> wanted =
        posts.sparkSession().createDataset(candidates, Records.encoder(Candidate.class));
    return posts
        .select(
            col("platform"),
            expr(EntityKeys.ACCOUNT).as("account"),
            explode(
                    expr(
                        "filter(array_distinct(array(author_id, author_handle_id)),"
                            + " k -> k is not null)"))
                .as("candidate"))
        .join(broadcast(wanted), columns("platform", "candidate"), "inner")
        .select("platform", "candidate", "account")
        .distinct()
        .as(Records.encoder(Resolved.class))
        .collectAsList();
  }

  /** Campaigns found in the daily promotional posts of entities; the others are counted. */
  private static List<Found> detected(
      Dataset<Row> posts, Map<String, ObservedTime> observed, List<Skipped> skipped) {
    Dataset<Row> carried =
        posts
            .where("origin = 'record' and posted_at is not null")
            .withColumn("account", expr(EntityKeys.ACCOUNT))
            .select(
                col("platform"),
                col("venue"),
                expr(EPOCH_DAY).as("day"),
                expr("coalesce(promotional_probability >= 0.5, false)").as("promotional"),
                explode(EntityKeys.ofPost()).as("key"));
    Dataset<Row> entities =
        carried
            .groupBy("platform", "key")
            .agg(
                expr("count_if(promotional)").as("promotional"),
                min("day").as("firstDay"),
                max("day").as("lastDay"),
                // Spellings of a venue differ in case alone.
                expr("coalesce(min(case when key like 'venue:%' then venue end),"
                        + " substring(key, locate(':', key) + 1))")
                    .as("entityId"));
    Dataset<Row> counts =
        carried
            .where("promotional")
            .groupBy("platform", "key", "day")
            .agg(count(lit(1)).as("posts"))
            .groupBy("platform", "key")
            .agg(expr("array_sort(collect_list(struct(day, posts)))").as("counts"));
    Dataset<Found> found =
        entities
            .where("promotional >= " + Vnb.MIN_POSTS)
            .join(counts, columns("platform", "key"), "inner")
            .select("platform", "key", "entityId", "firstDay", "lastDay", "counts")
            .as(Records.encoder(Series.class))
            .flatMap(
                (FlatMapFunction<Series, Found>) series -> find(series, observed).iterator(),
                Records.encoder(Found.class))
            .persist();
    try {
      skipped.addAll(
          entities
              .where("promotional < " + Vnb.MIN_POSTS)
              .select(
                  col("platform"),
                  col("key"),
                  lit(Vnb.State.TOO_FEW_PROMO_POSTS.name()).as("state"))
              .unionByName(
                  found.where("state <> '" + Vnb.State.OK + "'").select("platform", "key", "state"))
              .groupBy(expr("substring_index(key, ':', 1)").as("entityType"), col("state"))
              .agg(count(lit(1)).as("entities"))
              .as(Records.encoder(Skipped.class))
              .collectAsList());
      return found.where("state = '" + Vnb.State.OK + "'").collectAsList();
    } finally {
      found.unpersist();
    }
  }

  private static List<Found> find(Series series, Map<String, ObservedTime> observedTime) {
    ObservedTime time = observedTime.get(series.platform());
    int days = Math.toIntExact(series.lastDay() - series.firstDay() + 1);
    double[] observed = new double[days];
    for (int t = 0; t < days; t++) {
      observed[t] = time == null ? 0 : time.dayShare(series.firstDay() + t);
    }
    long[] posts = new long[days];
    for (DayCount count : series.counts()) {
      int t = (int) (count.day() - series.firstDay());
      posts[t] = observed[t] > 0 ? count.posts() : 0; // an unobserved day is dropped whole
    }
    Vnb.Detection detection = Vnb.detect(posts, observed);
    Double rate = detection.campaignRate();
    if (detection.campaigns().isEmpty() || rate == null) {
      return List.of(
          new Found(
              series.platform(),
              series.key(),
              series.entityId(),
              detection.state().name(),
              0,
              0,
              0));
    }
    return detection.campaigns().stream()
        .map(
            interval ->
                new Found(
                    series.platform(),
                    series.key(),
                    series.entityId(),
                    detection.state().name(),
                    series.firstDay() + interval.start(),
                    series.firstDay() + interval.stop(),
                    rate))
        .toList();
  }

  /** Posts that were paid for, with the entity that paid, the start and the end. */
  private static Dataset<Row> adverts(Dataset<Row> posts) {
    return posts
        .where("origin = 'record' and ad_flag")
        .withColumn("account", expr(EntityKeys.ACCOUNT))
        .select(
            col("platform"),
            expr("case when account is not null then concat('account:', account)"
                    + " when size(link_domains) = 1 then concat('domain:', link_domains[0]) end")
                .as("key"),
            expr("unix_micros(posted_at)").as("start"),
            expr("case when ad_ended_at > posted_at then unix_micros(ad_ended_at) end").as("stop"));
  }

  private static Adverts marked(Dataset<Row> adverts) {
    return adverts
        .agg(
            count(lit(1)).as("marked"),
            expr("count_if(stop is null)").as("withoutEnd"),
            expr("count_if(stop is not null and key is null)").as("withoutEntity"))
        .as(Records.encoder(Adverts.class))
        .first();
  }

  /** A time through which an entity had adverts shown, in microseconds since 1970. */
  public record AdvertRun(String platform, String key, long startMicros, long stopMicros) {}

  /** The adverts of an entity, those that follow within a week joined. */
  private static List<AdvertRun> runs(Dataset<Row> adverts) {
    WindowSpec before =
        Window.partitionBy("platform", "key")
            .orderBy("start", "stop")
            .rowsBetween(Window.unboundedPreceding(), -1);
    WindowSpec upToHere =
        Window.partitionBy("platform", "key")
            .orderBy("start", "stop")
            .rowsBetween(Window.unboundedPreceding(), 0);
    return adverts
        .where("key is not null and stop is not null")
        .withColumn("reached", max("stop").over(before))
        .withColumn(
            "begins", expr("cast(coalesce(start > reached + " + JOINED_MICROS + ", true) as int)"))
        .withColumn("run", sum("begins").over(upToHere))
        .groupBy("platform", "key", "run")
        .agg(min("start").as("startMicros"), max("stop").as("stopMicros"))
        .drop("run")
        .as(Records.encoder(AdvertRun.class))
        .collectAsList();
  }

  /** Adds campaigns to those that go before them, but those of the same entity and time. */
  private static void add(
      List<CampaignDraft> drafts, List<CampaignDraft> found, Map<String, Long> dropped) {
    Map<String, List<CampaignDraft>> known = new HashMap<>();
    for (CampaignDraft draft : drafts) {
      for (String key : draft.memberKeys()) {
        known.computeIfAbsent(key, k -> new ArrayList<>()).add(draft);
      }
    }
    for (CampaignDraft draft : found) {
      if (draft.memberKeys().stream()
          .flatMap(key -> known.getOrDefault(key, List.of()).stream())
          .anyMatch(other -> other.replaces(draft))) {
        dropped.merge(draft.entityType(), 1L, Long::sum);
      } else {
        drafts.add(draft);
      }
    }
  }

  /** Posts of a campaign inside it on one platform. */
  public record PostCount(String campaignId, String platform, long promotional, long posts) {}

  private static void countPosts(Dataset<Row> inside, Map<String, CampaignDraft> byId) {
    inside
        .groupBy(col("campaign_id").as("campaignId"), col("platform"))
        .agg(
            expr("count_if(post_class = 'promotional')").as("promotional"),
            count(lit(1)).as("posts"))
        .as(Records.encoder(PostCount.class))
        .collectAsList()
        .forEach(counted -> draft(byId, counted.campaignId()).count(counted));
  }

  /** The author with most of a campaign's promotional posts. */
  public record TopAuthor(String campaignId, String platform, String author, long posts) {}

  private static void nameOwners(Dataset<Row> inside, Map<String, CampaignDraft> byId) {
    inside
        .where("post_class = 'promotional' and author_id is not null")
        .groupBy("campaign_id", "platform", "author_id")
        .agg(count(lit(1)).as("posts"))
        .groupBy("campaign_id")
        .agg(max(struct(col("posts"), col("platform"), col("author_id"))).as("top"))
        .select(
            col("campaign_id").as("campaignId"),
            col("top.platform").as("platform"),
            col("top.author_id").as("author"),
            col("top.posts").as("posts"))
        .as(Records.encoder(TopAuthor.class))
        .collectAsList()
        .forEach(top -> draft(byId, top.campaignId()).offerOwner(top));
  }

  /** Two campaigns that share half of the promotional posts of either. */
  public record Pair(String a, String b) {}

  /** Makes groups of campaigns that share half of the promotional posts of either. */
  private static void groupOverlaps(
      Dataset<Row> inside, Dataset<CampaignRow> counted, Map<String, CampaignDraft> byId) {
    Dataset<Row> totals = counted.select("campaignId", "promotionalPosts");
    Map<String, String> groups = new HashMap<>();
    inside
        .where("post_class = 'promotional'")
        .groupBy("platform", "post_id")
        .agg(expr("array_sort(collect_list(campaign_id))").as("ids"))
        .where("size(ids) > 1")
        .select(
            explode(
                    expr(
                        "transform(ids, (a, i) ->"
                            + " struct(a as a, slice(ids, i + 2, size(ids)) as later))"))
                .as("pair"))
        .select(col("pair.a").as("a"), explode(col("pair.later")).as("b"))
        .groupBy("a", "b")
        .agg(count(lit(1)).as("shared"))
        .join(broadcast(totals.toDF("a", "posts_a")), "a")
        .join(broadcast(totals.toDF("b", "posts_b")), "b")
        .where("2 * shared >= greatest(posts_a, posts_b)")
        .select("a", "b")
        .as(Records.encoder(Pair.class))
        .collectAsList()
        .forEach(pair -> union(groups, pair.a(), pair.b()));
    groups.keySet().forEach(id -> draft(byId, id).group(root(groups, id)));
  }

  private static void union(Map<String, String> group, String a, String b) {
    String rootA = root(group, a);
    String rootB = root(group, b);
    String first = rootA.compareTo(rootB) <= 0 ? rootA : rootB;
    group.put(rootA, first);
    group.put(rootB, first);
    group.putIfAbsent(a, first);
    group.putIfAbsent(b, first);
  }

  /** The smallest id of a group, which names it. */
  private static String root(Map<String, String> group, String id) {
    String at = id;
    for (String up = group.get(at); up != null && !up.equals(at); up = group.get(at)) {
      at = up;
    }
    return at;
  }

  private static void followUp(List<CampaignDraft> drafts) {
    Map<String, List<CampaignDraft>> byEntity = new HashMap<>();
    for (CampaignDraft draft : drafts) {
      byEntity.computeIfAbsent(draft.entityKey(), key -> new ArrayList<>()).add(draft);
    }
    byEntity.values().forEach(same -> same.forEach(draft -> draft.follow(same)));
  }

  private static CampaignDraft draft(Map<String, CampaignDraft> byId, String id) {
    return Objects.requireNonNull(byId.get(id));
  }

  private static Dataset<CampaignRow> campaigns(SparkSession spark, List<CampaignDraft> drafts) {
    return spark.createDataset(
        drafts.stream().map(CampaignDraft::row).toList(), Tables.CAMPAIGNS.encoder());
  }

  private static Dataset<CampaignMemberRow> members(
      SparkSession spark, List<CampaignDraft> drafts) {
    return spark.createDataset(
        drafts.stream().flatMap(draft -> draft.memberRows().stream()).toList(),
        Tables.CAMPAIGN_MEMBERS.encoder());
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static Seq<String> columns(String... names) {
    return CollectionConverters.asScala(List.of(names)).toSeq();
  }
}
