package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** A check by classes dealt at random; a row of table placebo. */
public record PlaceboRow(
    @Column("Claim that it checks; of C1 the part: C1a what posts say, C1b people, C1c threads.")
        String claim,
    @Column("How classes were dealt: docs/methods.md, 3.6.") String placebo,
    @Column("Whether the verdict depends on it; others are printed.") boolean judged,
    @Column("Draws that could be pooled, of 400; 1 where a lead stands in for draws.") int draws,
    @Column("Share of the draws that differ from 0 at the 5 % level.")
        @Nullable Double rejectionShare,
    @Column("Mean over draws of the log ratio; 0 were right.") @Nullable Double meanEstimate,
    @Column("Standard deviation of the log ratio over draws; NULL where there is one draw.")
        @Nullable Double sdEstimate,
    @Column("Accounts that take part, in whatever draw.") long accounts,
    @Column(
            "OK: at most 8 % of the draws differ, or the lead’s interval holds 0; PLACEBO_FAILED: else; or why the figures are NULL or not judged.")
        String placeboState) {}
