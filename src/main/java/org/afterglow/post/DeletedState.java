package org.afterglow.post;

/** How a post whose text is gone came to lose it. */
public enum DeletedState {
  /** Its author took it back: {@code [deleted]}. */
  DELETED,
  /** A moderator took it down: {@code [removed]}. */
  REMOVED,
  /** A deletion notice of the same archive names it. */
  NOTICE
}
