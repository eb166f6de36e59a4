package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/**
 * How long people whom a campaign acquired went on coming after its stop; a row of table retention.
 * A campaign has a row for each class and day, on each of which the figures of the class stand, or
 * one alone, of day 0, with the reason why it has none; the archive has one.
 */
public record RetentionRow(
    @Column("campaign, or archive: all of them.") String scope,
    @Column("Key of the campaign; NULL on the archive’s row.") @Nullable String campaignId,
    @Column("account, venue, hashtag or domain; several: mixed; NULL on the archive’s row.")
        @Nullable String entityType,
    @Column(
            "platform/entity id of the campaign’s members; several: a hash of their sorted keys; NULL on the archive’s row.")
        @Nullable String entityKey,
    @Column(
            "Class of the post that people first engaged with, promotional or conversational; NULL on the archive’s row.")
        @Nullable String postClass,
    @Column(
            "Days since the stop that were observed and in a week with a conversational post; NULL on the archive’s row.")
        @Nullable Long day,
    @Column(
            "People who were there until that day, of those who came often while the campaign ran; NULL where fewer than 5.")
        @Nullable Long atRisk,
    @Column("People who had left by that day; NULL where at_risk is.") @Nullable Long left,
    @Column("People whom nobody watched for longer than that day; NULL where at_risk is.")
        @Nullable Long censored,
    @Column("Share of people still there after that day.") Estimate retainedShare,
    @Column(
            name = "back_within_60d_share",
            value =
                "Share of those who left who came again within 60 days of leaving; NULL where fewer than 5 left and were watched for so long.")
        @Nullable Double backWithin60dShare,
    @Column(
            name = "rmst_60_days",
            value = "Days that people stayed on average of the first 60, the area under the curve.")
        Estimate rmst60Days,
    @Column(
            "By how many of 60 days people acquired by promotional posts stayed longer than those acquired by others in the same week who came as often; negative: they left sooner. Without an interval on the rows of campaigns.")
        Estimate rmstDifferenceDays,
    @Column("Conversational posts a week in the first 60 days after the stop.")
        @Nullable Double supplyPostsPerWeek,
    @Column("Campaigns that were pooled; on the archive’s row alone.") @Nullable Long campaigns,
    @Column("Accounts that were pooled; on the archive’s row alone.") @Nullable Long accounts,
    @Column("Two-sided p of rmst_difference_days; on the archive’s row alone.")
        @Nullable Double pValue) {}
