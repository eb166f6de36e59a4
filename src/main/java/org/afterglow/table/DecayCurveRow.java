package org.afterglow.table;

/** One day of a fitted curve after the stop; a row of table decay_curve. */
public record DecayCurveRow(
    @Column("Key of the campaign.") String campaignId,
    @Column("account, venue, hashtag or domain; several: mixed.") String entityType,
    @Column("platform/entity id of the campaign’s members; several: a hash of their sorted keys.")
        String entityKey,
    @Column("promotional, conversational, or all.") String postClass,
    @Column("Days since the stop, from 0.") int day,
    @Column("Acts of the day; 0 where it is not used.") double events,
    @Column("Observed share of the day times its mean season.") double exposure,
    @Column("Fitted acts per fully observed day of average season.") Estimate fitted) {}
