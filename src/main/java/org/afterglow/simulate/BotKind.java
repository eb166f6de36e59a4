package org.afterglow.simulate;

/** By what a bot gives itself away. */
public enum BotKind {
  /** One text over and over, once a day besides its acts. */
  REPEAT,
  /** More than 200 posts on one day. */
  FLOOD
}
