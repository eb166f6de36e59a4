package org.afterglow.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.afterglow.text.TextMeasures;
import org.afterglow.text.Words;

/**
 * Groups of texts that are nearly copies of one another, so that no copy is tested on what its twin
 * taught. Two texts are near if they share at least {@value #LEAST_SHARE} of their distinct words
 * (Jaccard); candidates are found by min-hashing into {@value #BANDS} bands of {@value #ROWS}
 * (Broder, "On the resemblance and containment of documents", 1997), groups are their chains.
 */
public final class NearDuplicates {
  private static final double LEAST_SHARE = .6;
  private static final int BANDS = 10;
  private static final int ROWS = 3;

  private final int[] parent;

  private NearDuplicates(int size) {
    parent = new int[size];
    Arrays.setAll(parent, i -> i);
  }

  /** For each text the number of its group, which is that of the group's first text. */
  public static int[] groups(List<String> texts) {
    NearDuplicates groups = new NearDuplicates(texts.size());
    List<Set<String>> words = new ArrayList<>(texts.size());
    Words reader = new Words();
    Map<Long, Integer> firstOfBucket = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      reader.read(texts.get(i), List.of());
      Set<String> own =
          new HashSet<>(List.of(TextMeasures.of(reader).normalisedForHash().split(" ", -1)));
      words.add(own);
      long[] least = signature(own);
      for (int band = 0; band < BANDS; band++) {
        long bucket = band;
        for (int row = 0; row < ROWS; row++) {
          bucket = mix(bucket * 31 + least[band * ROWS + row]);
        }
        Integer first = firstOfBucket.putIfAbsent(bucket, i);
        if (first != null && share(words.get(first), own) >= LEAST_SHARE) {
          groups.join(first, i);
        }
      }
    }
    int[] of = new int[texts.size()];
    Arrays.setAll(of, groups::root);
    return of;
  }

  private static long[] signature(Set<String> words) {
    long[] least = new long[BANDS * ROWS];
    Arrays.fill(least, Long.MAX_VALUE);
    for (String word : words) {
      long hash = mix(word.hashCode());
      for (int i = 0; i < least.length; i++) {
        least[i] = Math.min(least[i], mix(hash + i * 0x9e3779b97f4a7c15L));
      }
    }
    return least;
  }

  /** The finishing steps of SplitMix64. */
  static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static double share(Set<String> one, Set<String> other) {
    long both = one.stream().filter(other::contains).count();
    return (double) both / (one.size() + other.size() - both);
  }

  private int root(int i) {
    int at = i;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  private void join(int one, int other) {
    int a = root(one);
    int b = root(other);
    parent[Math.max(a, b)] = Math.min(a, b);
  }
}
