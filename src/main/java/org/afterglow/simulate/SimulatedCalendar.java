package org.afterglow.simulate;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time of an archive: its span, the hour-of-week season of everybody's activity, shocks common
 * to all on a day, and the outages of each platform.
 */
final class SimulatedCalendar {
  static final long HOUR = 3_600_000_000L;
  static final long DAY = 24 * HOUR;
  private static final int WEEK_HOURS = 168;
  private static final double BUSIEST_HOUR = 20;

  /** A span without records, half-open, UTC microseconds. */
  record Outage(long fromMicros, long toMicros) {}

  private final SimulationOptions options;
  private final long startMicros;
  private final int firstHourOfWeek;
  private final double[] season = new double[WEEK_HOURS];
  private final double busiest;
  private final double[] shock;
  private final Map<Platform, List<Outage>> outages = new EnumMap<>(Platform.class);

  SimulatedCalendar(SimulationOptions options, List<Entity> entities) {
    this.options = options;
    this.startMicros = options.start().atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000;
    this.firstHourOfWeek = (options.start().getDayOfWeek().getValue() - 1) * 24;
    double sum = 0;
    for (int hour = 0; hour < WEEK_HOURS; hour++) {
      season[hour] = options.weekdayFactors().get(hour / 24) * diurnal(hour % 24);
      sum += season[hour];
    }
    double highest = 0;
    for (int hour = 0; hour < WEEK_HOURS; hour++) {
      season[hour] *= WEEK_HOURS / sum;
      highest = Math.max(highest, season[hour]);
    }
    this.busiest = highest;
    this.shock =
        autoregressive(
            Draws.of(options.seed(), "shock"),
            options.days(),
            options.shockRho(),
            options.shockSd());
    for (Platform platform : Platform.values()) {
      outages.put(platform, drawOutages(platform, entities));
    }
  }

  private double diurnal(double hour) {
    return 1
        + options.seasonAmplitude()
            * StrictMath.cos(2 * StrictMath.PI * (hour + .5 - BUSIEST_HOUR) / 24);
  }

  /** Multipliers of mean 1: exponentials of an AR(1) series of the given stationary spread. */
  static double[] autoregressive(Draws draws, int length, double rho, double sd) {
    double[] values = new double[length];
    double level = sd * draws.normal();
    for (int index = 0; index < length; index++) {
      values[index] = StrictMath.exp(level - sd * sd / 2);
      level = rho * level + sd * StrictMath.sqrt(1 - rho * rho) * draws.normal();
    }
    return values;
  }

  /** An entity's level by week of the archive. */
  static double[] drift(SimulationOptions options, Draws draws) {
    return autoregressive(draws, options.days() / 7 + 1, options.driftRho(), options.driftSd());
  }

  private List<Outage> drawOutages(Platform platform, List<Entity> entities) {
    Draws draws = Draws.of(options.seed(), "outages", platform.number());
    List<Entity.Campaign> campaigns = new ArrayList<>();
    for (Entity entity : entities) {
      if (entity.platform() == platform) {
        campaigns.addAll(entity.campaigns());
      }
    }
    List<Outage> drawn = new ArrayList<>();
    for (int number = 0; number < options.outages(); number++) {
      int hours =
          options.outageHoursMin()
              + draws.below(options.outageHoursMax() - options.outageHoursMin() + 1);
      Entity.Campaign campaign =
          campaigns.isEmpty() ? null : campaigns.get(draws.below(campaigns.size()));
      double place = draws.uniform();
      long from;
      if (number == 0 && campaign != null) {
        double room = Math.max(0, campaign.days() * 24.0 - hours);
        from = campaign.startDay() * 24L + (long) (place * room);
      } else if (number == 1 && campaign != null) {
        from = campaign.stopDay() * 24L - 1 - (long) (place * (hours - 1));
      } else {
        from = (long) (place * Math.max(1, options.days() * 24L - hours));
      }
      drawn.add(new Outage(startMicros + from * HOUR, startMicros + (from + hours) * HOUR));
    }
    if (options.truncateStartDays() > 0) {
      drawn.add(new Outage(startMicros, micros(options.truncateStartDays())));
    }
    if (options.truncateEndDays() > 0) {
      drawn.add(new Outage(micros(options.days() - options.truncateEndDays()), endMicros()));
    }
    return List.copyOf(drawn);
  }

  long startMicros() {
    return startMicros;
  }

  long endMicros() {
    return startMicros + options.days() * DAY;
  }

  /** The week of a time, counted from the Monday on or before the start. */
  int week(double day) {
    return Math.floorDiv((int) Math.floor(day) + firstHourOfWeek / 24, 7);
  }

  /** Microseconds of a time given in days since the start. */
  long micros(double day) {
    return startMicros + (long) (day * DAY);
  }

  /** The day of a time, 0 on the first. */
  int day(long micros) {
    return (int) Math.floorDiv(micros - startMicros, DAY);
  }

  LocalDate date(int day) {
    return options.start().plusDays(day);
  }

  List<Outage> outages(Platform platform) {
    return List.copyOf(outages.getOrDefault(platform, List.of()));
  }

  /** Whether a record of this time is in the archive, sampling apart. */
  boolean observed(Platform platform, long micros) {
    return micros >= startMicros && micros < endMicros() && outage(platform, micros) == null;
  }

  private @Nullable Outage outage(Platform platform, long micros) {
    for (Outage outage : outages.getOrDefault(platform, List.of())) {
      if (micros >= outage.fromMicros() && micros < outage.toMicros()) {
        return outage;
      }
    }
    return null;
  }

  /** Season of an hour of the week, 0 = Monday 00:00 UTC; the mean of all is 1. */
  double season(int hourOfWeek) {
    return season[hourOfWeek];
  }

  double season(long micros) {
    long hours = Math.floorDiv(micros - startMicros, HOUR);
    return season[(int) Math.floorMod(hours + firstHourOfWeek, (long) WEEK_HOURS)];
  }

  /** The highest season of any hour. */
  double busiest() {
    return busiest;
  }

  /** Multiplier of everybody's engagement on a day; 1 outside the archive. */
  double shock(int day) {
    return day < 0 || day >= shock.length ? 1 : shock[day];
  }

  /** What a steady decline leaves of engagement on a day. */
  double decline(double day) {
    return StrictMath.pow(1 - options.declinePerYear(), day / 365.25);
  }

  /** A time of the day, as a share of it, drawn by the hours of people's activity. */
  double timeOfDay(Draws draws) {
    double bound = 1 + options.seasonAmplitude();
    while (true) {
      double place = draws.uniform();
      if (draws.uniform() * bound < diurnal((int) (place * 24))) {
        return place;
      }
    }
  }

  /** How many times the mean everybody posts on this day of the week. */
  double weekday(int day) {
    double sum = 0;
    for (double factor : options.weekdayFactors()) {
      sum += factor;
    }
    int weekday = date(day).getDayOfWeek().getValue() - 1;
    return options.weekdayFactors().get(weekday) * 7 / sum;
  }
}
