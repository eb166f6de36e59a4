package org.afterglow.job.people;

/**
 * What a campaign left people to come back to on a platform that it posted on, and how well that
 * was watched (docs/methods.md, 4). Times are microseconds since 1970.
 *
 * @param startMicros of the campaign
 * @param stopMicros of the campaign
 * @param endMicros start of the entity's next campaign; the largest long where there is none
 * @param suppliedWeeks bit i is set where the entity made a conversational post in the week that
 *     begins 7 i days after the stop
 * @param postsAfter conversational posts in the first 60 days after the stop
 * @param observedDaysAfter observed days of those
 * @param suppliedDays days on the clock of {@link org.afterglow.decay.SupplyClock}
 * @param windowState OK, or why people's first and second 28 days after the stop cannot be compared
 */
public record PlatformSupply(
    String campaignId,
    String platform,
    long startMicros,
    long stopMicros,
    long endMicros,
    long suppliedWeeks,
    long postsAfter,
    double observedDaysAfter,
    double suppliedDays,
    String windowState) {}
