package org.afterglow.archive;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a reader saw of its slice, once it has read it to the end.
 *
 * @param format name of the format; several, in order of appearance and joined by {@code +}, for a
 *     container of files that differ; {@code unknown} where none was recognised
 * @param compression {@code none}, or what the bytes were packed in from the outside in, joined by
 *     {@code +}: {@code gzip+tar}
 * @param state how the bytes ended
 * @param records records given out
 * @param blankLines blank lines between records
 * @param notPosts records that are no posts, by kind
 * @param zoneAssumed whether a time without a zone was read in the zone of the options
 * @param charset {@code UTF-8}, or what a table had to be taken for
 * @param blockHashes SHA-256, hexadecimal, of each block of {@link ContentId#BLOCK_BYTES} raw bytes
 *     that begins in the slice
 * @param rawBytes bytes of the slice as stored
 * @param inflatedBytes bytes of the slice after unpacking
 */
public record ReadSummary(
    String format,
    String compression,
    FileState state,
    long records,
    long blankLines,
    Map<String, Long> notPosts,
    boolean zoneAssumed,
    String charset,
    List<String> blockHashes,
    long rawBytes,
    long inflatedBytes)
    implements Serializable {
  public ReadSummary {
    notPosts = Map.copyOf(notPosts);
    blockHashes = List.copyOf(blockHashes);
  }
}
