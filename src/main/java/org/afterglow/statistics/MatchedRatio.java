package org.afterglow.statistics;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Mantel–Haenszel ratio of two risks or two rates compared within strata, {@code Σ x·n₀/N ÷ Σ
 * z·n₁/N} with N = n₁ + n₀ (Greenland &amp; Robins, Biometrics 41, 1985), on the log scale, with
 * the accounts' influence as standard error (docs/methods.md, 3.2): events of an account may depend
 * on one another, accounts not. Strata of one side alone add nothing to either sum.
 *
 * @param state OK; ZERO_CELL: no ratio; FEW_ACCOUNTS: a ratio without an interval
 * @param accounts accounts that add to a sum
 * @param pooled the ratio's logarithm, and its interval whatever the number of accounts; null where
 *     the state is ZERO_CELL
 */
public record MatchedRatio(FitState state, int accounts, @Nullable MantelHaenszel pooled) {

  /**
   * One stratum of one account.
   *
   * @param x events on the side in the numerator, such as mentions answered after the stop
   * @param n1 out of how many, or in how much time
   * @param z events on the other side
   * @param n0 out of how many, or in how much time, in the unit of n1
   */
  public record Stratum(double x, double n1, double z, double n0) {
    public Stratum {
      for (double part : new double[] {x, n1, z, n0}) {
        if (!(part >= 0 && part < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(part + " in a stratum; finite and at least 0");
        }
      }
    }

    /** x·n₀/N, 0 where a side is empty. */
    public double r() {
      return n0 > 0 ? x * n0 / (n1 + n0) : 0;
    }

    /** z·n₁/N, 0 where a side is empty. */
    public double s() {
      return n1 > 0 ? z * n1 / (n1 + n0) : 0;
    }

    /**
     * The stratum after sides were dealt at random to its n₁ + n₀ units, of which x + z have the
     * event: a placebo, in which no side does better (x is hypergeometric).
     *
     * @throws IllegalArgumentException if these are no counts of units, as where n₁ is a time
     */
    public Stratum dealt(SplittableRandom random) {
      if (x > n1 || z > n0 || x % 1 != 0 || z % 1 != 0 || n1 % 1 != 0 || n0 % 1 != 0) {
        throw new IllegalArgumentException("only whole units can be dealt: " + this);
      }
      double units = n1 + n0;
      double events = x + z;
      double dealt = 0;
      for (double i = 0; i < n1; i++) {
        if (random.nextDouble() * (units - i) < events - dealt) {
          dealt++;
        }
      }
      return new Stratum(dealt, n1, events - dealt, n0);
    }
  }

  /**
   * An account's two sums over its strata, in the order given, which must be that of their keys.
   */
  public static MantelHaenszel.Study study(String account, Iterable<Stratum> strata) {
    double r = 0;
    double s = 0;
    for (Stratum stratum : strata) {
      r += stratum.r();
      s += stratum.s();
    }
    return new MantelHaenszel.Study(account, r, s);
  }

  /** The ratio over accounts, summed in the order given, which must be that of their keys. */
  public static MatchedRatio of(List<MantelHaenszel.Study> studies) {
    List<MantelHaenszel.Study> telling =
        studies.stream().filter(study -> study.r() > 0 || study.s() > 0).toList();
    TreeSet<String> accounts = new TreeSet<>();
    telling.forEach(study -> accounts.add(study.account()));
    MantelHaenszel pooled = MantelHaenszel.of(telling);
    FitState state =
        pooled == null
            ? FitState.ZERO_CELL
            : accounts.size() < PooledOdds.FOR_AN_INTERVAL ? FitState.FEW_ACCOUNTS : FitState.OK;
    return new MatchedRatio(state, accounts.size(), pooled);
  }

  /**
   * The logarithm of the ratio with its interval; null where the state is not OK or accounts do not
   * differ at all.
   */
  public @Nullable StudentInterval interval() {
    return state == FitState.OK && pooled != null ? pooled.interval() : null;
  }
}
