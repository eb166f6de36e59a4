package org.afterglow.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest tells of a run.
 *
 * @param programVersion version of the program
 * @param sparkVersion version of Spark
 * @param model name of the model that gave the classes, null where nothing was scored
 * @param seed of every random number
 * @param inputs number of inputs
 * @param fates what became of the records
 * @param withoutSeason platforms with too few people to learn their active hours
 * @param adverts posts that were paid for
 * @param labels by which classes were checked; null where nobody did
 * @param finishedAt when the tables were whole
 */
public record RunFacts(
    String programVersion,
    String sparkVersion,
    @Nullable String model,
    long seed,
    long inputs,
    Fates fates,
    List<String> withoutSeason,
    Adverts adverts,
    @Nullable LabelCheck labels,
    Instant finishedAt) {
  public RunFacts {
    withoutSeason = List.copyOf(withoutSeason);
  }

  /**
   * Posts that were paid for, by what they tell of their campaign.
   *
   * @param marked all that the platform marks as paid for
   * @param withoutEnd of these, those without an end after their start
   * @param withoutEntity of the others, those that name neither an account nor one domain
   */
  public record Adverts(long marked, long withoutEnd, long withoutEntity) {}

  /**
   * Records by fate; each record has exactly one of them.
   *
   * @param records records read
   * @param posts posts that are records of their own
   * @param events acts that are records of their own
   * @param duplicates records of a post that was kept from another record
   * @param deletions notices of deletion
   * @param rejects records that could not be read
   * @param notPosts whole records that are no posts
   * @param filtered records outside the chosen window or selection
   * @param optedOut records of people on the opt-out list
   * @param embeddedPosts posts read out of other records, outside the sum
   * @param blankLines lines without a record, outside the sum
   */
  public record Fates(
      long records,
      long posts,
      long events,
      long duplicates,
      long deletions,
      long rejects,
      long notPosts,
      long filtered,
      long optedOut,
      long embeddedPosts,
      long blankLines) {

    /** The sum of all fates, equal to the records read where nothing was lost. */
    public long accountedFor() {
      return posts + events + duplicates + deletions + rejects + notPosts + filtered + optedOut;
    }
  }
}
