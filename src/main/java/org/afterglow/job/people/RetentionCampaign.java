package org.afterglow.job.people;

import org.jspecify.annotations.Nullable;

/**
 * What retention needs to know of a campaign.
 *
 * @param state OK, or why it cannot be told how long its people stayed
 * @param supplyPostsPerWeek conversational posts in the first 60 days after the stop; null where
 *     these were not seen
 * @param horizonDays whole days on the supply clock for which staying can be told
 */
public record RetentionCampaign(
    String campaignId,
    String entityType,
    String entityKey,
    String state,
    @Nullable Double supplyPostsPerWeek,
    int horizonDays) {}
