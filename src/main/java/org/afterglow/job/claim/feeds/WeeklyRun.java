package org.afterglow.job.claim.feeds;

import org.afterglow.job.claim.feeds.FeedWeek.Counting;
import org.afterglow.job.contrast.ContrastFit;

/** Ways in which accounts' weeks are put into a regression. */
enum WeeklyRun {
  PRIMARY("primary", Counting.PERSONS),
  /** What came before twice, of the last and of the last but one span of time. */
  TWO_LAGS("two_lags", Counting.PERSONS),
  UNCERTAIN_DROPPED(ContrastFit.UNCERTAIN_DROPPED, Counting.WITHOUT_DOUBT),
  BOTS_IN(ContrastFit.BOTS_IN, Counting.WITH_BOTS),
  /** The placebo: what the account did after the response, beside what it did before. */
  LEAD("lead", Counting.PERSONS);

  private final String word;
  private final Counting counting;

  WeeklyRun(String word, Counting counting) {
    this.word = word;
    this.counting = counting;
  }

  String word() {
    return word;
  }

  /** How many spans of time before the response have covariates. */
  int lags() {
    return this == TWO_LAGS ? 2 : 1;
  }

  Counting counting() {
    return counting;
  }
}
