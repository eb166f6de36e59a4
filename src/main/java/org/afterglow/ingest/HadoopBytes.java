package org.afterglow.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.afterglow.archive.ByteSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file on any file system that Hadoop reads.
 *
 * @param path qualified
 * @param size bytes
 * @param hadoop how to reach it
 * @param meter told of the bytes that are read, null if nobody wants to know
 */
record HadoopBytes(
    String path, long size, SerializableConfiguration hadoop, Progress.@Nullable Meter meter)
    implements ByteSource {
  @Override
  public String name() {
    return new Path(path).getName();
  }

  @Override
  public String folder() {
    Path parent = new Path(path).getParent();
    return parent == null ? "" : parent.getName();
  }

  @Override
  public InputStream open(long from) throws IOException {
    FSDataInputStream stream = stream();
    if (from > 0) {
      stream.seek(from);
    }
    return meter == null ? stream : new Metered(stream, meter);
  }

  /** A stream that can be read from any byte on, of which nobody is told; the caller closes it. */
  FSDataInputStream stream() throws IOException {
    Path file = new Path(path);
    FileSystem files = file.getFileSystem(hadoop.value());
    // Its checksums beside the files are Hadoop's own, and their names break at a colon.
    return (files instanceof LocalFileSystem local ? local.getRawFileSystem() : files).open(file);
  }

  /** The same bytes, read without telling the meter. */
  HadoopBytes unmetered() {
    return new HadoopBytes(path, size, hadoop, null);
  }

  private static final class Metered extends FilterInputStream {
    private final Progress.Meter meter;

    Metered(InputStream in, Progress.Meter meter) {
      super(in);
      this.meter = meter;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      meter.advanced(0, read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      meter.advanced(0, Math.max(0, read));
      return read;
    }
  }
}
