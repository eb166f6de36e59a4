package org.afterglow.cli;

import java.io.IOException;
import java.util.UUID;
import org.afterglow.UserError;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Whether results can be written, found out before the work that they take. */
final class Writable {
  private Writable() {}

  /**
   * Refuses a folder that nothing can be written into, or that cannot be made. Tried by a file that
   * is deleted again; the folder itself is not made.
   *
   * @param name of the option or parameter, for the message
   */
  static void demand(String name, String folder, Configuration hadoop) {
    Path wanted = new Path(folder);
    try {
      FileSystem files = wanted.getFileSystem(hadoop);
      Path there = files.makeQualified(wanted);
      while (there.getParent() != null && !files.exists(there)) {
        there = there.getParent();
      }
      if (!files.getFileStatus(there).isDirectory()) {
        throw new UserError(
            "%s %s: %s is a file, should be a folder"
                .formatted(name, folder, there.toUri().getPath()));
      }
      Path probe = new Path(there, "_afterglow-" + UUID.randomUUID());
      try {
        if (!files.mkdirs(probe)) {
          throw new IOException("nothing can be made in " + there.toUri().getPath());
        }
      } finally {
        files.delete(probe, true);
      }
    } catch (IOException e) {
      throw new UserError(
          "%s %s cannot be written: %s"
              .formatted(name, folder, Failure.firstLine(String.valueOf(e.getMessage()))));
    }
  }
}
