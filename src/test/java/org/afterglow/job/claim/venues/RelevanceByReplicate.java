package org.afterglow.job.claim.venues;

import java.util.Map;
import java.util.TreeMap;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.Replicates;
import org.afterglow.job.claim.Replicates.Found;
import org.afterglow.statistics.Draws;

/** C7 by replicate ({@link Replicates}). */
public final class RelevanceByReplicate {
  private RelevanceByReplicate() {}

  public static Map<Integer, Found> of(Replicates replicates) {
    ClaimArchive archive = replicates.archive();
    Draws draws = new Draws(archive.seed(), "relevance");
    Map<Integer, Found> found = new TreeMap<>();
    replicates
        .divided(Relevance.found(archive).of(true), VenuePost::account)
        .forEach(
            (number, its) -> {
              VenueFit fit = VenueFit.of(its, draws, replicates.placeboDraws());
              found.put(
                  number,
                  new Found(
                      Map.of("change_pct_per_sd", fit.estimate()),
                      fit.accounts(),
                      fit.placebo().placeboState(),
                      Replicates.slope(
                          its.stream().map(VenuePost::distance).toList(),
                          its.stream()
                              .map(post -> StrictMath.log(post.responders() + .5))
                              .toList())));
            });
    return found;
  }
}
