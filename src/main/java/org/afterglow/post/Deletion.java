package org.afterglow.post;

import org.jspecify.annotations.Nullable;

/**
 * A notice that a post was taken back.
 *
 * @param platform lower-case name of the platform
 * @param postId the platform's id of the post
 * @param authorId the platform's id of whoever wrote the post, null where the notice does not say
 * @param authorHandle their name there
 * @param atMicros UTC microseconds since 1970 of the notice, null where it carries no time
 */
public record Deletion(
    String platform,
    String postId,
    @Nullable String authorId,
    @Nullable String authorHandle,
    @Nullable Long atMicros) {}
