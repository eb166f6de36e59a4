package org.afterglow.classify;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of labelled texts: CSV (RFC 4180, UTF-8) with the columns {@code text} and {@code label}
 * ({@code promotional} or {@code conversational}), where there are such {@code source}, {@code
 * lang}, {@code asks} (1 or 0), {@code created_at} (ISO 8601) or {@code year}, {@code weight} (0 or
 * more, or empty) and, all three or none, {@code weight}, {@code early_weighted} and {@code
 * late_weighted} (0 or more, or empty), and any others. Rows whose label is empty are not labelled
 * yet, those labelled {@code neutral} are neither: both are left out.
 *
 * @param name of the file, without its folder
 * @param sha256 of its bytes, in hexadecimal
 * @param rows in the order of the file
 */
public record LabelFile(String name, String sha256, List<LabelledText> rows) {

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is not there or not such a file, naming the line
   */
  static LabelFile read(String file, Configuration hadoop) {
    Path path = new Path(file);
    CsvParser csv = parser();
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      byte[] bytes = in.readAllBytes();
      csv.beginParsing(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
      List<LabelledText> rows = rows(csv, path.getName());
      String sha256 = HexFormat.of().formatHex(Model.sha256().digest(bytes));
      return new LabelFile(path.getName(), sha256, rows);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException("no labels at " + file, e);
    } catch (TextParsingException e) {
      throw new IllegalArgumentException(
          file + " is not CSV near line " + csv.getContext().currentLine(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read labels from " + file, e);
    }
  }

  /** Reads several files, which must have different names. */
  public static List<LabelFile> readAll(List<String> files, Configuration hadoop) {
    List<LabelFile> read = new ArrayList<>();
    for (String file : files) {
      LabelFile labels = read(file, hadoop);
      if (read.stream().anyMatch(other -> other.name.equals(labels.name))) {
        throw new IllegalArgumentException("two files of labels are named " + labels.name);
      }
      read.add(labels);
    }
    return read;
  }

  /** Labels that stand in no file; the hash is of the texts, their labels and sources. */
  public static LabelFile of(String name, List<LabelledText> rows) {
    MessageDigest digest = Model.sha256();
    for (LabelledText row : rows) {
      for (String part : List.of(row.text(), row.source(), row.promotional() + "/" + row.asks())) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
    }
    return new LabelFile(name, HexFormat.of().formatHex(digest.digest()), rows);
  }

  long count(boolean promotional) {
    return rows.stream().filter(row -> row.promotional() == promotional).count();
  }

  static CsvParser parser() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setMaxCharsPerColumn(-1);
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setReadInputOnSeparateThread(false);
    return new CsvParser(settings);
  }

  private static List<LabelledText> rows(CsvParser csv, String name) {
    String[] header = csv.parseNext();
    if (header == null) {
      throw new IllegalArgumentException(name + " is empty, should hold a header and labels");
    }
    int text = column(header, "text");
    int label = column(header, "label");
    int source = column(header, "source");
    int lang = column(header, "lang");
    int asks = column(header, "asks");
    int createdAt = column(header, "created_at");
    int year = column(header, "year");
    int weight = column(header, "weight");
    int[] drawn = {weight, column(header, "early_weighted"), column(header, "late_weighted")};
    if (text < 0 || label < 0) {
      throw new IllegalArgumentException(
          name + " lacks the column " + (text < 0 ? "text" : "label") + " in its first line");
    }
    List<LabelledText> rows = new ArrayList<>();
    for (String[] row = csv.parseNext(); row != null; row = csv.parseNext()) {
      String given = cell(row, label).strip().toLowerCase(Locale.ROOT);
      if (given.isEmpty() || given.equals("neutral")) {
        continue;
      }
      boolean promotional = given.equals("promotional");
      if (!promotional && !given.equals("conversational")) {
        throw new IllegalArgumentException(
            name
                + ", near line "
                + csv.getContext().currentLine()
                + ": a label is none of promotional, conversational, neutral");
      }
      String language = cell(row, lang);
      rows.add(
          new LabelledText(
              cell(row, text),
              promotional,
              name,
              cell(row, source),
              language.isBlank() ? null : language,
              yesOrNo(cell(row, asks), name, csv),
              year(cell(row, createdAt).strip(), cell(row, year).strip()),
              weight(cell(row, weight).strip(), name, csv),
              drawn(row, drawn, name, csv)));
    }
    return rows;
  }

  private static @Nullable Boolean yesOrNo(String cell, String name, CsvParser csv) {
    return switch (cell.strip()) {
      case "" -> null;
      case "0" -> false;
      case "1" -> true;
      default ->
          throw new IllegalArgumentException(
              name + ", near line " + csv.getContext().currentLine() + ": asks is neither 0 nor 1");
    };
  }

  private static @Nullable Integer year(String createdAt, String year) {
    if (createdAt.isEmpty() && year.matches("[0-9]{4}")) {
      return Integer.valueOf(year);
    }
    try {
      if (createdAt.length() == 10) {
        return LocalDate.parse(createdAt).getYear();
      }
      TemporalAccessor at =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              createdAt.replaceFirst(" ", "T"), OffsetDateTime::from, LocalDateTime::from);
      return at instanceof OffsetDateTime instant
          ? instant.withOffsetSameInstant(ZoneOffset.UTC).getYear()
          : LocalDateTime.from(at).getYear();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Double weight(String given, String name, CsvParser csv) {
    if (given.isEmpty()) {
      return null;
    }
    try {
      double weight = Double.parseDouble(given);
      if (weight >= 0 && weight <= Double.MAX_VALUE) {
        return weight > 0 ? weight : null;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        name
            + ", near line "
            + csv.getContext().currentLine()
            + ": weight is no number of 0 or more");
  }

  private static LabelledText.@Nullable Drawn drawn(
      @Nullable String[] row, int[] columns, String name, CsvParser csv) {
    double[] values = new double[columns.length];
    if (Arrays.stream(columns).anyMatch(column -> cell(row, column).isBlank())) {
      return null;
    }
    for (int i = 0; i < columns.length; i++) {
      try {
        values[i] = Double.parseDouble(cell(row, columns[i]).strip());
      } catch (NumberFormatException e) {
        values[i] = Double.NaN;
      }
      if (!(values[i] >= 0 && values[i] <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            name
                + ", near line "
                + csv.getContext().currentLine()
                + ": weight, early_weighted and late_weighted must be numbers of 0 or more");
      }
    }
    return new LabelledText.Drawn(values[0], values[1], values[2]);
  }

  static int column(String[] header, String name) {
    for (int i = 0; i < header.length; i++) {
      String given = header[i].startsWith("\uFEFF") ? header[i].substring(1) : header[i];
      if (given.strip().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  static String cell(@Nullable String[] row, int column) {
    String cell = column < 0 || column >= row.length ? null : row[column];
    return cell == null ? "" : cell;
  }
}
