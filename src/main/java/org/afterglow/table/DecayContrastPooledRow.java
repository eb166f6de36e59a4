package org.afterglow.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contrast over all campaigns; a row of table decay_contrast_pooled. */
public record DecayContrastPooledRow(
    @Column("post, person or thread.") String unit,
    @Column("primary, the sensitivity run, or labels_as_predicted.") String run,
    @Column("estimate or mh_estimate: which of the two is the headline.") String headline,
    @Column("Campaigns eligible.") long campaigns,
    @Column("Accounts whose they are; campaigns that share an owner are of one account.")
        long accounts,
    @Column("Share of eligible campaigns whose own contrast is ZERO_CELL.")
        @Nullable Double zeroCellShare,
    @Column("Paule-Mandel mean of lnlor.") Estimate estimate,
    @Column("Pooled Mantel-Haenszel log late-odds ratio.") Estimate mhEstimate,
    @Column("Two-sided p of the headline.") @Nullable Double pValue,
    @Column(
            "p_value adjusted by Benjamini and Hochberg over the units that have one; on primary"
                + " rows.")
        @Nullable Double qValue,
    @Column("Between-campaign standard deviation.") @Nullable Double tau,
    @Column(name = "i2", value = "Share of variation that lies between campaigns.")
        @Nullable Double i2,
    @Column("Lower limit for a new campaign.") @Nullable Double predictionLow,
    @Column("Upper limit for a new campaign.") @Nullable Double predictionHigh,
    @Column("Largest share of the weight that one account has.") @Nullable Double maxAccountShare,
    @Column("P(predicted promotional | promotional) weighted by early acts.")
        @Nullable Double sEarly,
    @Column("P(predicted promotional | conversational) weighted by early acts.")
        @Nullable Double fEarly,
    @Column("s_early, weighted by late acts.") @Nullable Double sLate,
    @Column("f_early, weighted by late acts.") @Nullable Double fLate,
    @Column("Standard error that the checked sample adds.") @Nullable Double validationSe,
    @Column(
            "none, or per_cell: corrected for errors of the classes, apart for early and late"
                + " acts.")
        String labelCorrection,
    @Column("supports, contradicts, no_material_difference, undetermined or not_estimable.")
        String legVerdict,
    @Column(
            "Codes of what stands against concluding anything from the row, sorted; empty:"
                + " nothing.")
        List<String> hindrances) {}
