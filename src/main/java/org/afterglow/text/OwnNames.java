package org.afterglow.text;

import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.afterglow.text.Words.Kind;

/**
 * The names by which an author or a brand goes, found among the words of a text. A name is found as
 * a handle or hashtag, as the same words in a row or run together; of a handle its beginning too,
 * from six letters and half of it on ({@code pfizer} of {@code pfizer_news}). A name of under three
 * letters or that is a stop word is not looked for.
 */
final class OwnNames {
  private static final int LEAST_LETTERS = 3;
  private static final int LEAST_BEGINNING = 6;
  private List<String> compiled = List.of();
  private final List<Name> names = new ArrayList<>();

  /** Makes ready for these names; false if there is none to look for. */
  boolean compile(List<String> given) {
    if (given.isEmpty()) {
      return false;
    }
    if (!compiled.equals(given)) {
      names.clear();
      for (String each : given) {
        Name name = name(each);
        if (name.letters.length >= LEAST_LETTERS
            && (WordLists.ROLES.of(name.letters, 0, name.letters.length) & WordLists.STOP_WORD)
                == 0) {
          names.add(name);
        }
      }
      compiled = List.copyOf(given);
    }
    return !names.isEmpty();
  }

  /** Masks the names among the words and says how often one stood there. */
  int mask(Words words) {
    int found = 0;
    for (int t = 0; t < words.count; t++) {
      int span = longestMatch(words, t);
      if (span > 0) {
        found++;
        for (int i = t; i < t + span; i++) {
          if (words.kinds[i] != Kind.HANDLE) {
            words.mask(i);
          }
        }
        t += span - 1;
      }
    }
    return found;
  }

  private int longestMatch(Words words, int token) {
    int longest = 0;
    for (Name name : names) {
      longest = Math.max(longest, match(words, token, name));
    }
    return longest;
  }

  /** How many tokens from this one on make up the name, 0 if they do not. */
  private static int match(Words words, int token, Name name) {
    char[] text = words.foldedText();
    char[] letters = name.letters;
    int at = 0;
    int beginning = 0;
    for (int t = token; t < words.count; t++) {
      Kind kind = words.kinds[t];
      boolean tag = kind == Kind.HASHTAG || kind == Kind.HANDLE;
      if (kind != Kind.WORD && kind != Kind.NUMBER && (!tag || t > token)) {
        return beginning;
      }
      for (int i = words.foldedStart(t); i < words.foldedEnd(t); i++) {
        char c = text[i];
        if (c == '@' && i > words.foldedStart(t)) {
          break; // the host of a Fediverse handle
        }
        if (Character.isLetterOrDigit(c)) {
          if (at == letters.length || letters[at] != c) {
            return beginning;
          }
          at++;
        }
      }
      if (at == letters.length) {
        return t - token + 1;
      }
      if (t == token && name.oneWord && at >= LEAST_BEGINNING && 2 * at >= letters.length) {
        beginning = 1;
      }
    }
    return beginning;
  }

  private static Name name(String given) {
    String folded = Normalizer2.getNFKCCasefoldInstance().normalize(given.strip());
    char[] letters = new char[folded.length()];
    int used = 0;
    boolean oneWord = true;
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        letters[used++] = c;
      }
      oneWord &= !Character.isWhitespace(c);
    }
    return new Name(Arrays.copyOf(letters, used), oneWord);
  }

  private static final class Name {
    final char[] letters;
    final boolean oneWord;

    Name(char[] letters, boolean oneWord) {
      this.letters = letters;
      this.oneWord = oneWord;
    }
  }
}
