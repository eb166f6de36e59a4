package org.afterglow.job.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.afterglow.SparkExtension;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.acts.Keeper;
import org.afterglow.job.acts.OrganicTalk;
import org.afterglow.job.acts.Season;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.LabelCorrection;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CounterChangeRow;
import org.afterglow.table.DecayCurveRow;
import org.afterglow.table.DecayRow;
import org.afterglow.table.EngagementRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.MentionRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class FitCurvesTest {
  private static final Instant START = Instant.parse("2024-03-04T00:00:00Z");
  private static final Instant STOP = START.plusSeconds(30 * 86400);

  /** Half-life of every post's engagement, days. */
  private static final double HALF_LIFE = 3;

  /** Of promotional posts a fifth is mistaken where acts are early, three fifths where late. */
  @Test
  void aCurveByAgeIsCorrectedAndNothingElse(SparkSession spark) {
    CheckedSample.Rates rates = new CheckedSample.Rates(.8, 0., .4, 0.);
    FitCurves sums = FitCurves.of(archive(spark, known(), 2), 11, Keeper.NOWHERE);
    try (FittedCurves predicted = sums.fitted(null);
        FittedCurves corrected =
            sums.fitted(new LabelCorrection(rates, Collections.nCopies(199, rates), false))) {
      DecayRow before = predicted.decay().orderBy("postClass").collectAsList().get(1);
      DecayRow after = corrected.decay().orderBy("postClass").collectAsList().get(1);

      double late = Objects.requireNonNull(before.remains1d().value());
      assertThat(Objects.requireNonNull(after.remains1d().value()))
          .isCloseTo(late / .4 / (late / .4 + (1 - late) / .8), within(1e-9));
      assertThat(before.labelCorrection()).isEqualTo("none");
      assertThat(after.labelCorrection()).isEqualTo("per_cell");
      assertThat(after.t50Days()).isEqualTo(before.t50Days());
      assertThat(after.events()).isEqualTo(before.events());
    }
  }

  @Test
  void halfLivesOfAKnownCampaignAreFound(SparkSession spark) {
    SmallArchive archive = known();
    try (FittedCurves fitted =
        FitCurves.of(archive(spark, archive, 2), 11, Keeper.NOWHERE).fitted(null)) {
      List<DecayRow> decay = fitted.decay().orderBy("postClass").collectAsList();
      List<EngagementRow> engagement = fitted.engagement().collectAsList();
      List<DecayCurveRow> curve = fitted.decayCurve().collectAsList();

      assertThat(decay).hasSize(2);
      DecayRow promotional = decay.get(1);
      assertThat(promotional.postClass()).isEqualTo("promotional");
      assertThat(promotional.posts()).isEqualTo(120);
      assertThat(promotional.windowDays()).isEqualTo(56);
      // The sum of exponentials of one half-life falls with that half-life whatever the posting.
      double first = HALF_LIFE / Math.log(2) * (1 - Math.pow(2, -1 / HALF_LIFE));
      double t50 = -HALF_LIFE * Math.log(first / 2) / Math.log(2);
      assertThat(promotional.t50Days().state()).isEqualTo("OK");
      assertThat(t50)
          .isBetween(
              Objects.requireNonNull(promotional.t50Days().low()),
              Objects.requireNonNull(promotional.t50Days().high()));
      assertThat(72.0)
          .isBetween(
              Objects.requireNonNull(promotional.halfOf28dAgeHours().low()),
              Objects.requireNonNull(promotional.halfOf28dAgeHours().high()));
      assertThat(Objects.requireNonNull(promotional.remains7d().value()))
          .isCloseTo(Math.pow(2, -7 / HALF_LIFE), within(0.04));
      assertThat(promotional.draws()).isEqualTo(199);
      assertThat(decay.get(0).t50Days().state()).isEqualTo("ALL_ZERO");

      assertThat(engagement)
          .filteredOn(row -> row.series().equals("S1_age") && row.reach().equals("direct"))
          .filteredOn(row -> row.postClass().equals("promotional"))
          .hasSize(10)
          .allSatisfy(row -> assertThat(row.posts()).isEqualTo(120))
          .extracting(EngagementRow::postDays)
          .first()
          .isEqualTo(120 / 24.0);
      long acts = engagement.stream().filter(FitCurvesTest::byAge).mapToLong(r -> r.events()).sum();
      assertThat(acts).isEqualTo(promotional.events()).isGreaterThan(2000);
      assertThat(curve).filteredOn(row -> row.postClass().equals("promotional")).hasSize(56);
      assertThat(engagement)
          .filteredOn(row -> row.series().equals("S2_organic"))
          .extracting(EngagementRow::events)
          .contains(1L)
          .hasSize(86);
    }
  }

  @Test
  void everyCampaignHasRowsWithItsReason(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    Instant end = START.plusSeconds(60 * 86400);
    archive.coverage(START, end, "full");
    archive.campaign("running", START, null, null);
    archive.campaign("late", START, end.minusSeconds(10 * 86400), null);
    archive.campaign("short", START, end.minusSeconds(15 * 86400), null);
    archive.campaign("cut", START, STOP, STOP.plusSeconds(16 * 86400));
    archive.campaign("empty", START, STOP, null);
    archive.campaign("counted", START, STOP, null);
    archive.counted("counted", "x", "promotional", STOP.minusSeconds(90000), 12L, null);
    archive.counted("counted", "y", null, STOP.plusSeconds(90000), 3L, null);
    archive.campaign("stray", START, STOP, null);
    archive.counted("stray", "s", "promotional", STOP.minusSeconds(90000), 5000L, null);
    archive.like("s", "ann", STOP.minusSeconds(80000));
    archive.campaign("some", START, STOP, null);
    archive.counted("some", "o", "promotional", STOP.minusSeconds(90000), 90L, null);
    archive.like("o", "ann", STOP.minusSeconds(80000));
    archive.campaign("one", START, STOP, null);
    archive.entityPost("one", "z", "promotional", STOP.minusSeconds(86400));
    for (int i = 0; i < 90; i++) {
      archive.like("z", "ann" + i, STOP.plusSeconds(-80000 + 300L * i * i));
    }

    try (FittedCurves fitted =
        FitCurves.of(archive(spark, archive, 2), 11, Keeper.NOWHERE).fitted(null)) {
      List<DecayRow> decay = fitted.decay().collectAsList();

      assertThat(decay).hasSize(18);
      assertThat(state(decay, "running")).isEqualTo("STOP_NOT_OBSERVED");
      assertThat(state(decay, "late")).isEqualTo("STOP_NOT_OBSERVED");
      assertThat(state(decay, "short")).isEqualTo("SHORT_WINDOW");
      assertThat(state(decay, "cut")).isEqualTo("SHORT_WINDOW");
      assertThat(state(decay, "empty")).isEqualTo("ALL_ZERO");
      assertThat(state(decay, "counted")).isEqualTo("COUNTERS");
      assertThat(state(decay, "stray")).isEqualTo("COUNTERS");
      assertThat(decay)
          .filteredOn(row -> row.campaignId().equals("some") && row.posts() == 1)
          .extracting(row -> row.halfOf28dAgeHours().state())
          .containsExactly("TOO_FEW_EVENTS");
      assertThat(
              fitted
                  .engagement()
                  .filter("series = 'S4_counters' and campaignId = 'counted'")
                  .collectAsList())
          .filteredOn(row -> row.postClass().equals("all") && row.posts() > 0)
          .extracting(EngagementRow::binFromHours, EngagementRow::counterTotal)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple(-48.0, 12L),
              org.assertj.core.groups.Tuple.tuple(24.0, 3L));
      withoutInterval(
          fitted
              .engagement()
              .filter("series = 'S4_counters' and posts > 0")
              .collectAsList()
              .stream()
              .map(EngagementRow::counterMean));

      DecayRow one =
          decay.stream()
              .filter(row -> row.campaignId().equals("one") && row.posts() == 1)
              .findFirst()
              .orElseThrow();
      assertThat(one.draws()).isZero();
      withoutInterval(
          Stream.of(
              one.halfOf28dAgeHours(),
              one.remains1d(),
              one.remains7d(),
              one.t50Days(),
              one.rho28(),
              one.d28Days(),
              one.halfOfWindowDays()));
      String promotional = "campaignId = 'one' and postClass = 'promotional'";
      withoutInterval(
          fitted.decayCurve().filter(promotional).collectAsList().stream()
              .map(DecayCurveRow::fitted));
      withoutInterval(
          fitted
              .engagement()
              .filter(promotional + " and reach = 'direct' and binToHours < 600")
              .collectAsList()
              .stream()
              .map(EngagementRow::ratePerPostDay));
    }
  }

  @Test
  void countersOfADayHaveTheirFiguresAndYoungOnesAreDropped(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    archive.coverage(START, START.plusSeconds(100 * 86400), "unknown");
    archive.campaign("c", START, STOP, null);
    for (int day = -14; day < 35; day++) {
      Instant at = STOP.plusSeconds(86400L * day + 600);
      Instant counted = at.plusSeconds(400 * 86400L);
      archive.counted("c", "a" + day, "promotional", at, day < 7 ? 100L : 20L, counted);
      archive.counted("c", "b" + day, "conversational", at, 2L, counted);
      archive.counted("c", "n" + day, "promotional", at, 7777L, at.plusSeconds(86400));
    }

    try (FittedCurves fitted =
        FitCurves.of(archive(spark, archive, 2), 11, Keeper.NOWHERE).fitted(null)) {
      List<EngagementRow> all =
          fitted
              .engagement()
              .filter("series = 'S4_counters' and postClass = 'all' and posts > 0")
              .orderBy("binFromHours")
              .collectAsList();

      assertThat(all).hasSize(44 + 5);
      EngagementRow first = all.get(0);
      assertThat(first.weekStart()).isEqualTo(STOP.minusSeconds(14 * 86400));
      assertThat(first.counterKind()).isEqualTo("acts");
      assertThat(first.counterTotal()).isEqualTo(102);
      assertThat(first.counterMean().value()).isEqualTo(51);
      assertThat(first.counterMedian()).isEqualTo(51);
      assertThat(first.counterMeanWinsorised()).isEqualTo(51);
      assertThat(first.counterAgeMedianDays()).isEqualTo(400);
      assertThat(first.youngDropped()).isEqualTo(1);
      assertThat(first.ratePerPostDay().state()).isEqualTo("COUNTERS");
      assertThat(fitted.decay().collectAsList())
          .extracting(DecayRow::totalHalvesAfterDays)
          .containsOnly(7.0);
    }
  }

  @Test
  void countersOfWeeksAreHeldAgainstTheTimeBeforeTheCampaign(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    Instant begin = START.minusSeconds(70 * 86400);
    Instant end = STOP.plusSeconds(30 * 86400);
    archive.coverage(begin, end, "unknown");
    archive.campaign("c", START, STOP, null);
    // Another campaign and its aftermath take all of this one's baseline.
    archive.campaign("again", STOP.plusSeconds(20 * 86400), STOP.plusSeconds(29 * 86400), null);
    // Four posts a day before the campaign and one after it, of which each earns twice as much.
    for (int hour = 0; hour < 100 * 24; hour += 6) {
      Instant at = begin.plusSeconds(3600L * hour);
      Instant counted = at.plusSeconds(400 * 86400L);
      if (at.isBefore(STOP)) {
        archive.counted("c", "a" + hour, "conversational", at, 10L, counted);
        archive.counted("again", "n" + hour, "conversational", at, 10L, counted);
      }
    }
    for (int day = 0; day < 30; day++) {
      Instant at = STOP.plusSeconds(86400L * day + 600);
      archive.counted("c", "l" + day, "conversational", at, 20L, at.plusSeconds(400 * 86400L));
    }

    try (FittedCurves fitted =
        FitCurves.of(archive(spark, archive, 3), 11, Keeper.NOWHERE).fitted(null)) {
      List<CounterChangeRow> rows =
          fitted
              .counterChange()
              .filter("campaignId = 'c' and postClass = 'all'")
              .orderBy("week")
              .collectAsList();

      assertThat(rows)
          .extracting(CounterChangeRow::week)
          .containsExactly(-1, 0, 1, 2, 3, 4, 5, 6, 7);
      CounterChangeRow last = rows.get(0);
      assertThat(last.baselinePosts()).isEqualTo(49 * 4);
      assertThat(last.baselineDays()).isEqualTo(49);
      assertThat(last.lnTotal().value()).isCloseTo(0, within(1e-12));
      CounterChangeRow first = rows.get(1);
      assertThat(first.weekStart()).isEqualTo(STOP);
      assertThat(first.posts()).isEqualTo(7);
      assertThat(first.counterTotal()).isEqualTo(140);
      assertThat(first.lnTotal().value()).isCloseTo(Math.log(.5), within(1e-12));
      assertThat(first.lnPosts().value()).isCloseTo(Math.log(.25), within(1e-12));
      assertThat(first.lnMean().value()).isCloseTo(Math.log(2), within(1e-12));
      assertThat(first.lnMean().state()).isEqualTo("NO_POST_BOOTSTRAP");
      assertThat(rows.subList(5, 9)).allMatch(row -> row.lnMean().state().equals("SHORT_WINDOW"));
      assertThat(
              fitted
                  .counterChange()
                  .filter("campaignId = 'c' and postClass = 'promotional' and week = 0")
                  .collectAsList())
          .allMatch(row -> row.lnTotal().state().equals("ALL_ZERO"));
      assertThat(fitted.counterChange().filter("campaignId = 'again'").collectAsList())
          .isNotEmpty()
          .allMatch(row -> row.lnTotal().state().equals("NO_BASELINE"));
      assertThat(
              fitted
                  .engagement()
                  .filter("campaignId = 'c' and series = 'S4_counters'")
                  .collectAsList())
          .filteredOn(row -> row.postClass().equals("all"))
          .allMatch(row -> row.binFromHours() >= -56 * 24);
    }
  }

  @Test
  void countersOfPostsThatWereCountedAgainStandByAgeBesideTheirNewest(SparkSession spark) {
    SmallArchive archive = new SmallArchive();
    archive.coverage(START, START.plusSeconds(100 * 86400), "unknown");
    archive.campaign("c", START, STOP, null);
    archive.campaign("once", START, STOP, null);
    for (int i = 0; i < 30; i++) {
      Instant at = START.plusSeconds(3600L * i);
      archive.entityPost("c", "p" + i, "promotional", at);
      archive.snapshot("p" + i, at, 600, 10L);
      archive.snapshot("p" + i, at, 3000, 20L); // the last within the hour stands
      archive.snapshot("p" + i, at, 30 * 3600, 60L);
      archive.snapshot("p" + i, at, 60 * 86400, 80L);
    }
    Instant at = START.plusSeconds(7200);
    archive.entityPost("c", "talk", "conversational", at);
    archive.snapshot("talk", at, 0, 0L);
    archive.snapshot("talk", at, 4 * 86400, 4L);
    archive.entityPost("c", "unscored", null, at);
    archive.snapshot("unscored", at, -5, 9L); // before it was posted: of no age
    archive.snapshot("unscored", at, 7200, null);
    archive.snapshot("unscored", at, 2 * 86400, 9L);
    archive.entityPost("once", "single", "promotional", at);
    archive.snapshot("single", at, 100, 1L);
    archive.snapshot("single", at, 200, 2L); // twice, but within one bin

    for (int partitions : new int[] {1, 3}) {
      try (FittedCurves fitted =
          FitCurves.of(archive(spark, archive, partitions), 11, Keeper.NOWHERE).fitted(null)) {
        List<EngagementRow> rows =
            fitted
                .engagement()
                .filter("series = 'S4_snapshots'")
                .orderBy("postClass", "binFromHours")
                .collectAsList();

        assertThat(rows)
            .extracting(
                EngagementRow::campaignId,
                EngagementRow::postClass,
                EngagementRow::binFromHours,
                EngagementRow::binToHours,
                EngagementRow::posts,
                EngagementRow::counterTotal,
                EngagementRow::counterShareOfNewest,
                EngagementRow::counterAgeMedianDays)
            .containsExactly(
                snapshot("all", 0, 1, 31, 600, 600 / 2404.0, 60),
                snapshot("all", 24, 48, 30, 1800, .75, 60),
                snapshot("conversational", 0, 1, 1, 0, 0, 4),
                snapshot("promotional", 0, 1, 30, 600, .25, 60),
                snapshot("promotional", 24, 48, 30, 1800, .75, 60));
        EngagementRow promotional = rows.get(3);
        assertThat(promotional.counterKind()).isEqualTo("acts");
        assertThat(promotional.counterMean().value()).isEqualTo(20);
        assertThat(promotional.counterMean().low()).isEqualTo(20);
        assertThat(promotional.counterMedian()).isEqualTo(20);
        assertThat(promotional.ratePerPostDay().state()).isEqualTo("COUNTERS");
        assertThat(rows.get(2).counterMean())
            .isEqualTo(Estimate.qualified(0, null, null, "NO_POST_BOOTSTRAP"));
      }
    }
  }

  private static org.assertj.core.groups.Tuple snapshot(
      String postClass,
      double from,
      double to,
      long posts,
      long total,
      double share,
      double ageDays) {
    return org.assertj.core.groups.Tuple.tuple(
        "c", postClass, from, to, posts, total, share, ageDays);
  }

  @Test
  void rowsAreTheSameToTheLastBitAtAnyNumberOfPartitions(SparkSession spark) {
    SmallArchive archive = known();

    List<String> one = rows(spark, archive, 1);

    assertThat(one).isNotEmpty();
    assertThat(rows(spark, archive, 7)).isEqualTo(one);
    assertThat(rows(spark, archive, 64)).isEqualTo(one);
  }

  @Test
  void anEmptyArchiveHasTablesWithoutRows(SparkSession spark) {
    try (FittedCurves fitted =
        FitCurves.of(archive(spark, new SmallArchive(), 1), 11, Keeper.NOWHERE).fitted(null)) {
      assertThat(Tables.ENGAGEMENT.published(fitted.engagement()).count()).isZero();
      assertThat(Tables.DECAY.published(fitted.decay()).count()).isZero();
      assertThat(Tables.DECAY_CURVE.published(fitted.decayCurve()).count()).isZero();
      assertThat(Tables.COUNTER_CHANGE.published(fitted.counterChange()).count()).isZero();
    }
  }

  /** 120 posts over 30 days, each with 20 acts at exponential ages; talk, an outage, two posts. */
  private static SmallArchive known() {
    SmallArchive archive = new SmallArchive();
    archive.campaign("c", START, STOP, null);
    archive.members.add(new CampaignMemberRow("c", null, "hashtag", "brand", "topic"));
    archive.coverage(START, START.plusSeconds(100 * 86400), "full");
    SplittableRandom random = new SplittableRandom(2);
    for (int post = 0; post < 120; post++) {
      Instant at = START.plusSeconds(post * 21600L);
      archive.entityPost("c", "p" + post, "promotional", at);
      for (int i = 0; i < 20; i++) {
        double days = -HALF_LIFE / Math.log(2) * Math.log(1 - random.nextDouble());
        archive.like("p" + post, "u" + post + "/" + i, at.plusSeconds((long) (86400 * days)));
      }
    }
    archive.post("t1", "ann", STOP.plusSeconds(86400), 0.1, 0, List.of("brand"), List.of(), null);
    archive.post(
        "t2",
        "bob",
        STOP.plusSeconds(90000),
        0.1,
        0,
        List.of(),
        List.of(new MentionRow("brand", null)),
        "p7");
    archive.post("t3", "brand", STOP.plusSeconds(86400), 0.1, 0, List.of("brand"), List.of(), null);
    return archive;
  }

  /** That there are such estimates, of too few posts to draw from. */
  private static void withoutInterval(Stream<Estimate> estimates) {
    assertThat(estimates)
        .isNotEmpty()
        .allSatisfy(
            estimate -> {
              assertThat(estimate.state()).isEqualTo("NO_POST_BOOTSTRAP");
              assertThat(estimate.value()).isNotNull();
              assertThat(estimate.low()).isNull();
              assertThat(estimate.high()).isNull();
            });
  }

  private static boolean byAge(EngagementRow row) {
    return row.series().equals("S1_age")
        && row.reach().equals("direct")
        && row.postClass().equals("promotional");
  }

  private static String state(List<DecayRow> decay, String campaign) {
    return decay.stream()
        .filter(row -> row.campaignId().equals(campaign))
        .filter(row -> row.postClass().equals("promotional"))
        .map(row -> row.t50Days().state())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> rows(SparkSession spark, SmallArchive archive, int partitions) {
    List<String> rows = new ArrayList<>();
    try (FittedCurves fitted =
        FitCurves.of(archive(spark, archive, partitions), 11, Keeper.NOWHERE).fitted(null)) {
      for (Dataset<Row> table :
          List.of(
              Tables.ENGAGEMENT.published(fitted.engagement()),
              Tables.DECAY.published(fitted.decay()),
              Tables.DECAY_CURVE.published(fitted.decayCurve()),
              Tables.COUNTER_CHANGE.published(fitted.counterChange()))) {
        table.collectAsList().stream().map(Row::toString).sorted().forEach(rows::add);
      }
    }
    return rows;
  }

  private static FitCurves.Archive archive(
      SparkSession spark, SmallArchive archive, int partitions) {
    return new FitCurves.Archive(
        archive.posts(spark).repartition(partitions),
        archive.events(spark).repartition(partitions),
        archive.deletions(spark),
        archive.snapshots(spark).repartition(partitions),
        archive.coverage(spark),
        archive.campaigns(spark),
        archive.members(spark),
        OrganicTalk.candidates(
            archive.posts(spark).repartition(partitions),
            archive.members(spark),
            archive.campaigns(spark)),
        archive.entityPosts(spark).repartition(partitions),
        Season.flat());
  }
}
