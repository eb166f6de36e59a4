package org.afterglow.archive.packing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The ways in which the bytes of an archive are packed, known by their first bytes. */
public enum Packing {
  GZIP,
  BZIP2,
  ZSTD,
  XZ,
  ZIP,
  TAR;

  /** How many first bytes tell. */
  static final int MAGIC_BYTES = 512;

  private static final int TAR_RECORD_BYTES = 512;
  private static final int XZ_MEMORY_KIB = 1 << 20;

  /** The packing of bytes that begin so, null if none. */
  public static @Nullable Packing of(byte[] head, int length) {
    if (starts(head, length, 0x1f, 0x8b, 0x08)) {
      return GZIP;
    }
    if (starts(head, length, 'B', 'Z', 'h') && length >= 10 && isBzip2Block(head)) {
      return BZIP2;
    }
    if (starts(head, length, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableZstdFrame(head, length)) {
      return ZSTD;
    }
    if (starts(head, length, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return XZ;
    }
    if (starts(head, length, 'P', 'K', 3, 4)
        || starts(head, length, 'P', 'K', 5, 6)
        || starts(head, length, 'P', 'K', 7, 8)) {
      return ZIP;
    }
    return isTar(head, length) ? TAR : null;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isContainer() {
    return this == ZIP || this == TAR;
  }

  /**
   * How many bytes to ask the decoder for at once. Those of gzip and zstd give what they had ready
   * before they speak of damage; the others lose it, so they are asked for less.
   */
  int chunk() {
    return switch (this) {
      case GZIP, ZSTD -> 1 << 16;
      default -> 1 << 12;
    };
  }

  /** The decoder of a packing that is no container. */
  InputStream decode(PeekStream in) throws IOException {
    return switch (this) {
      case GZIP -> new GzipMembers(in);
      case BZIP2 -> new ByteByByte(new Bzip2Blocks(in));
      case ZSTD -> new ZstdFrames(in);
      case XZ -> new ByteByByte(new XZInputStream(in, XZ_MEMORY_KIB));
      case ZIP, TAR -> throw new IllegalStateException(this + " is a container");
    };
  }

  /** The entries of a container. */
  ArchiveInputStream<?> entries(InputStream in) {
    return switch (this) {
      case ZIP -> new ZipArchiveInputStream(in, "UTF-8", true, true);
      // Blocks of one record: at its end no more is taken than belongs to it.
      case TAR -> new TarArchiveInputStream(in, TAR_RECORD_BYTES, TAR_RECORD_BYTES);
      default -> throw new IllegalStateException(this + " is no container");
    };
  }

  private static boolean starts(byte[] head, int length, int... magic) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBzip2Block(byte[] head) {
    long magic = 0;
    for (int i = 4; i < 10; i++) {
      magic = magic << 8 | (head[i] & 0xff);
    }
    // The beginning of a block, or of the end of an empty stream.
    return magic == 0x314159265359L || magic == 0x177245385090L;
  }

  private static boolean isSkippableZstdFrame(byte[] head, int length) {
    return length >= 4
        && (head[0] & 0xf0) == 0x50
        && (head[1] & 0xff) == 0x2a
        && (head[2] & 0xff) == 0x4d
        && (head[3] & 0xff) == 0x18;
  }

  /** By the checksum of the first header, which old archives without a magic have too. */
  private static boolean isTar(byte[] head, int length) {
    if (length < 512 || head[0] == 0) {
      return false;
    }
    long sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : head[i] & 0xff;
    }
    long stated = 0;
    int digits = 0;
    for (int i = 148; i < 156; i++) {
      if (head[i] >= '0' && head[i] <= '7') {
        stated = stated * 8 + head[i] - '0';
        digits++;
      } else if (digits > 0) {
        break;
      } else if (head[i] != ' ') {
        return false;
      }
    }
    return digits > 0 && stated == sum;
  }

  /**
   * Asks a decoder for one byte at a time, and gives out those before an exception. The decoders of
   * commons-compress and xz drop what they had decoded within a request when they meet damage.
   */
  private static final class ByteByByte extends InputStream implements Resumable {
    private final InputStream in;
    private @Nullable IOException pending;

    ByteByByte(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      if (pending != null) {
        throw pending;
      }
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (pending != null) {
        throw pending;
      }
      int done = 0;
      try {
        while (done < length) {
          int value = in.read();
          if (value < 0) {
            return done == 0 && length > 0 ? -1 : done;
          }
          target[offset + done++] = (byte) value;
        }
      } catch (IOException e) {
        pending = e;
      } catch (java.io.UncheckedIOException e) {
        throw e;
      } catch (RuntimeException e) {
        pending = new IOException("the decoder failed", e);
      }
      if (done == 0 && pending != null) {
        throw pending;
      }
      return done;
    }

    @Override
    public boolean resume() throws IOException {
      if (!(in instanceof Resumable resumable) || !resumable.resume()) {
        return false;
      }
      pending = null;
      return true;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
