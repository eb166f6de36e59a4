package org.afterglow.simulate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One line of a CSV file as RFC 4180 has it, ending in a line feed. */
final class CsvLine {
  private CsvLine() {}

  /** Joins values; null is an empty field. */
  static String of(@Nullable Object... values) {
    return Stream.of(values).map(CsvLine::field).collect(Collectors.joining(",")) + "\n";
  }

  static byte[] bytes(List<?> values) {
    return of(values.toArray()).getBytes(StandardCharsets.UTF_8);
  }

  private static String field(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    boolean quoted =
        text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
            || !text.equals(text.strip());
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
