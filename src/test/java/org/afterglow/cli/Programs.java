package org.afterglow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The scripts of this checkout, run as processes of their own, none for longer than a limit. */
final class Programs {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Pattern PROGRESS =
      Pattern.compile("(ingest: (reading|settling)|campaigns|decay|claims|report)( …|: .*\\d.*)");

  private static final Pattern NOTES =
      Pattern.compile(
          "^(what can be asked of these archives|  |wrote |kept |inputs (read once|passed over)"
              + "|ingest: [\\d,]+ (files?|more posts?)|ingest: why each record"
              + "|fetching Spark|Spark [\\d.]+ is there"
              + "|archiving Spark's classes|Spark's classes are archived)");

  /**
   * Not tuned for long work: compiling thoroughly costs short runs more than it gains them. Of
   * itself this keeps 48 MB of compiled code, which a whole run fills.
   */
  static final String QUICK_START =
      "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=400m";

  private Programs() {}

  /** What a process left: its exit code and what it wrote, both streams together. */
  record Ended(int exit, List<String> lines) {
    /**
     * The lines that tell what went wrong: not those of the progress, of what the archives can
     * answer and where the report is, or of the launcher.
     */
    List<String> said() {
      return lines.stream()
          .filter(
              line ->
                  !isProgress(line)
                      && !NOTES.matcher(line).find()
                      && !line.startsWith("NOTE: Picked up"))
          .toList();
    }
  }

  /** A process that runs, with the file that holds what it writes. */
  record Running(Process process, Path log) {
    Ended ended() throws IOException, InterruptedException {
      try {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError("still running after " + LIMIT + ":\n" + Files.readString(log));
        }
        return new Ended(process.exitValue(), Files.readAllLines(log));
      } finally {
        kill();
      }
    }

    /** SIGKILL, to the process and to those that it started. */
    void kill() throws InterruptedException {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  /** Whether a line tells how far a stage is. */
  static boolean isProgress(String line) {
    return PROGRESS.matcher(line).matches();
  }

  /** Starts a script of this checkout. */
  static Running start(Map<String, String> environment, String script, List<String> arguments)
      throws IOException {
    return start(ROOT, environment, script, arguments);
  }

  /** Starts a script of a checkout. */
  static Running start(
      Path root, Map<String, String> environment, String script, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("scripts").resolve(script).toString());
    command.addAll(arguments);
    Path log = Files.createTempFile("afterglow-" + script, ".log");
    log.toFile().deleteOnExit();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JDK_JAVA_OPTIONS", QUICK_START);
    builder.environment().keySet().removeIf(name -> name.startsWith("AFTERGLOW_M"));
    builder.environment().putAll(environment);
    return new Running(builder.start(), log);
  }

  /** Runs a script of this checkout to its end. */
  static Ended run(Map<String, String> environment, String script, List<String> arguments)
      throws IOException, InterruptedException {
    return start(environment, script, arguments).ended();
  }
}
