package org.afterglow.table;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One act of engagement; a row of table events. */
public record EventRow(
    @Column("Key of the act.") String eventId,
    @Column("Lower-case name of the platform: twitter, reddit.") String platform,
    @Column("reply, repost, quote, like or vote.") String kind,
    @Column("When, UTC; NULL when unknown.") @Nullable Instant at,
    @Column("Whether the time is known to the day alone.") boolean dayOnly,
    @Column("Key of who acted; NULL when unknown.") @Nullable String actorId,
    @Column("Key of the post acted upon.") String targetPostId,
    @Column("Key of the author of that post, as the record says.") @Nullable String targetAuthorId,
    @Column("Key of the post that began the thread, as the record says.")
        @Nullable String rootPostId,
    @Column("post: performed by a post of the archive; record: a record of its own.") String origin,
    @Column("Number of the input that the row was read from.") int input,
    @Column("Number of the record within its input, from 0.") long record) {}
