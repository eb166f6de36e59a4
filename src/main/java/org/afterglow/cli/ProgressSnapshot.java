package org.afterglow.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far a stage is at one moment, in words.
 *
 * @param stage its name
 * @param records read so far
 * @param bytes read so far
 * @param totalBytes bytes to read in all; 0: unknown
 * @param tasksDone finished tasks of the steps begun so far
 * @param tasks tasks of the steps begun so far
 * @param elapsed since the stage began
 */
record ProgressSnapshot(
    String stage,
    long records,
    long bytes,
    long totalBytes,
    int tasksDone,
    int tasks,
    Duration elapsed) {
  private static final int BAR = 24;

  /** Before this much of time and of the work, a rate says nothing about the rest. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private static final double SETTLED_SHARE = 0.01;

  /** A line of a log. */
  String line() {
    return stage + ": " + String.join(", ", parts());
  }

  /** A line of a terminal, with a bar where the whole is known, cut to a width. */
  String bar(int width) {
    StringBuilder line = new StringBuilder(stage).append(' ');
    if (totalBytes > 0) {
      int full = (int) Math.floor(share() * BAR);
      line.append('[').append("#".repeat(full)).append("-".repeat(BAR - full)).append("] ");
    }
    line.append(String.join(" · ", parts()));
    return line.length() <= width ? line.toString() : line.substring(0, Math.max(width, 0));
  }

  /** The line that stands when the stage is over. */
  String closing() {
    List<String> parts = new ArrayList<>();
    if (records > 0) {
      parts.add(count(records) + " records");
    }
    if (bytes > 0) {
      parts.add(size(bytes));
    }
    String what = parts.isEmpty() ? "" : String.join(", ", parts) + " in ";
    return stage + ": " + what + duration(elapsed);
  }

  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    if (totalBytes > 0) {
      parts.add((int) Math.floor(share() * 100) + " %");
    }
    if (records > 0) {
      parts.add(count(records) + " records");
    }
    if (totalBytes > 0) {
      parts.add(size(Math.min(bytes, totalBytes)) + " of " + size(totalBytes));
    } else if (tasks > 0) {
      parts.add(tasksDone + " of " + tasks + " tasks");
    }
    double seconds = elapsed.toMillis() / 1000.0;
    if (records > 0 && seconds >= 1) {
      parts.add(count(Math.round(records / seconds)) + " records/s");
    }
    Duration left = left();
    parts.add(left.isNegative() ? duration(elapsed) : "about " + duration(left) + " left");
    return parts;
  }

  private double share() {
    return Math.min(1, (double) bytes / totalBytes);
  }

  /** What is left at the stage's rate so far; negative where that cannot be told. */
  private Duration left() {
    if (totalBytes <= 0 || share() < SETTLED_SHARE || elapsed.compareTo(SETTLED) < 0) {
      return Duration.ofSeconds(-1);
    }
    return Duration.ofMillis(Math.round(elapsed.toMillis() * (1 / share() - 1)));
  }

  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** Bytes in powers of ten, three digits at least. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (size >= 999.5) {
      size /= 1000;
      unit++;
    }
    String format = size < 99.95 ? "%.1f %cB" : "%.0f %cB";
    return String.format(Locale.ROOT, format, size, "kMGTPE".charAt(unit));
  }

  static String duration(Duration time) {
    long seconds = Math.round(time.toMillis() / 1000.0);
    if (seconds < 90) {
      return seconds + " s";
    }
    long minutes = Math.round(seconds / 60.0);
    if (minutes < 90) {
      return minutes + " min";
    }
    if (minutes < 48 * 60) {
      return minutes / 60 + " h " + minutes % 60 + " min";
    }
    long hours = Math.round(minutes / 60.0);
    return hours / 24 + " d " + hours % 24 + " h";
  }
}
