package org.afterglow.job.find;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.afterglow.campaign.DeclaredCampaign;
import org.afterglow.ingest.ArchiveFacts;
import org.afterglow.post.Identities;
import org.afterglow.table.Manifest;
import org.afterglow.table.OutputFolder;
import org.afterglow.table.Stage;
import org.afterglow.table.Tables;

/** Posts in; {@code campaigns campaign_members} out. */
public final class FindCampaigns {
  private FindCampaigns() {}

  /**
   * Runs the stage and publishes its tables.
   *
   * @param declared the user's own list, empty if there is none
   * @param identities as the posts' keys were made
   * @param facts what the user knows of the archive
   * @param settings for the manifest
   */
  public static void into(
      OutputFolder out,
      List<DeclaredCampaign> declared,
      Identities identities,
      ArchiveFacts facts,
      ObjectNode settings) {
    DetectCampaigns.Campaigns found =
        DetectCampaigns.from(
            out.table(Tables.POSTS), out.table(Tables.COVERAGE), facts, declared, identities);
    ObjectNode details = Manifest.JSON.createObjectNode();
    details.set("settings", settings);
    details.set("entities_without_campaign", Manifest.JSON.valueToTree(found.skipped()));
    details.set("adverts", Manifest.JSON.valueToTree(found.adverts()));
    out.publish(Stage.CAMPAIGNS)
        .table(Tables.CAMPAIGNS, found.campaigns())
        .table(Tables.CAMPAIGN_MEMBERS, found.members())
        .commit(details);
  }
}
