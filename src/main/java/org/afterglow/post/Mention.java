package org.afterglow.post;

import org.jspecify.annotations.Nullable;

/**
 * Somebody named in a post, by native id, by handle, or by both.
 *
 * @param id the platform's id of the account, null where the archive has only the handle
 * @param handle without the leading {@code @}, as written, null where the archive has only the id
 */
public record Mention(@Nullable String id, @Nullable String handle) {}
