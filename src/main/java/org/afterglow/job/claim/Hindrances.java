package org.afterglow.job.claim;

import static org.afterglow.table.ReasonCodes.FEW_ACCOUNTS;
import static org.afterglow.table.ReasonCodes.ONE_CLUSTER;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.statistics.MantelHaenszel;
import org.afterglow.statistics.MatchedRatio;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;

/** What stands against concluding from an estimate over accounts, by docs/verdicts.md. */
public final class Hindrances {
  static final int FOR_A_VERDICT = 10;
  private static final double ONE_ACCOUNT_TOO_HEAVY = .5;

  private Hindrances() {}

  /** The codes that hold for a ratio with its judged placebo. */
  public static List<String> of(MatchedRatio ratio, PlaceboRow placebo) {
    MantelHaenszel pooled = ratio.pooled();
    return of(ratio.accounts(), pooled == null ? 0 : pooled.heaviestShare(), List.of(placebo));
  }

  /**
   * The codes that hold.
   *
   * @param accounts that the estimate rests on
   * @param heaviestShare of its weight that one account has
   * @param placebos judged ones
   */
  public static List<String> of(long accounts, double heaviestShare, List<PlaceboRow> placebos) {
    List<String> codes = new ArrayList<>();
    if (heaviestShare > ONE_ACCOUNT_TOO_HEAVY) {
      codes.add(ONE_CLUSTER);
    }
    if (accounts < FOR_A_VERDICT) {
      codes.add(FEW_ACCOUNTS);
    }
    placebos.stream()
        .filter(PlaceboRow::judged)
        .map(PlaceboRow::placeboState)
        .filter(state -> !state.equals(Estimate.OK))
        .distinct()
        .sorted()
        .forEach(codes::add);
    return codes;
  }
}
