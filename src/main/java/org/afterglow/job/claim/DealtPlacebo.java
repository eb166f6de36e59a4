package org.afterglow.job.claim;

import static org.afterglow.table.ReasonCodes.NOT_RUN;
import static org.afterglow.table.ReasonCodes.PLACEBO_FAILED;

import org.afterglow.statistics.PlaceboShare;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;

/** What the draws of a claim's judged placebo come to. */
public final class DealtPlacebo {
  private static final int FEWEST_ACCOUNTS = 8;

  private DealtPlacebo() {}

  /**
   * Its row: without figures where too few accounts take part or too few draws could be pooled.
   *
   * @param share the draws that could be pooled
   * @param accounts that take part
   * @param draws as many as were made
   */
  public static PlaceboRow row(
      String claim, String word, PlaceboShare share, long accounts, int draws) {
    boolean run = accounts >= FEWEST_ACCOUNTS && share.draws() > 0 && 2 * share.draws() >= draws;
    return new PlaceboRow(
        claim,
        word,
        true,
        share.draws(),
        run ? share.rejectionShare() : null,
        run ? share.meanEstimate() : null,
        run ? share.sdEstimate() : null,
        accounts,
        run ? share.passes() ? Estimate.OK : PLACEBO_FAILED : NOT_RUN);
  }

  /** The row of a placebo that had nothing to deal to. */
  public static PlaceboRow notRun(String claim, String word, boolean judged) {
    return new PlaceboRow(claim, word, judged, 0, null, null, null, 0, NOT_RUN);
  }
}
