package org.afterglow.classify;

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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of labelled texts: CSV (RFC 4180, UTF-8) with the columns {@code text} and {@code label}
 * ({@code promotional} or {@code conversational}), where there are such {@code id}, {@code source},
 * {@code lang}, {@code asks} (1 or 0), {@code created_at} (ISO 8601) or {@code year}, {@code
 * weight} (0 or more, or empty) and, all three or none, {@code weight}, {@code early_weighted} and
 * {@code late_weighted} (0 or more, or empty), and any others. Rows whose label is empty are not
 * labelled yet, those labelled {@code neutral} are neither: both are left out, and counted. A row
 * whose id, text and label stand before it counts once.
 *
 * @param name of the file, without its folder
 * @param sha256 of its bytes, in hexadecimal
 * @param rows in the order of the file
 * @param counts of all rows of the file
 */
public record LabelFile(String name, String sha256, List<LabelledText> rows, LabelCounts counts) {

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is not there or not such a file, or gives one post two
   *     labels, naming the line
   */
  static LabelFile read(String file, Configuration hadoop) {
    return new Reading().read(file, hadoop);
  }

  /**
   * Reads several files, which must have different names, in order of name.
   *
   * @throws IllegalArgumentException as {@link #read} does, also if two of them contradict one
   *     another
   */
  public static List<LabelFile> readAll(List<String> files, Configuration hadoop) {
    Reading reading = new Reading();
    List<LabelFile> read = new ArrayList<>();
    for (String file :
        files.stream()
            .sorted(Comparator.comparing((String file) -> new Path(file).getName()))
            .toList()) {
      String name = new Path(file).getName();
      if (read.stream().anyMatch(other -> other.name.equals(name))) {
        throw new IllegalArgumentException(
            "two files of labels are named " + name + "; rename one, the card tells them by name");
      }
      read.add(reading.read(file, hadoop));
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
    return new LabelFile(
        name, HexFormat.of().formatHex(digest.digest()), rows, LabelCounts.allOf(rows.size()));
  }

  long count(boolean promotional) {
    return rows.stream().filter(row -> row.promotional() == promotional).count();
  }

  /** What became of the file's rows, in one line. */
  public String told() {
    return told(name, count(true), count(false), counts);
  }

  static String told(String name, long promotional, long conversational, LabelCounts counts) {
    StringBuilder told = new StringBuilder();
    told.append(
        String.format(
            java.util.Locale.ROOT,
            "%s: %,d rows, %,d promotional, %,d conversational",
            name,
            counts.rows(),
            promotional,
            conversational));
    told.append(counts.leftOut().isEmpty() ? "" : "; left out " + counts.leftOut());
    counts.remarks().forEach(remark -> told.append("; ").append(remark));
    return told.toString();
  }

  /** A label that was given. */
  private record Given(String label, String text, String where) {}

  /** Reads files one after another, and holds each row against those before it. */
  private static final class Reading {
    /** By id and text, over all files: ids of different files may be numbers of their rows. */
    private final Map<List<String>, Given> everywhere = new HashMap<>();

    LabelFile read(String file, Configuration hadoop) {
      Path path = new Path(file);
      try (InputStream in = path.getFileSystem(hadoop).open(path)) {
        byte[] bytes = in.readAllBytes();
        String sha256 = HexFormat.of().formatHex(Model.sha256().digest(bytes));
        return new Rows(LabelTable.of(file, bytes), path.getName(), everywhere).file(sha256);
      } catch (FileNotFoundException e) {
        throw new IllegalArgumentException("no labels at " + file + unreadable(path, hadoop), e);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read labels from " + file, e);
      }
    }

    /** Hadoop says of a folder, and of a file without leave to read it, that there is none. */
    private static String unreadable(Path path, Configuration hadoop) {
      try {
        return path.getFileSystem(hadoop).exists(path)
            ? ", which is a folder or not to be read by you"
            : "";
      } catch (IOException e) {
        return "";
      }
    }
  }

  /** Reads the rows of one file. */
  private static final class Rows {
    private final LabelTable table;
    private final String name;
    private final Map<List<String>, Given> everywhere;
    private final Map<String, Given> byId = new HashMap<>();
    private final int text;
    private final int label;
    private final int id;
    private final int source;
    private final int lang;
    private final int asks;
    private final int createdAt;
    private final int year;
    private final int weight;
    private final int[] drawn;
    private final List<LabelledText> rows = new ArrayList<>();
    private long blank;
    private long neutral;
    private long repeated;
    private long undated;

    Rows(LabelTable table, String name, Map<List<String>, Given> everywhere) {
      this.table = table;
      this.name = name;
      this.everywhere = everywhere;
      String wanted = "labels have the columns text and label, and may have id, source, lang, asks";
      text = table.needed("text", wanted);
      label = table.needed("label", wanted);
      id = table.column("id");
      source = table.column("source");
      lang = table.column("lang");
      asks = table.column("asks");
      createdAt = table.column("created_at");
      year = table.column("year");
      weight = table.column("weight");
      drawn = new int[] {weight, table.column("early_weighted"), table.column("late_weighted")};
    }

    LabelFile file(String sha256) {
      for (LabelTable.Row row : table.rows()) {
        if (row.cells().size() <= Math.max(text, label)) {
          throw new IllegalArgumentException(
              "%s has %d cells, the header has %d: it ends before its text and label"
                  .formatted(table.where(row), row.cells().size(), table.header().size()));
        }
        add(row);
      }
      return new LabelFile(
          name,
          sha256,
          List.copyOf(rows),
          new LabelCounts(
              table.rows().size(), blank, neutral, repeated, 0, 0, table.shortRows(), undated));
    }

    private void add(LabelTable.Row row) {
      String given = LabelTable.plain(row.cell(label));
      if (given.isEmpty()) {
        blank++;
        return;
      }
      LabelTable.demandClass(given, table.where(row));
      if (stoodBefore(row, given)) {
        repeated++;
      } else if (given.equals(LabelTable.NEUTRAL)) {
        neutral++;
      } else {
        rows.add(labelled(row, given.equals(LabelTable.PROMOTIONAL)));
      }
    }

    /** Refuses a post that has another label before; without an id nothing tells one post. */
    private boolean stoodBefore(LabelTable.Row row, String given) {
      String post = row.cell(id).strip();
      if (post.isEmpty()) {
        return false;
      }
      Given now = new Given(given, row.cell(text), table.where(row));
      Given here = byId.putIfAbsent(post, now);
      Given before = everywhere.putIfAbsent(List.of(post, now.text), now);
      for (Given other : new @Nullable Given[] {here, before}) {
        if (other != null && !other.label.equals(given)) {
          String there =
              other.where.startsWith(table.file() + ", ")
                  ? other.where.substring(table.file().length() + 2)
                  : other.where;
          throw new IllegalArgumentException(
              "%s calls %s the post that is %s in %s; agree on one, or leave one empty"
                  .formatted(now.where, given, other.label, there));
        }
      }
      return before != null;
    }

    private LabelledText labelled(LabelTable.Row row, boolean promotional) {
      String language = row.cell(lang);
      String created = row.cell(createdAt).strip();
      String ofYear = row.cell(year).strip();
      Integer found = year(created, ofYear);
      undated += found == null && !(created.isEmpty() && ofYear.isEmpty()) ? 1 : 0;
      return new LabelledText(
          row.cell(text),
          promotional,
          name,
          row.cell(source),
          language.isBlank() ? null : language,
          yesOrNo(row),
          found,
          weight(row),
          drawn(row));
    }

    private @Nullable Boolean yesOrNo(LabelTable.Row row) {
      String cell = row.cell(asks).strip();
      return switch (cell) {
        case "" -> null;
        case "0" -> false;
        case "1" -> true;
        default -> throw wrong(row, "asks", cell, "1, 0 or empty");
      };
    }

    private @Nullable Double weight(LabelTable.Row row) {
      String given = row.cell(weight).strip();
      if (given.isEmpty()) {
        return null;
      }
      double found = number(row, "weight", given);
      return found > 0 ? found : null;
    }

    private LabelledText.@Nullable Drawn drawn(LabelTable.Row row) {
      double[] values = new double[drawn.length];
      for (int i = 0; i < drawn.length; i++) {
        String given = row.cell(drawn[i]).strip();
        if (given.isEmpty()) {
          return null;
        }
        values[i] = number(row, table.header().get(drawn[i]).strip(), given);
      }
      return new LabelledText.Drawn(values[0], values[1], values[2]);
    }

    private double number(LabelTable.Row row, String column, String given) {
      try {
        double number = Double.parseDouble(given);
        if (number >= 0 && number <= Double.MAX_VALUE) {
          return number;
        }
      } catch (NumberFormatException e) {
        // told below
      }
      throw wrong(row, column, given, "a number of 0 or more, or empty");
    }

    private IllegalArgumentException wrong(
        LabelTable.Row row, String column, String given, String right) {
      return new IllegalArgumentException(
          "%s: %s is %s, should be %s"
              .formatted(table.where(row), column, LabelTable.shown(given), right));
    }
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
}
