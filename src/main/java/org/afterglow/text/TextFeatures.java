package org.afterglow.text;

import java.util.Arrays;
import org.afterglow.text.Words.Kind;

/**
 * The features by which a text is classified, in {@link #DIMENSION} places: facts of its surface in
 * the first {@value #SURFACE}; its words and pairs of neighbouring words, hashed into the rest of
 * the lower half; the sequences of three to five characters within its words, hashed into the upper
 * half. Words together have length one, sequences too, so that the many sequences do not drown the
 * words. Of a repost by hand with words of one's own before it, what is reposted does not count:
 * somebody else said it. Hashes keep no text. One instance serves one thread.
 *
 * <p>The same text gives the same features in the same order for ever: saved models depend on it.
 */
public final class TextFeatures {
  private static final int BITS = 18;

  /** Places of the feature vector. */
  public static final int DIMENSION = 1 << BITS;

  /** Where the sequences of characters begin. */
  static final int SEQUENCES = DIMENSION / 2;

  private static final int SHIFT = 32 - BITS + 1;
  private static final int CHARS_SEED = 0x3c6ef372;
  private static final int SHORTEST = 3;
  private static final int LONGEST = 5;

  /** The first places are kept for the surface. */
  static final int SURFACE = 32;

  private static final double LOG_OF_LONG = Math.log(200);

  /** Chosen by cross-validation over sources: more, and the model learns the platform. */
  private static final double SURFACE_WEIGHT = .2;

  private static final int MOST_GENERATIONS = 1 << 12;

  private int[] indices = new int[1024];
  private int count;

  /** How many of the words count: what is quoted from others by hand does not. */
  private int own;

  /** Open addressing; an entry is its generation and its index, so that no clearing is needed. */
  private int[] seen = new int[2048];

  private int mask;
  private int generation;
  private int[] wordHashes = new int[64];
  private final double[] surface = new double[SURFACE];
  private final int[] counts = new int[Kind.values().length];

  /** Hands over the features of the text that the words were read from, each once. */
  public void emit(Words words, FeatureSink sink) {
    start(words);
    surface(words);
    for (int i = 0; i < SURFACE; i++) {
      if (surface[i] != 0) {
        sink.add(i, SURFACE_WEIGHT * surface[i]);
      }
    }
    wordsAndPairs();
    hand(0, sink);
    int before = count;
    characters(words);
    hand(before, sink);
  }

  /** Hands over the places found from one on, together of length one. */
  private void hand(int from, FeatureSink sink) {
    double value = 1 / Math.sqrt(count - from);
    for (int i = from; i < count; i++) {
      sink.add(indices[i], value);
    }
  }

  private void start(Words words) {
    own = words.ownCount();
    if (wordHashes.length < own) {
      wordHashes = new int[2 * own];
    }
    int most = 2 * own;
    for (int t = 0; t < own; t++) {
      most += 3 * (words.ends[t] - words.starts[t] + 2);
      wordHashes[t] = Hash.of(words.chars, words.starts[t], words.ends[t]);
    }
    if (indices.length < most) {
      indices = new int[2 * most];
    }
    int size = Math.max(256, Integer.highestOneBit(most) << 2);
    if (seen.length < size) {
      seen = new int[size];
      generation = 0;
    }
    mask = size - 1;
    if (++generation == MOST_GENERATIONS) {
      Arrays.fill(seen, 0);
      generation = 1;
    }
    count = 0;
  }

  private void addWord(int hash) {
    add(Math.max(SURFACE, hash >>> SHIFT));
  }

  private void addSequence(int hash) {
    add(SEQUENCES | hash >>> SHIFT);
  }

  private void add(int index) {
    int entry = generation << BITS | index;
    int at = index * 0x9e3779b1 >>> 7 & mask;
    while (seen[at] != entry) {
      if (seen[at] >>> BITS != generation) {
        seen[at] = entry;
        indices[count++] = index;
        return;
      }
      at = (at + 1) & mask;
    }
  }

  private void wordsAndPairs() {
    int before = Hash.SEED;
    for (int t = 0; t < own; t++) {
      int hash = wordHashes[t];
      addWord(hash);
      if (t > 0) {
        addWord(Hash.finish(Hash.step(before, hash) * 31 + hash));
      }
      before = hash;
    }
  }

