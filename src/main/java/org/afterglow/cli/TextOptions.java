package org.afterglow.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.afterglow.UserError;
import org.afterglow.ingest.ReadTexts;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where the texts of a folder's posts come from. */
final class TextOptions {
  @Option(
      names = "--posts",
      paramLabel = "PATH",
      description = {
        "The folder's archives, to read the texts again; repeats.",
        "Default: the texts that the folder keeps."
      })
  private List<String> posts = List.of();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The secret that the folder's pseudonyms were made with, for --posts.")
  private @Nullable Path key;

  @Mixin private ReadingOptions reading = new ReadingOptions();

  /** Whether texts are to be read again. */
  boolean fromArchives() {
    return !posts.isEmpty();
  }

  /** Refuses mistakes in the options before a session starts. */
  void demandRight() {
    reading.read();
  }

  /** Refuses a folder whose texts are neither there nor to be read again. */
  void demandTexts(OutputFolder folder, String name) {
    if (!fromArchives() && !folder.holds(Tables.TEXTS)) {
      throw new UserError(
          name + " keeps no texts; name the archives by --posts, to read them again");
    }
  }

  /**
   * The texts, as {@link ReadTexts} gives them.
   *
   * @param path of the folder, as the user named it
   * @param wanted keys of the posts to read again, null for all
   */
  Dataset<Row> texts(
      Session session, OutputFolder folder, String path, @Nullable Set<String> wanted) {
    return fromArchives()
        ? ReadTexts.of(
            session.spark(),
            posts,
            reading.read(),
            KeyFile.asIngested(folder, key, path),
            wanted,
            session.progress())
        : folder.table(Tables.TEXTS);
  }
}
