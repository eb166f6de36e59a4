package org.afterglow.job.claim.feeds;

import java.util.ArrayList;
import java.util.List;
import org.afterglow.job.claim.feeds.FeedWeek.Counting;
import org.afterglow.statistics.FixedEffectsPanel.Observation;

/**
 * Which weeks of accounts' feeds are observations of a regression, and their covariates, the one
 * that is asked about first (docs/methods.md, 5).
 */
enum WeeklyDesign {
  /**
   * C3: events on conversational posts of week w; the promotional share of the week before, ln(1 +
   * its posts), log response to its conversational posts.
   */
  TALK_BALANCE(false),
  /**
   * C5: events on promotional posts of week w; ln(1 + answers given), ln(1 + mentions received) and
   * ln(1 + posts) of the four weeks before, log response to the promotional posts of the week
   * before.
   */
  RECIPROCITY(true),
  /** The same with ln((1 + answers given)/(1 + mentions received)) in the place of both. */
  RECIPROCITY_BY_RATIO(true);

  /** Weeks in which what was given counts. */
  private static final int GIVING_WEEKS = 4;

  private final boolean ofPromotion;

  WeeklyDesign(boolean ofPromotion) {
    this.ofPromotion = ofPromotion;
  }

  /**
   * The observations of one feed, in order of weeks: those with posts of the class whose response
   * and covariates were observed.
   *
   * @param effect the number of the feed among those of its account
   */
  List<Observation> observations(Feed feed, int effect, WeeklyRun run) {
    Counting counting = run.counting();
    Feed.Response response = feed.response(ofPromotion, counting);
    List<Observation> observations = new ArrayList<>();
    for (FeedWeek row : feed.weeks()) {
      long posts = row.posts(ofPromotion, counting);
      if (posts == 0
          || !feed.responseObserved(row.week())
          || !feed.observed(row.week() - before(run), row.week())
          || !feed.observed(row.week() + 1, row.week() + 1 + after(run))) {
        continue;
      }
      double[] covariates =
          this == TALK_BALANCE
              ? talk(feed, row.week(), run, response)
              : giving(feed, row.week(), run, response);
      boolean known = true;
      for (double x : covariates) {
        known &= !Double.isNaN(x);
      }
      if (known) {
        observations.add(
            new Observation(
                effect, row.week(), posts, row.events(ofPromotion, counting), covariates));
      }
    }
    return observations;
  }

  /** How many covariates an observation has. */
  int covariates(WeeklyRun run) {
    int given = this == RECIPROCITY ? 3 : 2;
    int spans = run.lags() * (given + 1);
    return run == WeeklyRun.LEAD ? spans + 2 * (this == TALK_BALANCE ? 1 : given) : spans;
  }

  private int lag() {
    return this == TALK_BALANCE ? 1 : GIVING_WEEKS;
  }

  private int before(WeeklyRun run) {
    return run.lags() * lag();
  }

  private int after(WeeklyRun run) {
    return run == WeeklyRun.LEAD ? lag() : 0;
  }

  private static double[] talk(Feed feed, long w, WeeklyRun run, Feed.Response response) {
    List<Double> x = new ArrayList<>();
    if (run == WeeklyRun.LEAD) {
      x.add(feed.promotionalShare(w + 1, run.counting()));
      x.add(feed.promotionalShare(w, run.counting()));
    }
    for (long week = w - 1; week >= w - run.lags(); week--) {
      x.add(feed.promotionalShare(week, run.counting()));
      x.add(feed.log(week, week + 1, FeedWeek::posts));
      x.add(response.log(week));
    }
    return array(x);
  }

  private double[] giving(Feed feed, long w, WeeklyRun run, Feed.Response response) {
    List<Double> x = new ArrayList<>();
    if (run == WeeklyRun.LEAD) {
      addGiven(x, feed, w + 1, w + 1 + GIVING_WEEKS, run.counting());
      addGiven(x, feed, w, w + 1, run.counting());
    }
    for (int lag = 1; lag <= run.lags(); lag++) {
      long from = w - (long) lag * GIVING_WEEKS;
      addGiven(x, feed, from, from + GIVING_WEEKS, run.counting());
      x.add(response.log(w - lag));
    }
    return array(x);
  }

  private void addGiven(List<Double> x, Feed feed, long from, long until, Counting counting) {
    double replies = feed.log(from, until, FeedWeek::replies);
    double mentions = feed.log(from, until, row -> row.mentions(counting));
    if (this == RECIPROCITY_BY_RATIO) {
      x.add(replies - mentions);
    } else {
      x.add(replies);
      x.add(mentions);
    }
    x.add(feed.log(from, until, FeedWeek::posts));
  }

  private static double[] array(List<Double> x) {
    return x.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
