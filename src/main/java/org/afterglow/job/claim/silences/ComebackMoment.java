package org.afterglow.job.claim.silences;

import org.jspecify.annotations.Nullable;

/**
 * A post of an account after which it was silent, or might have been, and what came after the lag.
 *
 * @param account platform/entity id
 * @param kind {@link #SILENCE}, {@link #CONTROL} or {@link #SECOND_CAMPAIGN}
 * @param campaignOnly whether four fifths of the account's posts fall in its campaigns
 * @param posts of the account in all
 * @param leftMicros when the last post before the lag was made
 * @param lagDays days of silence, until the archive's end where the account did not come back; of a
 *     control, those that were drawn
 * @param backMicros when the first post after the lag was made; null where there is none
 * @param fifthMicros when the fifth was; null unless five came without another silence, each
 *     observed for as long as its response is counted
 * @param audienceObserved whether the 28 days before were observed, from which its audience is had
 * @param response of persons; null where posts before or after were not observed enough
 * @param responseWithBots the same with that of suspected bots
 */
public record ComebackMoment(
    String account,
    String platform,
    String kind,
    boolean campaignOnly,
    long posts,
    long leftMicros,
    double lagDays,
    @Nullable Long backMicros,
    @Nullable Long fifthMicros,
    boolean audienceObserved,
    @Nullable Response response,
    @Nullable Response responseWithBots) {
  /** After which the account was silent. */
  static final String SILENCE = "silence";

  /** After which it went on posting. */
  static final String CONTROL = "control";

  /** The last post before the second campaign of an account that hardly posts outside campaigns. */
  static final String SECOND_CAMPAIGN = "second_campaign";

  /**
   * Acts upon posts in the 7 days after each.
   *
   * @param recent mean of the last five posts before the lag
   * @param earlier mean of the sixth to thirtieth before it
   * @param firstFive sum of the first five after it
   * @param first of the first of them
   */
  public record Response(double recent, double earlier, long firstFive, long first) {
    /** Mean after over mean of the thirty before; null where there was none. */
    @Nullable Double afterBefore() {
      double before =
          (PostingTimeline.RECENT * recent + PostingTimeline.EARLIER * earlier)
              / (PostingTimeline.RECENT + PostingTimeline.EARLIER);
      return before > 0 ? firstFive / (double) PostingTimeline.FIRST / before : null;
    }
  }

  boolean is(String wanted) {
    return kind.equals(wanted);
  }

  /** Whether the account came back. */
  boolean returned() {
    return backMicros != null;
  }

  /** Whether it enters the regression. */
  boolean compares() {
    return response != null && !campaignOnly && !is(SECOND_CAMPAIGN);
  }
}
