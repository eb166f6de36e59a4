package org.afterglow.cli;

import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What an archive says of the claims. */
@Command(
    name = "claims",
    description = {
      "Measure what the archive of a folder says of the claims C2 to C8, and judge all eight.",
      "Table findings has a row for each, with what may be said or what is missing; the rules are in"
          + " docs/verdicts.md."
    })
final class ClaimsCommand implements Runnable {
  @Parameters(paramLabel = "OUT", description = "Folder of the tables.")
  private String out = "";

  @Mixin private SharedOptions shared = new SharedOptions();

  @Override
  public void run() {
    try (Session session = shared.open()) {
      OutputFolder folder = session.writing(OutputFolder.toRead(session.spark(), out));
      folder.require(Stage.DECAY);
      new Stages(folder, session.progress(), shared.facts(), shared.seed()).claims();
    }
  }
}
