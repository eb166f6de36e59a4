package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.afterglow.SparkExtension;
import org.afterglow.simulate.SimulationOptions;
import org.afterglow.simulate.Synthesize;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A sample out of a folder, labelled as its posts truly are, and back into the tables. */
@ExtendWith(SparkExtension.class)
class ValidationTest {
  private static final CSVFormat HEADED =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  /** Two accounts with a campaign each, of enough acts to be contrasted. */
  private static final Map<String, String> WORLD =
      Map.ofEntries(
          Map.entry("days", "70"),
          Map.entry("entities", "2"),
          Map.entry("persons", "300"),
          Map.entry("twitterShare", "0"),
          Map.entry("redditShare", "1"),
          Map.entry("venueShare", "0"),
          Map.entry("leadDays", "10"),
          Map.entry("tailDays", "35"),
          Map.entry("campaignDaysMin", "14"),
          Map.entry("campaignDaysMax", "16"),
          Map.entry("campaignsMin", "1"),
          Map.entry("campaignsMax", "1"),
          Map.entry("declaredShare", "1"),
          Map.entry("conversationalPerDay", "2"),
          Map.entry("volumeMean", "1.5"),
          Map.entry("backgroundPerDay", "5"),
          Map.entry("labels", "10"));

  @Test
  void labelsOfASampleReachThePublishedContrasts(SparkSession spark, @TempDir Path path)
      throws IOException {
    SparkSession.setActiveSession(spark);
    Synthesize.write(SimulationOptions.from(WORLD), path.resolve("world"));
    Path out = path.resolve("out");
    String archives = path.resolve("world/archives").toString();
    String key = path.resolve("key").toString();
    Path sheet = path.resolve("sheet.csv");

    program("ingest", out.toString(), "--posts", archives, "--key", key);
    program(
        "campaigns",
        out.toString(),
        "--campaigns",
        path.resolve("world/campaigns.csv").toString(),
        "--key",
        key);
    program(
        "label",
        out.toString(),
        "--for",
        "validation",
        "-n",
        "2000",
        "--posts",
        archives,
        "--key",
        key,
        "--output",
        sheet.toString());
    long labelled = fill(sheet, truth(path.resolve("world/truth/truth_post.csv")));
    program("decay", out.toString(), "--validation", sheet.toString());

    OutputFolder folder = OutputFolder.toRead(spark, out.toString());
    Manifest manifest = folder.manifest();
    JsonNode check = manifest.entry(Stage.DECAY).details().path("label_check");
    assertThat(labelled).isGreaterThan(50);
    assertThat(check.path("labelled").asLong()).isEqualTo(labelled);
    assertThat(check.path("not_contrasted").asLong()).isZero();
    assertThat(check.path("engagement_changed").asLong()).isZero();
    assertThat(check.at("/confusion/s_e").asDouble()).isGreaterThan(.5);
    assertThat(runs(folder, "post", "per_cell")).contains("primary", "cut_6h", "bots_in");
    assertThat(runs(folder, "post", "none"))
        .containsExactlyInAnyOrder("labels_as_predicted", "uncertain_dropped");
    // what the sample of so small a world says too little of
    assertThat(check.at("/people/corrected").asBoolean()).isFalse();
    assertThat(runs(folder, "person", "none")).contains("primary");
    assertThat(
            Tables.DECAY.records(folder.table(Tables.DECAY)).collectAsList().stream()
                .map(row -> row.labelCorrection())
                .distinct())
        .containsExactly("none");
  }

  private static List<String> runs(OutputFolder folder, String unit, String correction) {
    return folder
        .table(Tables.DECAY_CONTRAST_POOLED)
        .filter("unit = '" + unit + "' AND label_correction = '" + correction + "'")
        .select("run")
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static void program(String... arguments) {
    StringWriter err = new StringWriter();
    assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments))
        .as(err.toString())
        .isZero();
  }

  /** Classes of posts of entities, by platform and time. */
  private static Map<String, Set<String>> truth(Path file) throws IOException {
    Map<String, Set<String>> truth = new HashMap<>();
    try (CSVParser rows = HEADED.parse(Files.newBufferedReader(file))) {
      for (CSVRecord row : rows) {
        truth
            .computeIfAbsent(
                row.get("platform") + "/" + row.get("posted_at"), time -> new TreeSet<>())
            .add(row.get("class"));
      }
    }
    return truth;
  }

  /** Writes labels into a sheet, whose ids are pseudonyms; how many there are. */
  private static long fill(Path sheet, Map<String, Set<String>> truth) throws IOException {
    List<CSVRecord> rows;
    List<String> header;
    try (CSVParser parsed = HEADED.parse(Files.newBufferedReader(sheet))) {
      header = parsed.getHeaderNames();
      rows = parsed.getRecords();
    }
    long labelled = 0;
    try (CSVPrinter filled = new CSVPrinter(Files.newBufferedWriter(sheet), CSVFormat.RFC4180)) {
      filled.printRecord(header);
      for (CSVRecord row : rows) {
        List<String> cells = row.toList();
        String platform = cells.get(0).substring(0, cells.get(0).indexOf('/'));
        Set<String> classes = truth.getOrDefault(platform + "/" + row.get("created_at"), Set.of());
        if (classes.size() <= 1) { // what is not in the table of truth is an answer
          cells.set(header.indexOf("label"), classes.stream().findFirst().orElse("conversational"));
          labelled++;
        }
        filled.printRecord(cells);
      }
    }
    return labelled;
  }
}
