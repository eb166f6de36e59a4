package org.afterglow.job.claim.silences;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.DealtPlacebo;
import org.afterglow.statistics.ClusteredFit;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.LogLinkRegression;
import org.afterglow.statistics.PlaceboDeal;
import org.afterglow.statistics.PlaceboShare;
import org.afterglow.statistics.SilencePenalty;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.PlaceboRow;
import org.jspecify.annotations.Nullable;

/**
 * The placebo of C6: half of each account's controls, dealt at random, are taken for silences,
 * after none of which anything was silent.
 */
final class SplitControls {
  /** Of the penalty after 60 days. */
  static final String PENALTY = "split_controls_penalty";

  /** Of the slope. */
  static final String SLOPE = "split_controls_slope";

  /** More of one account say little more, and take their time in each of the draws. */
  private static final int MOST_OF_AN_ACCOUNT = 20;

  private SplitControls() {}

  /**
   * A row for each figure.
   *
   * @param fitted silences against controls, whose weights the draws take over
   * @param moments in the order of accounts, then times
   */
  static List<PlaceboRow> rows(
      ComebackModel model,
      LogLinkRegression fitted,
      List<ComebackMoment> moments,
      Draws draws,
      int number) {
    PlaceboShare penalty = new PlaceboShare();
    PlaceboShare slope = new PlaceboShare();
    Controls controls = Controls.of(model, moments, draws);
    if (fitted.overdispersion() != null) {
      // Each draw is a stream of its own: it does not matter which is worked out first.
      IntStream.rangeClosed(1, number)
          .parallel()
          .mapToObj(
              draw ->
                  SilencePenalty.again(
                      fitted, model.panels(controls.split(draws.stream("", "split", draw)))))
          .toList()
          .forEach(
              fit -> {
                penalty.add(interval(SilencePenalty.atLag(fit, ComebackPenalties.DECIDING_DAYS)));
                slope.add(interval(SilencePenalty.slope(fit)));
              });
    }
    int accounts = controls.members.length;
    return List.of(
        DealtPlacebo.row(Claim.C6.name(), PENALTY, penalty, accounts, number),
        DealtPlacebo.row(Claim.C6.name(), SLOPE, slope, accounts, number));
  }

  /**
   * The controls that are dealt to.
   *
   * @param accounts of each its account
   * @param plain each as it is
   * @param silent each taken for a silence
   * @param members of each account, by their numbers
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Controls(
      List<String> accounts,
      List<SilencePenalty.Moment> plain,
      List<SilencePenalty.Moment> silent,
      int[][] members) {

    /** Of each account those of the lowest hashes, in the order of accounts, then times. */
    static Controls of(ComebackModel model, List<ComebackMoment> moments, Draws draws) {
      TreeMap<String, List<ComebackMoment>> byAccount = new TreeMap<>();
      moments.stream()
          .filter(moment -> moment.is(ComebackMoment.CONTROL))
          .forEach(
              moment ->
                  byAccount
                      .computeIfAbsent(moment.account(), account -> new ArrayList<>())
                      .add(moment));
      List<ComebackMoment> chosen =
          byAccount.values().stream()
              .flatMap(
                  each ->
                      each.stream()
                          .sorted(
                              Comparator.comparingLong(
                                  moment ->
                                      draws.seed(moment.account(), "split", moment.leftMicros())))
                          .limit(MOST_OF_AN_ACCOUNT)
                          .sorted(Comparator.comparingLong(ComebackMoment::leftMicros)))
              .toList();
      List<String> accounts = chosen.stream().map(ComebackMoment::account).toList();
      Map<String, Integer> numbers = new HashMap<>();
      accounts.forEach(account -> numbers.putIfAbsent(account, numbers.size()));
      return new Controls(
          accounts,
          chosen.stream().map(moment -> model.regressed(moment, false)).toList(),
          chosen.stream().map(moment -> model.regressed(moment, true)).toList(),
          PlaceboDeal.members(accounts.stream().mapToInt(numbers::get).toArray()));
    }

    SortedMap<String, List<SilencePenalty.Moment>> split(SplittableRandom random) {
      boolean[] chosen = PlaceboDeal.halves(members, accounts.size(), random);
      SortedMap<String, List<SilencePenalty.Moment>> split = new TreeMap<>();
      for (int i = 0; i < chosen.length; i++) {
        split
            .computeIfAbsent(accounts.get(i), account -> new ArrayList<>())
            .add(chosen[i] ? silent.get(i) : plain.get(i));
      }
      return split;
    }
  }

  private static @Nullable StudentInterval interval(ClusteredFit.@Nullable Contrast contrast) {
    return contrast == null ? null : contrast.interval();
  }
}
