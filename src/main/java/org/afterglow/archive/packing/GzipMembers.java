package org.afterglow.archive.packing;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of gzip members one after another (RFC 1952). Every byte before damage comes out,
 * which the readers of the JDK and of commons-compress do not grant; zeros after the last member
 * are padding, anything else is damage.
 */
final class GzipMembers extends InputStream implements Resumable {
  /** How far a member is looked for at once, which is at least what the inflater holds. */
  private static final int SEARCHED_BYTES = 1 << 15;

  /** How much a supposed member must give without fault before it is taken for one. */
  private static final int TRIED_BYTES = 1 << 10;

  private final PeekStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[1 << 15];
  private int given;
  private boolean inMember;
  private boolean ended;

  GzipMembers(PeekStream in) throws IOException {
    this.in = in;
    header();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count;
    do {
      count = read(one, 0, 1);
    } while (count == 0);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (!ended) {
      if (!inMember) {
        if (!nextMember()) {
          ended = true;
          break;
        }
      }
      int count = inflate(target, offset, length);
      if (count > 0) {
        return count;
      }
    }
    return -1;
  }

  /** Takes a step within a member; how many bytes it gave. */
  private int inflate(byte[] target, int offset, int length) throws IOException {
    int count;
    try {
      count = inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw new DamagedException("damaged deflate data", e);
    }
    if (count > 0) {
      crc.update(target, offset, count);
    } else if (inflater.finished()) {
      trailer();
    } else if (inflater.needsDictionary()) {
      throw new DamagedException("deflate data that needs a dictionary");
    } else {
      feed();
    }
    return count;
  }

  /** Gives the inflater bytes without taking them from below, for the trailer follows them. */
  private void feed() throws IOException {
    skipUsed();
    int ready = in.peek(1);
    if (ready == 0) {
      throw new EOFException("gzip data ends early");
    }
    given = in.copyAvailable(input);
    inflater.setInput(input, 0, given);
  }

  private void skipUsed() throws IOException {
    in.skipAvailable(given - inflater.getRemaining());
    given = 0;
  }

  private void trailer() throws IOException {
    skipUsed();
    byte[] trailer = new byte[8];
    in.readWhole(trailer, 8);
    long expected = little(trailer, 0);
    long size = little(trailer, 4);
    if (expected != crc.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new DamagedException("gzip checksum differs");
    }
    inMember = false;
  }

  private static long little(byte[] bytes, int at) {
    return (bytes[at] & 0xffL)
        | (bytes[at + 1] & 0xffL) << 8
        | (bytes[at + 2] & 0xffL) << 16
        | (bytes[at + 3] & 0xffL) << 24;
  }

  private boolean nextMember() throws IOException {
    if (in.peek(1) == 0) {
      return false;
    }
    if (in.peeked(1)[0] == 0) {
      int next;
      do {
        next = in.read();
      } while (next == 0);
      if (next < 0) {
        return false;
      }
      throw new DamagedException("bytes after the last gzip member");
    }
    header();
    return true;
  }

  private void header() throws IOException {
    int ready = in.peek(10);
    byte[] fixed = in.peeked(ready);
    if (ready >= 3 && !isMagic(fixed, 0)) {
      throw new DamagedException("not a gzip member");
    }
    in.skipAvailable(ready);
    if (ready < 10) {
      throw new EOFException("gzip header ends early");
    }
    int flags = fixed[3];
    if ((flags & 4) != 0) {
      int extra = one() | one() << 8;
      for (int i = 0; i < extra; i++) {
        one();
      }
    }
    for (int text = 8; text <= 16; text <<= 1) {
      if ((flags & text) != 0) {
        int value;
        do {
          value = one();
        } while (value != 0);
      }
    }
    if ((flags & 2) != 0) {
      one();
      one();
    }
    inflater.reset();
    crc.reset();
    given = 0;
    inMember = true;
  }

  private static boolean isMagic(byte[] bytes, int at) {
    return (bytes[at] & 0xff) == 0x1f && (bytes[at + 1] & 0xff) == 0x8b && bytes[at + 2] == 8;
  }

  /** Looks from the last bytes on that the inflater was given, for it may have run too far. */
  @Override
  public boolean resume() throws IOException {
    given = 0;
    inMember = false;
    int ready;
    while ((ready = in.peek(SEARCHED_BYTES)) >= 10) {
      byte[] seen = in.peeked(ready);
      int at = 0;
      while (at + 3 <= ready && !isMagic(seen, at)) {
        at++;
      }
      in.skipAvailable(at);
      if (at + 3 <= ready) {
        int tried = in.peek(SEARCHED_BYTES);
        if (inflates(in.peeked(tried), tried)) {
          header();
          return true;
        }
        in.skipAvailable(1);
      }
    }
    return false;
  }

  /** Whether bytes are the beginning of a member, as far as they go. */
  private static boolean inflates(byte[] bytes, int length) {
    if (length < 18 || (bytes[3] & 0xe0) != 0) {
      return false;
    }
    try (GzipMembers trial =
        new GzipMembers(new PeekStream(new ByteArrayInputStream(bytes, 0, length)))) {
      byte[] content = new byte[TRIED_BYTES];
      int given = 0;
      while (trial.inMember && given < TRIED_BYTES) {
        given += trial.inflate(content, 0, content.length);
      }
      return true;
    } catch (EOFException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private int one() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException("gzip header ends early");
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
