package org.afterglow.post;

/** What kind of public utterance a post is. */
public enum PostKind {
  /** Stands on its own: a tweet, a submission, a story, a channel message. */
  POST,
  /** Answers a post that is its equal: a tweet in reply to a tweet. */
  REPLY,
  /** Passes on another post without words of its own: a retweet, a boost. It has no text. */
  REPOST,
  /** Passes on another post with words of its own. */
  QUOTE,
  /** Stands below a post of another sort: a comment on a submission, a video, an article. */
  COMMENT,
  /** A page of a web archive. */
  PAGE
}
