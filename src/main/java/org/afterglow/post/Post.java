package org.afterglow.post;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A public post as its archive has it, the same shape for every platform. Ids and handles are the
 * platform's own, never pseudonyms; times are UTC microseconds since 1970; a counter is null where
 * the archive has none (which is not 0). Made by a {@link PostBuilder}.
 *
 * @param platform lower-case name of the platform: {@code twitter}, {@code reddit}
 * @param postId unique within the platform
 * @param authorId null where nobody is named or the author is {@code [deleted]}
 * @param authorHandle without {@code @}, as written
 * @param authorName the name shown beside the handle, used only to count and mask it in the text
 * @param postedAtMicros null unless {@code postedAtState} is OK
 * @param postedAtState whether the time can be relied on
 * @param kind what kind of post
 * @param origin RECORD or EMBEDDED
 * @param venue where it stands: a subreddit, a group, a channel, a site; null where the platform
 *     has only the author's own feed
 * @param venueAccount the account that the venue is, such as a channel's owner; null where it is a
 *     place, in whose name nobody writes
 * @param replyToPostId the post that it answers
 * @param replyToAuthorId author of that post, as the record says
 * @param replyToAuthorHandle handle of that author, as the record says
 * @param rootPostId the post that began its thread, as the record says
 * @param conversationId the platform's id of the whole thread, where it has one
 * @param repostedPostId the post that it passes on without words
 * @param repostedAuthorId author of that post
 * @param quotedPostId the post that it passes on with words
 * @param quotedAuthorId author of that post
 * @param hashtags without {@code #}, as written, those the platform lists; null where it lists none
 *     and the text must be searched
 * @param mentions as the platform lists them; null where it lists none and the text must be
 *     searched
 * @param links addresses as the platform lists them, expanded; null where it lists none and the
 *     text must be searched
 * @param likes favourites, likes, reactions of approval
 * @param reposts retweets, boosts, shares
 * @param replies replies or comments
 * @param quotes quotes
 * @param views impressions or plays
 * @param score up-votes less down-votes
 * @param countedAtMicros when the counters were read
 * @param followerCount of the author, when the record was made
 * @param adFlag whether the platform marked it as paid for; null where it does not say
 * @param adEndMicros when the platform stopped showing it for money, as the record says; null where
 *     it is not paid for, still runs, or nobody says
 * @param sourceApp the application that posted it, its name alone
 * @param deletedState null for a post that is whole
 * @param language the platform's own guess, as it writes it; null where it makes none
 * @param text what the author wrote, as readers saw it (markup gone, entities decoded); null where
 *     there is none
 */
public record Post(
    String platform,
    String postId,
    @Nullable String authorId,
    @Nullable String authorHandle,
    @Nullable String authorName,
    @Nullable Long postedAtMicros,
    PostedAtState postedAtState,
    PostKind kind,
    Origin origin,
    @Nullable String venue,
    @Nullable Mention venueAccount,
    @Nullable String replyToPostId,
    @Nullable String replyToAuthorId,
    @Nullable String replyToAuthorHandle,
    @Nullable String rootPostId,
    @Nullable String conversationId,
    @Nullable String repostedPostId,
    @Nullable String repostedAuthorId,
    @Nullable String quotedPostId,
    @Nullable String quotedAuthorId,
    @Nullable List<String> hashtags,
    @Nullable List<Mention> mentions,
    @Nullable List<String> links,
    @Nullable Long likes,
    @Nullable Long reposts,
    @Nullable Long replies,
    @Nullable Long quotes,
    @Nullable Long views,
    @Nullable Long score,
    @Nullable Long countedAtMicros,
    @Nullable Long followerCount,
    @Nullable Boolean adFlag,
    @Nullable Long adEndMicros,
    @Nullable String sourceApp,
    @Nullable DeletedState deletedState,
    @Nullable String language,
    @Nullable String text) {}
