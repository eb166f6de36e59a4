package org.afterglow.job.claim.feeds;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.afterglow.statistics.AccountScore;
import org.afterglow.statistics.FixedEffectsPanel;
import org.afterglow.statistics.FixedEffectsPanel.Observation;
import org.jspecify.annotations.Nullable;

/**
 * All weeks of an account, on all its platforms.
 *
 * @param weeks that have rows, in any order
 */
public record AccountFeeds(String entityKey, List<FeedWeek> weeks) implements Serializable {

  /**
   * Sums over an account's weeks.
   *
   * @param posts of the feed
   * @param promotional those of them at P ≥ .5
   * @param scored those of either class
   * @param talkWeeks observations of {@link WeeklyDesign#TALK_BALANCE}
   * @param talkPosts their exposure
   * @param promotedWeeks observations of {@link WeeklyDesign#RECIPROCITY}
   * @param promotedPosts their exposure
   */
  public record Sums(
      String entityKey,
      long posts,
      long promotional,
      long scored,
      long ownWords,
      long yourWords,
      long replies,
      long mentions,
      long talkWeeks,
      long talkPosts,
      long promotedWeeks,
      long promotedPosts)
      implements Serializable {

    static Sums none(String entityKey) {
      return new Sums(entityKey, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    Sums plus(Sums more) {
      return new Sums(
          entityKey,
          posts + more.posts,
          promotional + more.promotional,
          scored + more.scored,
          ownWords + more.ownWords,
          yourWords + more.yourWords,
          replies + more.replies,
          mentions + more.mentions,
          talkWeeks + more.talkWeeks,
          talkPosts + more.talkPosts,
          promotedWeeks + more.promotedWeeks,
          promotedPosts + more.promotedPosts);
    }
  }

  /** A sum of each account, by its key. */
  static Map<String, Long> byAccount(List<Sums> accounts, ToLongFunction<Sums> sum) {
    Map<String, Long> byAccount = new TreeMap<>();
    accounts.forEach(each -> byAccount.put(each.entityKey(), sum.applyAsLong(each)));
    return byAccount;
  }

  /** Its feeds in order of platforms; a platform of which nothing was observed has none. */
  List<Feed> feeds(Map<String, ObservedWeeks> observed) {
    TreeMap<String, List<FeedWeek>> byPlatform = new TreeMap<>();
    weeks.forEach(
        week -> byPlatform.computeIfAbsent(week.platform(), key -> new ArrayList<>()).add(week));
    List<Feed> feeds = new ArrayList<>();
    byPlatform.forEach(
        (platform, own) -> {
          ObservedWeeks known = observed.get(platform);
          if (known != null) {
            feeds.add(new Feed(own, known));
          }
        });
    return feeds;
  }

  /** Sums over its feeds; null where it has none. */
  @Nullable Sums sums(Map<String, ObservedWeeks> observed) {
    List<Feed> feeds = feeds(observed);
    if (feeds.isEmpty()) {
      return null;
    }
    List<Observation> talk = observations(feeds, WeeklyDesign.TALK_BALANCE, WeeklyRun.PRIMARY);
    List<Observation> promoted = observations(feeds, WeeklyDesign.RECIPROCITY, WeeklyRun.PRIMARY);
    Sums sums =
        new Sums(
            entityKey,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            talk.size(),
            posts(talk),
            promoted.size(),
            posts(promoted));
    for (Feed feed : feeds) {
      for (FeedWeek week : feed.weeks()) {
        sums =
            sums.plus(
                new Sums(
                    entityKey,
                    week.posts(),
                    week.promotional(),
                    week.promotional() + week.conversational(),
                    week.ownWords(),
                    week.yourWords(),
                    week.replies(),
                    week.mentions(),
                    0,
                    0,
                    0,
                    0));
      }
    }
    return sums;
  }

  /** Its part in a regression. */
  FixedEffectsPanel panel(Map<String, ObservedWeeks> observed, WeeklyDesign design, WeeklyRun run) {
    return FixedEffectsPanel.of(entityKey, observations(feeds(observed), design, run));
  }

  /** The score of that part; null where it can tell nothing. */
  @Nullable AccountScore score(
      Map<String, ObservedWeeks> observed,
      WeeklyDesign design,
      WeeklyRun run,
      double[] coefficients) {
    FixedEffectsPanel panel = panel(observed, design, run);
    return panel.eligible() ? panel.at(coefficients) : null;
  }

  private static List<Observation> observations(
      List<Feed> feeds, WeeklyDesign design, WeeklyRun run) {
    List<Observation> observations = new ArrayList<>();
    for (int effect = 0; effect < feeds.size(); effect++) {
      observations.addAll(design.observations(feeds.get(effect), effect, run));
    }
    return observations;
  }

  private static long posts(List<Observation> observations) {
    return (long) observations.stream().mapToDouble(Observation::exposure).sum();
  }
}
