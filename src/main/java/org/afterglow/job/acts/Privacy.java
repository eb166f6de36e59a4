package org.afterglow.job.acts;

import org.afterglow.table.ReasonCodes;

/** How many people a published count has to stand for. */
public final class Privacy {
  /** Below this a count of people is withheld. */
  public static final long FEWEST_PEOPLE = 5;

  /** What stands in place of a figure that is withheld. */
  public static final String SUPPRESSED = ReasonCodes.SUPPRESSED;

  private Privacy() {}

  /** Whether a count of people may be published: none or enough. */
  public static boolean shows(long people) {
    return people == 0 || people >= FEWEST_PEOPLE;
  }
}
