package org.afterglow.statistics;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * By what factor the rate of events of some accounts changed from one stretch of time to another,
 * beyond what those of other accounts did between the same stretches: the Mantel–Haenszel odds
 * ratio ln(ΣR/ΣS), {@code R = Σ x·Z/T}, {@code S = Σ z·X/T}, x events of an account after and z
 * before, X and Z those of the accounts that it is held against, T = x + z + X + Z. Whatever moves
 * all alike (a platform that grows or falls, a week of news, a season, what was not observed)
 * cancels, as does how long the stretches are; accounts with few events add little and none is left
 * out for them (Greenland &amp; Robins, Biometrics 41, 1985).
 *
 * <p>An account may stand on either side, and many strata share those they are held against, so the
 * standard error leaves out each account in turn from wherever it stands (delete-one jackknife);
 * degrees of freedom are the fewer of max(1, 1/Σ share² − 1) on the two sides, an account's share
 * being the larger of those of the two sums (docs/methods.md, 3.2).
 *
 * @param ratio the ratio as any within strata; its accounts are those whose rates are asked about
 * @param others accounts that they are held against
 * @param shares of the ratio by account asked about
 */
public record ControlledRatio(MatchedRatio ratio, int others, SortedMap<String, Double> shares) {

  /**
   * Events of an account in the two stretches.
   *
   * @param after in the later one
   * @param before in the earlier one
   */
  public record Events(String account, double after, double before) {
    public Events {
      if (!(after >= 0 && before >= 0) || !Double.isFinite(after + before)) {
        throw new IllegalArgumentException(
            after + " events after " + before + "; finite and at least 0");
      }
    }
  }

  /**
   * An account with those it is held against.
   *
   * @param others each account once, not the account itself
   */
  public record Stratum(Events own, List<Events> others) {
    /** The same with accounts of a cluster as one, of others without its own. */
    public Stratum clustered(Clusters clusters) {
      String cluster = clusters.of(own.account);
      TreeMap<String, Events> sums = new TreeMap<>();
      for (Events other : others) {
        String theirs = clusters.of(other.account);
        if (!theirs.equals(cluster)) {
          sums.merge(
              theirs,
              new Events(theirs, other.after, other.before),
              (a, b) -> new Events(theirs, a.after + b.after, a.before + b.before));
        }
      }
      return new Stratum(new Events(cluster, own.after, own.before), List.copyOf(sums.values()));
    }

    private double r(double after, double before) {
      double all = own.after + own.before + after + before;
      return all > 0 ? own.after * before / all : 0;
    }

    private double s(double after, double before) {
      double all = own.after + own.before + after + before;
      return all > 0 ? own.before * after / all : 0;
    }
  }

  /** The ratio over strata, summed in the order given, which must be that of their keys. */
  public static ControlledRatio of(List<Stratum> strata) {
    TreeMap<String, Side> asked = new TreeMap<>();
    TreeMap<String, Side> held = new TreeMap<>();
    TreeMap<String, Side> left = new TreeMap<>();
    double r = 0;
    double s = 0;
    for (Stratum stratum : strata) {
      double after = stratum.others.stream().mapToDouble(Events::after).sum();
      double before = stratum.others.stream().mapToDouble(Events::before).sum();
      double ownR = stratum.r(after, before);
      double ownS = stratum.s(after, before);
      if (ownR + ownS > 0) {
        r += ownR;
        s += ownS;
        Side.add(asked, stratum.own.account, ownR, ownS);
        Side.add(left, stratum.own.account, ownR, ownS);
        double all = stratum.own.after + stratum.own.before + after + before;
        for (Events other : stratum.others) {
          Side.add(
              held,
              other.account,
              stratum.own.after * other.before / all,
              stratum.own.before * other.after / all);
          double restAfter = Math.max(0, after - other.after);
          double restBefore = Math.max(0, before - other.before);
          Side.add(
              left,
              other.account,
              ownR - stratum.r(restAfter, restBefore),
              ownS - stratum.s(restAfter, restBefore));
        }
      }
    }
    SortedMap<String, Double> shares = Side.shares(asked, r, s);
    if (!(r > 0 && s > 0)) {
      return new ControlledRatio(
          new MatchedRatio(FitState.ZERO_CELL, asked.size(), null), held.size(), shares);
    }
    double estimate = StrictMath.log(r / s);
    StudentInterval interval =
        interval(
            estimate,
            variance(left, r, s),
            Math.min(Side.freedom(shares), Side.freedom(Side.shares(held, r, s))));
    String heaviestAccount = "";
    double heaviestShare = 0;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      if (share.getValue() > heaviestShare) {
        heaviestAccount = share.getKey();
        heaviestShare = share.getValue();
      }
    }
    MantelHaenszel pooled =
        new MantelHaenszel(estimate, interval, heaviestAccount, heaviestShare, asked.size());
    boolean few =
        Math.min(asked.size(), held.size()) < PooledOdds.FOR_AN_INTERVAL || interval == null;
    return new ControlledRatio(
        new MatchedRatio(few ? FitState.FEW_ACCOUNTS : FitState.OK, asked.size(), pooled),
        held.size(),
        shares);
  }

  /** By leaving out each account; NaN where one alone holds a sum. */
  private static double variance(Map<String, Side> left, double r, double s) {
    double[] without = new double[left.size()];
    double mean = 0;
    int i = 0;
    for (Side side : left.values()) {
      double restR = r - side.r;
      double restS = s - side.s;
      // What is left by rounding of a sum that one account holds is nothing.
      if (restR <= 1e-9 * r || restS <= 1e-9 * s) {
        return Double.NaN;
      }
      without[i] = StrictMath.log(restR / restS);
      mean += without[i] / without.length;
      i++;
    }
    double squares = 0;
    for (double each : without) {
      squares += (each - mean) * (each - mean);
    }
    return squares * (without.length - 1) / without.length;
  }

  private static @Nullable StudentInterval interval(
      double estimate, double variance, double freedom) {
    return variance > LateOdds.ROUNDING
        ? StudentInterval.of(estimate, StrictMath.sqrt(variance), freedom)
        : null;
  }

  /** What of the two sums an account makes. */
  private static final class Side {
    private double r;
    private double s;

    static void add(Map<String, Side> sides, String account, double r, double s) {
      Side side = sides.computeIfAbsent(account, key -> new Side());
      side.r += r;
      side.s += s;
    }

    static SortedMap<String, Double> shares(Map<String, Side> sides, double r, double s) {
      TreeMap<String, Double> shares = new TreeMap<>();
      if (r > 0 && s > 0) {
        sides.forEach((account, side) -> shares.put(account, Math.max(side.r / r, side.s / s)));
      }
      return shares;
    }

    static double freedom(Map<String, Double> shares) {
      double squares = 0;
      for (double share : shares.values()) {
        squares += share * share;
      }
      return Math.max(1, 1 / squares - 1);
    }
  }
}
