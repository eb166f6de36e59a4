package org.afterglow.job.claim.feeds;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.afterglow.SparkExtension;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.Owners;
import org.afterglow.spark.Records;
import org.afterglow.table.MentionRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class FeedClaimsTest {
  /** A Monday; of weeks as {@link FeedWeek} counts them the 2,818th. */
  private static final Instant MONDAY = SmallArchive.at("2024-01-01T00:00:00Z");

  private static final long WEEK = 2818;

  @Test
  void weeksHoldWhatTheAccountDidAndWhatCameOfItsPosts(SparkSession spark) {
    SmallArchive archive = archive();
    archive.post("promo", "brand", hour(10), .9, 0, List.of(), List.of(), null);
    archive.post("doubt", "brand", hour(20), .6, 0, List.of(), List.of(), null);
    archive.post("talk", "brand", hour(167), .1, 0, List.of(), List.of(), null);
    archive.like("promo", "p1", hour(10));
    archive.like("promo", "p1", hour(11)); // the same day
    archive.like("promo", "p2", hour(10 + 167));
    archive.like("promo", "p3", hour(10 + 168)); // too late
    archive.like("promo", "brand", hour(12)); // its own
    archive.like("doubt", "p1", hour(30));
    archive.like("talk", "p1", hour(300));
    archive.like("talk", "bot", hour(300));
    archive.post("asked", "p1", hour(12), .1, 0, List.of(), named(), null);
    archive.post("by bot", "bot", hour(12), .1, 0, List.of(), named(), null);
    answer(archive, "answered", "p2", hour(13), "promo", "promo");
    answer(archive, "back", "brand", hour(14), "answered", "promo");
    answer(archive, "added", "brand", hour(15), "promo", "promo");

    List<FeedWeek> weeks = FeedWeeks.of(measured(spark, archive, 1)).weeks().collectAsList();

    assertThat(weeks)
        .containsExactly(
            new FeedWeek("net/brand", "net", WEEK, 3, 2, 1, 1, 0, 4, 1, 1, 0, 0, 1, 0, 0, 1, 2, 1));
  }

  @Test
  void answersAreTheAudiencesOwnWhereNeitherEndIsTheOwner(SparkSession spark) {
    SmallArchive archive = archive();
    archive.post("talk", "brand", hour(1));
    answer(archive, "a1", "p1", hour(2), "talk", "talk");
    answer(archive, "a2", "p2", hour(3), "a1", "talk");
    answer(archive, "a3", "p2", hour(4), "a2", "talk"); // to itself
    answer(archive, "a4", "brand", hour(5), "a2", "talk");
    answer(archive, "a5", "bot", hour(5), "a2", "talk");
    archive.post("else", "p3", hour(1));
    answer(archive, "e1", "p4", hour(2), "else", "else");
    archive.post("e2", "p3", hour(3), .1, 0, List.of(), named(), null);
    answer(archive, "e3", "p4", hour(4), "e2", "e2");

    ClaimArchive measured = measured(spark, archive, 3);
    Dataset<Row> answers = AudienceTalk.answers(measured, FeedWeeks.of(measured));

    List<AudienceTalk.Bucket> buckets = AudienceTalk.buckets(answers);
    assertThat(buckets.stream().mapToLong(AudienceTalk.Bucket::threads).sum()).isEqualTo(2);
    assertThat(buckets.stream().mapToLong(AudienceTalk.Bucket::answers).sum()).isEqualTo(4);
    assertThat(buckets.stream().mapToLong(AudienceTalk.Bucket::amongPersons).sum()).isEqualTo(2);
    assertThat(AudienceTalk.people(answers)).isEqualTo(Map.of("net/brand", 5L));
  }

  @Test
  void rowsAreTheSameInWhateverOrderAndPartsTheArchiveComes(SparkSession spark) {
    SmallArchive archive = archive();
    for (int week = 0; week < 5; week++) {
      for (int post = 0; post < 6; post++) {
        String id = "w" + week + "p" + post;
        Instant at = hour(168 * week + 20 * post);
        archive.post(id, "brand", at, post < 2 ? .9 : .1, 0, List.of(), List.of(), null);
        for (int p = 0; p < 6; p++) {
          answer(archive, id + "a" + p, "p" + p, at.plusSeconds(3600L * (p + 1)), id, id);
        }
        answer(archive, id + "b", "brand", at.plusSeconds(9000), id + "a0", id);
        answer(archive, id + "c", "p1", at.plusSeconds(9900), id + "a0", id);
      }
    }
    FeedClaims.Measured one = FeedClaims.measured(measured(spark, archive, 1), 1000);
    Collections.shuffle(archive.posts, new Random(4));
    Collections.shuffle(archive.events, new Random(5));
    FeedClaims.Measured other = FeedClaims.measured(measured(spark, archive, 5), 3);

    assertThat(other).isEqualTo(one);
    assertThat(one.talkBalance().rows()).hasSize(2);
    assertThat(one.talkBalance().rows().get(0).audienceShare().value()).isEqualTo(1 / 8.0);
    assertThat(one.reciprocity().rows().get(0).repliesGiven()).isEqualTo(30);
  }

  @Test
  void aRegressionIsTheSameWhereverTheFeedsLie(SparkSession spark) {
    FeedsAtHand atHand = WeeklyFitTest.feeds(24, -.8, 0, 8);
    FeedsAfar afar =
        new FeedsAfar(
            spark
                .createDataset(atHand.accounts(), Records.encoder(AccountFeeds.class))
                .repartition(3),
            atHand.observed());

    WeeklyFit fit = WeeklyFitTest.talkBalance(afar);

    assertThat(fit.estimate().state()).isEqualTo("OK");
    assertThat(fit).isEqualTo(WeeklyFitTest.talkBalance(atHand));
    assertThat(afar.sums()).isEqualTo(atHand.sums());
  }

  @Test
  void anArchiveThatLacksWhatIsNeededHasACodeAndNoRowsOrNoFigures(SparkSession spark) {
    SmallArchive ownerless = archive();
    ownerless.members.clear();
    SmallArchive empty = new SmallArchive();
    empty.campaign("c", hour(0), hour(300), null);
    SmallArchive mute = archive();
    mute.post("talk", "brand", hour(1));
    mute.event("like", "talk", null, "p1", hour(0), true);

    FeedClaims.Measured none = FeedClaims.measured(measured(spark, ownerless, 1), 1000);
    FeedClaims.Measured nothing = FeedClaims.measured(measured(spark, empty, 1), 1000);
    FeedClaims.Measured silent = FeedClaims.measured(measured(spark, mute, 1), 1000);

    for (FeedClaims.Measured each : List.of(none, nothing)) {
      assertThat(each.talkBalance().rows()).isEmpty();
      assertThat(each.reciprocity().rows()).isEmpty();
    }
    assertThat(state(none.talkBalance().evidence())).isEqualTo("NO_OWNER");
    assertThat(state(none.reciprocity().evidence())).isEqualTo("NO_OWNER");
    assertThat(state(nothing.talkBalance().evidence())).isEqualTo("NO_ENTITY_POSTS");
    assertThat(state(nothing.reciprocity().evidence())).isEqualTo("NO_REPLY_IDS");
    assertThat(state(silent.talkBalance().evidence())).isEqualTo("NO_EVENT_TIMES");
    assertThat(silent.talkBalance().rows()).hasSize(2);
    assertThat(state(silent.reciprocity().evidence())).isEqualTo("NO_REPLY_IDS");
    assertThat(silent.reciprocity().rows()).isEmpty();
  }

  private static String state(ClaimEvidence evidence) {
    return evidence.first().estimate().state();
  }

  /** Six observed weeks, an owner, and a bot that says the same twenty times. */
  private static SmallArchive archive() {
    SmallArchive archive = new SmallArchive();
    archive.campaign("c", hour(0), hour(300), null);
    archive.coverage(hour(0), hour(6 * 168), "full");
    for (int i = 0; i < 201; i++) {
      archive.post("bot" + i, "bot", hour(500).plusSeconds(i));
    }
    return archive;
  }

  private static List<MentionRow> named() {
    return List.of(new MentionRow("brand", null));
  }

  private static void answer(
      SmallArchive archive, String id, String author, Instant at, String to, String root) {
    archive.post(id, author, at, .1, 0, List.of(), List.of(), to);
    archive.event("reply", to, root, author, at, false);
  }

  private static Instant hour(int hour) {
    return MONDAY.plus(Duration.ofHours(hour));
  }

  private static ClaimArchive measured(SparkSession spark, SmallArchive archive, int parts) {
    Dataset<Row> posts = archive.posts(spark).repartition(parts);
    // the model's own class, which knows of doubt
    Dataset<Row> classed =
        posts.withColumn(
            "post_class",
            expr("if(promotional_probability between .4 and .7, 'uncertain', post_class)"));
    return new ClaimArchive(
        classed,
        archive.events(spark).repartition(parts),
        archive.campaigns(spark),
        archive.members(spark),
        Owners.of(archive.members(spark)),
        SuspectedBots.of(posts),
        Calendars.of(archive.coverage(spark), Season.flat()),
        ArchiveFacts.unknown(),
        7,
        (name, rows) -> rows.localCheckpoint());
  }
}
