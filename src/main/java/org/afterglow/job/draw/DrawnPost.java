package org.afterglow.job.draw;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A post that is to be labelled by a person.
 *
 * @param source {@code platform:venue}, or {@code platform:} and a hash of the author's key
 * @param weight posts that it stands for, 1/probability of being drawn; null: it was chosen, not
 *     drawn
 * @param earlyWeighted weighted acts at age [0, 1 d), summed over campaigns; null: not counted
 * @param lateWeighted the same at age [1 d, 28 d)
 */
public record DrawnPost(
    String platform,
    String postId,
    String source,
    @Nullable Instant postedAt,
    @Nullable String language,
    @Nullable Double weight,
    @Nullable Double earlyWeighted,
    @Nullable Double lateWeighted) {
  /** The key of the post over all platforms. */
  public String key() {
    return platform + "/" + postId;
  }
}
