package org.afterglow.job.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.afterglow.SparkExtension;
import org.afterglow.job.SmallArchive;
import org.afterglow.table.CampaignMemberRow;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class SeasonTest {
  private static final Instant MONDAY = Instant.parse("2024-01-01T00:00:00Z");

  @Test
  void theSeasonIsThatOfPersonsWhoPromoteNothing(SparkSession spark) {
    SmallArchive archive = persons(20, 260);
    for (int i = 0; i < 5000; i++) {
      Instant night = MONDAY.plusSeconds(86400L * (i % 28) + 3 * 3600);
      archive.post("brand" + i, "brand", night);
      archive.post("seller" + i, "seller" + i % 40, night, 0.9, 0, List.of(), List.of(), null);
    }
    archive.members.add(new CampaignMemberRow("c", null, "account", "brand", "owner"));
    archive.coverage(MONDAY, MONDAY.plusSeconds(28 * 86400), "full");

    Season season =
        Season.of(archive.posts(spark), archive.members(spark), archive.coverage(spark));

    double[] factors = season.factors(SmallArchive.PLATFORM);
    assertThat(factors[12]).isGreaterThan(1.3);
    assertThat(factors[3]).isCloseTo(factors[4], within(0.05)).isLessThan(0.6);
    assertThat(season.missing(SmallArchive.PLATFORM)).isFalse();
    List<Row> weights = season.weights(spark).orderBy("hour_of_week").collectAsList();
    assertThat(weights).hasSize(168);
    assertThat(weights.get(12).getLong(2)).isEqualTo(Math.round(1e6 / factors[12]));
  }

  @Test
  void tooFewPersonsOrPostsTellNoSeason(SparkSession spark) {
    for (SmallArchive archive : List.of(persons(19, 300), persons(20, 200))) {
      archive.coverage(MONDAY, MONDAY.plusSeconds(28 * 86400), "full");

      Season season =
          Season.of(archive.posts(spark), archive.members(spark), archive.coverage(spark));

      assertThat(season.missing(SmallArchive.PLATFORM)).isTrue();
      assertThat(season.factors(SmallArchive.PLATFORM)).hasSize(168).containsOnly(1);
      assertThat(season.weights(spark).count()).isZero();
    }
  }

  @Test
  void suspectedBotsAreNoPersons(SparkSession spark) {
    SmallArchive archive = persons(19, 300);
    for (int i = 0; i < 201; i++) {
      archive.post("busy" + i, "busy", MONDAY.plusSeconds(i));
    }

    assertThat(SuspectedBots.of(archive.posts(spark)).collectAsList())
        .singleElement()
        .matches(row -> row.<String>getAs("author_id").equals("busy"))
        .matches(row -> row.<Boolean>getAs("busy"))
        .matches(row -> !row.<Boolean>getAs("repetitive"));
  }

  /** Persons posting three times as much in the second half of each day. */
  private static SmallArchive persons(int count, int each) {
    SmallArchive archive = new SmallArchive();
    for (int person = 0; person < count; person++) {
      for (int i = 0; i < each; i++) {
        int hour = i % 4 == 0 ? (i / 4 + person) % 12 : 12 + (i + person) % 12;
        archive.post(
            person + "/" + i,
            "person" + person,
            MONDAY.plusSeconds(86400L * ((i + 5 * person) % 28) + 3600L * hour));
      }
    }
    return archive;
  }
}
