package org.afterglow.simulate;

/** Which posts came into the archive. */
public enum Collected {
  ALL,
  /** Those with a hashtag, and those that carry such a post. */
  TAGGED
}
