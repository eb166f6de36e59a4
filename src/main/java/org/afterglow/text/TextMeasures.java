package org.afterglow.text;

import org.afterglow.text.Words.Kind;

/**
 * What is counted in a text while it is read, so that later stages need no text.
 *
 * @param textLength Unicode code points of the whole text
 * @param wordCount words, hashtags and numbers
 * @param firstPersonPluralCount English words like {@code we our us}
 * @param secondPersonCount English words like {@code you your}
 * @param ownNameCount how often one of the author's names stands in it
 * @param topicSketch {@value #SKETCH_LENGTH} signed bytes: each word that is no stop word adds its
 *     sign (+1 or −1 by hash) to the place of its hash, within −127 … 127; the cosine of two
 *     sketches estimates that of the word counts (docs/methods.md, C7; signed hashing: Weinberger
 *     et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009)
 * @param normalisedForHash the text in Unicode NFKC_Casefold with each address and handle one sign
 *     and spaces single; to be hashed with a key and dropped, never stored
 */
@SuppressWarnings("ArrayRecordComponent") // an int8 column; a List of Byte would cost 128 objects
public record TextMeasures(
    int textLength,
    int wordCount,
    int firstPersonPluralCount,
    int secondPersonCount,
    int ownNameCount,
    byte[] topicSketch,
    String normalisedForHash) {
  /** Length of the sketch. */
  public static final int SKETCH_LENGTH = 128;

  private static final int SKETCH_SHIFT = 32 - 7;

  /** Measures the text that the words were read from. */
  public static TextMeasures of(Words words) {
    int wordCount = 0;
    int plural = 0;
    int second = 0;
    byte[] sketch = new byte[SKETCH_LENGTH];
    for (int t = 0; t < words.count; t++) {
      if (!words.isWord(t)) {
        continue;
      }
      wordCount++;
      Kind kind = words.kinds[t];
      if (kind != Kind.WORD && kind != Kind.HASHTAG) {
        continue;
      }
      int start = kind == Kind.HASHTAG ? words.starts[t] + 1 : words.starts[t];
      int end = words.ends[t];
      int hash = Hash.of(words.chars, start, end);
      int roles = WordLists.ROLES.of(hash, words.chars, start, end);
      plural += (roles & WordLists.FIRST_PERSON_PLURAL) != 0 ? 1 : 0;
      second += (roles & WordLists.SECOND_PERSON) != 0 ? 1 : 0;
      if ((roles & WordLists.STOP_WORD) == 0) {
        int at = hash >>> SKETCH_SHIFT;
        int sum = sketch[at] + ((hash & 1) == 0 ? 1 : -1);
        sketch[at] = (byte) Math.max(-127, Math.min(127, sum));
      }
    }
    return new TextMeasures(
        words.codePoints, wordCount, plural, second, words.ownNameCount, sketch, words.collapsed());
  }
}
