package org.afterglow.simulate;

import java.util.Locale;

/** What an estimator ought to find of the campaigns of one entity. */
final class EntityTruth {
  private final SimulationOptions options;
  private final SimulatedCalendar calendar;
  private final Entity entity;
  private final UnitRecords records;

  EntityTruth(
      SimulationOptions options, SimulatedCalendar calendar, Entity entity, UnitRecords records) {
    this.options = options;
    this.calendar = calendar;
    this.entity = entity;
    this.records = records;
  }

  /** Adds its rows of the truth tables to the records. */
  void tell() {
    for (SilentSpell silence : SilentSpell.of(options, entity)) {
      records.row(
          TruthTable.SILENCE,
          entity.platform().word(),
          entity.owners().get(0).handle(),
          Synthesize.time(calendar.micros(silence.fromDay())),
          Synthesize.time(calendar.micros(silence.toDay())));
    }
    if (entity.campaigns().isEmpty()) {
      return;
    }
    Truth promotional = new Truth(entity.promotional(), options.postHalfLifeSd());
    Truth conversational = new Truth(entity.conversational(), options.postHalfLifeSd());
    PeopleTruth people = new PeopleTruth(options, calendar, entity);
    double age = promotional.logOddsLate() - conversational.logOddsLate();
    double ageWithBots =
        options.botTiming() == BotTiming.LATE
            ? promotional.logOddsLateWith(options.botActsShare()) - conversational.logOddsLate()
            : age;
    double talk = logOddsLateTalk(promotional, true) - logOddsLateTalk(conversational, false);
    for (Entity.Campaign campaign : entity.campaigns()) {
      campaign(campaign);
      decay(campaign, true, promotional);
      decay(campaign, false, conversational);
      records.row(
          TruthTable.CONTRAST,
          campaign.id(),
          age,
          people.logOddsRatio(campaign),
          talk,
          ageWithBots);
    }
  }

  private double logOddsLateTalk(Truth truth, boolean promotionalPosts) {
    boolean twitter = entity.platform() == Platform.TWITTER;
    double direct = twitter ? 1 - options.repostShare() : 1;
    double replies = twitter ? 1 - options.repostShare() - options.quoteShare() : 1;
    return truth.logOddsLateTalk(
        direct,
        replies * options.talkShare(),
        options.talkDays() * (promotionalPosts ? options.promotionalTalkRatio() : 1));
  }

  private void campaign(Entity.Campaign campaign) {
    records.row(
        TruthTable.CAMPAIGN,
        campaign.id(),
        entity.platform().word(),
        entity.owners().get(0).handle(),
        String.join(" ", entity.owners().stream().map(Account::handle).toList()),
        entity.venue(),
        campaign.tag(),
        entity.habit().name().toLowerCase(Locale.ROOT),
        campaign.declared(),
        Synthesize.time(calendar.micros(campaign.startDay())),
        Synthesize.time(calendar.micros(campaign.stopDay())));
  }

  private void decay(Entity.Campaign campaign, boolean promotionalPosts, Truth truth) {
    Kernel kernel = entity.kernel(promotionalPosts);
    Truth.AfterStop after =
        truth.afterStop(
            campaign.profile(promotionalPosts),
            options.start().plusDays(campaign.startDay()),
            campaign.days(),
            place -> promotionalPosts ? campaign.shareLeft(place) : 1);
    records.row(
        TruthTable.DECAY,
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
}
