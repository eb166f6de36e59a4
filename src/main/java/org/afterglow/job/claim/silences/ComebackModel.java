package org.afterglow.job.claim.silences;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.afterglow.job.claim.silences.ComebackMoment.Response;
import org.afterglow.statistics.LogLinkPanel;
import org.afterglow.statistics.LogLinkRegression;
import org.afterglow.statistics.SilencePenalty;
import org.jspecify.annotations.Nullable;

/**
 * How moments become the panels of a regression: which counts are taken, and which months have a
 * level of their own.
 *
 * @param of the response that is taken
 * @param after what is counted of it after the lag
 * @param levels of platforms and months
 * @param count of levels
 */
record ComebackModel(
    Function<ComebackMoment, @Nullable Response> of,
    ToDoubleFunction<Response> after,
    Map<String, Integer> levels,
    int count) {

  /** The model of some moments, all of which have a response. */
  static ComebackModel of(
      List<ComebackMoment> moments,
      Function<ComebackMoment, @Nullable Response> of,
      ToDoubleFunction<Response> after) {
    TreeMap<String, double[]> months = new TreeMap<>();
    for (ComebackMoment moment : moments) {
      double[] sums = months.computeIfAbsent(month(moment), month -> new double[2]);
      sums[0]++;
      sums[1] += after.applyAsDouble(Objects.requireNonNull(of.apply(moment)));
    }
    int[] levels =
        SilencePenalty.levels(
            months.values().stream().mapToLong(sums -> (long) sums[0]).toArray(),
            months.values().stream().mapToDouble(sums -> sums[1]).toArray());
    Map<String, Integer> byMonth = new TreeMap<>();
    int next = 0;
    for (String month : months.keySet()) {
      byMonth.put(month, levels[next++]);
    }
    return new ComebackModel(of, after, byMonth, 1 + Arrays.stream(levels).max().orElse(0));
  }

  /** Fits silences against controls; moments in the order of accounts, then times. */
  LogLinkRegression fit(List<ComebackMoment> moments) {
    TreeMap<String, List<SilencePenalty.Moment>> accounts = new TreeMap<>();
    for (ComebackMoment moment : moments) {
      accounts
          .computeIfAbsent(moment.account(), account -> new ArrayList<>())
          .add(regressed(moment, moment.is(ComebackMoment.SILENCE)));
    }
    return SilencePenalty.fit(panels(accounts));
  }

  /** Panels of accounts. */
  List<LogLinkPanel> panels(SortedMap<String, List<SilencePenalty.Moment>> accounts) {
    return accounts.entrySet().stream()
        .map(account -> SilencePenalty.panel(account.getKey(), account.getValue(), count))
        .toList();
  }

  /**
   * A moment as the regression takes it.
   *
   * @param silent whether it counts as a silence
   */
  SilencePenalty.Moment regressed(ComebackMoment moment, boolean silent) {
    Response response = Objects.requireNonNull(of.apply(moment));
    return new SilencePenalty.Moment(
        silent,
        moment.lagDays(),
        response.recent(),
        response.earlier(),
        levels.getOrDefault(month(moment), 0),
        after.applyAsDouble(response));
  }

  private static String month(ComebackMoment moment) {
    long back = Objects.requireNonNull(moment.backMicros());
    return moment.platform()
        + ' '
        + YearMonth.from(
            Instant.EPOCH.plusSeconds(Math.floorDiv(back, 1_000_000L)).atOffset(ZoneOffset.UTC));
  }
}
