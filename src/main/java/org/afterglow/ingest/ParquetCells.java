package org.afterglow.ingest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one row of a Parquet table, as the texts that a delimited table would hold. A cell
 * is a leaf of the schema, named by the fields on the way to it, joined by dots; the fields that
 * only say that something is a list have no name; several values of one leaf are joined by blanks.
 */
final class ParquetCells extends RecordMaterializer<ParquetCells> {
  /** Largest whole number up to which every one has a double of its own. */
  private static final double EXACT_DOUBLES = 0x1p53;

  /** Likewise for floats. */
  private static final double EXACT_FLOATS = 0x1p24;

  private static final long JULIAN_DAY_OF_1970 = 2_440_588;

  private final Map<String, Integer> places = new HashMap<>();
  private final List<@Nullable StringBuilder> cells = new ArrayList<>();
  private final List<@Nullable String> single = new ArrayList<>();
  private final Fields root;
  private long characters;

  ParquetCells(MessageType schema) {
    this.root = new Fields(schema, "", false);
  }

  /** Names of the cells of a schema with the path of each. */
  static Map<String, List<String[]>> columns(MessageType schema) {
    Map<String, List<String[]>> columns = new java.util.LinkedHashMap<>();
    gather(schema, "", false, new String[0], columns);
    return columns;
  }

  private static void gather(
      GroupType group,
      String prefix,
      boolean inList,
      String[] path,
      Map<String, List<String[]>> columns) {
    for (Type field : group.getFields()) {
      String name = name(group, field, prefix, inList);
      String[] below = Arrays.copyOf(path, path.length + 1);
      below[path.length] = field.getName();
      if (field.isPrimitive()) {
        columns.computeIfAbsent(name, key -> new ArrayList<>()).add(below);
      } else {
        gather(field.asGroupType(), name, isListLevel(group, field), below, columns);
      }
    }
  }

  /** Name of a field of a group of that name. */
  private static String name(GroupType group, Type field, String prefix, boolean inList) {
    boolean element =
        inList
            && group.getFieldCount() == 1
            && !group.getName().equals("array")
            && !group.getName().endsWith("_tuple");
    if (element || isListLevel(group, field)) {
      return prefix;
    }
    return prefix.isEmpty() ? field.getName() : prefix + "." + field.getName();
  }

  /** Whether a field is the repeated one that makes its group a list or a map. */
  private static boolean isListLevel(GroupType group, Type field) {
    LogicalTypeAnnotation of = group.getLogicalTypeAnnotation();
    return field.isRepetition(Type.Repetition.REPEATED)
        && group.getFieldCount() == 1
        && (of instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation
            || of instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
            || of instanceof LogicalTypeAnnotation.MapKeyValueTypeAnnotation);
  }

  /** The cell of a name, null where it is empty. */
  @Nullable String cell(String column) {
    Integer place = places.get(column);
    if (place == null) {
      return null;
    }
    StringBuilder several = cells.get(place);
    return several == null ? single.get(place) : several.toString();
  }

  /** Characters of all cells. */
  long characters() {
    return characters;
  }

  /** The beginning of the row, cells separated by bars. */
  String excerpt(int length) {
    StringBuilder row = new StringBuilder();
    for (String column : places.keySet().stream().sorted().toList()) {
      String cell = cell(column);
      row.append(row.isEmpty() ? "" : " | ").append(cell == null ? "" : cell);
      if (row.length() >= length) {
        break;
      }
    }
    return row.substring(0, Math.min(length, row.length()));
  }

