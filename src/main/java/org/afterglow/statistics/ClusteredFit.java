package org.afterglow.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.jspecify.annotations.Nullable;

/**
 * Coefficients that maximise a concave (quasi-)likelihood over accounts, by at most {@value
 * #MOST_STEPS} Newton steps, with the standard errors of CR3 (Bell &amp; McCaffrey, Survey
 * Methodology 28, 2002; docs/methods.md, 5). With s_a and I_a score and information of an account
 * at the maximum and I = ΣI_a, its influence on the coefficients is ψ_a = I⁻¹(1 − I_a·I⁻¹)⁻¹s_a =
 * (I − I_a)⁻¹s_a, by how much they would move without it, and their covariance is Σψ_aψ_aᵀ.
 * Eigenvalues of 1 − I_a·I⁻¹ below {@value Pooling#LEAST_REST} count as that, as with the shares of
 * pooled campaigns: an account alone on a covariate would divide 0 by 0.
 *
 * <p>An account's share of a combination c of coefficients is cᵀI⁻¹I_aI⁻¹c/cᵀI⁻¹c, with one
 * covariate I_a/I; degrees of freedom are max(1, 1/Σshare² − 1). Covariates that say no more than
 * others before them are left out, their coefficients being 0.
 *
 * <p>Sums go in the order in which accounts come. Of each account a few numbers are kept, for the
 * combinations of those leading coefficients that are asked about; its information only while it is
 * its turn.
 */
public final class ClusteredFit {
  static final int MOST_STEPS = 25;
  private static final int MOST_HALVINGS = 30;

  /** Squared length of a Newton step in units of standard errors at which it no longer matters. */
  private static final double AT_REST = 1e-14;

  /** Rounding that sums of likelihoods may have, relative to their size. */
  private static final double LIKELIHOOD_ROUNDING = 1e-11;

  /** Variance relative to the information's that may be what the last step left, and rounding. */
  private static final double VARIANCE_ROUNDING = 1e-12;

  private final FitState state;
  private final int accounts;
  private final int steps;
  private final double[] coefficients;
  private final double[] inverse;
  private final List<Influence> influences;

  private ClusteredFit(
      FitState state,
      int accounts,
      int steps,
      double[] coefficients,
      double[] inverse,
      List<Influence> influences) {
    this.state = state;
    this.accounts = accounts;
    this.steps = steps;
    this.coefficients = coefficients;
    this.inverse = inverse;
    this.influences = influences;
  }

  /**
   * An account's part in the leading coefficients.
   *
   * @param psi what it moves them by
   * @param part its lower triangle of I⁻¹I_aI⁻¹
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Influence(String account, double[] psi, double[] part) {}

  /**
   * A combination of coefficients.
   *
   * @param estimate its value
   * @param interval the same with its interval and p; null where no account moves it
   * @param heaviestAccount the account with the largest share of its information, the first of
   *     equals
   * @param heaviestShare that share
   */
  public record Contrast(
      double estimate,
      @Nullable StudentInterval interval,
      String heaviestAccount,
      double heaviestShare) {}

  /**
   * Fits.
   *
   * @param start where Newton's steps begin, one number a coefficient
   * @param leading how many coefficients, from the first, can be asked about; covariates of the
   *     others are taken before theirs, so that what is left out is rather what is asked about,
   *     SINGULAR then
   * @param fewestAccounts fewer are FEW_ACCOUNTS
   */
  public static ClusteredFit of(
      double[] start, int leading, int fewestAccounts, AccountScores scores) {
    int size = start.length;
    if (leading < 1 || leading > size) {
      throw new IllegalArgumentException(leading + " leading of " + size + " coefficients");
    }
    double[] at = start.clone();
    Totals here = Totals.of(scores, at);
    if (here.accounts < fewestAccounts) {
      return none(FitState.FEW_ACCOUNTS, here.accounts, 0);
    }
    Cholesky factor = Cholesky.of(here.information, size, order(size, leading));
    int kept = factor.kept().length;
    if (!IntStream.range(0, leading).allMatch(factor::keeps)) {
      return none(FitState.SINGULAR, here.accounts, 0);
    }
    for (int steps = 0; ; steps++) {
      if (factor.kept().length < kept) {
        return none(FitState.NOT_CONVERGED, here.accounts, steps);
      }
      double[] step = factor.solve(here.score);
      if (product(step, here.score) <= AT_REST) {
        return of(steps, at, leading, here, factor, scores);
      }
      Totals next = steps < MOST_STEPS ? ascend(scores, at, step, here.objective) : null;
      if (next == null) {
        return none(FitState.NOT_CONVERGED, here.accounts, steps);
      }
      at = next.at;
      here = next;
      factor = factor.again(here.information);
    }
  }

