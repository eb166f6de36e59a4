package org.afterglow.job.claim.feeds;

import java.util.List;
import org.afterglow.statistics.AccountScores;
import org.jspecify.annotations.Nullable;

/** Owners' feeds, wherever they lie. */
interface Feeds {
  /** Sums of each account that has a feed, in order of keys. */
  List<AccountFeeds.Sums> sums();

  /**
   * Scores of the accounts that can tell anything, in order of keys.
   *
   * @param without an account that is left out; null: none
   */
  AccountScores scores(WeeklyDesign design, WeeklyRun run, @Nullable String without);
}
