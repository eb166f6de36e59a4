package org.afterglow.cli;

import org.afterglow.ingest.ChosenModel;
import org.afterglow.ingest.IngestArchives;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Archives in; posts, events and the accounts of every record out. */
@Command(
    name = "ingest",
    description = "Read archives: posts, events, rejects, duplicates, deletions, coverage.")
final class IngestCommand implements Runnable {
  @Parameters(paramLabel = "OUT", description = "Folder of the tables.")
  private String out = "";

  @Mixin private IngestOptions ingest = new IngestOptions();
  @Mixin private ModeOptions modes = new ModeOptions();
  @Mixin private SharedOptions shared = new SharedOptions();

  @Override
  public void run() {
    ingest.check();
    modes.check();
    try (Session session = shared.open()) {
      ingest.verify(session, out, modes, Stage.INGEST);
      OutputFolder folder = session.writing(OutputFolder.toWrite(session.spark(), out));
      modes.refuseFinished(folder, Stage.INGEST);
      ChosenModel model = ChosenModel.of(folder, ingest.model());
      IngestArchives.Request request =
          ingest.request(out, model.hash(), shared.facts(), shared.platforms(), modes.mode());
      IngestArchives.into(folder, request, model, session.progress());
    }
  }
}