  /**
   * Where one full Newton step leads, as to the coefficients of least squares.
   *
   * @param leading as in {@link #of}
   */
  static double[] step(double[] start, int leading, AccountScores scores) {
    Totals totals = Totals.of(scores, start);
    double[] step =
        Cholesky.of(totals.information, start.length, order(start.length, leading))
            .solve(totals.score);
    for (int i = 0; i < step.length; i++) {
      step[i] += start[i];
    }
    return step;
  }

  /** Coefficients in the order in which their covariates are taken: the leading ones last. */
  private static int[] order(int size, int leading) {
    return IntStream.range(0, size).map(i -> (i + leading) % size).toArray();
  }

  /** Halves a step until it does not lead down; null where none does. */
  private static @Nullable Totals ascend(
      AccountScores scores, double[] at, double[] step, double objective) {
    double least = objective - LIKELIHOOD_ROUNDING * (1 + Math.abs(objective));
    double part = 1;
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
      double[] there = at.clone();
      for (int i = 0; i < there.length; i++) {
        there[i] += part * step[i];
      }
      Totals totals = Totals.of(scores, there);
      if (totals.objective >= least && totals.objective < Double.POSITIVE_INFINITY) {
        return totals;
      }
      part /= 2;
    }
    return null;
  }

  private static ClusteredFit of(
      int steps, double[] at, int leading, Totals totals, Cholesky factor, AccountScores scores) {
    Leverage leverage = Leverage.of(totals.information, at.length, factor);
    List<Influence> influences = new ArrayList<>(totals.accounts);
    for (AccountScore account : scores.at(at.clone())) {
      influences.add(leverage.influence(account, leading));
    }
    return new ClusteredFit(
        FitState.OK,
        totals.accounts,
        steps,
        at,
        Arrays.copyOf(leverage.inverse, LowerTriangle.length(leading)),
        influences);
  }

  private static ClusteredFit none(FitState state, int accounts, int steps) {
    return new ClusteredFit(state, accounts, steps, new double[0], new double[0], List.of());
  }

  /** OK, FEW_ACCOUNTS, SINGULAR or NOT_CONVERGED. */
  public FitState state() {
    return state;
  }

  /** Accounts whose scores were summed. */
  public int accounts() {
    return accounts;
  }

  /** Newton steps taken. */
  public int steps() {
    return steps;
  }

  /** All coefficients; none where the state is not OK. */
  public double[] coefficients() {
    return coefficients.clone();
  }

  /**
   * The share that each account has of the information on a combination of coefficients; none where
   * the fit is not OK.
   *
   * @param weights as of {@link #contrast}
   */
  public SortedMap<String, Double> shares(double... weights) {
    TreeMap<String, Double> shares = new TreeMap<>();
    if (state == FitState.OK) {
      double[] c = Arrays.copyOf(weights, leading());
      double whole = LowerTriangle.form(inverse, c, c);
      for (Influence influence : influences) {
        shares.put(influence.account, LowerTriangle.form(influence.part, c, c) / whole);
      }
    }
    return shares;
  }

  /**
   * A combination of the leading coefficients; null where the state is not OK.
   *
   * @param weights of the leading coefficients, not all 0; those not given are 0
   */
  public @Nullable Contrast contrast(double... weights) {
    if (state != FitState.OK) {
      return null;
    }
    double[] c = Arrays.copyOf(weights, leading());
    if (weights.length > c.length) {
      throw new IllegalArgumentException(
          weights.length + " weights; " + c.length + " coefficients can be asked about");
    }
    double whole = LowerTriangle.form(inverse, c, c);
    if (!(whole > 0)) {
      throw new IllegalArgumentException("weights " + Arrays.toString(weights) + "; not all 0");
    }
    double estimate = product(c, coefficients);
    double variance = 0;
    double sharesSquared = 0;
    String heaviestAccount = "";
    double heaviestShare = 0;
    for (Influence influence : influences) {
      double moved = product(c, influence.psi);
      double share = LowerTriangle.form(influence.part, c, c) / whole;
      variance += moved * moved;
      sharesSquared += share * share;
      if (share > heaviestShare) {
        heaviestShare = share;
        heaviestAccount = influence.account;
      }
    }
    return new Contrast(
        estimate,
        variance > VARIANCE_ROUNDING * whole
            ? StudentInterval.of(
                estimate, StrictMath.sqrt(variance), Math.max(1, 1 / sharesSquared - 1))
            : null,
        heaviestAccount,
        heaviestShare);
  }

  private int leading() {
    return influences.get(0).psi.length;
  }

  /** Of as many elements as the first has. */
  private static double product(double[] u, double[] v) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += u[i] * v[i];
    }
    return sum;
  }

  /** Sums over accounts at some coefficients. */
  private static final class Totals {
    final double[] at;
    final double[] score;
    final double[] information;
    int accounts;
    double objective;
    private @Nullable String last;

    private Totals(double[] at) {
      this.at = at;
      score = new double[at.length];
      information = new double[LowerTriangle.length(at.length)];
    }

    static Totals of(AccountScores scores, double[] at) {
      Totals totals = new Totals(at);
      for (AccountScore account : scores.at(at.clone())) {
        totals.add(account);
      }
      return totals;
    }

    private void add(AccountScore account) {
      if (account.score().length != score.length) {
        throw new IllegalArgumentException(
            account.score().length + " scores of an account; " + score.length + " coefficients");
      }
      if (account.account().equals(last)) {
        throw new IllegalArgumentException("an account comes twice; once each, by key");
      }
      last = account.account();
      accounts++;
      objective += account.objective();
      for (int i = 0; i < score.length; i++) {
        score[i] += account.score()[i];
      }
      for (int i = 0; i < information.length; i++) {
        information[i] += account.information()[i];
      }
    }
  }

  /** What an account's score comes to in the coefficients. */
  private static final class Leverage {
    final double[] inverse;
    private final double[] information;
    private final int size;
    private final Cholesky factor;

    private Leverage(double[] inverse, double[] information, int size, Cholesky factor) {
      this.inverse = inverse;
      this.information = information;
      this.size = size;
      this.factor = factor;
    }

    static Leverage of(double[] information, int size, Cholesky factor) {
      double[] inverse = new double[information.length];
      for (int column = 0; column < size; column++) {
        double[] unit = new double[size];
        unit[column] = 1;
        double[] solved = factor.solve(unit);
        for (int row = column; row < size; row++) {
          inverse[LowerTriangle.at(row, column)] = solved[row];
        }
      }
      return new Leverage(inverse, information, size, factor);
    }

    Influence influence(AccountScore account, int leading) {
      double[] psi =
          trace(account.information()) <= 1 - Pooling.LEAST_REST
              ? without(account)
              : bounded(account);
      double[][] rows = new double[leading][size];
      for (int i = 0; i < leading; i++) {
        for (int j = 0; j < size; j++) {
          rows[i][j] = inverse[LowerTriangle.at(i, j)];
        }
      }
      double[] part = new double[LowerTriangle.length(leading)];
      for (int i = 0; i < leading; i++) {
        for (int j = 0; j <= i; j++) {
          part[LowerTriangle.at(i, j)] =
              LowerTriangle.form(account.information(), rows[i], rows[j]);
        }
      }
      return new Influence(account.account(), Arrays.copyOf(psi, leading), part);
    }

    /** That of I_a·I⁻¹, which no eigenvalue of it exceeds. */
    private double trace(double[] part) {
      double trace = 0;
      int at = 0;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < i; j++) {
          trace += 2 * part[at] * inverse[at];
          at++;
        }
        trace += part[at] * inverse[at];
        at++;
      }
      return trace;
    }

    /** (I − I_a)⁻¹s_a. */
    private double[] without(AccountScore account) {
      double[] rest = information.clone();
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= account.information()[i];
      }
      return factor.again(rest).solve(account.score());
    }

    /**
     * The same by eigenvalues, of which those near 0 are raised; at most some p accounts need it.
     */
    private double[] bounded(AccountScore account) {
      EigenDecomposition shares =
          new EigenDecomposition(
              new Array2DRowRealMatrix(factor.whitenMatrix(account.information()), false));
      double[] white = factor.whiten(account.score());
      double[] moved = new double[white.length];
      for (int k = 0; k < white.length; k++) {
        double[] direction = shares.getEigenvector(k).toArray();
        double along =
            product(direction, white)
                / Math.max(1 - shares.getRealEigenvalue(k), Pooling.LEAST_REST);
        for (int i = 0; i < moved.length; i++) {
          moved[i] += along * direction[i];
        }
      }
      return factor.back(moved);
    }
  }
}
