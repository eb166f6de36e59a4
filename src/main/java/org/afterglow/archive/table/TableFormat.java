package org.afterglow.archive.table;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Counts;
import org.afterglow.archive.Format;
import org.afterglow.archive.Head;
import org.afterglow.archive.Mapping;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.RecordStream;
import org.afterglow.archive.packing.PeekStream;
import org.jspecify.annotations.Nullable;

/** Any delimited table, by a mapping or by the common names of its columns. */
public final class TableFormat implements Format {
  /** Of every table, whatever the platform: CSV, TSV, JSON under a mapping, Parquet. */
  public static final String NAME = "table";

  /** Whatever its columns hold; acts that are no posts, and notices, have no row of their own. */
  public static final Carries CARRIES =
      Carries.of()
          .andSometimes(
              Aspect.REPLIES,
              Aspect.REPOSTS,
              Aspect.COUNTERS,
              Aspect.COUNTED_AT,
              Aspect.THREADS,
              Aspect.AUTHOR_IDS,
              Aspect.AD_FLAGS);

  private static final byte[] DELIMITERS = {',', '\t', '|', ';'};
  private static final int SAMPLES = 40;

  /** How a table is written, and what its columns are. */
  record Dialect(
      byte delimiter,
      int quote,
      boolean carriageReturns,
      Charset charset,
      List<String> columns,
      boolean hasHeader,
      @Nullable Mapping mapping,
      double score) {
    RowScanner scanner() {
      return new RowScanner(delimiter, quote, carriageReturns);
    }

    RowScanner literalScanner() {
      return new RowScanner(delimiter, -1, carriageReturns);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "any delimited, JSON or Parquet table, by a mapping or by its common column names";
  }

  @Override
  public Carries carries() {
    return CARRIES;
  }

  @Override
  public int recognises(Head head, ReadOptions options) {
    if (head.layout() != Head.Layout.NONE || !head.isText()) {
      return 0;
    }
    return dialect(head, options) == null ? 0 : 1;
  }

  @Override
  public RecordStream records(PeekStream in, Head head, Bounds bounds, ReadOptions options) {
    Dialect dialect = dialect(head, options);
    if (dialect == null) {
      dialect = read(head, (byte) ',', options, charset(head));
    }
    if (dialect == null) {
      throw new IllegalStateException("a file without a first row was taken for a table");
    }
    return new DelimitedRows(
        in, bounds, dialect, TableRow.of(dialect.columns(), dialect.mapping(), options), options);
  }

  /** Whether there is a first row of several cells, without which nothing can be read. */
  public static boolean hasFirstRow(Head head, ReadOptions options) {
    return dialect(head, options) != null || read(head, (byte) ',', options, charset(head)) != null;
  }

  /** The most convincing way to read the first rows, null if none convinces. */
  static @Nullable Dialect dialect(Head head, ReadOptions options) {
    Charset charset = charset(head);
    Dialect best = null;
    for (byte delimiter : DELIMITERS) {
      Dialect dialect = read(head, delimiter, options, charset);
      if (dialect != null && dialect.score() > (best == null ? 0 : best.score())) {
        best = dialect;
      }
    }
    for (Mapping mapping : options.mappings()) {
      Character own = mapping.delimiter();
      if (own != null && "\t,|;".indexOf(own) < 0) {
        Dialect dialect = read(head, (byte) own.charValue(), options, charset);
        if (dialect != null && dialect.score() > (best == null ? 0 : best.score())) {
          best = dialect;
        }
      }
    }
    return best;
  }

  /** The first rows by one delimiter; null if that makes no table. */
  private static @Nullable Dialect read(
      Head head, byte delimiter, ReadOptions options, Charset guessed) {
    boolean carriageReturns = carriageReturns(head);
    List<String> first = first(head, new RowScanner(delimiter, '"', carriageReturns), guessed);
    Mapping mapping = mapping(head, delimiter, first, options);
    Character ownQuote = mapping == null ? null : mapping.quote();
    int quote = ownQuote == null ? '"' : ownQuote == Mapping.NO_QUOTE ? -1 : ownQuote;
    Charset charset =
        mapping == null || mapping.charset() == null ? guessed : Charset.forName(mapping.charset());
    RowScanner scanner = new RowScanner(delimiter, quote, carriageReturns);
    first = first(head, scanner, charset);
    boolean hasHeader =
        mapping == null || mapping.header().isEmpty() || mapping.header().equals(first);
    List<String> columns = hasHeader || mapping == null ? first : mapping.header();
    if (columns.size() < 2) {
      return null;
    }
    RowScanner literal = new RowScanner(delimiter, -1, carriageReturns);
    int rows = 0;
    int fitting = 0;
    int at = head.start();
    while (rows < SAMPLES) {
      int next = scanner.scan(head.bytes(), at, head.length(), head.whole());
      if (next == RowScanner.NEEDS_MORE) {
        break;
      }
      boolean fits = fits(scanner, next, columns.size());
      if (!fits) {
        next = scanner.nextLine(head.bytes(), at, head.length());
        if (next < 0) {
          break;
        }
        fits =
            literal.scan(head.bytes(), at, next, true) == next && literal.count() == columns.size();
      }
      if (fits || scanner.count() > 1 || !scanner.isEmpty(0)) {
        rows++;
        fitting += fits ? 1 : 0;
      }
      at = next;
      if (at >= head.length()) {
        break;
      }
    }
    double share = rows == 0 ? 0 : (double) fitting / rows;
    boolean posts = TableRow.of(columns, mapping, options).holdsPosts();
    boolean declared =
        mapping != null && (mapping.delimiter() != null || !mapping.header().isEmpty());
    if (!declared
        && (share < (posts ? 0.25 : 0.9) || !(posts || (isHeader(columns) && rows >= 3)))) {
      return null;
    }
    double score = (declared ? 1000 : 0) + (posts ? 100 : 0) + share * Math.min(columns.size(), 50);
    return new Dialect(
        delimiter, quote, carriageReturns, charset, columns, hasHeader, mapping, score);
  }

  private static boolean fits(RowScanner scanner, int next, int columns) {
    return next != RowScanner.MALFORMED
        && scanner.count() >= columns
        && scanner.isEmptyFrom(columns);
  }

  private static @Nullable Mapping mapping(
      Head head, byte delimiter, List<String> first, ReadOptions options) {
    for (Mapping mapping : options.mappings()) {
      Character own = mapping.delimiter();
      List<String> header = mapping.header().isEmpty() ? first : mapping.header();
      boolean size = mapping.header().isEmpty() || mapping.header().size() == first.size();
      if ((own == null || own == (char) delimiter)
          && size
          && mapping.appliesToFile(head.fileName())
          && mapping.appliesToHeader(header)) {
        return mapping;
      }
    }
    return null;
  }

  private static List<String> first(Head head, RowScanner scanner, Charset charset) {
    int at = head.start();
    while (at < head.length()) {
      int next = scanner.scan(head.bytes(), at, head.length(), true);
      if (next < 0) {
        return List.of();
      }
      if (scanner.count() > 1 || !scanner.isEmpty(0)) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < scanner.count(); i++) {
          cells.add(scanner.cell(head.bytes(), i, charset).strip());
        }
        return cells;
      }
      at = next;
    }
    return List.of();
  }

  /** Whether these look like names of columns: there, different, no numbers. */
  private static boolean isHeader(List<String> columns) {
    return columns.stream().noneMatch(name -> name.isEmpty() || Counts.parse(name) != null)
        && new HashSet<>(columns).size() == columns.size()
        && columns.stream().allMatch(name -> name.length() < 80);
  }

  private static boolean carriageReturns(Head head) {
    boolean found = false;
    for (int i = 0; i < head.length(); i++) {
      if (head.bytes()[i] == '\n') {
        return false;
      }
      found |= head.bytes()[i] == '\r';
    }
    return found;
  }

  /** UTF-8 if the first bytes are, else windows-1252, in which every byte means something. */
  private static Charset charset(Head head) {
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(
                ByteBuffer.wrap(head.bytes(), 0, head.length()),
                CharBuffer.allocate(head.length() + 1),
                false);
    return result.isError() ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
  }
}
