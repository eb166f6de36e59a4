package org.afterglow.job.claim.silences;

import java.util.Arrays;

/** Lengths of silences that are told apart, each from its days up to the next's. */
enum GapClass {
  FORTNIGHT(14, "14-30"),
  MONTH(30, "30-60"),
  TWO_MONTHS(60, "60-90"),
  LONGER(90, "90+");

  private final double fromDays;
  private final String word;

  GapClass(double fromDays, String word) {
    this.fromDays = fromDays;
    this.word = word;
  }

  /** That of a length; of less than a fortnight the first. */
  static GapClass of(double days) {
    return Arrays.stream(values())
        .filter(each -> days >= each.fromDays)
        .reduce(FORTNIGHT, (shorter, longer) -> longer);
  }

  /** As tables say it. */
  String word() {
    return word;
  }
}
