package org.afterglow.ingest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.afterglow.UserError;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Finds the files that the user named. */
public final class Inputs {
  private static final int SHOWN = 5;
  private static final Pattern LEFT_BY_HADOOP =
      Pattern.compile("_(SUCCESS|temporary|(common_)?metadata|(started|committed)_.*)");

  private Inputs() {}

  /**
   * What paths name.
   *
   * @param files each once, in the order of the paths and, below one of them, of the names
   * @param notes lines on what was passed over, and why
   */
  public record Found(List<InputFile> files, List<String> notes) {}

  /**
   * Files below the given files, folders and globs; each once, in the order of the arguments and,
   * below one of them, of the paths. Hidden files (of a name that begins with a dot or an
   * underscore) are left out, as Hadoop does; of an underscore a note says it, for handles begin
   * with one too. So are, with a note, what is neither a file nor a folder, what has a name that
   * cannot be written in this locale, and what is met a second time under another name: a link in a
   * circle has no end.
   *
   * @param paths as the user gave them
   * @throws UserError if one names nothing, or nothing that can be read
   */
  public static List<InputFile> find(List<String> paths, Configuration hadoop) {
    return find("--posts ", paths, hadoop).files();
  }

  /**
   * As {@link #find(List, Configuration)}, for paths that the user gave without that option.
   *
   * @param option what stands before a path where it is named; empty: nothing
   */
  public static Found find(String option, List<String> paths, Configuration hadoop) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    Inputs walk = new Inputs();
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
          walk.from(files, each, below);
        }
      } catch (IOException | IllegalArgumentException e) {
        throw UserError.unreadable(option + path + " cannot be read: " + e.getMessage());
      }
      if (below.isEmpty() && walk.again.isEmpty()) {
        throw UserError.unreadable(
            option
                + path
                + (walk.special.isEmpty()
                    ? " holds no files; name a folder with archives"
                    : " holds no files but pipes, sockets or devices; name a folder with archives"));
      }
      below.forEach(sizes::putIfAbsent);
    }
    List<InputFile> inputs = new ArrayList<>();
    sizes.forEach((path, size) -> inputs.add(new InputFile(inputs.size(), path, size)));
    return new Found(List.copyOf(inputs), walk.notes());
  }

  /** By what a local file or folder is, whatever its name, the name under which it was met. */
  private final Map<Object, String> seen = new HashMap<>();

  private final Set<String> again = new TreeSet<>();
  private final Set<String> special = new TreeSet<>();
  private final Set<String> dangling = new TreeSet<>();
  private final Set<String> unwritable = new TreeSet<>();
  private final Set<String> hidden = new TreeSet<>();

  private void from(FileSystem files, FileStatus status, Map<String, Long> below)
      throws IOException {
    Path path = files.makeQualified(status.getPath());
    java.nio.file.Path local = local(path);
    if (local != null && !isNew(local, path.toString())) {
      return;
    }
    if (!status.isDirectory()) {
      below.put(path.toString(), status.getLen());
      return;
    }
    FileStatus[] children = files.listStatus(status.getPath());
    Arrays.sort(children); // so that it is the same name every time that goes before another
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      if (!isHidden(name)) {
        from(files, child, below);
      } else if (name.startsWith("_") && !LEFT_BY_HADOOP.matcher(name).matches()) {
        hidden.add(files.makeQualified(child.getPath()).toString());
      }
    }
    if (local != null) {
      noteUnlisted(local);
    }
  }

  /** Whether this is a file or folder that has not been met under another name. */
  private boolean isNew(java.nio.file.Path local, String name) throws IOException {
    BasicFileAttributes is = Files.readAttributes(local, BasicFileAttributes.class);
    if (is.isOther()) {
      special.add(name);
      return false;
    }
    Object key = is.fileKey();
    String before = seen.putIfAbsent(key == null ? local.toRealPath() : key, name);
    if (before != null && !before.equals(name)) {
      again.add(name);
      return false;
    }
    return true;
  }

  /** Hadoop passes over links to nothing, and names that it cannot write, without a word. */
  private void noteUnlisted(java.nio.file.Path folder) throws IOException {
    try (DirectoryStream<java.nio.file.Path> children =
        Files.newDirectoryStream(folder, child -> !isHidden(String.valueOf(child.getFileName())))) {
      for (java.nio.file.Path child : children) {
        if (!Files.exists(child)) {
          if (Files.isSymbolicLink(child)) {
            dangling.add(child.toString());
          }
        } else if (!child.toFile().exists()) {
          unwritable.add(child.toString());
        }
      }
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  /** A path of this machine; null for other file systems, which have neither links nor pipes. */
  private static java.nio.file.@Nullable Path local(Path path) {
    return "file".equals(path.toUri().getScheme())
        ? java.nio.file.Path.of(path.toUri().getPath())
        : null;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    note(notes, again, "read once, under their other names: ");
    note(notes, special, "passed over, pipes, sockets or devices: ");
    note(notes, dangling, "passed over, links to nothing: ");
    note(
        notes,
        unwritable,
        "passed over, for their names are no text in this locale (rename them, or set LC_ALL to one"
            + " of UTF-8): ");
    note(notes, hidden, "passed over, hidden by an underscore (named themselves they are read): ");
    return List.copyOf(notes);
  }

  private static void note(List<String> notes, Set<String> paths, String what) {
    if (!paths.isEmpty()) {
      notes.add(
          "inputs "
              + what
              + paths.stream().limit(SHOWN).collect(Collectors.joining(", "))
              + (paths.size() > SHOWN ? " and " + (paths.size() - SHOWN) + " more" : ""));
    }
  }
}
