package org.afterglow.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/** The bytes of one input, wherever they lie; opened as often as needed, from any byte on. */
public interface ByteSource extends Serializable {
  /**
   * Name of the file without its folders, for mappings that apply by name; empty where it has none.
   */
  default String name() {
    return "";
  }

  /**
   * Name of the folder that the file lies in, without those above it, for archives whose files have
   * the same names whatever they are of; empty where it has none.
   */
  default String folder() {
    return "";
  }

  /** Size in bytes. */
  long size() throws IOException;

  /** A stream of the bytes from the given offset on; the caller closes it. */
  InputStream open(long from) throws IOException;
}
