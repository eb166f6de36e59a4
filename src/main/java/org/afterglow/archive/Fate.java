package org.afterglow.archive;

import java.util.List;
import org.afterglow.post.Act;
import org.afterglow.post.Deletion;
import org.afterglow.post.Post;
import org.jspecify.annotations.Nullable;

/** What became of one record as it was read. Every record has exactly one. */
public sealed interface Fate {
  /**
   * The record is a post.
   *
   * @param post the post, of origin RECORD
   * @param embedded other posts found inside it, of origin EMBEDDED
   */
  record Posted(Post post, List<Post> embedded) implements Fate {}

  /** The record is an act of engagement without being a post. */
  record Acted(Act act) implements Fate {}

  /** The record is a notice that a post was taken back. */
  record Deleted(Deletion deletion) implements Fate {}

  /**
   * The record is whole and is no post: a follower list, a count, a rate-limit notice.
   *
   * @param kind what it is, lower case with underscores; a fixed word, never text of the archive
   */
  record NotPost(String kind) implements Fate {}

  /**
   * The record cannot be read.
   *
   * @param reason the code
   * @param detail what was found and what would have been right, without any text, handle or id of
   *     the archive
   * @param excerpt up to 200 characters of the record, for those who asked for identities to be
   *     kept
   */
  record Rejected(RejectReason reason, String detail, @Nullable String excerpt) implements Fate {
    /** The record lacks what a post cannot be without. */
    public static Rejected missing(String detail) {
      return new Rejected(RejectReason.MISSING_FIELD, detail, null);
    }

    /** The record's id lost digits. */
    public static Rejected lossyId() {
      return new Rejected(RejectReason.LOSSY_ID, "the id went through a float", null);
    }
  }
}
