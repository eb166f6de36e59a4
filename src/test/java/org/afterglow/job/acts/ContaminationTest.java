package org.afterglow.job.acts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.job.SmallArchive;
import org.afterglow.table.CampaignRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ContaminationTest {
  private static final Instant MONDAY = Instant.parse("2024-01-01T00:00:00Z");
  private static final long DAY = 86_400;

  @Test
  void whoDidMoreThanAFifthOfThirtyActsIsDominant(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    for (String campaign : List.of("c", "d", "few")) {
      archive.campaign(campaign, MONDAY, MONDAY.plusSeconds(20 * DAY), null);
    }
    acts(archive, "c", "seven of thirty", 7);
    acts(archive, "c", "six of thirty", 6);
    acts(archive, "c", null, 17);
    acts(archive, "d", "six of thirty", 6);
    acts(archive, "d", null, 24);
    acts(archive, "few", "nearly all", 28);
    acts(archive, "few", null, 1);
    archive.entityPost("few", "old", "promotional", MONDAY);
    archive.like("old", "late", MONDAY.plusSeconds(28 * DAY));

    assertThat(contamination(spark, archive, archive.posts(spark)).actors().collectAsList())
        .singleElement()
        .matches(row -> row.<String>getAs("campaign_id").equals("c"))
        .matches(row -> row.<String>getAs("actor_id").equals("seven of thirty"));
  }

  @Test
  void aSuspectedBotIsNoDominantActor(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    archive.campaign("c", MONDAY, MONDAY.plusSeconds(20 * DAY), null);
    acts(archive, "c", "robot", 20);
    acts(archive, "c", "ann", 7);
    acts(archive, "c", null, 23);
    for (int i = 0; i < 201; i++) {
      archive.post("r" + i, "robot", MONDAY.plusSeconds(i));
    }

    assertThat(contamination(spark, archive, archive.posts(spark)).actors().collectAsList())
        .as("seven of thirty without the bot")
        .extracting(row -> row.<String>getAs("actor_id"))
        .containsExactly("ann");
  }

  @Test
  void wordsThatThreeAuthorsActWithInACampaignAreIdentical(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    archive.campaign("c", MONDAY, MONDAY.plusSeconds(20 * DAY), null);
    archive.campaign("d", MONDAY, MONDAY.plusSeconds(20 * DAY), null);
    archive.entityPost("c", "p", "promotional", MONDAY);
    archive.entityPost("d", "q", "promotional", MONDAY);
    for (String author : List.of("ann", "bob", "cid")) {
      reply(archive, "same", author, "p", 60);
      reply(archive, "short", author, "p", DAY + 60);
      reply(archive, "own" + author, author, "p", 2 * DAY);
    }
    reply(archive, "two", "ann", "p", 3 * DAY);
    reply(archive, "two", "bob", "p", 3 * DAY);
    reply(archive, "two", "ann", "p", 4 * DAY);
    reply(archive, "same", "dan", "q", 60);
    Dataset<Row> posts =
        archive
            .posts(spark)
            .withColumn("text_hash", regexp_extract(col("post_id"), "^[a-z]+", 0))
            .withColumn("word_count", when(col("text_hash").equalTo("short"), 3L).otherwise(4L));

    Contamination found = contamination(spark, archive, posts);

    assertThat(found.texts().collectAsList())
        .hasSize(3)
        .allMatch(row -> row.<String>getAs("campaign_id").equals("c"))
        .extracting(row -> row.<String>getAs("actor_id"))
        .containsExactlyInAnyOrder("ann", "bob", "cid");
    Dataset<Row> marked = found.marked(direct(spark, archive).timed());
    assertThat(marked.count()).isEqualTo(13);
    assertThat(marked.filter("identical").select("age_micros").distinct().collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(60_000_000L);
  }

  @Test
  void whoWroteMostOfAClassInATopicIsDominantThere(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    topic(archive, "tag", "hashtag");
    topic(archive, "shop", "account");
    for (String campaign : List.of("tag", "shop")) {
      for (int i = 0; i < 5; i++) {
        written(archive, campaign, campaign + "p" + i, i < 3 ? "loud" : "other", "promotional");
        written(archive, campaign, campaign + "c" + i, "author" + i, "conversational");
      }
      written(archive, campaign, campaign + "l", "loud", "conversational");
      written(archive, campaign, campaign + "n1", null, null);
    }

    Contamination found = contamination(spark, archive, archive.posts(spark));

    assertThat(found.posts().collectAsList())
        .extracting(row -> row.<String>getAs("post_key"))
        .as("in either class")
        .containsExactlyInAnyOrder("net/tagp0", "net/tagp1", "net/tagp2", "net/tagl");
  }

  @Test
  void halfOfAClassIsNotMostOfIt(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    topic(archive, "tag", "venue");
    for (int i = 0; i < 4; i++) {
      written(archive, "tag", "p" + i, i < 2 ? "loud" : "other" + i, "promotional");
      written(archive, "tag", "c" + i, null, "conversational");
    }

    assertThat(contamination(spark, archive, archive.posts(spark)).posts().count()).isZero();
  }

  private static void acts(SmallArchive archive, String campaign, @Nullable String who, int count) {
    for (int i = 0; i < count; i++) {
      String post = campaign + "/" + who + i;
      archive.entityPost(campaign, post, i % 2 == 0 ? "promotional" : "conversational", MONDAY);
      archive.like(post, who, MONDAY.plusSeconds(60));
    }
  }

  private static void reply(
      SmallArchive archive, String text, String author, String target, long seconds) {
    Instant at = MONDAY.plusSeconds(seconds);
    String id = text + archive.posts.size();
    archive.post(id, author, at, 0.1, 0, List.of(), List.of(), target);
    archive.event("reply", target, target, author, at, false);
  }

  private static void topic(SmallArchive archive, String id, String type) {
    archive.campaigns.add(
        new CampaignRow(
            id,
            type,
            "net/" + id,
            "declared",
            null,
            MONDAY,
            MONDAY.plusSeconds(20 * DAY),
            null,
            0,
            0,
            null,
            null,
            "OK",
            List.of()));
  }

  private static void written(
      SmallArchive archive,
      String campaign,
      String id,
      @Nullable String author,
      @Nullable String postClass) {
    archive.entityPosts.add(
        new SmallArchive.EntityPost(
            campaign,
            SmallArchive.PLATFORM,
            id,
            author,
            null,
            MONDAY,
            "post",
            postClass,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            true,
            true,
            false));
  }

  private static CampaignActs direct(SparkSession spark, SmallArchive archive) {
    return CampaignActs.of(
        archive.events(spark),
        archive.entityPosts(spark),
        archive.members(spark),
        SuspectedBots.of(archive.posts(spark)),
        Season.flat().weights(spark),
        CampaignActs.DIRECT,
        Keeper.NOWHERE);
  }

  @Test
  void noTaskSeesAllPeopleOfACampaign(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    archive.campaign("c", MONDAY, MONDAY.plusSeconds(20 * DAY), null);
    Contamination found = contamination(spark, archive, archive.posts(spark));

    for (Dataset<Row> people : List.of(found.actors(), found.posts())) {
      assertThat(people.queryExecution().optimizedPlan().toString())
          .as("a window of a campaign is one task's")
          .doesNotContain("Window");
    }
  }

  private static Contamination contamination(
      SparkSession spark, SmallArchive archive, Dataset<Row> posts) {
    return Contamination.of(
        direct(spark, archive).timed(),
        archive.entityPosts(spark).filter(col("in_campaign")),
        posts,
        archive.campaigns(spark));
  }
}
