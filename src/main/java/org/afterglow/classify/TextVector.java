package org.afterglow.classify;

import java.util.Arrays;
import java.util.List;
import org.afterglow.text.FeatureSink;
import org.afterglow.text.TextFeatures;
import org.afterglow.text.Words;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline stage that turns a column of text into a sparse vector of {@link
 * TextFeatures#DIMENSION} hashed features, the same that {@link PostScorer} uses. A null text gives
 * the vector of no text.
 */
public final class TextVector extends ColumnTransformer {
  /** For loading. */
  public TextVector(String uid) {
    super(uid);
  }

  /** A new stage. */
  public TextVector() {
    this(uid(TextVector.class));
  }

  @Override
  protected Column compute(Column input) {
    return functions
        .udf(
            (UDF1<@Nullable String, Vector>) text -> of(text == null ? "" : text, List.of()),
            SQLDataTypes.VectorType())
        .apply(input);
  }

  @Override
  protected DataType outputType() {
    return SQLDataTypes.VectorType();
  }

  /** The vector of one text, with these names masked in it. */
  static SparseVector of(String text, List<String> ownNames) {
    Reader reader = READER.get();
    reader.words.read(text, ownNames);
    return reader.vector();
  }

  private static final ThreadLocal<Reader> READER = ThreadLocal.withInitial(Reader::new);

  /** The buffers of one thread. */
  private static final class Reader implements FeatureSink {
    private final Words words = new Words();
    private final TextFeatures features = new TextFeatures();
    private long[] order = new long[1024];
    private double[] values = new double[1024];
    private int count;

    SparseVector vector() {
      count = 0;
      features.emit(words, this);
      Arrays.sort(order, 0, count); // by index, which is in the upper half
      int[] indices = new int[count];
      double[] sorted = new double[count];
      for (int i = 0; i < count; i++) {
        indices[i] = (int) (order[i] >>> 32);
        sorted[i] = values[(int) order[i]];
      }
      return new SparseVector(TextFeatures.DIMENSION, indices, sorted);
    }

    @Override
    public void add(int index, double value) {
      if (count == order.length) {
        order = Arrays.copyOf(order, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      order[count] = (long) index << 32 | count;
      values[count++] = value;
    }
  }
}
