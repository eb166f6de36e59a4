package org.afterglow.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.afterglow.classify.Evaluation;
import org.afterglow.classify.Model;
import org.afterglow.classify.ModelCard;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Every table in; {@code report.html} out. */
public final class WriteReport {
  private static final String FILE = "report.html";

  private WriteReport() {}

  /**
   * Runs the stage.
   *
   * @param settings for the manifest
   */
  public static void into(OutputFolder out, ObjectNode settings) {
    ReportData data = ReportData.read(out::table, facts(out.manifest()), classifier(out));
    Path staged = out.staging(Stage.REPORT, FILE);
    out.writeText(staged, Report.html(data));
    ObjectNode details = Manifest.JSON.createObjectNode();
    details.set("settings", settings);
    out.publish(Stage.REPORT).beside(FILE, staged).commit(details);
    out.clearStaging(Stage.REPORT);
  }

  /** SHA-256 of the evaluation that stands in a folder; null where there is none. */
  public static @Nullable String evaluationHash(OutputFolder out) {
    Path file = out.file(Evaluation.FILE);
    return out.exists(file)
        ? Hashing.sha256().hashString(out.text(file), StandardCharsets.UTF_8).toString()
        : null;
  }

  private static ClassifierFacts classifier(OutputFolder out) {
    Configuration hadoop = out.spark().sparkContext().hadoopConfiguration();
    Path file = out.file(Evaluation.FILE);
    Path model = out.file("model");
    return ClassifierFacts.of(
        out.manifest().entry(Stage.INGEST).details().path("settings").path("model").asText(),
        out.exists(model) ? card(model, hadoop) : null,
        out.manifest().entry(Tables.POSTS).contentHash(),
        out.exists(file) ? Evaluation.read(out.text(file)).orElse(null) : null);
  }

  /** A card that an older program wrote may be of a kind that this one does not read. */
  private static @Nullable ModelCard card(Path model, Configuration hadoop) {
    try {
      return Model.card(model.toString(), hadoop);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static List<String> seasonless(JsonNode platforms) {
    List<String> names = new ArrayList<>();
    platforms.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static RunFacts facts(Manifest manifest) {
    Manifest.StageEntry ingest = manifest.entry(Stage.INGEST);
    Manifest.StageEntry decay = manifest.entry(Stage.DECAY);
    JsonNode totals = ingest.details().path("totals");
    JsonNode settings = ingest.details().path("settings");
    JsonNode adverts = manifest.entry(Stage.CAMPAIGNS).details().path("adverts");
    return new RunFacts(
        manifest.afterglow(),
        ingest.spark(),
        settings.path("model").asText(),
        decay.details().path("settings").path("seed").asLong(),
        totals.path("inputs").asLong(),
        new RunFacts.Fates(
            totals.path("records").asLong(),
            totals.path("posts").asLong(),
            totals.path("events").asLong(),
            totals.path("duplicates").asLong(),
            totals.path("deletions").asLong(),
            totals.path("rejects").asLong(),
            totals.path("not_posts").asLong(),
            totals.path("filtered").asLong(),
            totals.path("opted_out").asLong(),
            totals.path("embedded").asLong(),
            totals.path("blank_lines").asLong()),
        seasonless(decay.details().path("platforms_without_season")),
        new RunFacts.Adverts(
            adverts.path("marked").asLong(),
            adverts.path("without_end").asLong(),
            adverts.path("without_entity").asLong()),
        LabelCheck.of(decay.details().path("label_check")),
        Instant.parse(decay.finishedAt()));
  }
}
