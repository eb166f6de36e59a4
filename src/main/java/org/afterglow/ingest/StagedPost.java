package org.afterglow.ingest;

import org.afterglow.table.PostRow;
import org.jspecify.annotations.Nullable;

/**
 * A post as it was read, before duplicates are settled.
 *
 * @param unit work unit that read it
 * @param part 0 for the record itself, from 1 for posts embedded in it
 * @param text kept only where the user asked for texts
 * @param row its {@code record} counts from the beginning of the unit
 */
public record StagedPost(int unit, int part, @Nullable String text, PostRow row) {}
