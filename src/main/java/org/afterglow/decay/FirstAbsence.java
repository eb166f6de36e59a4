package org.afterglow.decay;

import org.jspecify.annotations.Nullable;

/**
 * When a person left: the beginning of the first gap of more than {@link #GAP} days between two
 * times of being seen, the first of them 0. Whoever is not seen again within the time that is
 * looked at left only if that time is a gap's length longer. Neither the last time of being seen is
 * taken for leaving nor the end for staying, both of which would count everybody as gone whom the
 * archive's end cut off (docs/methods.md, 4).
 */
public final class FirstAbsence {
  /** Days away after which a person has left. */
  public static final double GAP = 30;

  private final double end;
  private double last;
  private @Nullable Double from;
  private @Nullable Double back;

  /**
   * Nobody seen yet but at 0.
   *
   * @param end days that are looked at
   */
  public FirstAbsence(double end) {
    this.end = end;
  }

  /**
   * Takes note of a person being seen.
   *
   * @param days never less than the time before
   */
  public void seen(double days) {
    if (days < last) {
      throw new IllegalArgumentException("seen at " + days + " after " + last);
    }
    if (days > end) {
      return;
    }
    if (from == null && days - last > GAP) {
      from = last;
      back = days;
    }
    last = days;
  }

  /** When the person left, at most {@link #horizon}; null where not within it. */
  public @Nullable Double from() {
    if (from != null) {
      return from;
    }
    return last <= horizon() ? Double.valueOf(last) : null;
  }

  /** When the person was first seen again after leaving; null where never. */
  public @Nullable Double back() {
    return back;
  }

  /** Until when leaving can be told; below 0 where it cannot at all. */
  public double horizon() {
    return end - GAP;
  }
}
