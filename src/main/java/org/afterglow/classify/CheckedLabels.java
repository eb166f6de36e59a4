package org.afterglow.classify;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.text.similarity.LevenshteinDistance;
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
  private static final List<String> CLASSES = List.of("promotional", "conversational", "neutral");

  /** How far a word may be from a class to be a slip of the hand, and no text. */
  private static final int SLIP = 3;

  private static final int LONGEST_WORD = 20;

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
                  String.join(", ", CLASSES)));
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
      CsvParser csv = LabelFile.parser();
      try {
        csv.beginParsing(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
        add(csv, file);
      } catch (TextParsingException e) {
        throw new IllegalArgumentException(
            file + " is not CSV near line " + csv.getContext().currentLine(), e);
      }
    }

    private void add(CsvParser csv, String file) {
      String[] header = csv.parseNext();
      if (header == null) {
        throw new IllegalArgumentException(
            file + " is empty; it should be what label --for validation wrote, filled in");
      }
      int id = needed(header, "id", file);
      int label = needed(header, "label", file);
      int weight = needed(header, "weight", file);
      int early = LabelFile.column(header, "early_weighted");
      int late = LabelFile.column(header, "late_weighted");
      int number = 1; // as a spreadsheet counts, the header being the first
      for (String[] row = csv.parseNext(); row != null; row = csv.parseNext()) {
        number++;
        rows++;
        String where = file + ", row " + number;
        String given = LabelFile.cell(row, label).strip().toLowerCase(Locale.ROOT);
        if (given.isEmpty()) {
          blank++;
        } else {
          add(
              new Found(
                  new Label(
                      key(LabelFile.cell(row, id).strip(), where),
                      promotional(given, where),
                      weight(LabelFile.cell(row, weight).strip(), where),
                      number(LabelFile.cell(row, early).strip()),
                      number(LabelFile.cell(row, late).strip())),
                  given.equals("neutral"),
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

  private static int needed(String[] header, String name, String file) {
    int column = LabelFile.column(header, name);
    if (column < 0) {
      throw new IllegalArgumentException(
          file
              + " lacks the column "
              + name
              + " in its first row; it should be what label --for validation wrote");
    }
    return column;
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
    if (!CLASSES.contains(given)) {
      throw new IllegalArgumentException(
          where
              + ": label is "
              + shown(given)
              + ", which is none of "
              + String.join(", ", CLASSES));
    }
    return given.equals("promotional");
  }

  /** A slip of the hand or a number as it stands; anything else may be somebody's text or name. */
  private static String shown(String given) {
    boolean number = given.matches("[0-9.,+-]{1," + LONGEST_WORD + "}");
    boolean slip =
        given.length() <= LONGEST_WORD
            && CLASSES.stream()
                .anyMatch(
                    name ->
                        LevenshteinDistance.getDefaultInstance().apply(given, name) <= SLIP
                            || given.length() > 1 && name.startsWith(given));
    return number || slip
        ? "\"" + given + "\""
        : "something of " + given.codePointCount(0, given.length()) + " characters";
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
