package org.afterglow.post;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a {@link Post} field by field, as a reader meets them. What is not set stays null, but
 * for the kind (POST), the origin (RECORD) and the state of the time (MISSING). Not shared by
 * threads.
 */
public final class PostBuilder {
  private final String platform;
  private final String postId;
  private @Nullable String authorId;
  private @Nullable String authorHandle;
  private @Nullable String authorName;
  private @Nullable Long postedAtMicros;
  private PostedAtState postedAtState = PostedAtState.MISSING;
  private PostKind kind = PostKind.POST;
  private Origin origin = Origin.RECORD;
  private @Nullable String venue;
  private @Nullable Mention venueAccount;
  private @Nullable String replyToPostId;
  private @Nullable String replyToAuthorId;
  private @Nullable String replyToAuthorHandle;
  private @Nullable String rootPostId;
  private @Nullable String conversationId;
  private @Nullable String repostedPostId;
  private @Nullable String repostedAuthorId;
  private @Nullable String quotedPostId;
  private @Nullable String quotedAuthorId;
  private @Nullable List<String> hashtags;
  private @Nullable List<Mention> mentions;
  private @Nullable List<String> links;
  private @Nullable Long likes;
  private @Nullable Long reposts;
  private @Nullable Long replies;
  private @Nullable Long quotes;
  private @Nullable Long views;
  private @Nullable Long score;
  private @Nullable Long countedAtMicros;
  private @Nullable Long followerCount;
  private @Nullable Boolean adFlag;
  private @Nullable Long adEndMicros;
  private @Nullable String sourceApp;
  private @Nullable DeletedState deletedState;
  private @Nullable String language;
  private @Nullable String text;

  public PostBuilder(String platform, String postId) {
    this.platform = platform;
    this.postId = postId;
  }

  /** Sets the time and its state together: OK. */
  public PostBuilder postedAtMicros(long micros) {
    this.postedAtMicros = micros;
    this.postedAtState = PostedAtState.OK;
    return this;
  }

  /** Says why there is no time. */
  public PostBuilder noPostedAt(PostedAtState why) {
    this.postedAtMicros = null;
    this.postedAtState = why;
    return this;
  }

  public PostBuilder authorId(@Nullable String authorId) {
    this.authorId = authorId;
    return this;
  }

  public PostBuilder authorHandle(@Nullable String authorHandle) {
    this.authorHandle = authorHandle;
    return this;
  }

  public PostBuilder authorName(@Nullable String authorName) {
    this.authorName = authorName;
    return this;
  }

  public PostBuilder kind(PostKind kind) {
    this.kind = kind;
    return this;
  }

  public PostBuilder origin(Origin origin) {
    this.origin = origin;
    return this;
  }

  /** Sets where it stands, and the account that this is, as far as the platform's terms tell. */
  public PostBuilder venue(@Nullable String venue) {
    return venue(venue, venue == null ? null : VenueAccount.of(platform, venue));
  }

  /** Sets where it stands, and the account that this is; null: a place. */
  public PostBuilder venue(@Nullable String venue, @Nullable Mention account) {
    this.venue = venue;
    this.venueAccount = account;
    return this;
  }

  public PostBuilder replyToPostId(@Nullable String replyToPostId) {
    this.replyToPostId = replyToPostId;
    return this;
  }

  public PostBuilder replyToAuthorId(@Nullable String replyToAuthorId) {
    this.replyToAuthorId = replyToAuthorId;
    return this;
  }

  public PostBuilder replyToAuthorHandle(@Nullable String replyToAuthorHandle) {
    this.replyToAuthorHandle = replyToAuthorHandle;
    return this;
  }

  public PostBuilder rootPostId(@Nullable String rootPostId) {
    this.rootPostId = rootPostId;
    return this;
  }

  public PostBuilder conversationId(@Nullable String conversationId) {
    this.conversationId = conversationId;
    return this;
  }

  public PostBuilder repostedPostId(@Nullable String repostedPostId) {
    this.repostedPostId = repostedPostId;
    return this;
  }

  public PostBuilder repostedAuthorId(@Nullable String repostedAuthorId) {
    this.repostedAuthorId = repostedAuthorId;
    return this;
  }

  public PostBuilder quotedPostId(@Nullable String quotedPostId) {
    this.quotedPostId = quotedPostId;
    return this;
  }

  public PostBuilder quotedAuthorId(@Nullable String quotedAuthorId) {
    this.quotedAuthorId = quotedAuthorId;
    return this;
  }

  public PostBuilder hashtags(@Nullable List<String> hashtags) {
    this.hashtags = hashtags;
    return this;
  }

  public PostBuilder mentions(@Nullable List<Mention> mentions) {
    this.mentions = mentions;
    return this;
  }

  public PostBuilder links(@Nullable List<String> links) {
    this.links = links;
    return this;
  }

  public PostBuilder likes(@Nullable Long likes) {
    this.likes = likes;
    return this;
  }

  public PostBuilder reposts(@Nullable Long reposts) {
    this.reposts = reposts;
    return this;
  }

  public PostBuilder replies(@Nullable Long replies) {
    this.replies = replies;
    return this;
  }

  public PostBuilder quotes(@Nullable Long quotes) {
    this.quotes = quotes;
    return this;
  }

  public PostBuilder views(@Nullable Long views) {
    this.views = views;
    return this;
  }

  public PostBuilder score(@Nullable Long score) {
    this.score = score;
    return this;
  }

  public PostBuilder countedAtMicros(@Nullable Long countedAtMicros) {
    this.countedAtMicros = countedAtMicros;
    return this;
  }

  public PostBuilder followerCount(@Nullable Long followerCount) {
    this.followerCount = followerCount;
    return this;
  }

  public PostBuilder adFlag(@Nullable Boolean adFlag) {
    this.adFlag = adFlag;
    return this;
  }

  public PostBuilder adEndMicros(@Nullable Long adEndMicros) {
    this.adEndMicros = adEndMicros;
    return this;
  }

  public PostBuilder sourceApp(@Nullable String sourceApp) {
    this.sourceApp = sourceApp;
    return this;
  }

  public PostBuilder deletedState(@Nullable DeletedState deletedState) {
    this.deletedState = deletedState;
    return this;
  }

  public PostBuilder language(@Nullable String language) {
    this.language = language;
    return this;
  }

  public PostBuilder text(@Nullable String text) {
    this.text = text;
    return this;
  }

  public Post build() {
    return new Post(
        platform,
        postId,
        authorId,
        authorHandle,
        authorName,
        postedAtMicros,
        postedAtState,
        kind,
        origin,
        venue,
        venueAccount,
        replyToPostId,
        replyToAuthorId,
        replyToAuthorHandle,
        rootPostId,
        conversationId,
        repostedPostId,
        repostedAuthorId,
        quotedPostId,
        quotedAuthorId,
        hashtags,
        mentions,
        links,
        likes,
        reposts,
        replies,
        quotes,
        views,
        score,
        countedAtMicros,
        followerCount,
        adFlag,
        adEndMicros,
        sourceApp,
        deletedState,
        language,
        text);
  }
}
