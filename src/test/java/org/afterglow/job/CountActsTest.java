package org.afterglow.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.job.acts.ActsUponPosts;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.Contamination;
import org.afterglow.job.acts.Keeper;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class CountActsTest {
  private static final Instant MONDAY = Instant.parse("2024-01-01T00:00:00Z");

  private final SmallArchive archive = new SmallArchive();

  @Test
  void whatWasMadeIsCountedByWhatBecameOfIt(SparkSession spark) {
    archive.campaign("c", MONDAY, MONDAY.plusSeconds(20 * 86_400), null);
    archive.entityPost("c", "p", "promotional", MONDAY);
    archive.post("p", "brand", MONDAY);
    for (int i = 0; i < 3; i++) {
      archive.like("p", "fan" + i, MONDAY.plusSeconds(60));
    }
    archive.like("p", "fan0", MONDAY.plusSeconds(90)); // the same day: one act
    archive.like("p", null, MONDAY.plusSeconds(60)); // whose account was deleted
    archive.like("p", null, MONDAY.plusSeconds(60));
    archive.event("vote", "p", null, null, MONDAY.plusSeconds(86_400), true);
    archive.like("p", "brand", MONDAY.plusSeconds(60));
    archive.like("p", "brand", MONDAY.plusSeconds(70));
    archive.like("p", "fan1", MONDAY.minusSeconds(60));
    archive.event("like", "p", null, "fan1", null, false);
    archive.like("p", "busy0", MONDAY.plusSeconds(60));
    archive.like("lost", "fan1", MONDAY.plusSeconds(60));
    archive.event("reply", "below", "p", "fan2", MONDAY.plusSeconds(60), false);
    archive.post("below", "fan0", MONDAY);
    for (int bot = 0; bot < 5; bot++) {
      for (int i = 0; i < 201; i++) {
        archive.post(bot + "/" + i, "busy" + bot, MONDAY.plusSeconds(i));
      }
    }

    JsonNode counts = counts(spark);

    assertThat(counts.at("/acts_counted/direct").asLong()).isEqualTo(3 + 2 + 1);
    assertThat(counts.at("/acts_counted/thread").asLong()).isEqualTo(3 + 2 + 1 + 1);
    assertThat(counts.at("/unknown_actors/direct").asLong()).isEqualTo(3);
    JsonNode leftOut = counts.at("/acts_left_out/direct");
    assertThat(leftOut.size()).isEqualTo(4);
    assertThat(leftOut.at("/own").asLong()).isEqualTo(2);
    assertThat(leftOut.at("/before_post").asLong()).isEqualTo(1);
    assertThat(leftOut.at("/untimed").asLong()).isEqualTo(1);
    assertThat(leftOut.at("/suspected_bot").asLong()).isEqualTo(1);
    assertThat(counts.at("/acts_left_out/target_unseen").asLong()).isEqualTo(1);
    assertThat(counts.at("/suspected_bots/net/busy").asLong()).isEqualTo(5);
    assertThat(counts.at("/suspected_bots/net/repetitive").asLong(-1)).isZero();
    assertThat(counts.at("/campaigns_with_dominant_actor").asLong()).isZero();
  }

  @Test
  void fewerThanFivePeopleAreNotCountedOut(SparkSession spark) {
    for (int i = 0; i < 201; i++) {
      archive.post("p" + i, "busy", MONDAY.plusSeconds(i));
    }

    JsonNode counts = counts(spark);

    assertThat(counts.at("/suspected_bots/net/busy").asText()).isEqualTo("SUPPRESSED");
    assertThat(counts.at("/acts_counted/direct").asLong(-1)).as("no campaign").isZero();
  }

  private JsonNode counts(SparkSession spark) {
    Dataset<Row> bots = SuspectedBots.of(archive.posts(spark));
    ActsUponPosts acts =
        ActsUponPosts.of(
            archive.events(spark),
            archive.entityPosts(spark),
            archive.members(spark),
            bots,
            Season.flat().weights(spark),
            List.of(CampaignActs.DIRECT, CampaignActs.THREAD),
            List.of(),
            Keeper.NOWHERE);
    return CountActs.of(
        acts,
        bots,
        CampaignActs.targetsUnseen(
            archive.events(spark), archive.posts(spark), archive.members(spark)),
        Contamination.of(
            acts.within(CampaignActs.DIRECT).timed(),
            archive.entityPosts(spark),
            archive.posts(spark),
            archive.campaigns(spark)));
  }
}
