package org.afterglow.ingest;

import java.util.Locale;
import org.afterglow.post.Post;

/** Something that a post may tell, named as its column in {@code posts} where it has one. */
public enum PostField {
  AUTHOR_ID,
  AUTHOR_HANDLE,
  POSTED_AT,
  TEXT,
  LANGUAGE,
  VENUE,
  REPLY_TO,
  ROOT,
  REPOSTED,
  QUOTED,
  HASHTAGS,
  MENTIONS,
  LINK_DOMAINS,
  LIKES,
  REPOSTS,
  REPLIES,
  QUOTES,
  VIEWS,
  SCORE,
  COUNTED_AT,
  FOLLOWER_COUNT,
  AD_FLAG,
  AD_ENDED_AT,
  SOURCE_APP,
  DELETED;

  /** Lower case with underscores. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a post has it; what it names counts where its text does. */
  boolean of(Post post, PostEntities named) {
    return switch (this) {
      case AUTHOR_ID -> post.authorId() != null;
      case AUTHOR_HANDLE -> post.authorHandle() != null;
      case POSTED_AT -> post.postedAtMicros() != null;
      case TEXT -> post.text() != null;
      case LANGUAGE -> post.language() != null;
      case VENUE -> post.venue() != null;
      case REPLY_TO -> post.replyToPostId() != null;
      case ROOT -> post.rootPostId() != null || post.conversationId() != null;
      case REPOSTED -> post.repostedPostId() != null;
      case QUOTED -> post.quotedPostId() != null;
      case HASHTAGS -> !named.hashtags().isEmpty();
      case MENTIONS -> !named.mentions().isEmpty();
      case LINK_DOMAINS -> !named.linkDomains().isEmpty();
      case LIKES -> post.likes() != null;
      case REPOSTS -> post.reposts() != null;
      case REPLIES -> post.replies() != null;
      case QUOTES -> post.quotes() != null;
      case VIEWS -> post.views() != null;
      case SCORE -> post.score() != null;
      case COUNTED_AT -> post.countedAtMicros() != null;
      case FOLLOWER_COUNT -> post.followerCount() != null;
      case AD_FLAG -> post.adFlag() != null;
      case AD_ENDED_AT -> post.adEndMicros() != null;
      case SOURCE_APP -> post.sourceApp() != null;
      case DELETED -> post.deletedState() != null;
    };
  }
}
