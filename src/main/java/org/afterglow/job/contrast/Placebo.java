package org.afterglow.job.contrast;

import org.afterglow.statistics.PlaceboSample.Deal;

/**
 * A check of a leg by classes that are dealt at random and must not be told apart (docs/methods.md,
 * 3.6).
 */
public enum Placebo {
  SPLIT_HALF("C1a", "split_half", ContrastUnit.POST, ContrastFit.PRIMARY, Deal.HALVES, true),
  OPPOSITE_SCHEDULE(
      "C1a",
      "opposite_schedule",
      ContrastUnit.POST,
      ContrastFit.PRIMARY,
      Deal.OPPOSITE_SCHEDULE,
      true),
  SPLIT_HALF_PROMOTIONAL(
      "C1a",
      "split_half_promotional",
      ContrastUnit.POST,
      ContrastFit.PRIMARY,
      Deal.PROMOTIONAL_HALVES,
      false),

  /**
   * Of the crude contrast, which mistakes schedules for decay: it shows that the other can fail.
   */
  CRUDE_OPPOSITE_SCHEDULE(
      "C1a",
      "crude_opposite_schedule",
      ContrastUnit.POST,
      ContrastFit.CRUDE,
      Deal.OPPOSITE_SCHEDULE,
      false),

  PEOPLE_PERMUTED("C1b", "permuted", ContrastUnit.PERSON, ContrastFit.PRIMARY, Deal.PERMUTED, true),
  THREADS_SPLIT_HALF(
      "C1c", "split_half", ContrastUnit.THREAD, ContrastFit.PRIMARY, Deal.HALVES, true),
  THREADS_PERMUTED(
      "C1c", "permuted", ContrastUnit.THREAD, ContrastFit.PRIMARY, Deal.PERMUTED, true);

  private final String claim;
  private final String word;
  private final ContrastUnit unit;
  private final String run;
  private final Deal deal;
  private final boolean judged;

  Placebo(String claim, String word, ContrastUnit unit, String run, Deal deal, boolean judged) {
    this.claim = claim;
    this.word = word;
    this.unit = unit;
    this.run = run;
    this.deal = deal;
    this.judged = judged;
  }

  /** The part of the claim that stands in table placebo. */
  String claim() {
    return claim;
  }

  /** The word that stands in table placebo, once a claim. */
  String word() {
    return word;
  }

  /** Whose leg it checks. */
  ContrastUnit unit() {
    return unit;
  }

  /** Which of the unit's runs it repeats. */
  String run() {
    return run;
  }

  Deal deal() {
    return deal;
  }

  /** Whether the leg's verdict depends on it. */
  boolean judged() {
    return judged;
  }

  /** Whether it repeats the contrast that measures schedules. */
  boolean crude() {
    return run.equals(ContrastFit.CRUDE);
  }
}
