package org.afterglow.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.afterglow.statistics.LogLinkPanel.Spread;
import org.afterglow.statistics.LogLinkPanel.Weighting;
import org.jspecify.annotations.Nullable;

/**
 * Regression of overdispersed counts with a log link, clustered by account (docs/methods.md, 5,
 * C6): quasi-likelihood with variance μ + aμ², hence weights 1/(1 + aμ). Three rounds: a = 0, then
 * twice {@code a = max(0, Σ((y − μ)² − μ) ÷ Σμ²)} with μ of the round before, by which weights go
 * too. Within a round weights are fixed and the likelihood is concave, so that there is one
 * maximum. Standard errors do not rest on the variance being so: {@link ClusteredFit}.
 *
 * @param fit coefficients of the last round, or of the first that could not be fitted
 * @param overdispersion a of its weights; null where the state of the fit is not OK
 */
public record LogLinkRegression(ClusteredFit fit, @Nullable Double overdispersion) {
  /** Accounts that a fit needs. */
  public static final int FEWEST_ACCOUNTS = 20;

  private static final int ROUNDS = 3;

  /** Accounts with their panels, wherever these lie; each comes once, in the order of keys. */
  public interface Accounts {
    /** Of each {@link LogLinkPanel#start}. */
    Iterable<AccountScore> start();

    /** Of each {@link LogLinkPanel#at}. */
    Iterable<AccountScore> at(double[] coefficients, Weighting weighting);

    /** Of each {@link LogLinkPanel#spread}. */
    Iterable<Spread> spread(double[] coefficients);
  }

  /**
   * Fits panels, in whatever order they come.
   *
   * @param leading how many coefficients, from the first, can be asked about
   */
  public static LogLinkRegression of(List<LogLinkPanel> panels, int leading) {
    List<LogLinkPanel> eligible =
        panels.stream()
            .filter(LogLinkPanel::eligible)
            .sorted(Comparator.comparing(LogLinkPanel::account))
            .toList();
    int covariates = eligible.isEmpty() ? leading : eligible.get(0).covariates();
    return of(
        covariates,
        leading,
        new Accounts() {
          @Override
          public Iterable<AccountScore> start() {
            return eligible.stream().map(LogLinkPanel::start).toList();
          }

          @Override
          public Iterable<AccountScore> at(double[] coefficients, Weighting weighting) {
            return eligible.stream().map(panel -> panel.at(coefficients, weighting)).toList();
          }

          @Override
          public Iterable<Spread> spread(double[] coefficients) {
            return eligible.stream().map(panel -> panel.spread(coefficients)).toList();
          }
        });
  }

  /**
   * Fits accounts whose panels lie elsewhere.
   *
   * @param covariates how many
   * @param leading how many of them, from the first, can be asked about
   */
  public static LogLinkRegression of(int covariates, int leading, Accounts accounts) {
    double[] at = ClusteredFit.step(new double[covariates], leading, c -> accounts.start());
    double overdispersion = 0;
    for (int round = 1; ; round++) {
      Weighting weighting = new Weighting(at, overdispersion);
      ClusteredFit fit =
          ClusteredFit.of(at, leading, FEWEST_ACCOUNTS, c -> accounts.at(c, weighting));
      if (fit.state() != FitState.OK) {
        return new LogLinkRegression(fit, null);
      }
      if (round == ROUNDS) {
        return new LogLinkRegression(fit, overdispersion);
      }
      at = fit.coefficients();
      overdispersion = overdispersion(accounts.spread(at));
    }
  }

  /**
   * Fits others to whom the covariates that are not asked about mean the same: the last round
   * alone, with the weights that this one ended with and from where it came to rest. What is asked
   * about is taken for 0 in the weights.
   *
   * @param panels in the order of keys
   * @param leading as in {@link #of(List, int)}
   * @throws IllegalStateException if this fit is not OK
   */
  public ClusteredFit again(List<LogLinkPanel> panels, int leading) {
    if (overdispersion == null) {
      throw new IllegalStateException("a fit that is " + fit.state() + " says nothing of others");
    }
    double[] start = fit.coefficients();
    Arrays.fill(start, 0, leading, 0);
    Weighting weighting = new Weighting(start, overdispersion);
    return ClusteredFit.of(
        start,
        leading,
        FEWEST_ACCOUNTS,
        c -> () -> panels.stream().map(panel -> panel.at(c, weighting)).iterator());
  }

  private static double overdispersion(Iterable<Spread> spreads) {
    double excess = 0;
    double squares = 0;
    for (Spread spread : spreads) {
      excess += spread.excess();
      squares += spread.squares();
    }
    return squares > 0 ? Math.max(0, excess / squares) : 0;
  }
}
