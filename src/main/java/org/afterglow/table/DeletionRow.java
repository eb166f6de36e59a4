package org.afterglow.table;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A notice that a post was taken back; a row of table deletions. */
public record DeletionRow(
    @Column("Number of the input.") int input,
    @Column("Number of the record within its input.") long record,
    @Column("Lower-case name of the platform: twitter, reddit.") String platform,
    @Column("Key of the post.") String postId,
    @Column("When the notice was given, UTC; NULL when it carries no time.")
        @Nullable Instant at) {}
