package org.afterglow.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.afterglow.UserError;
import org.afterglow.table.Manifest;
import org.afterglow.table.Manifest.StageEntry;
import org.afterglow.table.Manifest.TableEntry;
import org.afterglow.table.Table;
import org.afterglow.table.Table.Described;
import org.afterglow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The dictionary: every table, its key, its columns, their types and meanings. */
@Command(
    name = "tables",
    description = "Show the dictionary: every table, its key, its columns and what they mean.")
final class TablesCommand implements Runnable {
  private static final String FINISHED = "finished";

  /** As it is typed on the command line. */
  enum Format {
    text,
    markdown,
    json
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "OUT",
      description = "An output folder: shows how many rows each of its tables has.")
  private @Nullable String folder;

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
    Manifest manifest = folder == null ? null : manifest(folder);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> tables.forEach(table -> out.print(text(table, manifest)));
      case markdown -> tables.forEach(table -> out.print(markdown(table, manifest)));
      case json -> out.println(json(tables, manifest).toPrettyString());
    }
    out.flush();
  }

  private static String text(Table<?> table, @Nullable Manifest manifest) {
    List<Described> columns = table.columns();
    int names = columns.stream().mapToInt(c -> c.name().length()).max().orElse(0);
    int types = columns.stream().mapToInt(c -> type(c).length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(table.name())
        .append("  (key: ")
        .append(String.join(", ", table.key()))
        .append("; written by: ")
        .append(table.stage());
    if (manifest != null) {
      text.append("; ").append(rows(table, manifest));
    }
    text.append(")\n");
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

  private static String markdown(Table<?> table, @Nullable Manifest manifest) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(table.name()).append("\n\nKey: ");
    text.append(String.join(", ", table.key().stream().map(k -> "`" + k + "`").toList()));
    text.append(". Written by `").append(table.stage()).append("`.");
    if (manifest != null) {
      text.append(" Here: ").append(rows(table, manifest)).append('.');
    }
    text.append("\n\n");
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

  private static ArrayNode json(List<Table<?>> tables, @Nullable Manifest manifest) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Table<?> table : tables) {
      ObjectNode object = all.addObject();
      object.put("name", table.name());
      object.put("stage", table.stage());
      if (manifest != null) {
        object.put("state", state(table, manifest));
        TableEntry entry = manifest.tables().get(table.name());
        object.put("rows", entry == null ? null : entry.rows());
      }
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

  private static String rows(Table<?> table, Manifest manifest) {
    String state = state(table, manifest);
    TableEntry entry = manifest.tables().get(table.name());
    return entry == null || !state.equals(FINISHED)
        ? state
        : ProgressSnapshot.count(entry.rows()) + " rows";
  }

  /** Whether a table can be read: its stage is finished, stale or not finished. */
  private static String state(Table<?> table, Manifest manifest) {
    StageEntry stage = manifest.stages().get(table.stage());
    if (stage == null) {
      return "not finished";
    }
    if (stage.stale()) {
      return "stale";
    }
    return manifest.tables().containsKey(table.name()) ? FINISHED : "not asked for";
  }

  /** Read without a session: this answers at once. */
  private static Manifest manifest(String folder) {
    Path path = new Path(folder, "manifest.json");
    try (FSDataInputStream in = path.getFileSystem(new Configuration()).open(path)) {
      return Manifest.JSON.readValue(in.readAllBytes(), Manifest.class);
    } catch (FileNotFoundException e) {
      throw new UserError(folder + " has no manifest.json; name a folder that a run has written");
    } catch (JsonProcessingException e) {
      throw new UserError(path + " is not a manifest of afterglow; name a folder of ours");
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(folder + " is no folder that can be reached: " + e.getMessage());
    }
  }

  private static String type(Described column) {
    return column.type().catalogString();
  }
}
