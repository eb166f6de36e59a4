package org.afterglow.ingest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one input, as the manifest tells it. {@code records} = posts + events + duplicates
 * + deletions + rejects + notPosts + filtered + optedOut.
 *
 * @param number by which tables name it
 * @param path of the file
 * @param size bytes
 * @param contentId hash of its bytes
 * @param verified the checksum that it was found to have, and the list that says so; null if nobody
 *     looked
 * @param sameContentAs number of an earlier input of equal bytes, which stands for this one; its
 *     own records are then in no table and in no sum
 * @param format as recognised
 * @param compression as recognised
 * @param state complete, truncated, corrupt, empty or unknown_format
 * @param charset that a table had to be taken for
 * @param zoneAssumed whether a time without a zone was read in the zone of the options
 * @param records in all
 * @param blankLines between records, outside the sum
 * @param posts that stand in {@code posts} with origin record
 * @param events that stand in {@code events} with origin record
 * @param duplicates that another record stands for
 * @param deletions deletion notices
 * @param rejects records that could not be read
 * @param notPosts whole records that are no posts
 * @param notPostKinds the same by kind
 * @param filtered outside the window or the selection
 * @param context of the posts and duplicates, those kept only because they answer a post that the
 *     selection wants
 * @param optedOut of people on the opt-out list
 * @param embedded posts read out of other records, outside the sum
 * @param embeddedOptedOut posts read out of other records, left out for the opt-out list
 */
public record InputEntry(
    int number,
    String path,
    long size,
    String contentId,
    InputFile.@Nullable Verified verified,
    @Nullable Integer sameContentAs,
    String format,
    String compression,
    String state,
    String charset,
    boolean zoneAssumed,
    long records,
    long blankLines,
    long posts,
    long events,
    long duplicates,
    long deletions,
    long rejects,
    long notPosts,
    Map<String, Long> notPostKinds,
    long filtered,
    long context,
    long optedOut,
    long embedded,
    long embeddedOptedOut) {

  /** Whether every record has exactly one fate. */
  public boolean balanced() {
    return sameContentAs != null
        || context <= posts + duplicates
            && records
                == posts
                    + events
                    + duplicates
                    + deletions
                    + rejects
                    + notPosts
                    + filtered
                    + optedOut;
  }
}
