package org.afterglow.simulate;

/** How the texts of a synthetic archive are made. */
public enum VoiceKind {
  /** Sentences that read like posts, composed from lists written for this program. */
  PHRASES,
  /** Words drawn from two overlapping vocabularies; length does not depend on the class. */
  WORDS
}
