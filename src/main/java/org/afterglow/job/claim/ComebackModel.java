package org.afterglow.job.claim;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.afterglow.job.claim.ComebackMoment.Response;
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
      Response response = of.apply(moment);
      if (response != null) {
        double[] sums = months.computeIfAbsent(month(moment), month -> new double[2]);
        sums[0]++;
        sums[1] += after.applyAsDouble(response);
      }
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

  /**
   * Panels of accounts in the order of keys.
   *
   * @param moments in the order of accounts, then times
   * @param silent which of them count as silences
   */
  List<LogLinkPanel> panels(List<ComebackMoment> moments, Predicate<ComebackMoment> silent) {
    TreeMap<String, List<SilencePenalty.Moment>> accounts = new TreeMap<>();
    for (ComebackMoment moment : moments) {
      Response response = of.apply(moment);
      if (response != null) {
        accounts
            .computeIfAbsent(moment.account(), account -> new ArrayList<>())
            .add(
                new SilencePenalty.Moment(
                    silent.test(moment),
                    moment.lagDays(),
                    response.recent(),
                    response.earlier(),
                    levels.getOrDefault(month(moment), 0),
                    after.applyAsDouble(response)));
      }
    }
    return accounts.entrySet().stream()
        .map(account -> SilencePenalty.panel(account.getKey(), account.getValue(), count))
        .toList();
  }

  /** Fits silences against controls. */
  LogLinkRegression fit(List<ComebackMoment> moments) {
    return SilencePenalty.fit(panels(moments, moment -> moment.is(ComebackMoment.SILENCE)));
  }

  private static String month(ComebackMoment moment) {
    Long back = moment.backMicros();
    return moment.platform()
        + ' '
        + YearMonth.from(
            Instant.EPOCH
                .plusSeconds(Math.floorDiv(back == null ? 0 : back, 1_000_000L))
                .atOffset(ZoneOffset.UTC));
  }
}
