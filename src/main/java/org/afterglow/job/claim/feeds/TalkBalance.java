package org.afterglow.job.claim.feeds;

import static org.afterglow.table.ReasonCodes.FEW_ACCOUNTS;
import static org.afterglow.table.ReasonCodes.NO_ENTITY_POSTS;
import static org.afterglow.table.ReasonCodes.NO_SUCH_WORDS;
import static org.afterglow.table.ReasonCodes.SUPPRESSED;

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
import org.afterglow.table.Estimate;
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

  private static final int CLAIM_SIDE = -1;

  /** Nothing can be told. */
  static TalkBalance none(String reason) {
    return new TalkBalance(List.of(), WeeklyFit.none(Claim.C3, CLAIM_SIDE, reason));
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
      return none(NO_ENTITY_POSTS);
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
    ClaimEvidence evidence =
        WeeklyFit.evidence(
            Claim.C3,
            WeeklyDesign.TALK_BALANCE,
            UNIT,
            CLAIM_SIDE,
            AccountFeeds.byAccount(accounts, AccountFeeds.Sums::talkPosts),
            feeds,
            missing);
    ClaimLeg leg = evidence.first();
    Estimate alone = Estimate.none(missing == null ? FEW_ACCOUNTS : missing);
    List<TalkBalanceRow> rows = new ArrayList<>();
    for (AccountFeeds.Sums sums : accounts) {
      String account = sums.entityKey();
      Estimate audience =
          audiences
              .getOrDefault(account, new AudienceShare())
              .estimate(account, people.getOrDefault(account, 0L), draws);
      rows.add(row(sums, account, audience, alone, 1, null, null));
    }
    rows.add(
        row(
            all,
            null,
            withheld && everybody.empty()
                ? Estimate.none(SUPPRESSED)
                : everybody.estimate(
                    "", people.values().stream().mapToLong(Long::longValue).sum(), draws),
            leg.estimate(),
            leg.accounts(),
            leg.pValue(),
            Findings.word(leg)));
    return new TalkBalance(rows, evidence);
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
            ? Estimate.none(NO_SUCH_WORDS)
            : Estimate.withoutInterval((double) sums.ownWords() / words),
        audience,
        change,
        accounts,
        pValue,
        verdict);
  }
}
