package org.afterglow.job.claim.asks;

import static org.afterglow.job.claim.MeasuredArchive.COMPLETE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.afterglow.SparkExtension;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.MeasuredArchive;
import org.afterglow.table.AdvocacyRow;
import org.afterglow.table.AsksRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.MentionRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class AsksTest {
  private static final Instant DAY_0 = SmallArchive.at("2023-06-20T00:00:00Z");

  private final SmallArchive archive = new SmallArchive();

  @Test
  void asksOfPeopleSpokenWithAreComparedWithThoseOfOthersInWhateverOrder(SparkSession spark) {
    coverage();
    for (int asker = 0; asker < 8; asker++) {
      asks("asker" + asker, 20, asker < 3 ? 12 : 10, 20, 5);
    }
    asks("few", 2, 0, 2, 0);
    archive.campaign("c", "asker0", DAY_0.minusSeconds(86_400), DAY_0, null);
    archive.campaign("d", "few", DAY_0.minusSeconds(86_400), DAY_0, null);

    MetAsks asks = measured(spark, COMPLETE);

    assertThat(asks.rows()).hasSize(3);
    AsksRow owner = asks.rows().get(0);
    assertThat(owner.entityKey()).isEqualTo("net/asker0");
    assertThat(owner.asksWarm()).isEqualTo(20);
    assertThat(owner.metWarm()).isEqualTo(12);
    assertThat(owner.rrWarmCold()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    assertThat(asks.rows().get(1).state()).isEqualTo("SUPPRESSED");
    assertThat(asks.rows().get(1).asksCold()).isNull();
    AsksRow all = asks.rows().get(2);
    assertThat(all.accounts()).isEqualTo(8);
    assertThat(all.posts()).isEqualTo(324);
    assertThat(all.asksCold()).isEqualTo(160); // without what is withheld
    assertThat(all.asksWarm()).isEqualTo(160);
    assertThat(all.metCold()).isEqualTo(40);
    assertThat(all.rrWarmCold().value()).isCloseTo(86 / 40.0, within(1e-12));
    assertThat(all.rrWarmCold().low()).isGreaterThan(1);
    assertThat(all.rrCrude()).isCloseTo(86 / 40.0, within(1e-12));
    assertThat(all.differencePp()).isCloseTo(100 * (43 - 20) / 81.0, within(1e-12));
    assertThat(all.legVerdict()).isEqualTo("undetermined");
    assertThat(asks.leg().hindrances())
        .containsExactly("UNPROVED", "LABELS_UNCHECKED", "FEW_ACCOUNTS");
    assertThat(asks.leg().sensitivity())
        .containsOnlyKeys("heaviest_account_out", "bots_in", "uncertain_dropped");
    assertThat(asks.leg().heaviest()).hasSize(3).allMatch(weight -> weight.unit() == null);
    assertThat(asks.placebos().get(0).placeboState()).isEqualTo("OK");

    Collections.reverse(archive.posts);
    Collections.reverse(archive.events);
    String partitions = spark.conf().get("spark.sql.shuffle.partitions");
    spark.conf().set("spark.sql.shuffle.partitions", "7");
    try {
      assertThat(measured(spark, COMPLETE)).isEqualTo(asks);
    } finally {
      spark.conf().set("spark.sql.shuffle.partitions", partitions);
    }
  }

  @Test
  void whatCountsAsSpokenWithAndAsMet(SparkSession spark) {
    coverage();
    person("spoke to asker");
    archive.post("by asker", "asker", at(-80));
    reply("spoke to asker", "by asker", at(-60));
    archive.post("lately", "spoke to asker", at(-28));
    archive.post("later", "spoke to asker", at(1));
    ask("ask of one who spoke to asker", "spoke to asker");
    person("long ago");
    reply("asker", "of long ago", at(-91));
    ask("ask of one spoken with long ago", "long ago");
    person("late");
    ask("ask met late", "late");
    reply("late", "ask met late", at(7));
    person("met");
    ask("ask met", "met");
    archive.event("repost", "ask met", null, "met", at(6), false);
    archive.event("repost", "ask met", null, "late", at(6), false);
    ask("ask of asker itself", "asker");
    ask("ask of nobody", "never seen");
    archive.post("no question", "asker", at(0), .1, 0, List.of(), named("met"), null);
    archive.post("ask too early", "asker", at(-30), .1, 0, List.of(), named("met"), null);

    assertThat(rows(spark))
        .containsExactlyInAnyOrder(
            "ask of one who spoke to asker: warm=true met=false activity=1",
            "ask of one spoken with long ago: warm=false met=false activity=0",
            "ask met late: warm=false met=false activity=0",
            "ask met: warm=false met=true activity=0");
  }

  @Test
  void anAnswerThatAsksIsAnAskOfWhomItAnswers(SparkSession spark) {
    coverage();
    person("answered");
    archive.post("ask in answer", "asker", at(0), .1, 0, List.of(), List.of(), "of answered");
    archive.event("reply", "of answered", null, "asker", at(0), false);

    assertThat(rows(spark)).containsExactly("ask in answer: warm=false met=false activity=0");
  }

  @Test
  void whatAnArchiveLacksIsSaid(SparkSession spark) {
    assertThat(reason(spark, COMPLETE)).isEqualTo("TOO_FEW_EVENTS");
    coverage();
    assertThat(reason(spark, ArchiveFacts.unknown())).isEqualTo("SAMPLED_ARCHIVE");
    archive.post("of somebody", "somebody", at(0));
    assertThat(reason(spark, COMPLETE)).isEqualTo("ASKS_NOT_SCORED");
    ask("ask somebody", "somebody");
    assertThat(reason(spark, COMPLETE)).isEqualTo("NO_REPLY_IDS");
    reply("somebody", "ask somebody", at(1));
    assertThat(reason(spark, COMPLETE)).isEqualTo("TOO_FEW_EVENTS");
  }

  @Test
  void peopleOfManyFollowersAreComparedWithThoseOfFew(SparkSession spark) {
    coverage();
    for (int brand = 0; brand < 5; brand++) {
      archive.campaign("of " + brand, "brand" + brand, at(-9), at(0), null);
      archive.post("own " + brand, "brand" + brand, at(0));
      archive.event("repost", "own " + brand, null, "brand" + brand, at(1), false);
    }
    for (int person = 0; person < 40; person++) {
      String name = "follower" + person;
      archive.post("of " + name, name, at(0));
      for (int brand = 0; brand < 5; brand++) {
        boolean passes = person < 10 ? person < 6 : person < 30 || person < 32 + brand % 2;
        archive.event(passes ? "repost" : "like", "own " + brand, null, name, at(1), false);
      }
    }

    PassedOn passed = advocacy(spark, true);

    AdvocacyRow fewest = passed.rows().get(0);
    assertThat(fewest.followerQuartile()).isEqualTo(1);
    assertThat(fewest.people()).isEqualTo(10);
    assertThat(fewest.engagements()).isEqualTo(10);
    assertThat(fewest.passedOnShare().value()).isEqualTo(.6);
    assertThat(fewest.passOnRatio()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    AdvocacyRow all = passed.rows().get(20);
    assertThat(all.scope()).isEqualTo("archive");
    assertThat(all.people()).isEqualTo(200);
    assertThat(all.accounts()).isEqualTo(5);
    assertThat(all.passOnRatio().value()).isCloseTo(12 / 30.0, within(1e-12));
    assertThat(all.passOnRatio().high()).isLessThan(1);
    assertThat(all.earnedShare()).isEqualTo(Estimate.none("NOT_RUN"));
    assertThat(advocacy(spark, false).leg().estimate()).isEqualTo(Estimate.none("NO_FOLLOWERS"));
  }

  private String reason(SparkSession spark, ArchiveFacts facts) {
    return measured(spark, facts).leg().estimate().state();
  }

  private MetAsks measured(SparkSession spark, ArchiveFacts facts) {
    ClaimArchive measured = archive(spark, facts, false);
    return Asks.asks(measured, Asks.complete(measured), measured.owners().posts(measured.posts()));
  }

  private PassedOn advocacy(SparkSession spark, boolean followers) {
    ClaimArchive measured = archive(spark, COMPLETE, followers);
    return Advocacy.measured(
        measured, Set.of(SmallArchive.PLATFORM), measured.owners().posts(measured.posts()));
  }

  private List<String> rows(SparkSession spark) {
    ClaimArchive measured = archive(spark, COMPLETE, false);
    return DirectedAsks.of(
            measured.posts(), measured.events(), measured.bots(), measured.calendars())
        .select(expr("concat(post_id, ': warm=', warm, ' met=', met, ' activity=', activity)"))
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** The archive. Posts whose id begins with ask do, followers are as many as the name's number. */
  private ClaimArchive archive(SparkSession spark, ArchiveFacts facts, boolean followers) {
    Dataset<Row> posts =
        archive
            .posts(spark)
            .withColumn(
                "ask_probability",
                when(col("post_id").startsWith("ask "), lit(.9))
                    .when(col("post_id").equalTo("no question"), lit(.2)))
            .withColumn(
                "follower_count",
                when(
                    col("author_id").startsWith("follower").and(lit(followers)),
                    expr("cast(substring(author_id, 9) as bigint)")));
    return MeasuredArchive.of(archive, posts, facts);
  }

  /** So many asks of each kind, each of somebody else, so many of them met. */
  private void asks(String asker, int warm, int metWarm, int cold, int metCold) {
    for (int i = 0; i < warm + cold; i++) {
      String person = asker + "'s " + i;
      person(person);
      if (i < warm) {
        reply(asker, "of " + person, at(-50));
      }
      String ask = "ask of " + person;
      archive.post(ask, asker, at(0), .1, 0, List.of(), named(person), null);
      if (i < warm ? i < metWarm : i - warm < metCold) {
        reply(person, ask, at(2));
      }
    }
  }

  /** Writes a hundred days before the ask. */
  private void person(String name) {
    archive.post("of " + name, name, at(-100));
  }

  private void ask(String id, String person) {
    archive.post(id, "asker", at(0), .1, 0, List.of(), named(person), null);
  }

  private void reply(String author, String to, Instant at) {
    archive.post(author + " to " + to, author, at, .1, 0, List.of(), List.of(), to);
    archive.event("reply", to, null, author, at, false);
  }

  private static List<MentionRow> named(String person) {
    return List.of(new MentionRow(null, person));
  }

  private static Instant at(int day) {
    return DAY_0.plusSeconds(86_400L * day);
  }

  private void coverage() {
    archive.coverage(
        SmallArchive.at("2023-03-01T00:00:00Z"), SmallArchive.at("2023-08-01T00:00:00Z"), "full");
  }
}
