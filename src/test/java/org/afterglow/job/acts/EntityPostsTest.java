package org.afterglow.job.acts;

import static org.afterglow.job.SomePost.by;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.job.SomePost;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
public class EntityPostsTest {
  private static final String DURING = "2020-06-15";
  private static final String BEFORE = "2020-05-15";
  private static final String AFTER = "2020-07-15";

  @Test
  void anAccountHasItsOwnPostsWhetherItIsKnownByIdOrByHandle(SparkSession spark) {
    assertThat(
            entityPosts(
                spark,
                List.of(declared("c")),
                List.of(member("c", "twitter", "account", "ann", "owner")),
                by("ann", "during", DURING, .9).handled("h-ann"),
                by("ann", "chat", AFTER, .1),
                by(null, "handle", BEFORE, .9).handled("ann"),
                by("ann", "repost", DURING, null).of("repost"),
                by("ann", "elsewhere", DURING, .9).on("mastodon"),
                by("bob", "other", DURING, .9).handled("ann"),
                by("ann", "unscored", DURING, null)))
        .containsExactly(
            "c chat conversational outside carries owner",
            "c during promotional inside carries owner",
            "c handle promotional outside carries owner");
  }

  @Test
  void aHashtagHasThePostsOfThoseWhoPromoteItWhileTheCampaignRuns(SparkSession spark) {
    assertThat(
            entityPosts(
                spark,
                List.of(declared("c")),
                List.of(member("c", null, "hashtag", "vote", "topic")),
                by("ann", "promotes", DURING, .9).tagged("vote"),
                by("ann", "early", BEFORE, .9).tagged("vote"),
                by("ann", "talks", AFTER, .1).tagged("other", "vote"),
                by("ann", "chats", AFTER, .2),
                by("ann", "sells", AFTER, .8),
                by("bob", "late", AFTER, .9).tagged("vote"),
                by("cat", "mentions", DURING, .3).tagged("vote"),
                by(null, "nobody", DURING, .9).tagged("vote"),
                by("dan", "toots", DURING, .5).tagged("vote").on("mastodon"),
                by("ann", "namesake", DURING, .1).on("mastodon")))
        .containsExactly(
            "c chats conversational outside other",
            "c early promotional outside carries",
            "c promotes promotional inside carries",
            "c talks conversational outside carries",
            "c toots promotional inside carries");
  }

  @Test
  void aVenueHasOnlyWhatStandsInItWhateverItsCase(SparkSession spark) {
    assertThat(
            entityPosts(
                spark,
                List.of(declared("c")),
                List.of(member("c", "reddit", "venue", "Gadgets", "topic")),
                by("ann", "promotes", DURING, .9).in("gadgets").on("reddit"),
                by("ann", "talks", DURING, .1).in("gadgets").on("reddit"),
                by("ann", "elsewhere", DURING, .1).in("cats").on("reddit"),
                by("bob", "listens", DURING, .1).in("gadgets").on("reddit")))
        .containsExactly(
            "c promotes promotional inside carries", "c talks conversational inside carries");
  }

  @Test
  void whereNoAuthorIsNamedAVenueHasAllPosts(SparkSession spark) {
    assertThat(
            entityPosts(
                spark,
                List.of(declared("c")),
                List.of(member("c", "reddit", "venue", "Gadgets", "topic")),
                by(null, "late", AFTER, .9).in("Gadgets").on("reddit"),
                by(null, "talk", BEFORE, .1).in("Gadgets").on("reddit"),
                by("ann", "named", DURING, .1).in("cats").on("reddit")))
        .containsExactly(
            "c late promotional outside carries", "c talk conversational outside carries");
  }

  @Test
  void aPostBelongsOnceToEachCampaignThatHasItByAnyOfItsMembers(SparkSession spark) {
    assertThat(
            entityPosts(
                spark,
                List.of(declared("both"), declared("tags")),
                List.of(
                    member("both", "twitter", "account", "ann", "owner"),
                    member("both", "twitter", "hashtag", "vote", "topic"),
                    member("both", "twitter", "hashtag", "win", "topic"),
                    member("both", "twitter", "domain", "shop.example", "topic"),
                    member("tags", "twitter", "hashtag", "win", "topic"),
                    member("tags", null, "hashtag", "win", "topic")),
                by("ann", "own", DURING, .9).tagged("vote", "win").linking("shop.example"),
                by("ann", "ownsale", DURING, .9),
                by("bob", "fan", DURING, .9).tagged("vote", "win").linking("shop.example"),
                by("bob", "fanchat", DURING, .1).linking("shop.example")))
        .containsExactly(
            "both fan promotional inside carries",
            "both fanchat conversational inside carries",
            "both own promotional inside carries owner",
            "both ownsale promotional inside carries owner",
            "tags fan promotional inside carries",
            "tags fanchat conversational inside other",
            "tags own promotional inside carries");
  }

