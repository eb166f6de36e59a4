package org.afterglow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import org.afterglow.classify.CheckedLabels;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.ingest.ChosenModel;
import org.afterglow.ingest.IngestArchives;
import org.afterglow.ingest.Progress;
import org.afterglow.job.MeasureClaims;
import org.afterglow.job.MeasureDecay;
import org.afterglow.job.claim.ClaimDetails;
import org.afterglow.job.claim.VerdictRules;
import org.afterglow.job.contrast.CheckLabels;
import org.afterglow.job.find.FindCampaigns;
import org.afterglow.post.Identities;
import org.afterglow.report.WriteReport;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Program;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.jspecify.annotations.Nullable;

/** The stages of the main job on one folder; a stage that is whole and as asked for is kept. */
final class Stages {
  private final OutputFolder folder;
  private final Progress progress;
  private final ArchiveFacts facts;
  private final long seed;

  Stages(OutputFolder folder, Progress progress, ArchiveFacts facts, long seed) {
    this.folder = folder;
    this.progress = progress;
    this.facts = facts;
    this.seed = seed;
  }

  /** Archives → posts, events and the accounts of every record. */
  void ingest(IngestArchives.Request request, ChosenModel model) {
    IngestArchives.into(folder, request, model, progress);
  }

  /** Posts → campaigns, declared and detected. */
  void campaigns(CampaignOptions options, Identities identities) {
    ObjectNode settings = settings(facts);
    settings.put("campaigns", options.digest());
    if (!stands(Stage.CAMPAIGNS, settings)) {
      progress.stage("campaigns");
      FindCampaigns.into(folder, options.declared(), identities, facts, settings);
      progress.over();
      declaredWithoutPosts();
    }
  }

  /**
   * A name that is spelt otherwise in the archive, or posts without a text, would end in a report
   * of nothing. Campaigns are counted, for their ids may be names of people.
   */
  private void declaredWithoutPosts() {
    long without =
        folder
            .table(Tables.CAMPAIGNS)
            .where("campaign_source = 'declared' AND array_contains(flags, 'NO_ENTITY_POSTS')")
            .count();
    if (without > 0) {
      progress.note(
          "campaigns: no scored post by, in or with any entity of "
              + without
              + " declared campaigns, those with NO_ENTITY_POSTS in campaigns.flags; see how"
              + " --campaigns and the archive write their names, and whether their posts have texts"
              + " in a language that is scored");
    }
  }

  /**
   * Campaigns, posts and events → how engagement decays.
   *
   * @param labels of a checked sample; null: nobody checked any
   */
  void decay(@Nullable CheckedLabels labels) {
    ObjectNode settings = settings(facts);
    settings.put("seed", seed);
    if (labels != null) {
      labels.sha256().forEach(settings.putArray("validation")::add);
    }
    if (!stands(Stage.DECAY, settings)) {
      progress.stage("decay");
      MeasureDecay.into(folder, facts, seed, labels, settings);
      progress.over();
      checkedLabels(folder.manifest().entry(Stage.DECAY).details().path(CheckLabels.DETAILS));
    }
  }

  /** What became of the rows of a checked sample; nothing where there is none. */
  private void checkedLabels(JsonNode check) {
    if (check.isMissingNode()) {
      return;
    }
    progress.note(
        ("decay: classes were checked by %d labels; %d of %d rows have none, %d labelled posts are"
                + " not contrasted; people are %s, threads %s")
            .formatted(
                check.path("labelled").asLong() - check.path("not_contrasted").asLong(),
                check.path("blank").asLong(),
                check.path("rows").asLong(),
                check.path("not_contrasted").asLong(),
                corrected(check.path("people")),
                corrected(check.path("threads"))));
    if (check.path("engagement_changed").asLong() > 0) {
      progress.note(
          "decay: "
              + check.path("engagement_changed").asLong()
              + " of the checked posts have other engagement than when they were drawn (more"
              + " archives, other campaigns); of many, draw anew by label --for validation");
    }
  }

  private static String corrected(JsonNode unit) {
    return unit.path("corrected").asBoolean()
        ? "corrected"
        : "left as predicted, of too few labels";
  }

  /** What decay found, and posts and events again → the claims. */
  void claims() {
    ObjectNode settings = settings(facts);
    settings.put("seed", seed);
    settings.put("verdict_rules", VerdictRules.sha256());
    if (!stands(Stage.CLAIMS, settings) || !told()) {
      progress.stage("claims");
      MeasureClaims.into(folder, facts, seed, settings);
      progress.over();
    }
  }

  /** Whether the manifest says how the claims that stand came about. */
  private boolean told() {
    return folder.manifest().entry(Stage.CLAIMS).details().has(ClaimDetails.NAME);
  }

  /** Every table → one HTML file. */
  void report() {
    ObjectNode settings = settings(ArchiveFacts.unknown());
    // evaluate may have written it since, and the page shows it
    settings.put("evaluation", WriteReport.evaluationHash(folder));
    if (!stands(Stage.REPORT, settings)) {
      progress.stage("report");
      WriteReport.into(folder, settings);
      progress.over();
      progress.note("wrote " + folder.file("report.html").toUri().getPath());
    }
  }

  /** What every stage depends on: this program, and what is known of the platforms' archives. */
  static ObjectNode settings(ArchiveFacts facts) {
    ObjectNode settings = Manifest.JSON.createObjectNode().put("program", Program.VERSION);
    if (!facts.platforms().isEmpty()) {
      settings.put("platforms", new TreeMap<>(facts.platforms()).toString());
    }
    return settings;
  }

  private boolean stands(Stage stage, JsonNode settings) {
    Manifest.StageEntry entry = folder.manifest().stages().get(stage.word());
    boolean stands =
        entry != null
            && folder.finished(stage)
            && folder.damagedTables(stage).isEmpty()
            && entry.details().path("settings").equals(settings);
    if (stands) {
      progress.note("kept " + stage.word() + ", which is as asked for");
    }
    return stands;
  }
}
