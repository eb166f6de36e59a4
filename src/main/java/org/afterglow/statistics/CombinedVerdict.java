package org.afterglow.statistics;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the legs of claim C1 come to together (docs/methods.md, 6): posts have to point one way, and
 * people or threads with them and none against. Posts alone say nothing of relationships.
 */
public enum CombinedVerdict {
  /** No leg could be estimated. */
  NOT_ESTIMABLE("None of the three comparisons could be estimated."),
  /** Posts and one of the others support the claim, none contradicts it. */
  SUPPORTS(
      "Engagement with promotional posts ends sooner, and so does that of the people or threads"
          + " they brought."),
  /** The mirror. */
  CONTRADICTS(
      "Engagement with promotional posts lasts longer, and so does that of the people or threads"
          + " they brought."),
  /** Posts support the claim, and nothing else concludes anything. */
  POSTS_ALONE_SUPPORT("Promotional posts expire faster; nothing is known here of relationships."),
  /** The mirror. */
  POSTS_ALONE_CONTRADICT("Promotional posts last longer; nothing is known here of relationships."),
  /** Legs oppose each other, or posts leave it open. */
  UNDETERMINED("The three comparisons leave it open or do not agree.");

  private final String sentence;

  CombinedVerdict(String sentence) {
    this.sentence = sentence;
  }

  /**
   * Combines the legs of C1.
   *
   * @param posts C1a
   * @param people C1b; not estimable where there is no such leg
   * @param threads C1c; likewise
   */
  public static CombinedVerdict ofC1(LegVerdict posts, LegVerdict people, LegVerdict threads) {
    boolean supported = Stream.of(posts, people, threads).anyMatch(LegVerdict.SUPPORTS::equals);
    boolean contradicted =
        Stream.of(posts, people, threads).anyMatch(LegVerdict.CONTRADICTS::equals);
    if (supported && contradicted) {
      return UNDETERMINED;
    }
    return switch (posts) {
      case SUPPORTS -> people == posts || threads == posts ? SUPPORTS : POSTS_ALONE_SUPPORT;
      case CONTRADICTS ->
          people == posts || threads == posts ? CONTRADICTS : POSTS_ALONE_CONTRADICT;
      case NOT_ESTIMABLE -> people == posts && threads == posts ? NOT_ESTIMABLE : UNDETERMINED;
      case UNDETERMINED, NO_MATERIAL_DIFFERENCE -> UNDETERMINED;
    };
  }

  /** The verdict of the claim in one word: of posts alone nothing is concluded. */
  public String word() {
    return switch (this) {
      case POSTS_ALONE_SUPPORT, POSTS_ALONE_CONTRADICT -> UNDETERMINED.word();
      default -> name().toLowerCase(Locale.ROOT);
    };
  }

  /** What it says, for a reader. */
  public String sentence() {
    return sentence;
  }
}
