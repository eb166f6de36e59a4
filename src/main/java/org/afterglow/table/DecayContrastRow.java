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
    @Column("Age that divides early from late, hours.") double cutHours,
    @Column("Strata that hold units of both classes.") long strata,
    @Column("Promotional units.") long unitsPromo,
    @Column("Conversational units.") long unitsConv,
    @Column("Weighted early acts, promotional.") double earlyPromo,
    @Column("Weighted late acts, promotional.") double latePromo,
    @Column("Weighted early acts, conversational.") double earlyConv,
    @Column("Weighted late acts, conversational.") double lateConv,
    @Column("Sum over strata of a d / T.") double r,
    @Column("Sum over strata of b c / T.") double s,
    @Column("Log late-odds ratio ln(R/S); negative: promotional engagement ends sooner.")
        Estimate lnlor,
    @Column("Delete-one-bucket jackknife variance of lnlor.") @Nullable Double variance,
    @Column("Two-sided p of lnlor.") @Nullable Double pValue,
    @Column(
            "p_value adjusted by Benjamini and Hochberg over the campaigns of this unit and cut that have one.")
        @Nullable Double qValue,
    @Column("permutation or jackknife_t.") @Nullable String pMethod,
    @Column(
            "The same by days since the stop, stratified by age; secondary, enters no verdict; on rows of the 24-hour cut alone.")
        Estimate lnlorStop,
    @Column(
            "The same by days since the stop, unstratified; measures posting schedules, state SCHEDULE.")
        Estimate lnlorCrude,
    @Column("none, or how errors of the classes were corrected for.") String labelCorrection) {}
