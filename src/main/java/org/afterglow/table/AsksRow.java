package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** Asks directed at people whom the asker had spoken with before, or not; a row of table asks. */
public record AsksRow(
    @Column("account: an owner of campaigns, as asker; archive: everybody’s asks.") String scope,
    @Column("platform/entity id of the account; NULL for the archive.") @Nullable String entityKey,
    @Column("OK, or why the figures are NULL.") String state,
    @Column(
            "Askers that the ratio rests on: those who asked both kinds of people of one tenth of"
                + " activity; 1 for an account.")
        long accounts,
    @Column("Posts that ask somebody.") long posts,
    @Column(
            "Asks, each once for each person asked, where neither had replied to the other in the 90"
                + " observed days before; of the archive without those of accounts that are"
                + " SUPPRESSED.")
        @Nullable Long asksCold,
    @Column("The same where one of them had.") @Nullable Long asksWarm,
    @Column("Of asks_cold those that the person asked replied to, passed on or quoted in 7 days.")
        @Nullable Long metCold,
    @Column("The same of asks_warm.") @Nullable Long metWarm,
    @Column(
            "Share met of warm asks over that of cold ones, Mantel-Haenszel by asker and tenth of"
                + " the asked person’s posts in the 28 days before.")
        Estimate rrWarmCold,
    @Column(
            "The same ratio without strata; too large where people speak with those who are active.")
        @Nullable Double rrCrude,
    @Column("Share met of warm asks less that of cold ones, same strata, percentage points.")
        @Nullable Double differencePp,
    @Column("Two-sided p of rr_warm_cold; of the archive.") @Nullable Double pValue,
    @Column("What rr_warm_cold comes to by docs/verdicts.md; of the archive.")
        @Nullable String legVerdict) {}
