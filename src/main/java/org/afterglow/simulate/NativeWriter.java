package org.afterglow.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives posts the shape in which one kind of archive hands them out. Safe for threads. */
interface NativeWriter {
  /** The stream that a post belongs to: streams have files of their own. */
  String stream(SimulatedPost post);

  /** All streams, in the order in which their files are written. */
  List<String> streams();

  /** One record: a line with its line end. */
  byte[] record(SimulatedPost post);

  /** A notice that a post was taken back; null where the archive has none. */
  byte @Nullable [] deletion(SimulatedPost post, long atMicros);

  /** Path below {@code archives} of the file that holds a record of a stream and time. */
  String file(String stream, long atMicros);

  /** Opens a file's stream: compression, and the header if there is one. */
  OutputStream open(OutputStream file) throws IOException;

  /** Whether lines can be cut or left blank without hurting the lines beside them. */
  boolean toleratesBrokenLines();
}
