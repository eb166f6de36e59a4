package org.afterglow.job.claim.silences;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Replicates;
import org.afterglow.job.claim.Replicates.Found;
import org.afterglow.statistics.Draws;

/** C6 by replicate ({@link Replicates}). */
public final class ComebacksByReplicate {
  private ComebacksByReplicate() {}

  public static Map<Integer, Found> of(Replicates replicates) {
    ClaimArchive archive = replicates.archive();
    List<ComebackMoment> moments =
        Comebacks.found(archive).seen().stream().map(ReturningAudience.Seen::moment).toList();
    Draws draws = new Draws(archive.seed(), "comebacks");
    Map<Integer, Found> found = new TreeMap<>();
    replicates
        .divided(moments, ComebackMoment::account)
        .forEach(
            (number, its) -> {
              ComebackPenalties penalties =
                  ComebackPenalties.of(its, draws, replicates.placeboDraws());
              found.put(
                  number,
                  new Found(
                      Map.of(
                          "penalty_pct_60d", penalties.after(60),
                          "slope_ln_gap", penalties.slope()),
                      penalties.accounts(),
                      Replicates.placebo(penalties.placebos()),
                      Replicates.ofMean(
                          penalties.silences().stream()
                              .map(ComebackMoment::response)
                              .filter(Objects::nonNull)
                              .mapToDouble(
                                  response ->
                                      StrictMath.log(
                                          (response.firstFive() / 5.0 + .1)
                                              / ((response.recent() + 5 * response.earlier()) / 6
                                                  + .1)))
                              .toArray())));
            });
    return found;
  }
}
