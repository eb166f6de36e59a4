package org.afterglow.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.afterglow.statistics.LateOdds.Unit;

/**
 * The two-sided p of one campaign's late-odds ratio when classes are permuted over units within
 * strata: statistic |ln((R + ½)/(S + ½))|, p = (1 + draws at least as large)/(1 + draws)
 * (docs/methods.md, 3.1). It is a test of equal shapes for exchangeable units; events of one unit
 * stay together, so cascades do not mislead it, while shocks common to all posts of a day can.
 */
public final class Permutation {
  /** Draws that published p are made of. */
  public static final int DRAWS = 999;

  /** Units above which a campaign is tested by its jackknife variance instead. */
  public static final int MOST_UNITS = 5_000;

  private static final double HALF = .5;
  private static final double TOLERANCE = 1e-12;

  private Permutation() {}

  /**
   * The p over random draws.
   *
   * @param units in the order of their keys, on which the draws depend
   * @param stream the random stream of a draw, by its number from 1
   */
  public static double pValue(List<Unit> units, int draws, LongFunction<SplittableRandom> stream) {
    List<Stratum> strata = strata(units);
    double observed = observed(strata);
    int atLeast = 0;
    for (int draw = 1; draw <= draws; draw++) {
      SplittableRandom random = stream.apply(draw);
      double r = 0;
      double s = 0;
      for (Stratum stratum : strata) {
        stratum.deal(random);
        r += stratum.r();
        s += stratum.s();
      }
      if (statistic(r, s) >= observed - TOLERANCE) {
        atLeast++;
      }
    }
    return (1.0 + atLeast) / (1.0 + draws);
  }

  /**
   * The p over every assignment of classes, which that over many draws approaches; for a handful of
   * units.
   *
   * @throws IllegalArgumentException if there are more than ten million assignments
   */
  static double exactPValue(List<Unit> units) {
    List<Stratum> strata = strata(units);
    double assignments = 1;
    for (Stratum stratum : strata) {
      assignments *= stratum.assignments();
    }
    if (assignments > 1e7) {
      throw new IllegalArgumentException(assignments + " assignments; 10 million at most");
    }
    double observed = observed(strata);
    return enumerate(strata, 0, 0, 0, observed) / assignments;
  }

  private static double enumerate(
      List<Stratum> strata, int next, double r, double s, double observed) {
    if (next == strata.size()) {
      return statistic(r, s) >= observed - TOLERANCE ? 1 : 0;
    }
    Stratum stratum = strata.get(next);
    double atLeast = 0;
    for (long subset = 0; subset < 1L << stratum.size(); subset++) {
      if (Long.bitCount(subset) == stratum.dealt) {
        stratum.choose(subset);
        atLeast += enumerate(strata, next + 1, r + stratum.r(), s + stratum.s(), observed);
      }
    }
    return atLeast;
  }

  private static double observed(List<Stratum> strata) {
    double r = 0;
    double s = 0;
    for (Stratum stratum : strata) {
      r += stratum.r();
      s += stratum.s();
    }
    return statistic(r, s);
  }

  private static double statistic(double r, double s) {
    return Math.abs(StrictMath.log((r + HALF) / (s + HALF)));
  }

  /** Strata with units of both classes; elsewhere a·d and b·c are 0 however classes are dealt. */
  private static List<Stratum> strata(List<Unit> units) {
    List<Unit> byStratum =
        units.stream().sorted(Comparator.comparingInt(Unit::stratum)).toList(); // stable
    List<Stratum> strata = new ArrayList<>();
    int from = 0;
    while (from < byStratum.size()) {
      int to = from;
      while (to < byStratum.size()
          && byStratum.get(to).stratum() == byStratum.get(from).stratum()) {
        to++;
      }
      Stratum stratum = new Stratum(byStratum.subList(from, to));
      if (stratum.dealt > 0) {
        strata.add(stratum);
      }
      from = to;
    }
    return strata;
  }

  /** One stratum: the rarer class is dealt to units, the other has the rest. */
  private static final class Stratum {
    final int dealt;
    private final boolean promotionalDealt;
    private final long[] early;
    private final long[] late;
    private final int[] deck;
    private long earlyTotal;
    private long lateTotal;
    private long earlyDealt;
    private long lateDealt;

    Stratum(List<Unit> units) {
      int promotional = (int) units.stream().filter(Unit::promotional).count();
      promotionalDealt = promotional <= units.size() - promotional;
      dealt = Math.min(promotional, units.size() - promotional);
      early = new long[units.size()];
      late = new long[units.size()];
      deck = new int[units.size()];
      for (int i = 0; i < units.size(); i++) {
        Unit unit = units.get(i);
        early[i] = unit.early();
        late[i] = unit.late();
        earlyTotal += unit.early();
        lateTotal += unit.late();
        if (unit.promotional() == promotionalDealt) {
          earlyDealt += unit.early();
          lateDealt += unit.late();
        }
      }
    }

    int size() {
      return early.length;
    }

    double assignments() {
      double ways = 1;
      for (int i = 1; i <= dealt; i++) {
        ways = ways * (size() - dealt + i) / i;
      }
      return Math.rint(ways);
    }

    /** Deals the class at random: the first cards of a deck shuffled anew from its order. */
    void deal(SplittableRandom random) {
      for (int i = 0; i < deck.length; i++) {
        deck[i] = i;
      }
      earlyDealt = 0;
      lateDealt = 0;
      for (int i = 0; i < dealt; i++) {
        int j = i + random.nextInt(deck.length - i);
        int card = deck[j];
        deck[j] = deck[i];
        earlyDealt += early[card];
        lateDealt += late[card];
      }
    }

    void choose(long subset) {
      earlyDealt = 0;
      lateDealt = 0;
      for (int i = 0; i < size(); i++) {
        if ((subset >>> i & 1) == 1) {
          earlyDealt += early[i];
          lateDealt += late[i];
        }
      }
    }

    double r() {
      return promotionalDealt
          ? pairs(lateDealt, earlyTotal - earlyDealt)
          : pairs(lateTotal - lateDealt, earlyDealt);
    }

    double s() {
      return promotionalDealt
          ? pairs(earlyDealt, lateTotal - lateDealt)
          : pairs(earlyTotal - earlyDealt, lateDealt);
    }

    private double pairs(long one, long other) {
      long total = earlyTotal + lateTotal;
      return total == 0 ? 0 : (double) one * other / total / LateOdds.MILLION;
    }
  }
}
