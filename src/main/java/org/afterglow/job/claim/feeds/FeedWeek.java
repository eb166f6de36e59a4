package org.afterglow.job.claim.feeds;

import java.io.Serializable;

/**
 * What an account did in a week on one platform, and what came of it. Posts of its feed are those
 * that answer nobody; acts upon them are those of their first 7 days. In doubt is what has a
 * probability in the model's band of doubt.
 *
 * @param week Mondays, 00:00 UTC, since 29 December 1969
 * @param posts of the feed, unscored ones included
 * @param promotional those of them at P ≥ .5
 * @param conversational those below
 * @param promotionalEvents acts by persons
 * @param botPromotionalEvents the same by suspected bots
 * @param ownWords we, us, our and the account's name, in all that it wrote
 * @param yourWords you, your
 * @param replies that it gave to others
 * @param mentions by persons that name it or answer it
 */
public record FeedWeek(
    String entityKey,
    String platform,
    long week,
    long posts,
    long promotional,
    long conversational,
    long doubtfulPromotional,
    long doubtfulConversational,
    long promotionalEvents,
    long conversationalEvents,
    long doubtfulPromotionalEvents,
    long doubtfulConversationalEvents,
    long botPromotionalEvents,
    long botConversationalEvents,
    long ownWords,
    long yourWords,
    long replies,
    long mentions,
    long botMentions)
    implements Serializable {

  /** How posts and acts are counted. */
  enum Counting {
    /** All posts, and acts by persons. */
    PERSONS,
    /** Posts in doubt left out. */
    WITHOUT_DOUBT,
    /** With acts and mentions by suspected bots. */
    WITH_BOTS
  }

  /** Posts of one class. */
  long posts(boolean ofPromotion, Counting counting) {
    long doubtful = ofPromotion ? doubtfulPromotional : doubtfulConversational;
    return (ofPromotion ? promotional : conversational)
        - (counting == Counting.WITHOUT_DOUBT ? doubtful : 0);
  }

  /** Acts upon them. */
  long events(boolean ofPromotion, Counting counting) {
    long persons = ofPromotion ? promotionalEvents : conversationalEvents;
    return switch (counting) {
      case PERSONS -> persons;
      case WITHOUT_DOUBT ->
          persons - (ofPromotion ? doubtfulPromotionalEvents : doubtfulConversationalEvents);
      case WITH_BOTS -> persons + (ofPromotion ? botPromotionalEvents : botConversationalEvents);
    };
  }

  /** Posts that name the account or answer it. */
  long mentions(Counting counting) {
    return mentions + (counting == Counting.WITH_BOTS ? botMentions : 0);
  }
}
