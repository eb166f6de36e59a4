package org.afterglow.ingest;

import org.jspecify.annotations.Nullable;

/**
 * A file to read.
 *
 * @param number its number in tables, from 0: order of the arguments, then of the paths
 * @param path qualified, as Hadoop names it
 * @param size bytes
 * @param verified what it was found to be before it was read; null if nobody looked
 */
public record InputFile(int number, String path, long size, @Nullable Verified verified) {
  /**
   * A checksum that a file was found to have.
   *
   * @param sha256 of its bytes, hexadecimal
   * @param list the list of checksums that has it, too
   */
  public record Verified(String sha256, String list) {}

  InputFile(int number, String path, long size) {
    this(number, path, size, null);
  }
}
