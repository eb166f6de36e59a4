package org.afterglow.job.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.afterglow.job.acts.Privacy;
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
   * @param feeds by account
   * @param speakers how many persons named or answered each account
   * @param missing why nothing can be told of what feeds earn; null where it can
   */
  static Reciprocity of(
      NavigableMap<String, List<Feed>> feeds,
      Map<String, Long> speakers,
      @Nullable String missing) {
    if (feeds.isEmpty()) {
      return none(missing == null ? "NO_ENTITY_POSTS" : missing);
    }
    WeeklyFit fit = WeeklyFit.of(Claim.C5, WeeklyDesign.RECIPROCITY, UNIT, feeds);
    ClaimLeg leg =
        missing == null ? fit.leg(1, MARGIN_PERCENT) : ClaimLeg.none(missing, 1, MARGIN_PERCENT);
    Estimate alone = Estimate.none(missing == null ? "FEW_ACCOUNTS" : missing);
    List<ReciprocityRow> rows = new ArrayList<>();
    long allReplies = 0;
    long allMentions = 0;
    for (Map.Entry<String, List<Feed>> each : feeds.entrySet()) {
      String account = each.getKey();
      long replies = 0;
      long mentions = 0;
      for (Feed feed : each.getValue()) {
        for (FeedWeek week : feed.weeks()) {
          replies += week.replies();
          mentions += week.mentions();
        }
      }
      boolean shown = Privacy.shows(speakers.getOrDefault(account, 0L));
      allReplies += replies;
      // What is withheld must not be had by subtraction.
      allMentions += shown ? mentions : 0;
      rows.add(
          new ReciprocityRow(
              "account",
              account,
              fit.weeks().getOrDefault(account, 0L),
              fit.posts().getOrDefault(account, 0L),
              replies,
              shown ? (Long) mentions : null,
              alone,
              alone,
              1,
              null,
              null));
    }
    StudentInterval judged = leg.judged();
    rows.add(
        new ReciprocityRow(
            "archive",
            null,
            fit.allWeeks(),
            fit.allPosts(),
            allReplies,
            allMentions,
            leg.estimate(),
            missing == null
                ? WeeklyFit.estimate(WeeklyDesign.RECIPROCITY_BY_RATIO, UNIT, feeds)
                : Estimate.none(missing),
            leg.accounts(),
            judged == null ? null : judged.pValue(),
            Findings.word(leg)));
    return new Reciprocity(
        rows, evidence(leg, missing == null ? List.of(fit.placebo()) : List.of()));
  }

  private static ClaimEvidence evidence(ClaimLeg leg, List<PlaceboRow> placebos) {
    return ClaimEvidence.of(Claim.C5, List.of(leg), placebos, "LABELS_UNCHECKED");
  }
}
