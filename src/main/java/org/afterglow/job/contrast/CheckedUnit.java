package org.afterglow.job.contrast;

/**
 * What a contrasted unit brings to a run, with the post whose label decides its class: a post's and
 * a thread's own, of a person the one that acquired it. Weights of acts in millionths.
 *
 * @param unit what is contrasted, a word of {@link ContrastUnit}
 * @param run one of the constants of {@link ContrastFit}
 * @param postKey the post that is labelled
 * @param predicted whether the model takes it for promotional
 */
public record CheckedUnit(
    String campaignId,
    String unit,
    String run,
    String postKey,
    boolean predicted,
    long early,
    long late) {}
