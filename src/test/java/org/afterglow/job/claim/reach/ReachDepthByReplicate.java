package org.afterglow.job.claim.reach;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.afterglow.job.claim.Replicates;
import org.afterglow.job.claim.Replicates.Found;
import org.afterglow.job.contrast.ContrastCampaign;
import org.afterglow.table.ReachDepthRow;

/** C8 by replicate ({@link Replicates}). */
public final class ReachDepthByReplicate {
  private ReachDepthByReplicate() {}

  public static Map<Integer, Found> of(Replicates replicates) {
    ReachDepth.Counted counted = ReachDepth.counted(replicates.archive());
    // Not campaigns that were detected on hashtags, which are the accounts' own.
    List<ContrastCampaign> ofAccounts =
        counted.campaigns().stream().filter(each -> each.entityType().equals("account")).toList();
    Map<Integer, Found> found = new TreeMap<>();
    replicates
        .divided(ofAccounts, ContrastCampaign::entityKey)
        .forEach(
            (number, its) -> {
              List<ReachDepthRow> rows =
                  ReachedPeople.of(its, counted.posted(), counted.states(), counted.reached())
                      .rows();
              ReachDepthRow archive = rows.get(rows.size() - 1);
              found.put(
                  number,
                  new Found(
                      Map.of("breadth_depth_ln_ratio", archive.breadthDepthLnRatio()),
                      archive.accounts(),
                      Replicates.NO_PLACEBO.placeboState(),
                      naive(its, counted.reached())));
            });
    return found;
  }

  /** All later acts as if independent. */
  private static double naive(List<ContrastCampaign> campaigns, List<CampaignReach> reached) {
    Set<String> ids =
        campaigns.stream().map(ContrastCampaign::campaignId).collect(Collectors.toSet());
    double once = 0;
    double back = 0;
    for (CampaignReach reach : reached) {
      if (ids.contains(reach.campaignId())) {
        once += reach.later().get(0);
        back += reach.later().get(1) + reach.later().get(2);
      }
    }
    return StrictMath.log(back / once) / Math.sqrt(1 / back + 1 / once);
  }
}
