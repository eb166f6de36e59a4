package org.afterglow.job.claim.venues;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.afterglow.text.TextMeasures;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.expressions.Aggregator;
import org.jspecify.annotations.Nullable;

/**
 * What posts are about, summed: Σ x/|x| of their topic sketches x, each component a whole number of
 * {@code 2^-20}, so that sums are the same in whatever order posts come. A sum is held as {@value
 * TextMeasures#SKETCH_LENGTH} longs, big-endian, in one array of bytes: Spark then carries it as
 * one binary value.
 */
public final class TopicSum extends Aggregator<byte[], byte[], byte[]> {
  private static final long serialVersionUID = 1;
  private static final double UNIT = 1 << 20;

  @Override
  public byte[] zero() {
    return new byte[TextMeasures.SKETCH_LENGTH * Long.BYTES];
  }

  @Override
  public byte[] reduce(byte[] sum, byte[] sketch) {
    double length = length(sketch);
    if (length > 0) {
      LongBuffer longs = longs(sum);
      for (int i = 0; i < sketch.length; i++) {
        longs.put(i, longs.get(i) + Math.round(sketch[i] / length * UNIT));
      }
    }
    return sum;
  }

  @Override
  public byte[] merge(byte[] sum, byte[] other) {
    LongBuffer longs = longs(sum);
    LongBuffer more = longs(other);
    for (int i = 0; i < longs.limit(); i++) {
      longs.put(i, longs.get(i) + more.get(i));
    }
    return sum;
  }

  @Override
  public byte[] finish(byte[] sum) {
    return sum;
  }

  @Override
  public Encoder<byte[]> bufferEncoder() {
    return Encoders.BINARY();
  }

  @Override
  public Encoder<byte[]> outputEncoder() {
    return Encoders.BINARY();
  }

  /**
   * How far a post lies from what others talk about: 1 − the cosine of its sketch and the sum of
   * all but its author.
   *
   * @param all the sum of everybody
   * @param own the author's part in it; null where there is none
   * @return 0 … 2; null where the post, or what the others wrote, has no direction
   */
  static @Nullable Double distance(byte[] sketch, byte[] all, byte @Nullable [] own) {
    LongBuffer everybody = longs(all);
    LongBuffer author = own == null ? null : longs(own);
    double product = 0;
    double squares = 0;
    for (int i = 0; i < sketch.length; i++) {
      double others = everybody.get(i) - (author == null ? 0 : author.get(i));
      product += sketch[i] * others;
      squares += others * others;
    }
    double lengths = length(sketch) * StrictMath.sqrt(squares);
    return lengths > 0 ? Double.valueOf(1 - Math.max(-1, Math.min(1, product / lengths))) : null;
  }

  private static double length(byte[] sketch) {
    double squares = 0;
    for (byte count : sketch) {
      squares += count * count;
    }
    return StrictMath.sqrt(squares);
  }

  private static LongBuffer longs(byte[] sum) {
    return ByteBuffer.wrap(sum).asLongBuffer();
  }
}
