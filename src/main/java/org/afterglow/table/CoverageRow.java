package org.afterglow.table;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How much of one hour an archive observed; a row of table coverage. */
public record CoverageRow(
    @Column("Lower-case name of the platform: twitter, reddit.") String platform,
    @Column("The hour’s beginning, UTC.") Instant hour,
    @Column("Posts of that hour that are records.") long records,
    @Column("full, partial, outage or unknown, judged from all posts.") String state,
    @Column("The same judged without posts of campaign entities; NULL before decay has run.")
        @Nullable String stateWithoutCampaigns) {}
