package org.afterglow.archive.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.afterglow.archive.Carries;
import org.afterglow.archive.Fates;
import org.afterglow.archive.Head;
import org.afterglow.archive.ReadOptions;
import org.afterglow.archive.table.TableFormat;
import org.afterglow.archive.table.TableRow;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON objects, by a mapping or by the common names of their fields. Columns are the scalar
 * fields; those of objects within are named with dots: {@code user.name}.
 */
public final class JsonTableFormat extends JsonFormat {
  private static final int MAX_COLUMNS = 2_000;

  @Override
  public String name() {
    return TableFormat.NAME;
  }

  @Override
  public String description() {
    return "any delimited, JSON or Parquet table, by a mapping or by its common column names";
  }

  @Override
  public Carries carries() {
    return TableFormat.CARRIES;
  }

  @Override
  public int recognises(Head head, ReadOptions options) {
    if (head.layout() == Head.Layout.NONE || head.samples().isEmpty()) {
      return 0;
    }
    List<String> columns = columns(head);
    boolean mapped =
        options.mappings().stream()
            .anyMatch(
                mapping ->
                    (mapping.file() != null || !mapping.headerHas().isEmpty())
                        && mapping.appliesToFile(head.fileName())
                        && mapping.appliesToHeader(columns));
    if (mapped) {
      // Somebody declared this very table.
      return 1_000;
    }
    return TableRow.of(columns, head.fileName(), options).holdsPosts() ? 1 : 0;
  }

  @Override
  boolean recognises(JsonNode sample) {
    return false;
  }

  @Override
  Reader reader(Head head, ReadOptions options) {
    return new ObjectReader(TableRow.of(columns(head), head.fileName(), options));
  }

  private static List<String> columns(Head head) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode sample : head.samples()) {
      gather(sample, "", names, 0);
    }
    return List.copyOf(names);
  }

  private static void gather(JsonNode node, String prefix, Set<String> names, int depth) {
    if (depth > 4 || names.size() > MAX_COLUMNS) {
      return;
    }
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                gather(field.getValue(), prefix + field.getKey() + ".", names, depth + 1);
              } else {
                names.add(prefix + field.getKey());
              }
            });
  }

  private static final class ObjectReader extends Reader {
    private final TableRow row;
    private final Map<String, @Nullable String> cells = new HashMap<>();

    ObjectReader(TableRow row) {
      super(row.times());
      this.row = row;
    }

    @Override
    void read(JsonParser parser, Fates out) throws IOException {
      cells.clear();
      fields(parser, "");
      out.add(row.read(cells::get));
    }

    private void fields(JsonParser parser, String prefix) throws IOException {
      String name;
      while ((name = JsonFields.nextField(parser)) != null) {
        JsonToken token = parser.currentToken();
        String column = prefix.isEmpty() ? name : prefix + name;
        if (token == JsonToken.START_OBJECT && cells.size() < MAX_COLUMNS) {
          fields(parser, column + ".");
        } else if (token == JsonToken.START_ARRAY) {
          cells.put(column, strings(parser));
        } else {
          cells.put(column, JsonFields.text(parser));
        }
      }
    }

    /** The strings of an array, joined by spaces. */
    private static @Nullable String strings(JsonParser parser) throws IOException {
      StringBuilder joined = new StringBuilder();
      while (JsonFields.next(parser)) {
        String text = JsonFields.text(parser);
        if (text != null) {
          joined.append(joined.length() == 0 ? "" : " ").append(text);
        }
      }
      return joined.length() == 0 ? null : joined.toString();
    }
  }
}
