package org.afterglow.bench;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A figure that a claim is judged by.
 *
 * @param claim C2 to C8
 * @param column name of the estimate in the published table
 * @param scale to the logarithm that its truth is told in
 * @param none what it is, on that scale, where nothing is to be found
 */
record ClaimFigure(String claim, String column, DoubleUnaryOperator scale, double none) {
  static final List<ClaimFigure> ALL =
      List.of(
          new ClaimFigure("C2", "answer_ratio", StrictMath::log, 0),
          new ClaimFigure("C2", "talk_ratio", StrictMath::log, StrictMath.log(.5)),
          percent("C3", "change_pct_per_10pp"),
          new ClaimFigure("C4", "rr_warm_cold", StrictMath::log, 0),
          new ClaimFigure("C4", "pass_on_ratio", StrictMath::log, 0),
          percent("C5", "change_pct_per_doubling"),
          new ClaimFigure("C6", "penalty_pct_60d", percent -> StrictMath.log1p(-percent / 100), 0),
          new ClaimFigure("C6", "slope_ln_gap", slope -> slope, 0),
          percent("C7", "change_pct_per_sd"),
          new ClaimFigure("C8", "breadth_depth_ln_ratio", logarithm -> logarithm, 0));

  private static ClaimFigure percent(String claim, String column) {
    return new ClaimFigure(claim, column, percent -> StrictMath.log1p(percent / 100), 0);
  }

  static List<ClaimFigure> of(String claim) {
    return ALL.stream().filter(figure -> figure.claim.equals(claim)).toList();
  }
}
