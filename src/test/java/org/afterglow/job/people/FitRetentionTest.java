package org.afterglow.job.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.afterglow.SparkExtension;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.CampaignActs;
import org.afterglow.job.acts.Keeper;
import org.afterglow.job.acts.OrganicTalk;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.Corrections;
import org.afterglow.job.contrast.FitContrast;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.MentionRow;
import org.afterglow.table.RetentionRow;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class FitRetentionTest {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final int STOP = 14;
  private static final long DAY = ObservedCalendar.DAY;

  @Test
  void aCampaignByHand(SparkSession spark) {
    Found found = found(spark, byHand(), 2);

    assertThat(found.people)
        .containsOnly(
            Map.entry("promotional", 5L),
            Map.entry("conversational", 6L), // one of them a suspected bot
            Map.entry("mention", 1L),
            Map.entry("known", 1L));
    DecayContrastRow row = found.contrast;
    // Early and late: promotional 7·5 and 12, conversational 4·5 and 27.
    assertThat(row.cutHours()).isEqualTo(672);
    assertThat(row.unitsPromo()).isEqualTo(5);
    assertThat(row.unitsConv()).isEqualTo(5);
    assertThat(row.earlyPromo()).isEqualTo(35);
    assertThat(row.latePromo()).isEqualTo(12);
    assertThat(row.earlyConv()).isEqualTo(20);
    assertThat(row.lateConv()).isEqualTo(27);
    assertThat(row.lnlor().value()).isCloseTo(Math.log(12. * 20 / (35. * 27)), within(1e-12));
    assertThat(row.pMethod()).isEqualTo("permutation");

    List<RetentionRow> stayed = found.retention;
    assertThat(stayed).hasSize(2 * 61);
    RetentionRow day20 = stayed.get(61 + 20);
    assertThat(day20.postClass()).isEqualTo("promotional");
    assertThat(day20.day()).isEqualTo(20);
    assertThat(day20.atRisk()).isEqualTo(5);
    assertThat(day20.left()).isZero();
    assertThat(day20.retainedShare().value()).isEqualTo(1);
    assertThat(day20.supplyPostsPerWeek()).isCloseTo(9 * 7 / 60., within(1e-9));
    // Last seen 31.5 or 32.5 days after the stop.
    assertThat(stayed.get(61 + 32).left()).isEqualTo(3);
    assertThat(day20.rmst60Days().value()).isCloseTo((3 * 32 + 2 * 33) / 5., within(1e-9));
    assertThat(day20.rmstDifferenceDays()).isEqualTo(Estimate.none("NO_OVERLAP"));
  }

  @Test
  void partitionsDoNotMatter(SparkSession spark) {
    Found one = found(spark, byHand(), 1);
    Found many = found(spark, byHand(), 7);

    assertThat(many.contrast).isEqualTo(one.contrast);
    assertThat(many.retention).isEqualTo(one.retention);
  }

  @Test
  void classesOfOneToFourPeopleAreWithheld(SparkSession spark) {
    SmallArchive archive = archive();
    for (int i = 0; i < 9; i++) {
      boolean promotional = i < 4;
      archive.like(promotional ? "p" : "q", "ann" + i, day(2));
      for (int j = 0; j < 20; j++) {
        archive.like("after0", "ann" + i, day(STOP + 1 + 2 * j));
      }
    }

    DecayContrastRow row = found(spark, archive, 2).contrast;

    assertThat(row.lnlor()).isEqualTo(Estimate.none("SUPPRESSED"));
    assertThat(row.unitsPromo()).isNull();
    assertThat(row.unitsConv()).isNull();
    assertThat(row.lateConv()).isNull();
    assertThat(row.r()).isNull();
    assertThat(row.pValue()).isNull();
  }

  @Test
  void eachRefusalHasItsCode(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    for (String id :
        List.of(
            "fine", "sampled", "counted", "starved", "short", "gaps", "cut", "unseen", "none")) {
      archive.campaign(id, START, day(STOP), null);
    }
    archive.campaign("running", START, null, null);
    Dataset<PlatformSupply> supply =
        spark.createDataset(
            List.of(
                supply("fine", "net", 60, 60, 120, "OK"),
                supply("sampled", "net", 60, 60, 120, "OK"),
                supply("sampled", "part", 60, 60, 120, "OK"),
                supply("counted", "net", 60, 60, 120, "OK"),
                supply("starved", "net", 8, 60, 56, "OK"),
                supply("short", "net", 60, 60, 29, "SHORT_WINDOW"),
                supply("short", "part2", 60, 60, 20, "GAP_HEAVY"),
                supply("gaps", "net", 60, 50, 95.5, "GAP_HEAVY"),
                supply("cut", "net", 1, 3, 3, "SHORT_WINDOW"),
                supply("unseen", "net", 0, 0, 0, "SHORT_WINDOW")),
            CampaignSupply.SUPPLY);
    Dataset<Row> untimed =
        spark.createDataset(List.of("counted"), Encoders.STRING()).toDF("campaign_id");

    Map<String, String> states = new TreeMap<>();
    Map<String, Integer> horizons = new TreeMap<>();
    FitRetention.campaigns(archive.campaigns(spark), supply, untimed, List.of("part"))
        .collectAsList()
        .forEach(
            campaign -> {
              states.put(campaign.campaignId(), campaign.state());
              horizons.put(campaign.campaignId(), campaign.horizonDays());
            });
    assertThat(states)
        .containsOnly(
            Map.entry("fine", "OK"),
            Map.entry("sampled", "SAMPLED_ARCHIVE"),
            Map.entry("counted", "NO_EVENT_TIMES"),
            Map.entry("starved", "SUPPLY_ENDED"),
            Map.entry("short", "SHORT_WINDOW"),
            Map.entry("gaps", "OK"),
            Map.entry("cut", "SHORT_WINDOW"),
            Map.entry("unseen", "SHORT_WINDOW"),
            Map.entry("none", "SUPPLY_ENDED"),
            Map.entry("running", "STOP_NOT_OBSERVED"));
    assertThat(horizons)
        .containsEntry("fine", 60)
        .containsEntry("short", -1)
        .containsEntry("gaps", 60);

    Map<String, String> refused = new TreeMap<>();
    RefuseUnits.people(archive.campaigns(spark), supply, untimed)
        .collectAsList()
        .forEach(fit -> refused.put(fit.campaignId(), fit.state()));
    assertThat(refused)
        .as("the contrast needs neither every post of a person nor posts to come back to")
        .containsOnly(
            Map.entry("counted", "NO_EVENT_TIMES"),
            Map.entry("short", "SHORT_WINDOW"),
            Map.entry("gaps", "GAP_HEAVY"),
            Map.entry("cut", "SHORT_WINDOW"),
            Map.entry("unseen", "SHORT_WINDOW"),
            Map.entry("running", "STOP_NOT_OBSERVED"));
  }

  @Test
  void windowsHaveToBeSeenForFourFifths() {
    assertThat(window(100, 0, 0, Long.MAX_VALUE)).isEqualTo("OK");
    assertThat(window(50, 0, 0, Long.MAX_VALUE)).as("22 of 28 days").isEqualTo("SHORT_WINDOW");
    assertThat(window(51, 0, 0, Long.MAX_VALUE)).isEqualTo("OK");
    assertThat(window(100, 0, 0, 50 * DAY)).as("the next campaign").isEqualTo("SHORT_WINDOW");
    assertThat(window(100, 3, 9, Long.MAX_VALUE)).isEqualTo("GAP_HEAVY");
    assertThat(window(100, 3, 8, Long.MAX_VALUE)).isEqualTo("OK");
    assertThat(window(100, 30, 36, Long.MAX_VALUE)).as("in the second").isEqualTo("GAP_HEAVY");
  }

  private static String window(int days, int outageFrom, int outageUntil, long next) {
    return CampaignSupply.observed(
            new CampaignSupply.Posted("c", "net", -14 * DAY, 0, next, -1, 9),
            CampaignPeopleTest.calendar(0, days, outageFrom, outageUntil))
        .windowState();
  }

  private static PlatformSupply supply(
      String campaign,
      String platform,
      long posts,
      double observed,
      double supplied,
      String state) {
    return new PlatformSupply(
        campaign, platform, 0, 14 * DAY, Long.MAX_VALUE, -1, posts, observed, supplied, state);
  }

  private static SmallArchive byHand() {
    SmallArchive archive = archive();
    for (int i = 0; i < 5; i++) {
      comes(archive, "a" + i, "p", 7, 2 + i % 2);
      comes(archive, "b" + i, "q", 4, 5 + i % 2);
    }
    comes(archive, "robot", "q", 1, 20);
    for (int i = 0; i < 201; i++) {
      archive.post("r" + i, "robot", day(3).plusSeconds(i));
    }
    comes(archive, "known", "p", 1, 20);
    archive.like("before", "known", day(-20));
    archive.post(
        "m", "talker", day(1.5), .1, 0, List.of(), List.of(new MentionRow("brand", null)), null);
    comes(archive, "talker", "p", 1, 20);
    archive.like("p", null, day(2));
    archive.like("after0", null, day(STOP + 2));
    comes(archive, "brand", "p", 1, 20);
    return archive;
  }

  /** Likes a post of the campaign, comes twice more before the stop, and so often after it. */
  private static void comes(SmallArchive archive, String who, String first, int early, int late) {
    archive.like(first, who, day(2));
    archive.like("q2", who, day(3));
    archive.like("q2", who, day(4));
    for (int i = 0; i < early; i++) {
      archive.like("after0", who, day(STOP + 4 * i + .5 + (early == 4 ? 4 : 0)));
    }
    for (int i = 0; i < late; i++) {
      archive.like("after0", who, day(STOP + 30.5 + i));
    }
  }

  private static SmallArchive archive() {
    SmallArchive archive = new SmallArchive();
    archive.campaign("c", START, day(STOP), null);
    archive.coverage(day(-100), day(200), "full");
    post(archive, "before", "conversational", -21);
    post(archive, "p", "promotional", 1);
    post(archive, "q", "conversational", 1);
    post(archive, "q2", "conversational", 1);
    for (int week = 0; week < 18; week++) {
      post(archive, "after" + week, "conversational", STOP + 7 * week + .1);
    }
    return archive;
  }

  private static void post(SmallArchive archive, String id, String postClass, double day) {
    archive.entityPosts.add(
        new SmallArchive.EntityPost(
            "c",
            SmallArchive.PLATFORM,
            id,
            "brand",
            null,
            day(day),
            "post",
            postClass,
            postClass.equals("promotional") ? .9 : .1,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            day >= 0 && day < STOP,
            true,
            true));
  }

  private static Instant day(double days) {
    return START.plusSeconds(Math.round(days * 86_400));
  }

  private record Found(
      Map<String, Long> people, DecayContrastRow contrast, List<RetentionRow> retention) {}

  private static Found found(SparkSession spark, SmallArchive archive, int partitions) {
    Dataset<Row> campaigns = archive.campaigns(spark);
    Dataset<Row> entityPosts = archive.entityPosts(spark).repartition(partitions);
    Dataset<Row> bots = SuspectedBots.of(archive.posts(spark));
    Dataset<Row> weights = Season.flat().weights(spark);
    Map<String, ObservedCalendar> calendars = Calendars.of(archive.coverage(spark), Season.flat());
    Dataset<PlatformSupply> supply = CampaignSupply.of(entityPosts, campaigns, calendars);
    Dataset<Row> acts =
        CampaignActs.of(
                archive.events(spark).repartition(partitions),
                CampaignPeople.posts(entityPosts, campaigns),
                archive.members(spark),
                bots,
                weights,
                CampaignActs.DIRECT,
                Keeper.NOWHERE)
            .timed();
    Dataset<Row> talk =
        OrganicTalk.of(
            OrganicTalk.candidates(archive.posts(spark), archive.members(spark), campaigns),
            entityPosts,
            archive.members(spark),
            bots.limit(0));
    List<CampaignPerson> followed =
        CampaignPeople.of(acts, CampaignPeople.talk(talk, bots, weights), supply, calendars)
            .collectAsList();
    Dataset<CampaignPerson> people =
        spark.createDataset(followed, CampaignPeople.PERSON).repartition(partitions);
    List<ContrastFit> fits =
        FitContrast.fits(
                CampaignPeople.cells(people), CampaignPeople.permuted(people), 7, Corrections.NONE)
            .collectAsList();
    Map<String, Long> counts = new TreeMap<>();
    followed.forEach(person -> counts.merge(person.acquiredBy(), 1L, Long::sum));
    return new Found(
        counts,
        FitContrast.rows(
                new ContrastCampaign("c", "account", "net/brand", "OK", null, 1, List.of()),
                new ArrayList<>(fits),
                Set.of())
            .stream()
            .filter(row -> row.unit().equals("person"))
            .findFirst()
            .orElseThrow(),
        FitRetention.rows(
                FitRetention.campaigns(
                    campaigns,
                    supply,
                    spark.createDataset(List.<String>of(), Encoders.STRING()).toDF("campaign_id"),
                    List.of()),
                FitRetention.cells(people))
            .collectAsList()
            .stream()
            .sorted(Comparator.comparing(RetentionRow::postClass).thenComparing(RetentionRow::day))
            .toList());
  }
}