  private void characters(Words words) {
    char[] chars = words.chars;
    for (int t = 0; t < own; t++) {
      Kind kind = words.kinds[t];
      if (kind != Kind.WORD && kind != Kind.HASHTAG) {
        continue;
      }
      int stop = words.ends[t] + 1;
      for (int i = words.starts[t] - 1; i + SHORTEST <= stop; i++) {
        int hash = CHARS_SEED;
        int end = Math.min(i + LONGEST, stop);
        for (int j = i; j < end; j++) {
          hash = Hash.step(hash, chars[j]);
          if (j - i >= SHORTEST - 1) {
            addSequence(Hash.finish(hash));
          }
        }
      }
    }
  }

  /** Facts of the surface, each from 0 to 1. Their places are part of the saved model. */
  private void surface(Words words) {
    Arrays.fill(counts, 0);
    int exclamations = 0;
    int questions = 0;
    int plural = 0;
    int singular = 0;
    int second = 0;
    int wordCount = 0;
    int offers = 0;
    int imperatives = 0;
    int begin = words.firstAddressed();
    for (int t = 0; t < own; t++) {
      Kind kind = words.kinds[t];
      counts[kind.at]++;
      wordCount += words.isWord(t) ? 1 : 0;
      int start = words.starts[t];
      int end = words.ends[t];
      if (kind == Kind.SIGN) {
        exclamations += words.chars[start] == '!' ? words.foldedEnd(t) - words.foldedStart(t) : 0;
        questions += words.chars[start] == '?' ? words.foldedEnd(t) - words.foldedStart(t) : 0;
      } else if (kind == Kind.WORD) {
        int roles = WordLists.ROLES.of(wordHashes[t], words.chars, start, end);
        plural += (roles & WordLists.FIRST_PERSON_PLURAL) != 0 ? 1 : 0;
        singular += (roles & WordLists.FIRST_PERSON_SINGULAR) != 0 ? 1 : 0;
        second += (roles & WordLists.SECOND_PERSON) != 0 ? 1 : 0;
        offers += (roles & WordLists.OFFER) != 0 ? 1 : 0;
        if ((roles & WordLists.IMPERATIVE) != 0 && (t == begin || words.beginsSentence(t))) {
          imperatives++;
        }
      }
    }
    int last = own - 1;
    double per = wordCount == 0 ? 0 : 1.0 / wordCount;
    surface[0] = words.letters < 4 ? 0 : (double) words.capitals / words.letters;
    surface[1] = share(exclamations, 4);
    surface[2] = share(questions, 2);
    surface[3] = share(counts[Kind.URL.at], 1);
    surface[4] = share(counts[Kind.URL.at] - 1, 1);
    surface[5] = last >= 0 && words.kinds[last] == Kind.URL ? 1 : 0;
    surface[6] = last >= 0 && words.kinds[0] == Kind.URL ? 1 : 0;
    surface[7] = share(counts[Kind.HASHTAG.at], 4);
    surface[8] = last >= 0 && words.kinds[0] == Kind.HANDLE ? 1 : 0;
    surface[9] = share(counts[Kind.HANDLE.at], 3);
    surface[10] = Math.min(1, 4 * second * per);
    surface[11] = Math.min(1, 4 * singular * per);
    surface[12] = Math.min(1, 4 * plural * per);
    surface[13] = Math.min(1, Math.log1p(wordCount) / LOG_OF_LONG);
    surface[14] = wordCount <= 3 ? 1 : 0;
    surface[15] = share(counts[Kind.SIGN.at], 4);
    surface[16] = share(counts[Kind.PRICE.at] + counts[Kind.PERCENT.at], 1);
    surface[17] = share(counts[Kind.NUMBER.at], 3);
    surface[18] = share(imperatives, 1);
    surface[19] = share(offers, 2);
    surface[20] = last >= 0 && words.kinds[last] == Kind.SIGN && isQuestion(words, last) ? 1 : 0;
    surface[21] = begin > 0 && questions > 0 ? 1 : 0;
    surface[22] = begin < own && words.isRepost(begin) ? 1 : 0;
    surface[23] = last >= 0 && words.kinds[last] == Kind.HASHTAG ? 1 : 0;
  }

  private static boolean isQuestion(Words words, int token) {
    return words.chars[words.starts[token]] == '?';
  }

  private static double share(int count, int most) {
    return Math.max(0, Math.min(1, (double) count / most));
  }
}
