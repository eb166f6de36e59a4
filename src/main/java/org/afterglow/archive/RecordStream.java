package org.afterglow.archive;

/** The records of one file, pulled one unit at a time. */
public interface RecordStream {
  /**
   * Reads on by a step, which may give any number of records.
   *
   * @return false once the file is exhausted
   */
  boolean read(Fates out);

  /** Bytes read of the file. */
  long position();

  /**
   * Goes on behind damage, after {@link #read} said that the file is exhausted. What was begun
   * before is dropped, and so is what comes now until a record is sure to begin: both belong to the
   * damage.
   *
   * @param offset offset of the next byte in the decompressed stream of the input
   * @return false if it cannot be told where a record begins
   */
  boolean resume(long offset);

  /** Whether the file ends before what it says it holds. */
  default boolean endsEarly() {
    return false;
  }

  /** Whether a time without a zone was read in the zone of the options. */
  boolean zoneAssumed();

  /** What the bytes were taken for. */
  default String charset() {
    return "UTF-8";
  }
}
