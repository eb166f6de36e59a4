package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** What people pass on of an owner’s posts, by their followers; a row of table advocacy. */
public record AdvocacyRow(
    @Column("account; archive: all of them.") String scope,
    @Column("platform/entity id of the account; NULL for the archive.") @Nullable String entityKey,
    @Column(
            "Fourth of the followers that the platform’s engaged people have, 1 the fewest; NULL for"
                + " the archive.")
        @Nullable Integer followerQuartile,
    @Column("OK, or why the figures are NULL.") String state,
    @Column("Accounts that the ratio rests on; 1 for an account.") long accounts,
    @Column("Posts of the accounts that were engaged with.") long posts,
    @Column(
            "People of known followers who engaged with the account; who did with several stands"
                + " for each in the archive’s, which leaves out fourths that are SUPPRESSED.")
        @Nullable Long people,
    @Column("What they did with its posts, once for each person, post, kind and day.")
        @Nullable Long engagements,
    @Column("Of engagements the reposts and quotes.") @Nullable Long passedOn,
    @Column("passed_on over engagements; limits by Wilson, for an account.") Estimate passedOnShare,
    @Column(
            "passed_on_share of the fourth over that of the fourth with the fewest followers,"
                + " Mantel-Haenszel by account and tenth of the person’s posts; the archive’s is of"
                + " the fourth with the most.")
        Estimate passOnRatio,
    @Column("Unsolicited passing on against solicited; not yet estimated.") Estimate earnedShare,
    @Column("Two-sided p of pass_on_ratio; of the archive.") @Nullable Double pValue,
    @Column("What pass_on_ratio comes to by docs/verdicts.md; of the archive.")
        @Nullable String legVerdict) {}
