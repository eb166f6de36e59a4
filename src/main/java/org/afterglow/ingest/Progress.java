package org.afterglow.ingest;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Where long work tells how far it is. Called on the driver; what tasks do is counted by a {@link
 * Meter}.
 */
public interface Progress {
  /** Tells nobody. */
  Progress SILENT =
      new Progress() {
        @Override
        public void stage(String name) {}

        @Override
        public void total(long bytes) {}

        @Override
        public void advanced(long records, long bytes) {}

        @Override
        public void over() {}

        @Override
        public void note(String line) {}
      };

  /** A new stage begins, and the one before it is over; counts start at zero. */
  void stage(String name);

  /**
   * The bytes that the stage has to get through in all, from which what is left is estimated; not
   * called, or 0: unknown. Work that was committed earlier does not belong to it.
   */
  void total(long bytes);

  /** The driver itself got through so much more. */
  void advanced(long records, long bytes);

  /** The stage is over: what came of it can be noted below what it says in closing. */
  void over();

  /** One line worth knowing. Never text, handles or ids of an archive. */
  void note(String line);

  /**
   * Counts records and bytes inside tasks. The counts serve the display alone: a task that runs
   * twice counts twice.
   *
   * @param records read so far by all tasks
   * @param bytes read so far by all tasks, as they stand in the files
   */
  record Meter(LongAccumulator records, LongAccumulator bytes) implements Serializable {
    /** The accumulators' names, by which the display finds them. */
    public static final String RECORDS = "afterglow records";

    public static final String BYTES = "afterglow bytes";

    public static Meter of(SparkContext context) {
      return new Meter(context.longAccumulator(RECORDS), context.longAccumulator(BYTES));
    }

    public void advanced(long moreRecords, long moreBytes) {
      records.add(moreRecords);
      bytes.add(moreBytes);
    }
  }
}
