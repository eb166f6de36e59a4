package org.afterglow.job.claim.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReciprocityRow;
import org.afterglow.table.TalkBalanceRow;
import org.junit.jupiter.api.Test;

class TalkBalanceTest {
  private static final Feeds FEEDS =
      SomeFeedWeek.feeds(
          9,
          new SomeFeedWeek("net/b", 1).promotional(2, 0).spoken(5, 5),
          new SomeFeedWeek("net/a", 1)
              .promotional(3, 0)
              .conversational(1, 5)
              .words(4, 2)
              .spoken(2, 7),
          new SomeFeedWeek("net/a", 2).conversational(4, 5).words(2, 0).spoken(1, 3));

  @Test
  void sharesAreOfAllWeeksAndOfAllAccounts() {
    List<TalkBalanceRow> rows = TalkBalance.of(FEEDS, List.of(), Map.of(), null, 7).rows();

    assertThat(rows)
        .extracting(TalkBalanceRow::scope)
        .containsExactly("account", "account", "archive");
    assertThat(rows).extracting(TalkBalanceRow::posts).containsExactly(8L, 2L, 10L);
    assertThat(rows).extracting(TalkBalanceRow::weeks).containsExactly(1L, 0L, 1L);
    assertThat(rows).extracting(TalkBalanceRow::promoShare).containsExactly(3 / 8.0, 1.0, .5);
    assertThat(rows)
        .extracting(TalkBalanceRow::selfReferenceShare)
        .containsExactly(
            Estimate.withoutInterval(.75),
            Estimate.none("NO_SUCH_WORDS"),
            Estimate.withoutInterval(.75));
    assertThat(rows)
        .extracting(TalkBalanceRow::legVerdict)
        .containsExactly(null, null, "not_estimable");
  }

  @Test
  void theAudiencesShareIsThatOfItsAnswers() {
    List<AudienceTalk.Bucket> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < 40; bucket++) {
      buckets.add(new AudienceTalk.Bucket("net/a", bucket, 1, 4, bucket % 2 == 0 ? 2 : 0));
    }
    buckets.add(new AudienceTalk.Bucket("net/b", 3, 2, 10, 1));

    List<TalkBalanceRow> rows =
        TalkBalance.of(FEEDS, buckets, Map.of("net/a", 9L, "net/b", 5L), null, 7).rows();

    Estimate share = rows.get(0).audienceShare();
    assertThat(share.value()).isEqualTo(.25);
    // sd of a half with 40 threads in use, halved
    assertThat(share.low()).isBetween(.14, .2);
    assertThat(share.high()).isBetween(.3, .36);
    assertThat(rows.get(1).audienceShare())
        .isEqualTo(Estimate.qualified(.1, null, null, "NO_POST_BOOTSTRAP"));
    assertThat(rows.get(2).audienceShare().value()).isEqualTo(41 / 170.0);
  }

  @Test
  void aFewPeopleAreNotShown() {
    List<AudienceTalk.Bucket> buckets = List.of(new AudienceTalk.Bucket("net/a", 3, 30, 40, 9));

    List<TalkBalanceRow> rows = TalkBalance.of(FEEDS, buckets, Map.of("net/a", 4L), null, 7).rows();
    List<ReciprocityRow> given =
        Reciprocity.of(FEEDS, Map.of("net/a", 4L, "net/b", 5L), null).rows();

    assertThat(rows.get(0).audienceShare()).isEqualTo(Estimate.none("SUPPRESSED"));
    assertThat(given).extracting(ReciprocityRow::mentionsReceived).containsExactly(null, 5L, 5L);
    assertThat(given).extracting(ReciprocityRow::repliesGiven).containsExactly(3L, 5L, 8L);
  }

  @Test
  void theAudienceOfAnAccountThatIsWithheldIsNotHadBySubtraction() {
    List<AudienceTalk.Bucket> buckets =
        List.of(
            new AudienceTalk.Bucket("net/a", 3, 9, 40, 9),
            new AudienceTalk.Bucket("net/b", 3, 3, 10, 10));

    assertThat(audience(buckets, Map.of("net/a", 9L, "net/b", 4L)))
        .isEqualTo(Estimate.qualified(9 / 40.0, null, null, "NO_POST_BOOTSTRAP"));
    assertThat(audience(buckets, Map.of("net/a", 4L, "net/b", 4L)))
        .isEqualTo(Estimate.none("SUPPRESSED"));
  }

  private static Estimate audience(List<AudienceTalk.Bucket> buckets, Map<String, Long> people) {
    return TalkBalance.of(FEEDS, buckets, people, null, 7).rows().get(2).audienceShare();
  }

  @Test
  void whatCannotBeToldIsSaidWithItsCode() {
    TalkBalance untimed = TalkBalance.of(FEEDS, List.of(), Map.of(), "NO_EVENT_TIMES", 7);

    assertThat(untimed.rows())
        .extracting(row -> row.changePctPer10pp().state())
        .containsOnly("NO_EVENT_TIMES");
    assertThat(untimed.evidence().placebos())
        .extracting(row -> row.claim() + " " + row.placebo() + " " + row.placeboState())
        .containsExactly("C3 lead NOT_RUN");
    assertThat(TalkBalance.of(SomeFeedWeek.feeds(9), List.of(), Map.of(), null, 7).rows())
        .isEmpty();
    assertThat(
            Reciprocity.of(SomeFeedWeek.feeds(9), Map.of(), "NO_REPLY_IDS")
                .evidence()
                .first()
                .estimate())
        .isEqualTo(Estimate.none("NO_REPLY_IDS"));
  }
}
