package org.afterglow.ingest;

import org.afterglow.table.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * An act as it was read, before duplicates are settled.
 *
 * @param unit work unit that read it
 * @param part of the post that performs it, as in {@link StagedPost}
 * @param context as of the post that performs it
 * @param postId key of the post that performs it; null where the act is a record of its own
 * @param row its {@code record} counts from the beginning of the unit
 */
public record StagedEvent(
    int unit, int part, boolean context, @Nullable String postId, EventRow row) {}
