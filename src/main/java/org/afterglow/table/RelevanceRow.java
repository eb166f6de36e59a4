package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/**
 * How far promotional posts lie from what their venues talk about, and the response; a row of
 * relevance.
 */
public record RelevanceRow(
    @Column("venue, or archive: all of them.") String scope,
    @Column(
            "platform/venue: a subreddit, group or site by its name, a channel or profile by its"
                + " account’s key; NULL for the archive.")
        @Nullable String entityKey,
    @Column(
            "Promotional posts of 8 words or more that stand in it and not in their author’s own feed;"
                + " NULL where fewer than 5 people wrote them, and then not in the archive’s sum.")
        @Nullable Long promoPosts,
    @Column(
            "Of those the mean of 1 − the cosine between their words and those of the posts that"
                + " others wrote there in the three months before: 0 where they say the same. Without"
                + " an interval.")
        Estimate distanceMean,
    @Column(
            "By how many percent a promotional post draws more responders in 7 days, below 0: fewer,"
                + " where it lies one standard deviation further from what its venue talks about,"
                + " posts of one author and month in different venues being compared.")
        Estimate changePctPerSd,
    @Column("The same of posts that do not promote.") Estimate changePctPerSdConversational,
    @Column(
            "Authors of the posts that distance_mean is of, NULL where fewer than 5; of the archive"
                + " those that change_pct_per_sd rests on.")
        @Nullable Long accounts,
    @Column(
            "Posts that distance_mean is of, NULL where fewer than 5 people wrote them; of the archive"
                + " those that change_pct_per_sd rests on.")
        @Nullable Long posts,
    @Column("Two-sided p of change_pct_per_sd; of the archive.") @Nullable Double pValue,
    @Column("What change_pct_per_sd comes to by docs/verdicts.md; of the archive.")
        @Nullable String legVerdict) {}
