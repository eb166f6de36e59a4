package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time outside campaigns without a post of an entity, half-open, in days since the start of the
 * archive.
 */
record SilentSpell(double fromDay, double toDay) {
  /** Shorter silences are no gaps (docs/methods.md, section 5, C6). */
  static final int LEAST_DAYS = 14;

  /** Days before a campaign that belong to it: no silence leads up to one. */
  private static final int BEFORE_CAMPAIGN_DAYS = 7;

  /** The silences of an entity, in order of time; none of one that is silent without a campaign. */
  static List<SilentSpell> of(SimulationOptions options, Entity entity) {
    if (entity.habit() == Entity.Habit.CAMPAIGN_ONLY) {
      return List.of();
    }
    Draws draws = Draws.of(options.seed(), "silences", entity.index());
    List<SilentSpell> spells = new ArrayList<>();
    int wanted = draws.poisson(options.silencesPerYear() * options.days() / 365.25);
    for (int number = 0; number < wanted; number++) {
      double from = draws.uniform() * options.days();
      double to = from + LEAST_DAYS + draws.exponential(options.silenceMeanDays() - LEAST_DAYS);
      boolean free =
          to < options.days()
              && spells.stream().noneMatch(spell -> from < spell.toDay() && spell.fromDay() < to)
              && entity.campaigns().stream()
                  .noneMatch(
                      campaign ->
                          from < campaign.stopDay()
                              && campaign.startDay() - BEFORE_CAMPAIGN_DAYS < to);
      if (free) {
        spells.add(new SilentSpell(from, to));
      }
    }
    spells.sort(Comparator.comparingDouble(SilentSpell::fromDay));
    return List.copyOf(spells);
  }

  double days() {
    return toDay - fromDay;
  }

  boolean holds(double day) {
    return day >= fromDay && day < toDay;
  }
}
