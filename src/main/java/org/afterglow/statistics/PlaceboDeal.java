package org.afterglow.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How placebos deal classes to units that do not have them: each returns which units are
 * pseudo-promotional (docs/methods.md, 3.6).
 */
public final class PlaceboDeal {
  private PlaceboDeal() {}

  /** Classes dealt by the schedule of another. */
  public static final class Matched {
    private final boolean[] chosen;
    private final long[] distances;

    private Matched(boolean[] chosen, long[] distances) {
      this.chosen = chosen;
      this.distances = distances;
    }

    /** Which units are pseudo-promotional. */
    public boolean[] chosen() {
      return chosen.clone();
    }

    /** Of each pair from the time it was matched to, microseconds, in the order dealt. */
    public long[] distances() {
      return distances.clone();
    }
  }

  /**
   * Members of each stratum.
   *
   * @param strata the stratum of each unit
   * @return indexes of units, by stratum from the lowest
   */
  public static int[][] members(int[] strata) {
    Map<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < strata.length; i++) {
      members.computeIfAbsent(strata[i], stratum -> new ArrayList<>()).add(i);
    }
    return members.values().stream()
        .map(units -> units.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /**
   * A random half of every stratum; of an odd number the one more goes by coin.
   *
   * @param members as {@link #members}
   * @param units how many there are in all
   */
  public static boolean[] halves(int[][] members, int units, SplittableRandom random) {
    boolean[] chosen = new boolean[units];
    for (int[] stratum : members) {
      choose(stratum, (stratum.length + random.nextInt(2)) / 2, chosen, random);
    }
    return chosen;
  }

  /**
   * As many of every stratum as truly are of the class.
   *
   * @param members as {@link #members}
   * @param classes of the units
   */
  public static boolean[] permuted(int[][] members, boolean[] classes, SplittableRandom random) {
    boolean[] chosen = new boolean[classes.length];
    for (int[] stratum : members) {
      int count = 0;
      for (int unit : stratum) {
        count += classes[unit] ? 1 : 0;
      }
      choose(stratum, count, chosen, random);
    }
    return chosen;
  }

  /**
   * For m = min(times wanted, half of the units) of the times, drawn at random, each in turn takes
   * the nearest unit that none has taken; of two equally near the earlier, and of two at one time
   * the first.
   *
   * @param at times of the units, ascending
   * @param wanted times of the class whose schedule is copied
   */
  public static Matched opposite(long[] at, long[] wanted, SplittableRandom random) {
    int matched = Math.min(wanted.length, at.length / 2);
    long[] deck = wanted.clone();
    Free free = new Free(at);
    boolean[] chosen = new boolean[at.length];
    long[] distances = new long[matched];
    for (int i = 0; i < matched; i++) {
      long time = draw(deck, i, random);
      int unit = free.take(time);
      chosen[unit] = true;
      distances[i] = Math.abs(at[unit] - time);
    }
    return new Matched(chosen, distances);
  }

  /** Marks some of the members: the first cards of a deck shuffled anew from its order. */
  private static void choose(int[] members, int count, boolean[] chosen, SplittableRandom random) {
    int[] deck = members.clone();
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(deck.length - i);
      chosen[deck[j]] = true;
      deck[j] = deck[i];
    }
  }

  private static long draw(long[] deck, int place, SplittableRandom random) {
    int j = place + random.nextInt(deck.length - place);
    long card = deck[j];
    deck[j] = deck[place];
    return card;
  }

  /**
   * Units not taken yet. Taken ones point past themselves on either side, and paths are halved as
   * they are walked, so that a search is all but constant however long the runs of taken units are.
   */
  private static final class Free {
    private final long[] at;
    private final int[] later;
    private final int[] earlier;

    Free(long[] at) {
      this.at = at;
      later = new int[at.length + 1];
      earlier = new int[at.length + 1];
      for (int i = 0; i <= at.length; i++) {
        later[i] = i;
        earlier[i] = i;
      }
    }

    /** Takes the nearest one to a time; there must be one. */
    int take(long time) {
      int place = firstFrom(time);
      int after = root(later, place);
      int before = root(earlier, place) - 1;
      boolean takesBefore =
          before >= 0 && (after == at.length || time - at[before] <= at[after] - time);
      int unit = takesBefore ? root(later, firstFrom(at[before])) : after;
      later[unit] = unit + 1;
      earlier[unit + 1] = unit;
      return unit;
    }

    /** The first unit at a time or after it. */
    private int firstFrom(long time) {
      int low = 0;
      int high = at.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (at[middle] < time) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private static int root(int[] parents, int node) {
      int i = node;
      while (parents[i] != i) {
        parents[i] = parents[parents[i]];
        i = parents[i];
      }
      return i;
    }
  }
}
