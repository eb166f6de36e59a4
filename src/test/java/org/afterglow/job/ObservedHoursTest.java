package org.afterglow.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.afterglow.SparkExtension;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ObservedHours;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.CoverageWithoutCampaigns;
import org.afterglow.job.acts.Season;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CoverageRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ObservedHoursTest {
  private static final Instant MONDAY = Instant.parse("2024-01-01T00:00:00Z");

  @Test
  void everyHourFromTheFirstPostToTheLastHasARow(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    archive.post("a", "x", MONDAY.plusSeconds(1800));
    archive.post("b", "x", MONDAY.plusSeconds(1900));
    archive.post("c", "x", MONDAY.plusSeconds(3 * 3600 + 5));

    List<CoverageRow> rows = rows(spark, archive, ArchiveFacts.unknown());

    assertThat(rows).extracting(CoverageRow::records).containsExactly(2L, 0L, 0L, 1L);
    assertThat(rows)
        .extracting(CoverageRow::state)
        .containsExactly("partial", "unknown", "unknown", "partial");
    assertThat(rows.get(0).hour()).isEqualTo(MONDAY);
    assertThat(rows).extracting(CoverageRow::stateWithoutCampaigns).containsOnlyNulls();
  }

  @Test
  void filesThatFollowOneAnotherLeaveNoSeam(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    for (int minute = 0; minute < 240; minute++) {
      archive.post(
          "p" + minute,
          "x",
          MONDAY.plusSeconds(60L * minute),
          0.1,
          minute / 50,
          List.of(),
          List.of(),
          null);
    }

    assertThat(rows(spark, archive, ArchiveFacts.unknown()))
        .extracting(CoverageRow::state)
        .containsExactly("partial", "full", "full", "partial");
  }

  @Test
  void outagesThatTheUserKnowsOfCount(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    archive.post("a", "x", MONDAY);
    archive.post("b", "x", MONDAY.plusSeconds(5 * 3600));
    ArchiveFacts facts =
        new ArchiveFacts(
            Map.of(
                SmallArchive.PLATFORM,
                new ArchiveFacts.PlatformFacts(
                    1.0,
                    true,
                    List.of(
                        new ArchiveFacts.Outage(
                            MONDAY.plusSeconds(3600 + 600), MONDAY.plusSeconds(3 * 3600))))));

    assertThat(rows(spark, archive, facts))
        .extracting(CoverageRow::state)
        .containsExactly("partial", "outage", "outage", "unknown", "unknown", "partial");
  }

  @Test
  void aCampaignsOwnSilenceIsNoOutage(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    Instant quiet = MONDAY.plus(Duration.ofDays(20));
    for (int hour = 0; hour < 30 * 24; hour++) {
      Instant at = MONDAY.plusSeconds(3600L * hour);
      archive.post("other" + hour, "someone", at);
      for (int i = 0; i < 30 && at.isBefore(quiet); i++) {
        archive.post("brand" + hour + "/" + i, "brand", at);
      }
    }
    archive.members.add(new CampaignMemberRow("c", null, "account", "brand", "owner"));
    List<CoverageRow> naive = rows(spark, archive, ArchiveFacts.unknown());
    archive.coverage.addAll(naive);

    List<CoverageRow> judged =
        CoverageWithoutCampaigns.of(
                archive.coverage(spark),
                archive.posts(spark),
                archive.members(spark),
                ArchiveFacts.unknown())
            .collectAsList();

    assertThat(naive).extracting(CoverageRow::state).contains("outage");
    assertThat(judged).hasSize(30 * 24).extracting(CoverageRow::state).contains("outage");
    assertThat(judged)
        .extracting(CoverageRow::stateWithoutCampaigns)
        .doesNotContain("outage")
        .contains("full");
  }

  @Test
  void calendarsPreferTheStateWithoutCampaigns(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    archive.coverage.add(new CoverageRow(SmallArchive.PLATFORM, MONDAY, 0, "outage", "full"));
    archive.coverage.add(
        new CoverageRow(SmallArchive.PLATFORM, MONDAY.plusSeconds(3600), 9, "full", null));

    Map<String, ObservedCalendar> calendars = Calendars.of(archive.coverage(spark), Season.flat());

    assertThat(calendars).containsOnlyKeys(SmallArchive.PLATFORM);
    assertThat(calendars.values())
        .extracting(calendar -> calendar.observedMicros(0, Long.MAX_VALUE / 2))
        .containsExactly(2 * ObservedCalendar.HOUR);
  }

  @Test
  void rowsAreTheSameAtAnyNumberOfPartitions(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    for (int i = 0; i < 500; i++) {
      archive.post("p" + i, "x", MONDAY.plusSeconds(977L * i));
    }

    List<String> one = partitioned(spark, archive, 1);

    assertThat(partitioned(spark, archive, 7)).isEqualTo(one);
    assertThat(partitioned(spark, archive, 64)).isEqualTo(one);
  }

  @Test
  void anEmptyArchiveHasNoHours(SparkSession spark) {
    assertThat(rows(spark, new SmallArchive(), ArchiveFacts.unknown())).isEmpty();
  }

  private static List<String> partitioned(SparkSession spark, SmallArchive archive, int parts) {
    return Tables.COVERAGE
        .published(
            ObservedHours.fromPosts(
                archive.posts(spark).repartition(parts), ArchiveFacts.unknown()))
        .collectAsList()
        .stream()
        .map(Object::toString)
        .sorted()
        .collect(Collectors.toList());
  }

  private static List<CoverageRow> rows(
      SparkSession spark, SmallArchive archive, ArchiveFacts facts) {
    return ObservedHours.fromPosts(archive.posts(spark), facts).orderBy("hour").collectAsList();
  }
}
