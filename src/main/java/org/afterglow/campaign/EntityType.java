package org.afterglow.campaign;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What sort of thing a campaign's member is. */
public enum EntityType {
  /** An account; its entity posts are its own. */
  ACCOUNT,
  /** A place where many post: a subreddit, a group, a channel, a site. */
  VENUE,
  /** A hashtag. */
  HASHTAG,
  /** A registrable domain that posts link to. */
  DOMAIN;

  /** All words, in order. */
  public static final List<String> WORDS = Arrays.stream(values()).map(EntityType::word).toList();

  /** Its word in files and tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of a word, of whatever case. */
  public static Optional<EntityType> of(String word) {
    return Arrays.stream(values()).filter(t -> t.name().equalsIgnoreCase(word)).findFirst();
  }
}
