package org.afterglow.job.people;

import org.jspecify.annotations.Nullable;

/**
 * A person who engaged with a campaign's entity between start and stop, and what became of it;
 * weights are in millionths (docs/methods.md, 4).
 *
 * @param personKey platform/author
 * @param suspected whether it is a suspected bot
 * @param acquiredBy class of the post that was first engaged with, {@link CampaignPeople#MENTION},
 *     or {@link CampaignPeople#KNOWN}
 * @param acquiringPost key of what was first engaged with
 * @param acquiredMicros when that was, microseconds since 1970
 * @param week seven-day block since the campaign's start in which that was
 * @param rate times a day that the person came for anything conversational from then to the stop,
 *     acts upon the acquiring post not counted
 * @param engagedDays UTC days of [start, stop) on which the person engaged with anything
 * @param events times that it came in the first 56 days after the stop
 * @param early weight of those in the first 28 days
 * @param late weight of those in the next 28
 * @param horizonDays whole days on the supply clock within which leaving can be told, at most 60;
 *     below 0 where it cannot at all
 * @param leftDay the day by which the person had left; null where not within the horizon
 * @param back whether the person came again within 60 days on the clock of leaving; null where it
 *     did not leave or so many days were not seen
 */
public record CampaignPerson(
    String campaignId,
    String platform,
    String personKey,
    boolean suspected,
    String acquiredBy,
    String acquiringPost,
    long acquiredMicros,
    int week,
    double rate,
    int engagedDays,
    long events,
    long early,
    long late,
    int horizonDays,
    @Nullable Integer leftDay,
    @Nullable Boolean back) {}
