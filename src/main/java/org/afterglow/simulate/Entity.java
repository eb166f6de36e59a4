package org.afterglow.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who posts for a purpose: its accounts, habits, kernels and campaigns.
 *
 * @param index 0 … entities − 1
 * @param habit what it does outside campaigns
 * @param steady whether it promotes at one rate all the time
 * @param trade index of its trade in the phrase lists
 * @param owners its accounts, at least one
 * @param venue subreddit or board in which it posts, null on Twitter
 * @param ownVenue whether that venue is its own
 * @param promotional kernel of its promotional posts, before the spread between posts
 * @param conversational kernel of its conversational posts, likewise
 * @param volume multiple of the common volume
 * @param campaigns in order of their starts
 */
record Entity(
    int index,
    Platform platform,
    Habit habit,
    boolean steady,
    int trade,
    List<Account> owners,
    @Nullable String venue,
    boolean ownVenue,
    Kernel promotional,
    Kernel conversational,
    double volume,
    List<Campaign> campaigns) {

  /** What an entity does outside campaigns. */
  enum Habit {
    /** Nothing. */
    CAMPAIGN_ONLY,
    /** Goes on talking. */
    SUSTAINED,
    /** Talks all the time and never runs a campaign. */
    CONVERSATIONAL
  }

  /**
   * A campaign as planned.
   *
   * @param id unique within the simulation
   * @param startDay first day, counted from the start of the archive
   * @param stopDay the day after the last
   * @param tag hashtag of its promotional posts, without {@code #}
   * @param declared whether it stands in campaigns.csv
   * @param tagDeclared whether its hashtag does too
   * @param promotionalPerDay mean promotional posts a day, before the ramp
   * @param rampsDown whether that rate falls to nothing over the last third
   */
  record Campaign(
      String id,
      int startDay,
      int stopDay,
      String tag,
      boolean declared,
      boolean tagDeclared,
      double promotionalPerDay,
      boolean rampsDown,
      PostingProfile promotionalProfile,
      PostingProfile conversationalProfile) {
    int days() {
      return stopDay - startDay;
    }

    PostingProfile profile(boolean promotional) {
      return promotional ? promotionalProfile : conversationalProfile;
    }

    /** What the ramp leaves of the promotional posts at a time in days since the start. */
    double shareLeft(double place) {
      return rampsDown ? Math.min(1, 3 * (1 - place / days())) : 1;
    }
  }

  /** The campaign that runs on a day, if any. */
  @Nullable Campaign campaignOn(int day) {
    for (Campaign campaign : campaigns) {
      if (day >= campaign.startDay() && day < campaign.stopDay()) {
        return campaign;
      }
    }
    return null;
  }

  /** The last campaign that stopped on or before a day, if any. */
  @Nullable Campaign stoppedBefore(int day) {
    Campaign last = null;
    for (Campaign campaign : campaigns) {
      if (campaign.stopDay() <= day) {
        last = campaign;
      }
    }
    return last;
  }

  Kernel kernel(boolean promotionalPost) {
    return promotionalPost ? promotional : conversational;
  }
}
