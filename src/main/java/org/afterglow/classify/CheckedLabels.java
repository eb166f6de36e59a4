package org.afterglow.classify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a sample that was drawn to check classes by: what {@link LabelSheet} wrote for
 * validation, filled in. Read are the columns {@code id, label, weight} and, where there are such,
 * {@code early_weighted, late_weighted}; all others are passed over. A label is {@code
 * promotional}, {@code conversational} or {@code neutral}; the last is not promotional, since a
 * contrast sets promotional posts against all others. Messages tell files, rows as a spreadsheet
 * counts them, and what was meant, never texts.
 *
 * @param sha256 of each file, in hexadecimal, sorted
 * @param labels by the key of the post
 * @param rows of all files
 * @param blank rows without a label
 * @param neutral posts labelled so
 * @param repeated rows of posts that had the same label before
 */
public record CheckedLabels(
    List<String> sha256, List<Label> labels, long rows, long blank, long neutral, long repeated) {
  private static final String SHEET = "it should be what label --for validation wrote, filled in";

  public CheckedLabels {
    sha256 = List.copyOf(sha256);
    labels = List.copyOf(labels);
  }

  /**
   * A checked post.
   *
   * @param key platform/post_id, as the folder has it
   * @param weight posts that it stands for, above 0
   * @param early weighted acts at age [0, 1 d) when it was drawn; null: the file does not say
   * @param late the same at age [1 d, 28 d)
   */
  public record Label(
      String key,
      boolean promotional,
      double weight,
      @Nullable Double early,
      @Nullable Double late) {}

  /**
   * Reads files that are parts of one draw.
   *
   * @throws IllegalArgumentException if one cannot be read or is no such file, or they contradict
   *     one another
   */
  public static CheckedLabels read(List<Path> files) {
    Reading reading = new Reading();
    List<String> hashes = new ArrayList<>();
    for (Path file : files) {
      byte[] bytes = bytes(file);
      hashes.add(HexFormat.of().formatHex(Model.sha256().digest(bytes)));
      reading.add(file.toString(), bytes);
    }
    if (reading.labels.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the %d rows of %s has a label; column label takes %s"
              .formatted(
                  reading.rows,
                  String.join(", ", files.stream().map(Path::toString).toList()),
                  LabelTable.classes()));
    }
    return new CheckedLabels(
        hashes.stream().sorted().toList(),
        reading.labels.values().stream().map(Found::label).toList(),
        reading.rows,
        reading.blank,
        reading.labels.values().stream().filter(Found::neutral).count(),
        reading.repeated);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file
              + (Files.isDirectory(file)
                  ? " is a folder; name the CSV that label --for validation wrote"
                  : Files.exists(file) ? " cannot be read" : " is not there"),
          e);
    }
  }

  private record Found(Label label, boolean neutral, String where) {}

  private static final class Reading {
    final Map<String, Found> labels = new TreeMap<>();
    long rows;
    long blank;
    long repeated;

    void add(String file, byte[] bytes) {
      LabelTable table = LabelTable.of(file, bytes);
      int id = table.needed("id", SHEET);
      int label = table.needed("label", SHEET);
      int weight = table.needed("weight", SHEET);
      int early = table.column("early_weighted");
      int late = table.column("late_weighted");
      for (LabelTable.Row row : table.rows()) {
        rows++;
        String where = file + ", row " + row.number();
        demandWhole(row, table.header().size(), where);
        String given = LabelTable.plain(row.cell(label));
        if (given.isEmpty()) {
          blank++;
        } else {
          add(
              new Found(
                  new Label(
                      key(row.cell(id).strip(), where),
                      promotional(given, where),
                      weight(row.cell(weight).strip(), where),
                      number(row.cell(early).strip()),
                      number(row.cell(late).strip())),
                  given.equals(LabelTable.NEUTRAL),
                  where));
        }
      }
    }

    private void add(Found found) {
      Found before = labels.putIfAbsent(found.label.key, found);
      if (before == null) {
        return;
      }
      repeated++;
      if (before.label.promotional != found.label.promotional || before.neutral != found.neutral) {
        throw new IllegalArgumentException(
            "%s has another label than the same post in %s; agree on one, or leave one empty"
                .formatted(found.where, before.where));
      }
      if (before.label.weight != found.label.weight) {
        throw new IllegalArgumentException(
            ("%s has another weight than the same post in %s: the files are of two draws; give one,"
                    + " or draw anew with a larger -n")
                .formatted(found.where, before.where));
      }
    }
  }

  /** Every row that was drawn has its weights at its end. */
  private static void demandWhole(LabelTable.Row row, int columns, String where) {
    if (row.cells().size() < columns) {
      throw new IllegalArgumentException(
          "%s has %d cells, the header has %d; rows should be as label --for validation wrote them"
              .formatted(where, row.cells().size(), columns));
    }
  }

  private static String key(String given, String where) {
    int slash = given.indexOf('/');
    if (slash <= 0 || slash == given.length() - 1) {
      throw new IllegalArgumentException(
          where + ": id is no platform/post_id, such as twitter/123; leave the column as it was");
    }
    return given;
  }

  private static boolean promotional(String given, String where) {
    LabelTable.demandClass(given, where);
    return given.equals(LabelTable.PROMOTIONAL);
  }

  private static double weight(String given, String where) {
    Double weight = number(given);
    if (weight == null || !(weight > 0)) {
      throw new IllegalArgumentException(
          where
              + ": weight is "
              + (given.isEmpty() ? "empty" : weight == null ? "no number" : "\"" + given + "\"")
              + "; a labelled post needs the number above 0 that label --for validation gave it");
    }
    return weight;
  }

  private static @Nullable Double number(String given) {
    try {
      double number = Double.parseDouble(given);
      return number >= 0 && number <= Double.MAX_VALUE ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
