package org.afterglow.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.afterglow.ingest.InputEntry;
import org.afterglow.ingest.Totals;
import org.afterglow.table.ContentHash;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Holds an output folder against its own manifest, schemas and invariants. */
public final class CheckFolder {
  private static final String OF_RECORDS = "origin = 'record'";

  private final OutputFolder out;
  private final List<Finding> findings = new ArrayList<>();

  private CheckFolder(OutputFolder out) {
    this.out = out;
  }

  /**
   * What one check came to.
   *
   * @param outcome whether it is as it should be
   * @param subject the table or stage
   * @param message what was found, and what would have been right where it does not hold
   */
  public record Finding(Outcome outcome, String subject, String message) {
    /** Whether nothing is wrong. */
    public boolean holds() {
      return outcome != Outcome.WRONG;
    }
  }

  /** What a check can come to. */
  public enum Outcome {
    HOLDS,
    WRONG,
    /** A stage that has not run, or not to its end: nothing of it was checked. */
    NOT_RUN
  }

  /** Checks everything that stands; a finding for each check. */
  public static List<Finding> of(OutputFolder out) {
    CheckFolder check = new CheckFolder(out);
    check.stages();
    for (Table<?> table : Tables.ALL) {
      if (out.holds(table)) {
        check.readable(table.name(), () -> check.table(table));
      }
    }
    if (out.finished(Stage.INGEST)) {
      check.readable("records", check::books);
    }
    return check.findings;
  }

  private void stages() {
    Manifest manifest = out.manifest();
    for (Stage stage : Stage.values()) {
      Manifest.StageEntry entry = manifest.stages().get(stage.word());
      if (entry == null) {
        findings.add(new Finding(Outcome.NOT_RUN, stage.word(), "has not run, or not to its end"));
      } else if (entry.stale()) {
        found(false, stage.word(), "is stale: what it builds on was written anew; run it again");
      } else {
        found(true, stage.word(), "finished " + entry.finishedAt());
      }
    }
  }

  /** A table whose files are damaged or gone is a finding like any other. */
  private void readable(String subject, Runnable check) {
    try {
      check.run();
    } catch (Exception e) {
      boolean ofFiles = e instanceof SparkThrowable || e.getCause() instanceof SparkThrowable;
      if (!ofFiles && !(e instanceof UncheckedIOException)) {
        throw e;
      }
      found(false, subject, "its files are damaged or gone; run anew with --replace");
    }
  }

  private void table(Table<?> table) {
    Dataset<Row> rows = out.table(table);
    Manifest.TableEntry entry = out.manifest().entry(table);
    ContentHash hash = ContentHash.of(rows);
    found(
        hash.rows() == entry.rows() && hash.hash().equals(entry.contentHash()),
        table.name(),
        hash.rows() == entry.rows() && hash.hash().equals(entry.contentHash())
            ? hash.rows() + " rows, content " + hash.hash()
            : "holds "
                + hash.rows()
                + " rows of content "
                + hash.hash()
                + "; the manifest says "
                + entry.rows()
                + " rows of content "
                + entry.contentHash());
    schema(table);
    Column[] key = table.key().stream().map(name -> col(name)).toArray(Column[]::new);
    long repeated = rows.groupBy(key).agg(count(lit(1)).as("times")).where("times > 1").count();
    found(
        repeated == 0,
        table.name(),
        repeated == 0
            ? "its key is unique"
            : repeated + " values of its key (" + String.join(", ", table.key()) + ") repeat");
    estimates(table, rows);
  }

  private void schema(Table<?> table) {
    Dataset<Row> asWritten = out.spark().read().parquet(out.file(table.name()).toString());
    List<String> wrong = new ArrayList<>();
    Map<String, String> types =
        Arrays.stream(asWritten.schema().fields())
            .collect(
                Collectors.toMap(f -> f.name(), f -> f.dataType().asNullable().catalogString()));
    for (Table.Described column : table.columns()) {
      String type = types.get(column.name());
      if (type == null) {
        wrong.add(column.name() + " is missing");
      } else if (!type.equals(column.type().catalogString())) {
        wrong.add(column.name() + " is " + type + ", should be " + column.type().catalogString());
      }
    }
    found(
        wrong.isEmpty(),
        table.name(),
        wrong.isEmpty() ? "its columns are as documented" : String.join("; ", wrong));
  }

  /** No NaN; a state beside every estimate; a NULL estimate is never OK; limits in order. */
  private void estimates(Table<?> table, Dataset<Row> rows) {
    List<String> wrong = new ArrayList<>();
    List<String> names = Arrays.asList(rows.columns());
    for (Table.Described column : table.columns()) {
      String name = column.name();
      if (column.type().catalogString().equals("double")
          && rows.where(col(name).isNaN()).limit(1).count() > 0) {
        wrong.add(name + " holds NaN");
      }
      if (!names.contains(name + "_state") || !names.contains(name + "_low")) {
        continue;
      }
      Column bad =
          col(name + "_state")
              .isNull()
              .or(col(name + "_state").equalTo("OK").and(col(name).isNull()))
              .or(col(name).lt(col(name + "_low")))
              .or(col(name).gt(col(name + "_high")))
              .or(col(name + "_low").gt(col(name + "_high")));
      long count = rows.where(bad).count();
      if (count > 0) {
        wrong.add(name + ": " + count + " rows without a state, or with limits out of order");
      }
    }
    if (names.stream().anyMatch(name -> name.endsWith("_state"))) {
      found(
          wrong.isEmpty(),
          table.name(),
          wrong.isEmpty() ? "every estimate has its state" : String.join("; ", wrong));
    }
  }

