package org.afterglow.classify;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Ways in which spammers change letters so that people read the same and machines do not. */
enum Disguise {
  LOOK_ALIKES {
    @Override
    void write(String word, SplittableRandom random, StringBuilder to) {
      twins(word, LATIN, TWINS, random, to);
    }
  },
  GREEK_LOOK_ALIKES {
    @Override
    void write(String word, SplittableRandom random, StringBuilder to) {
      twins(word, LATIN_OF_GREEK, GREEK, random, to);
    }
  },
  ZERO_WIDTH {
    @Override
    void write(String word, SplittableRandom random, StringBuilder to) {
      for (int i = 0; i < word.length(); i++) {
        to.append(word.charAt(i));
        if (i + 1 < word.length() && between(word, i) && random.nextInt(3) == 0) {
          to.append(random.nextBoolean() ? '\u200b' : '\u2060');
        }
      }
    }
  },
  SPACED_OUT {
    @Override
    void write(String word, SplittableRandom random, StringBuilder to) {
      boolean letters = word.length() > 4 && word.chars().allMatch(c -> c < 128 && isLetter(c));
      if (letters && random.nextInt(10) < 3) {
        for (int i = 0; i < word.length(); i++) {
          to.append(i == 0 ? "" : " ").append(word.charAt(i));
        }
      } else {
        to.append(word);
      }
    }
  },
  FULL_WIDTH {
    @Override
    void write(String word, SplittableRandom random, StringBuilder to) {
      word.chars().forEach(c -> to.append((char) (c < 128 && isLetter(c) ? c + 0xfee0 : c)));
    }
  };

  private static final Pattern WORDS = Pattern.compile("(?<=\\s)|(?=\\s)");
  private static final String LATIN = "aceopxyisABEHKMOPTXv";

  /** Of Cyrillic; the last is of Greek. */
  private static final String TWINS =
      "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0455\u0410"
          + "\u0412\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425\u03bd";

  private static final String LATIN_OF_GREEK = "aiknoptuvxABEHIKMNOPTXYZ";
  private static final String GREEK =
      "\u03b1\u03b9\u03ba\u03b7\u03bf\u03c1\u03c4\u03c5\u03bd\u03c7\u0391\u0392"
          + "\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u03a5\u0396";

  abstract void write(String word, SplittableRandom random, StringBuilder to);

  /** Half of the letters that have a twin as that. */
  private static void twins(
      String word, String latin, String twins, SplittableRandom random, StringBuilder to) {
    for (int i = 0; i < word.length(); i++) {
      int twin = latin.indexOf(word.charAt(i));
      to.append(twin >= 0 && random.nextBoolean() ? twins.charAt(twin) : word.charAt(i));
    }
  }

  private static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean between(String word, int i) {
    return isLetter(word.charAt(i)) && isLetter(word.charAt(i + 1));
  }

  /** The text so disguised; addresses, handles and hashtags have to work and stay. */
  UnaryOperator<String> of(long seed) {
    return text -> {
      SplittableRandom random = new SplittableRandom(seed ^ text.hashCode());
      StringBuilder disguised = new StringBuilder();
      for (String word : WORDS.split(text, -1)) {
        if (word.contains("://") || word.startsWith("@") || word.startsWith("#")) {
          disguised.append(word);
        } else {
          write(word, random, disguised);
        }
      }
      return disguised.toString();
    };
  }
}
