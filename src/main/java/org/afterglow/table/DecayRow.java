package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** Half-lives and shares of one campaign and class; a row of table decay. */
public record DecayRow(
    @Column("Key of the campaign.") String campaignId,
    @Column("account, venue, hashtag or domain; several: mixed.") String entityType,
    @Column("platform/entity id of the campaign’s members; several: a hash of their sorted keys.")
        String entityKey,
    @Column("promotional, conversational, or all.") String postClass,
    @Column("Entity posts of the class created in [start, stop).") long posts,
    @Column("Acts on them within 28 days of each post.") long events,
    @Column("Observed days of the after-window.") double windowDays,
    @Column(
            name = "half_of_28d_age_hours",
            value = "Age by which half of the acts of a post’s first 28 days have come, hours.")
        Estimate halfOf28dAgeHours,
    @Column(
            name = "remains_1d",
            value = "Share of the acts of 28 days that comes after the first day.")
        Estimate remains1d,
    @Column(
            name = "remains_7d",
            value = "Share of the acts of 28 days that comes after the first seven days.")
        Estimate remains7d,
    @Column(
            name = "t50_days",
            value = "Days after the stop until the daily level is half of its mean on day 0.")
        Estimate t50Days,
    @Column(name = "rho28", value = "Level 28 days after the stop over the mean of day 0.")
        Estimate rho28,
    @Column(
            name = "d28_days",
            value = "Days’ worth of day-0 engagement that come within 28 days of the stop.")
        Estimate d28Days,
    @Column("Days after the stop by which half of the acts of [stop, stop + 28 d) have come.")
        Estimate halfOfWindowDays,
    @Column(
            name = "day0_events_per_day",
            value = "Fitted acts per day of average season on day 0 after the stop.")
        @Nullable Double day0EventsPerDay,
    @Column("Posterior mean of the part that does not decay within the window.")
        @Nullable Double floorFitted,
    @Column("Overdispersion a of the daily counts, variance = mu + a mu^2.") @Nullable Double nbA,
    @Column("Posterior share of exponential curves.") @Nullable Double shareExponential,
    @Column("Posterior share of Weibull curves.") @Nullable Double shareWeibull,
    @Column("Posterior share of power-law curves.") @Nullable Double sharePower,
    @Column(
            "Days until the total counter of two successive weeks is at most half of the last week’s.")
        @Nullable Double totalHalvesAfterDays,
    @Column("Threads that posts of the class began, 56 days of each observed well enough.")
        long threads,
    @Column(
            "Share of those to which somebody else contributed at an age of 28 to 56 days; measures how large threads are as much as how long they live.")
        Estimate threadsAliveShare,
    @Column("none, or how errors of the classes were corrected for.") String labelCorrection,
    @Column("Bootstrap draws behind the intervals; the fitted curve uses the first 99.")
        long draws) {}
