package org.afterglow.job.contrast;

/**
 * A thread that an entity post of a campaign began, with what others contributed to it early and
 * late: replies, quotes and comments, each person once a day and kind; weights are in millionths
 * (docs/methods.md, 3.3).
 *
 * @param postKey the post that began it
 * @param postedMicros when, microseconds since 1970
 * @param promotional class of that post
 * @param promotionalProbability of that post
 * @param eligible whether enough of its first and of its second 28 days was observed and the post
 *     stood that long
 * @param week seven-day block since the campaign's start in which it began
 * @param contributed what people did
 * @param botsIn the same with what suspected bots did
 */
public record CampaignThread(
    String campaignId,
    String platform,
    String postKey,
    long postedMicros,
    boolean promotional,
    double promotionalProbability,
    boolean eligible,
    int week,
    Contributed contributed,
    Contributed botsIn) {
  /**
   * Contributions to a thread.
   *
   * @param events at age [0, 56 d)
   * @param early weight of those at age [0, 28 d)
   * @param late weight of those at age [28 d, 56 d)
   */
  public record Contributed(long events, long early, long late) {}
}
