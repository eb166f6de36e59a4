package org.afterglow.simulate;

import java.util.ArrayList;
import java.util.Arrays;
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
    double[] drift =
        SimulatedCalendar.drift(options, Draws.of(options.seed(), "drift", entity.index()));
    for (int number = 0; number < wanted; number++) {
      double from = begins(options, drift, draws) * options.days();
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

  /** When a silence begins, as a share of the archive: the rather in weeks of a low level. */
  private static double begins(SimulationOptions options, double[] drift, Draws draws) {
    double place = draws.uniform();
    double power = options.silencesFollowLevel();
    if (power == 0) {
      return place;
    }
    double lowest = Arrays.stream(drift).min().orElse(1);
    while (draws.uniform()
        > StrictMath.pow(drift[(int) (place * options.days()) / 7] / lowest, -power)) {
      place = draws.uniform();
    }
    return place;
  }

  double days() {
    return toDay - fromDay;
  }

  boolean holds(double day) {
    return day >= fromDay && day < toDay;
  }
}
