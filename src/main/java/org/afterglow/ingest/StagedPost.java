package org.afterglow.ingest;

import org.afterglow.table.PostRow;
import org.jspecify.annotations.Nullable;

/**
 * A post as it was read, before duplicates are settled.
 *
 * @param unit work unit that read it
 * @param part 0 for the record itself, from 1 for posts embedded in it
 * @param context whether it is kept only if it answers a post that the selection wants
 * @param text kept only where the user asked for texts
 * @param row its {@code record} counts from the beginning of the unit
 */
public record StagedPost(int unit, int part, boolean context, @Nullable String text, PostRow row) {}
