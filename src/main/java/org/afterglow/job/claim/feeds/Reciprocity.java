package org.afterglow.job.claim.feeds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.afterglow.job.acts.Privacy;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.Findings;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
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

  private static final double MARGIN_PERCENT = 3;

  /** Nothing can be told. */
  static Reciprocity none(String reason) {
    return new Reciprocity(
        List.of(), evidence(ClaimLeg.none(reason, 1, MARGIN_PERCENT), List.of()));
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
      return none(missing == null ? "NO_ENTITY_POSTS" : missing);
    }
    AccountFeeds.Sums all =
        accounts.stream().reduce(AccountFeeds.Sums.none(""), AccountFeeds.Sums::plus);
    ClaimLeg leg;
    Estimate byRatio;
    List<PlaceboRow> placebos;
    if (missing == null) {
      WeeklyFit fit = WeeklyFit.of(Claim.C5, WeeklyDesign.RECIPROCITY, UNIT, feeds);
      leg = fit.leg(1, MARGIN_PERCENT, all.promotedPosts());
      byRatio = WeeklyFit.estimate(WeeklyDesign.RECIPROCITY_BY_RATIO, UNIT, feeds);
      placebos = List.of(fit.placebo());
    } else {
      leg = ClaimLeg.none(missing, 1, MARGIN_PERCENT);
      byRatio = Estimate.none(missing);
      placebos = List.of();
    }
    Estimate alone = Estimate.none(missing == null ? "FEW_ACCOUNTS" : missing);
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
    StudentInterval judged = leg.judged();
    rows.add(
        row(
            all,
            null,
            mentions,
            leg.estimate(),
            byRatio,
            leg.accounts(),
            judged == null ? null : judged.pValue(),
            Findings.word(leg)));
    return new Reciprocity(rows, evidence(leg, placebos));
  }

  private static ClaimEvidence evidence(ClaimLeg leg, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(Claim.C5, List.of(leg), placebos, "LABELS_UNCHECKED");
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
