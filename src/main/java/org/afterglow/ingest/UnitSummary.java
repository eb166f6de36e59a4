package org.afterglow.ingest;

import java.util.List;
import java.util.Map;

/**
 * Counts of one work unit. {@code records} is the sum of {@code posts}, {@code events}, {@code
 * deletions}, {@code rejects}, the not-posts, {@code filtered}, {@code mayBeContext} and {@code
 * optedOut}; which of the posts are duplicates is settled later.
 *
 * @param input number of the input
 * @param format as recognised
 * @param compression as recognised
 * @param state how the bytes ended
 * @param charset that a table had to be taken for
 * @param zoneAssumed whether a time without a zone was read in the zone of the options
 * @param records of the unit
 * @param blankLines between records
 * @param posts records that are posts and were kept
 * @param events records that are acts
 * @param deletions records that are deletion notices
 * @param rejects records that could not be read
 * @param notPosts whole records that are no posts, by kind
 * @param filtered posts outside the window or the selection
 * @param mayBeContext posts outside the selection that are kept if they answer one inside
 * @param openReplies answers whose record does not say what their thread began with, of all posts
 *     that were kept
 * @param optedOut posts and acts of people on the opt-out list
 * @param embedded posts read out of other records and kept
 * @param embeddedFiltered posts read out of other records, outside the window or the selection
 * @param embeddedOptedOut posts read out of other records, of people on the opt-out list
 * @param blockHashes of the blocks that begin in the unit
 * @param rawBytes as stored
 * @param inflatedBytes after unpacking
 */
public record UnitSummary(
    int input,
    String format,
    String compression,
    String state,
    String charset,
    boolean zoneAssumed,
    long records,
    long blankLines,
    long posts,
    long events,
    long deletions,
    long rejects,
    Map<String, Long> notPosts,
    long filtered,
    long mayBeContext,
    long openReplies,
    long optedOut,
    long embedded,
    long embeddedFiltered,
    long embeddedOptedOut,
    List<String> blockHashes,
    long rawBytes,
    long inflatedBytes) {}
