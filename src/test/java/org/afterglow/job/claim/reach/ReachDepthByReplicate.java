package org.afterglow.job.claim.reach;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Replicates;
import org.afterglow.job.claim.Replicates.Found;
import org.afterglow.statistics.PooledOdds;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.ReachDepthRow;
import org.jspecify.annotations.Nullable;

/** C8 by replicate ({@link Replicates}). */
public final class ReachDepthByReplicate {
  /** Buckets of people that are left out in turn. */
  private static final double BUCKETS = 20;

  private ReachDepthByReplicate() {}

  public static Map<Integer, Found> of(Replicates replicates) {
    ClaimArchive archive = replicates.archive();
    Map<String, Map<String, ReachDepthRow>> campaigns = new TreeMap<>();
    ReachDepth.measured(archive).rows().stream()
        .filter(row -> row.scope().equals("campaign") && row.kClass() != null)
        // Not those that were detected on hashtags, which are the accounts' own.
        .filter(row -> "account".equals(row.entityType()))
        .filter(row -> row.breadthDepthLnRatio().low() != null)
        .forEach(
            row ->
                campaigns
                    .computeIfAbsent(
                        Objects.requireNonNull(row.entityKey()), key -> new TreeMap<>())
                    .put(Objects.requireNonNull(row.kClass()), row));
    Map<Integer, Found> found = new TreeMap<>();
    replicates
        .divided(List.copyOf(campaigns.entrySet()), Map.Entry::getKey)
        .forEach(
            (number, its) -> {
              List<PooledOdds.Study> studies = new ArrayList<>();
              double once = 0;
              double back = 0;
              for (Map.Entry<String, Map<String, ReachDepthRow>> campaign : its) {
                Map<String, ReachDepthRow> rows = campaign.getValue();
                Estimate ln = Objects.requireNonNull(rows.get("once")).breadthDepthLnRatio();
                double error =
                    (Objects.requireNonNull(ln.high()) - Objects.requireNonNull(ln.low()))
                        / 2
                        / StudentInterval.quantile(BUCKETS - 1);
                double byOnce = later(rows.get("once"));
                double byBack = later(rows.get("some")) + later(rows.get("regular"));
                once += byOnce;
                back += byBack;
                studies.add(
                    new PooledOdds.Study(
                        campaign.getKey(), byBack, byOnce, ln.value(), error * error));
              }
              PooledOdds odds = PooledOdds.of(studies);
              StudentInterval interval = odds.headlineInterval();
              Double headline = odds.headline();
              found.put(
                  number,
                  new Found(
                      Map.of(
                          "breadth_depth_ln_ratio",
                          interval != null
                              ? Estimate.of(interval.estimate(), interval.low(), interval.high())
                              : headline != null
                                  ? Estimate.withoutInterval(headline)
                                  : Estimate.none("ZERO_CELL")),
                      odds.accounts(),
                      Replicates.NO_PLACEBO.placeboState(),
                      StrictMath.log(back / once) / Math.sqrt(1 / back + 1 / once)));
            });
    return found;
  }

  private static double later(@Nullable ReachDepthRow row) {
    Double each = row == null ? null : row.laterPerPerson();
    Long people = row == null ? null : row.people();
    return each == null || people == null ? 0 : each * people;
  }
}
