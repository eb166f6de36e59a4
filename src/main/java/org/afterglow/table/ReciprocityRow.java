package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** What an owner gave before it promoted, and the response; a row of reciprocity. */
public record ReciprocityRow(
    @Column("account; archive: all of them.") String scope,
    @Column("platform/entity id of the account; NULL for the archive.") @Nullable String entityKey,
    @Column("Weeks whose promotional posts enter the estimates.") long weeks,
    @Column("Promotional posts of those weeks.") long posts,
    @Column("Answers that the owner gave to others, in all.") long repliesGiven,
    @Column(
            "Posts by persons that name the owner or answer it, in all; NULL where fewer than 5"
                + " people wrote them, and then not in the archive’s sum.")
        @Nullable Long mentionsReceived,
    @Column(
            "By how many percent what a promotional post earns in 7 days is higher where twice as"
                + " many answers were given in the four weeks before, mentions received being"
                + " alike.")
        Estimate changePctPerDoubling,
    @Column(
            "The same of twice as many answers for each mention received; what is divided by holds"
                + " engagement, so nothing is concluded from it.")
        Estimate changePctByRatio,
    @Column("Accounts that the estimates rest on; 1 for an account.") long accounts,
    @Column("Two-sided p of change_pct_per_doubling; of the archive.") @Nullable Double pValue,
    @Column("What change_pct_per_doubling comes to by docs/verdicts.md; of the archive.")
        @Nullable String legVerdict) {}
