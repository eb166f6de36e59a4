package org.afterglow.post;

/** Whether the time of a post can be relied on. Only {@link #OK} comes with a time. */
public enum PostedAtState {
  OK,
  /** The record has none. */
  MISSING,
  /** It is there and no known way of writing times reads it. */
  UNREADABLE,
  /** It reads as a time before the platform can have existed, or after the collection. */
  IMPLAUSIBLE
}
