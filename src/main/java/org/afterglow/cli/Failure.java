package org.afterglow.cli;

import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.afterglow.UserError;

/**
 * What a failure is to the person who runs the program. Spark wraps what a task throws, or hands on
 * its text alone where the class is lost on the way, so the whole chain of causes is looked at.
 */
final class Failure {
  private static final Pattern LOST_USER_ERROR =
      Pattern.compile("org\\.afterglow\\.UserError: ([^\\r\\n]+)");
  private static final Pattern DISK_FULL =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|There is not enough space on the disk");

  /** Spark's words for a Parquet file that it cannot read. */
  private static final Pattern DAMAGED =
      Pattern.compile(
          "\\[(?:FAILED_READ_FILE|CANNOT_READ_FILE_FOOTER)[^]]*\\][^\\r\\n]*? (\\S+\\.parquet)");

  private Failure() {}

  /** The mistake or the state of the machine behind a failure; empty: a bug. */
  static Optional<UserError> userError(Throwable failure) {
    List<Throwable> chain = chain(failure);
    for (Throwable t : chain) {
      if (t instanceof UserError error) {
        return Optional.of(error);
      }
    }
    for (Throwable t : chain) {
      String message = String.valueOf(t.getMessage());
      if (DISK_FULL.matcher(message).find()) {
        return Optional.of(
            new UserError(
                "the disk is full: neither the output folder nor Spark's scratch space (a temporary"
                    + " folder, or spark.local.dir) may run out; free some space and run the same"
                    + " command again"));
      }
      if (message.contains("SparkContext was shut down")
          || message.contains("stopped SparkContext")) {
        return Optional.of(
            new UserError("stopped before the end; run the same command again to go on"));
      }
      if (t instanceof OutOfMemoryError || message.contains("java.lang.OutOfMemoryError")) {
        return Optional.of(
            new UserError(
                "out of memory; give more by AFTERGLOW_MEMORY=8g, or by --driver-memory and"
                    + " --conf spark.executor.memory=8g on a cluster"));
      }
      if (t instanceof AccessDeniedException
          || t.getClass().getName().equals("org.apache.hadoop.security.AccessControlException")) {
        return Optional.of(new UserError("no permission: " + firstLine(message)));
      }
    }
    for (Throwable t : chain) {
      Matcher damaged = DAMAGED.matcher(String.valueOf(t.getMessage()));
      if (damaged.find()) {
        String file = damaged.group(1);
        int read = file.indexOf("/_read/");
        return Optional.of(
            new UserError(
                file
                    + " is damaged or gone; "
                    + (read < 0
                        ? "run the command that wrote it again, with --replace"
                        : "delete " + file.substring(0, read) + "/_read and run the same again")));
      }
    }
    for (Throwable t : chain) {
      Matcher lost = LOST_USER_ERROR.matcher(String.valueOf(t.getMessage()));
      if (lost.find()) {
        return Optional.of(new UserError(lost.group(1)));
      }
    }
    return Optional.empty();
  }

  static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /** The failure, its causes and what was suppressed, outermost first, each once. */
  static List<Throwable> chain(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    List<Throwable> left = new ArrayList<>(List.of(failure));
    while (!left.isEmpty()) {
      Throwable t = left.remove(0);
      if (seen.add(t)) {
        chain.add(t);
        if (t.getCause() != null) {
          left.add(t.getCause());
        }
        left.addAll(List.of(t.getSuppressed()));
      }
    }
    return chain;
  }
}
