package org.afterglow.archive;

import java.io.Closeable;
import java.util.Iterator;

/** The records of a slice of an input, one by one, each with its fate. */
public interface SliceReading extends Iterator<ReadRecord>, Closeable {
  /**
   * What the whole slice was.
   *
   * @throws IllegalStateException before the last record was given out
   */
  ReadSummary summary();

  /**
   * What the slice has been up to the record that was given out last, for those who stop there. Its
   * bytes are those that were fetched, some of them ahead of the records, and what they unpacked
   * to; their hashes need not be told.
   */
  ReadSummary soFar();
}
