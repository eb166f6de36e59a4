package org.afterglow.archive.packing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A buffered stream that can be looked into ahead, and that turns damage below it into its own end:
 * the bytes before the damage come out, {@link #damage} then says what it was. Not synchronised.
 */
public final class PeekStream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final @Nullable Inflation inflation;
  private final int chunk;
  private final @Nullable PeekStream source;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long count;
  private boolean ended;
  private @Nullable Exception damage;

  /** A stream over bytes that are as they are stored. */
  public PeekStream(InputStream in) {
    this(in, null, BUFFER_BYTES, null);
  }

  /** A stream over what a decoder that never fails gives of another. */
  static PeekStream decoding(InputStream decoder, PeekStream source) {
    return new PeekStream(decoder, null, BUFFER_BYTES, source);
  }

  /**
   * A stream over what a decoder gives.
   *
   * @param inflation what limits it
   * @param chunk how many bytes to ask the decoder for at once: what it has ready when it meets
   *     damage within one request is lost
   */
  public PeekStream(InputStream in, @Nullable Inflation inflation, int chunk) {
    this(in, inflation, chunk, null);
  }

  private PeekStream(
      InputStream in, @Nullable Inflation inflation, int chunk, @Nullable PeekStream source) {
    this.source = source;
    this.in = in;
    this.inflation = inflation;
    this.chunk = chunk;
  }

  /** Bytes given out so far. */
  public long count() {
    return count;
  }

  /** Whether the stream below was asked for bytes and had no more. */
  boolean ended() {
    return ended;
  }

  /** What ended the stream before its time, if anything did. */
  public @Nullable Exception damage() {
    return damage == null && source != null ? source.damage() : damage;
  }

  /**
   * Goes on behind the damage that ended the stream, where its decoder can.
   *
   * @return false if the stream stays ended
   */
  public boolean resume() {
    boolean damaged =
        damage instanceof Resumable.DamagedException || damage instanceof EOFException;
    if (!damaged || !(in instanceof Resumable resumable)) {
      return false;
    }
    boolean more = true;
    while (more) {
      try {
        if (!resumable.resume()) {
          return false;
        }
        damage = null;
        return true;
      } catch (Resumable.DamagedException e) {
        // Damage upon damage: the frame after this one.
      } catch (IOException e) {
        more = false;
      }
    }
    return false;
  }

  /** Makes the first bytes available without taking them; how many there are, up to the number. */
  public int peek(int bytes) {
    boolean more = true;
    while (more && to - from < bytes) {
      more = fill(bytes);
    }
    return Math.min(bytes, to - from);
  }

  /** Copies bytes made available by {@link #peek}. */
  public byte[] peeked(int bytes) {
    return peeked(0, bytes);
  }

  /** Copies bytes made available by {@link #peek}, without the first ones. */
  public byte[] peeked(int skipped, int bytes) {
    byte[] copy = new byte[bytes];
    System.arraycopy(buffer, from + skipped, copy, 0, bytes);
    return copy;
  }

  /** Where a byte stands among those made available by {@link #peek}; -1: not between these. */
  public int indexOf(byte value, int first, int end) {
    for (int i = first; i < end; i++) {
      if (buffer[from + i] == value) {
        return i;
      }
    }
    return -1;
  }

  /** Copies what is available without taking it; how many bytes that is. */
  int copyAvailable(byte[] target) {
    int step = Math.min(target.length, to - from);
    System.arraycopy(buffer, from, target, 0, step);
    return step;
  }

  /** Takes bytes that are available. */
  public void skipAvailable(int bytes) {
    from += bytes;
    count += bytes;
  }

  private boolean fill(int wanted) {
    if (ended || damage != null) {
      return false;
    }
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (buffer.length < wanted) {
      byte[] larger = new byte[wanted];
      System.arraycopy(buffer, 0, larger, 0, to);
      buffer = larger;
    }
    if (to == buffer.length) {
      return true;
    }
    int read = below(buffer, to, buffer.length - to);
    if (read < 0) {
      return false;
    }
    to += read;
    return true;
  }

  private int below(byte[] target, int offset, int length) {
    try {
      int read = in.read(target, offset, Math.min(length, chunk));
      if (read < 0) {
        ended = true;
      } else if (inflation != null) {
        inflation.add(read);
      }
      return read;
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders answer hostile bytes with exceptions of either sort.
      damage = e;
      return -1;
    }
  }

  @Override
  public int read() {
    if (from == to && !fillEmpty()) {
      return -1;
    }
    count++;
    return buffer[from++] & 0xff;
  }

  private boolean fillEmpty() {
    while (from == to) {
      if (!fill(1)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (from == to) {
      if (ended || damage != null) {
        return -1;
      }
      if (length >= chunk) {
        int read = below(target, offset, length);
        count += Math.max(0, read);
        return read;
      }
      if (!fillEmpty()) {
        return -1;
      }
    }
    int step = Math.min(length, to - from);
    System.arraycopy(buffer, from, target, offset, step);
    from += step;
    count += step;
    return step;
  }

  /** As {@link #read(byte[], int, int)}, but the whole length or an EOFException. */
  public void readWhole(byte[] target, int length) throws EOFException {
    int done = 0;
    while (done < length) {
      int read = read(target, done, length - done);
      if (read < 0) {
        throw new EOFException("the stream ends early");
      }
      done += read;
    }
  }

  /** Reads to the end. */
  public void drain() {
    byte[] rest = new byte[BUFFER_BYTES];
    int read;
    do {
      read = read(rest, 0, rest.length);
    } while (read >= 0);
  }

  @Override
  public int available() {
    return to - from;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
