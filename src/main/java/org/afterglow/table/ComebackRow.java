package org.afterglow.table;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Silences of the accounts that speak for campaigns, and what came after them; a row of comebacks.
 */
public record ComebackRow(
    @Column(
            "gap: one silence of an account; archive: all silences of a gap_class, or of all of them.")
        String scope,
    @Column("platform/entity id of the account; NULL for the archive.") @Nullable String entityKey,
    @Column(
            "Days of silence: 14-30, 30-60, 60-90, 90+, the upper end left out; all; second_campaign:"
                + " not silences, but the time between the first campaign and the second of accounts"
                + " that have four fifths of their posts in campaigns.")
        String gapClass,
    @Column("When the last post before the silence was made, UTC; NULL for the archive.")
        @Nullable Instant gapStart,
    @Column(
            "Days from that post to the next, or to the archive's end where there is none; for the"
                + " archive the median.")
        @Nullable Double gapDays,
    @Column("Whether a post came after it; NULL for the archive.") @Nullable Boolean returned,
    @Column(
            "Whether four fifths of the account's posts fall in its campaigns: its silences are not"
                + " compared with moments of others; NULL for the archive.")
        @Nullable Boolean campaignOnly,
    @Column(
            "Acts upon the first five posts after it within 7 days of each, over acts upon as many of"
                + " the last thirty before; not compared with anything, and so no estimate of what"
                + " the silence did. NULL where there were none before, or posts were not observed;"
                + " for the archive the median.")
        @Nullable Double ratioAfterBefore,
    @Column("Silences; of an archive's row those of campaign_only accounts left out.") long gaps,
    @Column("Silences after which a post came.") long gapsReturned,
    @Column(
            "Silences that are compared with controls: five posts came after them, and these and"
                + " those before were observed.")
        long gapsCompared,
    @Column(
            "Moments of accounts that went on posting that they are compared with; for a gap those of"
                + " its account and class.")
        long controls,
    @Column(
            name = "penalty_pct_14d",
            value =
                "By how many percent less was earned by the first five posts after 14 days of silence"
                    + " than by five posts as long after moments without one; below 0: more. Of the"
                    + " archive's row of all alone, as are the others.")
        Estimate penaltyPct14d,
    @Column(name = "penalty_pct_30d", value = "The same after 30 days.") Estimate penaltyPct30d,
    @Column(name = "penalty_pct_60d", value = "The same after 60 days.") Estimate penaltyPct60d,
    @Column(name = "penalty_pct_90d", value = "The same after 90 days.") Estimate penaltyPct90d,
    @Column(
            "By how much the logarithm of that response, silence against none, changes with ln of the"
                + " days of silence; below 0: the longer, the less.")
        Estimate slopeLnGap,
    @Column(
            "Of the people who acted upon the account's posts in the 28 days before the silence, the"
                + " share that acted upon one of the first five posts after it within 7 days; for the"
                + " archive's rows over silences with controls of the same account, class and doubling of"
                + " the number of people, without silences or controls of fewer than 5 people.")
        Estimate audienceBackShare,
    @Column(
            "The same share at those controls, weighted by the people of the silences that they are"
                + " held against.")
        Estimate audienceBackControl,
    @Column(
            "audience_back_share over audience_back_control, Mantel-Haenszel by account, class and"
                + " doubling of the number of people; of the archive's rows alone.")
        Estimate audienceBackRatio,
    @Column("Accounts whose silences are compared; 1 for a gap.") long accounts,
    @Column("Posts of the accounts compared, controls' too; of a gap those of its account.")
        long posts,
    @Column("Two-sided p of penalty_pct_60d; of the archive's row of all.") @Nullable Double pValue,
    @Column("What penalty_pct_60d comes to by docs/verdicts.md; of the archive's row of all.")
        @Nullable String legVerdict) {}
