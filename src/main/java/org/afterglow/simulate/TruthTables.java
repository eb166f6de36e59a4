package org.afterglow.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tables below {@code truth/} of the archive as a whole (docs/methods.md, section 8). */
final class TruthTables {
  private final SimulationOptions options;
  private final Simulation simulation;

  TruthTables(SimulationOptions options, Simulation simulation) {
    this.options = options;
    this.simulation = simulation;
  }

  void write(Path folder) throws IOException {
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

  /** The effects of the claims, of entities that go on talking and of those that fall silent. */
  private void effects(Path folder) throws IOException {
    try (OutputStream effects =
        Synthesize.csv(
            folder.resolve("truth_effects.csv"),
            "habit,theta_2,theta_3,theta_4,theta_5,theta_6,theta_7,theta_8")) {
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
            options.theta4(),
            options.theta5(),
            silent ? null : options.theta6(),
            options.theta7(),
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

  private static void row(OutputStream out, @Nullable Object... values) throws IOException {
    out.write(CsvLine.bytes(Arrays.asList(values)));
  }
}
