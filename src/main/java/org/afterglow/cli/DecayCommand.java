package org.afterglow.cli;

import org.afterglow.classify.CheckedLabels;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** How engagement decays after campaigns stop. */
@Command(
    name = "decay",
    description = {
      "Measure how engagement decays after the campaigns of a folder stop.",
      "With the labels of a checked sample the contrasts and the half-lives by age are corrected for"
          + " errors of the classes: label --for validation draws one; docs/labelling.md."
    })
final class DecayCommand implements Runnable {
  @Parameters(paramLabel = "OUT", description = "Folder of the tables.")
  private String out = "";

  @Mixin private ValidationOptions validation = new ValidationOptions();
  @Mixin private SharedOptions shared = new SharedOptions();

  @Override
  public void run() {
    CheckedLabels labels = validation.labels();
    try (Session session = shared.open()) {
      OutputFolder folder = session.writing(OutputFolder.toRead(session.spark(), out));
      folder.require(Stage.CAMPAIGNS);
      new Stages(folder, session.progress(), shared.facts(), shared.seed()).decay(labels);
    }
  }
}
