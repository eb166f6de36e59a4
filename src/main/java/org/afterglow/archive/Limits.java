package org.afterglow.archive;

import java.io.Serializable;

/**
 * What one hostile record or stream may cost. What exceeds a limit is rejected, and reading goes
 * on.
 *
 * @param maxRecordBytes longest record that is looked at, in bytes; also bounds the memory of a
 *     reader
 * @param maxRowBytes longest row of a delimited table, in bytes: how far a quote that never closes
 *     is followed
 * @param maxDepth deepest nesting of objects and arrays within a record
 * @param maxRatio how many times its size an input may inflate to, once it has given {@code
 *     graceBytes}
 * @param graceBytes inflated bytes below which the ratio is not looked at
 * @param maxInflatedBytes most bytes that one input may inflate to
 */
public record Limits(
    int maxRecordBytes,
    int maxRowBytes,
    int maxDepth,
    double maxRatio,
    long graceBytes,
    long maxInflatedBytes)
    implements Serializable {
  /** 16 MiB a record, 1 MiB a row, 200 levels, 1,000 times after 64 MiB, 64 TiB. */
  public static final Limits DEFAULT =
      new Limits(16 << 20, 1 << 20, 200, 1_000, 64L << 20, 64L << 40);

  public Limits {
    if (maxRecordBytes < 1024 || maxRecordBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "maxRecordBytes is " + maxRecordBytes + ", must be from 1024 to " + (1 << 30));
    }
    if (maxRowBytes < 1024 || maxRowBytes > maxRecordBytes) {
      throw new IllegalArgumentException(
          "maxRowBytes is " + maxRowBytes + ", must be from 1024 to maxRecordBytes");
    }
    if (maxDepth < 8 || maxDepth > 10_000) {
      throw new IllegalArgumentException("maxDepth is " + maxDepth + ", must be from 8 to 10000");
    }
    if (!(maxRatio >= 1)) {
      throw new IllegalArgumentException("maxRatio is " + maxRatio + ", must be at least 1");
    }
    if (graceBytes < 0 || maxInflatedBytes < 1) {
      throw new IllegalArgumentException(
          "graceBytes "
              + graceBytes
              + ", maxInflatedBytes "
              + maxInflatedBytes
              + ": must be at least 0, 1");
    }
  }

  /** These limits, with others of what one record and one input may be. */
  public Limits with(int otherRecordBytes, int otherDepth, double otherRatio) {
    return new Limits(
        otherRecordBytes,
        Math.min(maxRowBytes, otherRecordBytes),
        otherDepth,
        otherRatio,
        graceBytes,
        maxInflatedBytes);
  }
}
