package org.afterglow.post;

import org.jspecify.annotations.Nullable;

/**
 * An act of engagement that is a record of its own, without being a post: a like, a vote, a bare
 * repost. Ids are the platform's.
 *
 * @param platform lower-case name of the platform
 * @param nativeId the platform's id of the act itself, null where it has none
 * @param kind how somebody engaged
 * @param atMicros UTC microseconds since 1970, null where unknown
 * @param dayOnly whether the time is known to the day alone
 * @param actorId who did it, null where unknown
 * @param actorHandle handle of who did it, null where unknown
 * @param targetPostId the post that it was done to
 * @param targetAuthorId author of that post, null where the record does not say
 * @param rootPostId root of the thread that the target stands in, null where the record does not
 *     say
 */
public record Act(
    String platform,
    @Nullable String nativeId,
    EngagementKind kind,
    @Nullable Long atMicros,
    boolean dayOnly,
    @Nullable String actorId,
    @Nullable String actorHandle,
    String targetPostId,
    @Nullable String targetAuthorId,
    @Nullable String rootPostId) {}
