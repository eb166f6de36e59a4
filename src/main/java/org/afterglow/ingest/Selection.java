package org.afterglow.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.afterglow.UserError;
import org.afterglow.post.Identities;
import org.afterglow.post.Mention;
import org.afterglow.post.Post;
import org.afterglow.post.VenueAccount;
import org.jspecify.annotations.Nullable;

/**
 * Which posts are wanted: those of a window of time, and those that match every sort of criterion
 * given, each by any of its values; and, where asked for, what directly answers one of these.
 *
 * @param sinceMicros first instant wanted, UTC microseconds; null: from the beginning
 * @param untilMicros first instant not wanted; null: to the end
 * @param only wanted values by sort, lower case
 * @param withReplies whether posts of the window that directly answer a post that is wanted are
 *     kept as its context, whatever they match themselves
 */
public record Selection(
    @Nullable Long sinceMicros,
    @Nullable Long untilMicros,
    Map<Sort, Set<String>> only,
    boolean withReplies)
    implements Serializable {
  /** Every post. */
  public static final Selection ALL = new Selection(null, null, Map.of(), false);

  /** What a post can be selected by. */
  public enum Sort {
    VENUE,
    AUTHOR,
    HASHTAG,
    DOMAIN,
    LANG;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Criteria as users write them: {@code venue=bakery}, {@code hashtag=#bread}. */
  public static Map<Sort, Set<String>> parse(List<String> criteria) {
    Map<Sort, Set<String>> only = new EnumMap<>(Sort.class);
    for (String criterion : criteria) {
      int equals = criterion.indexOf('=');
      Sort sort = equals < 0 ? null : sort(criterion.substring(0, equals).strip());
      String value = equals < 0 ? "" : plain(criterion.substring(equals + 1));
      if (sort == null || value.isEmpty()) {
        throw new UserError(
            "--only "
                + criterion
                + " is not understood; write "
                + String.join(
                    ", ",
                    java.util.Arrays.stream(Sort.values()).map(s -> s.word() + "=…").toList()));
      }
      only.computeIfAbsent(sort, key -> new HashSet<>()).add(value);
    }
    return only;
  }

  /**
   * A criterion as the manifest holds it: who was asked for, and where, is said by a keyed hash
   * alone, unless identities are kept. A venue may be somebody's channel, which its words do not
   * tell.
   *
   * @param criterion as {@link #parse} takes it
   */
  public static String recorded(String criterion, Identities keys) {
    Sort sort = parse(List.of(criterion)).keySet().iterator().next();
    if (keys.keepsIdentities() || (sort != Sort.AUTHOR && sort != Sort.VENUE)) {
      return criterion;
    }
    return sort.word() + "=" + keys.text(plain(criterion.substring(criterion.indexOf('=') + 1)));
  }

  /** Whether a time is inside the window; a post without a time is, unless there is a window. */
  boolean keepsTime(@Nullable Long micros) {
    if (sinceMicros == null && untilMicros == null) {
      return true;
    }
    return micros != null
        && (sinceMicros == null || micros >= sinceMicros)
        && (untilMicros == null || micros < untilMicros);
  }

  /**
   * Whether a post could be kept for what it answers. What its own record says rules most out: an
   * answer stands in the venue of what it answers, and may name its author.
   */
  boolean mayBeContext(Post post) {
    if (!withReplies || post.replyToPostId() == null) {
      return false;
    }
    if (post.venue() != null && !keepsVenue(post)) {
      return false;
    }
    // An id alone, or a handle, may be of somebody who was named by the other.
    return post.replyToAuthorId() == null
        || post.replyToAuthorHandle() == null
        || keeps(Sort.AUTHOR, Arrays.asList(post.replyToAuthorId(), post.replyToAuthorHandle()));
  }

  /** Whether it stands in a venue that is wanted, by name or by the account that the venue is. */
  boolean keepsVenue(Post post) {
    if (keeps(Sort.VENUE, Collections.singletonList(post.venue()))) {
      return true;
    }
    Mention account = post.venueAccount();
    return account != null
        && only.getOrDefault(Sort.VENUE, Set.of()).stream()
            .anyMatch(written -> VenueAccount.means(post.platform(), written, account));
  }

  boolean selects(Sort sort) {
    return only.containsKey(sort);
  }

  /** Whether any of the values is wanted; every value is where none was asked for. */
  boolean keeps(Sort sort, List<@Nullable String> values) {
    Set<String> wanted = only.get(sort);
    if (wanted == null) {
      return true;
    }
    List<String> lower = new ArrayList<>();
    for (String value : values) {
      if (value != null) {
        lower.add(plain(value));
      }
    }
    return lower.stream().anyMatch(wanted::contains);
  }

  private static @Nullable Sort sort(String word) {
    for (Sort sort : Sort.values()) {
      if (sort.word().equals(word.toLowerCase(Locale.ROOT))) {
        return sort;
      }
    }
    return null;
  }

  private static String plain(String value) {
    String lower = value.strip().toLowerCase(Locale.ROOT);
    return lower.startsWith("#") || lower.startsWith("@") ? lower.substring(1) : lower;
  }
}
