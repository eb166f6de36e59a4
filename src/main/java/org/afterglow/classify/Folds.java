package org.afterglow.classify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Texts dealt to folds, group by group, and what came of leaving each fold out.
 *
 * @param of each text its fold
 * @param count of folds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a List would box each
record Folds(int[] of, int count) {

  /**
   * Deals groups to folds: within each file, the largest first, equals in an order shuffled by the
   * seed, each group to the fold with the fewest texts of that file so far.
   *
   * @param groups of each text its group, whose texts stay together
   */
  static Folds deal(List<LabelledText> texts, int[] groups, int count, long seed) {
    Map<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < groups.length; i++) {
      members.computeIfAbsent(groups[i], key -> new ArrayList<>()).add(i);
    }
    List<Map.Entry<Integer, List<Integer>>> order = new ArrayList<>(members.entrySet());
    order.sort(
        (a, b) -> {
          int bySize = Integer.compare(b.getValue().size(), a.getValue().size());
          return bySize != 0
              ? bySize
              : Long.compare(
                  NearDuplicates.mix(seed * 31 + a.getKey()),
                  NearDuplicates.mix(seed * 31 + b.getKey()));
        });
    int[] folds = new int[groups.length];
    Map<String, int[]> filled = new HashMap<>();
    for (Map.Entry<Integer, List<Integer>> group : order) {
      String file = texts.get(group.getValue().get(0)).file();
      int[] ofFile = filled.computeIfAbsent(file, key -> new int[count]);
      int least = 0;
      for (int fold = 1; fold < count; fold++) {
        least = ofFile[fold] < ofFile[least] ? fold : least;
      }
      for (int text : group.getValue()) {
        folds[text] = least;
        filled.computeIfAbsent(texts.get(text).file(), key -> new int[count])[least]++;
      }
    }
    return new Folds(folds, count);
  }

  /**
   * The ways of leaving texts out that leave both labels to learn from, the hardest first: {@code
   * sources_apart}, whole sources, texts without one by near-copies; {@code near_duplicates_apart},
   * near-copies together.
   */
  static Map<String, Folds> ways(List<LabelledText> texts, boolean[] yes, int count, long seed) {
    Map<String, Folds> ways = new LinkedHashMap<>();
    if (count > 0) {
      int[] copies = NearDuplicates.groups(texts.stream().map(LabelledText::text).toList());
      Map<String, Integer> first = new HashMap<>();
      int[] sources = new int[texts.size()];
      for (int i = 0; i < sources.length; i++) {
        String source = texts.get(i).source();
        sources[i] =
            first.computeIfAbsent(
                source.isEmpty() ? "\n" + copies[i] : source, key -> first.size());
      }
      ways.put("sources_apart", deal(texts, sources, count, seed));
      ways.put("near_duplicates_apart", deal(texts, copies, count, seed));
      ways.values().removeIf(folds -> !folds.leaveBoth(yes));
    }
    return ways;
  }

  private boolean leaveBoth(boolean[] yes) {
    for (int fold = 0; fold < count; fold++) {
      boolean[] left = new boolean[2];
      for (int i = 0; i < of.length; i++) {
        left[yes[i] ? 1 : 0] |= of[i] != fold;
      }
      if (!left[0] || !left[1]) {
        return false;
      }
    }
    return true;
  }

  /** The texts of a fold. */
  BitSet in(int fold) {
    BitSet in = new BitSet(of.length);
    for (int i = 0; i < of.length; i++) {
      in.set(i, of[i] == fold);
    }
    return in;
  }

  /** The texts of the other folds. */
  BitSet outside(int fold) {
    BitSet outside = in(fold);
    outside.flip(0, of.length);
    return outside;
  }
}
