package org.afterglow.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.afterglow.ingest.Progress;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Shows how far a session's work is: one line that renews itself on a terminal, a line every ten
 * seconds elsewhere. What tasks count by a {@link Progress.Meter} arrives with the executors'
 * heartbeats, so running tasks are seen too.
 */
final class ProgressDisplay extends SparkListener implements Progress, AutoCloseable {
  private static final Duration TERMINAL_BEAT = Duration.ofMillis(500);
  private static final Duration LOG_BEAT = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final boolean terminal;
  private final int width;
  private final Consumer<String> described;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "afterglow-progress");
            thread.setDaemon(true);
            return thread;
          });

  private @Nullable String stage;
  private long startedAt;
  private long totalBytes;
  private long records;
  private long bytes;
  private int tasks;
  private int tasksDone;
  private final Map<Long, Counted> running = new HashMap<>();
  private boolean lineStands;

  /** What one running task has counted. */
  private record Counted(long records, long bytes) {}

  /**
   * @param err where it shows
   * @param terminal whether that is a terminal, of {@code width} columns
   * @param described is told the name of each stage
   */
  ProgressDisplay(PrintWriter err, boolean terminal, int width, Consumer<String> described) {
    this.err = err;
    this.terminal = terminal;
    this.width = width;
    this.described = described;
    long beat = (terminal ? TERMINAL_BEAT : LOG_BEAT).toMillis();
    var unused = clock.scheduleAtFixedRate(this::beat, beat, beat, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void stage(String name) {
    finish();
    stage = name;
    startedAt = System.nanoTime();
    totalBytes = 0;
    records = 0;
    bytes = 0;
    tasks = 0;
    tasksDone = 0;
    running.clear();
    described.accept(name);
    show(snapshot());
  }

  @Override
  public synchronized void total(long bytes) {
    totalBytes = bytes;
  }

  @Override
  public synchronized void advanced(long moreRecords, long moreBytes) {
    records += moreRecords;
    bytes += moreBytes;
  }

  @Override
  public synchronized void over() {
    finish();
    stage = null;
  }

  @Override
  public synchronized void note(String line) {
    wipe();
    err.println(line);
    err.flush();
  }

  /** The last stage is over. */
  @Override
  public void close() {
    clock.shutdownNow();
    over();
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    tasks += submitted.stageInfo().numTasks();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      tasksDone++;
      Counted counted = counted(end.taskInfo().accumulables().iterator());
      records += counted.records();
      bytes += counted.bytes();
    }
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(
            task -> {
              Counted counted = counted(task._4().iterator());
              if (counted.records() > 0 || counted.bytes() > 0) {
                running.put((Long) task._1(), counted);
              }
            });
  }

  /** Where the stage is now, as a log would have it; empty between stages. */
  synchronized String line() {
    ProgressSnapshot now = snapshot();
    return now == null ? "" : now.line();
  }

  private static Counted counted(Iterator<AccumulableInfo> accumulables) {
    long records = 0;
    long bytes = 0;
    while (accumulables.hasNext()) {
      AccumulableInfo info = accumulables.next();
      if (info.name().isEmpty() || info.update().isEmpty()) {
        continue;
      }
      Object update = info.update().get();
      long value =
          update instanceof Number number
              ? number.longValue()
              : update instanceof AccumulatorV2<?, ?> whole && whole.value() instanceof Long sum
                  ? sum
                  : 0;
      if (info.name().get().equals(Meter.RECORDS)) {
        records += value;
      } else if (info.name().get().equals(Meter.BYTES)) {
        bytes += value;
      }
    }
    return new Counted(records, bytes);
  }

  /** Tells how far the stage is; one that has only just begun has said so. */
  synchronized void beat() {
    ProgressSnapshot now = snapshot();
    if (now != null && (terminal || !justBegun(now))) {
      show(now);
    }
  }

  private static boolean justBegun(ProgressSnapshot now) {
    return now.elapsed().toSeconds() < 1;
  }

  private void show(@Nullable ProgressSnapshot now) {
    if (now == null) {
      return;
    }
    if (terminal) {
      err.print("\r\u001b[K" + now.bar(width - 1));
      lineStands = true;
    } else {
      err.println(justBegun(now) ? now.stage() + " …" : now.line());
    }
    err.flush();
  }

  private void finish() {
    ProgressSnapshot now = snapshot();
    if (now != null) {
      wipe();
      err.println(now.closing());
      err.flush();
    }
  }

  private void wipe() {
    if (lineStands) {
      err.print("\r\u001b[K");
      lineStands = false;
    }
  }

  private @Nullable ProgressSnapshot snapshot() {
    if (stage == null) {
      return null;
    }
    return new ProgressSnapshot(
        stage,
        records + running.values().stream().mapToLong(Counted::records).sum(),
        bytes + running.values().stream().mapToLong(Counted::bytes).sum(),
        totalBytes,
        tasksDone,
        tasks,
        Duration.ofNanos(System.nanoTime() - startedAt));
  }
}
