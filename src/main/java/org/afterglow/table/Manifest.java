package org.afterglow.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands in an output folder and how it came about: {@code manifest.json}.
 *
 * @param afterglow version of the program that wrote it last
 * @param format version of the folder's layout
 * @param stages finished stages by name
 * @param tables tables of finished stages by name
 */
public record Manifest(
    String afterglow,
    int format,
    SortedMap<String, StageEntry> stages,
    SortedMap<String, TableEntry> tables) {
  /** The layout that this program writes and reads. */
  public static final int FORMAT = 1;

  /** How manifests and their details are written: snake_case, sorted maps, no nulls. */
  public static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /**
   * A finished stage.
   *
   * @param finishedAt ISO 8601, UTC
   * @param seconds wall time that it took
   * @param bytes size of its tables
   * @param stale whether something that it builds on was written anew since
   * @param spark version of Spark
   * @param java version of Java
   * @param details what else the stage has to say: configuration, inputs, counts
   */
  public record StageEntry(
      String finishedAt,
      double seconds,
      long bytes,
      boolean stale,
      String spark,
      String java,
      JsonNode details) {
    StageEntry asStale() {
      return new StageEntry(finishedAt, seconds, bytes, true, spark, java, details);
    }
  }

  /**
   * A table that stands.
   *
   * @param stage that wrote it
   * @param rows how many
   * @param contentHash hash of its rows, whatever their order; see {@link ContentHash}
   * @param files how many
   * @param bytes their size together
   */
  public record TableEntry(String stage, long rows, String contentHash, int files, long bytes) {}

  /** What a finished stage left. */
  public StageEntry entry(Stage stage) {
    return Objects.requireNonNull(stages.get(stage.word()), stage.word());
  }

  /** What is known of a table that stands. */
  public TableEntry entry(Table<?> table) {
    return Objects.requireNonNull(tables.get(table.name()), table.name());
  }

  static Manifest empty() {
    return new Manifest(Program.VERSION, FORMAT, new TreeMap<>(), new TreeMap<>());
  }

  /** Without a stage and its tables; stages that build on it are stale. */
  Manifest without(Stage stage) {
    SortedMap<String, StageEntry> left = new TreeMap<>(stages);
    left.remove(stage.word());
    for (Stage later : stage.later()) {
      left.computeIfPresent(later.word(), (name, entry) -> entry.asStale());
    }
    SortedMap<String, TableEntry> tablesLeft = new TreeMap<>(tables);
    tablesLeft.keySet().removeIf(name -> Tables.named(name).stage().equals(stage.word()));
    return new Manifest(Program.VERSION, FORMAT, left, tablesLeft);
  }

  /** With a stage that is whole. */
  Manifest with(Stage stage, StageEntry entry, SortedMap<String, TableEntry> written) {
    SortedMap<String, StageEntry> all = new TreeMap<>(stages);
    all.put(stage.word(), entry);
    SortedMap<String, TableEntry> allTables = new TreeMap<>(tables);
    allTables.putAll(written);
    return new Manifest(Program.VERSION, FORMAT, all, allTables);
  }

  String json() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
