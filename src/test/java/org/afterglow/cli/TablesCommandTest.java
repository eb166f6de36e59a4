package org.afterglow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.StreamSupport;
import org.afterglow.table.Table;
import org.afterglow.table.Tables;
import org.junit.jupiter.api.Test;

class TablesCommandTest {
  @Test
  void theTextNamesEveryTableAndColumn() {
    String text = tables();

    for (Table<?> table : Tables.ALL) {
      assertThat(text).containsPattern("(?m)^" + table.name() + "  \\(key: ");
      for (Table.Described column : table.columns()) {
        assertThat(text)
            .containsPattern("(?m)^  " + column.name() + " +" + "\\S.*" + "[.]$")
            .contains(column.meaning());
      }
    }
  }

  @Test
  void theJsonHoldsKeysThatAreColumns() throws Exception {
    JsonNode all = new ObjectMapper().readTree(tables("--format", "json"));

    assertThat(all).hasSameSizeAs(Tables.ALL);
    for (JsonNode table : all) {
      List<String> columns =
          StreamSupport.stream(table.path("columns").spliterator(), false)
              .map(column -> column.path("name").asText())
              .toList();
      assertThat(columns).doesNotHaveDuplicates();
      table.path("key").forEach(key -> assertThat(columns).contains(key.asText()));
    }
  }

  @Test
  void oneTableCanBeHadAsMarkdown() {
    String text = tables("--table", "campaigns", "--format", "markdown");

    assertThat(text.lines().filter(line -> line.startsWith("## "))).containsExactly("## campaigns");
    assertThat(text).contains("| `flags` | array&lt;string> | Codes that qualify the campaign. |");
  }

  private static String tables(String... options) {
    StringWriter out = new StringWriter();
    String[] args = new String[options.length + 1];
    args[0] = "tables";
    System.arraycopy(options, 0, args, 1, options.length);
    StringWriter err = new StringWriter();
    assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), args)).isZero();
    assertThat(err.toString()).isEmpty();
    return out.toString();
  }
}
