package org.afterglow.cli;

import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Every table in one HTML file. */
@Command(name = "report", description = "Draw the tables of a folder in one HTML file.")
final class ReportCommand implements Runnable {
  @Parameters(paramLabel = "OUT", description = "Folder of the tables.")
  private String out = "";

  @Mixin private SharedOptions shared = new SharedOptions();

  @Override
  public void run() {
    try (Session session = shared.open()) {
      OutputFolder folder = session.writing(OutputFolder.toRead(session.spark(), out));
      folder.require(Stage.CLAIMS);
      new Stages(folder, session.progress(), shared.facts(), shared.seed()).report();
    }
  }
}
