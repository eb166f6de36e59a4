package org.afterglow.simulate;

import org.afterglow.post.PostKind;

/**
 * What was written of one platform, by the fates that a reader should find.
 *
 * @param records lines that are no blank: {@code posts + duplicates + deletions + rejects}
 * @param posts different posts that are records of their own: the sum of the five kinds
 * @param standalone posts of kind POST
 * @param replies posts of kind REPLY
 * @param reposts posts of kind REPOST
 * @param quotes posts of kind QUOTE
 * @param comments posts of kind COMMENT
 * @param duplicates records that repeat a post
 * @param deletions notices
 * @param rejects lines cut in the middle
 * @param blankLines lines without anything
 * @param embedded different posts that stand only inside other records
 * @param takenBack posts that read {@code [deleted]}
 * @param unobserved posts that happened and were lost: outages, sampling, the end of the archive
 */
public record SimulationCounts(
    long records,
    long posts,
    long standalone,
    long replies,
    long reposts,
    long quotes,
    long comments,
    long duplicates,
    long deletions,
    long rejects,
    long blankLines,
    long embedded,
    long takenBack,
    long unobserved) {
  static final SimulationCounts NONE =
      new SimulationCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  SimulationCounts plus(SimulationCounts other) {
    return new SimulationCounts(
        records + other.records,
        posts + other.posts,
        standalone + other.standalone,
        replies + other.replies,
        reposts + other.reposts,
        quotes + other.quotes,
        comments + other.comments,
        duplicates + other.duplicates,
        deletions + other.deletions,
        rejects + other.rejects,
        blankLines + other.blankLines,
        embedded + other.embedded,
        takenBack + other.takenBack,
        unobserved + other.unobserved);
  }

  static SimulationCounts ofPost(PostKind kind, boolean gone) {
    return new SimulationCounts(
        1,
        1,
        kind == PostKind.POST ? 1 : 0,
        kind == PostKind.REPLY ? 1 : 0,
        kind == PostKind.REPOST ? 1 : 0,
        kind == PostKind.QUOTE ? 1 : 0,
        kind == PostKind.COMMENT ? 1 : 0,
        0,
        0,
        0,
        0,
        0,
        gone ? 1 : 0,
        0);
  }

  static SimulationCounts ofDuplicate() {
    return new SimulationCounts(1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0);
  }

  static SimulationCounts ofDeletion() {
    return new SimulationCounts(1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
  }

  static SimulationCounts ofReject() {
    return new SimulationCounts(1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
  }

  static SimulationCounts ofBlankLine() {
    return new SimulationCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);
  }

  static SimulationCounts ofEmbedded(long embedded) {
    return new SimulationCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, embedded, 0, 0);
  }

  static SimulationCounts ofUnobserved() {
    return new SimulationCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  }
}
