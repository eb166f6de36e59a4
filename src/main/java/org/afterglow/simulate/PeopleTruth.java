package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a contrast between people whom promotional and conversational posts brought would find with
 * endless data (docs/methods.md, section 4): expected acts on conversational posts and mentions in
 * days [28, 56) after the stop against [0, 28), by class of the first engagement after sixty quiet
 * days, summed over weeks of the campaign as Mantel and Haenszel do. Integrates over rates, tastes,
 * lives and arrivals of fans in steps of a day, and counts passers-by in, who never leave.
 */
final class PeopleTruth {
  private static final int WINDOW_DAYS = 28;
  private static final int RATES = 16;
  private static final int TASTES = 12;
  private static final int CHURNS = 12;

  /** Gamma variates are integrated between e^−5 and e^2.5 times their mean. */
  private static final double LOW_LOG = -5;

  private static final double HIGH_LOG = 2.5;

  private final SimulationOptions options;
  private final Entity entity;
  private final List<Node> nodes;
  private final Acts promotional;
  private final Acts conversational;
  private final Acts mentions;

  /** A value and its probability. */
  private record Point(double value, double weight) {}

  /**
   * People of one kind among the fans.
   *
   * @param weight their share of the fans
   * @param promotionalWeight how readily they are drawn for an act on a promotional post
   * @param churnDays how long they stay, on average
   */
  private record Node(
      double weight, double promotionalWeight, double conversationalWeight, double churnDays) {}

  /**
   * Acts of one sort by day.
   *
   * @param ofFan expected acts of a fan who is there, for a weight of 1
   * @param ofPasserBy expected acts of any person who is no fan
   */
  // Never compared or hashed.
  @SuppressWarnings("ArrayRecordComponent")
  private record Acts(double[] ofFan, double[] ofPasserBy) {}

  PeopleTruth(SimulationOptions options, SimulatedCalendar calendar, Entity entity) {
    this.options = options;
    this.entity = entity;
    this.nodes = nodes(options, entity);
    Supply supply = new Supply(options, calendar, entity);
    double[] spoken = new double[options.days()];
    for (int day = 0; day < spoken.length; day++) {
      spoken[day] = supply.mentionsPerDay(day, 1) * calendar.weekday(day);
    }
    this.promotional = acts(onPosts(supply, calendar, true), true);
    this.conversational = acts(onPosts(supply, calendar, false), false);
    this.mentions = acts(spoken, false);
  }

  /** How long people stay with an entity, on average, before they differ from one another. */
  static double churnDays(SimulationOptions options, Entity entity) {
    double spread = Draws.of(options.seed(), "churn", entity.index()).normal();
    return options.churnDays() * StrictMath.exp(options.churnSd() * spread);
  }

  private static List<Node> nodes(SimulationOptions options, Entity entity) {
    double churnDays = churnDays(options, entity);
    List<Point> churns =
        options.churnShape() == 0 ? List.of(new Point(1, 1)) : gamma(options.churnShape(), CHURNS);
    List<Node> nodes = new ArrayList<>();
    for (Point rate : gamma(options.rateShape(), RATES)) {
      for (Point plain : tastes(options.tasteShape())) {
        double follows = options.tasteFollowsRate();
        double taste =
            follows == 0
                ? plain.value()
                : Following.followed(plain.value(), rate.value(), follows, .5);
        for (Point churn : churns) {
          nodes.add(
              new Node(
                  rate.weight() * plain.weight() * churn.weight(),
                  rate.value() * 2 * taste,
                  rate.value() * 2 * (1 - taste),
                  churnDays
                      / churn.value()
                      * StrictMath.pow(rate.value(), options.lifeFollowsRate())));
        }
      }
    }
    return nodes;
  }

  /** Points of a gamma variate of mean 1, evenly spaced in its logarithm. */
  private static List<Point> gamma(double shape, int points) {
    double[] weight = new double[points];
    double sum = 0;
    for (int point = 0; point < points; point++) {
      double log = LOW_LOG + (HIGH_LOG - LOW_LOG) * (point + .5) / points;
      weight[point] = StrictMath.exp(shape * (log - StrictMath.exp(log) + 1));
      sum += weight[point];
    }
    List<Point> gamma = new ArrayList<>();
    for (int point = 0; point < points; point++) {
      double log = LOW_LOG + (HIGH_LOG - LOW_LOG) * (point + .5) / points;
      gamma.add(new Point(StrictMath.exp(log), weight[point] / sum));
    }
    return gamma;
  }

