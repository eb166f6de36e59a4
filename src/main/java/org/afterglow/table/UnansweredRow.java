package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** Talk to an owner before and after its campaigns, and what was answered; a row of unanswered. */
public record UnansweredRow(
    @Column("account; archive: all of them.") String scope,
    @Column("platform/entity id of the account; NULL for the archive.") @Nullable String entityKey,
    @Column("OK, or why the figures are NULL.") String state,
    @Column("Campaigns with a stop that four weeks before and after were observed of.")
        long campaigns,
    @Column("Accounts that the figures rest on; 1 for an account.") long accounts,
    @Column(
            "Posts by persons that mention or answer the owner in the 28 days before a stop, those"
                + " with 7 observed days behind them; of the archive without accounts that are"
                + " SUPPRESSED.")
        @Nullable Long mentionsPre,
    @Column("The same in the 28 days after it.") @Nullable Long mentionsPost,
    @Column("Of mentions_pre those that the owner answered within 7 days.")
        @Nullable Long answeredPre,
    @Column("Of mentions_post those that the owner answered within 7 days.")
        @Nullable Long answeredPost,
    @Column("answered_pre over mentions_pre; limits by Wilson, for an account.")
        Estimate answeredSharePre,
    @Column("answered_post over mentions_post; limits by Wilson, for an account.")
        Estimate answeredSharePost,
    @Column(
            "Share answered after the stop over that before it, Mantel-Haenszel by campaign and"
                + " account.")
        Estimate answerRatio,
    @Column(
            "Mentions in [28, 56) days after the stop over those of the baseline, [start - 56, start"
                + " - 7) days without other campaigns and 28 days after each, both over what was"
                + " said then to other owners of the platform who had no campaign near;"
                + " Mantel-Haenszel by campaign.")
        Estimate talkRatio,
    @Column(
            "The same by the day, whatever was said to others: what a whole platform does is in it.")
        @Nullable Double talkRatioCrude,
    @Column(
            "Whole hours within which half of mentions_post were answered; NULL where less than half"
                + " were within 7 days.")
        @Nullable Long medianHoursToAnswer,
    @Column("Mentions after the stop that were not answered, a day observed.")
        @Nullable Double unansweredPerDay,
    @Column(
            "Whether the owner answered nobody in the last 28 observed days, in which there were at"
                + " least 10 mentions; NULL below those, and for the archive.")
        @Nullable Boolean abandoned,
    @Column("Two-sided p of answer_ratio; of the archive.") @Nullable Double pValue,
    @Column("What answer_ratio comes to by docs/verdicts.md; of the archive.")
        @Nullable String legVerdict) {}
