package org.afterglow.archive;

/** How the bytes of an input ended. */
public enum FileState {
  COMPLETE,
  /** The stream ends in the middle of compressed data or of a container. */
  TRUNCATED,
  /** Something before the end is damaged. */
  CORRUPT,
  /** No bytes, or nothing but blank lines. */
  EMPTY,
  /** Bytes that are none of the known formats. */
  UNKNOWN_FORMAT
}
