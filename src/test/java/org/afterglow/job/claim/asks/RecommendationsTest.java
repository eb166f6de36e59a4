package org.afterglow.job.claim.asks;

import static org.afterglow.job.claim.MeasuredArchive.COMPLETE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.afterglow.SparkExtension;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.MeasuredArchive;
import org.afterglow.table.AdvocacyRow;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.MentionRow;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class RecommendationsTest {
  private static final Instant DAY_0 = SmallArchive.at("2023-06-20T00:00:00Z");

  private final SmallArchive archive = new SmallArchive();

  @Test
  void whatCountsAsARecommendationAndWhoWasAsked(SparkSession spark) {
    brand();
    archive.post("own", "brand", at(-40));
    names("never asked", "stranger", 0);
    names("in the campaign", "stranger", 45);
    names("later that day", "stranger", 0);
    names("too early", "hasty", -92);
    asks("ask of lately", "lately", -20);
    names("asked lately", "lately", 0);
    asks("ask of longago", "longago", -40);
    names("asked long ago", "longago", 0);
    asks("ask of after", "after", 3);
    names("asked after", "after", 0);
    archive.post("no question", "brand", at(-5), .1, 0, List.of(), named("unquestioned"), null);
    names("not an ask", "unquestioned", 0);
    answers("to brand", "answerer", "own", named("brand"));
    answers("to one that names it", "answerer", "never asked", named("brand"));
    archive.post("of a friend", "friend", at(-1));
    answers("to a friend", "helper", "of a friend", named("brand"));
    archive.post("links", "linker", at(0), .1, 0, List.of(), List.of(), null);
    archive.post("quote of own", "quoter", at(0));
    archive.post("quote of ask of lately", "other quoter", at(0));
    names("paid", "paid person", 0);
    names("by partner", "partner", 0);
    names("by brand", "brand", 0);
    archive.post("sale", "brand", at(0), .9, 0, List.of(), List.of(), null);
    archive.post("sale again", "brand", at(0).plusSeconds(60), .9, 0, List.of(), List.of(), null);

    assertThat(rows(spark))
        .containsExactlyInAnyOrder(
            "never asked: earned in_campaign=false",
            "in the campaign: earned in_campaign=true",
            "asked lately: asked in_campaign=false",
            "asked long ago: asked_before in_campaign=false",
            "asked after: earned in_campaign=false",
            "not an ask: earned in_campaign=false",
            "to a friend: earned in_campaign=false",
            "links: earned in_campaign=false",
            "quote of own: earned in_campaign=false",
            "quote of ask of lately: asked in_campaign=false",
            "paid: owned in_campaign=false",
            "by partner: owned in_campaign=false");
    AdvocacyRow row = measured(spark, COMPLETE).accounts().get(0);
    assertThat(row.entityKey()).isEqualTo("net/brand");
    assertThat(row.recommenders()).isEqualTo(9);
    assertThat(row.recommendations()).isEqualTo(10);
    assertThat(row.owned()).isEqualTo(3);
  }

  @Test
  void anAskOfAnAccountBesideItIsOneOfIts(SparkSession spark) {
    brand();
    archive.post("own", "brand", at(-40));
    archive.post("ask by partner", "partner", at(-3), .1, 0, List.of(), named("asked"), null);
    archive.post("of asked", "asked", at(-50));
    names("asked by partner", "asked", 0);

    assertThat(rows(spark)).containsExactly("asked by partner: asked in_campaign=false");
  }

  @Test
  void whatRecommendationsAreAnsweredWithIsComparedInWhateverOrder(SparkSession spark) {
    for (int brand = 0; brand < 6; brand++) {
      String name = "brand" + brand;
      archive.campaign("c" + brand, name, at(40), at(50), null);
      archive.post("own " + brand, name, at(-40));
      for (int person = 0; person < 40; person++) {
        // Who has many followers is answered more, and asked more: that alone is no difference.
        boolean many = person % 2 == 0;
        boolean asked = many ? person % 8 != 0 : person % 8 == 1;
        String follower = "follower" + (many ? 1000 + person : person) + "of" + brand;
        if (asked) {
          asks("ask of " + follower, follower, -5, name);
        }
        String post = name + " by " + follower;
        archive.post(post, follower, at(0), .1, 0, List.of(), named(name), null);
        int acts = (many ? 4 : 1) * (asked ? 1 : 2);
        for (int act = 0; act < acts; act++) {
          archive.event("like", post, null, "liker" + act, at(1), false);
        }
        archive.event("like", post, null, "late", at(7), false);
        archive.event("like", post, null, follower, at(1), false);
        archive.event("like", post, null, name, at(1), false);
      }
    }
    coverage();

    Earned earned = measured(spark, COMPLETE);

    Earned.Told all = earned.archive();
    assertThat(all.earned()).isEqualTo(120);
    assertThat(all.asked()).isEqualTo(120);
    assertThat(all.share().value()).isEqualTo(.5);
    assertThat(all.responses().value()).isEqualTo(2);

    Collections.reverse(archive.posts);
    Collections.reverse(archive.events);
    String partitions = spark.conf().get("spark.sql.shuffle.partitions");
    spark.conf().set("spark.sql.shuffle.partitions", "7");
    try {
      assertThat(measured(spark, COMPLETE)).isEqualTo(earned);
    } finally {
      spark.conf().set("spark.sql.shuffle.partitions", partitions);
    }
  }

  @Test
  void whatAnArchiveLacksIsSaid(SparkSession spark) {
    coverage();
    assertThat(state(spark, COMPLETE)).isEqualTo("NO_OWNER");
    archive.campaign("c", "brand", at(40), at(50), null);
    assertThat(state(spark, ArchiveFacts.unknown())).isEqualTo("SAMPLED_ARCHIVE");
    assertThat(state(spark, COMPLETE)).isEqualTo("TOO_FEW_EVENTS");
    archive.post("unscored", "brand", at(0));
    assertThat(state(spark, COMPLETE)).isEqualTo("ASKS_NOT_SCORED");
    archive.post("own", "brand", at(0));
    assertThat(state(spark, COMPLETE)).isEqualTo("TOO_FEW_EVENTS");
    assertThat(measured(spark, COMPLETE).archive().recommendations()).isZero();
  }

  @Test
  void itsRowsStandBesideThoseOfWhatIsPassedOn() {
    Earned earned =
        Earned.of(List.of(new Recommendations.Account("net/a", "net", 5, 1)), List.of(), List.of());
    PassedOn none = PassedOn.none("NO_FOLLOWERS");

    List<AdvocacyRow> rows = earned.beside(none.rows());

    assertThat(rows).extracting(AdvocacyRow::scope).containsExactly("recommended", "archive");
    assertThat(rows.get(1).state()).isEqualTo("NO_FOLLOWERS");
    assertThat(rows.get(1).passOnRatio()).isEqualTo(Estimate.none("NO_FOLLOWERS"));
    assertThat(rows.get(1).earnedShare()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    assertThat(rows.get(1).owned()).isEqualTo(1);
    assertThat(rows.get(1).legVerdict()).isEqualTo("not_estimable");
  }

  private String state(SparkSession spark, ArchiveFacts facts) {
    return measured(spark, facts).archive().share().state();
  }

  private Earned measured(SparkSession spark, ArchiveFacts facts) {
    ClaimArchive measured = archive(spark, facts);
    return Recommendations.measured(measured, Asks.complete(measured), owned(measured));
  }

  private static Dataset<Row> owned(ClaimArchive measured) {
    return measured.keeper().kept("owned", measured.owners().posts(measured.posts()));
  }

  private List<String> rows(SparkSession spark) {
    ClaimArchive measured = archive(spark, COMPLETE);
    Dataset<Row> owned = owned(measured);
    Map<String, ObservedCalendar> calendars = Asks.complete(measured);
    return Recommendations.of(
            measured,
            owned,
            Recommendations.accounts(owned, calendars).stream()
                .filter(account -> account.entityKey().equals("net/brand"))
                .toList(),
            calendars)
        .select(expr("concat(post_id, ': ', kind, ' in_campaign=', in_campaign)"))
        .as(Encoders.STRING())
        .collectAsList();
  }

  /**
   * The archive. Posts whose id begins with ask do, {@code unscored} may; {@code quote of X} quotes
   * X, {@code links} links to the brand's shop and {@code paid} is. Followers are the number in the
   * author's name.
   */
  private ClaimArchive archive(SparkSession spark, ArchiveFacts facts) {
    Column id = col("post_id");
    Dataset<Row> posts =
        archive
            .posts(spark)
            .withColumn(
                "ask_probability",
                when(id.startsWith("ask "), lit(.9)).when(id.notEqual("unscored"), lit(.2)))
            .withColumn(
                "quoted_post_id", when(id.startsWith("quote of "), expr("substring(post_id, 10)")))
            .withColumn("ad_flag", when(id.equalTo("paid"), lit(true)))
            .withColumn(
                "link_domains",
                when(id.equalTo("links"), expr("array('shop.example')"))
                    .otherwise(col("link_domains")))
            .withColumn(
                "follower_count",
                expr(
                    "cast(nullif(regexp_extract(author_id, 'follower([0-9]+)', 1), '') as bigint)"));
    return MeasuredArchive.of(archive, posts, facts);
  }

  /** A brand with a partner and a shop, whose campaign runs from the fortieth day. */
  private void brand() {
    archive.campaign("c", "brand", at(40), at(50), null);
    archive.members.add(
        new CampaignMemberRow("c", SmallArchive.PLATFORM, "account", "partner", "owner"));
    archive.members.add(
        new CampaignMemberRow("c", SmallArchive.PLATFORM, "domain", "shop.example", "member"));
    coverage();
  }

  private void names(String id, String author, int day) {
    archive.post(
        id,
        author,
        at(day).plusSeconds(id.equals("later that day") ? 600 : 0),
        .1,
        0,
        List.of(),
        named("brand"),
        null);
  }

  private void asks(String id, String person, int day) {
    asks(id, person, day, "brand");
  }

  /** An ask of somebody who writes, as nobody else can be known by name. */
  private void asks(String id, String person, int day, String asker) {
    archive.post(id, asker, at(day), .1, 0, List.of(), named(person), null);
  }

  private void answers(String id, String author, String to, List<MentionRow> mentions) {
    archive.post(id, author, at(0), .1, 0, List.of(), mentions, to);
    archive.event("reply", to, null, author, at(0), false);
  }

  private static List<MentionRow> named(String person) {
    return List.of(new MentionRow(null, person));
  }

  private static Instant at(int day) {
    return DAY_0.plusSeconds(86_400L * day);
  }

  private void coverage() {
    archive.coverage(
        SmallArchive.at("2023-03-01T00:00:00Z"), SmallArchive.at("2023-09-01T00:00:00Z"), "full");
  }
}
