package org.afterglow.job.contrast;

import org.jspecify.annotations.Nullable;

/**
 * A post of a campaign with what it earned early and late, by age and since the stop; weights are
 * in millionths (docs/methods.md, 3.1 and 3.4).
 *
 * @param postedMicros when it was posted, microseconds since 1970
 * @param uncertain whether its probability lies within the model's band of doubt
 * @param byDominantAuthor whether its author wrote more than half of a class's posts
 * @param eligible whether enough of its first 28 days was observed and it stood that long
 * @param bucket one of 20, by a hash of its key
 * @param week seven-day block since the campaign's start in which it was posted
 * @param sixHours the same, parted by six-hour block of the UTC day
 * @param ageAtStop class of its age at the stop, from 0; null where there is no stop or the post
 *     was taken back
 * @param events acts at age [0, 28 d)
 * @param within6h weight of acts at age [0, 6 h)
 * @param within1d weight of acts at age [0, 1 d)
 * @param within7d weight of acts at age [0, 7 d)
 * @param within28d weight of acts at age [0, 28 d)
 * @param botsIn what it earned with the acts of suspected bots
 * @param dominantActorOut what it earned without the acts of dominant actors
 * @param identicalTextsOut what it earned without acts of identical texts
 * @param stopEvents acts in [stop, stop + 28 d)
 * @param stopFirstWeek weight of acts in [stop, stop + 7 d)
 * @param stopLater weight of acts in [stop + 7 d, stop + 28 d)
 */
public record ContrastPost(
    String campaignId,
    String platform,
    String postKey,
    long postedMicros,
    boolean promotional,
    boolean uncertain,
    boolean byDominantAuthor,
    boolean eligible,
    int bucket,
    int week,
    int sixHours,
    @Nullable Integer ageAtStop,
    long events,
    long within6h,
    long within1d,
    long within7d,
    long within28d,
    Earned botsIn,
    Earned dominantActorOut,
    Earned identicalTextsOut,
    long stopEvents,
    long stopFirstWeek,
    long stopLater) {
  /**
   * What a post earned in a run that counts other acts than the primary one.
   *
   * @param events acts at age [0, 28 d)
   * @param early weight of acts at age [0, 1 d)
   * @param late weight of acts at age [1 d, 28 d)
   */
  public record Earned(long events, long early, long late) {}
}
