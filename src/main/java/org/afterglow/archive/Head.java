package org.afterglow.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.afterglow.archive.packing.PeekStream;
import org.jspecify.annotations.Nullable;

/** The first bytes of a file, decompressed, and what can be told from them. */
public final class Head {
  /** How many bytes are looked at. */
  static final int BYTES = 1 << 18;

  /** How far the end of the first record is looked for. */
  private static final int MOST = 64 << 20;

  private static final int SAMPLES = 50;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** How JSON values follow one another. */
  public enum Layout {
    /** One value a line. */
    LINES,
    /** One document, an array, or values one after another over any number of lines. */
    VALUES,
    /** Not JSON. */
    NONE
  }

  private final byte[] bytes;
  private final int length;
  private final boolean whole;
  private final String path;
  private @Nullable Layout layout;
  private List<JsonNode> samples = List.of();
  private boolean partial;

  /**
   * The first bytes of a file.
   *
   * @param whole whether they are all of it
   * @param path the file's name, after the name of what it lies in and a slash if that is known
   */
  public Head(byte[] bytes, int length, boolean whole, String path) {
    this.bytes = bytes;
    this.length = length;
    this.whole = whole;
    this.path = path;
  }

  /** The first stored bytes of an input. */
  public static Head ofRaw(ByteSource source) throws IOException {
    byte[] bytes = new byte[BYTES];
    int length;
    try (InputStream in = source.open(0)) {
      length = in.readNBytes(bytes, 0, BYTES);
    }
    return new Head(bytes, length, length < BYTES, source.folder() + "/" + source.name());
  }

  /**
   * The first bytes of a file, on to the end of its first line if that is a record longer than
   * these, which would look like the beginning of a document.
   *
   * @param path as above
   * @param longest bytes of the longest record that is read
   */
  public static Head of(PeekStream in, String path, int longest) {
    int length = in.peek(BYTES);
    Head head = new Head(in.peeked(length), length, length < BYTES, path);
    int most = Math.min(longest, MOST) + 1;
    if (head.whole || !head.opensAnObject() || head.lineEnd() >= 0) {
      return head;
    }
    int looked = length;
    for (int wanted = 4 * BYTES; looked < MOST; wanted *= 4) {
      int step = looked < most ? Math.min(wanted, most) : MOST;
      int ready = in.peek(step);
      int end = in.indexOf((byte) '\n', looked, ready);
      boolean whole = ready < step;
      if (end >= most) {
        // A line longer than any record tells nothing; those behind it do.
        int rest = Math.min(BYTES, in.peek(end + 1 + BYTES) - end - 1);
        Head behind = new Head(in.peeked(end + 1, rest), rest, rest < BYTES, path);
        return behind.layout() == Layout.LINES ? behind : head;
      }
      if (end >= 0 || whole) {
        if (ready > most) {
          return head;
        }
        Head larger = new Head(in.peeked(ready), ready, whole, path);
        return larger.layout() == Layout.LINES || whole ? larger : head;
      }
      looked = ready;
    }
    return head;
  }

  private boolean opensAnObject() {
    int at = start();
    while (at < length && isSpace(bytes[at])) {
      at++;
    }
    return at < length && bytes[at] == '{';
  }

