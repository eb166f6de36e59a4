package org.afterglow.job.claim.feeds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.Findings;
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
   * @param answers in the threads of owners
   * @param people who take part in those, by account
   * @param missing why nothing can be told of what feeds earn; null where it can
   */
  static TalkBalance of(
      Feeds feeds,
      List<AudienceTalk.Bucket> answers,
      Map<String, Long> people,
      @Nullable String missing,
      long seed) {
    List<AccountFeeds.Sums> accounts = feeds.sums();
    if (accounts.isEmpty()) {
      return none("NO_ENTITY_POSTS");
    }
    Draws draws = new Draws(seed, "talk_balance");
    Map<String, AudienceShare> audiences = new TreeMap<>();
    AudienceShare everybody = new AudienceShare();
    boolean withheld = false;
    for (AudienceTalk.Bucket bucket : answers) {
      audiences.computeIfAbsent(bucket.entityKey(), key -> new AudienceShare()).add(bucket);
      // What is withheld must not be had by subtraction.
      if (Privacy.shows(people.getOrDefault(bucket.entityKey(), 0L))) {
        everybody.add(bucket);
      } else {
        withheld = true;
      }
    }
    AccountFeeds.Sums all =
        accounts.stream().reduce(AccountFeeds.Sums.none(""), AccountFeeds.Sums::plus);
    ClaimLeg leg;
    List<PlaceboRow> placebos;
    if (missing == null) {
      WeeklyFit fit = WeeklyFit.of(Claim.C3, WeeklyDesign.TALK_BALANCE, UNIT, feeds);
      leg = fit.leg(-1, MARGIN_PERCENT, all.talkPosts());
      placebos = List.of(fit.placebo());
    } else {
      leg = ClaimLeg.none(missing, -1, MARGIN_PERCENT);
      placebos = List.of();
    }
    Estimate alone = Estimate.none(missing == null ? "FEW_ACCOUNTS" : missing);
    List<TalkBalanceRow> rows = new ArrayList<>();
    for (AccountFeeds.Sums sums : accounts) {
      String account = sums.entityKey();
      Estimate audience =
          audiences
              .getOrDefault(account, new AudienceShare())
              .estimate(account, people.getOrDefault(account, 0L), draws);
      rows.add(row(sums, account, audience, alone, 1, null, null));
    }
    StudentInterval judged = leg.judged();
    rows.add(
        row(
            all,
            null,
            withheld && everybody.empty()
                ? Estimate.none(Privacy.SUPPRESSED)
                : everybody.estimate(
                    "", people.values().stream().mapToLong(Long::longValue).sum(), draws),
            leg.estimate(),
            leg.accounts(),
            judged == null ? null : judged.pValue(),
            Findings.word(leg)));
    return new TalkBalance(rows, evidence(leg, placebos));
  }

  private static ClaimEvidence evidence(ClaimLeg leg, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(Claim.C3, List.of(leg), placebos, "LABELS_UNCHECKED");
  }

  private static TalkBalanceRow row(
      AccountFeeds.Sums sums,
      @Nullable String account,
      Estimate audience,
      Estimate change,
      long accounts,
      @Nullable Double pValue,
      @Nullable String verdict) {
    long words = sums.ownWords() + sums.yourWords();
    return new TalkBalanceRow(
        account == null ? "archive" : "account",
        account,
        sums.talkWeeks(),
        sums.posts(),
        sums.scored() == 0 ? null : (Double) ((double) sums.promotional() / sums.scored()),
        words == 0
            ? Estimate.none("NO_SUCH_WORDS")
            : Estimate.withoutInterval((double) sums.ownWords() / words),
        audience,
        change,
        accounts,
        pValue,
        verdict);
  }
}
