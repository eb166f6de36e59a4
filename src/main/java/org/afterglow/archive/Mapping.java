package org.afterglow.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of a table become the fields of posts; docs/mapping.md describes its file.
 * Columns that it does not name map themselves if their names are common.
 *
 * @param name what errors call it
 * @param file glob of the names of the files it applies to, null for any
 * @param headerHas columns that a table must have for it to apply, none for any table
 * @param platform lower-case name of the platform; null to guess it from the columns
 * @param venue venue of all posts; null to take it from a column, if one has it
 * @param idPrefix what is put before every id that does not begin with it: {@code t3_}; empty for
 *     nothing
 * @param columns columns of a field, several to be joined by a blank line (for text only; of the
 *     others the first that is not empty counts)
 * @param timeFormat a pattern of {@link DateTimeFormatter}; null to know times by their look
 * @param zone zone of times that name none; null for that of the options
 * @param delimiter between cells; null to find out
 * @param quote around cells; null for the double quote, {@code "\0"} for none
 * @param charset null for UTF-8, or windows-1252 where the bytes are none
 * @param header names of the columns of a table that has no header row; empty for one that has
 * @param replacesCommon whether columns that are not named are left alone
 */
public record Mapping(
    String name,
    @Nullable String file,
    List<String> headerHas,
    @Nullable String platform,
    @Nullable String venue,
    String idPrefix,
    Map<String, List<String>> columns,
    @Nullable String timeFormat,
    @Nullable ZoneId zone,
    @Nullable Character delimiter,
    @Nullable Character quote,
    @Nullable String charset,
    List<String> header,
    boolean replacesCommon)
    implements Serializable {
  /** Stands for tables whose quotes mean nothing. */
  public static final char NO_QUOTE = '\0';

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "applies_to",
          "platform",
          "venue",
          "id_prefix",
          "columns",
          "time_format",
          "zone",
          "delimiter",
          "quote",
          "charset",
          "header",
          "only_these_columns");

  public Mapping {
    headerHas = List.copyOf(headerHas);
    header = List.copyOf(header);
    Map<String, List<String>> checked = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> entry : columns.entrySet()) {
      checked.put(TableField.of(entry.getKey()).word(), List.copyOf(entry.getValue()));
    }
    columns = Map.copyOf(checked);
    if (platform != null && !platform.matches("[a-z0-9_]+")) {
      throw new IllegalArgumentException(
          "mapping "
              + name
              + ": platform is "
              + platform
              + ", must be lower-case letters, digits, _");
    }
    if (timeFormat != null) {
      checkPattern(name, timeFormat);
    }
    if (delimiter != null && (delimiter >= 128 || delimiter == '\n' || delimiter == '\r')) {
      throw new IllegalArgumentException(
          "mapping " + name + ": delimiter must be one ASCII character");
    }
    if (charset != null) {
      checkCharset(name, charset);
    }
  }

  private static void checkPattern(String name, String pattern) {
    try {
      DateTimeFormatter unused = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "mapping " + name + ": time_format is " + pattern + ", must be a Java date pattern", e);
    }
  }

  private static void checkCharset(String name, String charset) {
    boolean known;
    try {
      known = Charset.isSupported(charset);
    } catch (IllegalCharsetNameException e) {
      known = false;
    }
    if (!known) {
      throw new IllegalArgumentException(
          "mapping " + name + ": charset is " + charset + ", must be one that Java knows");
    }
  }

  /** A mapping of nothing but constants: columns map themselves. */
  public static Mapping constants(String name, @Nullable String platform, @Nullable String venue) {
    return new Mapping(
        name, null, List.of(), platform, venue, "", Map.of(), null, null, null, null, null,
        List.of(), false);
  }

  /**
   * The mappings of a mapping file: one object, or an array of them.
   *
   * @throws IllegalArgumentException naming the key and what it must be
   */
  public static List<Mapping> parse(String json) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a mapping file must be JSON; it breaks at line " + e.getLocation().getLineNr(), e);
    }
    List<Mapping> mappings = new ArrayList<>();
    if (root.isArray()) {
      for (JsonNode node : root) {
        mappings.add(of(node, mappings.size()));
      }
    } else {
      mappings.add(of(root, 0));
    }
    return List.copyOf(mappings);
  }

  private static Mapping of(JsonNode node, int index) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("mapping " + index + " must be a JSON object");
    }
    String name = node.path("name").asText(String.valueOf(index));
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            name + ": key is " + key + ", must be one of " + String.join(", ", sorted(KEYS)));
      }
    }
    Map<String, List<String>> columns = new LinkedHashMap<>();
    node.path("columns")
        .properties()
        .forEach(field -> columns.put(field.getKey(), strings(name, "columns", field.getValue())));
    JsonNode appliesTo = node.path("applies_to");
    String quote = text(node, "quote");
    try {
      String zone = text(node, "zone");
      return new Mapping(
          name,
          text(appliesTo, "file"),
          strings(name, "applies_to.header", appliesTo.path("header")),
          text(node, "platform"),
          text(node, "venue"),
          node.path("id_prefix").asText(""),
          columns,
          text(node, "time_format"),
          zone == null ? null : ZoneId.of(zone),
          one(name, "delimiter", text(node, "delimiter")),
          quote != null && quote.isEmpty() ? (Character) NO_QUOTE : one(name, "quote", quote),
          text(node, "charset"),
          strings(name, "header", node.path("header")),
          node.path("only_these_columns").asBoolean(false));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name + ": zone must be a name like Europe/Berlin or an offset like +02:00", e);
    }
  }

  private static List<String> sorted(Set<String> keys) {
    return keys.stream().sorted().toList();
  }

  private static @Nullable String text(JsonNode node, String key) {
    return node.hasNonNull(key) ? node.get(key).asText() : null;
  }

  private static @Nullable Character one(String name, String key, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (text.length() != 1) {
      throw new IllegalArgumentException(name + ": " + key + " must be one character");
    }
    return text.charAt(0);
  }

  private static List<String> strings(String name, String key, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (node.isTextual()) {
      return List.of(node.asText());
    }
    if (!node.isArray()) {
      throw new IllegalArgumentException(name + ": " + key + " must be a string or strings");
    }
    List<String> found = new ArrayList<>();
    node.forEach(one -> found.add(one.asText()));
    return found;
  }

  /** Whether it applies to a file of this name. */
  public boolean appliesToFile(String fileName) {
    return file == null
        || FileSystems.getDefault().getPathMatcher("glob:" + file).matches(Path.of(fileName));
  }

  /** Whether it applies to a table of these columns. */
  public boolean appliesToHeader(List<String> tableHeader) {
    Set<String> names = new HashSet<>();
    tableHeader.forEach(column -> names.add(TableField.normal(column)));
    return headerHas.stream().allMatch(column -> names.contains(TableField.normal(column)));
  }
}
