package org.afterglow.simulate;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
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
 * Lines laid aside on disk by stream and day, compressed, in any order, and written out in order of
 * time. No more than {@link #SORTED_AT_ONCE} bytes or so of one stream are in memory at once: a
 * longer day is first laid aside anew by equal parts of it. Ties of time are settled by the bytes,
 * so that the files do not depend on the order of arrival.
 */
final class Spool implements AutoCloseable {
  private static final long FLUSH_AT = 48L << 20;
  private static final long SORTED_AT_ONCE = 24L << 20;
  private static final int LEVEL = 1;
  private final Path folder;
  private final SimulatedCalendar calendar;
  private final long sortedAtOnce;
  private final Map<String, Map<Integer, ByteArrayOutputStream>> waiting = new TreeMap<>();
  private final Map<String, TreeMap<Integer, LaidAside>> laidAside = new TreeMap<>();
  private long waitingBytes;

  /** A file of lines and how many bytes they have. */
  private record LaidAside(Path file, long bytes) {}

  Spool(Path folder, SimulatedCalendar calendar) {
    this(folder, calendar, SORTED_AT_ONCE);
  }

  Spool(Path folder, SimulatedCalendar calendar, long sortedAtOnce) {
    this.folder = folder;
    this.calendar = calendar;
    this.sortedAtOnce = sortedAtOnce;
  }

  void add(UnitRecords.Line line) throws IOException {
    ByteArrayOutputStream buffer =
        waiting
            .computeIfAbsent(line.stream(), unused -> new TreeMap<>())
            .computeIfAbsent(calendar.day(line.atMicros()), unused -> new ByteArrayOutputStream());
    write(line, new DataOutputStream(buffer));
    waitingBytes += length(line);
    if (waitingBytes >= FLUSH_AT) {
      flush();
    }
  }

  private static void write(UnitRecords.Line line, DataOutputStream out) throws IOException {
    out.writeLong(line.atMicros());
    out.writeInt(line.bytes().length);
    out.write(line.bytes());
  }

  private static long length(UnitRecords.Line line) {
    return line.bytes().length + 12L;
  }

  void flush() throws IOException {
    for (Map.Entry<String, Map<Integer, ByteArrayOutputStream>> stream : waiting.entrySet()) {
      for (Map.Entry<Integer, ByteArrayOutputStream> day : stream.getValue().entrySet()) {
        Path file = folder.resolve(stream.getKey() + "-" + day.getKey());
        try (OutputStream out =
            new ZstdOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                LEVEL)) {
          day.getValue().writeTo(out);
        }
        laidAside
            .computeIfAbsent(stream.getKey(), unused -> new TreeMap<>())
            .merge(
                day.getKey(),
                new LaidAside(file, day.getValue().size()),
                (before, more) -> new LaidAside(file, before.bytes() + more.bytes()));
      }
    }
    waiting.clear();
    waitingBytes = 0;
  }

  /**
   * The days of a stream in groups, such that no file of the archive holds days of two; after
   * {@link #flush}.
   */
  List<List<Integer>> groups(String stream, NativeWriter writer) {
    List<List<Integer>> groups = new ArrayList<>();
    String last = null;
    for (int day : laidAside.getOrDefault(stream, new TreeMap<>()).keySet()) {
      if (last == null || !last.equals(writer.file(stream, calendar.micros(day)))) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(day);
      last = writer.file(stream, calendar.micros(day + 1) - 1);
    }
    return groups;
  }

  /**
   * Writes the files of a group of days of one stream; groups may be written side by side.
   *
   * @return the number of files
   */
  int write(String stream, List<Integer> days, NativeWriter writer, Path archives)
      throws IOException {
    TreeMap<Integer, LaidAside> ofStream = laidAside.getOrDefault(stream, new TreeMap<>());
    try (OpenFile file = new OpenFile(stream, writer, archives)) {
      for (int day : days) {
        LaidAside lines = ofStream.get(day);
        if (lines != null) {
          for (LaidAside part : parts(stream, day, lines)) {
            for (UnitRecords.Line line : sorted(stream, part)) {
              file.write(line);
            }
            Files.delete(part.file());
          }
        }
      }
      return file.files();
    }
  }

  /** The file that is being written, of files one after another. */
  private static final class OpenFile implements AutoCloseable {
    private final String stream;
    private final NativeWriter writer;
    private final Path archives;
    private String name = "";
    private @Nullable OutputStream out;
    private int files;

    OpenFile(String stream, NativeWriter writer, Path archives) {
      this.stream = stream;
      this.writer = writer;
      this.archives = archives;
    }

    void write(UnitRecords.Line line) throws IOException {
      String wanted = writer.file(stream, line.atMicros());
      OutputStream open = out;
      if (open == null || !wanted.equals(name)) {
        close();
        Path file = archives.resolve(wanted);
        Files.createDirectories(file.resolveSibling("."));
        open = writer.open(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        out = open;
        name = wanted;
        files++;
      }
      open.write(line.bytes());
    }

    int files() {
      return files;
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        out.close();
        out = null;
      }
    }
  }

  /** The lines of a day, if they are many by equal parts of it in order of time. */
  private List<LaidAside> parts(String stream, int day, LaidAside lines) throws IOException {
    int wanted = (int) Math.min(1440, (lines.bytes() + sortedAtOnce - 1) / sortedAtOnce);
    if (wanted <= 1) {
      return List.of(lines);
    }
    long begins = calendar.micros(day);
    List<Path> files = new ArrayList<>();
    List<DataOutputStream> outs = new ArrayList<>();
    long[] bytes = new long[wanted];
    try {
      for (int part = 0; part < wanted; part++) {
        Path file = folder.resolve(stream + "-" + day + "-" + part);
        files.add(file);
        outs.add(
            new DataOutputStream(
                new BufferedOutputStream(
                    new ZstdOutputStream(Files.newOutputStream(file), LEVEL), 1 << 15)));
      }
      try (Lines in = new Lines(stream, lines)) {
        for (UnitRecords.Line line = in.next(); line != null; line = in.next()) {
          int part = (int) ((line.atMicros() - begins) * wanted / SimulatedCalendar.DAY);
          write(line, outs.get(part));
          bytes[part] += length(line);
        }
      }
    } finally {
      for (DataOutputStream out : outs) {
        out.close();
      }
    }
    Files.delete(lines.file());
    List<LaidAside> parts = new ArrayList<>();
    for (int part = 0; part < wanted; part++) {
      parts.add(new LaidAside(files.get(part), bytes[part]));
    }
    return parts;
  }

  private static List<UnitRecords.Line> sorted(String stream, LaidAside laid) throws IOException {
    List<UnitRecords.Line> lines = new ArrayList<>();
    try (Lines in = new Lines(stream, laid)) {
      for (UnitRecords.Line line = in.next(); line != null; line = in.next()) {
        lines.add(line);
      }
    }
    lines.sort(
        Comparator.comparingLong(UnitRecords.Line::atMicros)
            .thenComparing(UnitRecords.Line::bytes, Arrays::compareUnsigned));
    return lines;
  }

  /** The lines of a file that was laid aside, in the order in which they came. */
  private static final class Lines implements AutoCloseable {
    private final String stream;
    private final DataInputStream in;
    private long left;

    Lines(String stream, LaidAside laid) throws IOException {
      this.stream = stream;
      this.in =
          new DataInputStream(
              new BufferedInputStream(
                  new ZstdInputStream(Files.newInputStream(laid.file())), 1 << 16));
      this.left = laid.bytes();
    }

    UnitRecords.@Nullable Line next() throws IOException {
      if (left == 0) {
        return null;
      }
      long atMicros = in.readLong();
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      UnitRecords.Line line = new UnitRecords.Line(stream, atMicros, bytes);
      left -= length(line);
      return line;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Removes what is left of the folder. */
  @Override
  public void close() {
    try (var left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException undeletable) {
      throw new UncheckedIOException(undeletable);
    }
  }
}
