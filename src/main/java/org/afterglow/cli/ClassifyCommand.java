package org.afterglow.cli;

import org.afterglow.UserError;
import org.afterglow.ingest.ChosenModel;
import org.afterglow.ingest.ClassifyTexts;
import org.afterglow.ingest.IngestArchives;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Scores a folder's posts anew. */
@Command(
    name = "classify",
    description = {
      "Score the posts of a folder anew, by another model.",
      "From the folder's own texts where they were kept; with --posts, from the archives again."
    })
final class ClassifyCommand implements Runnable {
  @Parameters(paramLabel = "OUT", description = "Folder of the tables.")
  private String out = "";

  @Mixin private IngestOptions ingest = new IngestOptions();
  @Mixin private SharedOptions shared = new SharedOptions();

  @Override
  public void run() {
    ingest.checkReading();
    try (Session session = shared.open()) {
      OutputFolder folder = session.writing(OutputFolder.toRead(session.spark(), out));
      folder.require(Stage.INGEST);
      if (!ingest.namesPosts() && !folder.holds(Tables.TEXTS)) {
        throw new UserError(
            "the folder keeps no texts; name the archives by --posts, to read them again");
      }
      ingest.verify(session);
      ChosenModel model = ChosenModel.of(folder, ingest.model());
      if (ingest.namesPosts()) {
        IngestArchives.into(
            folder,
            ingest.request(
                out, model.hash(), shared.facts(), shared.platforms(), IngestArchives.Mode.REPLACE),
            model,
            session.progress());
      } else {
        session.progress().stage("classify");
        ClassifyTexts.of(folder, model);
      }
    }
  }
}
