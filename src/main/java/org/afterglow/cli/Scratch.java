package org.afterglow.cli;

import java.io.File;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * The folder in which this process keeps what it needs only while it runs. The launcher names it by
 * the property {@code afterglow.scratch}; without one, Spark keeps house in the system's temporary
 * folder.
 */
final class Scratch {
  /** After the hooks of Spark and of Hadoop's file systems, which still use it. */
  private static final int LAST = 1;

  private Scratch() {}

  static void removeAtExit() {
    String folder = System.getProperty("afterglow.scratch");
    if (folder != null) {
      ShutdownHookManager.get().addShutdownHook(() -> FileUtil.fullyDelete(new File(folder)), LAST);
    }
  }
}
