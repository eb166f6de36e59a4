package org.afterglow.cli;

import org.afterglow.classify.CheckedLabels;
import org.afterglow.ingest.ChosenModel;
import org.afterglow.ingest.IngestArchives;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The main job: archives in, every table and the report out. */
@Command(
    name = "run",
    description = {
      "The main job: archives in, every table and the report out.",
      "On a folder with an unfinished run it goes on where that stopped."
    })
final class RunCommand implements Runnable {
  @Parameters(paramLabel = "OUT", description = "Folder of the tables and the report.")
  private String out = "";

  @Mixin private IngestOptions ingest = new IngestOptions();
  @Mixin private CampaignOptions campaigns = new CampaignOptions();
  @Mixin private ValidationOptions validation = new ValidationOptions();
  @Mixin private ModeOptions modes = new ModeOptions();
  @Mixin private SharedOptions shared = new SharedOptions();

  @Override
  public void run() {
    ingest.check();
    modes.check();
    campaigns.check(); // before hours of reading, not after
    CheckedLabels labels = validation.labels();
    try (Session session = shared.open()) {
      ingest.verify(session, out, modes, Stage.REPORT);
      OutputFolder folder = session.writing(OutputFolder.toWrite(session.spark(), out));
      modes.refuseFinished(folder, Stage.REPORT);
      ChosenModel model = ChosenModel.of(folder, ingest.model());
      IngestArchives.Request request =
          ingest.request(
              out,
              model.hash(),
              shared.facts(),
              shared.platforms(),
              modes.mode(folder, Stage.REPORT));
      Stages stages = new Stages(folder, session.progress(), shared.facts(), shared.seed());
      ingest.tellClaims(session);
      stages.ingest(request, model);
      stages.campaigns(campaigns, request.identities());
      stages.decay(labels);
      stages.claims();
      stages.report();
    }
  }
}
