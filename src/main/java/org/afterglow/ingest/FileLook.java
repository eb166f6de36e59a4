package org.afterglow.ingest;

import java.util.List;
import java.util.Map;
import org.afterglow.archive.FileState;
import org.afterglow.archive.RejectReason;
import org.afterglow.post.Post;
import org.jspecify.annotations.Nullable;

/**
 * What the first records of a file are, before all of it is read; made by {@link LookAtFiles}.
 *
 * @param size bytes of the file
 * @param format as recognised from the content; {@code unknown}: none
 * @param compression as recognised
 * @param state of the bytes that were read
 * @param endedBy what ended the reading; null: the end of the file
 * @param places how many places of the file were looked at, spread evenly from its beginning
 * @param bytesRead bytes of the file, as they are stored, that hold the records that were read; of
 *     compressed ones in proportion to what was unpacked
 * @param records that were read, each of which has one fate
 * @param blankLines between them
 * @param posts records that are posts
 * @param embedded posts found inside other records, outside the sum
 * @param acts records that are acts of engagement alone
 * @param deletions records that are notices of deletion
 * @param rejects records that could not be read, by reason
 * @param notPosts whole records that are no posts, by kind
 * @param kinds of the posts, with their platforms: {@code reddit comment}
 * @param fields how many of the posts have each field, in the order of {@link PostField}
 * @param firstAtMicros earliest time of a post
 * @param lastAtMicros latest time of a post
 * @param zoneAssumed whether a time without a zone was read in the zone of the options
 * @param charset that the bytes were taken for
 * @param firstPosts the first posts, as they were read
 */
public record FileLook(
    long size,
    String format,
    String compression,
    FileState state,
    @Nullable Limit endedBy,
    int places,
    long bytesRead,
    long records,
    long blankLines,
    long posts,
    long embedded,
    long acts,
    long deletions,
    Map<RejectReason, Rejects> rejects,
    Map<String, Long> notPosts,
    Map<String, Long> kinds,
    Map<PostField, Long> fields,
    @Nullable Long firstAtMicros,
    @Nullable Long lastAtMicros,
    boolean zoneAssumed,
    String charset,
    List<Post> firstPosts) {

  /** What was used up before the file was read to its end. */
  public enum Limit {
    RECORDS,
    BYTES,
    TIME
  }

  /** Why the part that was read does not tell how many records there are in all. */
  public enum NoEstimate {
    FEW_RECORDS,
    FEW_BYTES,
    PARQUET
  }

  /** Whether all of the file was read. */
  public boolean toEnd() {
    return endedBy == null;
  }

  /**
   * Records that were rejected for one reason, and the first of them.
   *
   * @param count how many
   * @param byteOffset where the first begins, in the decompressed bytes
   * @param detail what was wrong with the first
   * @param excerpt its first characters, which are other people's
   */
  public record Rejects(long count, long byteOffset, String detail, @Nullable String excerpt) {}

  /** Whether anything could be read: a post, an act, a notice, another record that is known. */
  public boolean readable() {
    return state == FileState.EMPTY
        || posts + acts + deletions > 0
        || notPosts.keySet().stream().anyMatch(kind -> !kind.equals(UNKNOWN_JSON));
  }

  /**
   * Records of the whole file at the rate of the part that was read; null where that says little.
   */
  public @Nullable Long recordsInAll() {
    if (toEnd()) {
      return records;
    }
    return noEstimate() == null ? Math.round((double) records / bytesRead * size) : null;
  }

  /** Why {@link #recordsInAll} is null; null where it is not. */
  public @Nullable NoEstimate noEstimate() {
    if (toEnd()) {
      return null;
    }
    if (compression.equals("parquet")) {
      return NoEstimate.PARQUET;
    }
    if (records < TELLING_RECORDS) {
      return NoEstimate.FEW_RECORDS;
    }
    return !compression.equals("none") && bytesRead < TELLING_PACKED ? NoEstimate.FEW_BYTES : null;
  }

  private static final String UNKNOWN_JSON = "unknown_json";

  /** The mean size of fewer says little of the others'. */
  private static final long TELLING_RECORDS = 100;

  /** Compressed bytes are taken in large steps, so that of fewer the share is rough. */
  private static final long TELLING_PACKED = 1 << 19;
}
