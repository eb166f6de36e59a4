package org.afterglow.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.UserError;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files that the user named. */
public final class Inputs {
  private Inputs() {}

  /**
   * Files below the given files, folders and globs; each once, in the order of the arguments and,
   * below one of them, of the paths. Hidden files (of a name that begins with a dot or an
   * underscore) are left out, as Hadoop does.
   *
   * @param paths as the user gave them
   * @throws UserError if one names nothing, or nothing that can be read
   */
  public static List<InputFile> find(List<String> paths, Configuration hadoop) {
    return find("--posts ", paths, hadoop);
  }

  /**
   * As {@link #find(List, Configuration)}, for paths that the user gave without that option.
   *
   * @param option what stands before a path where it is named; empty: nothing
   */
  public static List<InputFile> find(String option, List<String> paths, Configuration hadoop) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (String path : paths) {
      Map<String, Long> below = new TreeMap<>();
      try {
        Path given = new Path(path);
        FileSystem files = given.getFileSystem(hadoop);
        // A name with signs of a glob in it is a name first.
        FileStatus[] found =
            files.exists(given)
                ? new FileStatus[] {files.getFileStatus(given)}
                : files.globStatus(given);
        if (found == null || found.length == 0) {
          throw UserError.unreadable(
              option + path + " does not exist; name a file, a folder or a glob");
        }
        for (FileStatus each : found) {
          walk(files, each, below);
        }
      } catch (IOException | IllegalArgumentException e) {
        throw UserError.unreadable(option + path + " cannot be read: " + e.getMessage());
      }
      if (below.isEmpty()) {
        throw UserError.unreadable(option + path + " holds no files; name a folder with archives");
      }
      below.forEach(sizes::putIfAbsent);
    }
    List<InputFile> inputs = new ArrayList<>();
    sizes.forEach((path, size) -> inputs.add(new InputFile(inputs.size(), path, size)));
    return inputs;
  }

  private static void walk(FileSystem files, FileStatus status, Map<String, Long> below)
      throws IOException {
    if (!status.isDirectory()) {
      below.put(files.makeQualified(status.getPath()).toString(), status.getLen());
      return;
    }
    for (FileStatus child : files.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      if (!name.startsWith(".") && !name.startsWith("_")) {
        walk(files, child, below);
      }
    }
  }
}
