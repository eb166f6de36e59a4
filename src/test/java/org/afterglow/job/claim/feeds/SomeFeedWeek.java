package org.afterglow.job.claim.feeds;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.afterglow.decay.ObservedCalendar;

/** A week of an account of a test's own making; what a test does not say is 0. */
final class SomeFeedWeek {
  private final String account;
  private final long week;
  private long posts;
  private long promotional;
  private long conversational;
  private long doubtfulPromotional;
  private long doubtfulConversational;
  private long promotionalEvents;
  private long conversationalEvents;
  private long doubtfulConversationalEvents;
  private long botConversationalEvents;
  private long ownWords;
  private long yourWords;
  private long replies;
  private long mentions;
  private long botMentions;

  SomeFeedWeek(String account, long week) {
    this.account = account;
    this.week = week;
  }

  /** All weeks from 0 observed. */
  static ObservedWeeks observed(int weeks) {
    return observedBut(weeks, -1);
  }

  /** The same without one. */
  static ObservedWeeks observedBut(int weeks, int missing) {
    byte[] halves = new byte[weeks * 168];
    for (int hour = 0; hour < halves.length; hour++) {
      halves[hour] = (byte) (hour / 168 == missing ? 0 : 2);
    }
    double[] season = new double[168];
    Arrays.fill(season, 1);
    return ObservedWeeks.of(new ObservedCalendar(-72, halves, season));
  }

  static Feed feed(ObservedWeeks observed, SomeFeedWeek... weeks) {
    return new Feed(List.of(weeks).stream().map(SomeFeedWeek::row).toList(), observed);
  }

  /** Accounts with those weeks, and as many observed. */
  static Feeds feeds(int observed, SomeFeedWeek... weeks) {
    Map<String, List<FeedWeek>> accounts =
        Arrays.stream(weeks)
            .map(SomeFeedWeek::row)
            .collect(Collectors.groupingBy(FeedWeek::entityKey));
    return new FeedsAtHand(
        accounts.entrySet().stream()
            .map(account -> new AccountFeeds(account.getKey(), account.getValue()))
            .toList(),
        Map.of("net", observed(observed)));
  }

  SomeFeedWeek promotional(long count, long events) {
    posts += count;
    promotional = count;
    promotionalEvents = events;
    return this;
  }

  SomeFeedWeek conversational(long count, long events) {
    posts += count;
    conversational = count;
    conversationalEvents = events;
    return this;
  }

  SomeFeedWeek inDoubt(long ofPromotion, long ofTalk, long talkEvents) {
    doubtfulPromotional = ofPromotion;
    doubtfulConversational = ofTalk;
    doubtfulConversationalEvents = talkEvents;
    return this;
  }

  SomeFeedWeek byBots(long talkEvents, long named) {
    botConversationalEvents = talkEvents;
    botMentions = named;
    return this;
  }

  SomeFeedWeek words(long own, long yours) {
    ownWords = own;
    yourWords = yours;
    return this;
  }

  SomeFeedWeek spoken(long given, long received) {
    replies = given;
    mentions = received;
    return this;
  }

  FeedWeek row() {
    return new FeedWeek(
        account,
        "net",
        week,
        posts,
        promotional,
        conversational,
        doubtfulPromotional,
        doubtfulConversational,
        promotionalEvents,
        conversationalEvents,
        0,
        doubtfulConversationalEvents,
        0,
        botConversationalEvents,
        ownWords,
        yourWords,
        replies,
        mentions,
        botMentions);
  }
}
