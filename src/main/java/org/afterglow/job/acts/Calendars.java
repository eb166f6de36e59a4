package org.afterglow.job.acts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.afterglow.decay.HourState;
import org.afterglow.decay.ObservedCalendar;
import org.afterglow.table.CoverageRow;
import org.afterglow.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What each platform's archive observed hour by hour, as exposures need it. */
public final class Calendars {
  private static final long SECONDS = 3600;

  private Calendars() {}

  /**
   * The calendars by platform, for exposures: a few kilobytes for each year of an archive.
   *
   * @param coverage rows of table coverage, judged without campaigns where that has been done
   * @param season factors by platform and hour of week
   */
  public static Map<String, ObservedCalendar> of(Dataset<Row> coverage, Season season) {
    List<CoverageRow> rows =
        Tables.COVERAGE.records(coverage.orderBy("platform", "hour")).collectAsList();
    Map<String, List<CoverageRow>> byPlatform = new TreeMap<>();
    for (CoverageRow row : rows) {
      byPlatform.computeIfAbsent(row.platform(), p -> new ArrayList<>()).add(row);
    }
    Map<String, ObservedCalendar> calendars = new TreeMap<>();
    byPlatform.forEach(
        (platform, hours) -> calendars.put(platform, calendar(hours, season.factors(platform))));
    return calendars;
  }

  private static ObservedCalendar calendar(List<CoverageRow> hours, double[] season) {
    long first = hours.get(0).hour().getEpochSecond() / SECONDS;
    long last = hours.get(hours.size() - 1).hour().getEpochSecond() / SECONDS;
    byte[] halves = new byte[Math.toIntExact(last - first + 1)];
    for (CoverageRow hour : hours) {
      String judged = hour.stateWithoutCampaigns();
      HourState state = HourState.of(judged == null ? hour.state() : judged);
      halves[(int) (hour.hour().getEpochSecond() / SECONDS - first)] =
          (byte) state.observedHalves();
    }
    return new ObservedCalendar(first, halves, season);
  }
}
