package org.afterglow.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The stored bytes of a slice, hashed by block as they pass. What goes wrong in fetching them is an
 * {@link UncheckedIOException}, so that no decoder mistakes it for damage.
 */
public final class RawStream extends InputStream {
  private final InputStream in;
  private final Slice slice;
  private final MessageDigest digest = ContentId.sha256();
  private final List<String> hashes = new ArrayList<>();
  private long position;
  private boolean hashing;
  private boolean hashed;
  private boolean ended;

  /** Opens the slice, one byte before it where it is not the first. */
  public RawStream(ByteSource source, Slice slice) {
    this.slice = slice;
    this.position = Math.max(0, slice.from() - 1);
    try {
      this.in = source.open(position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Offset in the input of the next byte. */
  public long position() {
    return position;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    int count;
    try {
      count = in.read(buffer, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (count < 0) {
      ended = true;
      return -1;
    }
    hash(buffer, offset, count);
    return count;
  }

  private void hash(byte[] buffer, int offset, int count) {
    int from = offset;
    int left = count;
    while (left > 0) {
      long inBlock = position % ContentId.BLOCK_BYTES;
      if (inBlock == 0) {
        finishBlock();
        hashing = position >= slice.from() && position < slice.to();
        hashed = false;
      }
      int step = (int) Math.min(left, ContentId.BLOCK_BYTES - inBlock);
      if (hashing) {
        digest.update(buffer, from, step);
        hashed = true;
      }
      from += step;
      left -= step;
      position += step;
    }
  }

  private void finishBlock() {
    if (hashed) {
      hashes.add(HexFormat.of().formatHex(digest.digest()));
      hashed = false;
    }
    hashing = false;
  }

  /** Reads on to the end of the last block that begins in the slice; their hashes. */
  public List<String> drain() {
    byte[] buffer = new byte[1 << 17];
    while (position < slice.to() || (hashing && position % ContentId.BLOCK_BYTES != 0)) {
      if (read(buffer, 0, buffer.length) < 0) {
        break;
      }
    }
    finishBlock();
    return List.copyOf(hashes);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
