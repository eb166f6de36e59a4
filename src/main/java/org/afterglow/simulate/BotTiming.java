package org.afterglow.simulate;

/** When bots act on posts. */
public enum BotTiming {
  /** On both classes, at the ages at which people act: no contrast moves. */
  ALIKE,
  /** On promotional posts only, evenly over the ages from 1 to 28 days. */
  LATE
}
