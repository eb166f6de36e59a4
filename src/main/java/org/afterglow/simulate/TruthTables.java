package org.afterglow.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tables below {@code truth/} that do not list posts (docs/methods.md, section 8). */
final class TruthTables {
  private final SimulationOptions options;
  private final Simulation simulation;

  TruthTables(SimulationOptions options, Simulation simulation) {
    this.options = options;
    this.simulation = simulation;
  }

  void write(Path folder) throws IOException {
    try (OutputStream campaigns =
            Synthesize.csv(
                folder.resolve("truth_campaign.csv"),
                "campaign_id,platform,entity,owners,venue,tag,habit,declared,started_at,stopped_at");
        OutputStream decay =
            Synthesize.csv(
                folder.resolve("truth_decay.csv"),
                "campaign_id,class,family,h,f,t50_days,rho28,d28_days,half_of_28d_age_hours");
        OutputStream contrast =
            Synthesize.csv(folder.resolve("truth_contrast.csv"), "campaign_id,lnlor_age")) {
      for (Entity entity : simulation.entities()) {
        Truth promotional = new Truth(entity.promotional(), options.postHalfLifeSd());
        Truth conversational = new Truth(entity.conversational(), options.postHalfLifeSd());
        for (Entity.Campaign campaign : entity.campaigns()) {
          campaign(campaigns, entity, campaign);
          decay(decay, entity, campaign, true, promotional);
          decay(decay, entity, campaign, false, conversational);
          row(contrast, campaign.id(), promotional.logOddsLate() - conversational.logOddsLate());
        }
      }
    }
    try (OutputStream exposure =
        Synthesize.csv(folder.resolve("truth_exposure.csv"), "platform,outage_from,outage_to")) {
      for (Platform platform : Platform.values()) {
        for (SimulatedCalendar.Outage outage : simulation.calendar().outages(platform)) {
          row(
              exposure,
              platform.word(),
              Synthesize.time(outage.fromMicros()),
              Synthesize.time(outage.toMicros()));
        }
      }
    }
    try (OutputStream season =
        Synthesize.csv(folder.resolve("truth_season.csv"), "hour_of_week,season")) {
      for (int hour = 0; hour < 168; hour++) {
        row(season, hour, simulation.calendar().season(hour));
      }
    }
  }

  private void campaign(OutputStream out, Entity entity, Entity.Campaign campaign)
      throws IOException {
    row(
        out,
        campaign.id(),
        entity.platform().word(),
        entity.owners().get(0).handle(),
        String.join(" ", entity.owners().stream().map(Account::handle).toList()),
        entity.venue(),
        campaign.tag(),
        entity.habit().name().toLowerCase(Locale.ROOT),
        campaign.declared(),
        Synthesize.time(simulation.calendar().micros(campaign.startDay())),
        Synthesize.time(simulation.calendar().micros(campaign.stopDay())));
  }

  private void decay(
      OutputStream out,
      Entity entity,
      Entity.Campaign campaign,
      boolean promotionalPosts,
      Truth truth)
      throws IOException {
    Kernel kernel = entity.kernel(promotionalPosts);
    Truth.AfterStop after =
        truth.afterStop(
            promotionalPosts ? options.promotionalProfile() : options.conversationalProfile(),
            options.start().plusDays(campaign.startDay()),
            campaign.days());
    row(
        out,
        campaign.id(),
        promotionalPosts ? "promotional" : "conversational",
        kernel.family().name().toLowerCase(Locale.ROOT),
        kernel.halfLifeDays(),
        kernel.floor(),
        Double.isInfinite(after.t50Days()) ? null : after.t50Days(),
        after.rho28(),
        after.d28Days(),
        truth.halfOf28DaysAgeHours());
  }

  private static void row(OutputStream out, @Nullable Object... values) throws IOException {
    out.write(CsvLine.bytes(Arrays.asList(values)));
  }
}
