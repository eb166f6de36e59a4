package org.afterglow.table;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One campaign; a row of table campaigns. */
public record CampaignRow(
    @Column("Key of the campaign.") String campaignId,
    @Column("account, venue, hashtag or domain; several: mixed.") String entityType,
    @Column("platform/entity id of the campaign’s members; several: a hash of their sorted keys.")
        String entityKey,
    @Column("declared, detected or ad_record.") String campaignSource,
    @Column("What it was called when declared.") @Nullable String label,
    @Column(
            "First instant of the campaign, UTC; where declared without one the archive’s first day, NULL if that is unknown.")
        @Nullable Instant startedAt,
    @Column("First instant after the campaign, UTC; NULL while it runs.")
        @Nullable Instant stoppedAt,
    @Column("Standard error of a detected stop in days; NULL when declared.")
        @Nullable Double stopSeDays,
    @Column("Promotional entity posts in [start, stop).") long promotionalPosts,
    @Column("Conversational entity posts in [start, stop).") long conversationalPosts,
    @Column("Shared by campaigns that share half of their promotional posts; NULL when alone.")
        @Nullable String overlapGroupId,
    @Column("Start of the next campaign of the same entity; NULL when there is none.")
        @Nullable Instant nextCampaignAt,
    @Column("OK, or why nothing after the stop can be estimated.") String state,
    @Column("Codes that qualify the campaign.") List<String> flags) {}
