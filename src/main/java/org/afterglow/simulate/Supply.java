package org.afterglow.simulate;

import java.time.LocalDate;

/** What an entity posts and how much it is spoken of, on average, by day. */
final class Supply {
  private static final double STEADY_SHARE_OF_RATE = .3;
  private static final double MENTIONS_IN_CAMPAIGN = 3;
  private static final double MENTIONS_LAST_DAYS = 10;

  /** Points of a posting profile, for each day of a campaign, over which its posts are spread. */
  private static final int POINTS_A_DAY = 24;

  private final SimulationOptions options;
  private final SimulatedCalendar calendar;
  private final Entity entity;

  Supply(SimulationOptions options, SimulatedCalendar calendar, Entity entity) {
    this.options = options;
    this.calendar = calendar;
    this.entity = entity;
  }

  /** Posts of one class outside campaigns on a mean weekday; 0 within one. */
  double backgroundPerDay(int day, boolean promotional) {
    if (entity.campaignOn(day) != null || entity.habit() == Entity.Habit.CAMPAIGN_ONLY) {
      return 0;
    }
    if (!promotional) {
      return options.conversationalPerDay();
    }
    return entity.steady()
        ? options.promotionalPerDay() * STEADY_SHARE_OF_RATE
        : options.backgroundPromotionalPerDay();
  }

  /** Mentions by people on a mean weekday, more in a campaign and for a while after it. */
  double mentionsPerDay(int day, double level) {
    double rate = options.mentionsPerDay() * level;
    Entity.Campaign stopped = entity.stoppedBefore(day);
    if (entity.campaignOn(day) != null) {
      rate *= MENTIONS_IN_CAMPAIGN;
    } else if (stopped != null) {
      double since = day - stopped.stopDay();
      rate *=
          options.mentionsAfter()
              * (1 + (MENTIONS_IN_CAMPAIGN - 1) * StrictMath.exp(-since / MENTIONS_LAST_DAYS));
    }
    return rate;
  }

  /** Expected posts of one class by day of the archive, silences aside. */
  double[] posts(boolean promotional) {
    double[] posts = new double[options.days()];
    for (int day = 0; day < posts.length; day++) {
      posts[day] = backgroundPerDay(day, promotional) * calendar.weekday(day);
    }
    for (Entity.Campaign campaign : entity.campaigns()) {
      LocalDate start = calendar.date(campaign.startDay());
      double perDay = promotional ? campaign.promotionalPerDay() : options.conversationalPerDay();
      int points = POINTS_A_DAY * campaign.days();
      for (int point = 0; point < points; point++) {
        double place =
            campaign.profile(promotional).quantile((point + .5) / points, start, campaign.days());
        double share = promotional ? campaign.shareLeft(place) : 1;
        int day = campaign.startDay() + (int) place;
        if (day < posts.length) {
          posts[day] += perDay * campaign.days() / points * share;
        }
      }
    }
    return posts;
  }
}
