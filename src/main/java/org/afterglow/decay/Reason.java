package org.afterglow.decay;

/** Why an estimate stands or does not (docs/methods.md, 1.5). */
public enum Reason {
  OK,
  /** Fewer than 14 observed days after the stop, or none because the campaign still runs. */
  STOP_NOT_OBSERVED,
  /** Fewer than 21 observed days after the stop, or an age that no post was observed at. */
  SHORT_WINDOW,
  /** Fewer than 5 observed days of the first 7, or 70 % of the window. */
  GAP_HEAVY,
  /** Fewer events than the estimate needs. */
  TOO_FEW_EVENTS,
  /** No event at all. */
  ALL_ZERO,
  /** Half is reached inside the first bin. */
  BELOW_RESOLUTION,
  /** Half is more likely than not reached after the window's end. */
  HALF_LIFE_BEYOND_WINDOW,
  /** There was more engagement in days 7 to 27 after the stop than in the week after it. */
  GROWTH_AFTER_STOP,
  /** The limits are more than thirtyfold apart. */
  WIDE,
  /** There is a point and no interval: fewer than 20 posts, or too few of their draws estimable. */
  NO_POST_BOOTSTRAP,
  /** Only counters are there, no timed events. */
  COUNTERS,
  /** Fewer than 14 observed days before the campaign to compare with. */
  NO_BASELINE,
  /** Counters were read at ages too unlike to be compared. */
  AGE_MIXED
}
