package org.afterglow.job.contrast;

/**
 * Sums over the units of one class in one stratum and bucket of a campaign's run: all that a
 * contrast is made of (docs/methods.md, 3.1).
 *
 * @param unit what is contrasted, a word of {@link ContrastUnit}
 * @param run one of the constants of {@link ContrastFit}
 * @param bucket the part of all units that the jackknife leaves out together
 * @param units how many, with events or without
 * @param events unweighted
 * @param early weight of early events, millionths
 * @param late weight of late events, millionths
 * @param cross sum over units of early × late, in squared events
 */
public record ContrastCell(
    String campaignId,
    String unit,
    String run,
    int stratum,
    boolean promotional,
    int bucket,
    long units,
    long events,
    long early,
    long late,
    double cross) {}
