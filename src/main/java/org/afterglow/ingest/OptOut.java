package org.afterglow.ingest;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * People who asked to be left out, by native id or by handle, on one platform or on all.
 *
 * @param entries {@code id}, {@code handle} or {@code platform/id}, {@code platform/handle}, lower
 *     case, without {@code @}
 */
public record OptOut(Set<String> entries) implements Serializable {
  /** Nobody. */
  public static final OptOut NOBODY = new OptOut(Set.of());

  /** A mark of byte order, a comment, and what stands around an entry of a list. */
  private static final Pattern DECORATION =
      Pattern.compile("^\\uFEFF?[\\s\"']*(#.*)?|\\s#.*$|[\\s\"',;]+(\\s#.*)?$");

  /** What people write before a handle, after the platform if there is one. */
  private static final Pattern SIGN = Pattern.compile("^([a-z0-9_]+/)??(?:@|/?u/)");

  public OptOut {
    entries = Set.copyOf(entries);
  }

  /**
   * A list as users keep it: an id, a handle with or without {@code @} or {@code u/} before it, or
   * {@code platform/} and one of these, a line, perhaps in quotes; blank lines and what follows a
   * {@code #}, at a line's beginning or after a space, are passed over.
   */
  public static OptOut parse(String lines) {
    Set<String> entries = new HashSet<>();
    lines
        .lines()
        .map(line -> DECORATION.matcher(line).replaceAll("").toLowerCase(Locale.ROOT))
        .map(entry -> SIGN.matcher(entry).replaceFirst("$1"))
        .filter(entry -> !entry.isEmpty())
        .forEach(entries::add);
    return new OptOut(entries);
  }

  /** Whether an account asked to be left out. */
  public boolean names(String platform, @Nullable String id, @Nullable String handle) {
    return !entries.isEmpty() && (listed(platform, id) || listed(platform, handle));
  }

  private boolean listed(String platform, @Nullable String name) {
    if (name == null) {
      return false;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return entries.contains(lower) || entries.contains(platform + "/" + lower);
  }
}
