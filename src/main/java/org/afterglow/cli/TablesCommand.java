package org.afterglow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.afterglow.table.Table;
import org.afterglow.table.Table.Described;
import org.afterglow.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The dictionary: every table, its key, its columns, their types and meanings. */
@Command(
    name = "tables",
    description = "Show the dictionary: every table, its key, its columns and what they mean.")
final class TablesCommand implements Runnable {
  /** As it is typed on the command line. */
  enum Format {
    text,
    markdown,
    json
  }

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Only this table; may be given several times.")
  private List<String> names = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    List<Table<?>> tables = new ArrayList<>();
    for (String name : names) {
      tables.add(Tables.named(name));
    }
    if (tables.isEmpty()) {
      tables.addAll(Tables.ALL);
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> tables.forEach(table -> out.print(text(table)));
      case markdown -> tables.forEach(table -> out.print(markdown(table)));
      case json -> out.println(json(tables).toPrettyString());
    }
    out.flush();
  }

  private static String text(Table<?> table) {
    List<Described> columns = table.columns();
    int names = columns.stream().mapToInt(c -> c.name().length()).max().orElse(0);
    int types = columns.stream().mapToInt(c -> type(c).length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(table.name())
        .append("  (key: ")
        .append(String.join(", ", table.key()))
        .append("; written by: ")
        .append(table.stage())
        .append(")\n");
    for (Described column : columns) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-" + names + "s  %-" + types + "s  %s%n",
              column.name(),
              type(column),
              column.meaning()));
    }
    return text.append('\n').toString();
  }

  private static String markdown(Table<?> table) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(table.name()).append("\n\nKey: ");
    text.append(String.join(", ", table.key().stream().map(k -> "`" + k + "`").toList()));
    text.append(". Written by `").append(table.stage()).append("`.\n\n");
    text.append("| column | type | meaning |\n|---|---|---|\n");
    for (Described column : table.columns()) {
      text.append("| `")
          .append(column.name())
          .append("` | ")
          .append(type(column).replace("<", "&lt;"))
          .append(" | ")
          .append(column.meaning().replace("|", "\\|"))
          .append(" |\n");
    }
    return text.append('\n').toString();
  }

  private static ArrayNode json(List<Table<?>> tables) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Table<?> table : tables) {
      ObjectNode object = all.addObject();
      object.put("name", table.name());
      object.put("stage", table.stage());
      table.key().forEach(object.putArray("key")::add);
      table.partitionedBy().forEach(object.putArray("partitioned_by")::add);
      ArrayNode columns = object.putArray("columns");
      for (Described column : table.columns()) {
        columns
            .addObject()
            .put("name", column.name())
            .put("type", type(column))
            .put("nullable", column.nullable())
            .put("meaning", column.meaning());
      }
    }
    return all;
  }

  private static String type(Described column) {
    return column.type().catalogString();
  }
}
