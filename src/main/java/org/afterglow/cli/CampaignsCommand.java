package org.afterglow.cli;

import java.nio.file.Path;
import org.afterglow.post.Identities;
import org.afterglow.table.OutputFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Declared and detected campaigns. */
@Command(
    name = "campaigns",
    description = "Find campaigns, declared and detected, in the posts of a folder.")
final class CampaignsCommand implements Runnable {
  @Parameters(paramLabel = "OUT", description = "Folder of the tables.")
  private String out = "";

  @Mixin private CampaignOptions campaigns = new CampaignOptions();
  @Mixin private SharedOptions shared = new SharedOptions();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The secret that the folder's pseudonyms were made with.")
  private @Nullable Path key;

  @Override
  public void run() {
    campaigns.check();
    try (Session session = shared.open()) {
      OutputFolder folder = session.writing(OutputFolder.toRead(session.spark(), out));
      folder.require(org.afterglow.table.Stage.INGEST);
      Identities identities = KeyFile.asIngested(folder, key, out);
      new Stages(folder, session.progress(), shared.facts(), shared.seed())
          .campaigns(campaigns, identities);
    }
  }
}
