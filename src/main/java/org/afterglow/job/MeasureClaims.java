package org.afterglow.job;

import static org.afterglow.table.ReasonCodes.LABEL_UNCERTAIN;
import static org.afterglow.table.ReasonCodes.ZERO_CELL;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.job.acts.Calendars;
import org.afterglow.job.acts.Season;
import org.afterglow.job.acts.SuspectedBots;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimArchive;
import org.afterglow.job.claim.ClaimDetails;
import org.afterglow.job.claim.ClaimEvidence;
import org.afterglow.job.claim.DecayEvidence;
import org.afterglow.job.claim.Findings;
import org.afterglow.job.claim.Owners;
import org.afterglow.job.claim.VerdictRules;
import org.afterglow.job.claim.answers.Unanswered;
import org.afterglow.job.claim.asks.Asks;
import org.afterglow.job.claim.feeds.FeedClaims;
import org.afterglow.job.claim.reach.ReachDepth;
import org.afterglow.job.claim.silences.Comebacks;
import org.afterglow.job.claim.venues.Relevance;
import org.afterglow.job.contrast.ContrastCampaigns;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.table.Estimate;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.PlaceboRow;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Posts, events, campaigns and what decay found in; a table for each of the claims C2 to C8 and
 * {@code findings} for all of them out, and {@code placebo} with theirs beside those of decay.
 */
public final class MeasureClaims {
  /** States of campaigns whose posts were contrasted, whatever came of it. */
  private static final String[] CONTRASTED = {Estimate.OK, ZERO_CELL, LABEL_UNCERTAIN};

  private final OutputFolder out;

  private MeasureClaims(OutputFolder out) {
    this.out = out;
  }

  /**
   * Runs the stage and publishes its tables.
   *
   * @param facts what the user knows of the archive
   * @param seed that random draws start from
   * @param settings for the manifest
   */
  public static void into(OutputFolder out, ArchiveFacts facts, long seed, ObjectNode settings) {
    new MeasureClaims(out).measure(facts, seed, settings);
  }

  private void measure(ArchiveFacts facts, long seed, ObjectNode settings) {
    OutputFolder.Publication publication = out.publish(Stage.CLAIMS);
    Dataset<Row> posts = out.table(Tables.POSTS);
    Dataset<Row> members = out.table(Tables.CAMPAIGN_MEMBERS);
    ClaimArchive archive =
        new ClaimArchive(
            posts,
            out.table(Tables.EVENTS),
            out.table(Tables.CAMPAIGNS),
            members,
            Owners.of(members),
            kept("bots", SuspectedBots.of(posts)),
            Calendars.of(out.table(Tables.COVERAGE), Season.flat()),
            facts,
            seed,
            this::kept);
    List<ClaimEvidence> evidence = new ArrayList<>();
    evidence.add(decayed());
    // Each claim writes its tables and says what comes of it.
    evidence.add(Unanswered.of(archive, publication));
    FeedClaims feeds = FeedClaims.of(archive, publication);
    evidence.add(feeds.talkBalance());
    evidence.add(Asks.of(archive, publication));
    evidence.add(feeds.reciprocity());
    evidence.add(Comebacks.of(archive, publication));
    evidence.add(Relevance.of(archive, publication));
    evidence.add(ReachDepth.of(archive, publication));
    publication.table(
        Tables.FINDINGS,
        out.spark()
            .createDataset(
                Findings.rows(evidence, VerdictRules.sha256()), Tables.FINDINGS.encoder()));
    List<PlaceboRow> placebos =
        evidence.stream().flatMap(claim -> claim.placebos().stream()).toList();
    publication.table(
        Tables.PLACEBO, out.spark().createDataset(placebos, Tables.PLACEBO.encoder()));
    ObjectNode details = Manifest.JSON.createObjectNode();
    details.set("settings", settings);
    details.set(ClaimDetails.NAME, ClaimDetails.json(evidence));
    publication.commit(details);
    out.clearStaging(Stage.CLAIMS);
  }

  /** C1, whose legs decay has judged. */
  private ClaimEvidence decayed() {
    Map<String, Long> contrasted =
        out
            .table(Tables.DECAY_CONTRAST)
            .filter(
                col("unit")
                    .equalTo("post")
                    .and(col("cut_hours").equalTo(24))
                    .and(col("lnlor_state").isin((Object[]) CONTRASTED)))
            .select(col("campaign_id"), col("units_promo").plus(col("units_conv")))
            .as(Encoders.tuple(Encoders.STRING(), Encoders.LONG()))
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(scala.Tuple2::_1, scala.Tuple2::_2));
    return DecayEvidence.of(
        Tables.DECAY_CONTRAST_POOLED
            .records(out.table(Tables.DECAY_CONTRAST_POOLED))
            .collectAsList(),
        Tables.PLACEBO
            .records(out.table(Tables.PLACEBO).filter(col("claim").startsWith(Claim.C1.name())))
            .collectAsList(),
        PoolContrast.postsPooled(
            contrasted,
            ContrastCampaigns.of(out.table(Tables.CAMPAIGNS), out.table(Tables.CAMPAIGN_MEMBERS))
                .collectAsList()));
  }

  /** Written once, since several queries ask for it. */
  private Dataset<Row> kept(String name, Dataset<?> rows) {
    String path = out.staging(Stage.CLAIMS, name).toString();
    rows.write().mode(SaveMode.Overwrite).parquet(path);
    return out.spark().read().parquet(path);
  }
}
