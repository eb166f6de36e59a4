package org.afterglow.post;

/** Where a post or an act was found. */
public enum Origin {
  /** A record of an archive is the post or the act. */
  RECORD,
  /** A post inside another record: the original within a retweet. */
  EMBEDDED,
  /** An act that a post performs: a reply is a post, and an act upon the post that it answers. */
  POST
}