  /** Where the line ends that holds the first thing that is not blank; -1: not in these bytes. */
  private int lineEnd() {
    int at = start();
    while (at < length && isSpace(bytes[at])) {
      at++;
    }
    while (at < length && bytes[at] != '\n') {
      at++;
    }
    return at < length ? at : -1;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Whether these are all bytes of the file. */
  public boolean whole() {
    return whole;
  }

  /** The file's name without its folders. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Name of the folder, or of the container, that the file lies in; empty if it is not known. */
  public String folderName() {
    String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  /** Offset of the first byte after a byte-order mark. */
  public int start() {
    return afterMark(bytes, 0, length);
  }

  /** Where text goes on behind a byte-order mark of UTF-8 that may stand there. */
  public static int afterMark(byte[] bytes, int from, int end) {
    return end - from >= 3
            && (bytes[from] & 0xff) == 0xef
            && (bytes[from + 1] & 0xff) == 0xbb
            && (bytes[from + 2] & 0xff) == 0xbf
        ? from + 3
        : from;
  }

  public boolean isParquet() {
    return length >= 4 && bytes[0] == 'P' && bytes[1] == 'A' && bytes[2] == 'R' && bytes[3] == '1';
  }

  public boolean isBlank() {
    for (int i = start(); i < length; i++) {
      if (!isSpace(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether these are bytes of text: hardly any control characters. */
  public boolean isText() {
    int odd = 0;
    for (int i = 0; i < length; i++) {
      int value = bytes[i] & 0xff;
      if (value < ' ' && !isSpace(bytes[i]) && value != '\f') {
        odd++;
      }
    }
    return odd * 100 <= length;
  }

  public Layout layout() {
    Layout known = layout;
    if (known == null) {
      known = lookForJson();
      layout = known;
    }
    return known;
  }

  /** The first JSON records, up to 50; the last one may lack its end if {@link #isPartial}. */
  public List<JsonNode> samples() {
    layout();
    return samples;
  }

  /** Whether the only sample is a document that goes on after these bytes. */
  public boolean isPartial() {
    layout();
    return partial;
  }

  private Layout lookForJson() {
    int lines = 0;
    int wholeLines = 0;
    int shaped = 0;
    boolean firstWhole = false;
    boolean commas = false;
    List<JsonNode> found = new ArrayList<>();
    int at = start();
    while (at < length && lines < 4 * SAMPLES) {
      int end = at;
      while (end < length && bytes[end] != '\n') {
        end++;
      }
      if (end == length && !whole) {
        break;
      }
      int from = at;
      while (from < end && isSpace(bytes[from])) {
        from++;
      }
      at = end + 1;
      if (from == end) {
        continue;
      }
      lines++;
      int to = withoutComma(bytes, from, end);
      if (lines == 1) {
        // The elements of an array without its brackets, the first of them whole.
        commas = to < end && !values(from, to).isEmpty() && !partial;
      }
      if (bytes[from] == '{') {
        shaped += closesAnObject(end) ? 1 : 0;
        List<JsonNode> values = values(from, commas ? to : end);
        if (!values.isEmpty() && !partial) {
          wholeLines++;
          firstWhole |= lines == 1;
          if (found.size() < SAMPLES) {
            found.addAll(values);
          }
        }
      }
    }
    int first = start();
    while (first < length && isSpace(bytes[first])) {
      first++;
    }
    boolean document = first < length && (bytes[first] == '{' || bytes[first] == '[');
    // Lines that are broken within, or stand before the first record, are lines all the same.
    boolean mostly = Math.max(wholeLines, shaped) * (document ? 2 : 5) >= lines;
    if (wholeLines > 0 && (lines > 1 || !whole) && (firstWhole || mostly)) {
      partial = false;
      samples = List.copyOf(found);
      return Layout.LINES;
    }
    if (!document) {
      return Layout.NONE;
    }
    List<JsonNode> values = values(first, length);
    if (values.isEmpty()) {
      return Layout.NONE;
    }
    List<JsonNode> records = new ArrayList<>();
    for (JsonNode value : values) {
      if (value.isArray()) {
        value.forEach(records::add);
      } else {
        records.add(value);
      }
    }
    partial &= records.size() <= 1;
    samples = List.copyOf(records.subList(0, Math.min(SAMPLES, records.size())));
    return Layout.VALUES;
  }

  /**
   * Where an object ends that a comma follows as the last thing of its line; else the line's end.
   */
  public static int withoutComma(byte[] bytes, int from, int end) {
    int last = end - 1;
    while (last > from && isSpace(bytes[last])) {
      last--;
    }
    int before = last - 1;
    while (before > from && isSpace(bytes[before])) {
      before--;
    }
    boolean follows =
        before > from && bytes[last] == ',' && bytes[before] == '}' && bytes[from] == '{';
    return follows ? last : end;
  }

  private boolean closesAnObject(int end) {
    int last = end - 1;
    while (isSpace(bytes[last])) {
      last--;
    }
    return bytes[last] == '}';
  }

  /** The first JSON value of some bytes, as far as they hold it. */
  public static JsonNode partial(byte[] bytes, int length) {
    List<JsonNode> values = new Head(bytes, length, true, "").values(0, length);
    return values.isEmpty() ? JsonNodeFactory.instance.objectNode() : values.get(0);
  }

  /** The JSON values in a range; sets {@link #partial} if the last lacks its end or is broken. */
  private List<JsonNode> values(int from, int to) {
    List<JsonNode> roots = new ArrayList<>();
    Deque<JsonNode> open = new ArrayDeque<>();
    partial = false;
    try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
      JsonToken token = parser.nextToken();
      while (token != null && roots.size() <= SAMPLES) {
        if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
          open.pop();
        } else if (token != JsonToken.FIELD_NAME) {
          JsonNode node = node(parser, token);
          JsonNode parent = open.peek();
          if (parent == null) {
            roots.add(node);
          } else if (parent instanceof ObjectNode object) {
            String name = parser.currentName();
            object.set(name == null ? "" : name, node);
          } else if (parent instanceof ArrayNode array) {
            array.add(node);
          }
          if (node.isContainerNode()) {
            open.push(node);
          }
        }
        token = parser.nextToken();
      }
    } catch (IOException e) {
      // The bytes end within a value, or it is not JSON: what came before is the sample.
      partial = true;
    }
    partial |= !open.isEmpty();
    return roots;
  }

  private static JsonNode node(JsonParser parser, JsonToken token) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (token) {
      case START_OBJECT -> nodes.objectNode();
      case START_ARRAY -> nodes.arrayNode();
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
      default -> nodes.nullNode();
    };
  }

  public static boolean isSpace(byte value) {
    return value == ' ' || value == '\t' || value == '\n' || value == '\r';
  }
}
