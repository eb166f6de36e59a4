package org.afterglow.table;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was posted in a week around a stop, and what it had earned when it was counted, against the
 * baseline before the campaign; a row of table counter_change.
 */
public record CounterChangeRow(
    @Column("Key of the campaign.") String campaignId,
    @Column("account, venue, hashtag or domain; several: mixed.") String entityType,
    @Column("platform/entity id of the campaign’s members; several: a hash of their sorted keys.")
        String entityKey,
    @Column("promotional, conversational, or all.") String postClass,
    @Column("Week since midnight (UTC) of the stop’s day; −1 is the week before it.") int week,
    @Column("When the week begins.") Instant weekStart,
    @Column("acts, score or views: what the counters count.") @Nullable String counterKind,
    @Column("Entity posts made in the week that were counted at an age of 7 days or more.")
        long posts,
    @Column("Sum of their counters.") long counterTotal,
    @Column("Observed days of the week.") double observedDays,
    @Column("The same posts of the baseline: 56 to 7 days before the start.") long baselinePosts,
    @Column("Sum of their counters.") long baselineTotal,
    @Column("Observed days of the baseline.") double baselineDays,
    @Column("ln of the counters’ sum a day over that of the baseline: ln_posts + ln_mean.")
        Estimate lnTotal,
    @Column("ln of the posts a day over those of the baseline.") Estimate lnPosts,
    @Column("ln of the mean counter of a post over that of the baseline.") Estimate lnMean) {}
