package org.afterglow.job.contrast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the contrast needs to know of a campaign.
 *
 * @param stopState OK, or why nothing after its stop can be contrasted
 * @param overlapGroupId shared by campaigns that share posts; null when alone
 * @param lengthMicros from start to stop; the largest long where one of them is open
 * @param owners keys of the accounts that speak for it
 */
public record ContrastCampaign(
    String campaignId,
    String entityType,
    String entityKey,
    String stopState,
    @Nullable String overlapGroupId,
    long lengthMicros,
    List<String> owners) {}
