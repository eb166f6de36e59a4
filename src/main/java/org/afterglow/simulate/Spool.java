package org.afterglow.simulate;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lines laid aside on disk by stream and day, in any order, and written out in order of time: no
 * more than one day of one stream is in memory at once. Ties of time are settled by the bytes, so
 * that the files do not depend on the order of arrival.
 */
final class Spool implements AutoCloseable {
  private static final long FLUSH_AT = 48L << 20;
  private final Path folder;
  private final SimulatedCalendar calendar;
  private final Map<String, Map<Integer, ByteArrayOutputStream>> waiting = new TreeMap<>();
  private final Map<String, Map<Integer, Path>> laidAside = new TreeMap<>();
  private long waitingBytes;

  Spool(Path folder, SimulatedCalendar calendar) {
    this.folder = folder;
    this.calendar = calendar;
  }

  void add(UnitRecords.Line line) throws IOException {
    ByteArrayOutputStream buffer =
        waiting
            .computeIfAbsent(line.stream(), unused -> new TreeMap<>())
            .computeIfAbsent(calendar.day(line.atMicros()), unused -> new ByteArrayOutputStream());
    DataOutputStream out = new DataOutputStream(buffer);
    out.writeLong(line.atMicros());
    out.writeInt(line.bytes().length);
    out.write(line.bytes());
    waitingBytes += line.bytes().length + 12L;
    if (waitingBytes >= FLUSH_AT) {
      flush();
    }
  }

  void flush() throws IOException {
    for (Map.Entry<String, Map<Integer, ByteArrayOutputStream>> stream : waiting.entrySet()) {
      for (Map.Entry<Integer, ByteArrayOutputStream> day : stream.getValue().entrySet()) {
        Path file = folder.resolve(stream.getKey() + "-" + day.getKey());
        try (OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          day.getValue().writeTo(out);
        }
        laidAside
            .computeIfAbsent(stream.getKey(), unused -> new TreeMap<>())
            .put(day.getKey(), file);
      }
    }
    waiting.clear();
    waitingBytes = 0;
  }

  /**
   * Writes the files of one stream; after {@link #flush}, streams may be written side by side.
   *
   * @return the number of files
   */
  int write(String stream, NativeWriter writer, Path archives) throws IOException {
    int files = 0;
    String name = "";
    OutputStream out = null;
    try {
      for (Path day : laidAside.getOrDefault(stream, Map.of()).values()) {
        for (UnitRecords.Line line : sorted(stream, day)) {
          String wanted = writer.file(stream, line.atMicros());
          if (out == null || !wanted.equals(name)) {
            if (out != null) {
              out.close();
            }
            Path file = archives.resolve(wanted);
            Files.createDirectories(file.resolveSibling("."));
            out = writer.open(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
            name = wanted;
            files++;
          }
          out.write(line.bytes());
        }
        Files.delete(day);
      }
    } finally {
      if (out != null) {
        out.close();
      }
    }
    return files;
  }

  private static List<UnitRecords.Line> sorted(String stream, Path file) throws IOException {
    List<UnitRecords.Line> lines = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      long left = Files.size(file);
      while (left > 0) {
        long atMicros = in.readLong();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        lines.add(new UnitRecords.Line(stream, atMicros, bytes));
        left -= bytes.length + 12L;
      }
    }
    lines.sort(
        Comparator.comparingLong(UnitRecords.Line::atMicros)
            .thenComparing(UnitRecords.Line::bytes, Arrays::compareUnsigned));
    return lines;
  }

  /** Removes what is left of the folder. */
  @Override
  public void close() {
    @Nullable UncheckedIOException failure = null;
    try (var left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException undeletable) {
      failure = new UncheckedIOException(undeletable);
    }
    if (failure != null) {
      throw failure;
    }
  }
}
