package org.afterglow.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The campaigns.csv of a synthetic archive: every owner of a declared campaign, its hashtag if that
 * is declared too; of an entity with a subreddit of its own, the subreddit. Times are written as
 * bare dates (of which the stop counts to its end) and as instants in turn.
 */
final class Declarations {
  private final SimulationOptions options;
  private final Simulation simulation;

  Declarations(SimulationOptions options, Simulation simulation) {
    this.options = options;
    this.simulation = simulation;
  }

  /** Writes the file; gives the number of campaigns. */
  int write(Path file) throws IOException {
    int declared = 0;
    try (OutputStream out =
        Synthesize.csv(
            file, "campaign_id,platform,entity_type,entity_id,role,start_utc,stop_utc,label")) {
      for (int index = 0; index < simulation.told(); index++) {
        Entity entity = simulation.entity(index);
        for (Entity.Campaign campaign : entity.campaigns()) {
          if (campaign.declared()) {
            boolean dates = declared % 2 == 0;
            rows(out, entity, campaign, dates);
            declared++;
          }
        }
      }
    }
    return declared;
  }

  private void rows(OutputStream out, Entity entity, Entity.Campaign campaign, boolean dates)
      throws IOException {
    String start = String.valueOf(options.start().plusDays(campaign.startDay()));
    String stop =
        dates
            ? String.valueOf(options.start().plusDays(campaign.stopDay() - 1))
            : options.start().plusDays(campaign.stopDay()) + "T00:00:00Z";
    if (!dates) {
      start = start + "T00:00:00Z";
    }
    String label = entity.owners().get(0).name() + " #" + campaign.tag();
    String venue = entity.venue();
    if (entity.ownVenue() && venue != null) {
      row(out, entity, campaign, "venue", venue, null, start, stop, label);
      return;
    }
    for (Account owner : entity.owners()) {
      row(out, entity, campaign, "account", owner.handle(), "owner", start, stop, label);
    }
    if (campaign.tagDeclared()) {
      row(out, entity, campaign, "hashtag", campaign.tag(), "topic", start, stop, label);
    }
  }

  private static void row(
      OutputStream out,
      Entity entity,
      Entity.Campaign campaign,
      String type,
      String id,
      @Nullable String role,
      String start,
      String stop,
      String label)
      throws IOException {
    // A table without a mapping has no platform of its own: blank stands for all.
    String platform = entity.platform() == Platform.FORUM ? "" : entity.platform().word();
    String blankRole = role == null ? "" : role;
    out.write(
        CsvLine.bytes(List.of(campaign.id(), platform, type, id, blankRole, start, stop, label)));
  }
}
