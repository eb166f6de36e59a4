package org.afterglow.job.claim.reach;

import static org.afterglow.job.claim.MeasuredArchive.COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.claim.MeasuredArchive;
import org.afterglow.table.ReachDepthRow;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ReachDepthTest {
  private static final Instant STOP = SmallArchive.at("2023-06-01T00:00:00Z");

  private final SmallArchive archive = new SmallArchive();

  @Test
  void peopleAreToldApartByTheDaysOnWhichTheyEngaged(SparkSession spark) {
    observed();
    campaign("brand");
    for (int person = 0; person < 60; person++) {
      int days = person < 30 ? 1 : person < 50 ? 2 : 5;
      for (int day = 0; day < days; day++) {
        engage(person, "brand", -10 + day, "promo");
      }
      engage(person, "brand", -10 + days - 1, "promo again");
      int later = person < 30 ? person % 2 * 2 : person < 50 ? 2 : 5;
      for (int day = 0; day < later; day++) {
        engage(person, "brand", 1 + day, "talk");
      }
      engage(person, "brand", 2, "promo late");
      engage(person, "brand", 28, "talk");
    }

    ReachedPeople people = measured(spark, COMPLETE);

    List<ReachDepthRow> rows = people.rows();
    assertThat(rows).extracting(ReachDepthRow::people).startsWith(30L, 20L, 10L);
    assertThat(rows.get(0).kClass()).isEqualTo("once");
    assertThat(rows.get(0).laterPerPerson()).isEqualTo(1);
    assertThat(rows.get(1).laterPerPerson()).isEqualTo(2);
    assertThat(rows.get(2).laterPerPerson()).isEqualTo(5);
    assertThat(rows.get(2).laterShare()).isCloseTo(50 / 120.0, within(1e-12));
    assertThat(rows.get(2).top10LaterShare()).isCloseTo(30 / 120.0, within(1e-12));
    assertThat(rows.get(2).breadthDepthLnRatio().value()).isCloseTo(Math.log(3), within(1e-12));
    assertThat(people.evidence().first().estimate().state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(people.evidence().first().sensitivity())
        .containsOnlyKeys("bots_in", "uncertain_dropped");

    Collections.reverse(archive.posts);
    Collections.reverse(archive.events);
    String partitions = spark.conf().get("spark.sql.shuffle.partitions");
    spark.conf().set("spark.sql.shuffle.partitions", "7");
    try {
      assertThat(measured(spark, COMPLETE)).isEqualTo(people);
    } finally {
      spark.conf().set("spark.sql.shuffle.partitions", partitions);
    }
  }

  @Test
  void whatAnArchiveLacksIsSaid(SparkSession spark) {
    assertThat(reason(spark, COMPLETE)).isEqualTo("STOP_NOT_OBSERVED");
    observed();
    campaign("brand");
    assertThat(reason(spark, COMPLETE)).isEqualTo("NO_EVENT_TIMES");
    engage(1, "brand", -9, "promo");
    assertThat(reason(spark, ArchiveFacts.unknown())).isEqualTo("SAMPLED_ARCHIVE");
    assertThat(reason(spark, COMPLETE)).isEqualTo("TOO_FEW_EVENTS");
  }

  private String reason(SparkSession spark, ArchiveFacts facts) {
    return measured(spark, facts).evidence().first().estimate().state();
  }

  private ReachedPeople measured(SparkSession spark, ArchiveFacts facts) {
    return ReachDepth.measured(MeasuredArchive.of(archive, spark, facts));
  }

  /** Twelve days of promotion to the stop; a conversational and a promotional post after it. */
  private void campaign(String account) {
    archive.campaign("of " + account, account, at(-12), STOP, null);
    for (int day = -12; day < 0; day++) {
      String id = day == -12 ? "promo " : day == -11 ? "promo again " : "promo " + day + " ";
      post(id + account, account, day, .9);
    }
    post("talk " + account, account, 0, .1);
    post("promo late " + account, account, 0, .9);
  }

  private void post(String id, String account, int day, double promotional) {
    archive.post(id, account, at(day), promotional, 0, List.of(), List.of(), null);
  }

  private void engage(int person, String account, int day, String post) {
    archive.like(post + " " + account, "person" + person, at(day).plusSeconds(3600));
  }

  private static Instant at(int day) {
    return STOP.plusSeconds(86_400L * day);
  }

  private void observed() {
    archive.coverage(
        SmallArchive.at("2023-03-01T00:00:00Z"), SmallArchive.at("2023-08-01T00:00:00Z"), "full");
  }
}
