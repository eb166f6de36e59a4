package org.afterglow.job.contrast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.afterglow.SparkExtension;
import org.afterglow.UserError;
import org.afterglow.spark.Records;
import org.afterglow.statistics.CheckedSample;
import org.afterglow.statistics.FalseDiscovery;
import org.afterglow.statistics.LabelCorrection;
import org.afterglow.statistics.LateOdds;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.CampaignRow;
import org.afterglow.table.CoverageRow;
import org.afterglow.table.DecayContrastPooledRow;
import org.afterglow.table.DecayContrastRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class FitContrastTest {
  private static final Instant START = Instant.parse("2024-03-04T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant STOP = START.plus(DAY.multipliedBy(14));
  private static final ContrastPosts.Band BAND = new ContrastPosts.Band(.3, .7);

  private final Archive archive = new Archive();

  @Test
  void aDamagedCardBesideThePostsIsOneClearLine(SparkSession spark, @TempDir Path folder)
      throws IOException {
    OutputFolder out = OutputFolder.unclaimed(spark, folder.resolve("out").toString());
    assertThatThrownBy(() -> ContrastPosts.Band.of(out))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("it has no card.json")
        .hasMessageContaining("classify them again");
    Path card = Files.createDirectories(folder.resolve("out/model")).resolve("card.json");
    Files.writeString(card, "{\"kind\": ");
    assertThatThrownBy(() -> ContrastPosts.Band.of(out))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("model/card.json is not a model card, near line 1");
  }

  @Test
  void aCampaignByHand(SparkSession spark) {
    archive.campaign("c", START, STOP);
    for (int i = 0; i < 6; i++) {
      archive.post("c", "p" + i, true, DAY).acts(4, HOUR).acts(2, DAY.multipliedBy(2));
      archive.post("c", "q" + i, false, DAY).acts(2, HOUR).acts(4, DAY.multipliedBy(2));
    }
    for (int i = 0; i < 3; i++) { // half the weight, twice the acts
      archive.post("c", "r" + i, true, DAY.multipliedBy(8)).acts(1, HOUR).acts(1, DAY);
      archive
          .post("c", "s" + i, false, DAY.multipliedBy(8))
          .weighing(500_000)
          .acts(2, HOUR)
          .acts(2, DAY);
    }

    DecayContrastRow row = archive.row(spark, "c", 24);

    // Week 0: a, b, c, d = 12, 24, 24, 12, T = 72; week 1: 3, 3, 3, 3, T = 12.
    assertThat(row.strata()).isEqualTo(2);
    assertThat(row.unitsPromo()).isEqualTo(9);
    assertThat(row.unitsConv()).isEqualTo(9);
    assertThat(row.earlyPromo()).isEqualTo(27);
    assertThat(row.latePromo()).isEqualTo(15);
    assertThat(row.earlyConv()).isEqualTo(15);
    assertThat(row.lateConv()).isEqualTo(27);
    assertThat(row.r()).isCloseTo(2.75, within(1e-12));
    assertThat(row.s()).isCloseTo(8.75, within(1e-12));
    assertThat(row.lnlor().state()).isEqualTo("OK");
    assertThat(row.lnlor().value()).isCloseTo(Math.log(2.75 / 8.75), within(1e-12));
    assertThat(row.lnlor().low()).isLessThan(Math.log(2.75 / 8.75));
    assertThat(row.pMethod()).isEqualTo("permutation");
    assertThat(row.pValue()).isBetween(.001, .05);
    assertThat(row.labelCorrection()).isEqualTo("none");
  }

  @Test
  void aCampaignCorrectedForErrorsOfItsClasses(SparkSession spark) {
    archive.campaign("c", START, STOP);
    List<LateOdds.Sums> sums = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int early = 1 + i % 5;
      int late = 1 + i % 3;
      boolean promotional = i % 2 == 0;
      archive.post("c", "p" + i, promotional, DAY).acts(early, HOUR).acts(late, DAY.plus(HOUR));
      sums.add(
          new LateOdds.Sums(
              0, i, promotional, early * 1_000_000L, late * 1_000_000L, (double) early * late));
    }
    CheckedSample.Rates rates = new CheckedSample.Rates(.9, .1, .85, .15);
    LabelCorrection correction = new LabelCorrection(rates, Collections.nCopies(199, rates), false);
    archive.corrections.putAll(
        Map.of(ContrastFit.PRIMARY, correction, ContrastFit.CUT_6H, correction));

    DecayContrastRow row = archive.row(spark, "c", 24);

    LateOdds byHand = LateOdds.of(sums, new LateOdds.Confusion(.9, .1, .85, .15));
    assertThat(row.r()).isCloseTo(byHand.r(), within(1e-9));
    assertThat(row.s()).isCloseTo(byHand.s(), within(1e-9));
    assertThat(row.lnlor().value()).isCloseTo(Math.log(byHand.r() / byHand.s()), within(1e-9));
    assertThat(row.labelCorrection()).isEqualTo("per_cell");
    assertThat(row.pMethod()).as("exchanging wrong labels tests these").isEqualTo("jackknife_t");
    assertThat(archive.row(spark, "c", 168).labelCorrection()).isEqualTo("none");
    assertThat(
            archive.pooled(spark).stream()
                .filter(pooled -> pooled.run().equals(ContrastFit.LABELS_AS_PREDICTED)))
        .singleElement()
        .satisfies(
            pooled ->
                assertThat(pooled.estimate().value())
                    .isCloseTo(
                        Math.log(LateOdds.of(sums).r() / LateOdds.of(sums).s()), within(1e-9)));

    archive.uncertain.add(FitContrast.key("post", ContrastFit.PRIMARY));
    archive.fitted = null;

    DecayContrastRow withheld = archive.row(spark, "c", 24);
    assertThat(withheld.lnlor()).isEqualTo(Estimate.none("LABEL_UNCERTAIN"));
    assertThat(withheld.r()).isNull();
    assertThat(withheld.pValue()).isNull();
    assertThat(withheld.variance()).isNull();
    assertThat(withheld.earlyPromo()).isEqualTo(row.earlyPromo());
    assertThat(archive.row(spark, "c", 6).lnlor().state()).isNotEqualTo("LABEL_UNCERTAIN");
  }

  @Test
  void earlyEndsAtTheCutAndLateAfterTwentyEightDays(SparkSession spark) {
    archive.campaign("c", START, STOP);
    archive
        .post("c", "p", true, DAY)
        .acts(1, Duration.ZERO)
        .acts(2, Duration.ofHours(6).minusNanos(1_000))
        .acts(4, Duration.ofHours(6))
        .acts(8, DAY)
        .acts(16, DAY.multipliedBy(7))
        .acts(32, DAY.multipliedBy(28).minusNanos(1_000))
        .acts(64, DAY.multipliedBy(28));

    assertThat(archive.row(spark, "c", 6).earlyPromo()).isEqualTo(3);
    assertThat(archive.row(spark, "c", 6).latePromo()).isEqualTo(60);
    assertThat(archive.row(spark, "c", 24).earlyPromo()).isEqualTo(7);
    assertThat(archive.row(spark, "c", 168).earlyPromo()).isEqualTo(15);
    assertThat(archive.row(spark, "c", 168).latePromo()).isEqualTo(48);
  }

  @Test
  void onlyPostsOfTheCampaignThatStoodAndWereObservedCount(SparkSession spark) {
    archive.campaign("c", START, STOP);
    archive.post("c", "first", true, Duration.ZERO).acts(1, HOUR);
    archive.post("c", "before", true, HOUR.negated()).acts(1, HOUR);
    archive.post("c", "at the stop", true, DAY.multipliedBy(14)).acts(1, HOUR);
    archive.post("c", "deleted", true, DAY).deleted().acts(1, HOUR);
    archive.post("c", "early unseen", true, DAY).observed(.79, 1).acts(1, HOUR);
    archive.post("c", "late unseen", true, DAY).observed(1, .79).acts(1, HOUR);
    archive.post("c", "seen enough", true, DAY).observed(.8, .8).acts(1, HOUR);

    DecayContrastRow row = archive.row(spark, "c", 24);

    assertThat(row.unitsPromo()).isEqualTo(2);
    assertThat(row.earlyPromo()).isEqualTo(2);
    assertThat(row.lnlor()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
  }

  @Test
  void aCampaignWithoutEndsTakesPostsOfAnyTime(SparkSession spark) {
    archive.campaign("c", null, null);
    archive.post("c", "p", true, DAY.multipliedBy(-9)).acts(1, HOUR);
    archive.post("c", "q", false, DAY.multipliedBy(900)).acts(1, HOUR);

    DecayContrastRow row = archive.row(spark, "c", 24);

    assertThat(row.unitsPromo()).isEqualTo(1);
    assertThat(row.unitsConv()).isEqualTo(1);
    assertThat(row.strata()).as("weeks apart").isZero();
    assertThat(row.lnlorStop()).isEqualTo(Estimate.none("STOP_NOT_OBSERVED"));
  }

  @Test
  void aCampaignWithoutPostsHasItsRows(SparkSession spark) {
    archive.campaign("c", START, STOP);
    archive.campaign("d", START, STOP);
    archive.post("d", "p", true, DAY).acts(1, HOUR);

    assertThat(archive.rows(spark).stream().filter(row -> row.campaignId().equals("c")))
        .hasSize(5)
        .allSatisfy(row -> assertThat(row.lnlor()).isEqualTo(Estimate.none("TOO_FEW_EVENTS")))
        .allSatisfy(row -> assertThat(row.unitsPromo()).isZero());
  }

  @Test
  void anEmptyArchiveHasNoRows(SparkSession spark) {
    assertThat(archive.rows(spark)).isEmpty();
    assertThat(archive.pooled(spark)).isEmpty();
  }

  @Test
  void silenceAndThinnessAndZeroCellsEachHaveTheirReason(SparkSession spark) {
    archive.campaign("silent", START, STOP);
    archive.campaign("thin", START, STOP);
    archive.campaign("one-sided", START, STOP);
    archive.campaign("alone", START, STOP);
    for (int i = 0; i < 12; i++) {
      archive.post("silent", "a" + i, i % 2 == 0, DAY);
      archive.post("thin", "b" + i, i % 2 == 0, DAY).acts(i == 0 ? 4 : 5, HOUR).acts(1, DAY);
      Archive.Posted post = archive.post("one-sided", "c" + i, i % 2 == 0, DAY).acts(6, HOUR);
      if (i % 2 == 1) {
        post.acts(6, DAY);
      }
      archive.post("alone", "d" + i, true, DAY).acts(6, HOUR).acts(6, DAY);
    }

    assertThat(archive.row(spark, "silent", 24).lnlor()).isEqualTo(Estimate.none("ALL_ZERO"));
    assertThat(archive.row(spark, "alone", 24).lnlor()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    DecayContrastRow oneSided = archive.row(spark, "one-sided", 24);
    assertThat(oneSided.lnlor()).isEqualTo(Estimate.none("ZERO_CELL"));
    assertThat(oneSided.s()).isPositive();
    assertThat(oneSided.pValue()).isNull();
    assertThat(oneSided.variance()).isNull();
    assertThat(archive.row(spark, "thin", 24).lnlor().state())
        .as("35 promotional events, 36 conversational")
        .isEqualTo("OK");
  }

  @Test
  void actsAreCountedUnweightedForWhetherThereAreEnough(SparkSession spark) {
    archive.campaign("heavy", START, STOP);
    archive.campaign("light", START, STOP);
    for (int i = 0; i < 14; i++) {
      archive
          .post("heavy", "h" + i, i % 2 == 0, DAY)
          .weighing(5_000_000)
          .acts(1 + i % 3, HOUR)
          .acts(2, DAY);
      archive
          .post("light", "l" + i, i % 2 == 0, DAY)
          .weighing(200_000)
          .acts(3 + i % 3, HOUR)
          .acts(2, DAY);
    }
    // heavy: 7 posts of a class with 28 acts; light: 42
    assertThat(archive.row(spark, "heavy", 24).lnlor().state()).isEqualTo("TOO_FEW_EVENTS");
    assertThat(archive.row(spark, "light", 24).lnlor().state()).isEqualTo("OK");
  }

  @Test
  void theContrastSinceTheStopIsStratifiedByAgeAndTheCrudeOneIsNot(SparkSession spark) {
    archive.campaign("c", START, STOP);
    archive.observedFrom(START, 80);
    for (int i = 0; i < 10; i++) { // three days old at the stop
      Duration threeDaysBefore = DAY.multipliedBy(11);
      int twoOrFour = 2 + i % 2 * 2;
      archive
          .post("c", "p" + i, true, threeDaysBefore)
          .since(STOP, twoOrFour, HOUR)
          .since(STOP, 1, day(7));
      archive
          .post("c", "q" + i, false, threeDaysBefore)
          .since(STOP, 1, HOUR)
          .since(STOP, twoOrFour, day(27));
    }
    archive // an hour old at the stop; acts of 28 days after it count for nothing
        .post("c", "r", true, DAY.multipliedBy(14).minus(HOUR))
        .since(STOP, 20, Duration.ZERO)
        .since(STOP, 9, day(28));

    DecayContrastRow row = archive.row(spark, "c", 24);

    // 2 to 4 days old: a, b, c, d = 10, 30, 30, 10, T = 80. All ages: 10, 50, 30, 10, T = 100.
    assertThat(row.lnlorStop().state()).isEqualTo("OK");
    assertThat(row.lnlorStop().value()).isCloseTo(Math.log(1 / 9.), within(1e-12));
    assertThat(row.lnlorCrude().state()).isEqualTo("SCHEDULE");
    assertThat(row.lnlorCrude().value()).isCloseTo(Math.log(1 / 15.), within(1e-12));
    assertThat(archive.row(spark, "c", 6).lnlorStop()).isEqualTo(Estimate.none("NOT_RUN"));
  }

  @Test
  void whatFollowsTheNextStartIsCutAndLeavesTooLittle(SparkSession spark) {
    archive.campaign("cut", START, STOP, STOP.plus(day(20)), "OK");
    archive.campaign("long", START, STOP, STOP.plus(day(25)), "OK");
    archive.campaign("unseen", START, STOP, null, "STOP_NOT_OBSERVED");
    archive.observedFrom(START, 80);
    for (String campaign : List.of("cut", "long", "unseen")) {
      for (int i = 0; i < 12; i++) {
        archive
            .post(campaign, "p" + i, i % 2 == 0, DAY)
            .since(STOP, 4 + i % 3, HOUR)
            .since(STOP, 3, day(10))
            .since(STOP, 50, day(26));
      }
    }

    assertThat(archive.row(spark, "cut", 24).lnlorStop()).isEqualTo(Estimate.none("SHORT_WINDOW"));
    assertThat(archive.row(spark, "unseen", 24).lnlorCrude())
        .isEqualTo(Estimate.none("STOP_NOT_OBSERVED"));
    Estimate whole = archive.row(spark, "long", 24).lnlorStop();
    // promotional 6 posts: early 4+6+5+4+6+5 = 30, late 18; conversational 5+4+6+5+4+6 = 30, 18
    assertThat(whole.value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void anOutageAfterTheStopIsGapHeavy(SparkSession spark) {
    archive.campaign("c", START, STOP);
    archive.observedFrom(START, 80);
    for (int i = 0; i < 48 + 13; i++) { // two days, and more than half of a third
      archive.outage(STOP.plus(HOUR.multipliedBy(i)));
    }
    for (int i = 0; i < 12; i++) {
      archive.post("c", "p" + i, i % 2 == 0, DAY).since(STOP, 9, HOUR).since(STOP, 9, day(9));
    }

    assertThat(archive.row(spark, "c", 24).lnlorStop()).isEqualTo(Estimate.none("GAP_HEAVY"));
  }

  @Test
  void aDayIsObservedOrNotAsAWhole(SparkSession spark) {
    archive.campaign("c", START, STOP);
    archive.observedFrom(START, 80);
    for (int day = 0; day < 28; day++) { // half of every day: 14 days by the hour, 28 by the day
      for (int i = 0; i < 12; i++) {
        archive.outage(STOP.plus(HOUR.multipliedBy(24L * day + i)));
      }
    }
    for (int i = 0; i < 12; i++) {
      archive
          .post("c", "p" + i, i % 2 == 0, DAY)
          .since(STOP, 9 + i % 3, HOUR)
          .since(STOP, 9, day(9));
    }

    assertThat(archive.row(spark, "c", 24).lnlorStop().state()).isEqualTo("OK");
  }

  @Test
  void aCampaignOfManyPostsIsTestedByItsVariance(SparkSession spark) {
    archive.campaign("c", START, STOP);
    Random random = new Random(3);
    for (int i = 0; i < 5_001; i++) {
      archive
          .post("c", "p" + i, i % 2 == 0, HOUR.multipliedBy(random.nextInt(330)))
          .acts(random.nextInt(2), HOUR)
          .acts(random.nextInt(2), DAY);
    }

    DecayContrastRow row = archive.row(spark, "c", 24);

    assertThat(row.pMethod()).isEqualTo("jackknife_t");
    double t = number(row.lnlor().value()) / Math.sqrt(number(row.variance()));
    assertThat(row.pValue()).isCloseTo(StudentInterval.pValue(t, 19), within(1e-12));
  }

  @Test
  void runsDifferInWhatTheyAreNamedFor(SparkSession spark) {
    for (int c = 0; c < 6; c++) {
      String campaign = "c" + c;
      archive.campaign(campaign, START, STOP);
      for (int i = 0; i < 10; i++) {
        boolean promotional = i % 2 == 0;
        archive
            .post(campaign, "a" + i, promotional, DAY.plus(HOUR.multipliedBy(i % 4)))
            .acts(promotional ? 8 + i : 4, HOUR)
            .acts(promotional ? 4 : 8 + i, DAY);
        archive // opposite, at another time of day, of which the model is in doubt
            .post(campaign, "b" + i, promotional, DAY.plus(HOUR.multipliedBy(20)))
            .probability(promotional ? .6 : .4)
            .acts(promotional ? 4 : 8 + i, HOUR)
            .acts(promotional ? 8 + i : 4, DAY);
      }
    }

    List<DecayContrastPooledRow> pooled = archive.pooled(spark);

    assertThat(value(pooled, "primary")).isCloseTo(0, within(1e-9));
    assertThat(value(pooled, "uncertain_dropped")).isLessThan(-1);
    assertThat(value(pooled, "strata_by_six_hour_block")).isCloseTo(0, within(1e-9));
    assertThat(pooled)
        .filteredOn(row -> row.run().equals("primary"))
        .singleElement()
        .satisfies(row -> assertThat(row.campaigns()).isEqualTo(6))
        .satisfies(row -> assertThat(row.accounts()).isEqualTo(6));
  }

  @Test
  void whatOneActorOrManyAlikeDoTurnsTheSignInTheirOwnRunAlone(SparkSession spark) {
    for (int c = 0; c < 6; c++) {
      String campaign = "c" + c;
      archive.campaign(campaign, START, STOP);
      for (int i = 0; i < 12; i++) {
        boolean promotional = i % 2 == 0;
        Archive.Posted post =
            archive
                .post(campaign, "a" + i, promotional, DAY)
                .acts(promotional ? 9 : 5, HOUR)
                .acts(promotional ? 5 + i % 3 : 9, DAY);
        if (promotional) {
          post.marked("suspected").acts(9 + i % 5, DAY); // who come back days later
        } else {
          post.marked("dominant").acts(3 + i % 4, DAY).marked("identical").acts(3 + i % 5, DAY);
        }
      }
    }

    List<DecayContrastPooledRow> pooled = archive.pooled(spark);

    double primary = value(pooled, "primary");
    assertThat(primary).isLessThan(-1);
    assertThat(value(pooled, "bots_in")).isGreaterThan(primary + .8);
    assertThat(value(pooled, "dominant_actor_out")).isBetween(primary + .1, -.5);
    assertThat(value(pooled, "identical_texts_out")).isBetween(primary + .1, -.5);
    assertThat(value(pooled, "dominant_author_out")).isEqualTo(primary);
    for (DecayContrastPooledRow row : pooled) {
      assertThat(row.campaigns()).as(row.run()).isEqualTo(row.run().startsWith("heav") ? 5 : 6);
    }
  }

  @Test
  void botsThatComeBackLateToPromotionalPostsTurnTheSignWhereTheyCount(SparkSession spark) {
    for (int c = 0; c < 6; c++) {
      String campaign = "c" + c;
      archive.campaign(campaign, START, STOP);
      for (int i = 0; i < 12; i++) {
        boolean promotional = i % 2 == 0;
        Archive.Posted post =
            archive
                .post(campaign, "a" + i, promotional, DAY)
                .acts(promotional ? 9 : 5, HOUR)
                .acts(promotional ? 5 + i % 3 : 9, DAY)
                .acts(promotional ? 1 : 2 + i % 5, day(8));
        if (promotional) {
          post.marked("suspected").acts(40 + i, DAY).since(STOP, 40, HOUR);
        }
      }
    }
    archive.observedFrom(START, 80);

    List<DecayContrastPooledRow> pooled = archive.pooled(spark);

    assertThat(value(pooled, "bots_in")).isPositive();
    assertThat(pooled)
        .filteredOn(row -> !row.run().equals("bots_in"))
        .hasSize(9)
        .allSatisfy(row -> assertThat(row.estimate().value()).as(row.run()).isNegative());
    assertThat(archive.row(spark, "c0", 24).lnlorCrude().state()).isEqualTo("ALL_ZERO");
  }

  @Test
  void withoutTheDominantAuthorTheOthersPostsAreLeft(SparkSession spark) {
    for (int c = 0; c < 6; c++) {
      String campaign = "c" + c;
      archive.campaign(campaign, START, STOP);
      for (int i = 0; i < 24; i++) {
        boolean promotional = i % 2 == 0;
        Archive.Posted post = archive.post(campaign, "a" + i, promotional, DAY);
        boolean soon = promotional;
        if (i % 4 == 0) { // half of the promotional ones, which last
          post.byDominantAuthor();
          soon = false;
        }
        post.acts(soon ? 9 : 4, HOUR).acts(soon ? 4 + i % 3 : 12, DAY);
      }
    }

    List<DecayContrastPooledRow> pooled = archive.pooled(spark);

    assertThat(value(pooled, "dominant_author_out")).isLessThan(value(pooled, "primary") - .3);
  }

  @Test
  void sixHourBlocksTakeOutWhenInTheDayAClassIsPosted(SparkSession spark) {
    for (int c = 0; c < 6; c++) {
      String campaign = "c" + c;
      archive.campaign(campaign, START, STOP);
      for (int i = 0; i < 24; i++) {
        boolean promotional = i % 2 == 0;
        boolean morning = i % 6 < 4 == promotional; // promotional in the morning two times of three
        archive // what is posted in the morning gets three times as much on its first day
            .post(campaign, "a" + i, promotional, DAY.plus(HOUR.multipliedBy(morning ? 7 : 19)))
            .acts(morning ? 9 : 3, HOUR)
            .acts(3 + (i / 2) % 2, DAY);
      }
    }

    List<DecayContrastPooledRow> pooled = archive.pooled(spark);

    assertThat(value(pooled, "primary")).isLessThan(-.2);
    assertThat(Math.abs(value(pooled, "strata_by_six_hour_block"))).isLessThan(.05);
  }

  @Test
  void theTablesAreTheSameToTheLastBitWhateverThePartitions(SparkSession spark) {
    Random random = new Random(11);
    archive.observedFrom(START, 80);
    for (int c = 0; c < 12; c++) {
      String campaign = "c" + c;
      archive.campaign(campaign, START, STOP);
      for (int i = 0; i < 40; i++) {
        Archive.Posted post =
            archive
                .post(
                    campaign,
                    "p" + i,
                    random.nextInt(3) > 0,
                    Duration.ofMinutes(random.nextInt(14 * 1440)))
                .probability(random.nextDouble());
        for (int a = random.nextInt(12); a > 0; a--) {
          post.weighing(200_000 + random.nextInt(4_800_000))
              .marked(List.of("", "suspected", "dominant", "identical").get(random.nextInt(4)))
              .acts(1, Duration.ofMinutes((long) Math.exp(random.nextDouble() * 11)));
        }
      }
    }
    List<String> expected = archive.everything(spark, 1);

    assertThat(archive.everything(spark, 7)).isEqualTo(expected);
    // More partitions than campaigns: some hold nothing.
    assertThat(archive.everything(spark, 64)).isEqualTo(expected);
    assertThat(expected.stream().filter(row -> row.contains("state=OK"))).hasSizeGreaterThan(20);
  }

  @Test
  void aRunThatIsMissingIsARowWithoutAnEstimate() {
    ContrastCampaign campaign =
        new ContrastCampaign("c", "account", "x/c", "OK", null, 1, List.of());

    assertThat(FitContrast.rows(campaign, List.of(), Set.of()))
        .extracting(DecayContrastRow::cutHours)
        .containsExactly(6., 24., 168., 672., 672.);
  }

  @Test
  void theQOfACampaignIsThatOfBenjaminiAndHochbergOverThoseThatHaveAP() {
    // By hand, smallest first: .01·5, .02·5/2, .04·5/3, .05·5/4, .2; each the least from there on.
    Double[] p = {.04, .01, null, .05, .02, .2};
    double[] q = {.0625, .05, 0, .0625, .05, .2};
    List<ContrastFit> fits = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      ContrastFit empty = FitContrast.fit("c" + i, "post", "primary", List.of(), null);
      fits.add(
          new ContrastFit(
              empty.campaignId(),
              empty.unit(),
              empty.run(),
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              "OK",
              -1.,
              1.,
              20,
              p[i],
              null,
              "permutation",
              LateOdds.Pairs.NONE,
              "none"));
    }

    List<ContrastFit> adjusted = FitContrast.adjusted(fits.iterator());

    for (int i = 0; i < p.length; i++) {
      assertThat(adjusted.get(i).pValue()).isEqualTo(p[i]);
      if (p[i] == null) {
        assertThat(adjusted.get(i).qValue()).isNull();
      } else {
        assertThat(adjusted.get(i).qValue()).isCloseTo(q[i], within(1e-12));
      }
    }
  }

  @Test
  void campaignsAreAdjustedWithinTheirCut(SparkSession spark) {
    for (int c = 0; c < 3; c++) {
      archive.campaign("c" + c, START, STOP);
      for (int i = 0; i < 12; i++) {
        boolean promotional = i % 2 == 0;
        archive
            .post("c" + c, "p" + i, promotional, DAY)
            .acts(c == 0 && promotional ? 9 + i % 3 : 4 + (i + c) % 3, HOUR)
            .acts(4 + (i / 2) % 3, Duration.ofHours(12))
            .acts(1 + (i + c) % 4, DAY);
      }
    }

    for (int cut : new int[] {6, 24}) {
      double[] p = new double[3];
      double[] q = new double[3];
      for (int c = 0; c < 3; c++) {
        p[c] = number(archive.row(spark, "c" + c, cut).pValue());
        q[c] = number(archive.row(spark, "c" + c, cut).qValue());
      }
      assertThat(q).containsExactly(FalseDiscovery.benjaminiHochberg(p), within(1e-12));
      assertThat(q[0]).isGreaterThan(p[0]);
    }
  }

  private static double value(List<DecayContrastPooledRow> pooled, String run) {
    return number(
        pooled.stream()
            .filter(row -> row.run().equals(run))
            .findFirst()
            .orElseThrow()
            .estimate()
            .value());
  }

  private static double number(@Nullable Double x) {
    return Objects.requireNonNull(x);
  }

  private static Duration day(int days) {
    return DAY.multipliedBy(days);
  }

  /** An act as the contrast reads it. */
  public record ActRow(
      String campaign_id,
      String post_key,
      Instant posted_at,
      Instant at,
      long weight_millionths,
      boolean suspected,
      boolean dominant,
      boolean identical) {}

  /** A post as the contrast reads it. */
  public record PostRow(
      String campaign_id,
      String platform,
      String post_key,
      String post_class,
      Instant posted_at,
      @Nullable Double promotional_probability,
      double observed_early,
      double observed_late,
      boolean deleted_within_28d,
      boolean by_dominant_author)
      implements Serializable {}

  /** A made-up archive on one platform. */
  private static final class Archive {
    private final List<ActRow> acts = new ArrayList<>();
    private final List<PostRow> posts = new ArrayList<>();
    private final List<CampaignRow> campaigns = new ArrayList<>();
    private final List<CoverageRow> coverage = new ArrayList<>();
    private final Map<String, LabelCorrection> corrections = new TreeMap<>();
    private final Set<String> uncertain = new TreeSet<>();
    private @Nullable List<DecayContrastRow> fitted;

    void campaign(String id, @Nullable Instant start, @Nullable Instant stop) {
      campaign(id, start, stop, null, "OK");
    }

    void campaign(
        String id,
        @Nullable Instant start,
        @Nullable Instant stop,
        @Nullable Instant next,
        String state) {
      campaigns.add(
          new CampaignRow(
              id,
              "account",
              "x/" + id,
              "declared",
              null,
              start,
              stop,
              null,
              0,
              0,
              null,
              next,
              state,
              List.of()));
    }

    Posted post(String campaign, String id, boolean promotional, Duration sinceStart) {
      posts.add(
          new PostRow(
              campaign,
              "x",
              "x/" + campaign + id,
              promotional ? "promotional" : "conversational",
              START.plus(sinceStart),
              promotional ? .9 : .1,
              1,
              1,
              false,
              false));
      return new Posted(posts.size() - 1);
    }

    void observedFrom(Instant first, int days) {
      for (int h = 0; h < 24 * days; h++) {
        coverage.add(new CoverageRow("x", first.plus(HOUR.multipliedBy(h)), 1, "unknown", null));
      }
    }

    void outage(Instant hour) {
      coverage.replaceAll(
          row ->
              row.hour().equals(hour) ? new CoverageRow("x", hour, 0, "unknown", "outage") : row);
    }

    DecayContrastRow row(SparkSession spark, String campaign, int cutHours) {
      return rows(spark).stream()
          .filter(row -> row.campaignId().equals(campaign) && row.cutHours() == cutHours)
          .findFirst()
          .orElseThrow();
    }

    /** Fitted once: nothing is added to an archive that has been looked at. */
    List<DecayContrastRow> rows(SparkSession spark) {
      if (fitted == null) {
        fitted = contrasts(spark, 2).rows.collectAsList();
      }
      return fitted;
    }

    List<DecayContrastPooledRow> pooled(SparkSession spark) {
      return contrasts(spark, 2).pooled.collectAsList();
    }

    /** All rows as text, doubles by their shortest unique digits. */
    List<String> everything(SparkSession spark, int partitions) {
      spark.conf().set("spark.sql.shuffle.partitions", partitions);
      try {
        Contrasts contrasts = contrasts(spark, partitions);
        List<String> all = new ArrayList<>();
        contrasts.rows.collectAsList().forEach(row -> all.add(row.toString()));
        contrasts.pooled.collectAsList().forEach(row -> all.add(row.toString()));
        all.sort(Comparator.naturalOrder());
        return all;
      } finally {
        spark.conf().set("spark.sql.shuffle.partitions", 2);
      }
    }

    private Corrections corrected() {
      return corrections.isEmpty()
          ? Corrections.NONE
          : new Corrections(Map.of(ContrastUnit.POST, corrections));
    }

    private record Contrasts(
        Dataset<DecayContrastRow> rows, Dataset<DecayContrastPooledRow> pooled) {}

    private Contrasts contrasts(SparkSession spark, int partitions) {
      Collections.shuffle(acts, new Random(partitions));
      Collections.shuffle(posts, new Random(partitions));
      Dataset<Row> declared =
          Tables.CAMPAIGNS.published(spark.createDataset(campaigns, Tables.CAMPAIGNS.encoder()));
      Dataset<Row> all =
          spark.createDataset(posts, Records.encoder(PostRow.class)).repartition(partitions).toDF();
      Dataset<ContrastPost> contrasted =
          ContrastPosts.of(
              spark
                  .createDataset(acts, Records.encoder(ActRow.class))
                  .repartition(partitions)
                  .toDF(),
              all,
              declared,
              BAND);
      Dataset<ContrastCampaign> facts =
          ContrastCampaigns.of(
              declared,
              Tables.CAMPAIGN_MEMBERS.published(
                  spark.createDataset(
                      campaigns.stream().map(Archive::owner).toList(),
                      Tables.CAMPAIGN_MEMBERS.encoder())),
              Tables.COVERAGE.published(spark.createDataset(coverage, Tables.COVERAGE.encoder())),
              contrasted);
      Dataset<ContrastFit> fits =
          FitContrast.fits(
              ContrastPosts.cells(contrasted), ContrastPosts.permuted(contrasted), 7, corrected());
      return new Contrasts(
          FitContrast.rows(fits, facts, uncertain),
          PoolContrast.rows(
              fits,
              facts,
              List.of(new LegEvidence(ContrastUnit.POST, List.of("NOT_RUN"), null, corrections))));
    }

    private static CampaignMemberRow owner(CampaignRow campaign) {
      return new CampaignMemberRow(
          campaign.campaignId(), "x", "account", campaign.campaignId(), "owner");
    }

    /** A post to say more of. */
    private final class Posted {
      private final int index;
      private final PostRow original;
      private long weight = 1_000_000;
      private String mark = "";

      Posted(int index) {
        this.index = index;
        original = posts.get(index);
      }

      Posted acts(int count, Duration age) {
        return since(original.posted_at, count, age);
      }

      Posted since(Instant moment, int count, Duration after) {
        for (int i = 0; i < count; i++) {
          acts.add(
              new ActRow(
                  original.campaign_id,
                  original.post_key,
                  original.posted_at,
                  moment.plus(after),
                  weight,
                  mark.equals("suspected"),
                  mark.equals("dominant"),
                  mark.equals("identical")));
        }
        return this;
      }

      Posted weighing(long millionths) {
        weight = millionths;
        return this;
      }

      /** What follows is by a suspected bot, a dominant actor or in words that several use. */
      Posted marked(String as) {
        mark = as;
        return this;
      }

      Posted byDominantAuthor() {
        return with(original.promotional_probability, 1, 1, false, true);
      }

      Posted deleted() {
        return with(original.promotional_probability, 1, 1, true);
      }

      Posted observed(double early, double late) {
        return with(original.promotional_probability, early, late, false);
      }

      Posted probability(double probability) {
        return with(probability, 1, 1, false);
      }

      private Posted with(
          @Nullable Double probability, double early, double late, boolean deleted) {
        return with(probability, early, late, deleted, false);
      }

      private Posted with(
          @Nullable Double probability,
          double early,
          double late,
          boolean deleted,
          boolean dominant) {
        posts.set(
            index,
            new PostRow(
                original.campaign_id,
                original.platform,
                original.post_key,
                original.post_class,
                original.posted_at,
                probability,
                early,
                late,
                deleted,
                dominant));
        return this;
      }
    }
  }
}
