package org.afterglow.job.claim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.afterglow.statistics.ClusteredFit;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LogLinkRegression;
import org.afterglow.statistics.PlaceboDeal;
import org.afterglow.statistics.PlaceboShare;
import org.afterglow.statistics.SilencePenalty;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.jspecify.annotations.Nullable;

/**
 * The placebo of C6: half of each account's controls, dealt at random, are taken for silences,
 * after none of which anything was silent.
 */
final class SplitControls {
  /** Of the penalty after 60 days. */
  static final String PENALTY = "split_controls_penalty";

  /** Of the slope. */
  static final String SLOPE = "split_controls_slope";

  private static final String CLAIM = "C6";
  private static final int FEWEST_ACCOUNTS = 8;

  private SplitControls() {}

  /**
   * A row for each figure.
   *
   * @param fitted silences against controls, whose weights the draws take over
   * @param moments in the order of accounts, then times
   */
  static List<PlaceboRow> rows(
      ComebackModel model,
      LogLinkRegression fitted,
      List<ComebackMoment> moments,
      Draws draws,
      int number) {
    List<ComebackMoment> controls =
        moments.stream().filter(moment -> moment.is(ComebackMoment.CONTROL)).toList();
    TreeMap<String, List<Integer>> accounts = new TreeMap<>();
    for (int i = 0; i < controls.size(); i++) {
      accounts
          .computeIfAbsent(controls.get(i).account(), account -> new ArrayList<>())
          .add(i);
    }
    PlaceboShare penalty = new PlaceboShare();
    PlaceboShare slope = new PlaceboShare();
    boolean run = fitted.overdispersion() != null && accounts.size() >= FEWEST_ACCOUNTS;
    if (run) {
      int[][] members =
          accounts.values().stream()
              .map(each -> each.stream().mapToInt(Integer::intValue).toArray())
              .toArray(int[][]::new);
      // Each draw is a stream of its own, so that it does not matter which is worked out first.
      IntStream.rangeClosed(1, number)
          .parallel()
          .mapToObj(draw -> drawn(model, fitted, controls, members, draws, draw))
          .toList()
          .forEach(
              fit -> {
                penalty.add(interval(SilencePenalty.atLag(fit, ComebackPenalties.DECIDING_DAYS)));
                slope.add(interval(SilencePenalty.slope(fit)));
              });
    }
    return List.of(row(PENALTY, penalty, number), row(SLOPE, slope, number));
  }

  private static ClusteredFit drawn(
      ComebackModel model,
      LogLinkRegression fitted,
      List<ComebackMoment> controls,
      int[][] members,
      Draws draws,
      int draw) {
    boolean[] chosen =
        PlaceboDeal.halves(members, controls.size(), draws.stream("", "split", draw));
    Set<ComebackMoment> silent = new HashSet<>();
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        silent.add(controls.get(i));
      }
    }
    return SilencePenalty.again(fitted, model.panels(controls, silent::contains));
  }

  private static @Nullable StudentInterval interval(ClusteredFit.@Nullable Contrast contrast) {
    return contrast == null ? null : contrast.interval();
  }

  private static PlaceboRow row(String placebo, PlaceboShare share, int number) {
    boolean run = 2 * share.draws() >= number;
    return new PlaceboRow(
        CLAIM,
        placebo,
        true,
        share.draws(),
        run ? share.rejectionShare() : null,
        run ? share.meanEstimate() : null,
        run ? share.passes() ? Estimate.OK : "PLACEBO_FAILED" : "NOT_RUN");
  }
}
