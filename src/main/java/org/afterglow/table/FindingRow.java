package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** What comes of a claim; a row of table findings. */
public record FindingRow(
    @Column("C1 to C8: what each claims stands in docs/verdicts.md.") String claim,
    @Column("supports, contradicts, no_material_difference, undetermined or not_estimable.")
        String verdict,
    @Column(
            "Code of what decided it: OK where the figures did, else what stands against concluding"
                + " or estimating, the first of several.")
        String reason,
    @Column("What may be said, and no more.") String sentence,
    @Column("Figure of the leg that decides, on the scale of its own table.") Estimate estimate,
    @Column("Least difference from none that matters, on the scale that the verdict is judged on.")
        double margin,
    @Column("Two-sided p of the claim; where several legs are needed, the largest.")
        @Nullable Double pValue,
    @Column("p_value adjusted by Benjamini and Hochberg over the claims that have one.")
        @Nullable Double qValue,
    @Column(
            "Judged placebo of the figure that did not pass, else that differs most often; of C1 those"
                + " of posts. NULL where the claim has none.")
        @Nullable String placebo,
    @Column("Share of that placebo's draws that differ at the 5 % level.")
        @Nullable Double placeboRejectionShare,
    @Column("Its state in table placebo; NOT_RUN where the claim has none.") String placeboState,
    @Column(
            "Whether classes were checked on this archive: OK, LABELS_UNCHECKED, LABEL_UNCERTAIN; or"
                + " NOT_NEEDED, where the claim does not rest on them.")
        String labelState,
    @Column("SHA-256 of docs/verdicts.md, the rules that it was judged by.")
        String verdictRulesSha256,
    @Column("Campaigns that the figure rests on.") long campaigns,
    @Column("Accounts whose they are.") long accounts,
    @Column("Posts that it rests on.") long posts) {}
