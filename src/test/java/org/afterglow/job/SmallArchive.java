package org.afterglow.job;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.spark.Records;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.CoverageRow;
import org.afterglow.table.DeletionRow;
import org.afterglow.table.EventRow;
import org.afterglow.table.PostRow;
import org.afterglow.table.SnapshotRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Tables of an archive, written out by a test, on platform {@code net}. */
public final class SmallArchive {
  public static final String PLATFORM = "net";

  public final List<PostRow> posts = new ArrayList<>();
  public final List<EventRow> events = new ArrayList<>();
  public final List<EntityPost> entityPosts = new ArrayList<>();
  public final List<CampaignRow> campaigns = new ArrayList<>();
  public final List<CampaignMemberRow> members = new ArrayList<>();
  public final List<DeletionRow> deletions = new ArrayList<>();
  public final List<CoverageRow> coverage = new ArrayList<>();
  public final List<SnapshotRow> snapshots = new ArrayList<>();
  private long record;

  /** What measures of campaigns read of a row of EntityPosts. */
  public record EntityPost(
      String campaignId,
      String platform,
      String postId,
      @Nullable String authorId,
      @Nullable String authorHandleId,
      Instant postedAt,
      String kind,
      @Nullable String postClass,
      @Nullable Double promotionalProbability,
      @Nullable Long likes,
      @Nullable Long reposts,
      @Nullable Long replies,
      @Nullable Long quotes,
      @Nullable Long views,
      @Nullable Long score,
      @Nullable Instant countedAt,
      boolean inCampaign,
      boolean carries,
      boolean isOwner) {}

  public static Instant at(String instant) {
    return Instant.parse(instant);
  }

  /** A post of input 0. */
  public PostRow post(String id, @Nullable String author, Instant at) {
    return post(id, author, at, 0.1, 0, List.of(), List.of(), null);
  }

  public PostRow post(
      String id,
      @Nullable String author,
      Instant at,
      double promotional,
      int input,
      List<String> hashtags,
      List<org.afterglow.table.MentionRow> mentions,
      @Nullable String replyTo) {
    return post(
        id, author, at, promotional, input, hashtags, mentions, replyTo, null, List.of(), 2, null);
  }

  /** A post in a venue, of so many words and with that sketch of them. */
  public PostRow venuePost(
      String id,
      String author,
      String venue,
      Instant at,
      double promotional,
      List<String> linkDomains,
      long words,
      byte[] sketch) {
    return post(
        id,
        author,
        at,
        promotional,
        0,
        List.of(),
        List.of(),
        null,
        venue,
        linkDomains,
        words,
        sketch);
  }

  private PostRow post(
      String id,
      @Nullable String author,
      Instant at,
      double promotional,
      int input,
      List<String> hashtags,
      List<org.afterglow.table.MentionRow> mentions,
      @Nullable String replyTo,
      @Nullable String venue,
      List<String> linkDomains,
      long words,
      byte @Nullable [] sketch) {
    ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
    PostRow row =
        new PostRow(
            PLATFORM,
            id,
            author,
            null,
            at,
            "OK",
            replyTo == null ? "post" : "reply",
            "record",
            venue,
            replyTo,
            null,
            null,
            null,
            null,
            null,
            hashtags,
            mentions,
            linkDomains,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "en",
            10L,
            words,
            "hash of " + id,
            promotional,
            promotional >= 0.5 ? "promotional" : "conversational",
            null,
            0L,
            0L,
            0L,
            sketch,
            input,
            record++,
            utc.getYear(),
            utc.getMonthValue());
    posts.add(row);
    return row;
  }

  public void like(String target, @Nullable String actor, Instant at) {
    event("like", target, null, actor, at, false);
  }

  public void event(
      String kind,
      String target,
      @Nullable String root,
      @Nullable String actor,
      @Nullable Instant at,
      boolean dayOnly) {
    events.add(
        new EventRow(
            "e" + events.size(),
            PLATFORM,
            kind,
            at,
            dayOnly,
            actor,
            target,
            "brand",
            root,
            "record",
            0,
            record++));
  }

