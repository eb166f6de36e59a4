package org.afterglow.post;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How native ids become the keys that stand in tables: pseudonyms by default, the native ids
 * themselves where the user asked to keep them. A pseudonym is the first 16 bytes of an
 * HMAC-SHA-256 over platform, sort of id and id, in lower-case base 32 (26 characters), so that
 * equal ids have equal keys under one secret and nobody without it can go back. Not shared by
 * threads.
 */
public final class Identities implements Serializable {
  private static final long serialVersionUID = 1;
  private static final char[] BASE32 = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();

  @SuppressWarnings("serial")
  private final byte @Nullable [] secret;

  private transient @Nullable Mac mac;

  private Identities(byte @Nullable [] secret) {
    this.secret = secret;
  }

  /** Native ids stay as they are. */
  public static Identities kept() {
    return new Identities(null);
  }

  /** Pseudonyms under a secret of at least 16 bytes. */
  public static Identities pseudonyms(byte[] secret) {
    if (secret.length < 16) {
      throw new IllegalArgumentException("a secret of " + secret.length + " bytes; 16 at least");
    }
    return new Identities(secret.clone());
  }

  public boolean keepsIdentities() {
    return secret == null;
  }

  /**
   * Names the secret without telling it: 16 hexadecimal digits; {@code none} where ids are kept.
   */
  public String fingerprint() {
    if (secret == null) {
      return "none";
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(concat("afterglow key fingerprint".getBytes(StandardCharsets.UTF_8), secret));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Key of a post, a thread or a conversation. */
  public String post(String platform, String nativeId) {
    return key(platform, "post", nativeId);
  }

  /** Key of an account by its native id. */
  public String account(String platform, String nativeId) {
    return key(platform, "id", nativeId);
  }

  /** Key of an account by its handle, of whatever case, without {@code @}. */
  public String handle(String platform, String handle) {
    return key(platform, "handle", handle.toLowerCase(Locale.ROOT));
  }

  /**
   * A venue as it stands in tables: a place as it is, an account by its key, by id where that is
   * known, so that it is that of its owner's posts. As it is, too, where identities are kept.
   *
   * @param account that the venue is; null: a place
   */
  public String venue(String platform, String venue, @Nullable Mention account) {
    if (secret == null || account == null) {
      return venue;
    }
    String id = account.id();
    String handle = account.handle();
    return id != null ? account(platform, id) : handle(platform, handle == null ? venue : handle);
  }

  /** Key of an act of engagement. */
  public String act(String platform, String nativeId) {
    return key(platform, "act", nativeId);
  }

  /** Keyed hash of a text, whether or not identities are kept: texts never stand in tables. */
  public String text(String normalised) {
    return secret == null ? digest(normalised) : key("", "text", normalised);
  }

  private String key(String platform, String sort, String id) {
    if (secret == null) {
      return id;
    }
    Mac hmac = mac();
    hmac.update(platform.getBytes(StandardCharsets.UTF_8));
    hmac.update((byte) 0);
    hmac.update(sort.getBytes(StandardCharsets.UTF_8));
    hmac.update((byte) 0);
    return base32(hmac.doFinal(id.getBytes(StandardCharsets.UTF_8)));
  }

  private Mac mac() {
    if (mac == null && secret != null) {
      try {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      } catch (NoSuchAlgorithmException | InvalidKeyException e) {
        throw new IllegalStateException(e);
      }
    }
    return java.util.Objects.requireNonNull(mac);
  }

  private static String digest(String text) {
    try {
      return base32(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base32(byte[] bytes) {
    char[] out = new char[26];
    long buffer = 0;
    int bits = 0;
    int next = 0;
    for (int i = 0; i < 16; i++) {
      buffer = buffer << 8 | (bytes[i] & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out[next++] = BASE32[(int) (buffer >>> bits) & 31];
      }
    }
    out[next] = BASE32[(int) (buffer << 5 - bits) & 31];
    return new String(out);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
