package org.afterglow.archive;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Identity of the bytes of an input: the SHA-256 of the SHA-256s of its blocks, which the readers
 * of its slices hash apart.
 */
public final class ContentId {
  /** Size of a block but the last, in bytes. */
  public static final long BLOCK_BYTES = 64L << 20;

  private ContentId() {}

  /**
   * The identity of an input.
   *
   * @param blockHashes SHA-256 of each block in order, hexadecimal
   * @return hexadecimal, lower case
   */
  public static String of(List<String> blockHashes) {
    MessageDigest digest = sha256();
    for (String hash : blockHashes) {
      digest.update(HexFormat.of().parseHex(hash));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Hashes of the blocks that begin in a slice, whose bytes are read for it.
   *
   * @throws java.io.UncheckedIOException if bytes cannot be fetched
   */
  public static List<String> blockHashes(ByteSource source, Slice slice) throws IOException {
    try (RawStream raw = new RawStream(source, slice)) {
      return raw.drain();
    }
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
