package org.afterglow.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.afterglow.UserError;
import org.afterglow.campaign.DeclaredCampaign;
import org.afterglow.campaign.DeclaredCampaigns;
import org.afterglow.post.Identities;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which campaigns are found. */
final class CampaignOptions {
  @Option(
      names = "--campaigns",
      paramLabel = "FILE",
      description = {
        "Declared campaigns as CSV: campaign_id,platform,entity_type,entity_id,role,start_utc,"
            + "stop_utc,label.",
        "Others are detected from the posts."
      })
  private @Nullable Path file;

  /** Reads the file for its mistakes. */
  void check() {
    declared();
  }

  /** The declared campaigns; none without a file. */
  List<DeclaredCampaign> declared() {
    if (file == null) {
      return List.of();
    }
    if (Files.isDirectory(file)) {
      throw new UserError("--campaigns " + file + " is a folder; name a CSV file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return DeclaredCampaigns.read(in, file.toString());
    } catch (IOException e) {
      throw new UserError("--campaigns " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** Names the file's content, for the manifest; null without a file. */
  @Nullable String digest() {
    if (file == null) {
      return null;
    }
    try {
      return Identities.kept().text(Files.readString(file));
    } catch (IOException e) {
      throw new UserError("--campaigns " + file + " cannot be read: " + e.getMessage());
    }
  }
}
