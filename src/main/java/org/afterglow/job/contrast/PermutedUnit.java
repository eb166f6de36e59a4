package org.afterglow.job.contrast;

import org.afterglow.statistics.LateOdds;

/**
 * A post, person or thread in a run whose p comes by permutation of classes (docs/methods.md, 3.1).
 *
 * @param unit what is contrasted, a word of {@link ContrastUnit}
 * @param run one of the constants of {@link ContrastFit}
 * @param unitKey on whose order the draws depend
 * @param events unweighted
 * @param early weight of early events, millionths
 * @param late weight of late events, millionths
 */
public record PermutedUnit(
    String campaignId,
    String unit,
    String run,
    String unitKey,
    int stratum,
    boolean promotional,
    long events,
    long early,
    long late) {
  LateOdds.Unit counted() {
    return new LateOdds.Unit(stratum, promotional, early, late);
  }
}
