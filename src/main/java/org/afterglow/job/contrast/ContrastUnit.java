package org.afterglow.job.contrast;

import java.util.List;
import java.util.Locale;

/** What is contrasted: the unit that events are summed over, and the runs in which it is. */
public enum ContrastUnit {
  /** A post of the campaign, by what it earned at which age. */
  POST,

  /** A person whom the campaign acquired, by what it came back for after the stop. */
  PERSON,

  /** A thread that a post of the campaign began, by when others contributed to it. */
  THREAD;

  /** Hours of 28 days: since the stop, or of age of the thread. */
  private static final double MONTH_HOURS = 28 * 24;

  /**
   * A run whose rows stand in decay_contrast and whose p is worked out.
   *
   * @param hours that divide early from late
   */
  public record Cut(String run, double hours) {}

  /** The word that stands in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The unit of a word. */
  static ContrastUnit of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Runs with rows of their own for each campaign. */
  List<Cut> cuts() {
    return switch (this) {
      case POST ->
          List.of(
              new Cut(ContrastFit.CUT_6H, 6),
              new Cut(ContrastFit.PRIMARY, 24),
              new Cut(ContrastFit.CUT_7D, 168));
      case PERSON, THREAD -> List.of(new Cut(ContrastFit.PRIMARY, MONTH_HOURS));
    };
  }

  /**
   * Runs that a checked sample corrects for errors of the classes: all but that whose posts are
   * chosen by the model's own doubt.
   */
  List<String> correctedRuns() {
    return runs().stream().filter(run -> !run.equals(ContrastFit.UNCERTAIN_DROPPED)).toList();
  }

  /** Runs that are pooled from fits of their own. */
  List<String> runs() {
    return switch (this) {
      case POST ->
          List.of(
              ContrastFit.PRIMARY,
              ContrastFit.CUT_6H,
              ContrastFit.CUT_7D,
              ContrastFit.UNCERTAIN_DROPPED,
              ContrastFit.SIX_HOUR_BLOCKS,
              ContrastFit.BOTS_IN,
              ContrastFit.DOMINANT_ACTOR_OUT,
              ContrastFit.IDENTICAL_TEXTS_OUT,
              ContrastFit.DOMINANT_AUTHOR_OUT);
      case PERSON -> List.of(ContrastFit.PRIMARY, ContrastFit.RATE_QUINTILES, ContrastFit.BOTS_IN);
      case THREAD ->
          List.of(ContrastFit.PRIMARY, ContrastFit.UNCERTAIN_DROPPED, ContrastFit.BOTS_IN);
    };
  }
}
