package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The people around one entity: fans, each with a rate, a taste for promotion and a span of time,
 * and passers-by. Who acts is drawn for each act that a post gets, so that nothing here changes
 * when or how often a post is acted upon.
 */
final class Following {
  /** How often another fan is drawn where the one before was not there. */
  static final int TRIES = 8;

  /** Days without engagement after which a person counts as new (docs/methods.md, section 4). */
  static final int QUIET_DAYS = 60;

  private final SimulationOptions options;
  private final Roster roster;
  private final Entity entity;
  private final int[] person;
  private final double[] fromDay;
  private final double[] toDay;

  /** When each fan leaves; before {@link #toDay} if a promotional post brought it. */
  private final double[] leaves;

  private final double[] promotionalWeight;
  private final double[] conversationalWeight;
  private final Draws standIns;
  private final List<Engagement> engagements = new ArrayList<>();

  /** One act or mention by a person. */
  private record Engagement(int person, double day, Touch touch) {}

  /**
   * A person's first engagement in a campaign, after sixty days without one.
   *
   * @param touch what it engaged with
   * @param leftDay when it leaves for good
   */
  record Acquisition(
      int person, Entity.Campaign campaign, double day, Touch touch, double leftDay) {}

  Following(SimulationOptions options, Roster roster, Entity entity) {
    this.options = options;
    this.roster = roster;
    this.entity = entity;
    int fans = options.fansPerEntity();
    this.person = new int[fans];
    this.fromDay = new double[fans];
    this.toDay = new double[fans];
    this.promotionalWeight = new double[fans];
    this.conversationalWeight = new double[fans];
    this.standIns = Draws.of(options.seed(), "stand-ins", entity.index());
    Draws draws = Draws.of(options.seed(), "fans", entity.index());
    Draws characters = Draws.of(options.seed(), "characters", entity.index());
    double churnDays = PeopleTruth.churnDays(options, entity);
    double promotional = 0;
    double conversational = 0;
    for (int fan = 0; fan < fans; fan++) {
      double rate = draws.gammaOfMeanOne(options.rateShape());
      double taste = taste(rate, characters);
      promotional += rate * 2 * taste;
      conversational += rate * 2 * (1 - taste);
      promotionalWeight[fan] = promotional;
      conversationalWeight[fan] = conversational;
      fromDay[fan] =
          draws.chance(options.arrivalAtStartShare())
              ? 0
              : draws.uniform() * (options.days() + options.arrivalLeadDays())
                  - options.arrivalLeadDays();
      person[fan] = draws.below(options.persons());
      double life = draws.exponential(churnDays);
      if (options.churnShape() > 0) {
        life /= characters.gammaOfMeanOne(options.churnShape());
      }
      toDay[fan] = fromDay[fan] + life * StrictMath.pow(rate, options.lifeFollowsRate());
    }
    this.leaves = toDay.clone();
  }

  private double taste(double rate, Draws characters) {
    double taste = .5;
    if (options.tasteShape() > 0) {
      double one = characters.gammaOfMeanOne(options.tasteShape());
      taste = one / (one + characters.gammaOfMeanOne(options.tasteShape()));
    }
    double follows = options.tasteFollowsRate();
    return follows == 0 ? taste : followed(taste, rate, follows, characters.uniform());
  }

  /** A taste moved towards promotion for those who act more than the mean. */
  static double followed(double taste, double rate, double follows, double place) {
    double moved = taste * (1 - .4 * follows) + follows * ((rate > 1 ? .25 : 0) + .05 * place);
    return Math.max(0, Math.min(1, moved));
  }

  /** A fan who is there at that time and has not yet acted on this post, or a passer-by. */
  Account actor(double day, Touch touch, Set<Integer> present, Draws draws) {
    int chosen = choose(day, touch, present, draws);
    engagements.add(new Engagement(chosen, day, touch));
    return roster.person(entity.platform(), chosen);
  }

  private int choose(double day, Touch touch, Set<Integer> present, Draws draws) {
    int persons = options.persons();
    if (draws.chance(options.fanShare())) {
      double[] weight = touch == Touch.PROMOTIONAL ? promotionalWeight : conversationalWeight;
      double sum = weight[weight.length - 1];
      for (int attempt = 0; attempt < TRIES; attempt++) {
        double place = draws.uniform() * sum;
        int low = 0;
        int high = weight.length - 1;
        while (low < high) {
          int middle = (low + high) >>> 1;
          if (weight[middle] > place) {
            high = middle;
          } else {
            low = middle + 1;
          }
        }
        if (day >= fromDay[low] && day < toDay[low] && present.add(person[low])) {
          return day < leaves[low] ? person[low] : standIn(present);
        }
      }
    }
    int passerBy = draws.below(persons);
    while (!present.add(passerBy)) {
      passerBy = passerBy < persons ? passerBy + persons : passerBy + 1;
    }
    return passerBy;
  }

  /**
   * A passer-by in place of a fan who left early: of numbers and draws of their own, so that all
   * other acts stay as they would have been.
   */
  private int standIn(Set<Integer> present) {
    int chosen = 4 * options.persons() + standIns.below(options.persons());
    while (!present.add(chosen)) {
      chosen++;
    }
    return chosen;
  }

  /**
   * The fans whom campaigns brought while they were there, in order of campaigns, time and person.
   */
  List<Acquisition> acquisitions() {
    // One who is a fan twice over has two entries.
    Map<Integer, List<Integer>> fans = new HashMap<>();
    for (int fan = 0; fan < person.length; fan++) {
      fans.computeIfAbsent(person[fan], unused -> new ArrayList<>()).add(fan);
    }
    List<Engagement> inOrder =
        engagements.stream()
            .filter(engagement -> fans.containsKey(engagement.person()))
            .sorted(Comparator.comparingDouble(Engagement::day).thenComparing(Engagement::person))
            .toList();
    List<Acquisition> acquisitions = new ArrayList<>();
    double begins = options.truncateStartDays();
    for (Entity.Campaign campaign : entity.campaigns()) {
      Map<Integer, Double> before = new HashMap<>();
      for (Engagement engagement : inOrder) {
        double day = engagement.day();
        @Nullable Double last = before.put(engagement.person(), day);
        double left =
            fans.getOrDefault(engagement.person(), List.of()).stream()
                .filter(fan -> fromDay[fan] <= day)
                .mapToDouble(fan -> leaves[fan])
                .max()
                .orElse(day);
        if (day >= campaign.startDay()
            && day < campaign.stopDay()
            && day - (last == null ? begins : last) >= QUIET_DAYS
            && left > day) {
          acquisitions.add(
              new Acquisition(engagement.person(), campaign, day, engagement.touch(), left));
        }
      }
    }
    return acquisitions;
  }

  /** Lets those whom promotional posts brought leave earlier than they would have. */
  void shorten(List<Acquisition> acquisitions) {
    acquisitions.stream()
        .filter(acquisition -> acquisition.touch() == Touch.PROMOTIONAL)
        .sorted(Comparator.comparingDouble(Acquisition::day))
        .forEach(
            acquisition -> {
              for (int fan = 0; fan < person.length; fan++) {
                double day = acquisition.day();
                if (person[fan] == acquisition.person()
                    && fromDay[fan] <= day
                    && leaves[fan] > day) {
                  leaves[fan] = day + options.acquisitionEffect() * (leaves[fan] - day);
                }
              }
            });
  }

  /** The word of a table for what brought somebody, null for a mention. */
  static @Nullable String word(Touch touch) {
    return touch == Touch.MENTION ? null : touch.name().toLowerCase(Locale.ROOT);
  }
}
