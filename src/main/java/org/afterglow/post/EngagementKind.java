package org.afterglow.post;

/** How somebody engaged with a post. */
public enum EngagementKind {
  REPLY,
  REPOST,
  QUOTE,
  LIKE,
  VOTE
}
