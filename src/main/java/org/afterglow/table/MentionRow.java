package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/** Somebody named in a post. */
public record MentionRow(
    @Column("Key of the account by its native id; NULL where the archive has only the handle.")
        @Nullable String authorId,
    @Column("Key of the account by its handle; NULL where the archive has only the id.")
        @Nullable String authorHandleId) {}
