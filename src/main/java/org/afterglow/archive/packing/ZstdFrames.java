package org.afterglow.archive.packing;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content of Zstandard frames one after another (RFC 8878). The decoder is given one block at a
 * time: so it gives out all that stands before damage, and the place of the damage is known, behind
 * which the next frame is looked for.
 */
final class ZstdFrames extends InputStream implements Resumable {
  private static final int WINDOW_LOG = 31;
  private static final int MAX_BLOCK_BYTES = 1 << 17;
  private static final int MAX_HEADER_BYTES = 18;
  private static final int SEARCHED_BYTES = 1 << 15;
  private static final long MAGIC = 0xfd2fb528L;

  private final PeekStream in;
  private final Blocks blocks = new Blocks();
  private ZstdInputStreamNoFinalizer decoder;

  ZstdFrames(PeekStream in) throws IOException {
    this.in = in;
    this.decoder = decoder();
  }

  private ZstdInputStreamNoFinalizer decoder() throws IOException {
    ZstdInputStreamNoFinalizer fresh = new ZstdInputStreamNoFinalizer(blocks);
    fresh.setLongMax(WINDOW_LOG);
    return fresh;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return decoder.read(target, offset, length);
    } catch (IOException e) {
      if (blocks.endedWithin()) {
        EOFException early = new EOFException("zstd data ends early");
        early.initCause(e);
        throw early;
      }
      throw new DamagedException("damaged zstd data", e);
    }
  }

  @Override
  public boolean resume() throws IOException {
    if (!blocks.toNextFrame()) {
      return false;
    }
    decoder.close();
    decoder = decoder();
    return true;
  }

  @Override
  public void close() throws IOException {
    decoder.close();
    in.close();
  }

  private static long little(byte[] bytes, int at, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return value;
  }

  private static boolean isSkippable(long magic) {
    return (magic & 0xfffffff0L) == 0x184d2a50L;
  }

  /** Length of a frame's header by its descriptor (RFC 8878, 3.1.1.1). */
  private static int headerBytes(int descriptor) {
    boolean single = (descriptor & 0x20) != 0;
    int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
    int size = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >> 6 & 3];
    return 5 + (single ? 0 : 1) + dictionary + size;
  }

  /** What the decoder reads from: a header, a block or a checksum at a time. */
  private final class Blocks extends InputStream {
    /** Bytes that the decoder has of the current piece, and those that it does not have yet. */
    private int given;

    private int due;

    /** Bytes of a skippable frame that are still to come. */
    private long skippable;

    private boolean inFrame;
    private boolean lastBlock;
    private boolean checksum;
    private boolean atHeader;
    private boolean ended;

    /** Whether the bytes ended within a frame. */
    boolean endedWithin() {
      return ended && (inFrame || skippable > 0 || given > 0);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (due == 0 && !nextPiece()) {
        return -1;
      }
      int step = Math.min(due, length);
      byte[] piece = in.peeked(given + step);
      System.arraycopy(piece, given, target, offset, step);
      given += step;
      due -= step;
      return step;
    }

    @Override
    public int available() {
      // The decoder would go on to the next piece before it has given out what it has.
      return 0;
    }

    @Override
    public void close() {}

    /** Takes what was given, and makes the next piece ready; false at the end. */
    private boolean nextPiece() {
      if (ended) {
        // A last piece that lacks its end may be none, but hold the next frame.
        return false;
      }
      in.skipAvailable(given);
      given = 0;
      int wanted = wanted();
      int ready = wanted == 0 ? 0 : in.peek(wanted);
      ended |= ready < wanted || wanted == 0;
      due = ready;
      return ready > 0;
    }

    /** Length of the next piece; 0 at the end. */
    private int wanted() {
      atHeader = false;
      if (skippable > 0) {
        int step = (int) Math.min(skippable, MAX_BLOCK_BYTES);
        skippable -= step;
        return step;
      }
      if (!inFrame) {
        return header();
      }
      if (lastBlock) {
        inFrame = false;
        if (checksum) {
          return 4;
        }
        return header();
      }
      if (in.peek(3) < 3) {
        return 3;
      }
      int block = (int) little(in.peeked(3), 0, 3);
      int type = block >> 1 & 3;
      int size = type == 1 ? 1 : block >> 3;
      lastBlock = (block & 1) != 0;
      // What no block can be, the decoder shall refuse at once.
      return type == 3 || size > MAX_BLOCK_BYTES ? 3 : 3 + size;
    }

    private int header() {
      int ready = in.peek(8);
      atHeader = true;
      if (ready < 5) {
        return ready;
      }
      byte[] head = in.peeked(ready);
      long magic = little(head, 0, 4);
      if (isSkippable(magic)) {
        skippable = ready < 8 ? 0 : little(head, 4, 4);
        return 8;
      }
      inFrame = true;
      lastBlock = false;
      checksum = (head[4] & 4) != 0;
      return headerBytes(head[4] & 0xff);
    }

    /** Looks for a frame from the piece on that the decoder stumbled over. */
    boolean toNextFrame() {
      if (atHeader) {
        in.skipAvailable(1);
      }
      int ready;
      while ((ready = in.peek(SEARCHED_BYTES)) >= 4) {
        byte[] seen = in.peeked(ready);
        int at = 0;
        while (at + 4 <= ready && little(seen, at, 4) != MAGIC) {
          at++;
        }
        in.skipAvailable(at);
        if (at + 4 <= ready) {
          int most = in.peek(MAX_HEADER_BYTES + 3);
          if (isFrame(in.peeked(most), most)) {
            given = 0;
            due = 0;
            skippable = 0;
            inFrame = false;
            ended = false;
            return true;
          }
          in.skipAvailable(1);
        }
      }
      return false;
    }

    private boolean isFrame(byte[] head, int length) {
      if (length < 8 || little(head, 0, 4) != MAGIC || (head[4] & 8) != 0) {
        return false;
      }
      int block = headerBytes(head[4] & 0xff);
      if (block + 3 > length) {
        return false;
      }
      long first = little(head, block, 3);
      return (first >> 1 & 3) != 3 && first >> 3 <= MAX_BLOCK_BYTES;
    }
  }
}
