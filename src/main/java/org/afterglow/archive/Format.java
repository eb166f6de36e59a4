package org.afterglow.archive;

import org.afterglow.archive.packing.PeekStream;
import org.afterglow.archive.reading.Formats;

/**
 * A native format of an archive: how it is known by its content, and how its records are read.
 * Adding one is a class and a line in {@link Formats}.
 */
public interface Format {
  /** Lower case with underscores; what {@code --format} takes and the manifest says. */
  String name();

  /** A sentence for people: what archives have it. */
  String description();

  /** What its archives can tell of their posts. */
  Carries carries();

  /**
   * How sure the first bytes make it that a file is of this format: 0 not, otherwise the more the
   * surer, 1,000 at most.
   */
  int recognises(Head head, ReadOptions options);

  /**
   * The records of a file.
   *
   * @param in the file, decompressed, from its first byte or the first of the slice
   * @param head its first bytes, whatever the slice
   * @param bounds where in the file to begin and end
   */
  RecordStream records(PeekStream in, Head head, Bounds bounds, ReadOptions options);

  /**
   * Where the reading of a file begins and ends.
   *
   * @param offset offset of the stream's next byte in the decompressed stream of the input
   * @param skipLine whether the stream begins one byte early, within a line of the slice before
   * @param to offset at which records of the next slice begin
   */
  record Bounds(long offset, boolean skipLine, long to) {}
}
