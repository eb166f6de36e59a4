package org.afterglow.job.curve;

import java.time.Instant;
import java.util.List;
import org.afterglow.decay.Baseline;
import org.jspecify.annotations.Nullable;

/**
 * What curves need to know of a campaign.
 *
 * @param startedAt null where that is not known
 * @param stoppedAt null while it runs
 * @param nextCampaignAt start of the entity's next campaign, where its after-window ends
 * @param platforms posts made in [start, stop) by platform
 * @param counterKind acts, score or views; null where the archive has no counters
 * @param counterLimit 99 % point of the entity's counters
 * @param snapshotKind as counterKind, of posts counted several times
 * @param baseline parts of the time before it that it is held against; null where it has no start
 * @param countersOnly whether counters show engagement of which there are no times
 * @param repliesNamed whether replies name their targets on a platform that it posted on
 */
public record CurveCampaign(
    String campaignId,
    String entityType,
    String entityKey,
    @Nullable Instant startedAt,
    @Nullable Instant stoppedAt,
    @Nullable Instant nextCampaignAt,
    @Nullable List<PlatformPosts> platforms,
    @Nullable String counterKind,
    @Nullable Double counterLimit,
    @Nullable String snapshotKind,
    @Nullable List<Baseline.Span> baseline,
    boolean countersOnly,
    boolean repliesNamed) {

  /** Posts of one platform. */
  public record PlatformPosts(String platform, long posts) {}
}
