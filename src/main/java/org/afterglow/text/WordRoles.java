package org.afterglow.text;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of several closed lists a word stands in, as bits, found by one look: asked with a stretch
 * of characters so that no String need be made.
 */
final class WordRoles {
  private final @Nullable String[] words;
  private final int[] hashes;
  private final int[] roles;

  private WordRoles(int size) {
    words = new String[Integer.highestOneBit(size * 4)];
    hashes = new int[words.length];
    roles = new int[words.length];
  }

  /**
   * The lists, each under its bit.
   *
   * @param lists words between spaces
   */
  static WordRoles of(Map<Integer, String> lists) {
    WordRoles all =
        new WordRoles(lists.values().stream().mapToInt(list -> words(list).size()).sum());
    lists.forEach((role, list) -> words(list).forEach(word -> all.add(word, role)));
    return all;
  }

  private static List<String> words(String list) {
    return List.of(list.split(" ", -1));
  }

  private void add(String word, int role) {
    char[] chars = word.toCharArray();
    int hash = Hash.of(chars, 0, chars.length);
    int at = slot(hash, chars, 0, chars.length);
    words[at] = word;
    hashes[at] = hash;
    roles[at] |= role;
  }

  /** The bits of a word; 0 if it stands in no list. */
  int of(char[] chars, int from, int to) {
    return of(Hash.of(chars, from, to), chars, from, to);
  }

  /**
   * The bits of a word whose hash is known.
   *
   * @param hash as {@link Hash#of(char[], int, int)} gives it
   */
  int of(int hash, char[] chars, int from, int to) {
    return roles[slot(hash, chars, from, to)];
  }

  /** Where the word is, or the free place where it would be. */
  private int slot(int hash, char[] chars, int from, int to) {
    int mask = words.length - 1;
    int at = hash & mask;
    for (String word = words[at]; word != null; word = words[at]) {
      if (hashes[at] == hash && same(word, chars, from, to)) {
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
