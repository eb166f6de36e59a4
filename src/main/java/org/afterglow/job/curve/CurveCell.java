package org.afterglow.job.curve;

import org.jspecify.annotations.Nullable;

/**
 * What one bucket of a campaign's posts brings to successive bins of a series. Sums of longs alone,
 * so that they do not depend on the order of summing. An array that is empty is all zeros.
 *
 * @param bucket of the post, 0 to 199
 * @param bin the first, of age, of age when counted, or day since the stop
 * @param posts at risk, or made that day, by bin
 * @param events acts, or the sum of the counters, by bin
 * @param weightMillionths acts weighted, by bin
 * @param atRiskMicros time at risk, by bin
 * @param counters of the whole day or week {@code bin}, where the cell is one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CurveCell(
    String campaignId,
    String series,
    String postClass,
    String reach,
    int bucket,
    int bin,
    long[] posts,
    long[] events,
    long[] weightMillionths,
    long[] atRiskMicros,
    @Nullable CounterDay counters) {

  /**
   * Figures of all posts of a day or week together.
   *
   * @param above posts with a counter above the entity's 99 % point
   * @param totalBelow sum of the counters of the others
   * @param newestTotal sum of the newest counters of posts that were counted again
   */
  public record CounterDay(
      @Nullable Double median,
      @Nullable Double ageP10Days,
      @Nullable Double ageMedianDays,
      long young,
      long above,
      long totalBelow,
      long newestTotal) {}
}