  /** An entity post of account {@code brand}, without counters. */
  public void entityPost(String campaign, String id, @Nullable String postClass, Instant at) {
    counted(campaign, id, postClass, at, null, null);
  }

  public void counted(
      String campaign,
      String id,
      @Nullable String postClass,
      Instant at,
      @Nullable Long likes,
      @Nullable Instant countedAt) {
    entityPosts.add(
        new EntityPost(
            campaign,
            PLATFORM,
            id,
            "brand",
            null,
            at,
            "post",
            postClass,
            probability(postClass),
            likes,
            null,
            null,
            null,
            null,
            null,
            countedAt,
            true,
            true,
            true));
  }

  private static @Nullable Double probability(@Nullable String postClass) {
    return postClass == null ? null : (Double) (postClass.equals("promotional") ? 0.9 : 0.1);
  }

  /** The likes of a post as they were read so long after it. */
  public void snapshot(String id, Instant posted, long ageSeconds, @Nullable Long likes) {
    snapshots.add(
        new SnapshotRow(
            PLATFORM,
            id,
            posted.plusSeconds(ageSeconds),
            likes,
            null,
            null,
            null,
            null,
            null,
            0,
            record++));
  }

  public void campaign(String id, Instant start, @Nullable Instant stop, @Nullable Instant next) {
    campaign(id, "brand", start, stop, next);
  }

  /** A campaign of any account. */
  public void campaign(
      String id, String account, Instant start, @Nullable Instant stop, @Nullable Instant next) {
    campaigns.add(
        new CampaignRow(
            id,
            "account",
            "net/" + account,
            "declared",
            null,
            start,
            stop,
            null,
            0,
            0,
            null,
            next,
            "OK",
            List.of()));
    members.add(new CampaignMemberRow(id, PLATFORM, "account", account, "owner"));
  }

  /** Hours of one state. */
  public void coverage(Instant from, Instant until, String state) {
    for (Instant hour = from; hour.isBefore(until); hour = hour.plusSeconds(3600)) {
      coverage.add(new CoverageRow(PLATFORM, hour, 0, state, null));
    }
  }

  public Dataset<Row> posts(SparkSession spark) {
    return Tables.POSTS.published(spark.createDataset(posts, Tables.POSTS.encoder()));
  }

  public Dataset<Row> events(SparkSession spark) {
    return Tables.EVENTS.published(spark.createDataset(events, Tables.EVENTS.encoder()));
  }

  public Dataset<Row> campaigns(SparkSession spark) {
    return Tables.CAMPAIGNS.published(spark.createDataset(campaigns, Tables.CAMPAIGNS.encoder()));
  }

  public Dataset<Row> members(SparkSession spark) {
    return Tables.CAMPAIGN_MEMBERS.published(
        spark.createDataset(members, Tables.CAMPAIGN_MEMBERS.encoder()));
  }

  public Dataset<Row> deletions(SparkSession spark) {
    return Tables.DELETIONS.published(spark.createDataset(deletions, Tables.DELETIONS.encoder()));
  }

  public Dataset<Row> snapshots(SparkSession spark) {
    return Tables.SNAPSHOTS.published(spark.createDataset(snapshots, Tables.SNAPSHOTS.encoder()));
  }

  public Dataset<Row> coverage(SparkSession spark) {
    return Tables.COVERAGE.published(spark.createDataset(coverage, Tables.COVERAGE.encoder()));
  }

  public Dataset<Row> entityPosts(SparkSession spark) {
    return spark
        .createDataset(entityPosts, Records.encoder(EntityPost.class))
        .toDF(
            "campaign_id",
            "platform",
            "post_id",
            "author_id",
            "author_handle_id",
            "posted_at",
            "kind",
            "post_class",
            "promotional_probability",
            "likes",
            "reposts",
            "replies",
            "quotes",
            "views",
            "score",
            "counted_at",
            "in_campaign",
            "carries",
            "is_owner");
  }
}
