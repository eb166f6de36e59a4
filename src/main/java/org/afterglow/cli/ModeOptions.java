package org.afterglow.cli;

import org.afterglow.UserError;
import org.afterglow.ingest.IngestArchives;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import picocli.CommandLine.Option;

/** What a folder that holds a run already is to be used for. */
final class ModeOptions {
  @Option(names = "--add", description = "Add these archives to those that the folder holds.")
  private boolean add;

  @Option(
      names = "--replace",
      description = {
        "Write everything in the folder anew.",
        "A replacement that was cut short goes on where it was, if all is as it was."
      })
  private boolean replace;

  /** Refuses options that exclude each other, before anything is started for them. */
  void check() {
    if (add && replace) {
      throw new UserError("--add and --replace exclude each other; give one of them");
    }
  }

  IngestArchives.Mode mode() {
    return add
        ? IngestArchives.Mode.ADD
        : replace ? IngestArchives.Mode.REPLACE : IngestArchives.Mode.BEGIN;
  }

  /**
   * The mode for a run of several stages: a replacement that was cut short is gone on with.
   *
   * @param last stage that is asked for
   */
  IngestArchives.Mode mode(OutputFolder folder, Stage last) {
    return mode() == IngestArchives.Mode.REPLACE && !folder.finished(last)
        ? IngestArchives.Mode.GO_ON_REPLACING
        : mode();
  }

  /**
   * A folder in which the last stage asked for is whole is not written to by accident; one whose
   * tables were damaged since is mended.
   */
  void refuseFinished(OutputFolder folder, Stage last) {
    if (mode() == IngestArchives.Mode.BEGIN
        && folder.finished(last)
        && folder.damagedTables().isEmpty()) {
      throw new UserError(
          "the folder holds a finished run; --replace writes it anew, --add adds archives to it");
    }
  }
}
