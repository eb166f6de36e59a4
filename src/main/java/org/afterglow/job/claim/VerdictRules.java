package org.afterglow.job.claim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The rules that claims are judged by: docs/verdicts.md, which travels in the jar. */
public final class VerdictRules {
  private static final String RESOURCE = "/org/afterglow/verdicts.md";

  private VerdictRules() {}

  /** SHA-256 of the rules, lower-case hexadecimal. */
  public static String sha256() {
    try (InputStream rules = VerdictRules.class.getResourceAsStream(RESOURCE)) {
      if (rules == null) {
        throw new IllegalStateException("no " + RESOURCE + " in the program");
      }
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(rules.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
