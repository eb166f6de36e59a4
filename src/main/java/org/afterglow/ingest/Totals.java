package org.afterglow.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
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

  /** What became of all records, in words; counts of nothing are left out. */
  public List<String> lines() {
    StringJoiner fates = new StringJoiner(" + ");
    add(fates, posts, "post", "posts");
    add(fates, events, "bare act", "bare acts");
    add(fates, duplicates, "duplicate", "duplicates");
    add(fates, deletions, "deletion", "deletions");
    add(fates, rejects, "reject", "rejects");
    add(fates, notPosts, "other record", "other records");
    add(fates, filtered, "left out by selection", "left out by selection");
    add(fates, optedOut, "opted out", "opted out");
    List<String> lines = new ArrayList<>();
    lines.add(
        counted(inputs, "file", "files")
            + ", "
            + counted(records, "record", "records")
            + (fates.length() == 0 ? "" : " = " + fates));
    StringJoiner beside = new StringJoiner("; ");
    if (embedded > 0) {
      beside.add(counted(embedded, "more post", "more posts") + " stood inside other records");
    }
    if (sameContent > 0) {
      beside.add(counted(sameContent, "file has", "files have") + " the bytes of another one");
    }
    if (rejects > 0) {
      beside.add("why each record was rejected stands in the table rejects");
    }
    if (beside.length() > 0) {
      lines.add(beside.toString());
    }
    return lines;
  }

  private static void add(StringJoiner fates, long count, String one, String many) {
    if (count > 0) {
      fates.add(counted(count, one, many));
    }
  }

  private static String counted(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  private static long sum(List<InputEntry> inputs, ToLongFunction<InputEntry> count) {
    return inputs.stream().mapToLong(count).sum();
  }
}
