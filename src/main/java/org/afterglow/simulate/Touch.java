package org.afterglow.simulate;

/** What a person engaged with. */
enum Touch {
  PROMOTIONAL,
  CONVERSATIONAL,
  /** Nothing: it spoke of the entity unasked. */
  MENTION
}
