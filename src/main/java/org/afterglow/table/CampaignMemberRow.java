package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** An entity that belongs to a campaign; a row of table campaign_members. */
public record CampaignMemberRow(
    @Column("Key of the campaign.") String campaignId,
    @Column("Platform of the entity; NULL: every platform.") @Nullable String platform,
    @Column("account, venue, hashtag or domain.") String entityType,
    @Column(
            "Key of the account (a pseudonym unless identities were kept), or the venue as posts have it, the hashtag, domain itself.")
        String entityId,
    @Column("owner: speaks for the campaign; topic: is what it is about.") String role) {}