  /** Points of Beta(shape, shape), at even angles of the arc sine of the root. */
  private static List<Point> tastes(double shape) {
    if (shape == 0) {
      return List.of(new Point(.5, 1));
    }
    double[] weight = new double[TASTES];
    double[] value = new double[TASTES];
    double sum = 0;
    for (int point = 0; point < TASTES; point++) {
      double angle = StrictMath.PI / 2 * (point + .5) / TASTES;
      double sine = StrictMath.sin(angle);
      double cosine = StrictMath.cos(angle);
      value[point] = sine * sine;
      weight[point] = StrictMath.pow(sine * cosine, 2 * shape - 1);
      sum += weight[point];
    }
    List<Point> tastes = new ArrayList<>();
    for (int point = 0; point < TASTES; point++) {
      tastes.add(new Point(value[point], weight[point] / sum));
    }
    return tastes;
  }

  /** Expected acts on the posts of one class by day, posts being made in the middle of theirs. */
  private double[] onPosts(Supply supply, SimulatedCalendar calendar, boolean promotionalPosts) {
    Truth truth = new Truth(entity.kernel(promotionalPosts), options.postHalfLifeSd());
    double volume =
        StrictMath.exp(options.volumeMean() + options.volumeSd() * options.volumeSd() / 2)
            * (promotionalPosts ? options.promotionalVolumeRatio() : 1)
            * entity.volume();
    int ages = (int) Math.min(options.horizonDays(), options.days());
    double[] atAge = new double[ages];
    double before = 0;
    for (int age = 0; age < ages; age++) {
      double until = truth.cumulative(age + .5);
      atAge[age] = until - before;
      before = until;
    }
    double[] posts = supply.posts(promotionalPosts);
    double[] acts = new double[options.days()];
    for (int posted = 0; posted < acts.length; posted++) {
      double each = posts[posted] * volume * calendar.decline(posted);
      for (int age = 0; age < ages && posted + age < acts.length && each > 0; age++) {
        acts[posted + age] += each * atAge[age];
      }
    }
    return acts;
  }

  private static double weight(Node node, boolean promotionalActs) {
    return promotionalActs ? node.promotionalWeight() : node.conversationalWeight();
  }

  private Acts acts(double[] all, boolean promotionalActs) {
    double[] ofFan = new double[all.length];
    double[] ofPasserBy = new double[all.length];
    double mean = 0;
    for (Node node : nodes) {
      mean += node.weight() * weight(node, promotionalActs);
    }
    for (int day = 0; day < all.length; day++) {
      double there = 0;
      for (Node node : nodes) {
        there += node.weight() * weight(node, promotionalActs) / mean * there(node, day);
      }
      // A fan who is not there is drawn again, up to eight times.
      double found = options.fanShare() * (1 - StrictMath.pow(1 - there, Following.TRIES));
      ofFan[day] = there == 0 ? 0 : all[day] * found / (there * mean * options.fansPerEntity());
      ofPasserBy[day] = all[day] * (1 - found) / options.persons();
    }
    return new Acts(ofFan, ofPasserBy);
  }

  /** The share of people of one kind who are there on a day. */
  private double there(Node node, double day) {
    double span = options.days() + options.arrivalLeadDays();
    double stay = node.churnDays();
    return options.arrivalAtStartShare() * StrictMath.exp(-day / stay)
        + (1 - options.arrivalAtStartShare())
            * stay
            / span
            * -StrictMath.expm1(-(day + options.arrivalLeadDays()) / stay);
  }

  /**
   * The log odds ratio of a campaign.
   *
   * @return null if the archive ends before 56 days after the stop, or nobody is expected in a cell
   */
  @Nullable Double logOddsRatio(Entity.Campaign campaign) {
    int stop = campaign.stopDay();
    int first = Math.max(campaign.startDay(), options.truncateStartDays() + Following.QUIET_DAYS);
    if (stop + 2 * WINDOW_DAYS > options.days() - options.truncateEndDays() || first >= stop) {
      return null;
    }
    // By week: early and late, conversational and promotional.
    double[][][] cells = new double[(campaign.days() - 1) / 7 + 1][2][2];
    for (Node node : nodes) {
      fans(campaign, node, first, cells);
    }
    passersBy(campaign, first, cells);
    double over = 0;
    double under = 0;
    for (double[][] week : cells) {
      double sum = week[0][0] + week[0][1] + week[1][0] + week[1][1];
      if (sum > 0) {
        over += week[1][1] * week[0][0] / sum;
        under += week[0][1] * week[1][0] / sum;
      }
    }
    return over > 0 && under > 0 ? StrictMath.log(over / under) : null;
  }

