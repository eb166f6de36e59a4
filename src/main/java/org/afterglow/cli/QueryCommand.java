package org.afterglow.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.afterglow.UserError;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Spark SQL over the tables of an output folder, each a view under its own name. */
@Command(
    name = "query",
    description = {
      "Ask the tables of an output folder in SQL (Spark's dialect).",
      "Example: afterglow query OUT \"SELECT post_class, count(*) FROM posts GROUP BY 1\""
    })
final class QueryCommand implements Runnable {
  private static final Pattern WRITES =
      Pattern.compile("^(?!(?:select|with|values|table|from)\\b)\\w", Pattern.CASE_INSENSITIVE);

  /** Columns that are all named where one is misspelt. */
  private static final int FEW_COLUMNS = 16;

  /** As it is typed on the command line. */
  enum Format {
    text,
    csv,
    json
  }

  @Parameters(index = "0", paramLabel = "OUT", description = "The output folder of a run.")
  private String folder = "";

  @Parameters(index = "1", paramLabel = "SQL", description = "One statement, in quotes.")
  private String sql = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "One of ${COMPLETION-CANDIDATES}; json is an object a line. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Show so many rows at most; 0: all. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--verbose", description = "Show Spark's own log.")
  private boolean verbose;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (limit < 0) {
      throw new UserError("--limit " + limit + ": right would be 0 or more");
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Session session = Session.open("afterglow query", verbose, err)) {
      OutputFolder out = OutputFolder.toRead(session.spark(), folder);
      List<String> views = new ArrayList<>();
      for (Table<?> table : Tables.ALL) {
        if (out.holds(table)) {
          try {
            out.table(table).createOrReplaceTempView(table.name());
            views.add(table.name());
          } catch (Exception e) {
            if (!(e instanceof SparkThrowable)) {
              throw e;
            }
            err.println(
                "the files of " + table.name() + " are damaged or gone; see check " + folder);
          }
        }
      }
      try {
        if (print(reading(session.spark(), out))) {
          err.println("only the first " + limit + " rows; --limit 0 shows all");
        }
      } catch (Exception e) {
        throw explained(e, out, views);
      } finally {
        views.forEach(session.spark().catalog()::dropTempView);
      }
    }
  }

  /** The statement as a part of one of ours, where only what reads has a place. */
  private Dataset<Row> reading(SparkSession spark, OutputFolder out) {
    String statement = sql.strip().replaceFirst(";\\s*$", "");
    Dataset<Row> rows;
    try {
      rows = spark.sql("SELECT * FROM (\n" + statement + "\n)");
    } catch (Exception e) {
      if (WRITES.matcher(statement).find()) {
        throw new UserError(
            "query reads tables and writes none; expected a statement that begins with SELECT,"
                + " WITH, VALUES, TABLE or FROM");
      }
      throw e;
    }
    String folder = out.path().toUri().getPath();
    for (String file : rows.inputFiles()) {
      if (!new Path(file).toUri().getPath().startsWith(folder)) {
        throw new UserError("query reads the tables of " + folder + " and no other file");
      }
    }
    return rows;
  }

  /** Prints the rows; tells whether there are more than were asked for. */
  private boolean print(Dataset<Row> rows) {
    Dataset<Row> wanted = limit == 0 ? rows : rows.limit(limit + 1);
    PrintWriter out = spec.commandLine().getOut();
    boolean more =
        switch (format) {
          case text -> text(wanted, out);
          case csv -> csv(wanted, out);
          case json -> json(wanted, out);
        };
    out.flush();
    return more;
  }

  private boolean text(Dataset<Row> rows, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(rows.columns()));
    Iterator<Row> iterator = words(rows).toLocalIterator();
    while (iterator.hasNext() && !full(lines.size() - 1)) {
      Row row = iterator.next();
      List<String> line = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        // What people wrote may hold line ends, and codes that steer a terminal.
        line.add(row.isNullAt(i) ? "NULL" : row.getString(i).replaceAll("\\p{Cntrl}", " "));
      }
      lines.add(line);
    }
    StructField[] fields = rows.schema().fields();
    int[] widths = new int[fields.length];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).codePointCount(0, line.get(i).length()));
      }
    }
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String word = line.get(i);
        String space = " ".repeat(widths[i] - word.codePointCount(0, word.length()));
        boolean right = fields[i].dataType() instanceof NumericType;
        padded.append(right ? space + word : word + space).append("  ");
      }
      out.println(padded.toString().stripTrailing());
    }
    return iterator.hasNext();
  }

  private boolean csv(Dataset<Row> rows, PrintWriter out) {
    out.println(String.join(",", Arrays.stream(rows.columns()).map(QueryCommand::quoted).toList()));
    Iterator<Row> iterator = words(rows).toLocalIterator();
    for (int n = 0; iterator.hasNext() && !full(n); n++) {
      Row row = iterator.next();
      List<String> line = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        line.add(row.isNullAt(i) ? "" : quoted(row.getString(i)));
      }
      out.println(String.join(",", line));
    }
    return iterator.hasNext();
  }

  private boolean json(Dataset<Row> rows, PrintWriter out) {
    String[] names = rows.columns();
    Column[] fields = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      fields[i] = col("c" + i).as(names[i]);
    }
    Iterator<Row> iterator =
        rows.toDF(numbered(names.length))
            .select(to_json(struct(fields), Map.of("ignoreNullFields", "false")))
            .toLocalIterator();
    for (int n = 0; iterator.hasNext() && !full(n); n++) {
      out.println(iterator.next().getString(0));
    }
    return iterator.hasNext();
  }

  private boolean full(int rows) {
    return limit > 0 && rows >= limit;
  }

  /** Every value as a string; lists and objects as JSON. */
  private static Dataset<Row> words(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    Column[] words = new Column[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Column value = col("c" + i);
      boolean nested =
          fields[i].dataType() instanceof ArrayType
              || fields[i].dataType() instanceof StructType
              || fields[i].dataType() instanceof MapType;
      words[i] = nested ? to_json(value) : value.cast(DataTypes.StringType);
    }
    return rows.toDF(numbered(fields.length)).select(words);
  }

  /** Names of our own: the statement may have given two columns one name. */
  private static String[] numbered(int columns) {
    return IntStream.range(0, columns).mapToObj(i -> "c" + i).toArray(String[]::new);
  }

  private static String quoted(String value) {
    return value.isEmpty() || value.matches("(?s).*[\",\\r\\n].*")
        ? '"' + value.replace("\"", "\"\"") + '"'
        : value;
  }

  /** Names a column that is not there, and those that are: of many the nearest that Spark found. */
  private UserError noColumn(Map<String, String> parameters, List<String> views) {
    List<Table<?>> asked =
        Tables.ALL.stream()
            .filter(table -> views.contains(table.name()))
            .filter(table -> Pattern.compile("\\b" + table.name() + "\\b").matcher(sql).find())
            .toList();
    List<String> there =
        asked.stream()
            .flatMap(table -> table.columns().stream())
            .map(Table.Described::name)
            .distinct()
            .toList();
    List<String> nearest =
        Arrays.stream(parameters.getOrDefault("proposal", "").split(", ", -1))
            .map(QueryCommand::lastPart)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    String column = parameters.getOrDefault("objectName", "");
    String what = "there is no column " + column.replace("`", "");
    String near = nearest.isEmpty() ? "" : "; the nearest are " + listed(nearest);
    if (asked.isEmpty() || there.contains(lastPart(column))) {
      return new UserError(what + " where the statement asks for it" + near);
    }
    return new UserError(
        what
            + " in "
            + listed(asked.stream().map(Table::name).toList())
            + (there.size() <= FEW_COLUMNS
                ? "; there are " + listed(there)
                : near + "; afterglow tables " + folder + " shows all"));
  }

  /** The column's own name, without those of its table and folder. */
  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1).replace("`", "");
  }

  private static String listed(List<String> names) {
    return String.join(", ", names);
  }

  /** What Spark says against the statement, in a line; a table that is not whole, by its stage. */
  private RuntimeException explained(Exception failure, OutputFolder out, List<String> views) {
    Optional<SparkThrowable> spoken =
        Failure.chain(failure).stream()
            .filter(SparkThrowable.class::isInstance)
            .map(SparkThrowable.class::cast)
            .filter(t -> t.getCondition() != null)
            .findFirst();
    if (spoken.isEmpty() || Failure.userError(failure).isPresent()) {
      return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }
    SparkThrowable error = spoken.get();
    if ("TABLE_OR_VIEW_NOT_FOUND".equals(error.getCondition())) {
      String name = error.getMessageParameters().getOrDefault("relationName", "").replace("`", "");
      for (Table<?> table : Tables.ALL) {
        if (table.name().equals(name)) {
          out.require(Stage.of(table));
        }
      }
      return new UserError(
          "there is no table " + name + " here; there are " + String.join(", ", views));
    }
    if (error.getCondition().startsWith("UNRESOLVED_COLUMN")) {
      return noColumn(error.getMessageParameters(), views);
    }
    String message = String.valueOf(((Throwable) error).getMessage()).strip();
    return new UserError("SQL: " + Failure.firstLine(message));
  }
}
