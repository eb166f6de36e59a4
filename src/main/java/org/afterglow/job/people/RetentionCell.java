package org.afterglow.job.people;

import org.jspecify.annotations.Nullable;

/**
 * People of a campaign who are alike in all that retention looks at.
 *
 * @param quintile fifth of the campaign's rates, from 0
 * @param leftDay null: still there at the horizon
 * @param judged of how many it can be told whether they came back
 * @param back how many of those did
 */
public record RetentionCell(
    String campaignId,
    boolean promotional,
    int week,
    int quintile,
    int horizonDays,
    @Nullable Integer leftDay,
    long people,
    long judged,
    long back) {}
