package org.afterglow.simulate;

import java.util.List;
import org.afterglow.post.PostKind;
import org.jspecify.annotations.Nullable;

/**
 * A post of the simulation, before it takes the shape of a platform.
 *
 * @param id the platform's id, without the prefix of its kind
 * @param atMicros UTC microseconds since 1970
 * @param kind POST, REPLY, REPOST, QUOTE or COMMENT
 * @param words what was written; of a repost, the words of the original
 * @param venue where it stands, null on Twitter
 * @param parent the post that it answers, null if none
 * @param root the post that began the thread, null if it is one
 * @param original the post that it passes on, null if none
 * @param counters what the archive counted by the time it took the record
 * @param originalCounters counters of the original at that time
 * @param gone whether its author had taken it back by then: {@code [deleted]}
 */
record SimulatedPost(
    String id,
    Account author,
    long atMicros,
    PostKind kind,
    Words words,
    @Nullable String venue,
    @Nullable SimulatedPost parent,
    @Nullable SimulatedPost root,
    @Nullable SimulatedPost original,
    Counters counters,
    Counters originalCounters,
    boolean gone) {

  /** What was counted of a post. */
  record Counters(long likes, long reposts, long replies, long quotes, long views) {
    static final Counters NONE = new Counters(0, 0, 0, 0, 0);
  }

  /**
   * What a post says.
   *
   * @param text with hashtags, handles and short links in their places
   * @param language ISO 639-1
   * @param hashtags without {@code #}, each in the text behind one
   * @param mentions accounts whose {@code @handle} stands in the text
   * @param links in the text as their short form
   */
  record Words(
      String text,
      String language,
      List<String> hashtags,
      List<Account> mentions,
      List<Link> links) {
    Words {
      hashtags = List.copyOf(hashtags);
      mentions = List.copyOf(mentions);
      links = List.copyOf(links);
    }
  }

  /** A link as the text has it and as it leads. */
  record Link(String shortForm, String expanded) {}

  SimulatedPost withCounters(Counters counted) {
    return new SimulatedPost(
        id,
        author,
        atMicros,
        kind,
        words,
        venue,
        parent,
        root,
        original,
        counted,
        originalCounters,
        gone);
  }
}
