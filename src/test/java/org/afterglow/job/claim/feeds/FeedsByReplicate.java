package org.afterglow.job.claim.feeds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Replicates;
import org.afterglow.job.claim.Replicates.Found;

/** C3 and C5 by replicate ({@link Replicates}). */
public final class FeedsByReplicate {
  private FeedsByReplicate() {}

  /** C3. */
  public static Map<Integer, Found> talkBalance(Replicates replicates) {
    return weekly(replicates, WeeklyDesign.TALK_BALANCE, Claim.C3, .1, "change_pct_per_10pp");
  }

  /** C5. */
  public static Map<Integer, Found> reciprocity(Replicates replicates) {
    return weekly(
        replicates,
        WeeklyDesign.RECIPROCITY,
        Claim.C5,
        StrictMath.log(2),
        "change_pct_per_doubling");
  }

  private static Map<Integer, Found> weekly(
      Replicates replicates, WeeklyDesign design, Claim claim, double unit, String column) {
    ClaimArchive archive = replicates.archive();
    FeedWeeks weeks = FeedWeeks.of(archive);
    Map<String, ObservedWeeks> observed = new TreeMap<>();
    archive
        .calendars()
        .forEach((platform, calendar) -> observed.put(platform, ObservedWeeks.of(calendar)));
    FeedsAtHand all = (FeedsAtHand) weeks.feeds(observed, Long.MAX_VALUE);
    Map<Integer, Found> found = new TreeMap<>();
    replicates
        .divided(all.accounts(), AccountFeeds::entityKey)
        .forEach(
            (number, accounts) -> {
              WeeklyFit fit =
                  WeeklyFit.of(claim, design, unit, new FeedsAtHand(accounts, observed));
              found.put(
                  number,
                  new Found(
                      Map.of(column, fit.estimate()),
                      fit.accounts(),
                      fit.placebo().placeboState(),
                      naive(design, accounts)));
            });
    return found;
  }

  /**
   * The slope of the response to posts of a week on what the account did in the week before, over
   * all weeks of all accounts: on its share of promotion, or on the answers that it gave.
   */
  private static double naive(WeeklyDesign design, List<AccountFeeds> accounts) {
    boolean ofPromotion = design != WeeklyDesign.TALK_BALANCE;
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (AccountFeeds account : accounts) {
      Map<Long, FeedWeek> weeks = new TreeMap<>();
      account.weeks().forEach(week -> weeks.put(week.week(), week));
      weeks.forEach(
          (week, row) -> {
            FeedWeek before = weeks.get(week - 1);
            long posts = row.posts(ofPromotion, FeedWeek.Counting.PERSONS);
            if (before != null && before.posts() > 0 && posts > 0) {
              x.add(
                  ofPromotion
                      ? StrictMath.log1p((double) before.replies())
                      : (double) before.promotional() / before.posts());
              y.add(
                  StrictMath.log(
                      (row.events(ofPromotion, FeedWeek.Counting.PERSONS) + .5) / posts));
            }
          });
    }
    return Replicates.slope(x, y);
  }
}
