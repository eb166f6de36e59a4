package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the people around an entity did, and who spoke with which of its owners: whom asks are
 * directed at, and whether they are met. Nothing is remembered where nobody asks.
 */
final class Acquaintances {
  private static final double CHOSEN_WITHIN_DAYS = 56;
  private static final double ACTIVE_WITHIN_DAYS = 28;
  private static final double SPOKEN_WITHIN_DAYS = 90;
  private static final double ASKED_WITHIN_DAYS = 28;

  /** What somebody says of an owner that never asked it for anything. */
  static final String EARNED = "earned";

  /** The most often that asks are met for activity alone, as a multiple. */
  private static final double MOST_ACTIVE = 3;

  private final SimulationOptions options;
  private final List<Act> acts = new ArrayList<>();
  private final Map<Long, List<Double>> activity = new HashMap<>();

  /** When a person and an owner answered one another. */
  private final Map<List<Long>, List<Double>> spoken = new HashMap<>();

  /** Whom the owners asked, in the order of asking, and when each of them was. */
  private final List<Act> asked = new ArrayList<>();

  private final Map<Long, List<Double>> askedOn = new HashMap<>();

  private record Act(double day, Account person) {}

  Acquaintances(SimulationOptions options) {
    this.options = options;
  }

  /**
   * A person wrote or passed on something.
   *
   * @param answered the owner whom it answered, null if none
   */
  void acted(Account person, double day, @Nullable Account answered) {
    if (options.asksPerDay() > 0) {
      acts.add(new Act(day, person));
      activity.computeIfAbsent(person.number(), number -> new ArrayList<>()).add(day);
      if (answered != null) {
        spoke(person, day, answered);
      }
    }
  }

  /** A person did what an owner had asked of it. */
  void met(Account person, double day, Account owner) {
    activity.computeIfAbsent(person.number(), number -> new ArrayList<>()).add(day);
    spoke(person, day, owner);
  }

  /** One of the two answered the other. */
  void spoke(Account person, double day, Account owner) {
    if (options.asksPerDay() > 0) {
      spoken
          .computeIfAbsent(List.of(person.number(), owner.number()), pair -> new ArrayList<>())
          .add(day);
    }
  }

  /** An owner asked a person for something. */
  void asked(Account person, double day) {
    asked.add(new Act(day, person));
    askedOn.computeIfAbsent(person.number(), number -> new ArrayList<>()).add(day);
  }

  /** To be called before anybody is asked for. */
  void sort() {
    acts.sort(Comparator.comparingDouble(Act::day).thenComparingLong(act -> act.person().number()));
  }

  /** One of those who were asked in the 28 days before, each ask alike; null if nobody was. */
  @Nullable Account askedLately(double day, Draws draws) {
    List<Act> lately =
        asked.stream()
            .filter(ask -> ask.day() < day && ask.day() >= day - ASKED_WITHIN_DAYS)
            .toList();
    return lately.isEmpty() ? null : lately.get(draws.below(lately.size())).person();
  }

  /** Whether a person was asked: {@code asked} in the 28 days before, asked_before, or earned. */
  String recommends(Account person, double day) {
    List<Double> before =
        askedOn.getOrDefault(person.number(), List.of()).stream().filter(at -> at < day).toList();
    return before.isEmpty()
        ? EARNED
        : before.stream().anyMatch(at -> at >= day - ASKED_WITHIN_DAYS) ? "asked" : "asked_before";
  }

  /** One of those who did anything of late, the rather the more they did; null if nobody did. */
  @Nullable Account somebody(double day, Draws draws) {
    int from = before(day - CHOSEN_WITHIN_DAYS);
    int until = before(day);
    return until == from ? null : acts.get(from + draws.below(until - from)).person();
  }

  private int before(double day) {
    int low = 0;
    int high = acts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (acts.get(middle).day() < day) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The probability that a person does what an owner asks of it. */
  double meets(Account person, double day, Account owner) {
    long lately =
        activity.getOrDefault(person.number(), List.of()).stream()
            .filter(at -> at < day && at >= day - ACTIVE_WITHIN_DAYS)
            .count();
    boolean warm =
        spoken.getOrDefault(List.of(person.number(), owner.number()), List.of()).stream()
            .anyMatch(at -> at < day && at >= day - SPOKEN_WITHIN_DAYS);
    return Math.min(
        1,
        options.askMetShare()
            * Math.min(MOST_ACTIVE, StrictMath.sqrt(1.0 + lately))
            * (warm ? StrictMath.exp(options.theta4()) : 1));
  }
}
