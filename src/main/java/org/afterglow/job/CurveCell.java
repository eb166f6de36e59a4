package org.afterglow.job;

import org.jspecify.annotations.Nullable;

/**
 * What one bucket of a campaign's posts brings to one bin of a series. Sums of longs alone, so that
 * they do not depend on the order of summing.
 *
 * @param bucket of the post, 0 to 199
 * @param bin of age, of age when counted, or day since the stop
 * @param posts at risk, or made that day
 * @param events acts, or the sum of the counters
 * @param weightMillionths acts weighted
 * @param atRiskMicros time at risk
 * @param counters of a whole day or week, where the cell is one
 */
public record CurveCell(
    String campaignId,
    String series,
    String postClass,
    String reach,
    int bucket,
    int bin,
    long posts,
    long events,
    long weightMillionths,
    long atRiskMicros,
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
