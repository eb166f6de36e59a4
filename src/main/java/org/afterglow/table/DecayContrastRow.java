package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/**
 * How late engagement with promotional posts comes against conversational ones, in one campaign; a
 * row of table decay_contrast.
 */
public record DecayContrastRow(
    @Column("Key of the campaign.") String campaignId,
    @Column("account, venue, hashtag or domain; several: mixed.") String entityType,
    @Column("platform/entity id of the campaign’s members; several: a hash of their sorted keys.")
        String entityKey,
    @Column("post, person or thread.") String unit,
    @Column(
            "What divides early from late, hours: of age of a post or thread; of persons since the"
                + " stop.")
        double cutHours,
    @Column(
            "Strata that hold units of both classes; NULL, as all that is counted, where a class"
                + " has 1 to 4 persons, or persons or threads cannot be counted: lnlor_state says"
                + " why.")
        @Nullable Long strata,
    @Column("Promotional units; of persons, those whom a promotional post acquired.")
        @Nullable Long unitsPromo,
    @Column("Conversational units.") @Nullable Long unitsConv,
    @Column("Weighted early acts, promotional.") @Nullable Double earlyPromo,
    @Column("Weighted late acts, promotional.") @Nullable Double latePromo,
    @Column("Weighted early acts, conversational.") @Nullable Double earlyConv,
    @Column("Weighted late acts, conversational.") @Nullable Double lateConv,
    @Column("Sum over strata of a d / T.") @Nullable Double r,
    @Column("Sum over strata of b c / T.") @Nullable Double s,
    @Column("Log late-odds ratio ln(R/S); negative: promotional engagement ends sooner.")
        Estimate lnlor,
    @Column("Delete-one-bucket jackknife variance of lnlor.") @Nullable Double variance,
    @Column("Two-sided p of lnlor.") @Nullable Double pValue,
    @Column(
            "p_value adjusted by Benjamini and Hochberg over the campaigns of this unit and cut"
                + " that have one.")
        @Nullable Double qValue,
    @Column("permutation or jackknife_t.") @Nullable String pMethod,
    @Column(
            "The same by days since the stop, stratified by age; secondary, enters no verdict; on"
                + " rows of the 24-hour cut alone.")
        Estimate lnlorStop,
    @Column(
            "The same by days since the stop, unstratified; measures posting schedules, state"
                + " SCHEDULE.")
        Estimate lnlorCrude,
    @Column("none, or per_cell: r, s and lnlor are corrected for errors of the classes.")
        String labelCorrection) {}
