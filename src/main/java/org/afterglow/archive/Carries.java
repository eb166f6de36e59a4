package org.afterglow.archive;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the archives of a format can tell, and so which questions can be asked of them. What a
 * format never carries, no table can hold for it.
 *
 * @param always in every archive of the format, where the platform had it to give
 * @param sometimes in some of its archives, or in some of their records
 */
public record Carries(Set<Aspect> always, Set<Aspect> sometimes) {
  /** Something that an archive may tell of its posts. */
  public enum Aspect {
    REPLIES("which post each answer answers, and when it did"),
    REPOSTS("each repost on its own, with its time"),
    LIKES("each like or vote on its own, with its time"),
    COUNTERS("how many likes, reposts, replies, views or points a post had"),
    COUNTED_AT("when those counters were read"),
    THREADS("which conversation or root a post belongs to"),
    AUTHOR_IDS("ids of authors that outlive a change of name"),
    AD_FLAGS("which posts the platform marked as paid for"),
    DELETIONS("which posts were taken back or taken down");

    private final String meaning;

    Aspect(String meaning) {
      this.meaning = meaning;
    }

    /** Lower case with underscores. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What an archive tells that carries it, to end a sentence. */
    public String meaning() {
      return meaning;
    }
  }

  /** How much of something there is. */
  public enum Extent {
    YES,
    SOME,
    NO
  }

  public Carries {
    always = Set.copyOf(always);
    sometimes = Set.copyOf(sometimes);
    for (Aspect aspect : sometimes) {
      if (always.contains(aspect)) {
        throw new IllegalArgumentException(
            aspect.word() + " is carried always and sometimes, must be one of them");
      }
    }
  }

  /** These in every archive. */
  public static Carries of(Aspect... aspects) {
    return new Carries(Set.of(aspects), Set.of());
  }

  /** This, and those in some archives. */
  public Carries andSometimes(Aspect... aspects) {
    Set<Aspect> all = EnumSet.noneOf(Aspect.class);
    all.addAll(sometimes);
    all.addAll(Set.of(aspects));
    return new Carries(always, all);
  }

  /** How much of it the archives of the format carry. */
  public Extent extent(Aspect aspect) {
    if (always.contains(aspect)) {
      return Extent.YES;
    }
    return sometimes.contains(aspect) ? Extent.SOME : Extent.NO;
  }
}
