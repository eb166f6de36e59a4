package org.afterglow.campaign;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a member is to its campaign. */
public enum Role {
  /** Speaks for the campaign. */
  OWNER,
  /** What the campaign is about. */
  TOPIC;

  /** All words, in order. */
  public static final List<String> WORDS = Arrays.stream(values()).map(Role::word).toList();

  /** Its word in files and tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a word, of whatever case. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(r -> r.name().equalsIgnoreCase(word)).findFirst();
  }

  /** The role of a member for which none is given: accounts speak, everything else is spoken of. */
  public static Role usual(EntityType type) {
    return type == EntityType.ACCOUNT ? OWNER : TOPIC;
  }
}
