package org.afterglow.table;

import static org.apache.spark.sql.functions.col;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.afterglow.spark.Records;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A published table: its name, the record of its rows, its key and how it is laid out. Components
 * are camelCase, columns lower_snake_case; an {@link Estimate} is four columns.
 *
 * @param name of the table and its folder
 * @param rowType the record of a row
 * @param stage the stage command that writes it
 * @param key columns that identify a row, in order
 * @param partitionedBy columns that make folders, empty for a table of few rows
 * @param large whether it grows with the archive; a small table is one file
 */
public record Table<R extends Record>(
    String name,
    Class<R> rowType,
    String stage,
    List<String> key,
    List<String> partitionedBy,
    boolean large) {

  /**
   * A column as readers see it.
   *
   * @param name in lower_snake_case
   * @param type Spark's name of the type
   * @param nullable whether it may be NULL
   * @param meaning the definition
   */
  public record Described(String name, DataType type, boolean nullable, String meaning) {}

  /** The encoder of its rows, whose columns bear the components' names. */
  public Encoder<R> encoder() {
    return Records.encoder(rowType);
  }

  /** Its columns, in order. */
  public List<Described> columns() {
    StructType schema = schema();
    List<Described> described = new ArrayList<>();
    for (RecordComponent component : rowType.getRecordComponents()) {
      String meaning = meaning(component);
      String name = columnName(component);
      if (component.getType() == Estimate.class) {
        described.add(describe(schema, name, meaning));
        described.add(describe(schema, name + "_low", "Lower 95 % limit of " + name + "."));
        described.add(describe(schema, name + "_high", "Upper 95 % limit of " + name + "."));
        described.add(
            describe(
                schema,
                name + "_state",
                "OK, or a code: why " + name + " is NULL, or what qualifies it."));
      } else {
        described.add(describe(schema, name, meaning));
      }
    }
    return described;
  }

  /** The schema of its files. */
  public StructType schema() {
    List<StructField> fields = new ArrayList<>();
    StructType encoded = encoder().schema();
    for (RecordComponent component : rowType.getRecordComponents()) {
      String name = columnName(component);
      StructField field = encoded.apply(component.getName());
      if (component.getType() == Estimate.class) {
        fields.add(new StructField(name, DataTypes.DoubleType, true, field.metadata()));
        fields.add(new StructField(name + "_low", DataTypes.DoubleType, true, field.metadata()));
        fields.add(new StructField(name + "_high", DataTypes.DoubleType, true, field.metadata()));
        fields.add(new StructField(name + "_state", DataTypes.StringType, true, field.metadata()));
      } else {
        fields.add(
            new StructField(
                name,
                snake(field.dataType(), component.getGenericType()),
                field.nullable(),
                field.metadata()));
      }
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  /** Rows as they are published: columns named and flattened. */
  public Dataset<Row> published(Dataset<R> rows) {
    return publishedColumns(rows);
  }

  /** The same from rows that have a column for every component, and perhaps others. */
  public Dataset<Row> publishedColumns(Dataset<?> rows) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    StructType schema = schema();
    for (RecordComponent component : rowType.getRecordComponents()) {
      String name = columnName(component);
      org.apache.spark.sql.Column column = col(component.getName());
      if (component.getType() == Estimate.class) {
        columns.add(column.getField("value").as(name));
        columns.add(column.getField("low").as(name + "_low"));
        columns.add(column.getField("high").as(name + "_high"));
        columns.add(column.getField("state").as(name + "_state"));
      } else {
        columns.add(column.cast(schema.apply(name).dataType()).as(name));
      }
    }
    return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** Published rows as records again. */
  public Dataset<R> records(Dataset<Row> published) {
    StructType encoded = encoder().schema();
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (RecordComponent component : rowType.getRecordComponents()) {
      String name = columnName(component);
      if (component.getType() == Estimate.class) {
        columns.add(
            functions
                .struct(
                    col(name).as("value"),
                    col(name + "_low").as("low"),
                    col(name + "_high").as("high"),
                    col(name + "_state").as("state"))
                .as(component.getName()));
      } else {
        columns.add(
            col(name).cast(encoded.apply(component.getName()).dataType()).as(component.getName()));
      }
    }
    return published.select(columns.toArray(org.apache.spark.sql.Column[]::new)).as(encoder());
  }

  /** The column of a component, which is its first where it has four. */
  static String columnName(RecordComponent component) {
    Column column = component.getAnnotation(Column.class);
    return column != null && !column.name().isEmpty()
        ? column.name()
        : snakeCase(component.getName());
  }

  private String meaning(RecordComponent component) {
    Column column = component.getAnnotation(Column.class);
    if (column == null) {
      throw new IllegalStateException(
          rowType.getName() + "." + component.getName() + ": no @Column");
    }
    return column.value();
  }

  private static Described describe(StructType schema, String name, String meaning) {
    StructField field = schema.apply(name);
    return new Described(name, field.dataType(), field.nullable(), meaning);
  }

  /** Names of nested records' components are converted too. */
  private static DataType snake(DataType type, Type javaType) {
    if (type instanceof ArrayType array
        && javaType instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> element
        && element.isRecord()) {
      return new ArrayType(nested(array.elementType(), element), array.containsNull());
    }
    return type;
  }

  private static DataType nested(DataType type, Class<?> record) {
    StructType struct = (StructType) type;
    List<StructField> fields = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      StructField field = struct.apply(component.getName());
      fields.add(
          new StructField(
              columnName(component),
              snake(field.dataType(), component.getGenericType()),
              field.nullable(),
              field.metadata()));
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static String snakeCase(String component) {
    return component.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
