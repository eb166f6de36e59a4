package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** What an owner's feed is made of, and what its conversation earns; a row of talk_balance. */
public record TalkBalanceRow(
    @Column("account; archive: all of them.") String scope,
    @Column("platform/entity id of the account; NULL for the archive.") @Nullable String entityKey,
    @Column("Weeks whose conversational posts enter change_pct_per_10pp.") long weeks,
    @Column("Posts of the feed: those that answer nobody and pass nothing on without words.")
        long posts,
    @Column("Promotional posts of the feed, of those that were scored; NULL where none was.")
        @Nullable Double promoShare,
    @Column(
            "Of words that name one side, in all that the owner wrote: we, us, our and its own name"
                + " over those and you, your. Whole counts, hence without an interval.")
        Estimate selfReferenceShare,
    @Column(
            "Of answers in threads that the owner began or was spoken to in, those between two"
                + " persons of whom neither is the owner; limits by drawing threads anew. Of the"
                + " archive without accounts that are SUPPRESSED.")
        Estimate audienceShare,
    @Column(
            name = "change_pct_per_10pp",
            value =
                "By how many percent what a conversational post earns in 7 days is higher after a"
                    + " week with ten points more promotion in the feed; negative: lower.")
        Estimate changePctPer10pp,
    @Column("Accounts that change_pct_per_10pp rests on; 1 for an account.") long accounts,
    @Column("Two-sided p of change_pct_per_10pp; of the archive.") @Nullable Double pValue,
    @Column("What change_pct_per_10pp comes to by docs/verdicts.md; of the archive.")
        @Nullable String legVerdict) {}