  /** Every input record has exactly one fate, and the tables hold as many rows as were counted. */
  private void books() {
    JsonNode details = out.manifest().entry(Stage.INGEST).details();
    List<InputEntry> inputs = new ArrayList<>();
    try {
      for (JsonNode input : details.path("inputs")) {
        inputs.add(Manifest.JSON.treeToValue(input, InputEntry.class));
      }
    } catch (JsonProcessingException e) {
      found(false, "inputs", "the manifest's inputs cannot be read");
      return;
    }
    for (InputEntry input : inputs) {
      if (!input.balanced()) {
        found(false, "input " + input.number(), "its records do not add up: " + input);
      }
    }
    Totals totals = Totals.of(inputs);
    counted(Tables.POSTS, "", totals.posts(), records(Tables.POSTS), "");
    embedded(totals);
    acts(totals);
    whole(Tables.DUPLICATES, totals.duplicates());
    whole(Tables.DELETIONS, totals.deletions());
    whole(Tables.REJECTS, totals.rejects());
    others(inputs, totals);
    fates(
        totals.records(),
        totals.posts()
            + totals.events()
            + totals.duplicates()
            + totals.deletions()
            + totals.rejects()
            + totals.notPosts()
            + totals.filtered()
            + totals.optedOut());
  }

  /** Why the table of posts has more rows than the inputs gave as records. */
  private void embedded(Totals totals) {
    long found = out.table(Tables.POSTS).where(col("origin").equalTo("embedded")).count();
    found(
        found == totals.embedded(),
        "posts",
        found == totals.embedded()
            ? found + " more stood inside other records, such as the original within a retweet"
            : "the inputs gave "
                + totals.embedded()
                + " inside other records, the table holds "
                + found);
  }

  /** Acts that are records of their own, and how many more rows are acts of posts. */
  private void acts(Totals totals) {
    long bare = records(Tables.EVENTS);
    long ofPosts = out.table(Tables.EVENTS).count() - bare;
    counted(
        Tables.EVENTS,
        " bare acts",
        totals.events(),
        bare,
        ofPosts == 0 ? "" : "; the other " + ofPosts + " rows are acts of posts, such as replies");
  }

  private void whole(Table<?> table, long said) {
    counted(table, "", said, out.table(table).count(), "");
  }

  /** Records that stand in no table: as many as there are numbers of records without a row. */
  private void others(List<InputEntry> inputs, Totals totals) {
    long without = totals.records() - numbers().distinct().count();
    long said = totals.notPosts() + totals.filtered() + totals.optedOut();
    Map<String, Long> kinds = new TreeMap<>();
    inputs.stream()
        .filter(input -> input.sameContentAs() == null)
        .forEach(
            input -> input.notPostKinds().forEach((kind, n) -> kinds.merge(kind, n, Long::sum)));
    if (totals.filtered() > 0) {
      kinds.put("left out by selection", totals.filtered());
    }
    if (totals.optedOut() > 0) {
      kinds.put("opted out", totals.optedOut());
    }
    String of =
        kinds.isEmpty()
            ? ""
            : kinds.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
    boolean whole = said == kinds.values().stream().mapToLong(n -> n).sum();
    found(
        whole && said == without,
        "other records",
        whole && said == without
            ? said == 0 ? "none, every record has its row" : said + " have no row" + of
            : without + " records have no row, the inputs gave " + said + of);
  }

  /** The numbers of the records that have a row; one that has two rows is there twice. */
  private Dataset<Row> numbers() {
    Dataset<Row> numbers =
        out.table(Tables.POSTS)
            .where(OF_RECORDS)
            .select("input", "record")
            .union(out.table(Tables.EVENTS).where(OF_RECORDS).select("input", "record"));
    for (Table<?> table : List.of(Tables.DUPLICATES, Tables.DELETIONS, Tables.REJECTS)) {
      numbers = numbers.union(out.table(table).select("input", "record"));
    }
    return numbers;
  }

  private long records(Table<?> table) {
    return out.table(table).where(OF_RECORDS).agg(count(lit(1))).as(Encoders.LONG()).first();
  }

  private void counted(Table<?> table, String what, long said, long found, String beside) {
    found(
        said == found,
        table.name(),
        said == found
            ? said + what + " of the inputs, each with its row" + beside
            : "the inputs gave " + said + what + ", the table holds " + found);
  }

  private void fates(long said, long found) {
    found(
        said == found,
        "records",
        said == found
            ? said + " of the inputs, each with one fate"
            : "the inputs gave " + said + ", their fates add up to " + found);
  }

  private void found(boolean holds, String subject, String message) {
    findings.add(new Finding(holds ? Outcome.HOLDS : Outcome.WRONG, subject, message));
  }
}
