package org.afterglow.ingest;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The counts of all inputs together, those left out whose bytes another input has too.
 *
 * @param inputs files
 * @param sameContent files whose bytes an earlier one has too
 * @param records in all
 * @param posts records that are posts and stand
 * @param events records that are acts
 * @param duplicates records that another record stands for
 * @param deletions deletion notices
 * @param rejects records that could not be read
 * @param notPosts whole records that are no posts
 * @param filtered outside the window or the selection
 * @param context of the posts and duplicates, those kept only for what they answer
 * @param optedOut of people on the opt-out list
 * @param blankLines outside the sum
 * @param embedded posts out of other records, outside the sum
 * @param embeddedOptedOut outside the sum
 */
public record Totals(
    long inputs,
    long sameContent,
    long records,
    long posts,
    long events,
    long duplicates,
    long deletions,
    long rejects,
    long notPosts,
    long filtered,
    long context,
    long optedOut,
    long blankLines,
    long embedded,
    long embeddedOptedOut) {
  public static Totals of(List<InputEntry> all) {
    List<InputEntry> own = all.stream().filter(input -> input.sameContentAs() == null).toList();
    return new Totals(
        all.size(),
        all.size() - own.size(),
        sum(own, InputEntry::records),
        sum(own, InputEntry::posts),
        sum(own, InputEntry::events),
        sum(own, InputEntry::duplicates),
        sum(own, InputEntry::deletions),
        sum(own, InputEntry::rejects),
        sum(own, InputEntry::notPosts),
        sum(own, InputEntry::filtered),
        sum(own, InputEntry::context),
        sum(own, InputEntry::optedOut),
        sum(own, InputEntry::blankLines),
        sum(own, InputEntry::embedded),
        sum(own, InputEntry::embeddedOptedOut));
  }

  private static long sum(List<InputEntry> inputs, ToLongFunction<InputEntry> count) {
    return inputs.stream().mapToLong(count).sum();
  }
}
