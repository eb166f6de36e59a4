package org.afterglow.classify;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file for a person to fill in: CSV (RFC 4180, UTF-8, every field quoted) with the columns {@code
 * id, text, label, asks, source, created_at, lang, weight, early_weighted, late_weighted}; {@code
 * label} and {@code asks} are empty. {@link LabelFile} reads it back.
 */
public final class LabelSheet {
  private static final String[] COLUMNS = {
    "id",
    "text",
    "label",
    "asks",
    "source",
    "created_at",
    "lang",
    "weight",
    "early_weighted",
    "late_weighted"
  };

  private LabelSheet() {}

  /**
   * A post to label.
   *
   * @param id platform/post_id, as the folder has it
   * @param text as readers saw it
   * @param source {@code platform:venue}, or {@code platform:} and a hash of the author's key
   * @param createdAt null: unknown
   * @param language null: undecided
   * @param weight posts that it stands for, 1/probability of being drawn; null: it was chosen, not
   *     drawn
   * @param earlyWeighted weighted acts at age [0, 1 d), summed over campaigns; null: not counted
   * @param lateWeighted the same at age [1 d, 28 d)
   */
  public record Line(
      String id,
      String text,
      String source,
      @Nullable Instant createdAt,
      @Nullable String language,
      @Nullable Double weight,
      @Nullable Double earlyWeighted,
      @Nullable Double lateWeighted) {}

  /**
   * Writes a file whole, readable and writable by its owner alone.
   *
   * @param replace whether a file of that name may be replaced
   * @throws FileAlreadyExistsException if there is one and it may not
   */
  public static void write(Path file, List<Line> lines, boolean replace) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException("it is no file");
    }
    Path beside = Files.createTempFile(folder, ".labels", ".new", ownersAlone(folder));
    try {
      try (OutputStreamWriter out =
          new OutputStreamWriter(Files.newOutputStream(beside), StandardCharsets.UTF_8)) {
        CsvWriter csv = new CsvWriter(out, settings());
        csv.writeHeaders(COLUMNS);
        lines.forEach(line -> csv.writeRow(fields(line)));
        csv.flush();
      }
      if (!replace && Files.exists(absolute)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      Files.move(
          beside, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static List<@Nullable Object> fields(Line line) {
    List<@Nullable Object> fields = new ArrayList<>();
    fields.add(line.id);
    fields.add(line.text);
    fields.add("");
    fields.add("");
    fields.add(line.source);
    fields.add(line.createdAt);
    fields.add(line.language);
    fields.add(line.weight);
    fields.add(line.earlyWeighted);
    fields.add(line.lateWeighted);
    return fields;
  }

  private static CsvWriterSettings settings() {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\r\n");
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setMaxCharsPerColumn(-1);
    settings.setQuoteAllFields(true);
    return settings;
  }

  /** Elsewhere than on POSIX, what the folder gives to its files. */
  private static FileAttribute<?>[] ownersAlone(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
