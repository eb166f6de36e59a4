package org.afterglow.archive.packing;

import java.io.InputStream;

/** UTF-16 as UTF-8, so that all readers see one encoding. A half of a pair becomes U+FFFD. */
public final class Utf16Stream extends InputStream {
  private static final int REPLACEMENT = 0xfffd;

  private final PeekStream in;
  private final boolean bigEndian;
  private final byte[] encoded = new byte[8];
  private int at;
  private int length;
  private int held = -1;

  private Utf16Stream(PeekStream in, boolean bigEndian) {
    this.in = in;
    this.bigEndian = bigEndian;
  }

  /** The stream as it is, unless it begins with a byte-order mark of UTF-16. */
  public static PeekStream decoded(PeekStream in) {
    if (in.peek(2) < 2) {
      return in;
    }
    byte[] mark = in.peeked(2);
    int first = mark[0] & 0xff;
    int second = mark[1] & 0xff;
    boolean big = first == 0xfe && second == 0xff;
    if (!big && !(first == 0xff && second == 0xfe)) {
      return in;
    }
    in.skipAvailable(2);
    return PeekStream.decoding(new Utf16Stream(in, big), in);
  }

  private int unit() {
    if (held >= 0) {
      int unit = held;
      held = -1;
      return unit;
    }
    int first = in.read();
    int second = in.read();
    if (second < 0) {
      return -1;
    }
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  private boolean encodeNext() {
    int unit = unit();
    if (unit < 0) {
      return false;
    }
    int point = unit;
    if (Character.isHighSurrogate((char) unit)) {
      int low = unit();
      if (low >= 0 && Character.isLowSurrogate((char) low)) {
        point = Character.toCodePoint((char) unit, (char) low);
      } else {
        held = low;
        point = REPLACEMENT;
      }
    } else if (Character.isLowSurrogate((char) unit)) {
      point = REPLACEMENT;
    }
    at = 0;
    length = 0;
    if (point < 0x80) {
      encoded[length++] = (byte) point;
    } else {
      int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      encoded[length++] = (byte) ((0xff00 >> (more + 1)) | (point >> (6 * more)));
      while (more-- > 0) {
        encoded[length++] = (byte) (0x80 | ((point >> (6 * more)) & 0x3f));
      }
    }
    return true;
  }

  @Override
  public int read() {
    return at < length || encodeNext() ? encoded[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int wanted) {
    int done = 0;
    while (done < wanted && (at < length || encodeNext())) {
      target[offset + done++] = encoded[at++];
    }
    return done == 0 && wanted > 0 ? -1 : done;
  }
}
