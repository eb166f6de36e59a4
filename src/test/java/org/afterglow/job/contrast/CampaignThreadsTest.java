package org.afterglow.job.contrast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.afterglow.SparkExtension;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.Keeper;
import org.afterglow.job.acts.OrganicTalk;
import org.afterglow.job.acts.PostsAtRisk;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.curve.FitCurves;
import org.afterglow.job.curve.FittedCurves;
import org.afterglow.job.people.RefuseUnits;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.DeletionRow;
import org.afterglow.table.Estimate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class CampaignThreadsTest {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final ContrastPosts.Band BAND = new ContrastPosts.Band(.3, .7);

  @Test
  void whatOthersContributeCountsByTheAgeOfTheThread(SparkSession spark) {
    SmallArchive archive = archive(90);
    archive.entityPost("c", "root", "promotional", day(1));
    archive.event("reply", "root", "root", "ann", day(1), false);
    archive.event("reply", "other", "root", "bob", day(28.9), false);
    archive.event("quote", "root", null, "cid", day(29), false);
    archive.event("reply", "other", "root", "dan", day(56.9), false);
    archive.event("reply", "other", "root", "eve", day(57), false);
    archive.event("reply", "root", "root", "brand", day(2), false);
    archive.event("like", "root", null, "fay", day(2), false);
    archive.event("repost", "root", null, "fay", day(2), false);

    CampaignThread thread = only(threads(spark, archive, 2));

    assertThat(thread.eligible()).isTrue();
    assertThat(thread.promotional()).isTrue();
    assertThat(thread.contributed())
        .isEqualTo(new CampaignThread.Contributed(4, 2_000_000, 2_000_000));
  }

  @Test
  void suspectedBotsContributeToARunOfTheirOwn(SparkSession spark) {
    SmallArchive archive = archive(90);
    archive.entityPost("c", "root", "promotional", day(1));
    archive.event("reply", "root", "root", "ann", day(2), false);
    archive.event("reply", "root", "root", "robot", day(2), false);
    for (int i = 0; i < 201; i++) {
      archive.post("r" + i, "robot", day(3).plusSeconds(i));
    }

    CampaignThread thread = only(threads(spark, archive, 2));

    assertThat(thread.contributed().events()).isEqualTo(1);
    assertThat(thread.botsIn()).isEqualTo(new CampaignThread.Contributed(2, 2_000_000, 0));
  }

  @Test
  void aThreadIsWatchedForFiftySixDays(SparkSession spark) {
    SmallArchive archive = archive(60);
    archive.entityPost("c", "watched", "promotional", day(3));
    archive.entityPost("c", "late", "promotional", day(10));
    archive.entityPost("c", "gone", "promotional", day(3));
    archive.deletions.add(new DeletionRow(0, 0, SmallArchive.PLATFORM, "gone", day(58)));
    archive.event("reply", "watched", "watched", "ann", day(4), false);

    assertThat(threads(spark, archive, 2).collectAsList())
        .filteredOn(CampaignThread::eligible)
        .extracting(CampaignThread::postKey)
        .containsExactly("net/watched");
  }

  @Test
  void aCampaignByHand(SparkSession spark) {
    SmallArchive archive = byHand();

    DecayContrastRow row = row(spark, archive, 2);

    // a, b, c, d = 6, 36, 18, 18 in week 0, T = 78; a thread without a contribution is a unit too.
    assertThat(row.cutHours()).isEqualTo(672);
    assertThat(row.unitsPromo()).isEqualTo(7);
    assertThat(row.unitsConv()).isEqualTo(6);
    assertThat(row.earlyPromo()).isEqualTo(36);
    assertThat(row.latePromo()).isEqualTo(6);
    assertThat(row.earlyConv()).isEqualTo(18);
    assertThat(row.lateConv()).isEqualTo(18);
    assertThat(row.r()).isCloseTo(6. * 18 / 78, within(1e-12));
    assertThat(row.s()).isCloseTo(36. * 18 / 78, within(1e-12));
    assertThat(row.lnlor().value()).isCloseTo(Math.log(6. / 36), within(1e-12));
    assertThat(row.pMethod()).isEqualTo("permutation");
    assertThat(row.lnlorStop()).isEqualTo(Estimate.none("NOT_RUN"));
  }

  @Test
  void partitionsDoNotMatter(SparkSession spark) {
    SmallArchive archive = byHand();

    assertThat(row(spark, archive, 7)).isEqualTo(row(spark, archive, 1));
  }

  @Test
  void threadsThatGoOnAreCounted(SparkSession spark) {
    SmallArchive archive = byHand();
    try (FittedCurves curves =
        FitCurves.of(measured(spark, archive), 7, Keeper.NOWHERE).fitted(null)) {
      List<DecayRow> rows =
          curves.decay().collectAsList().stream()
              .sorted(Comparator.comparing(DecayRow::postClass))
              .toList();

      assertThat(rows).extracting(DecayRow::threads).containsExactly(6L, 7L);
      assertThat(rows.get(0).threadsAliveShare().value()).isEqualTo(1);
      // Wilson's interval of 3 in 7
      assertThat(rows.get(1).threadsAliveShare().value()).isCloseTo(3. / 7, within(1e-12));
      assertThat(rows.get(1).threadsAliveShare().low()).isCloseTo(.1582, within(1e-4));
      assertThat(rows.get(1).threadsAliveShare().high()).isCloseTo(.7495, within(1e-4));
    }
  }

  @Test
  void withoutRepliesThatNameTheirTargetsThereAreNoThreads(SparkSession spark) {
    SmallArchive archive = archive(90);
    archive.entityPost("c", "root", "promotional", day(1));
    archive.like("root", "ann", day(2));

    assertThat(row(spark, archive, 2).lnlor()).isEqualTo(Estimate.none("NO_REPLY_IDS"));
  }

  @Test
  void countersWithoutTimesSayNothingOfThreads(SparkSession spark) {
    SmallArchive archive = archive(90);
    archive.counted("c", "root", "promotional", day(1), 12L, day(80));

    assertThat(row(spark, archive, 2).lnlor()).isEqualTo(Estimate.none("NO_EVENT_TIMES"));
  }

  private static SmallArchive byHand() {
    SmallArchive archive = archive(90);
    archive.entityPost("c", "quiet", "promotional", day(1));
    for (int i = 0; i < 6; i++) {
      archive.entityPost("c", "p" + i, "promotional", day(1 + i / 2.));
      archive.entityPost("c", "q" + i, "conversational", day(1 + i / 2.));
      for (int j = 0; j < 6; j++) {
        archive.event("reply", "p" + i, null, "ann" + j, day(8 + j), false);
        archive.event("reply", "q" + i, null, "ann" + j, day(j < 3 ? 8 : 40), false);
      }
      if (i < 3) {
        archive.event("reply", "p" + i, null, "bob", day(40), false);
        archive.event("reply", "p" + i, null, "eve", day(40), false);
      }
    }
    return archive;
  }

  private static SmallArchive archive(int days) {
    SmallArchive archive = new SmallArchive();
    archive.campaign("c", START, day(14), null);
    archive.coverage(START, day(days), "full");
    return archive;
  }

  private static Instant day(double days) {
    return START.plusSeconds((long) (days * 86_400));
  }

  private static CampaignThread only(Dataset<CampaignThread> threads) {
    List<CampaignThread> all = threads.collectAsList();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static Dataset<CampaignThread> threads(
      SparkSession spark, SmallArchive archive, int partitions) {
    Dataset<Row> entityPosts = archive.entityPosts(spark).repartition(partitions);
    Dataset<Row> events = archive.events(spark).repartition(partitions);
    return CampaignThreads.of(
        acts(spark, archive, events, entityPosts, CampaignActs.THREAD),
        PostsAtRisk.of(
            entityPosts,
            archive.deletions(spark),
            Calendars.of(archive.coverage(spark), Season.flat())),
        archive.campaigns(spark),
        CampaignThreads.platformsWithReplies(events));
  }

  private static Dataset<Row> acts(
      SparkSession spark,
      SmallArchive archive,
      Dataset<Row> events,
      Dataset<Row> entityPosts,
      String reach) {
    return CampaignActs.of(
            events,
            entityPosts,
            archive.members(spark),
            SuspectedBots.of(archive.posts(spark)),
            Season.flat().weights(spark),
            reach,
            Keeper.NOWHERE)
        .timed();
  }

  private static DecayContrastRow row(SparkSession spark, SmallArchive archive, int partitions) {
    Dataset<CampaignThread> threads = threads(spark, archive, partitions);
    Dataset<Row> entityPosts = archive.entityPosts(spark);
    Dataset<Row> events = archive.events(spark);
    Dataset<ContrastFit> refused =
        RefuseUnits.threads(
            entityPosts,
            RefuseUnits.withoutTimes(
                entityPosts, acts(spark, archive, events, entityPosts, CampaignActs.DIRECT)),
            CampaignThreads.platformsWithReplies(events));
    Dataset<ContrastFit> fits =
        FitContrast.fits(
                RefuseUnits.without(
                    refused, CampaignThreads.cells(threads, BAND), FitContrast.CELL),
                RefuseUnits.without(
                    refused, CampaignThreads.permuted(threads), FitContrast.PERMUTED),
                7,
                Corrections.NONE)
            .unionByName(refused);
    return FitContrast.rows(
            new ContrastCampaign("c", "account", "net/brand", "OK", null, 1, List.of()),
            new ArrayList<>(fits.collectAsList()),
            Set.of())
        .stream()
        .filter(row -> row.unit().equals("thread"))
        .findFirst()
        .orElseThrow();
  }

  private static FitCurves.Archive measured(SparkSession spark, SmallArchive archive) {
    return new FitCurves.Archive(
        archive.posts(spark),
        archive.events(spark),
        archive.deletions(spark),
        archive.snapshots(spark),
        archive.coverage(spark),
        archive.campaigns(spark),
        archive.members(spark),
        OrganicTalk.candidates(
            archive.posts(spark), archive.members(spark), archive.campaigns(spark)),
        archive.entityPosts(spark),
        Season.flat());
  }
}
