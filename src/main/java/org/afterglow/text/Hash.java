package org.afterglow.text;

/**
 * The hash of features: one multiplication a character, then the finishing steps of MurmurHash3. A
 * saved model depends on it; to change it is to make a new kind of model.
 */
final class Hash {
  static final int SEED = 0x9747b28c;
  private static final int PRIME = 0x01000193;

  private Hash() {}

  static int step(int hash, int c) {
    return (hash ^ c) * PRIME;
  }

  static int finish(int hash) {
    int h = hash;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    return h ^ (h >>> 16);
  }

  static int of(char[] chars, int from, int to) {
    int h = SEED;
    for (int i = from; i < to; i++) {
      h = step(h, chars[i]);
    }
    return finish(h);
  }
}
