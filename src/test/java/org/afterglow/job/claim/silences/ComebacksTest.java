package org.afterglow.job.claim.silences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.afterglow.SparkExtension;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ArchiveFacts.PlatformFacts;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.claim.silences.ComebackMoment.Response;
import org.afterglow.job.claim.silences.ReturningAudience.Counted;
import org.afterglow.job.claim.silences.ReturningAudience.Seen;
import org.afterglow.statistics.Draws;
import org.afterglow.table.CampaignMemberRow;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ComebacksTest {
  private static final int DAYS = 240;
  private static final ArchiveFacts COMPLETE =
      new ArchiveFacts(Map.of(SmallArchive.PLATFORM, new PlatformFacts(1.0, true, List.of())));

  private final SmallArchive archive = new SmallArchive();

  @Test
  void actsOfPersonsInSevenDaysAreCountedOnceEach(SparkSession spark) {
    owner("brand");
    silentAfter40();
    archive.like("back0", "ann", at(60.5));
    archive.like("back0", "ann", at(60.6)); // the same act of the day again
    archive.event("reply", "back0", null, "ann", at(60.7), false);
    archive.like("back0", null, at(60.8)); // unknown actors are somebody else each time
    archive.like("back0", null, at(60.8));
    archive.like("back1", "ann", at(67.9));
    archive.like("back1", "bea", at(68)); // seven days after it
    archive.like("back2", "bea", at(61)); // before it
    archive.like("back2", "brand", at(62.5)); // its own
    archive.event("vote", "back2", null, "cem", at(62.5), true); // known to the day alone
    archive.event("like", "back2", null, "cem", null, false);

    Seen silence = only(found(spark, COMPLETE).seen(), ComebackMoment.SILENCE);

    assertThat(silence.moment().account()).isEqualTo("net/brand");
    assertThat(silence.moment().lagDays()).isEqualTo(21);
    assertThat(silence.moment().response()).isEqualTo(new Response(0, 0, 5, 4));
  }

  @Test
  void answersOfTheOwnerAreNoPosts(SparkSession spark) {
    owner("brand");
    silentAfter40();
    archive.post("question", "ann", at(49));
    archive.post("answer", "brand", at(50), .1, 0, List.of(), List.of(), "question");
    archive.like("back0", "ann", at(60.5));

    assertThat(only(found(spark, COMPLETE).seen(), ComebackMoment.SILENCE).moment().lagDays())
        .isEqualTo(21);
  }

  @Test
  void suspectedBotsCountInARunOfTheirOwn(SparkSession spark) {
    owner("brand");
    silentAfter40();
    for (int i = 0; i < 201; i++) {
      archive.post("flood" + i, "bot", at(10 + i / 1000.));
    }
    archive.like("post39", "bot", at(39.5));
    archive.like("back0", "bot", at(60.5));
    archive.like("back0", "ann", at(60.5));

    Seen silence = only(found(spark, COMPLETE).seen(), ComebackMoment.SILENCE);

    assertThat(silence.moment().response()).isEqualTo(new Response(0, 0, 1, 1));
    assertThat(silence.moment().responseWithBots()).isEqualTo(new Response(.2, 0, 2, 2));
    assertThat(silence.people()).isEqualTo(Counted.NOBODY);
  }

  @Test
  void theAudienceIsWhoActedInTheFourWeeksBeforeAndOneOfTheFirstFivePostsAfter(SparkSession spark) {
    owner("brand");
    silentAfter40();
    archive.like("post5", "early", at(10.9)); // 28 days before day 39 is day 11
    archive.like("post5", "before", at(11));
    archive.like("post39", "late", at(39)); // not before the last post
    for (String person : List.of("ann", "bea", "cem", "dan")) {
      archive.like("post30", person, at(31));
    }
    archive.like("back0", "ann", at(60.5));
    archive.like("back4", "ann", at(64.5));
    archive.like("back4", "bea", at(64.5));
    archive.like("back5", "cem", at(65.5)); // of the sixth
    archive.like("back1", "dan", at(68)); // too late
    archive.like("back1", "new", at(61.5));
    archive.like("back1", "early", at(61.5));

    Seen silence = only(found(spark, COMPLETE).seen(), ComebackMoment.SILENCE);

    assertThat(silence.people()).isEqualTo(new Counted(5, 2));
  }

  @Test
  void anAccountOfAllPlatformsIsOneOnEach(SparkSession spark) {
    archive.campaign("c", "other", at(0), at(10), null);
    archive.members.clear();
    archive.members.add(new CampaignMemberRow("c", null, "account", "brand", "owner"));
    silentAfter40();
    archive.like("back0", "ann", at(60.5));

    assertThat(only(found(spark, COMPLETE).seen(), ComebackMoment.SILENCE).moment().account())
        .isEqualTo("net/brand");
  }

  @Test
  void whatTheArchiveLacksIsNamed(SparkSession spark) {
    assertThat(found(spark, COMPLETE).missing()).isEqualTo("NO_OWNER");
    owner("brand");
    assertThat(found(spark, COMPLETE)).isEqualTo(new Comebacks.Found(null, List.of()));
    silentAfter40();
    assertThat(found(spark, ArchiveFacts.unknown()).missing()).isEqualTo("SAMPLED_ARCHIVE");
    assertThat(found(spark, COMPLETE).missing()).isEqualTo("NO_EVENT_TIMES");
    assertThat(ComebackRows.none("NO_OWNER").get(0).penaltyPct60d().state()).isEqualTo("NO_OWNER");
    assertThat(ComebackPenalties.noEvidence("NO_OWNER").first().estimate().state())
        .isEqualTo("NO_OWNER");
  }

  @Test
  void aColdReceptionIsFoundWhateverTheOrderAndThePartitions(SparkSession spark) {
    crowd(22, .4);
    List<Seen> seen = found(spark, COMPLETE).seen();
    ComebackPenalties penalties = penalties(seen);

    assertThat(penalties.accounts()).isEqualTo(22);
    assertThat(penalties.after(30).value()).isCloseTo(60, within(20.));
    assertThat(penalties.after(30).low()).isPositive();
    assertThat(penalties.placebos()).allMatch(row -> row.draws() == 20);

    Collections.shuffle(archive.posts, new Random(1));
    Collections.shuffle(archive.events, new Random(2));
    List<Seen> again = found(spark, COMPLETE).seen();
    assertThat(ComebackRows.of(again, penalties(again)))
        .isEqualTo(ComebackRows.of(seen, penalties));
    assertThat(penalties(again).evidence()).isEqualTo(penalties.evidence());
  }

  private static ComebackPenalties penalties(List<Seen> seen) {
    return ComebackPenalties.of(
        seen.stream().map(Seen::moment).toList(), new Draws(1, "comebacks"), 20);
  }

  private Comebacks.Found found(SparkSession spark, ArchiveFacts facts) {
    byte[] halves = new byte[24 * DAYS];
    Arrays.fill(halves, (byte) 2);
    double[] season = new double[168];
    Arrays.fill(season, 1);
    return Comebacks.found(
        new ClaimArchive(
            archive.posts(spark),
            archive.events(spark),
            archive.campaigns(spark),
            archive.members(spark),
            Owners.of(archive.members(spark)),
            SuspectedBots.of(archive.posts(spark)),
            Map.of(SmallArchive.PLATFORM, new ObservedCalendar(0, halves, season)),
            facts,
            1,
            (name, rows) -> rows.cache()));
  }

  /** Accounts with a silence each, and what is left then of the response to the first five. */
  private void crowd(int accounts, double left) {
    Random random = new Random(7);
    for (int a = 0; a < accounts; a++) {
      String brand = "brand" + a;
      owner(brand);
      int silence = 20 + 10 * (a % 3);
      double level = 3 + a % 4;
      for (int day = 0; day < 150; day++) {
        int on = day < 90 ? day : day + silence;
        String post = brand + " " + day;
        archive.post(post, brand, at(on));
        double mean = day >= 90 && day < 95 ? level * left : level;
        for (int act = 0; act < mean * 2; act++) {
          if (random.nextBoolean()) {
            archive.like(post, brand + "'s " + random.nextInt(60), at(on + .01 + act / 100.));
          }
        }
      }
    }
  }

  private void owner(String brand) {
    archive.campaign("of " + brand, brand, at(0), at(10), null);
  }

  /** A post a day for 40 days, then none for 20, then ten. */
  private void silentAfter40() {
    for (int day = 0; day < 40; day++) {
      archive.post("post" + day, "brand", at(day));
    }
    for (int day = 0; day < 10; day++) {
      archive.post("back" + day, "brand", at(60 + day));
    }
  }

  private static Seen only(List<Seen> seen, String kind) {
    List<Seen> of =
        seen.stream().filter(each -> each.is(kind) && each.moment().returned()).toList();
    assertThat(of).hasSize(1);
    return Objects.requireNonNull(of.get(0));
  }

  private static Instant at(double day) {
    return Instant.EPOCH.plusMillis(Math.round(day * 86_400_000));
  }
}
