package org.afterglow.job.claim.feeds;

import static org.afterglow.table.ReasonCodes.FEW_ACCOUNTS;
import static org.afterglow.table.ReasonCodes.NO_ENTITY_POSTS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.Findings;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReciprocityRow;
import org.jspecify.annotations.Nullable;

/**
 * C5: promotion after a month of giving goes with more response (docs/methods.md, 5).
 *
 * @param rows of table reciprocity, accounts in order of key, then the archive's; none where there
 *     is no owner's post
 */
record Reciprocity(List<ReciprocityRow> rows, ClaimEvidence evidence) {
  /** A doubling. */
  private static final double UNIT = StrictMath.log(2);

  private static final int CLAIM_SIDE = 1;

  /** Nothing can be told. */
  static Reciprocity none(String reason) {
    return new Reciprocity(List.of(), WeeklyFit.none(Claim.C5, CLAIM_SIDE, reason));
  }

  /**
   * Measures it.
   *
   * @param speakers how many persons named or answered each account
   * @param missing why nothing can be told of what feeds earn; null where it can
   */
  static Reciprocity of(Feeds feeds, Map<String, Long> speakers, @Nullable String missing) {
    List<AccountFeeds.Sums> accounts = feeds.sums();
    if (accounts.isEmpty()) {
      return none(missing == null ? NO_ENTITY_POSTS : missing);
    }
    AccountFeeds.Sums all =
        accounts.stream().reduce(AccountFeeds.Sums.none(""), AccountFeeds.Sums::plus);
    ClaimEvidence evidence =
        WeeklyFit.evidence(
            Claim.C5,
            WeeklyDesign.RECIPROCITY,
            UNIT,
            CLAIM_SIDE,
            AccountFeeds.byAccount(accounts, AccountFeeds.Sums::promotedPosts),
            feeds,
            missing);
    ClaimLeg leg = evidence.first();
    Estimate byRatio =
        missing == null
            ? WeeklyFit.estimate(WeeklyDesign.RECIPROCITY_BY_RATIO, UNIT, feeds)
            : Estimate.none(missing);
    Estimate alone = Estimate.none(missing == null ? FEW_ACCOUNTS : missing);
    List<ReciprocityRow> rows = new ArrayList<>();
    long mentions = 0;
    for (AccountFeeds.Sums sums : accounts) {
      String account = sums.entityKey();
      boolean shown = Privacy.shows(speakers.getOrDefault(account, 0L));
      // What is withheld must not be had by subtraction.
      mentions += shown ? sums.mentions() : 0;
      rows.add(
          row(sums, account, shown ? (Long) sums.mentions() : null, alone, alone, 1, null, null));
    }
    rows.add(
        row(
            all,
            null,
            mentions,
            leg.estimate(),
            byRatio,
            leg.accounts(),
            leg.pValue(),
            Findings.word(leg)));
    return new Reciprocity(rows, evidence);
  }

  private static ReciprocityRow row(
      AccountFeeds.Sums sums,
      @Nullable String account,
      @Nullable Long mentions,
      Estimate change,
      Estimate byRatio,
      long accounts,
      @Nullable Double pValue,
      @Nullable String verdict) {
    return new ReciprocityRow(
        account == null ? "archive" : "account",
        account,
        sums.promotedWeeks(),
        sums.promotedPosts(),
        sums.replies(),
        mentions,
        change,
        byRatio,
        accounts,
        pValue,
        verdict);
  }
}
