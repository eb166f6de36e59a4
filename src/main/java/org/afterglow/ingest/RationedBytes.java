package org.afterglow.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.afterglow.archive.ByteSource;

/**
 * Bytes of which no more than a number is given out, nor any after a moment, but for the first: who
 * asks for more is refused by {@link Enough}. What is left is shared by all streams.
 */
final class RationedBytes implements ByteSource {
  private static final long serialVersionUID = 1;

  /** Given out however late it is, so that something is seen of every file. */
  private static final long SURE_BYTES = 1 << 20;

  private final ByteSource source;
  private final long untilNanos;
  private long left;
  private long given;

  /** No more is given out; no damage, and no failure to fetch. */
  static final class Enough extends IOException {
    private static final long serialVersionUID = 1;

    private final FileLook.Limit limit;

    Enough(FileLook.Limit limit) {
      super("enough was read");
      this.limit = limit;
    }

    /** What was used up. */
    FileLook.Limit limit() {
      return limit;
    }
  }

  /**
   * @param untilNanos moment of {@link System#nanoTime}
   */
  RationedBytes(ByteSource source, long untilNanos) {
    this.source = source;
    this.untilNanos = untilNanos;
  }

  /** Sets how many bytes may be given out from now on. */
  void allow(long bytes) {
    left = bytes;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public String folder() {
    return source.folder();
  }

  @Override
  public long size() throws IOException {
    return source.size();
  }

  @Override
  public InputStream open(long from) throws IOException {
    return new Rationed(source.open(from));
  }

  private final class Rationed extends FilterInputStream {
    Rationed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left <= 0) {
        throw new Enough(FileLook.Limit.BYTES);
      }
      if (given >= SURE_BYTES && System.nanoTime() - untilNanos > 0) {
        throw new Enough(FileLook.Limit.TIME);
      }
      int read = in.read(buffer, offset, (int) Math.min(length, left));
      if (read > 0) {
        left -= read;
        given += read;
      }
      return read;
    }
  }
}