  @Test
  void anOwnerWhomDetectionFoundBringsNoPostsOfItsOwn(SparkSession spark) {
    assertThat(
            entityPosts(
                spark,
                List.of(campaign("d", "detected", "hashtag")),
                List.of(
                    member("d", "twitter", "hashtag", "vote", "topic"),
                    member("d", "twitter", "account", "ann", "owner")),
                by("ann", "promotes", DURING, .9).tagged("vote"),
                by("ann", "sells", DURING, .9),
                by("ann", "chats", AFTER, .1)))
        .containsExactly(
            "d chats conversational outside other owner",
            "d promotes promotional inside carries owner");
  }

  @Test
  void postsThatWereNotScoredAreCountedApart(SparkSession spark) {
    Dataset<Row> all =
        EntityPosts.withUnscored(
            posts(spark, by("ann", "scored", DURING, .9), by("ann", "picture", DURING, null)),
            campaigns(spark, List.of(declared("c"))),
            members(spark, List.of(member("c", "twitter", "account", "ann", "owner"))));

    assertThat(
            all.where("post_class is null").select("post_id").as(Encoders.STRING()).collectAsList())
        .containsExactly("picture");
    assertThat(all.count()).isEqualTo(2);
  }

  @Test
  void onlyPostsInAroundOrAnsweredOrByAnOwnerAreMeasured(SparkSession spark) {
    Dataset<Row> posts =
        posts(
            spark,
            by("ann", "promotes", DURING, .9).tagged("vote"),
            by("ann", "start", "2020-06-01", .1),
            by("ann", "chats", AFTER, .1),
            by("ann", "sixtyDaysBefore", "2020-04-02", .1),
            by("ann", "sixtyOneDaysBefore", "2020-04-01", .1),
            by("ann", "fourMonthsAfter", "2020-10-28", .1),
            by("ann", "longerAfter", "2020-10-29", .1),
            by("ann", "yearsBefore", "2015-06-15", .1),
            by("ann", "yearsAfter", "2023-06-15", .9).tagged("vote"),
            by("ann", "answered", "2015-06-16", .1),
            by("own", "owned", "2015-06-15", .1),
            by("own", "promotesToo", DURING, .9).tagged("vote"));
    Dataset<Row> answered =
        spark.createDataset(List.of("answered", "nobodys"), Encoders.STRING()).toDF("post_id");

    List<String> measured =
        EntityPosts.measured(
                posts,
                campaigns(spark, List.of(campaign("c", "declared", "hashtag"))),
                members(
                    spark,
                    List.of(
                        member("c", "twitter", "hashtag", "vote", "topic"),
                        member("c", "twitter", "account", "own", "owner"))),
                40,
                answered.withColumn("platform", functions.lit("twitter")))
            .select("post_id")
            .as(Encoders.STRING())
            .collectAsList();

    assertThat(measured)
        .containsExactlyInAnyOrder(
            "promotes",
            "start",
            "chats",
            "sixtyDaysBefore",
            "fourMonthsAfter",
            "answered",
            "owned",
            "promotesToo");
  }

  private static List<String> entityPosts(
      SparkSession spark,
      List<CampaignRow> campaigns,
      List<CampaignMemberRow> members,
      SomePost... posts) {
    return EntityPosts.of(posts(spark, posts), campaigns(spark, campaigns), members(spark, members))
        .select(
            functions.expr(
                "concat_ws(' ', campaign_id, post_id, post_class,"
                    + " if(in_campaign, 'inside', 'outside'), if(carries, 'carries', 'other'),"
                    + " if(is_owner, 'owner', null))"))
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  public static Dataset<Row> posts(SparkSession spark, SomePost... posts) {
    return Tables.POSTS.published(
        spark.createDataset(
            new ArrayList<>(Arrays.stream(posts).map(SomePost::row).toList()),
            Tables.POSTS.encoder()));
  }

  private static Dataset<Row> campaigns(SparkSession spark, List<CampaignRow> rows) {
    return Tables.CAMPAIGNS.published(spark.createDataset(rows, Tables.CAMPAIGNS.encoder()));
  }

  private static Dataset<Row> members(SparkSession spark, List<CampaignMemberRow> rows) {
    return Tables.CAMPAIGN_MEMBERS.published(
        spark.createDataset(rows, Tables.CAMPAIGN_MEMBERS.encoder()));
  }

  private static CampaignRow declared(String id) {
    return campaign(id, "declared", "mixed");
  }

  private static CampaignRow campaign(String id, String source, String entityType) {
    return new CampaignRow(
        id,
        entityType,
        "key",
        source,
        null,
        Instant.parse("2020-06-01T00:00:00Z"),
        Instant.parse("2020-07-01T00:00:00Z"),
        null,
        0,
        0,
        null,
        null,
        "OK",
        List.of());
  }

  private static CampaignMemberRow member(
      String campaign, @Nullable String platform, String type, String id, String role) {
    return new CampaignMemberRow(campaign, platform, type, id, role);
  }
}
