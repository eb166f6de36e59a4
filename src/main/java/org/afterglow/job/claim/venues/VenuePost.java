package org.afterglow.job.claim.venues;

import java.util.Comparator;
import org.afterglow.decay.ObservedCalendar;

/**
 * A post in a venue, as the regression of C7 takes it.
 *
 * @param account platform/author
 * @param month months since the year 0
 * @param posted microseconds since 1970
 * @param key of the post, which settles the order of those of one instant
 * @param doubtful whether it lies within the model's band of doubt
 * @param distance from what the venue talks about, in standard deviations (D)
 * @param venuePosts posts in the venue in the same week, this one included
 * @param linked whether it links anywhere but to its platform
 * @param probability of being promotional
 * @param earlierReplies that the author's posts there had received before
 * @param responders distinct persons who acted upon it in 7 days
 * @param respondersWithBots the same with suspected bots
 */
public record VenuePost(
    String account,
    String platform,
    String venue,
    int month,
    long posted,
    long key,
    boolean promotional,
    boolean doubtful,
    double distance,
    long venuePosts,
    long words,
    boolean linked,
    double probability,
    long earlierReplies,
    long responders,
    long respondersWithBots) {
  /** The order that sums go in, within an account. */
  static final Comparator<VenuePost> ORDER =
      Comparator.comparingInt(VenuePost::month)
          .thenComparingLong(VenuePost::posted)
          .thenComparingLong(VenuePost::key);

  private static final long SIX_HOURS = 6 * ObservedCalendar.HOUR;

  /** What the regression takes, the distance first: another one where it is dealt anew. */
  double[] covariates(double asDistance) {
    long block = Math.floorMod(posted, ObservedCalendar.DAY) / SIX_HOURS;
    return new double[] {
      asDistance,
      StrictMath.log((double) venuePosts),
      StrictMath.log((double) words),
      linked ? 1 : 0,
      probability,
      StrictMath.log1p((double) earlierReplies),
      block == 1 ? 1 : 0,
      block == 2 ? 1 : 0,
      block == 3 ? 1 : 0
    };
  }
}
