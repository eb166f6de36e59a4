package org.afterglow.job.claim;

import java.util.Map;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.acts.Keeper;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What claims are measured on.
 *
 * @param posts rows of table posts
 * @param events rows of table events
 * @param campaigns rows of table campaigns
 * @param members rows of table campaign_members
 * @param owners the accounts that speak for campaigns
 * @param bots rows of {@link org.afterglow.job.acts.SuspectedBots}, who are no persons
 * @param calendars observed time by platform, without a season: claims compare like times
 * @param facts what the user knows of the archive
 * @param seed that random draws start from
 * @param keeper where rows are kept that several queries ask for
 */
public record ClaimArchive(
    Dataset<Row> posts,
    Dataset<Row> events,
    Dataset<Row> campaigns,
    Dataset<Row> members,
    Owners owners,
    Dataset<Row> bots,
    Map<String, ObservedCalendar> calendars,
    ArchiveFacts facts,
    long seed,
    Keeper keeper) {}
