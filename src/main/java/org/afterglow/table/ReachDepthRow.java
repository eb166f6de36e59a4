package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/**
 * People whom a campaign reached once and people who came back, and what each carried later; a row
 * of table reach_depth. A campaign has a row for each class of people, or one alone with the reason
 * why it has no figures; so has the archive.
 */
public record ReachDepthRow(
    @Column("campaign, or archive: all that are pooled.") String scope,
    @Column("Key of the campaign; NULL on the archive’s rows.") @Nullable String campaignId,
    @Column("account, venue, hashtag or domain; several: mixed; NULL on the archive’s rows.")
        @Nullable String entityType,
    @Column(
            "platform/entity id of the campaign’s members; several: a hash of their sorted keys; NULL on the archive’s rows.")
        @Nullable String entityKey,
    @Column(
            "On how many days of [start, stop) people engaged: once, some (2 to 4), regular (5 and"
                + " more); NULL where nothing can be told.")
        @Nullable String kClass,
    @Column("OK, or why the figures are NULL.") String state,
    @Column("Campaigns that the figures rest on; 1 for a campaign.") long campaigns,
    @Column("Accounts whose they are; 1 for a campaign.") long accounts,
    @Column("Entity posts of [start, stop).") long posts,
    @Column(
            "People of the class; NULL where fewer than 5 engaged once or came back, and for some and"
                + " regular where fewer than 5 are of either; of the archive without campaigns that"
                + " have a NULL.")
        @Nullable Long people,
    @Column(
            "Times that one of them engaged with conversational posts or talked of the entity in"
                + " [stop, stop + 28) days, mean.")
        @Nullable Double laterPerPerson,
    @Column("Share of all those times that the class carried.") @Nullable Double laterShare,
    @Column(
            "Share of them that the tenth of all people carried who came most often; NULL where"
                + " these are fewer than 5.")
        @Nullable Double top10LaterShare,
    @Column(
            "Logarithm of what people who engaged on two days or more carried later, all together,"
                + " over what those who engaged on one did; of the archive pooled.")
        Estimate breadthDepthLnRatio,
    @Column("Two-sided p of breadth_depth_ln_ratio; of the archive.") @Nullable Double pValue,
    @Column("What breadth_depth_ln_ratio comes to by docs/verdicts.md; of the archive.")
        @Nullable String legVerdict) {}
