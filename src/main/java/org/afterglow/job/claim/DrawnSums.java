package org.afterglow.job.claim;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.statistics.PlaceboShare;
import org.afterglow.table.PlaceboRow;

/**
 * An account's two sums of a ratio within strata, by draw of a placebo; 0 where it took no part.
 *
 * @param r Σ x·n₀/N
 * @param s Σ z·n₁/N
 */
public record DrawnSums(String account, List<Double> r, List<Double> s) {
  /** The share of draws in which something was found, accounts in order of key. */
  public static PlaceboRow placebo(String claim, String word, List<DrawnSums> accounts, int draws) {
    PlaceboShare share = new PlaceboShare();
    int most = 0;
    for (int draw = 0; draw < draws; draw++) {
      List<MantelHaenszel.Study> studies = new ArrayList<>();
      for (DrawnSums account : accounts) {
        studies.add(
            new MantelHaenszel.Study(
                account.account(), account.r().get(draw), account.s().get(draw)));
      }
      MatchedRatio ratio = MatchedRatio.of(studies);
      most = Math.max(most, ratio.accounts());
      share.add(ratio.interval());
    }
    return DealtPlacebo.row(claim, word, share, most, draws);
  }
}
