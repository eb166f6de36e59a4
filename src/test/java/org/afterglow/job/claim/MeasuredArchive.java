package org.afterglow.job.claim;

import java.util.List;
import java.util.Map;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ArchiveFacts.PlatformFacts;
import org.afterglow.job.SmallArchive;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What claims are measured on, of an archive that a test wrote out. */
public final class MeasuredArchive {
  /** All posts of its authors are there. */
  public static final ArchiveFacts COMPLETE =
      new ArchiveFacts(Map.of(SmallArchive.PLATFORM, new PlatformFacts(1.0, true, List.of())));

  private MeasuredArchive() {}

  public static ClaimArchive of(SmallArchive archive, SparkSession spark, ArchiveFacts facts) {
    return of(archive, archive.posts(spark), facts);
  }

  /**
   * The same with other posts.
   *
   * @param posts rows of table posts
   */
  public static ClaimArchive of(SmallArchive archive, Dataset<Row> posts, ArchiveFacts facts) {
    SparkSession spark = posts.sparkSession();
    Dataset<Row> members = archive.members(spark);
    return new ClaimArchive(
        posts,
        archive.events(spark),
        archive.campaigns(spark),
        members,
        Owners.of(members),
        SuspectedBots.of(posts),
        Calendars.of(archive.coverage(spark), Season.flat()),
        facts,
        1,
        (name, rows) -> rows.localCheckpoint());
  }
}
