package org.afterglow.job.claim.answers;

/**
 * A stretch of time in which mentions of an account are counted for one of its campaigns.
 *
 * @param entityKey whose
 * @param window which of the campaign's windows it is part of
 * @param fromMicros its first instant
 * @param untilMicros the first instant after it
 * @param observedDays of it
 */
public record TalkSpan(
    String entityKey,
    String platform,
    String campaignId,
    String window,
    long fromMicros,
    long untilMicros,
    double observedDays) {
  /** 28 days before the stop. */
  static final String PRE = "pre";

  /** 28 days after the stop. */
  static final String POST = "post";

  /** The 28 days after those. */
  static final String LATE = "late";

  /** Before the campaign. */
  static final String BASELINE = "baseline";

  /** The last 28 observed days of the archive, of no campaign. */
  static final String LAST = "last";
}
