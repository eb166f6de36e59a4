package org.afterglow.post;

/** What the text of a post was taken for. */
public enum PostClass {
  /** Asks its reader to do something for the author's or a paying party's benefit, or announces. */
  PROMOTIONAL,
  /** Addresses people as people: asks, answers, thanks, helps, jokes, argues, tells. */
  CONVERSATIONAL,
  /** Scored, with a probability inside the model's band of doubt. */
  UNCERTAIN,
  /** In a language that the model was not trained on: not scored. */
  UNSUPPORTED_LANGUAGE,
  /** No text of its own (a repost, a deleted post, a picture alone): not scored. */
  NO_TEXT
}
