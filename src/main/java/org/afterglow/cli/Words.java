package org.afterglow.cli;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What was meant by a word that is not known. */
final class Words {
  private Words() {}

  /** The known word that takes the fewest changes; of equals the first in the alphabet. */
  static String nearest(String word, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .min(
            Comparator.<String>comparingInt(candidate -> distance.apply(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }
}
