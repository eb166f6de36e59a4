package org.afterglow.job.find;

import static org.afterglow.job.SomePost.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.afterglow.SparkExtension;
import org.afterglow.campaign.DeclaredCampaign;
import org.afterglow.campaign.DeclaredCampaign.Member;
import org.afterglow.campaign.EntityType;
import org.afterglow.campaign.Role;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ArchiveFacts.Outage;
import org.afterglow.ingest.ArchiveFacts.PlatformFacts;
import org.afterglow.job.SomePost;
import org.afterglow.job.acts.EntityPostsTest;
import org.afterglow.job.find.DetectCampaigns.Campaigns;
import org.afterglow.job.find.DetectCampaigns.Skipped;
import org.afterglow.post.Identities;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.CoverageRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class DetectCampaignsTest {
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
  private static final int DAYS = 120;
  private static final Instant START = day(40);
  private static final Instant STOP = day(65);

  /** A shop that campaigns from day 40 to 64, and accounts that never do. */
  private static List<SomePost> archive() {
    List<SomePost> posts = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      posts.add(at("shop", "chat", day, .1));
      posts.add(at("steady", "offer", day, .9));
      int promotional = day >= 40 && day < 65 ? 3 : day % 20 == 15 ? 1 : 0;
      for (int i = 0; i < promotional; i++) {
        posts.add(
            at("shop", "sale" + i, day, .9).tagged("sale").linking("shop.example").handled("Shop"));
      }
    }
    for (int day = 0; day < DAYS; day += DAYS - 1) {
      posts.add(at("fan", "fan", day, .2).tagged("sale").linking("shop.example"));
    }
    for (int day = 50; day < 54; day++) {
      posts.add(at("rare", "rare", day, .9));
      posts.add(at("bursts", "burst", day, .9));
      posts.add(at("bursts", "burstagain", day, .9));
      for (int i = 0; i < 9; i++) {
        posts.add(at("ghost", "ghost" + i, day, .9).embedded());
      }
    }
    return posts;
  }

  @Test
  void anAccountItsHashtagAndItsDomainAreFoundAsOneGroupWithOneOwner(SparkSession spark) {
    Campaigns found = detect(spark, archive(), 3, ArchiveFacts.unknown(), List.of());

    List<CampaignRow> campaigns = found.campaigns().collectAsList();
    assertThat(campaigns)
        .extracting(CampaignRow::entityType)
        .containsExactlyInAnyOrder("account", "hashtag", "domain");
    assertThat(campaigns)
        .allSatisfy(
            campaign -> {
              assertThat(campaign.campaignSource()).isEqualTo("detected");
              assertThat(campaign.startedAt()).isEqualTo(START);
              assertThat(campaign.stoppedAt()).isEqualTo(STOP);
              assertThat(campaign.stopSeDays()).isCloseTo(1 / 3.0, within(.1));
              assertThat(campaign.promotionalPosts()).isEqualTo(75);
              assertThat(campaign.conversationalPosts()).isEqualTo(25);
              assertThat(campaign.entityKey()).isEqualTo("twitter/shop");
              assertThat(campaign.overlapGroupId()).isEqualTo(campaigns.get(0).campaignId());
              assertThat(campaign.nextCampaignAt()).isNull();
              assertThat(campaign.state()).isEqualTo("OK");
              assertThat(campaign.flags()).isEmpty();
            });
    assertThat(found.members().collectAsList())
        .extracting(m -> m.platform() + " " + m.entityType() + " " + m.entityId() + " " + m.role())
        .containsExactlyInAnyOrder(
            "twitter account shop owner",
            "twitter hashtag sale topic",
            "twitter account shop owner",
            "twitter domain shop.example topic",
            "twitter account shop owner");
    assertThat(found.skipped())
        .containsExactly(
            new Skipped("account", "NONE", 1),
            new Skipped("account", "SHORT_WINDOW", 1),
            new Skipped("account", "TOO_FEW_PROMO_POSTS", 2));
  }

  @Test
  void rowsDoNotDependOnPartitionsOrOrder(SparkSession spark) {
    List<DeclaredCampaign> declared =
        List.of(declared("declared", null, STOP, account("SHOP"), account("fan")));
    List<SomePost> reversed = new ArrayList<>(archive());
    Collections.reverse(reversed);

    Campaigns one = detect(spark, archive(), 1, ArchiveFacts.unknown(), declared);
    Campaigns seven = detect(spark, reversed, 7, ArchiveFacts.unknown(), declared);
    Campaigns many = detect(spark, archive(), 64, ArchiveFacts.unknown(), declared);

    assertThat(one.campaigns().count()).isEqualTo(3);
    for (Campaigns other : List.of(seven, many)) {
      assertThat(other.campaigns().collectAsList()).isEqualTo(one.campaigns().collectAsList());
      assertThat(other.members().collectAsList()).isEqualTo(one.members().collectAsList());
      assertThat(other.skipped()).isEqualTo(one.skipped());
    }
  }

  @Test
  void aDeclaredCampaignReplacesADetectedOneOfTheSameEntityAndKeepsItsDates(SparkSession spark) {
    Instant stop = day(66).plus(Duration.ofHours(7));
    Campaigns found =
        detect(
            spark,
            archive(),
            2,
            ArchiveFacts.unknown(),
            List.of(
                declared("mine", day(41), stop, account("SHOP")),
                declared("later", day(100), null, account("Shop")),
                declared("late", day(80), day(110), account("steady")),
                declared("nobody", null, day(60), account("absent"))));

    assertThat(found.campaigns().filter("campaignSource = 'declared'").collectAsList())
        .extracting(
            CampaignRow::campaignId,
            CampaignRow::entityKey,
            CampaignRow::startedAt,
            CampaignRow::stoppedAt,
            CampaignRow::stopSeDays,
            CampaignRow::promotionalPosts,
            CampaignRow::nextCampaignAt,
            CampaignRow::state,
            CampaignRow::flags)
        .containsExactly(
            row("late", "steady", day(80), day(110), 30, null, "STOP_NOT_OBSERVED"),
            row("later", "shop", day(100), null, 1, null, "STOP_NOT_OBSERVED"),
            row("mine", "shop", day(41), stop, 72, day(100), "OK"),
            row(
                "nobody",
                "absent",
                FIRST,
                day(60),
                0,
                null,
                "OK",
                "NO_ENTITY_POSTS",
                "START_NOT_GIVEN"));
    assertThat(found.skipped()).contains(new Skipped("account", "DECLARED", 1));
  }

  @Test
  void anOutageAtTheStopIsSaidAndWidensIt(SparkSession spark) {
    ArchiveFacts facts =
        new ArchiveFacts(
            Map.of("twitter", new PlatformFacts(1.0, true, List.of(new Outage(STOP, day(68))))));
    List<SomePost> posts =
        archive().stream().filter(p -> p.at().isBefore(STOP) || !p.at().isBefore(day(68))).toList();

    assertThat(
            detect(spark, posts, 2, facts, List.of())
                .campaigns()
                .filter("entityType = 'account'")
                .collectAsList())
        .singleElement()
        .satisfies(
            campaign -> {
              assertThat(campaign.stoppedAt()).isEqualTo(STOP);
              assertThat(campaign.flags()).containsExactly("STOP_IN_GAP");
              assertThat(campaign.stopSeDays()).isCloseTo(3 + 1 / 3.0, within(.1));
            });
  }

  @Test
  void declaredAccountsAreFoundByThePseudonymOfTheirIdOrTheirHandle(SparkSession spark) {
    Identities identities =
        Identities.pseudonyms("a secret for tests".getBytes(StandardCharsets.UTF_8));
    String byId = identities.account("twitter", "17");
    String byHandle = identities.handle("twitter", "Shop");
    List<SomePost> posts =
        List.of(
            by(byId, "a", "2020-02-01", .9).handled(byHandle), by(byHandle, "b", "2020-02-02", .9));

    Campaigns found =
        DetectCampaigns.from(
            EntityPostsTest.posts(spark, posts.toArray(SomePost[]::new)),
            coverage(spark),
            ArchiveFacts.unknown(),
            List.of(
                declared("handle", null, day(50), account("SHOP")),
                declared("id", null, day(50), account("17"))),
            identities);

    assertThat(found.members().collectAsList())
        .containsExactlyInAnyOrder(
            new CampaignMemberRow("handle", "twitter", "account", byId, "owner"),
            new CampaignMemberRow("handle", "twitter", "account", byHandle, "owner"),
            new CampaignMemberRow("id", "twitter", "account", byId, "owner"));
    assertThat(found.campaigns().collectAsList())
        .extracting(CampaignRow::campaignId, CampaignRow::promotionalPosts)
        .containsExactly(tuple("handle", 2L), tuple("id", 1L));
  }

  @Test
  void advertsOfAnEntityWithinAWeekAreOneCampaignFromTheFirstStartToTheLastEnd(SparkSession spark) {
    List<SomePost> posts =
        List.of(
            at("page", "a", 3, .9).paidUntil("2020-01-09T08:00:00Z"),
            at("page", "b", 5, .1).paidUntil("2020-01-07T08:00:00Z"),
            at("page", "c", 14, .9).paidUntil("2020-01-17T12:00:00Z"),
            at("page", "d", 30, .9).paidUntil("2020-02-01T00:00:00Z"),
            at("page", "unpaid", 31, .9),
            by(null, "e", "2020-01-05", .9)
                .linking("shop.example")
                .paidUntil("2020-01-06T00:00:00Z"),
            by(null, "nobody", "2020-01-05", .9).paidUntil("2020-01-06T00:00:00Z"),
            by(null, "two", "2020-01-05", .9)
                .linking("one.example", "two.example")
                .paidUntil("2020-01-06T00:00:00Z"),
            by("late", "backwards", "2020-01-05", .9).paidUntil("2020-01-04T00:00:00Z"),
            at("page", "seen", 90, .9).embedded().paidUntil("2020-05-01T00:00:00Z"));

    for (int partitions : new int[] {1, 5}) {
      Campaigns found = detect(spark, posts, partitions, ArchiveFacts.unknown(), List.of());

      assertThat(found.campaigns().filter("campaignSource = 'ad_record'").collectAsList())
          .extracting(
              CampaignRow::entityKey,
              CampaignRow::startedAt,
              CampaignRow::stoppedAt,
              CampaignRow::stopSeDays,
              CampaignRow::promotionalPosts,
              CampaignRow::conversationalPosts,
              CampaignRow::nextCampaignAt)
          .containsExactlyInAnyOrder(
              tuple(
                  "twitter/page",
                  day(3).plus(Duration.ofHours(9)),
                  Instant.parse("2020-01-17T12:00:00Z"),
                  null,
                  2L,
                  1L,
                  day(30).plus(Duration.ofHours(9))),
              tuple(
                  "twitter/page",
                  day(30).plus(Duration.ofHours(9)),
                  Instant.parse("2020-02-01T00:00:00Z"),
                  null,
                  1L,
                  0L,
                  null),
              tuple(
                  "twitter/shop.example",
                  Instant.parse("2020-01-05T12:00:00Z"),
                  Instant.parse("2020-01-06T00:00:00Z"),
                  null,
                  1L,
                  0L,
                  null));
      assertThat(found.members().collectAsList())
          .extracting(m -> m.entityType() + " " + m.entityId() + " " + m.role())
          .containsExactlyInAnyOrder(
              "account page owner", "account page owner", "domain shop.example topic");
      assertThat(found.adverts()).isEqualTo(new DetectCampaigns.Adverts(8, 1, 2));
    }
  }

  @Test
  void declaredCampaignsGoBeforeThoseOfAdvertsAndTheseBeforeDetectedOnes(SparkSession spark) {
    List<SomePost> posts = new ArrayList<>(archive());
    posts.add(at("shop", "paid", 50, .9).paidUntil(day(67).toString()));
    posts.add(at("fan", "paid", 50, .9).paidUntil(day(51).toString()));

    Campaigns found =
        detect(
            spark,
            posts,
            2,
            ArchiveFacts.unknown(),
            List.of(declared("mine", day(50), day(52), account("fan"))));

    assertThat(found.campaigns().filter("entityType = 'account'").collectAsList())
        .extracting(CampaignRow::campaignSource, CampaignRow::entityKey, CampaignRow::stoppedAt)
        .containsExactlyInAnyOrder(
            tuple("ad_record", "twitter/shop", day(67)), tuple("declared", "twitter/fan", day(52)));
    assertThat(found.skipped()).contains(new Skipped("account", "DECLARED", 2));
  }

  @Test
  void anEmptyArchiveHasTheDeclaredCampaignsAndNothingElse(SparkSession spark) {
    Campaigns found =
        DetectCampaigns.from(
            EntityPostsTest.posts(spark),
            coverage(spark).limit(0),
            ArchiveFacts.unknown(),
            List.of(
                declared(
                    "venue",
                    null,
                    day(5),
                    new Member("reddit", EntityType.VENUE, "Gadgets", Role.TOPIC))),
            Identities.kept());

    assertThat(found.campaigns().collectAsList())
        .singleElement()
        .satisfies(
            campaign -> {
              assertThat(campaign.entityKey()).isEqualTo("reddit/gadgets");
              assertThat(campaign.startedAt()).isNull();
              assertThat(campaign.state()).isEqualTo("STOP_NOT_OBSERVED");
              assertThat(campaign.flags())
                  .containsExactly("NO_ENTITY_POSTS", "NO_OWNER", "START_NOT_GIVEN");
            });
    assertThat(found.skipped()).isEmpty();
  }

  @Test
  void declaredVenuesThatAreAccountsAreFoundByTheKeysOfTheseAccounts(SparkSession spark) {
    Identities keys = Identities.pseudonyms("a secret of tests".getBytes(StandardCharsets.UTF_8));
    String channel = keys.account("youtube", "UC0123456789abcdefghi-_Z");
    String chat = keys.account("telegram", "channel1234567890");
    String profile = keys.handle("reddit", "ann");
    String page = keys.handle("mine", "Tea");
    List<SomePost> posts =
        List.of(
            at("a", "1", 1, .9).on("youtube").in(channel),
            at("b", "2", 1, .9).on("telegram").in(chat),
            at("c", "3", 1, .9).on("reddit").in(profile),
            at("d", "4", 1, .9).on("mine").in(page),
            at("e", "5", 1, .9).on("reddit").in("AskBakers"));

    List<CampaignMemberRow> members =
        DetectCampaigns.from(
                EntityPostsTest.posts(spark, posts.toArray(SomePost[]::new)),
                coverage(spark),
                ArchiveFacts.unknown(),
                List.of(
                    inVenue("1", "youtube", "UC0123456789abcdefghi-_Z"),
                    inVenue("2", "telegram", "-1001234567890"),
                    inVenue("3", null, "u_Ann"),
                    inVenue("4", "mine", "tea"),
                    inVenue("5", null, "askbakers"),
                    inVenue("6", "youtube", "UCelsewhere89abcdefghi-_"),
                    inVenue("7", "reddit", "nowhere")),
                keys)
            .members()
            .collectAsList();

    assertThat(members)
        .filteredOn(member -> member.entityType().equals("venue"))
        .extracting(
            CampaignMemberRow::campaignId, CampaignMemberRow::platform, CampaignMemberRow::entityId)
        .containsExactlyInAnyOrder(
            tuple("1", "youtube", channel),
            tuple("2", "telegram", chat),
            tuple("3", "reddit", profile),
            tuple("4", "mine", page),
            tuple("5", null, "askbakers"),
            tuple("6", "youtube", keys.account("youtube", "UCelsewhere89abcdefghi-_")),
            tuple("7", "reddit", "nowhere"));
  }

  private static DeclaredCampaign inVenue(String id, @Nullable String platform, String venue) {
    return declared(id, null, day(5), new Member(platform, EntityType.VENUE, venue, Role.TOPIC));
  }

  private static Campaigns detect(
      SparkSession spark,
      List<SomePost> posts,
      int partitions,
      ArchiveFacts facts,
      List<DeclaredCampaign> declared) {
    return DetectCampaigns.from(
        EntityPostsTest.posts(spark, posts.toArray(SomePost[]::new)).repartition(partitions),
        coverage(spark),
        facts,
        declared,
        Identities.kept());
  }

  /** Every hour observed. */
  private static Dataset<Row> coverage(SparkSession spark) {
    List<CoverageRow> hours = new ArrayList<>();
    for (int hour = 0; hour < DAYS * 24; hour++) {
      hours.add(new CoverageRow("twitter", FIRST.plus(Duration.ofHours(hour)), 1, "unknown", null));
    }
    return Tables.COVERAGE.published(spark.createDataset(hours, Tables.COVERAGE.encoder()));
  }

  private static Instant day(int day) {
    return FIRST.plus(Duration.ofDays(day));
  }

  private static SomePost at(String author, String id, int day, double probability) {
    return by(author, id + "-" + day, day(day).plus(Duration.ofHours(9)).toString(), probability);
  }

  private static DeclaredCampaign declared(
      String id, @Nullable Instant start, @Nullable Instant stop, Member... members) {
    return new DeclaredCampaign(id, null, start, stop, List.of(members));
  }

  private static Member account(String handle) {
    return new Member(null, EntityType.ACCOUNT, handle, Role.OWNER);
  }

  private static Tuple row(
      String id,
      String account,
      Instant start,
      @Nullable Instant stop,
      long promotional,
      @Nullable Instant next,
      String state,
      String... flags) {
    return tuple(
        id, "twitter/" + account, start, stop, null, promotional, next, state, List.of(flags));
  }
}
