package org.afterglow.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * A file that people filled in, as rows of cells: CSV (RFC 4180, UTF-8), read strictly, so that no
 * row is lost in another: a quote that is opened must be closed, and nothing but a comma or the end
 * of the line may follow it. Lines that hold nothing are no rows. Messages tell the file, the line
 * or row, and class words and numbers, never texts or names.
 *
 * @param file how messages name it
 * @param header names of the columns
 * @param rows below the header, in the order of the file
 */
record LabelTable(String file, List<String> header, List<Row> rows) {
  static final String PROMOTIONAL = "promotional";
  static final String CONVERSATIONAL = "conversational";
  static final String NEUTRAL = "neutral";
  private static final List<String> CLASSES = List.of(PROMOTIONAL, CONVERSATIONAL, NEUTRAL);

  /** How far a word may be from a class to be a slip of the hand, and no text. */
  private static final int SLIP = 3;

  private static final int LONGEST_WORD = 20;
  private static final String NAME_OF_COLUMN = "[\\p{L}][\\p{L}\\p{N}_.-]{0,30}";

  /**
   * A row.
   *
   * @param line that it begins in, the first being 1
   * @param number as a spreadsheet counts rows, the header being 1
   * @param cells as they are, without their quotes; fewer than the header's where the last are left
   *     out
   */
  record Row(long line, long number, List<String> cells) {
    /** The cell of a column; empty where the file lacks the column (−1) or the row its end. */
    String cell(int column) {
      return column < 0 || column >= cells.size() ? "" : cells.get(column);
    }
  }

  /**
   * Reads a file.
   *
   * @param file how messages name it
   * @throws IllegalArgumentException if it is no such file
   */
  static LabelTable of(String file, byte[] bytes) {
    List<Row> records = records(file, text(file, bytes));
    if (records.isEmpty()) {
      throw new IllegalArgumentException(file + " is empty; it should hold a header and labels");
    }
    List<String> header = records.get(0).cells();
    demandCommas(file, header);
    LabelTable table = new LabelTable(file, header, records.subList(1, records.size()));
    table.rows.forEach(table::demandNoMoreThanTheHeader);
    return table;
  }

  private static void demandCommas(String file, List<String> header) {
    String only = header.get(0);
    if (header.size() == 1 && (only.contains(";") || only.contains("\t"))) {
      throw new IllegalArgumentException(
          "%s: the columns of its first line are parted by %s, should be commas; save it as CSV with commas"
              .formatted(file, only.contains(";") ? "semicolons" : "tabs"));
    }
  }

  private static String text(String file, byte[] bytes) {
    boolean utf16 =
        bytes.length >= 2
            && (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe
                || bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff
                || bytes[0] == 0
                || bytes[1] == 0);
    if (utf16) {
      throw new IllegalArgumentException(file + " is UTF-16; save it as CSV in UTF-8");
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    try {
      if (decoder.decode(in, out, true).isError()) {
        throw new CharacterCodingException();
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "%s, line %d is not UTF-8; save it as CSV in UTF-8"
              .formatted(file, line(bytes, in.position())),
          e);
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static long line(byte[] bytes, int end) {
    long line = 1;
    for (int i = 0; i < end; i++) {
      boolean ends = bytes[i] == '\n' || bytes[i] == '\r' && !(bytes[i + 1] == '\n');
      line += ends ? 1 : 0;
    }
    return line;
  }

  private void demandNoMoreThanTheHeader(Row row) {
    List<String> cells = row.cells();
    if (cells.size() > header.size()
        && !cells.subList(header.size(), cells.size()).stream().allMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          ("%s has %d cells, the header has %d; a text with a comma or a quote in it"
                  + " stands in quotes, and a quote within it is doubled")
              .formatted(where(row), cells.size(), header.size()));
    }
  }

  /** Where a row stands, for a message. */
  String where(Row row) {
    return file + ", line " + row.line();
  }

  /** The place of a column by its name in the header, in any case; −1: there is none. */
  int column(String name) {
    int found = -1;
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).strip().equalsIgnoreCase(name)) {
        if (found >= 0) {
          throw new IllegalArgumentException(
              "%s has two columns %s in its first line; leave one".formatted(file, name));
        }
        found = i;
      }
    }
    return found;
  }

  /**
   * The place of a column that must be there.
   *
   * @param wanted what would have been right, for the message
   */
  int needed(String name, String wanted) {
    int column = column(name);
    if (column >= 0) {
      return column;
    }
    boolean row = header.stream().map(LabelTable::plain).anyMatch(CLASSES::contains);
    throw new IllegalArgumentException(
        "%s lacks the column %s in its first line, %s; %s"
            .formatted(
                file,
                name,
                row
                    ? "which is a row, no header"
                    : "which has "
                        + header.stream()
                            .map(LabelTable::shownName)
                            .collect(Collectors.joining(", ")),
                wanted));
  }

  private static String shownName(String name) {
    return name.strip().matches(NAME_OF_COLUMN) ? name.strip() : somethingOf(name);
  }

  /** A cell of the column of classes in lower case, without spaces around it. */
  static String plain(String given) {
    return given.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses what is no class.
   *
   * @param given as {@link #plain} gives it
   */
  static void demandClass(String given, String where) {
    if (!CLASSES.contains(given)) {
      throw new IllegalArgumentException(
          "%s: label is %s, which is none of %s"
              .formatted(where, shown(given), String.join(", ", CLASSES)));
    }
  }

  /** A slip of the hand or a number as it stands; anything else may be somebody's text or name. */
  static String shown(String given) {
    boolean number = given.matches("[0-9.,+-]{1," + LONGEST_WORD + "}");
    boolean slip =
        given.length() <= LONGEST_WORD
            && CLASSES.stream()
                .anyMatch(
                    name ->
                        LevenshteinDistance.getDefaultInstance().apply(given, name) <= SLIP
                            || given.length() > 1 && name.startsWith(given));
    return number || slip ? "\"" + given + "\"" : somethingOf(given);
  }

  private static String somethingOf(String given) {
    return "something of " + given.codePointCount(0, given.length()) + " characters";
  }

  static String classes() {
    return String.join(", ", CLASSES);
  }

  /** Rows that end before the header does, whose last cells are taken for empty. */
  long shortRows() {
    return rows.stream().filter(row -> row.cells().size() < header.size()).count();
  }

  private static List<Row> records(String file, String text) {
    List<Row> records = new ArrayList<>();
    try (CSVParser csv = CSVParser.parse(text, CSVFormat.RFC4180)) {
      Iterator<CSVRecord> next = csv.iterator();
      while (true) {
        long begins = csv.getCurrentLineNumber() + 1;
        if (!hasNext(next, file, begins)) {
          return records;
        }
        List<String> cells = next.next().toList();
        if (cells.size() > 1 || !cells.get(0).isBlank()) {
          records.add(new Row(begins, records.size() + 1L, cells));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read labels from " + file, e);
    }
  }

  /** The library's own message would show the text around the place. */
  private static boolean hasNext(Iterator<CSVRecord> rows, String file, long begins) {
    try {
      return rows.hasNext();
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(
          ("%s: the row that begins in line %d has a quote that is never closed, is closed too"
                  + " late, or stands within a text and is not doubled")
              .formatted(file, begins),
          e);
    }
  }
}
