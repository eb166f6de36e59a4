package org.afterglow.table;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Engagement of one campaign in one bin of a series; a row of table engagement. */
public record EngagementRow(
    @Column("Key of the campaign.") String campaignId,
    @Column("account, venue, hashtag or domain; several: mixed.") String entityType,
    @Column("platform/entity id of the campaign’s members; several: a hash of their sorted keys.")
        String entityKey,
    @Column("S1_age, S1_stop, S2_organic, S4_counters or S4_snapshots.") String series,
    @Column("promotional, conversational, or all.") String postClass,
    @Column("direct: acts upon the post itself; thread: upon anything below it.") String reach,
    @Column("Beginning of the bin, hours of post age or since the stop.") double binFromHours,
    @Column("End of the bin, hours.") double binToHours,
    @Column(
            "Posts at risk in the bin; for S4_counters the posts made on that day, for S4_snapshots those counted in the bin and again later.")
        long posts,
    @Column("Post-days at risk; for S1_stop and S2_organic observed days times season.")
        double postDays,
    @Column("Acts counted.") long events,
    @Column("Acts weighted by 1/season.") double eventsWeighted,
    @Column(
            "Weighted acts per post and day at risk; for series by day, acts per day of average season.")
        Estimate ratePerPostDay,
    @Column("Weighted acts per post up to the end of the bin.") @Nullable Double cumulativePerPost,
    @Column("Day of posting, for S4_counters.") @Nullable Instant weekStart,
    @Column("acts (likes, reposts, replies, quotes), score or views.") @Nullable String counterKind,
    @Column("Sum of the counters.") @Nullable Long counterTotal,
    @Column("Mean counter per post.") Estimate counterMean,
    @Column("Median counter per post.") @Nullable Double counterMedian,
    @Column("Mean with counters above the entity’s 99 % point set to it.")
        @Nullable Double counterMeanWinsorised,
    @Column(
            "Sum of the counters as a share of the sum of the same posts’ newest counters, for S4_snapshots.")
        @Nullable Double counterShareOfNewest,
    @Column(
            "10 % point of the age at which counters were read, days; for S4_snapshots the newest ones.")
        @Nullable Double counterAgeP10Days,
    @Column("Median age at which counters were read, days.") @Nullable Double counterAgeMedianDays,
    @Column("Posts left out because their counters were read too early.") long youngDropped) {}
