package org.afterglow.job.claim.answers;

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
import org.afterglow.job.claim.Weight;
import org.afterglow.table.CampaignMemberRow;
import org.afterglow.table.Estimate;
import org.afterglow.table.MentionRow;
import org.afterglow.table.UnansweredRow;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class UnansweredTest {
  private static final Instant START = SmallArchive.at("2023-05-01T00:00:00Z");
  private static final Instant STOP = SmallArchive.at("2023-06-01T00:00:00Z");

  private final SmallArchive archive = new SmallArchive();

  @Test
  void mentionsAreCountedBeforeAndAfterTheStopInWhateverOrder(SparkSession spark) {
    coverage();
    for (int brand = 0; brand < 6; brand++) {
      brand("brand" + brand, 20, brand < 3 ? 12 : 10, 20, 5);
    }

    UnansweredTalk talk = measured(spark, COMPLETE);

    UnansweredRow one = talk.rows().get(0);
    assertThat(one.entityKey()).isEqualTo("net/brand0");
    assertThat(one.mentionsPre()).isEqualTo(20);
    assertThat(one.answeredPre()).isEqualTo(12);
    assertThat(one.mentionsPost()).isEqualTo(20);
    assertThat(one.answeredPost()).isEqualTo(5);
    assertThat(one.answerRatio()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
    UnansweredRow all = talk.rows().get(6);
    assertThat(all.scope()).isEqualTo("archive");
    assertThat(all.mentionsPost()).isEqualTo(120);
    assertThat(all.answerRatio().value()).isCloseTo(30 / 66.0, within(1e-12));
    assertThat(all.answerRatio().high()).isLessThan(1);
    assertThat(all.unansweredPerDay()).isCloseTo(90 / (6 * 28.0), within(1e-12));
    assertThat(all.talkRatio()).isEqualTo(Estimate.none("NO_QUIET_OTHERS"));
    assertThat(all.legVerdict()).isEqualTo("undetermined");
    assertThat(talk.evidence().first().hindrances()).containsExactly("FEW_ACCOUNTS", "NOT_RUN");
    assertThat(talk.evidence().first().heaviest())
        .extracting(Weight::unit)
        .containsExactly("net/brand0", "net/brand1", "net/brand2");
    assertThat(talk.evidence().first().heaviest().get(0).share()).isEqualTo(.182); // of 66 12

    Collections.reverse(archive.posts);
    Collections.reverse(archive.members);
    assertThat(measured(spark, COMPLETE)).isEqualTo(talk);
  }

  @Test
  void ownersOfOneCampaignAreOneAccountWhereLimitsAreTold(SparkSession spark) {
    coverage();
    for (int brand = 0; brand < 6; brand++) {
      brand("brand" + brand, 20, 12, 20, 5);
    }
    UnansweredTalk apart = measured(spark, COMPLETE);
    archive.members.add(
        new CampaignMemberRow("of brand0", SmallArchive.PLATFORM, "account", "brand1", "owner"));

    UnansweredTalk together = measured(spark, COMPLETE);

    UnansweredRow before = apart.rows().get(6);
    UnansweredRow all = together.rows().get(6);
    assertThat(all.answerRatio().value()).isEqualTo(before.answerRatio().value());
    assertThat(before.accounts()).isEqualTo(6);
    assertThat(all.accounts()).isEqualTo(5);
    assertThat(together.rows().get(1).entityKey()).isEqualTo("net/brand1");
    assertThat(together.evidence().first().heaviest().get(0))
        .extracting(Weight::unit)
        .isEqualTo("net/brand0");
  }

  @Test
  void anAnswerCountsWhereItAnswersThePostOrTheThreadThatItBeganWithinAWeek(SparkSession spark) {
    coverage();
    archive.campaign("c", "brand", START, STOP, null);
    archive.post("own", "brand", START);
    mention("in time", "brand", 1);
    answer("in time", "brand", STOP.plusSeconds(86_400 * 7));
    mention("late", "brand", 2);
    answer("late", "brand", STOP.plusSeconds(86_400 * 2 + 86_400 * 7));
    mention("by another", "brand", 3);
    archive.post(
        "x", "somebody", STOP.plusSeconds(86_400 * 4), .1, 0, List.of(), List.of(), "by another");
    archive.event("reply", "by another", null, "somebody", STOP.plusSeconds(86_400 * 4), false);
    mention("not matured", "brand", 205);
    for (int i = 0; i < 4; i++) {
      mention("more" + i, "brand", 6); // of people enough to be shown
    }
    archive.post(
        "to own", "person9", STOP.plusSeconds(86_400 * 5), .1, 0, List.of(), List.of(), "own");

    UnansweredRow row = measured(spark, COMPLETE).rows().get(0);

    assertThat(row.mentionsPost()).isEqualTo(8);
    assertThat(row.answeredPost()).isEqualTo(1);
    assertThat(row.medianHoursToAnswer()).isNull();
  }

  @Test
  void laterTalkIsHeldAgainstThatOfOwnersWithoutACampaignNear(SparkSession spark) {
    coverage();
    archive.campaign("c", "loud", START, STOP, null);
    archive.post("own loud", "loud", START);
    Instant far = SmallArchive.at("2023-11-01T00:00:00Z");
    archive.campaign("far", "quiet", far, far.plusSeconds(86_400 * 20), null);
    archive.post("own quiet", "quiet", far);
    for (int i = 0; i < 40; i++) {
      for (String owner : List.of("loud", "quiet")) {
        if (i % 2 == 0) {
          mention(owner + " before " + i, owner, -80 + i); // START is 31 days before the stop
        }
        if (i % 4 == 0 || owner.equals("quiet")) {
          mention(owner + " long after " + i, owner, 28 + i % 28);
        }
      }
    }
    for (int i = 0; i < 40; i++) { // of people enough to be shown
      mention("loud soon " + i, "loud", i % 2 == 0 ? i / 2 : -1 - i / 2);
    }
    answer("loud soon 0", "loud", STOP.plusSeconds(7200));

    List<UnansweredRow> rows = measured(spark, COMPLETE).rows();

    UnansweredRow loud = rows.get(0);
    assertThat(loud.talkRatio().value()).isCloseTo(10 / 20.0 / (40 / 20.0), within(1e-12));
    assertThat(loud.talkRatio().state()).isEqualTo("FEW_ACCOUNTS");
    assertThat(loud.talkRatioCrude()).isCloseTo(10 / 28.0 / (20 / 49.0), within(1e-12));
    assertThat(rows.get(2).scope()).isEqualTo("archive");
    assertThat(rows.get(2).talkRatio()).isEqualTo(Estimate.none("TOO_FEW_EVENTS"));
  }

  @Test
  void fewPeopleAreSuppressed(SparkSession spark) {
    coverage();
    archive.campaign("c", "brand", START, STOP, null);
    archive.post("own", "brand", START);
    mention("m", "brand", 1);
    answer("m", "brand", STOP.plusSeconds(86_400 * 2));

    UnansweredRow row = measured(spark, COMPLETE).rows().get(0);

    assertThat(row.state()).isEqualTo("SUPPRESSED");
    assertThat(row.mentionsPost()).isNull();
    assertThat(row.answeredSharePost()).isEqualTo(Estimate.none("SUPPRESSED"));
  }

  @Test
  void whatIsWithheldIsNotHadBySubtractionAndPeopleOfTwoCampaignsAreNotCountedTwice(
      SparkSession spark) {
    coverage();
    brand("brand", 20, 10, 20, 5);
    Instant earlier = SmallArchive.at("2023-03-01T00:00:00Z");
    archive.campaign("first", "few", earlier, earlier.plusSeconds(86_400 * 20), null);
    archive.campaign("second", "few", START, STOP, null);
    archive.post("own few", "few", START);
    for (int i = 0; i < 3; i++) {
      mention("few" + (char) ('a' + i), "few", 1 + i);
      mention("few" + (char) ('f' + i), "few", -72 + i); // after the first campaign's stop
    }

    UnansweredTalk talk = measured(spark, COMPLETE);

    assertThat(talk.rows().get(0).mentionsPost()).isEqualTo(20);
    assertThat(talk.rows().get(1).entityKey()).isEqualTo("net/few");
    assertThat(talk.rows().get(1).state()).isEqualTo("SUPPRESSED");
    assertThat(talk.rows().get(2).mentionsPost()).isEqualTo(20);
  }

  @Test
  void whatAnArchiveLacksIsSaid(SparkSession spark) {
    coverage();
    assertThat(reason(spark, COMPLETE)).isEqualTo("NO_OWNER");

    archive.campaign("c", "brand", START, STOP, null);
    archive.post("own", "brand", START);
    assertThat(reason(spark, ArchiveFacts.unknown())).isEqualTo("SAMPLED_ARCHIVE");
    assertThat(reason(spark, COMPLETE)).isEqualTo("NO_REPLY_IDS");

    mention("m", "brand", 1);
    answer("m", "brand", STOP.plusSeconds(86_400 * 2));
    assertThat(reason(spark, COMPLETE)).isEqualTo("TOO_FEW_EVENTS");
  }

  private String reason(SparkSession spark, ArchiveFacts facts) {
    return measured(spark, facts).evidence().first().estimate().state();
  }

  private UnansweredTalk measured(SparkSession spark, ArchiveFacts facts) {
    return Unanswered.measured(MeasuredArchive.of(archive, spark, facts));
  }

  /** An account with a campaign, so many mentions on either side of the stop, so many answered. */
  private void brand(String account, int pre, int answeredPre, int post, int answeredPost) {
    archive.campaign("of " + account, account, START, STOP, null);
    archive.post("own " + account, account, START);
    for (int i = 0; i < pre + post; i++) {
      boolean before = i < pre;
      String id = account + " " + i;
      int day = before ? -1 - i % 27 : i % 27;
      mention(id, account, day);
      if (before ? i < answeredPre : i - pre < answeredPost) {
        answer(id, account, STOP.plusSeconds(86_400 * day + 7200));
      }
    }
  }

  private void mention(String id, String account, int daysSinceStop) {
    archive.post(
        id,
        "person" + id.hashCode() % 40,
        STOP.plusSeconds(86_400L * daysSinceStop),
        .1,
        0,
        List.of(),
        List.of(new MentionRow(account, null)),
        null);
  }

  private void answer(String id, String account, Instant at) {
    archive.post("answer to " + id, account, at, .1, 0, List.of(), List.of(), id);
    archive.event("reply", id, null, account, at, false);
  }

  private void coverage() {
    archive.coverage(
        SmallArchive.at("2023-01-01T00:00:00Z"), SmallArchive.at("2023-12-28T00:00:00Z"), "full");
  }
}
