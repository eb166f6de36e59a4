package org.afterglow.job.claim.venues;

import static org.afterglow.table.ReasonCodes.LABELS_UNCHECKED;
import static org.afterglow.table.ReasonCodes.UNPROVED;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.afterglow.job.claim.Claim;
import org.afterglow.job.claim.ClaimLeg;
import org.afterglow.job.claim.DealtPlacebo;
import org.afterglow.job.claim.Hindrances;
import org.afterglow.job.claim.PercentChange;
import org.afterglow.job.contrast.ContrastFit;
import org.afterglow.job.contrast.PoolContrast;
import org.afterglow.statistics.ClusteredFit;
import org.afterglow.statistics.Draws;
import org.afterglow.statistics.FixedEffectsPanel;
import org.afterglow.statistics.FixedEffectsPoisson;
import org.afterglow.statistics.PlaceboShare;
import org.afterglow.statistics.StudentInterval;
import org.afterglow.table.Estimate;
import org.afterglow.table.PlaceboRow;
import org.jspecify.annotations.Nullable;

/**
 * What the regression of posts in venues on their distance comes to, as a change in percent for a
 * standard deviation, with what it is held against ({@link FixedEffectsPoisson}; docs/methods.md,
 * 5).
 *
 * @param estimate in percent, or why there is none
 * @param judged the same with its p; null where there is no interval
 * @param sensitivity points of the other runs that could be estimated, in percent, by their names
 * @param heaviestShare of the weight that one account has; 0 where there is no estimate
 * @param placebo distances permuted within author and month
 * @param accounts that could tell anything
 * @param posts of these
 * @param shares of the weight that accounts have; none where there is no estimate
 */
record VenueFit(
    Estimate estimate,
    @Nullable StudentInterval judged,
    Map<String, Double> sensitivity,
    double heaviestShare,
    PlaceboRow placebo,
    long accounts,
    long posts,
    Map<String, Double> shares) {
  static final String PERMUTED = "distance_permuted";

  /** Posts that distances are dealt to anew in each of the draws; more say little more. */
  private static final int MOST_PERMUTED = 20_000;

  private static final double MARGIN_PERCENT = 3;

  /**
   * Fits the primary run, those that it is held against and the placebo.
   *
   * @param posts in any order
   * @param placeboDraws how many
   */
  static VenueFit of(List<VenuePost> posts, Draws draws, int placeboDraws) {
    List<VenueAccount> accounts = VenueAccount.of(posts);
    ToLongFunction<VenuePost> persons = VenuePost::responders;
    ClusteredFit fit = fit(accounts, persons);
    ClusteredFit.Contrast contrast = fit.contrast(1);
    Map<String, Double> sensitivity = new TreeMap<>();
    if (contrast != null) {
      PercentChange.put(
          sensitivity,
          PoolContrast.HEAVIEST_ACCOUNT_OUT,
          fit(without(accounts, contrast.heaviestAccount()), persons),
          1);
      PercentChange.put(
          sensitivity,
          ContrastFit.UNCERTAIN_DROPPED,
          fit(
              VenueAccount.of(posts.stream().filter(Predicate.not(VenuePost::doubtful)).toList()),
              persons),
          1);
      PercentChange.put(
          sensitivity, ContrastFit.BOTS_IN, fit(accounts, VenuePost::respondersWithBots), 1);
    }
    StudentInterval interval = contrast == null ? null : contrast.interval();
    return new VenueFit(
        PercentChange.estimate(fit, 1),
        interval == null ? null : interval.percentChange(),
        sensitivity,
        contrast == null ? 0 : contrast.heaviestShare(),
        placebo(accounts, contrast == null ? null : fit.coefficients(), draws, placeboDraws),
        fit.accounts(),
        accounts.stream()
            .filter(account -> account.panel(persons).eligible())
            .mapToLong(account -> account.posts().size())
            .sum(),
        fit.shares(1));
  }

  /** The estimate alone. */
  static Estimate estimate(List<VenuePost> posts) {
    return PercentChange.estimate(fit(VenueAccount.of(posts), VenuePost::responders), 1);
  }

  /** The leg of the claim, which rests on classes and whose estimator is not proved yet. */
  ClaimLeg leg() {
    List<String> hindrances = new ArrayList<>(List.of(UNPROVED, LABELS_UNCHECKED));
    hindrances.addAll(Hindrances.of(accounts, heaviestShare, List.of(placebo)));
    return new ClaimLeg(
            estimate, judged, -1, MARGIN_PERCENT, sensitivity, hindrances, 0, accounts, posts)
        .weighedUnnamed(shares);
  }

  /** The leg where nothing can be told. */
  static ClaimLeg noLeg(String reason) {
    return ClaimLeg.none(reason, -1, MARGIN_PERCENT);
  }

  private static ClusteredFit fit(
      List<VenueAccount> accounts, ToLongFunction<VenuePost> responders) {
    return FixedEffectsPoisson.of(
        accounts.stream().map(account -> account.panel(responders)).toList());
  }

  private static List<VenueAccount> without(List<VenueAccount> accounts, String key) {
    return accounts.stream().filter(account -> !account.key().equals(key)).toList();
  }

  /**
   * How often a distance is found to matter that was dealt at random.
   *
   * @param start coefficients of the primary run, from which draws are fitted; null where it has
   *     none
   */
  private static PlaceboRow placebo(
      List<VenueAccount> accounts, double @Nullable [] start, Draws draws, int number) {
    PlaceboShare share = new PlaceboShare();
    List<VenueAccount> dealt = start == null ? List.of() : dealt(accounts, draws);
    if (start != null) {
      // Each draw is a stream of its own: it does not matter which is worked out first.
      IntStream.rangeClosed(1, number)
          .parallel()
          .mapToObj(draw -> permuted(dealt, start, draws, draw))
          .toList()
          .forEach(
              fit -> {
                ClusteredFit.Contrast contrast = fit.contrast(1);
                share.add(contrast == null ? null : contrast.interval());
              });
    }
    return DealtPlacebo.row(Claim.C7.name(), PERMUTED, share, dealt.size(), number);
  }

  private static ClusteredFit permuted(
      List<VenueAccount> accounts, double[] start, Draws draws, int draw) {
    List<FixedEffectsPanel> panels =
        accounts.stream()
            .map(
                account ->
                    account.permuted(
                        draws.stream(account.key(), PERMUTED, draw), VenuePost::responders))
            .toList();
    return ClusteredFit.of(
        start,
        1,
        FixedEffectsPoisson.FEWEST_ACCOUNTS,
        coefficients -> panels.stream().map(panel -> panel.at(coefficients)).toList());
  }

  /**
   * Accounts that can tell anything, by key: all, or of too many posts those accounts of the lowest
   * hashes, as many as a regression needs at least.
   */
  private static List<VenueAccount> dealt(List<VenueAccount> accounts, Draws draws) {
    List<VenueAccount> byHash =
        accounts.stream()
            .filter(account -> account.panel(VenuePost::responders).eligible())
            .sorted(
                Comparator.<VenueAccount>comparingLong(
                        account -> draws.seed(account.key(), PERMUTED, 0))
                    .thenComparing(VenueAccount::key))
            .toList();
    List<VenueAccount> dealt = new ArrayList<>();
    long posts = 0;
    for (VenueAccount account : byHash) {
      posts += account.posts().size();
      if (posts > MOST_PERMUTED && dealt.size() >= FixedEffectsPoisson.FEWEST_ACCOUNTS) {
        break;
      }
      dealt.add(account);
    }
    dealt.sort(Comparator.comparing(VenueAccount::key));
    return dealt;
  }
}
