package org.afterglow.job.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.TalkBalanceRow;
import org.jspecify.annotations.Nullable;

/**
 * C3: more promotion in a feed goes with less engagement with its conversation the week after
 * (docs/methods.md, 5).
 *
 * @param rows of table talk_balance, accounts in order of key, then the archive's; none where there
 *     is no owner's post
 */
record TalkBalance(List<TalkBalanceRow> rows, ClaimEvidence evidence) {
  /** Ten points of a share. */
  private static final double UNIT = .1;

  private static final double MARGIN_PERCENT = 3;

  /** Nothing can be told. */
  static TalkBalance none(String reason) {
    return new TalkBalance(
        List.of(), evidence(ClaimLeg.none(reason, -1, MARGIN_PERCENT), List.of()));
  }

  /**
   * Measures it.
   *
   * @param feeds by account
   * @param answers in the threads of owners
   * @param people who take part in those, by account
   * @param missing why nothing can be told of what feeds earn; null where it can
   */
  static TalkBalance of(
      NavigableMap<String, List<Feed>> feeds,
      List<AudienceTalk.Bucket> answers,
      Map<String, Long> people,
      @Nullable String missing,
      long seed) {
    if (feeds.isEmpty()) {
      return none("NO_ENTITY_POSTS");
    }
    Draws draws = new Draws(seed, "talk_balance");
    Map<String, AudienceShare> audiences = new TreeMap<>();
    AudienceShare everybody = new AudienceShare();
    for (AudienceTalk.Bucket bucket : answers) {
      audiences.computeIfAbsent(bucket.entityKey(), key -> new AudienceShare()).add(bucket);
      everybody.add(bucket);
    }
    WeeklyFit fit = WeeklyFit.of(Claim.C3, WeeklyDesign.TALK_BALANCE, UNIT, feeds);
    ClaimLeg leg =
        missing == null ? fit.leg(-1, MARGIN_PERCENT) : ClaimLeg.none(missing, -1, MARGIN_PERCENT);
    List<TalkBalanceRow> rows = new ArrayList<>();
    Sums all = new Sums();
    feeds.forEach(
        (account, own) -> {
          Sums sums = new Sums();
          own.forEach(sums::add);
          all.add(sums);
          rows.add(
              sums.row(
                  account,
                  fit.weeks().getOrDefault(account, 0L),
                  audiences
                      .getOrDefault(account, new AudienceShare())
                      .estimate(account, people.getOrDefault(account, 0L), draws),
                  Estimate.none(missing == null ? "FEW_ACCOUNTS" : missing),
                  1,
                  null,
                  null));
        });
    StudentInterval judged = leg.judged();
    rows.add(
        all.row(
            null,
            fit.allWeeks(),
            everybody.estimate(
                "", people.values().stream().mapToLong(Long::longValue).sum(), draws),
            leg.estimate(),
            leg.accounts(),
            judged == null ? null : judged.pValue(),
            Findings.word(leg)));
    return new TalkBalance(
        rows, evidence(leg, missing == null ? List.of(fit.placebo()) : List.of()));
  }

  private static ClaimEvidence evidence(ClaimLeg leg, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(Claim.C3, List.of(leg), placebos, "LABELS_UNCHECKED");
  }

  /** What a feed, or all, is made of. */
  private static final class Sums {
    private long posts;
    private long promotional;
    private long scored;
    private long ownWords;
    private long yourWords;

    void add(Feed feed) {
      for (FeedWeek week : feed.weeks()) {
        posts += week.posts();
        promotional += week.promotional();
        scored += week.promotional() + week.conversational();
        ownWords += week.ownWords();
        yourWords += week.yourWords();
      }
    }

    void add(Sums other) {
      posts += other.posts;
      promotional += other.promotional;
      scored += other.scored;
      ownWords += other.ownWords;
      yourWords += other.yourWords;
    }

    TalkBalanceRow row(
        @Nullable String account,
        long weeks,
        Estimate audience,
        Estimate change,
        long accounts,
        @Nullable Double pValue,
        @Nullable String verdict) {
      long words = ownWords + yourWords;
      return new TalkBalanceRow(
          account == null ? "archive" : "account",
          account,
          weeks,
          posts,
          scored == 0 ? null : (Double) ((double) promotional / scored),
          words == 0
              ? Estimate.none("NO_SUCH_WORDS")
              : Estimate.withoutInterval((double) ownWords / words),
          audience,
          change,
          accounts,
          pValue,
          verdict);
    }
  }
}
