package org.afterglow.job.acts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.afterglow.SparkExtension;
import org.afterglow.job.SmallArchive;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.DeletionRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class CampaignActsTest {
  private static final Instant MONDAY = Instant.parse("2024-01-01T00:00:00Z");

  @Test
  void anActHasItsPostItsAgeAndItsWeight(SparkSession spark) {
    SmallArchive archive = archive();
    archive.like("p1", "ann", MONDAY.plusSeconds(3600));
    Dataset<Row> weights =
        spark.sql("select 'net' platform, 1 hour_of_week, 2500000L weight_millionths");

    List<Row> acts = acts(spark, archive, CampaignActs.DIRECT, weights).timed().collectAsList();

    assertThat(acts).hasSize(1);
    Row act = acts.get(0);
    assertThat(act.<String>getAs("campaign_id")).isEqualTo("c");
    assertThat(act.<String>getAs("post_key")).isEqualTo("net/p1");
    assertThat(act.<String>getAs("post_class")).isEqualTo("promotional");
    assertThat(act.<Long>getAs("age_micros")).isEqualTo(3_600_000_000L);
    assertThat(act.<Long>getAs("weight_millionths")).isEqualTo(2_500_000L);
    assertThat(act.<String>getAs("kind")).isEqualTo("like");
  }

  @Test
  void bothReachesAtOnceAreWhatEachIs(SparkSession spark) {
    SmallArchive archive = archive();
    Instant noon = MONDAY.plusSeconds(43_200);
    archive.event("reply", "p1", "p1", "ann", noon.plusSeconds(60), false);
    archive.event("reply", "below", "p1", "ann", noon, false); // earlier that day, in the thread
    archive.event("reply", "below", "p1", "bob", noon, false);
    archive.event("reply", "p2", "p1", "bob", noon.plusSeconds(86_400), false); // upon both posts
    archive.event("reply", "p1", null, "cid", noon, false);
    archive.event("vote", "p1", null, null, MONDAY.plusSeconds(86_400), true);
    archive.event("reply", "p2", "p1", "brand", noon.plusSeconds(86_400), false);
    archive.event("reply", "p3", "p3", "ann", noon, false);

    ActsUponPosts both = upon(spark, archive, List.of(CampaignActs.DIRECT, CampaignActs.THREAD));

    for (String reach : List.of(CampaignActs.DIRECT, CampaignActs.THREAD)) {
      CampaignActs of = both.marked("in_campaign").within(reach);
      CampaignActs alone = acts(spark, archive, reach, none(spark));
      assertThat(of.timed().collectAsList())
          .as(reach)
          .containsExactlyInAnyOrderElementsOf(alone.timed().collectAsList());
      assertThat(of.dated().collectAsList()).hasSize(1).isEqualTo(alone.dated().collectAsList());
    }
    assertThat(both.within(CampaignActs.DIRECT).timed().count()).isEqualTo(3);
    assertThat(
            both.within(CampaignActs.THREAD)
                .timed()
                .filter(functions.col("actor_id").equalTo("ann"))
                .select("at")
                .as(Encoders.INSTANT())
                .collectAsList())
        .as("one act of that day, the first")
        .containsExactly(noon);
  }

  @Test
  void allOfItMayComeFromOneTableOfPosts(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    archive.campaign("c", MONDAY, MONDAY.plusSeconds(864_000), null);
    archive.post("p1", "brand", MONDAY.plusSeconds(60));
    archive.like("p1", "ann", MONDAY.plusSeconds(3600));
    archive.like("p1", "brand", MONDAY.plusSeconds(3700));
    for (int i = 0; i < 201; i++) {
      archive.post("b" + i, "bot", MONDAY.plusSeconds(i));
    }
    archive.like("p1", "bot", MONDAY.plusSeconds(3800));
    Dataset<Row> posts = archive.posts(spark);
    Dataset<Row> entityPosts =
        EntityPosts.withUnscored(posts, archive.campaigns(spark), archive.members(spark));

    CampaignActs acts =
        CampaignActs.of(
            archive.events(spark),
            entityPosts,
            archive.members(spark),
            SuspectedBots.of(posts),
            none(spark),
            CampaignActs.DIRECT,
            Keeper.NOWHERE);

    assertThat(acts.counted().select("actor_id").as(Encoders.STRING()).collectAsList())
        .containsExactly("ann");
  }

  @Test
  void anActCountsOnceForEachPersonPostKindAndDay(SparkSession spark) {
    SmallArchive archive = archive();
    archive.like("p1", "ann", MONDAY.plusSeconds(7200));
    archive.like("p1", "ann", MONDAY.plusSeconds(3600));
    archive.event("reply", "p1", null, "ann", MONDAY.plusSeconds(60), false);
    archive.like("p2", "ann", MONDAY.plusSeconds(90000));
    archive.like("p1", "ann", MONDAY.plusSeconds(90000));
    archive.like("p1", null, MONDAY.plusSeconds(60));
    archive.like("p1", null, MONDAY.plusSeconds(60));

    Dataset<Row> timed = acts(spark, archive, CampaignActs.DIRECT, none(spark)).timed();

    assertThat(timed.count()).isEqualTo(6);
    assertThat(
            timed
                .filter("kind = 'like' and actor_id = 'ann' and post_key = 'net/p1'")
                .agg(functions.min("age_micros"))
                .first()
                .getLong(0))
        .isEqualTo(3_600_000_000L);
    assertThat(timed.filter("actor_id is null").count()).isEqualTo(2);
    assertThat(timed.agg(functions.max("weight_millionths")).first().getLong(0))
        .isEqualTo(1_000_000L);
  }

  @Test
  void actsThatAreNobodyElsesOrImpossibleAreLeftOutAndCounted(SparkSession spark) {
    SmallArchive archive = archive();
    archive.members.add(new CampaignMemberRow("c", null, "account", "staff", "owner"));
    archive.like("p1", "brand", MONDAY.plusSeconds(60));
    archive.like("p1", "staff", MONDAY.plusSeconds(60));
    archive.like("p1", "robot", MONDAY.plusSeconds(60));
    archive.like("p1", "ann", MONDAY.minusSeconds(60));
    archive.event("like", "p1", null, "ann", null, false);
    archive.like("p1", null, MONDAY.plusSeconds(60));
    archive.like("p3", "ann", MONDAY.plusSeconds(60));
    archive.like("p1", "ann", MONDAY.plusSeconds(60));
    for (int i = 0; i < 201; i++) {
      archive.post("r" + i, "robot", MONDAY.plusSeconds(i));
    }

    CampaignActs acts = acts(spark, archive, CampaignActs.DIRECT, none(spark));

    assertThat(acts.counted().select("actor_id").collectAsList())
        .extracting(row -> row.getString(0))
        .as("who acted is not known: somebody")
        .containsExactlyInAnyOrder("ann", null);
    assertThat(acts.timed().filter("suspected").collectAsList())
        .extracting(row -> row.<String>getAs("actor_id"))
        .as("kept for the run that counts them")
        .containsExactly("robot");
    Map<String, Long> leftOut =
        upon(spark, archive, List.of(CampaignActs.DIRECT)).counts().collectAsList().stream()
            .filter(row -> row.getAs("reason") != null)
            .collect(
                Collectors.toMap(
                    row -> row.<String>getAs("reason"), row -> row.<Long>getAs("direct_acts")));
    assertThat(leftOut)
        .containsOnly(
            Map.entry("own", 2L),
            Map.entry("suspected_bot", 1L),
            Map.entry("before_post", 1L),
            Map.entry("untimed", 1L),
            Map.entry("unscored_post", 1L));
  }

  @Test
  void actsUponPostsThatAreNotInTheArchiveAreCountedOnceHoweverManyCampaigns(SparkSession spark) {
    SmallArchive archive = archive();
    archive.campaign("d", MONDAY, MONDAY.plusSeconds(20 * 86400), null);
    archive.post("p1", "brand", MONDAY);
    archive.like("p1", "ann", MONDAY.plusSeconds(60));
    archive.like("lost", "ann", MONDAY.plusSeconds(60));
    archive.like("lost", "bob", MONDAY.plusSeconds(60));

    assertThat(
            CampaignActs.targetsUnseen(
                    archive.events(spark), archive.posts(spark), archive.members(spark))
                .count())
        .isEqualTo(2);
  }

  @Test
  void aThreadsActsAreThoseOnItsRootAndBelow(SparkSession spark) {
    SmallArchive archive = archive();
    archive.event("reply", "elsewhere", "p1", "ann", MONDAY.plusSeconds(60), false);
    archive.event("reply", "p1", "p1", "bob", MONDAY.plusSeconds(60), false);
    archive.event("like", "p1", null, "cid", MONDAY.plusSeconds(60), false);
    archive.event("like", "p2", "p1", "dan", MONDAY.plusSeconds(90000), false);

    assertThat(
            acts(spark, archive, CampaignActs.THREAD, none(spark))
                .timed()
                .groupBy("post_key")
                .count()
                .collectAsList())
        .singleElement()
        .matches(row -> row.getString(0).equals("net/p1") && row.getLong(1) == 4);
    assertThat(acts(spark, archive, CampaignActs.DIRECT, none(spark)).timed().count()).isEqualTo(3);
  }

  @Test
  void actsKnownToTheDayStandApart(SparkSession spark) {
    SmallArchive archive = archive();
    archive.event("vote", "p2", null, null, MONDAY.plusSeconds(86400), true);
    archive.event("vote", "p2", null, null, MONDAY.minusSeconds(86400), true);

    CampaignActs acts = acts(spark, archive, CampaignActs.DIRECT, none(spark));

    assertThat(acts.timed().count()).isZero();
    assertThat(acts.dated().count()).isEqualTo(1);
  }

  @Test
  void postsAreAtRiskWhileTheyWereObservedAndStood(SparkSession spark) {
    SmallArchive archive = archive();
    archive.coverage(MONDAY, MONDAY.plusSeconds(12 * 3600), "full");
    archive.coverage(MONDAY.plusSeconds(12 * 3600), MONDAY.plusSeconds(86400), "outage");
    archive.coverage(MONDAY.plusSeconds(86400), MONDAY.plusSeconds(10 * 86400), "unknown");
    archive.deletions.add(new DeletionRow(0, 0, "net", "p2", MONDAY.plusSeconds(2 * 86400)));

    List<Row> posts =
        PostsAtRisk.of(
                archive.entityPosts(spark),
                archive.deletions(spark),
                Calendars.of(archive.coverage(spark), Season.flat()))
            .orderBy("post_key")
            .collectAsList();

    assertThat(posts).hasSize(2);
    assertThat(posts.get(0).<Double>getAs("observed_early")).isEqualTo(0.5);
    assertThat(posts.get(0).<Double>getAs("observed_late")).isEqualTo(9.0 / 27);
    assertThat(posts.get(0).<Boolean>getAs("deleted_within_28d")).isFalse();
    assertThat(posts.get(1).<Double>getAs("observed_early")).isEqualTo(1 - 3600.0 / 86400);
    assertThat(posts.get(1).<Double>getAs("observed_late")).isZero();
    assertThat(posts.get(1).<Boolean>getAs("deleted_within_28d")).isTrue();
  }

  /** p1 promotional on Monday, p2 conversational a day and an hour later, p3 without a class. */
  private static SmallArchive archive() {
    SmallArchive archive = new SmallArchive();
    archive.campaign("c", MONDAY, MONDAY.plusSeconds(20 * 86400), null);
    archive.entityPost("c", "p1", "promotional", MONDAY);
    archive.entityPost("c", "p2", "conversational", MONDAY.plusSeconds(90000));
    archive.entityPost("c", "p3", null, MONDAY);
    return archive;
  }

  private static Dataset<Row> none(SparkSession spark) {
    return Season.flat().weights(spark);
  }

  private static ActsUponPosts upon(
      SparkSession spark, SmallArchive archive, List<String> reaches) {
    return ActsUponPosts.of(
        archive.events(spark),
        archive.entityPosts(spark),
        archive.members(spark),
        SuspectedBots.of(archive.posts(spark)),
        none(spark),
        reaches,
        List.of("in_campaign"),
        Keeper.NOWHERE);
  }

  private static CampaignActs acts(
      SparkSession spark, SmallArchive archive, String reach, Dataset<Row> weights) {
    return CampaignActs.of(
        archive.events(spark),
        archive.entityPosts(spark),
        archive.members(spark),
        SuspectedBots.of(archive.posts(spark)),
        weights,
        reach,
        Keeper.NOWHERE);
  }
}
