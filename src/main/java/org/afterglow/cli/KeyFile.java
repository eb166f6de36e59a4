package org.afterglow.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.afterglow.UserError;
import org.afterglow.post.Identities;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.jspecify.annotations.Nullable;

/** The file that holds the secret of the pseudonyms: 64 hexadecimal digits on one line. */
final class KeyFile {
  private static final int BYTES = 32;

  private KeyFile() {}

  /** Under the user's configuration directory. */
  static Path standard() {
    String configured = System.getenv("XDG_CONFIG_HOME");
    Path home =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home", "."), ".config")
            : Path.of(configured);
    return home.resolve("afterglow").resolve("key");
  }

  /**
   * Reads the secret; makes one, readable by its owner alone, where the file is missing.
   *
   * @param given the file that the user named; null: the standard one
   * @param out the output folder, which must not hold the secret
   */
  static byte[] secret(@Nullable Path given, String out) {
    Path file = (given == null ? standard() : given).toAbsolutePath().normalize();
    if (!out.contains("://") && file.startsWith(Path.of(out).toAbsolutePath().normalize())) {
      throw new UserError(
          "--key " + file + " lies in the output folder; keep it where the tables do not go");
    }
    try {
      if (Files.notExists(file)) {
        make(file);
      }
      String content = Files.readString(file, StandardCharsets.US_ASCII).strip();
      byte[] secret = HexFormat.of().parseHex(content);
      if (secret.length != BYTES) {
        throw new IllegalArgumentException(content.length() + " digits");
      }
      return secret;
    } catch (IllegalArgumentException | java.nio.charset.MalformedInputException e) {
      throw new UserError("--key " + file + " is no key; right would be 64 hexadecimal digits");
    } catch (IOException e) {
      throw new UserError("--key " + file + " cannot be read or made: " + e.getMessage());
    }
  }

  /**
   * How the ids of a folder that was ingested before became keys.
   *
   * @throws UserError if the secret is not the one that it was made with
   */
  static Identities asIngested(OutputFolder folder, @Nullable Path given, String out) {
    Manifest.StageEntry ingest = folder.manifest().entry(Stage.INGEST);
    String made = ingest.details().path("settings").path("key").asText();
    Identities kept = Identities.kept();
    if (made.equals(kept.fingerprint())) {
      return kept;
    }
    Identities identities = Identities.pseudonyms(secret(given, out));
    if (!identities.fingerprint().equals(made)) {
      throw new UserError(
          "the folder's pseudonyms were made with the key "
              + made
              + ", not with "
              + identities.fingerprint()
              + "; name its file by --key");
    }
    return identities;
  }

  private static void make(Path file) throws IOException {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Files.createDirectories(file.getParent());
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      Files.writeString(
          file, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      // another run made it at the same time: that one counts
    }
  }
}
