package org.afterglow.job.contrast;

import org.afterglow.statistics.PlaceboSample;

/**
 * A post, person or thread that placebos deal classes to (docs/methods.md, 3.6).
 *
 * @param unit what is contrasted, a word of {@link ContrastUnit}
 * @param run one of the constants of {@link ContrastFit}
 * @param unitKey on whose order the draws depend, after that of times
 * @param hash of the key, by which some stand for all where there are too many
 * @param bucket the part of all units that the jackknife leaves out together
 * @param atMicros when a post or thread was made or a person acquired, microseconds since 1970
 * @param events unweighted
 * @param early weight of early events, millionths
 * @param late weight of late events, millionths
 */
public record DealtUnit(
    String campaignId,
    String unit,
    String run,
    String unitKey,
    long hash,
    int stratum,
    int bucket,
    boolean promotional,
    long atMicros,
    long events,
    long early,
    long late) {
  PlaceboSample.Unit sampled() {
    return new PlaceboSample.Unit(stratum, bucket, promotional, atMicros, events, early, late);
  }
}
