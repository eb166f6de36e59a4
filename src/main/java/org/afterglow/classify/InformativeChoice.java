package org.afterglow.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses texts that are most worth labelling, one after another, by maximal marginal relevance
 * (Carbonell and Goldstein, SIGIR 1998): the next text is that of the largest doubt − likeness −
 * crowding, where
 *
 * <ul>
 *   <li>doubt is 4·p·(1 − p), p the probability that it is promotional: the variance of its label,
 *       of which 1 is the most;
 *   <li>likeness is the largest cosine of its sketch and that of a text chosen before, at least 0;
 *   <li>crowding is the share of the texts chosen before that stand where it stands, on average
 *       over its facets (platform, month, source, engagement).
 * </ul>
 *
 * All three lie in 0 … 1. A text whose likeness is {@value #COPY} or more is taken for a copy and
 * never chosen. Ties go to the first in the list, so that the choice depends on the list alone.
 */
public final class InformativeChoice {
  /** Cosine from which two texts are copies of one another. */
  static final double COPY = .9;

  private final List<Candidate> candidates;
  private final double[] lengths;
  private final double[] likeness;
  private final int[][] facets;
  private final boolean[] chosen;
  private final int[] chosenByFacet;
  private final Map<String, Integer> chosenByAuthor = new HashMap<>();
  private int chosenInAll;

  /**
   * A text that may be chosen.
   *
   * @param probability that it is promotional
   * @param sketch of its words, as {@link org.afterglow.text.TextMeasures} makes it
   * @param author null: unknown
   * @param facets where it stands, as many for each candidate; values of different facets differ
   */
  @SuppressWarnings("ArrayRecordComponent") // 128 boxed bytes a candidate would cost ten times that
  public record Candidate(
      double probability, byte[] sketch, @Nullable String author, List<String> facets) {}

  private InformativeChoice(List<Candidate> candidates) {
    this.candidates = candidates;
    int size = candidates.size();
    lengths = new double[size];
    likeness = new double[size];
    chosen = new boolean[size];
    facets = new int[size][];
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < size; i++) {
      Candidate candidate = candidates.get(i);
      lengths[i] = length(candidate.sketch);
      facets[i] =
          candidate.facets.stream()
              .mapToInt(facet -> numbers.computeIfAbsent(facet, f -> numbers.size()))
              .toArray();
    }
    chosenByFacet = new int[numbers.size()];
  }

  /**
   * Chooses.
   *
   * @param candidates in an order that is the same every time
   * @param taken sketches of texts that are labelled anyway: no copies of these
   * @param n texts to choose; fewer are if no more are there that are no copies
   * @param mostByAuthor texts by one author, as long as others have some
   * @return places in the list, in the order in which they were chosen
   */
  public static List<Integer> of(
      List<Candidate> candidates, List<byte[]> taken, int n, int mostByAuthor) {
    InformativeChoice choice = new InformativeChoice(candidates);
    taken.forEach(choice::compare);
    List<Integer> places = new ArrayList<>();
    for (int most : new int[] {mostByAuthor, Integer.MAX_VALUE}) {
      int next = 0;
      while (next >= 0 && places.size() < n) {
        next = choice.best(most);
        if (next >= 0) {
          choice.choose(next);
          places.add(next);
        }
      }
    }
    return places;
  }

  private int best(int mostByAuthor) {
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < facets.length; i++) {
      if (!chosen[i] && likeness[i] < COPY) {
        double worth = worth(i);
        if (worth > most && writtenBy(i) < mostByAuthor) {
          best = i;
          most = worth;
        }
      }
    }
    return best;
  }

  private double worth(int i) {
    double crowding = 0;
    if (chosenInAll > 0 && facets[i].length > 0) {
      for (int facet : facets[i]) {
        crowding += chosenByFacet[facet];
      }
      crowding /= (double) chosenInAll * facets[i].length;
    }
    double probability = candidates.get(i).probability;
    return 4 * probability * (1 - probability) - likeness[i] - crowding;
  }

  private int writtenBy(int i) {
    String author = candidates.get(i).author;
    return author == null ? 0 : chosenByAuthor.getOrDefault(author, 0);
  }

  private void choose(int i) {
    Candidate candidate = candidates.get(i);
    chosen[i] = true;
    chosenInAll++;
    for (int facet : facets[i]) {
      chosenByFacet[facet]++;
    }
    if (candidate.author != null) {
      chosenByAuthor.merge(candidate.author, 1, Integer::sum);
    }
    compare(candidate.sketch);
  }

  private void compare(byte[] sketch) {
    double length = length(sketch);
    if (length == 0) {
      return;
    }
    IntStream.range(0, likeness.length)
        .parallel()
        .filter(i -> lengths[i] > 0)
        .forEach(
            i ->
                likeness[i] =
                    Math.max(
                        likeness[i],
                        product(sketch, candidates.get(i).sketch) / (length * lengths[i])));
  }

  private static double length(byte[] sketch) {
    return Math.sqrt(product(sketch, sketch));
  }

  private static int product(byte[] one, byte[] other) {
    int sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
