package org.afterglow.classify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Texts dealt to folds, group by group, each fold to be left out of training in turn.
 *
 * @param of each text its fold; {@link #NEVER_LEFT_OUT} where it is in none and always trains
 * @param count of folds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a List would box each
record Folds(int[] of, int count) {
  /** In place of the fold of a text that is in none. */
  static final int NEVER_LEFT_OUT = -1;

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

  /**
   * Blocks of successive years, of about as many texts each, where at least half of the texts of
   * two or more files have a year; null where they do not, or where a block would leave one label
   * alone. A block is left out as a whole: what is learnt from all other years, the later ones too,
   * has to hold in these. Near-copies have the earliest year of them all; texts without a year are
   * never left out.
   */
  static @Nullable Folds years(List<LabelledText> texts, boolean[] yes, int count) {
    if (count == 0 || filesWithYears(texts) < 2) {
      return null;
    }
    int[] copies = NearDuplicates.groups(texts.stream().map(LabelledText::text).toList());
    Map<Integer, Integer> earliest = new HashMap<>();
    for (int i = 0; i < copies.length; i++) {
      Integer year = texts.get(i).year();
      if (year != null) {
        earliest.merge(copies[i], year, Math::min);
      }
    }
    TreeMap<Integer, Integer> textsOf = new TreeMap<>();
    int dated = 0;
    for (int copy : copies) {
      Integer year = earliest.get(copy);
      if (year != null) {
        textsOf.merge(year, 1, Integer::sum);
        dated++;
      }
    }
    Map<Integer, Integer> blockOf = new HashMap<>();
    int before = 0;
    for (Map.Entry<Integer, Integer> year : textsOf.entrySet()) {
      double middle = (before + year.getValue() / 2.0) / dated;
      blockOf.put(year.getKey(), (int) (middle * count));
      before += year.getValue();
    }
    int[] of = new int[copies.length];
    for (int i = 0; i < of.length; i++) {
      Integer year = earliest.get(copies[i]);
      of[i] = year == null ? NEVER_LEFT_OUT : blockOf.getOrDefault(year, NEVER_LEFT_OUT);
    }
    Folds folds = new Folds(of, count);
    return folds.leaveBoth(yes) ? folds : null;
  }

  private static long filesWithYears(List<LabelledText> texts) {
    Map<String, int[]> ofFile = new HashMap<>();
    for (LabelledText text : texts) {
      int[] counts = ofFile.computeIfAbsent(text.file(), key -> new int[2]);
      counts[0]++;
      counts[1] += text.year() == null ? 0 : 1;
    }
    return ofFile.values().stream().filter(counts -> 2 * counts[1] >= counts[0]).count();
  }

  /** Whether the texts that are left out at some time teach both labels without any one fold. */
  private boolean leaveBoth(boolean[] yes) {
    for (int fold = 0; fold < count; fold++) {
      boolean[] left = new boolean[2];
      for (int i = 0; i < of.length; i++) {
        left[yes[i] ? 1 : 0] |= of[i] != fold && of[i] != NEVER_LEFT_OUT;
      }
      if (!left[0] || !left[1]) {
        return false;
      }
    }
    return true;
  }

  /** The texts that are in some fold. */
  BitSet tested() {
    BitSet tested = new BitSet(of.length);
    for (int i = 0; i < of.length; i++) {
      tested.set(i, of[i] != NEVER_LEFT_OUT);
    }
    return tested;
  }

  /** The texts of a fold. */
  BitSet in(int fold) {
    BitSet in = new BitSet(of.length);
    for (int i = 0; i < of.length; i++) {
      in.set(i, of[i] == fold);
    }
    return in;
  }

  /** All other texts. */
  BitSet outside(int fold) {
    BitSet outside = in(fold);
    outside.flip(0, of.length);
    return outside;
  }
}