  private void fans(Entity.Campaign campaign, Node node, int first, double[][][] cells) {
    int stop = campaign.stopDay();
    double leaves = 1 / node.churnDays();
    double[] acts = new double[stop];
    for (int day = 0; day < stop; day++) {
      acts[day] =
          node.promotionalWeight() * promotional.ofFan()[day]
              + node.conversationalWeight() * (conversational.ofFan()[day] + mentions.ofFan()[day]);
    }
    double[] daily = new double[stop];
    for (int day = 0; day < stop; day++) {
      daily[day] = StrictMath.exp(-acts[day] - leaves);
    }
    double arriving =
        (1 - options.arrivalAtStartShare()) / (options.days() + options.arrivalLeadDays());
    double[][] later = new double[2][];
    for (int brought = 0; brought < 2; brought++) {
      double effect = brought == 1 ? options.acquisitionEffect() : 1;
      later[brought] = outcome(stop, node.conversationalWeight(), leaves / effect);
    }
    for (int day = first; day < stop; day++) {
      double quiet = 0;
      double since = 1;
      for (int before = day - 1; before >= day - Following.QUIET_DAYS; before--) {
        // Those who arrived on that day did so in its middle.
        quiet += arriving * since * StrictMath.sqrt(daily[before]);
        since *= daily[before];
      }
      quiet += there(node, day - Following.QUIET_DAYS) * since;
      double now = acts[day] > 0 ? -StrictMath.expm1(-acts[day]) / acts[day] : 1;
      double people = options.fansPerEntity() * node.weight() * quiet * now;
      double[] by = {
        node.conversationalWeight() * conversational.ofFan()[day],
        node.promotionalWeight() * promotional.ofFan()[day]
      };
      for (int brought = 0; brought < 2; brought++) {
        double effect = brought == 1 ? options.acquisitionEffect() : 1;
        double stayed = StrictMath.exp(-(stop - day - .5) * leaves / effect);
        for (int late = 0; late < 2; late++) {
          cells[(day - campaign.startDay()) / 7][late][brought] +=
              people * by[brought] * stayed * later[brought][late];
        }
      }
    }
  }

  /** Expected acts in both windows after a stop of a fan who is there at the stop. */
  private double[] outcome(int stop, double weight, double leaves) {
    double[] acts = new double[2];
    for (int day = 0; day < 2 * WINDOW_DAYS; day++) {
      acts[day / WINDOW_DAYS] +=
          weight
              * (conversational.ofFan()[stop + day] + mentions.ofFan()[stop + day])
              * StrictMath.exp(-(day + .5) * leaves);
    }
    return acts;
  }

  private void passersBy(Entity.Campaign campaign, int first, double[][][] cells) {
    int stop = campaign.stopDay();
    double[] after = new double[2];
    for (int day = 0; day < 2 * WINDOW_DAYS; day++) {
      after[day / WINDOW_DAYS] +=
          conversational.ofPasserBy()[stop + day] + mentions.ofPasserBy()[stop + day];
    }
    for (int day = first; day < stop; day++) {
      double before = 0;
      for (int quiet = day - Following.QUIET_DAYS; quiet < day; quiet++) {
        before +=
            promotional.ofPasserBy()[quiet]
                + conversational.ofPasserBy()[quiet]
                + mentions.ofPasserBy()[quiet];
      }
      double people = options.persons() * StrictMath.exp(-before);
      double[] by = {conversational.ofPasserBy()[day], promotional.ofPasserBy()[day]};
      for (int brought = 0; brought < 2; brought++) {
        for (int late = 0; late < 2; late++) {
          cells[(day - campaign.startDay()) / 7][late][brought] +=
              people * by[brought] * after[late];
        }
      }
    }
  }
}
