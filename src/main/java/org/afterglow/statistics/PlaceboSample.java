package org.afterglow.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The units of a campaign that a placebo deals pseudo-classes to, contrasted as if these were real
 * (docs/methods.md, 3.6). None of the deals looks at what units have earned, which keeps a placebo
 * valid where the classes do differ.
 */
public final class PlaceboSample {
  /** Draws that published shares are made of. */
  public static final int DRAWS = 400;

  /** Times matched of one campaign, below which it takes no part. */
  private static final int FEWEST_MATCHES = 5;

  /** Distance, in microseconds, beyond which a match shows nothing of a schedule. */
  private static final long FAR = 2 * 86_400_000_000L;

  /** How classes are dealt. */
  public enum Deal {
    /** Conversational units in two halves within strata. */
    HALVES,
    /** Promotional units in two halves within strata. */
    PROMOTIONAL_HALVES,
    /** Those conversational units that were made when promotional ones were, against the rest. */
    OPPOSITE_SCHEDULE,
    /** Classes of all units, permuted within strata. */
    PERMUTED
  }

  /**
   * One unit.
   *
   * @param bucket the part of all units that the jackknife leaves out together
   * @param at when it was made, microseconds; schedules are copied by it
   * @param events unweighted
   * @param early weight of early events, millionths
   * @param late weight of late events, millionths
   */
  public record Unit(
      int stratum, int bucket, boolean promotional, long at, long events, long early, long late) {}

  /**
   * One draw.
   *
   * @param odds of the pseudo-classes; null where one of them has fewer than {@value
   *     LateOdds#ENOUGH_EVENTS} events
   * @param matched times that a unit was matched to
   * @param far matches more than two days from their time
   */
  public record Drawn(@Nullable LateOdds odds, int matched, int far) {}

  private final Deal deal;
  private final List<Unit> units;
  private final long[] at;
  private final long[] wanted;
  private final boolean[] classes;
  private final int[][] members;
  private final int[] strata;
  private final int[] stratumOf;
  private final int buckets;

  private PlaceboSample(Deal deal, List<Unit> dealt, long[] wanted) {
    this.deal = deal;
    units = dealt;
    this.wanted = wanted;
    at = dealt.stream().mapToLong(Unit::at).toArray();
    classes = new boolean[dealt.size()];
    members = PlaceboDeal.members(dealt.stream().mapToInt(Unit::stratum).toArray());
    strata = new int[members.length];
    stratumOf = new int[dealt.size()];
    for (int i = 0; i < dealt.size(); i++) {
      classes[i] = dealt.get(i).promotional();
    }
    for (int k = 0; k < members.length; k++) {
      strata[k] = dealt.get(members[k][0]).stratum();
      for (int unit : members[k]) {
        stratumOf[unit] = k;
      }
    }
    buckets = 1 + dealt.stream().mapToInt(Unit::bucket).max().orElse(0);
  }

  /**
   * The sample of a campaign.
   *
   * @param units of both classes in the order of their times, then keys, on which the draws depend
   */
  public static PlaceboSample of(List<Unit> units, Deal deal) {
    return switch (deal) {
      case HALVES -> new PlaceboSample(deal, ofClass(units, false), new long[0]);
      case PROMOTIONAL_HALVES -> new PlaceboSample(deal, ofClass(units, true), new long[0]);
      case OPPOSITE_SCHEDULE ->
          new PlaceboSample(
              deal,
              ofClass(units, false),
              ofClass(units, true).stream().mapToLong(Unit::at).toArray());
      case PERMUTED -> new PlaceboSample(deal, List.copyOf(units), new long[0]);
    };
  }

  private static List<Unit> ofClass(List<Unit> units, boolean promotional) {
    return units.stream().filter(unit -> unit.promotional() == promotional).toList();
  }

  /** Whether any draw can be contrasted: there are events enough for two classes, and these. */
  public boolean takesPart() {
    return units.stream().mapToLong(Unit::events).sum() >= 2 * LateOdds.ENOUGH_EVENTS
        && switch (deal) {
          case HALVES, PROMOTIONAL_HALVES -> true;
          case OPPOSITE_SCHEDULE -> Math.min(wanted.length, units.size() / 2) >= FEWEST_MATCHES;
          case PERMUTED ->
              units.stream().anyMatch(Unit::promotional)
                  && !units.stream().allMatch(Unit::promotional);
        };
  }

  /** Deals once and contrasts. */
  public Drawn draw(SplittableRandom random) {
    if (deal == Deal.OPPOSITE_SCHEDULE) {
      PlaceboDeal.Matched matched = PlaceboDeal.opposite(at, wanted, random);
      long[] distances = matched.distances();
      int far = (int) Arrays.stream(distances).filter(away -> away > FAR).count();
      return new Drawn(contrast(matched.chosen()), distances.length, far);
    }
    boolean[] chosen =
        deal == Deal.PERMUTED
            ? PlaceboDeal.permuted(members, classes, random)
            : PlaceboDeal.halves(members, units.size(), random);
    return new Drawn(contrast(chosen), 0, 0);
  }

  private @Nullable LateOdds contrast(boolean[] chosen) {
    int cells = strata.length * buckets * 2;
    boolean[] held = new boolean[cells];
    long[] early = new long[cells];
    long[] late = new long[cells];
    long[] events = new long[2];
    for (int i = 0; i < chosen.length; i++) {
      Unit unit = units.get(i);
      int promotional = chosen[i] ? 1 : 0;
      int cell = (stratumOf[i] * buckets + unit.bucket()) * 2 + promotional;
      held[cell] = true;
      early[cell] += unit.early();
      late[cell] += unit.late();
      events[promotional] += unit.events();
    }
    if (events[0] < LateOdds.ENOUGH_EVENTS || events[1] < LateOdds.ENOUGH_EVENTS) {
      return null;
    }
    List<LateOdds.Sums> sums = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      if (held[cell]) {
        sums.add(
            new LateOdds.Sums(
                strata[cell / 2 / buckets],
                cell / 2 % buckets,
                cell % 2 == 1,
                early[cell],
                late[cell],
                0));
      }
    }
    return LateOdds.of(sums);
  }
}
