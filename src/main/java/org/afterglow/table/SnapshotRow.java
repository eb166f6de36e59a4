package org.afterglow.table;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The counters of a post as they were read at one of several times; a row of table snapshots. */
public record SnapshotRow(
    @Column("Lower-case name of the platform: twitter, reddit.") String platform,
    @Column("Key of the post.") String postId,
    @Column("When the counters were read, UTC.") Instant countedAt,
    @Column("Favourites or likes then; NULL where the record has none.") @Nullable Long likes,
    @Column("Retweets, boosts or shares then.") @Nullable Long reposts,
    @Column("Replies or comments then.") @Nullable Long replies,
    @Column("Quotes then.") @Nullable Long quotes,
    @Column("Impressions or plays then.") @Nullable Long views,
    @Column("Up-votes less down-votes then.") @Nullable Long score,
    @Column("Number of the input that the row was read from.") int input,
    @Column("Number of the record within its input, from 0.") long record) {}
