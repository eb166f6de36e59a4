package org.afterglow.archive.packing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * The content of bzip2 streams one after another. A block needs nothing of those before it and
 * begins with 48 bits that hardly anything else has, at any bit of a byte: behind damage, the next
 * one and those that follow it are given to a decoder as a stream of their own.
 */
final class Bzip2Blocks extends InputStream implements Resumable {
  private static final long BLOCK = 0x314159265359L;
  private static final long END_OF_STREAM = 0x177245385090L;

  /** In how many bytes the first bits of a block stand at the most. */
  private static final int MAGIC_BYTES = 7;

  private static final long MAGIC_BITS = (1L << 48) - 1;

  /** The beginning of a stream of the largest blocks, and of its first block. */
  private static final byte[] BEGINNING = {'B', 'Z', 'h', '9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59};

  private final PeekStream in;
  private final Bits bits = new Bits();
  private BZip2CompressorInputStream decoder;

  Bzip2Blocks(PeekStream in) throws IOException {
    this.in = in;
    this.decoder = new BZip2CompressorInputStream(bits, true);
  }

  @Override
  public int read() throws IOException {
    try {
      int value = decoder.read();
      bits.understood();
      return value;
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw told(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    // What is asked for at once is lost at once, where there is damage.
    int value = length == 0 ? -1 : read();
    if (value < 0) {
      return length == 0 ? 0 : -1;
    }
    target[offset] = (byte) value;
    return 1;
  }

  private IOException told(Exception e) {
    if (bits.ended) {
      EOFException early = new EOFException("bzip2 data ends early");
      early.initCause(e);
      return early;
    }
    return new DamagedException("damaged bzip2 data", e);
  }

  @Override
  public boolean resume() throws IOException {
    if (!bits.toNextBlock()) {
      return false;
    }
    try {
      decoder = new BZip2CompressorInputStream(bits, true);
      return true;
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Where this block leads over the end, there may be others before it.
      throw new DamagedException("damaged bzip2 data", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /**
   * What the decoder reads from: the bytes as they are, or from a block on that is none of the
   * first, moved to the border of a byte, behind a beginning, and with a checksum over the blocks
   * that are left in place of that over all. The bytes of the block that is being decoded are held:
   * where it is damaged, the decoder may read over its end and over whole blocks before it notices.
   */
  private final class Bits extends InputStream {
    private int beginningAt = BEGINNING.length;

    /** Whether bits are moved; otherwise bytes are given as they come. */
    private boolean moving;

    private boolean ended;

    /** A byte of which {@code left} bits have not been taken. */
    private int current;

    private int left;

    /** What was read since the decoder gave something last, and the byte before that. */
    private byte[] held = new byte[1 << 10];

    private int heldLength;

    /** What is read again before anything new. */
    private byte[] again = {};

    private int againAt;

    /** The last 48 bits. */
    private long window;

    /** Bits to come of the checksum of a block, or of that of the stream. */
    private int checksumLeft;

    private int checksum;
    private int checksumOfAll;
    private boolean closing;

    /** Says that what was read so far need not be held: the decoder has made something of it. */
    void understood() {
      if (heldLength > 1) {
        holdLast(1);
      }
    }

    private void holdLast(int bytes) {
      System.arraycopy(held, heldLength - bytes, held, 0, bytes);
      heldLength = bytes;
    }

    private int source() {
      int value = againAt < again.length ? again[againAt++] & 0xff : in.read();
      if (value < 0) {
        ended = true;
        return -1;
      }
      if (heldLength == held.length) {
        held = Arrays.copyOf(held, 2 * heldLength);
      }
      held[heldLength++] = (byte) value;
      return value;
    }

    @Override
    public int read() {
      if (beginningAt < BEGINNING.length) {
        return BEGINNING[beginningAt++];
      }
      return moving ? eightBits() : source();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      // The decoder asks for one byte at a time.
      int value = length == 0 ? -1 : read();
      if (value < 0) {
        return length == 0 ? 0 : -1;
      }
      target[offset] = (byte) value;
      return 1;
    }

    private int eightBits() {
      int value = 0;
      for (int i = 0; i < 8; i++) {
        int bit = moving ? nextBit() : -1;
        if (bit < 0) {
          return i == 0 ? -1 : value << (8 - i);
        }
        value = value << 1 | bit;
      }
      return value;
    }

    /** The next bit as it is, -1 at the end. */
    private int bit() {
      if (left == 0) {
        current = source();
        if (current < 0) {
          return -1;
        }
        left = 8;
      }
      return current >> --left & 1;
    }

    /** The next bit for the decoder. */
    private int nextBit() {
      int bit = bit();
      if (bit < 0) {
        return -1;
      }
      if (checksumLeft == 0) {
        window = (window << 1 | bit) & MAGIC_BITS;
        closing = window == END_OF_STREAM;
        if (closing || window == BLOCK) {
          checksumLeft = 32;
        }
        return bit;
      }
      checksumLeft--;
      if (closing) {
        if (checksumLeft == 0) {
          // The next stream begins at a byte again.
          moving = false;
          left = 0;
        }
        return checksumOfAll >>> checksumLeft & 1;
      }
      checksum = checksum << 1 | bit;
      if (checksumLeft == 0) {
        checksumOfAll = Integer.rotateLeft(checksumOfAll, 1) ^ checksum;
      }
      return bit;
    }

    /**
     * Goes behind the first bits of the block after the one in which the decoder stumbled, or
     * before which it did; false if there is none.
     */
    boolean toNextBlock() {
      int suspected = heldLength;
      byte[] rest = Arrays.copyOf(held, heldLength + again.length - againAt);
      System.arraycopy(again, againAt, rest, heldLength, again.length - againAt);
      again = rest;
      againAt = 0;
      heldLength = 0;
      left = 0;
      window = 0;
      ended = false;
      moving = true;
      boolean stumbled = false;
      long taken = 0;
      int bit;
      while ((bit = bit()) >= 0) {
        taken += left == 7 ? 1 : 0;
        window = (window << 1 | bit) & MAGIC_BITS;
        if (window == BLOCK) {
          if (stumbled || taken > suspected) {
            holdLast(Math.min(heldLength, MAGIC_BYTES));
            beginningAt = 0;
            checksumOfAll = 0;
            closing = false;
            checksumLeft = 32;
            return true;
          }
          stumbled = true;
        }
        if (heldLength == held.length) {
          holdLast(MAGIC_BYTES);
        }
      }
      return false;
    }
  }
}
