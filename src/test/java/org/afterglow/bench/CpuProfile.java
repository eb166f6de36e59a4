package org.afterglow.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the CPU time of pieces of work goes: samples of the running threads, every 10 ms, by the
 * innermost frame that one of a list of prefixes knows; and the CPU seconds of the JVM's own
 * compilers and collectors, which samples do not see.
 */
final class CpuProfile {
  /** Innermost frame first; of the prefixes, the first that fits. */
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("org.afterglow.archive", "reading records");
    PARTS.put("com.fasterxml.jackson", "reading records");
    PARTS.put("org.afterglow.text", "text measures and score");
    PARTS.put("org.afterglow.classify", "text measures and score");
    PARTS.put("org.afterglow.post.Identities", "keys");
    PARTS.put("org.afterglow.ingest.PostEntities", "entities of a post");
    PARTS.put("org.afterglow.ingest.PostRows", "rows of posts");
    PARTS.put("org.afterglow.spark", "rows of posts");
    PARTS.put("org.apache.parquet.hadoop.InternalParquetRecordReader", "reading Parquet");
    PARTS.put("org.apache.spark.sql.execution.datasources.parquet.Vectorized", "reading Parquet");
    PARTS.put("org.apache.spark.sql.execution.datasources.parquet.ParquetWrite", "writing Parquet");
    PARTS.put("org.apache.parquet.column.values.dictionary", "writing Parquet");
    PARTS.put("org.apache.parquet.hadoop", "writing Parquet");
    PARTS.put("org.apache.parquet", "writing Parquet");
    PARTS.put("org.apache.spark.util.collection.unsafe.sort", "sorting");
    PARTS.put("org.apache.spark.shuffle", "shuffling");
    PARTS.put("org.apache.spark.storage", "shuffling");
    PARTS.put("org.apache.spark.sql.execution.UnsafeRowSerializer", "shuffling");
    PARTS.put("org.codehaus", "generating code");
    PARTS.put("org.apache.spark.sql.catalyst.expressions.codegen", "generating code");
    PARTS.put("org.apache.spark.sql.catalyst.expressions.GeneratedClass", "generated code");
    PARTS.put("org.apache.spark.sql.catalyst.trees", "planning");
    PARTS.put("org.apache.spark.sql.catalyst.plans", "planning");
    PARTS.put("org.apache.spark.sql.catalyst.analysis", "planning");
    PARTS.put("org.apache.spark.sql.catalyst.optimizer", "planning");
    PARTS.put("org.apache.spark.ml", "stock stages");
    PARTS.put("org.apache.spark", "the rest of Spark");
  }

  private final Recording recording = new Recording();
  private final Map<String, Double> seconds = new TreeMap<>();
  private final List<Instant[]> spans = new ArrayList<>();

  /** Begins to sample; before anything is warm, for it makes the JVM compile anew. */
  CpuProfile() {
    recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
    recording.start();
  }

  /** Runs a piece of work, which belongs to the profile or does not. */
  void during(boolean counts, Runnable work) {
    if (!counts) {
      work.run();
      return;
    }
    Map<String, Double> before = machineSeconds();
    Instant begun = Instant.now();
    work.run();
    spans.add(new Instant[] {begun, Instant.now()});
    machineSeconds()
        .forEach(
            (name, after) ->
                seconds.merge(name, after - before.getOrDefault(name, 0.0), Double::sum));
  }

  /** Prints what each part cost: CPU seconds of the process, of the JVM, and shares of samples. */
  void print(String title) {
    Map<String, Integer> parts = new TreeMap<>();
    int all = 0;
    for (RecordedEvent event : samples()) {
      Instant at = event.getStartTime();
      if (spans.stream().anyMatch(span -> at.isAfter(span[0]) && at.isBefore(span[1]))) {
        parts.merge(part(event), 1, Integer::sum);
        all++;
      }
    }
    System.out.print(title + ", CPU s");
    seconds.forEach((name, cpu) -> System.out.printf(Locale.ROOT, ", %s %.1f", name, cpu));
    System.out.printf(Locale.ROOT, "; of %d samples of the program itself:%n", all);
    int total = Math.max(1, all);
    parts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(
            each ->
                System.out.printf(
                    Locale.ROOT,
                    "  %5.1f %% %s%n",
                    100.0 * each.getValue() / total,
                    each.getKey()));
  }

  private List<RecordedEvent> samples() {
    try {
      Path file = Files.createTempFile("profile", ".jfr");
      recording.stop();
      recording.dump(file);
      List<RecordedEvent> events = RecordingFile.readAllEvents(file);
      if (System.getProperty("bench.keep") == null) {
        Files.delete(file);
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String part(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return "unknown";
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, String> part : PARTS.entrySet()) {
        if (type.startsWith(part.getKey())) {
          return part.getValue();
        }
      }
    }
    return "the JDK";
  }

  /** CPU seconds of the JVM's compilers and collectors so far, as Linux counts them by thread. */
  private static Map<String, Double> machineSeconds() {
    Map<String, Double> seconds = new TreeMap<>();
    seconds.put(
        "all",
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
            / 1e9);
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/self/task"), "*")) {
      for (Path thread : threads) {
        String name = Files.readString(thread.resolve("comm")).strip();
        String kind =
            name.startsWith("C1 ") || name.startsWith("C2 ")
                ? "compiling"
                : name.startsWith("G1 ") || name.startsWith("GC ") ? "collecting" : null;
        if (kind != null) {
          String stat = Files.readString(thread.resolve("stat"));
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
          double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
          seconds.merge(kind, ticks / 100, Double::sum);
        }
      }
    } catch (IOException e) {
      return seconds; // not Linux, or a thread that has just ended: the samples stand alone
    }
    return seconds;
  }
}
