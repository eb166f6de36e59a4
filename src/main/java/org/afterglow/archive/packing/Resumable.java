package org.afterglow.archive.packing;

import java.io.IOException;

/** A decoder of several frames or members that can go on behind damage in one of them. */
interface Resumable {
  /** The data is damaged, which is another thing than that it ends too early. */
  final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }

    DamagedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Goes to the next frame behind what could not be decoded; false if there is none.
   *
   * @throws IOException if that frame cannot be begun either
   */
  boolean resume() throws IOException;
}
