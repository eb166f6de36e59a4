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
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sample out of a run's folder, labelled as its posts truly are, and back into its tables. */
@ExtendWith({SparkExtension.class, SmallWorld.Extension.class})
class ValidationIT {
  private static final CSVFormat HEADED =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  @Test
  void labelsOfASampleReachThePublishedContrastsAndCurves(SmallWorld world, SparkSession spark)
      throws IOException, InterruptedException {
    Path out = world.path("checked");
    assertThat(
            FileUtil.copy(
                world.undisturbed().toFile(),
                org.apache.hadoop.fs.FileSystem.getLocal(
                    spark.sparkContext().hadoopConfiguration()),
                new org.apache.hadoop.fs.Path(out.toString()),
                false,
                spark.sparkContext().hadoopConfiguration()))
        .isTrue();
    SparkSession.setActiveSession(spark);
    String archives = world.path("world/archives").toString();
    String key = world.path("key").toString();
    Path sheet = world.path("sheet.csv");

    program(
        "label",
        out.toString(),
        "--for",
        "validation",
        "-n",
        "2000",
        "--posts",
        archives,
        "--mapping",
        world.path("world/mapping.json").toString(),
        "--key",
        key,
        "--output",
        sheet.toString());
    long labelled = fill(sheet, truth(world.path("world/truth/truth_post.csv")));
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