  @Override
  public ParquetCells getCurrentRecord() {
    return this;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private void clear() {
    for (int i = 0; i < single.size(); i++) {
      single.set(i, null);
      cells.set(i, null);
    }
    characters = 0;
  }

  private void add(int place, @Nullable String value) {
    if (value == null) {
      return;
    }
    characters += value.length();
    String before = single.get(place);
    if (before == null) {
      single.set(place, value);
      return;
    }
    StringBuilder several = cells.get(place);
    if (several == null) {
      several = new StringBuilder(before);
      cells.set(place, several);
    }
    several.append(' ').append(value);
  }

  private int place(String name) {
    return places.computeIfAbsent(
        name,
        key -> {
          single.add(null);
          cells.add(null);
          return single.size() - 1;
        });
  }

  private final class Fields extends GroupConverter {
    private final boolean isRow;
    private final Converter[] converters;

    Fields(GroupType group, String prefix, boolean inList) {
      this.isRow = group instanceof MessageType;
      this.converters = new Converter[group.getFieldCount()];
      for (int i = 0; i < converters.length; i++) {
        Type field = group.getType(i);
        String name = name(group, field, prefix, inList);
        converters[i] =
            field.isPrimitive()
                ? new Leaf(place(name), field.asPrimitiveType())
                : new Fields(field.asGroupType(), name, isListLevel(group, field));
      }
    }

    @Override
    public Converter getConverter(int field) {
      return converters[field];
    }

    @Override
    public void start() {
      if (isRow) {
        clear();
      }
    }

    @Override
    public void end() {}
  }

  private final class Leaf extends PrimitiveConverter {
    private final int place;
    private final Function<Binary, @Nullable String> binaries;
    private final LongFunction<@Nullable String> numbers;
    private @Nullable String @Nullable [] dictionary;

    Leaf(int place, PrimitiveType type) {
      this.place = place;
      this.binaries = binaries(type);
      this.numbers = numbers(type);
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary values) {
      dictionary = null;
      Dictionary known = values;
      String[] texts = new String[known.getMaxId() + 1];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = decoded(known, i);
      }
      dictionary = texts;
    }

    /** Dictionaries answer for their own type alone. */
    private @Nullable String decoded(Dictionary values, int id) {
      return switch (values.getClass().getSimpleName()) {
        case "PlainIntegerDictionary" -> numbers.apply(values.decodeToInt(id));
        case "PlainLongDictionary" -> numbers.apply(values.decodeToLong(id));
        case "PlainFloatDictionary" -> number(values.decodeToFloat(id));
        case "PlainDoubleDictionary" -> number(values.decodeToDouble(id));
        default -> binaries.apply(values.decodeToBinary(id));
      };
    }

    @Override
    public void addValueFromDictionary(int id) {
      String[] texts = dictionary;
      if (texts != null) {
        add(place, texts[id]);
      }
    }

    @Override
    public void addBinary(Binary value) {
      add(place, binaries.apply(value));
    }

    @Override
    public void addBoolean(boolean value) {
      add(place, String.valueOf(value));
    }

    @Override
    public void addDouble(double value) {
      add(place, number(value));
    }

    @Override
    public void addFloat(float value) {
      add(place, number(value));
    }

    @Override
    public void addInt(int value) {
      add(place, numbers.apply(value));
    }

    @Override
    public void addLong(long value) {
      add(place, numbers.apply(value));
    }
  }

  private static @Nullable String number(double value) {
    if (Double.isNaN(value)) {
      return null;
    }
    return value == Math.rint(value) && Math.abs(value) < EXACT_DOUBLES
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static @Nullable String number(float value) {
    if (Float.isNaN(value)) {
      return null;
    }
    return value == Math.rint(value) && Math.abs(value) < EXACT_FLOATS
        ? Long.toString((long) value)
        : Float.toString(value);
  }

  private static Function<Binary, @Nullable String> binaries(PrimitiveType type) {
    LogicalTypeAnnotation of = type.getLogicalTypeAnnotation();
    if (type.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
      return ParquetCells::int96;
    }
    if (of instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      int scale = decimal.getScale();
      return value -> plain(new BigDecimal(new BigInteger(value.getBytes()), scale));
    }
    boolean text =
        of instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
            || of instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
            || of instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation
            || of == null && type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    // Writers of old left texts without a note of it.
    return text ? Binary::toStringUsingUTF8 : type.stringifier()::stringify;
  }

  private static LongFunction<@Nullable String> numbers(PrimitiveType type) {
    LogicalTypeAnnotation of = type.getLogicalTypeAnnotation();
    if (of instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp) {
      long unit =
          switch (timestamp.getUnit()) {
            case MILLIS -> 1_000L;
            case MICROS -> 1_000_000L;
            case NANOS -> 1_000_000_000L;
          };
      boolean utc = timestamp.isAdjustedToUTC();
      return value ->
          time(
              Math.floorDiv(value, unit),
              Math.floorMod(value, unit) * (1_000_000_000L / unit),
              utc);
    }
    if (of instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return value -> LocalDate.ofEpochDay(value).toString();
    }
    if (of instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      int scale = decimal.getScale();
      return value -> plain(BigDecimal.valueOf(value, scale));
    }
    if (of == null) {
      return Long::toString;
    }
    return type.getPrimitiveTypeName() == PrimitiveTypeName.INT64
        ? value -> type.stringifier().stringify(value)
        : value -> type.stringifier().stringify((int) value);
  }

  /** Nanoseconds of a day and the day, as Impala, Hive and Spark of old write times; in UTC. */
  private static String int96(Binary value) {
    var bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong(bytes.position());
    long day = bytes.getInt(bytes.position() + 8) - JULIAN_DAY_OF_1970;
    return time(
        day * 86_400L + Math.floorDiv(nanos, 1_000_000_000L),
        Math.floorMod(nanos, 1_000_000_000L),
        true);
  }

  /** ISO 8601, with a zone or without one. */
  private static String time(long seconds, long nanos, boolean utc) {
    Instant instant = Instant.ofEpochSecond(seconds, nanos);
    return utc ? instant.toString() : instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
