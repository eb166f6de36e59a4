package org.afterglow.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fixed set of words, asked with a stretch of characters so that no String need be made. */
final class WordSet {
  private final @Nullable String[] table;

  private WordSet(int size) {
    table = new String[Integer.highestOneBit(size * 4)];
  }

  /** The words between the spaces. */
  static WordSet of(String words) {
    List<String> list = List.of(words.split(" ", -1));
    WordSet set = new WordSet(list.size());
    for (String word : list) {
      char[] chars = word.toCharArray();
      int at = set.slot(chars, 0, chars.length);
      if (set.table[at] == null) {
        set.table[at] = word;
      }
    }
    return set;
  }

  boolean contains(char[] chars, int from, int to) {
    return table[slot(chars, from, to)] != null;
  }

  /** Where the word is, or the free place where it would be. */
  private int slot(char[] chars, int from, int to) {
    int mask = table.length - 1;
    int at = Hash.of(chars, from, to) & mask;
    for (String word = table[at]; word != null; word = table[at]) {
      if (same(word, chars, from, to)) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  private static boolean same(String word, char[] chars, int from, int to) {
    if (word.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (word.charAt(i - from) != chars[i]) {
        return false;
      }
    }
    return true;
  }
}
