package org.afterglow.archive.markup;

import java.util.regex.Pattern;

/** The beginning of a record without the e-mail and network addresses that exports put there. */
public final class MaskedAddresses {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[^\\s<>\"\\[\\]]+@[^\\s<>\"\\[\\]]*"
              + "|(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){1,3}(?![\\w])"
              + "|(?<![\\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\\w:])");

  private MaskedAddresses() {}

  /** The first characters of a record, every address in them an ellipsis. */
  public static String in(byte[] bytes, int from, int to) {
    String text = PlainText.excerpt(bytes, from, to);
    return ADDRESS.matcher(text).replaceAll("…");
  }

  /** Whether a name is no name but an address, as of people who sign so. */
  public static boolean isAddress(String name) {
    return name.indexOf('@') > 0 || ADDRESS.matcher(name.strip()).matches();
  }
}
