package org.afterglow.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
            Synthesize.csv(
                folder.resolve("truth_contrast.csv"),
                "campaign_id,lnlor_age,lnlor_people,lnlor_talk,lnlor_age_with_bots");
        OutputStream silences =
            Synthesize.csv(
                folder.resolve("truth_silence.csv"), "platform,entity,silent_from,silent_to")) {
      for (int index = 0; index < simulation.told(); index++) {
        Entity entity = simulation.entity(index);
        for (SilentSpell silence : SilentSpell.of(options, entity)) {
          row(
              silences,
              entity.platform().word(),
              entity.owners().get(0).handle(),
              Synthesize.time(simulation.calendar().micros(silence.fromDay())),
              Synthesize.time(simulation.calendar().micros(silence.toDay())));
        }
        if (entity.campaigns().isEmpty()) {
          continue;
        }
        Truth promotional = new Truth(entity.promotional(), options.postHalfLifeSd());
        Truth conversational = new Truth(entity.conversational(), options.postHalfLifeSd());
        PeopleTruth people = new PeopleTruth(options, simulation.calendar(), entity);
        double age = promotional.logOddsLate() - conversational.logOddsLate();
        double ageWithBots =
            options.botTiming() == BotTiming.LATE
                ? promotional.logOddsLateWith(options.botActsShare()) - conversational.logOddsLate()
                : age;
        double talk =
            logOddsLateTalk(entity, promotional, true)
                - logOddsLateTalk(entity, conversational, false);
        for (Entity.Campaign campaign : entity.campaigns()) {
          campaign(campaigns, entity, campaign);
          decay(decay, entity, campaign, true, promotional);
          decay(decay, entity, campaign, false, conversational);
          row(contrast, campaign.id(), age, people.logOddsRatio(campaign), talk, ageWithBots);
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
    effects(folder);
    bots(folder);
    try (OutputStream season =
        Synthesize.csv(folder.resolve("truth_season.csv"), "hour_of_week,season")) {
      for (int hour = 0; hour < 168; hour++) {
        row(season, hour, simulation.calendar().season(hour));
      }
    }
  }

  private double logOddsLateTalk(Entity entity, Truth truth, boolean promotionalPosts) {
    boolean twitter = entity.platform() == Platform.TWITTER;
    double direct = twitter ? 1 - options.repostShare() : 1;
    double replies = twitter ? 1 - options.repostShare() - options.quoteShare() : 1;
    return truth.logOddsLateTalk(
        direct,
        replies * options.talkShare(),
        options.talkDays() * (promotionalPosts ? options.promotionalTalkRatio() : 1));
  }

  /** The effects of the claims, of entities that go on talking and of those that fall silent. */
  private void effects(Path folder) throws IOException {
    try (OutputStream effects =
        Synthesize.csv(
            folder.resolve("truth_effects.csv"), "habit,theta_2,theta_3,theta_5,theta_6,theta_8")) {
      for (Entity.Habit habit : List.of(Entity.Habit.SUSTAINED, Entity.Habit.CAMPAIGN_ONLY)) {
        boolean silent = habit == Entity.Habit.CAMPAIGN_ONLY;
        row(
            effects,
            habit.name().toLowerCase(Locale.ROOT),
            options.answerShare() == 0
                ? null
                : options.answerShareAfter()
                    / options.answerShare()
                    * (silent ? options.campaignOnlyAnswers() : 1),
            options.theta3(),
            options.theta5(),
            silent ? null : options.theta6(),
            1 / StrictMath.sqrt(options.rateShape()));
      }
    }
  }

  /** Bots that act on posts, and background posters who repeat one text. */
  private void bots(Path folder) throws IOException {
    try (OutputStream bots =
        Synthesize.csv(folder.resolve("truth_bot.csv"), "platform,author,kind")) {
      for (Platform platform : simulation.platforms()) {
        for (Account bot : simulation.bots(platform)) {
          row(
              bots,
              platform.word(),
              bot.handle(),
              options.botKind().name().toLowerCase(Locale.ROOT));
        }
        for (Account poster : simulation.repeatingPosters(platform)) {
          row(bots, platform.word(), poster.handle(), "repeat");
        }
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
            campaign.profile(promotionalPosts),
            options.start().plusDays(campaign.startDay()),
            campaign.days(),
            place -> promotionalPosts ? campaign.shareLeft(place) : 1);
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
