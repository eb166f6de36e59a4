package org.afterglow.simulate;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** When, within a campaign, the posts of one class are made. */
public enum PostingProfile {
  UNIFORM,
  /** Beta(3, 1): mostly towards the stop. */
  LATE,
  /** Beta(1, 3): mostly after the start. */
  EARLY,
  /** The last 24 hours alone. */
  LAST_DAY,
  /** Monday to Friday, 07:00–11:00 UTC. */
  WEEKDAY_MORNINGS,
  /** Saturday and Sunday, 18:00–23:00 UTC. */
  WEEKEND_EVENINGS,
  /** One of the others for each campaign. */
  MIXED;

  /**
   * The time below which a share of the posts is made, in days since the start.
   *
   * @param share in [0, 1)
   * @param start first day of the campaign
   * @param days its length
   */
  double quantile(double share, LocalDate start, int days) {
    return switch (this) {
      case UNIFORM -> share * days;
      case LATE -> days * StrictMath.pow(share, 1.0 / 3);
      case EARLY -> days * (1 - StrictMath.pow(1 - share, 1.0 / 3));
      case LAST_DAY -> days - 1 + share;
      case WEEKDAY_MORNINGS -> within(share, start, days, false, 7, 4);
      case WEEKEND_EVENINGS -> within(share, start, days, true, 18, 5);
      case MIXED -> throw new IllegalStateException("A campaign has one profile");
    };
  }

  /** The profile of one campaign, by a number in [0, 1) where each has its own. */
  PostingProfile of(double place) {
    return this == MIXED ? values()[(int) (place * (values().length - 1))] : this;
  }

  /** Whether the profile itself says at which hour of the day posts are made. */
  boolean hasHours() {
    return this == WEEKDAY_MORNINGS || this == WEEKEND_EVENINGS;
  }

  private static double within(
      double share, LocalDate start, int days, boolean weekend, int hour, int hours) {
    List<Integer> fitting =
        IntStream.range(0, days)
            .filter(
                day ->
                    (start.plusDays(day).getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0)
                        == weekend)
            .boxed()
            .toList();
    if (fitting.isEmpty()) {
      return share * days;
    }
    double place = share * fitting.size();
    int index = Math.min((int) place, fitting.size() - 1);
    return fitting.get(index) + (hour + (place - index) * hours) / 24;
  }
}
