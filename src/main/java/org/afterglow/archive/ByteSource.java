package org.afterglow.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/** The bytes of one input, wherever they lie; opened as often as needed, from any byte on. */
public interface ByteSource extends Serializable {
  /** Size in bytes. */
  long size() throws IOException;

  /** A stream of the bytes from the given offset on; the caller closes it. */
  InputStream open(long from) throws IOException;
}
